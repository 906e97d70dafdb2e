#!/bin/sh
# Measures the most memory that `dpascan scan` itself holds over many vendors, its children apart.
#
#   benches/memory.sh [DOCUMENTS] [FOLDER]
#
# The PDFs of FOLDER (the samples') are copied over and over, each into a vendor's folder of its own;
# a few bytes after the end make every copy a document of its own. Needs GNU time and a release
# build (or DPASCAN=path/to/dpascan).
set -eu

documents=${1:-2000}
folder=${2:-samples/contracts}
dpascan=${DPASCAN:-target/release/dpascan}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
find "$folder" -iname '*.pdf' | sort > "$work/list"
[ -s "$work/list" ] || { echo "no PDFs in $folder" >&2; exit 2; }

number=0
while [ "$number" -lt "$documents" ]; do
    while IFS= read -r file && [ "$number" -lt "$documents" ]; do
        number=$((number + 1))
        mkdir -p "$work/vendors/vendor-$number"
        { cat "$file"; printf '%% %d\n' "$number"; } > "$work/vendors/vendor-$number/agreement.pdf"
    done < "$work/list"
done

/usr/bin/time -f '%M %e' -o "$work/figures" "$dpascan" --no-config --quiet scan "$work/vendors" \
    --ocr off --threads 2 --format json --exit-zero > "$work/report.json"
awk -v n="$documents" '{ printf "%d documents: %.0f MiB at most, %.1f s\n", n, $1 / 1024, $2 }' "$work/figures"
wc -c < "$work/report.json" | awk '{ printf "report: %.0f MiB\n", $1 / 1048576 }'
