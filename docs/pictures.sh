#!/bin/sh
# Draws docs/pictures anew: the pages of a small team, by day, by night and as printed. It needs chromium and pdftoppm.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export ESCALATE_STORE="$folder/store" ESCALATE_NOW="2026-11-23T10:00:00+01:00" ESCALATE_ACTOR=ana

browser() {
	chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$folder/browser" "$@" 2>/dev/null
}

draw() {
	browser --window-size="$2" --screenshot="$PWD/docs/pictures/$1-light.png" "file://$folder/$1.html"
	browser --window-size="$2" --screenshot="$PWD/docs/pictures/$1-dark.png" \
		--blink-settings=preferredColorScheme=0 "file://$folder/$1.html"
}

escalate init --sample it-support --quiet >/dev/null
escalate import --from servicenow docs/demo/servicenow_sample.csv --tz Europe/Berlin >/dev/null
escalate check >/dev/null
escalate log 'VPN drops for building 4' -p P1 -r kim@example.org >/dev/null
escalate ack T-52 --now +10m >/dev/null
escalate check --now +61m >/dev/null
escalate report --since 60d --compare --html "$folder/report.html" --now +61m >/dev/null
escalate board --html "$folder/board.html" --now +61m >/dev/null
mkdir -p docs/pictures
draw report 900,1300
draw board 1200,900
browser --no-pdf-header-footer --print-to-pdf="$folder/report.pdf" "file://$folder/report.html"
pdftoppm -r 70 -png -singlefile "$folder/report.pdf" docs/pictures/report-print
