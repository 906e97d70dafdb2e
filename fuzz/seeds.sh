#!/bin/sh
# Makes the seeds of the fuzz targets from the samples and the packs. Run it before the first
# `cargo fuzz run`; it needs unzip, and the program: $DPASCAN where that is set, else a debug build.
set -eu
cd "$(dirname "$0")/.."
if [ -z "${DPASCAN:-}" ]; then
    cargo build --quiet
    DPASCAN="${CARGO_TARGET_DIR:-target}/debug/dpascan"
fi
dpascan() { "$DPASCAN" --no-config "$@"; }
seeds() { mkdir -p "fuzz/corpus/$1" && printf 'fuzz/corpus/%s' "$1"; }

# The text of every sample, whole and in pieces of 2,000 bytes.
for sample in samples/contracts/*/*; do
    name=$(basename "$sample" | tr ' ' '-')
    text=$(mktemp)
    dpascan extract --ocr off --format text "$sample" >"$text" 2>/dev/null || { rm "$text"; continue; }
    split -b 2000 -d "$text" "$(seeds fold)/$name-"
    for kind in 0 1 2; do
        { printf "\\00$kind"; head -c 4000 "$text"; } >"$(seeds segment)/$name-$kind"
    done
    { printf '\000{\\rtf1\\ansi '; head -c 2000 "$text"; printf '}'; } >"$(seeds readers)/$name.rtf"
    { printf '\001<h1>'; head -c 2000 "$text"; printf '<table><tr><td>a<td>b</table>'; } >"$(seeds readers)/$name.html"
    { printf '\005<d><body><text><p>'; head -c 2000 "$text"; printf '</p><list><list-item><p>a</p></list-item></list></text></body></d>'; } \
        >"$(seeds readers)/$name.odt"
    { printf '\004From: a@example.nl\r\nContent-Type: text/html\r\n\r\n'; head -c 2000 "$text"; } \
        >"$(seeds readers)/$name.eml"
    # Glyphs out of letters: what the bytes mean is the target's business.
    head -c 4000 "$text" >"$(seeds layout)/$name"
    rm "$text"
done
for sample in samples/contracts/*/*.docx; do
    {
        for part in document styles numbering footnotes; do
            unzip -p "$sample" "word/$part.xml" 2>/dev/null || true
            printf '\001'
        done
    } >"$(seeds docx)/$(basename "$sample")"
done
cp patterns/gdpr/*.toml "$(seeds packs)/"
grep -ohE '^(title|why|remedy|question)\.?.*' patterns/gdpr/*.toml | head -40 | split -l 1 - "$(seeds renderers)/words-"
sed -n 's/^    "\(.*\)",$/\1/p' src/render/nasty.rs | split -l 1 - "$(seeds renderers)/nasty-"
# What the samples have none of: changes, fields, boxes, tables in tables.
cp fuzz/seeds/changes.docx-parts "$(seeds docx)/"
