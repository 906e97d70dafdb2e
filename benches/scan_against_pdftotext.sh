#!/bin/sh
# Measures `dpascan scan` against `pdftotext` alone over the same PDFs, both with two workers.
#
#   benches/scan_against_pdftotext.sh FOLDER [PAIRS]
#
# The two run in turn, so that a machine that slows down slows both; printed are the ratios of their
# times, pair by pair. Needs poppler-utils and a release build (or DPASCAN=path/to/dpascan).
set -eu

folder=${1:?a folder with PDFs}
pairs=${2:-15}
dpascan=${DPASCAN:-target/release/dpascan}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find "$folder" -iname '*.pdf' -print0 | sort -z > "$work/list"
count=$(tr -cd '\0' < "$work/list" | wc -c)
[ "$count" -gt 0 ] || { echo "no PDFs in $folder" >&2; exit 2; }

now() { date +%s%N; }

scan() {
    "$dpascan" --no-config --quiet scan --files-from "$work/list" --vendor-by file --threads 2 --format json --exit-zero > "$work/report.json"
}

text() {
    xargs -0 -P2 -n1 sh -c 'pdftotext "$0" - > /dev/null 2>&1 || true' < "$work/list"
}

scan && text # once without counting: the files come from the cache from here on
pair=0
while [ "$pair" -lt "$pairs" ]; do
    start=$(now); scan; middle=$(now); text; end=$(now)
    echo "$(( (middle - start) / 1000 )) $(( (end - middle) / 1000 ))"
    pair=$((pair + 1))
done > "$work/times"

awk -v n="$count" '
    { s[NR] = $1 / 1000; t[NR] = $2 / 1000; r[NR] = $1 / $2 }
    function sorted(a, k,   i, j, x) {
        for (i = 2; i <= k; i++) { x = a[i]; for (j = i - 1; j > 0 && a[j] > x; j--) a[j + 1] = a[j]; a[j + 1] = x }
    }
    function middle(a, k) { return k % 2 ? a[(k + 1) / 2] : (a[k / 2] + a[k / 2 + 1]) / 2 }
    END {
        sorted(s, NR); sorted(t, NR); sorted(r, NR)
        printf "%d PDFs, %d pairs        min   median      max\n", n, NR
        printf "dpascan scan, ms    %8.1f %8.1f %8.1f\n", s[1], middle(s, NR), s[NR]
        printf "pdftotext, ms       %8.1f %8.1f %8.1f\n", t[1], middle(t, NR), t[NR]
        printf "ratio               %8.2f %8.2f %8.2f\n", r[1], middle(r, NR), r[NR]
    }' "$work/times"
