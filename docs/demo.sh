#!/bin/sh
# What `make demo` shows: an export from another system, the policy applied to it, and one ticket's way.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export ESCALATE_STORE="$folder/store" ESCALATE_NOW="2026-11-23T10:00:00+01:00" ESCALATE_ACTOR=ana

say() {
	printf '\n# %s\n' "$*"
}

run() {
	printf '$ %s\n' "$*"
	eval "$*"
}

escalate init --sample it-support --quiet >/dev/null
say 'Monday, 10:00 in Berlin. The tickets of another system come in, with their histories:'
run 'escalate import --from servicenow docs/demo/servicenow_sample.csv --tz Europe/Berlin --fields new,rows,rejected --table'
say 'The policy decides what is due, and shows what presses; again it decides nothing, and says nothing:'
run 'escalate check --table'
run 'escalate check'
say 'Something breaks. Ana takes it, but an hour later it is not solved, and it climbs:'
run "escalate log 'VPN drops for building 4' -p P1 -r kim@example.org"
run 'escalate ack T-52 --now +10m --table'
run 'escalate check --now +61m | grep T-52'
run 'escalate why T-52 resolve --now +61m --table'
say 'The second level needs a network engineer. What would happen if nobody took it there?'
run "escalate escalate T-52 --to L3 --as bo --now +70m -m 'a network engineer is needed' --table"
run 'escalate forecast T-52 --now +70m --for 20m --table'
say 'Cy solves it. What was learned is recorded in the end:'
run "escalate resolve T-52 --as cy --now +2h -m 'replaced a failing switch' --table"
run "escalate close T-52 --now +3h -m 'confirmed by the customer' --table"
run "escalate review T-52 --now +4h --root-cause 'a failing switch' --action 'watch its error counter' --table"
say 'The store is a TinyDB file, and four lines of Python ask it what is open at the top:'
run 'python -c "
from escalate_cli.api import database
from tinydb import where
top = (where(\"priority\") == \"P1\") & ~where(\"status\").one_of([\"resolved\", \"closed\"])
print(*(row[\"id\"] for row in database().search(top)))"'
