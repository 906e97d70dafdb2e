#!/bin/sh
# Makes the pictures of the README from the samples: sh docs/pictures/make.sh
# Needs Rust, Python 3 and Chromium (name it in CHROMIUM where it is called otherwise).
set -eu
cd "$(dirname "$0")/../.."
browser="${CHROMIUM:-chromium}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cargo build --quiet
dpascan() { "${CARGO_TARGET_DIR:-target}/debug/dpascan" --no-config --quiet "$@"; }
shot() { # width height page picture
    "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
        --window-size="$1,$2" --screenshot="docs/pictures/$4" "file://$work/$3" >/dev/null 2>&1
}
# The lines from a first to a last one of a terminal of so many columns, as a page.
terminal() { # columns first last page
    COLUMNS="$1" dpascan render "$work/report.json" --color always |
        python3 docs/pictures/terminal.py "$2" "$3" >"$work/$4"
}

# The date is fixed, so that the pictures change only where dpascan does.
dpascan scan samples/contracts --exit-zero --ocr off --as-of 2026-11-01 --format json -o "$work/scanned.json"
sed 's/"generated_at": "[^"]*"/"generated_at": "2026-11-01T09:00:00Z"/' "$work/scanned.json" >"$work/report.json"
dpascan render "$work/report.json" --format html -o "$work/report.html"

terminal 80 1 32 narrow.html
shot 760 690 narrow.html terminal.png
terminal 140 15 60 wide.html
shot 1180 970 wide.html terminal-wide.png
shot 1280 1400 report.html report.png
# One vendor, as its link in the overview opens it.
printf '<!doctype html><body style="margin:0"><iframe src="report.html#vendor-2" width="1280" height="1500" style="border:0">' \
    >"$work/vendor.html"
shot 1280 1500 vendor.html vendor.png
ls -l docs/pictures/*.png
