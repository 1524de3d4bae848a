#!/bin/sh
# What `make demo` shows: an export from another system, the policy applied to it, and one ticket's way.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export ESCALATE_STORE="$folder/store" ESCALATE_NOW="2026-11-23T10:00:00+01:00" ESCALATE_ACTOR=ana

show() {
	printf '\n$ %s\n' "$*"
	"$@"
}

show escalate init --sample it-support --quiet
show escalate import --from servicenow docs/demo/servicenow_sample.csv --tz Europe/Berlin --table
show escalate check --table
printf '\nThe same again decides nothing new; what presses still shows at any time:\n'
show escalate check
show escalate list is:breached --table
printf '\nA critical issue, from the log to the review:\n'
id=$(escalate log 'VPN drops for building 4' -p P1 -r 'kim@example.org' --service vpn)
show escalate ack "$id" --now +10m --table
show escalate check --now +61m --table
show escalate why "$id" resolve --now +61m --table
show escalate forecast "$id" --now +61m --for 6h --table
show escalate escalate "$id" --as bo --now +70m -m 'a network engineer is needed' --tried 'other gateway' --to L3 --table
show escalate ack "$id" --as cy --now +75m --table
show escalate resolve "$id" --as cy --now +2h -m 'replaced a failing switch' --table
show escalate close "$id" --now +3h -m 'confirmed by the customer' --table
show escalate review "$id" --now +3h --root-cause 'a failing switch' --action 'monitor its error counter' --table
show escalate show "$id" --now +3h --table
