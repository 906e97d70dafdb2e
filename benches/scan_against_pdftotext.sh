#!/bin/sh
# Measures `dpascan scan` against `pdftotext` alone over the same PDFs, both with two workers.
#
#   benches/scan_against_pdftotext.sh FOLDER [PAIRS]
#   benches/scan_against_pdftotext.sh --joined FOLDER [PAIRS]
#
# With --joined the PDFs are first joined to one document of at least 300 pages, which one run of
# `pdftotext` reads. The two run in turn, so that a machine that slows down slows both; printed are
# the ratios of their times, pair by pair, and the processor time of all pairs together, which a
# busy machine falsifies least. Letters are not recognised: `pdftotext` does not do it either.
# Needs poppler-utils (and qpdf for --joined) and a release build (or DPASCAN=path/to/dpascan).
set -eu

joined=
[ "${1:-}" = --joined ] && { joined=1; shift; }
folder=${1:?a folder with PDFs}
pairs=${2:-15}
dpascan=${DPASCAN:-target/release/dpascan}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find "$folder" -iname '*.pdf' -print0 | sort -z > "$work/list"
count=$(tr -cd '\0' < "$work/list" | wc -c)
[ "$count" -gt 0 ] || { echo "no PDFs in $folder" >&2; exit 2; }

if [ "$joined" ]; then
    tr '\0' '\n' < "$work/list" > "$work/names"
    set -- --no-warn --warning-exit-0 --empty --pages
    pages=0
    while [ "$pages" -lt 300 ]; do
        while IFS= read -r file; do
            more=$(qpdf --no-warn --warning-exit-0 --show-npages "$file" 2> /dev/null) || continue
            set -- "$@" "$file"
            pages=$((pages + more))
        done < "$work/names"
        [ "$pages" -gt 0 ] || { echo "qpdf opens none of the PDFs in $folder" >&2; exit 2; }
    done
    qpdf "$@" -- "$work/joined.pdf"
    printf '%s\0' "$work/joined.pdf" > "$work/list"
    echo "one document of $pages pages"
    count=1
fi

now() { date +%s%N; }

# Hundredths of a second of processor time that all children have used.
used() {
    times > "$work/used"
    awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); sum += t[1] * 60 + t[2] } printf "%d", sum * 100 }' "$work/used" > "$work/hundredths"
    read -r hundredths < "$work/hundredths" || true
}

scan() {
    "$dpascan" --no-config --quiet scan --files-from "$work/list" --vendor-by file --threads 2 --ocr off --format json --exit-zero > "$work/report.json"
}

text() {
    xargs -0 -P2 -n1 sh -c 'pdftotext "$0" - > /dev/null 2>&1 || true' < "$work/list"
}

scan && text # once without counting: the files come from the cache from here on
pair=0
: > "$work/times"
while [ "$pair" -lt "$pairs" ]; do
    used; a=$hundredths; start=$(now); scan; middle=$(now); used; b=$hundredths
    between=$(now); text; end=$(now); used
    echo "$(( (middle - start) / 1000 )) $(( (end - between) / 1000 )) $((b - a)) $((hundredths - b))" >> "$work/times"
    pair=$((pair + 1))
done

awk -v n="$count" '
    { s[NR] = $1 / 1000; t[NR] = $2 / 1000; r[NR] = $1 / $2; ours += $3; theirs += $4 }
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
        printf "processor time      %.2f s against %.2f s: %.2f\n", ours / 100, theirs / 100, theirs ? ours / theirs : 0
    }' "$work/times"
