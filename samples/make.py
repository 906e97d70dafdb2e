#!/usr/bin/env python3
"""Makes the sample contracts from their sources.

In: samples/sources/<vendor>/*, samples/sources/apps/<app>/* and samples/sources/dossiers/<vendor>/*; out: samples/contracts/<vendor>/*, samples/apps/<app>/*
and samples/dossiers/<vendor>/*. The results are committed, so this is only needed after a source changed. Which tool makes which file stands in FILES.

Needs: the `typst` and `python-docx` wheels from PyPI, LibreOffice (soffice), Chromium and poppler (pdftoppm). Run `samples/make.py` for all, `samples/make.py VENDOR…` for some.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "sources"))
from fodt import to_fodt  # noqa: E402
from picture_pdf import pictures_to_pdf  # noqa: E402

HERE = Path(__file__).resolve().parent
SOURCES, CONTRACTS = HERE / "sources", HERE / "contracts"

# source below sources/ -> (maker, result below contracts/)
FILES = {
    "lessenspoor/verwerkersovereenkomst.typ": ("typst", "lessenspoor/verwerkersovereenkomst-lessenspoor.pdf"),
    "fernbrook/dpa.lo": ("libreoffice", "fernbrook/Fernbrook Data Processing Agreement.pdf"),
    "rekenkiosk/verwerkersovereenkomst.lo": ("libreoffice", "rekenkiosk/verwerkersovereenkomst.pdf"),
    "klassenmaatje/voorwaarden.html": ("chromium", "klassenmaatje/verwerkersvoorwaarden-klassenmaatje.pdf"),
    "quillpoint/data-processing-terms.html": ("copy", "quillpoint/data-processing-terms.html"),
    "digibord-noord/bewerkersovereenkomst.lo": ("libreoffice", "digibord-noord/Bewerkersovereenkomst 2016.pdf"),
    "brightharbor/dpa.html": ("chromium", "brightharbor/brightharbor-dpa.pdf"),
    "toetskompas/1-verwerkersovereenkomst.typ": ("typst", "toetskompas/1-verwerkersovereenkomst.pdf"),
    "toetskompas/2-privacybijlage.lo": ("libreoffice", "toetskompas/2-privacybijlage.pdf"),
    "toetskompas/3-beveiligingsbijlage.html": ("chromium", "toetskompas/3-beveiligingsbijlage.pdf"),
    "boekenbeer/privacyverklaring.html": ("chromium", "boekenbeer/privacyverklaring-boekenbeer.pdf"),
    "muziekmeester/overeenkomst.typ": ("scan", "muziekmeester/scan-0412.pdf"),
    "slimleren/verwerkersovereenkomst.typ": ("typst", "slimleren/Verwerkersovereenkomst SlimLeren.pdf"),
    "roosterwerk/overeenkomst.lo": ("docx", "roosterwerk/overeenkomst-persoonsgegevens.docx"),
    "peilpunt/verwerkersovereenkomst.md": ("copy", "peilpunt/verwerkersovereenkomst.md"),
}

# source below sources/apps/ -> (maker, result below apps/): what an app tells before it is ordered
APP_FILES = {
    "rekenrups/privacyverklaring.html": ("chromium", "rekenrups/privacyverklaring-rekenrups.pdf"),
    "rekenrups/gebruiksvoorwaarden.md": ("copy", "rekenrups/gebruiksvoorwaarden.md"),
    "snapsketch/terms-of-use.html": ("copy", "snapsketch/terms-of-use.html"),
    "snapsketch/privacy-policy.md": ("copy", "snapsketch/privacy-policy.md"),
    "klaspraat/terms-of-service.md": ("copy", "klaspraat/terms-of-service.md"),
    "klaspraat/privacy-statement.html": ("chromium", "klaspraat/privacy-statement.pdf"),
}

# source below sources/dossiers/ -> (maker, result below dossiers/): documents of one vendor that belong together, or contradict each other
DOSSIER_FILES = {
    "tafelwijs/verwerkersovereenkomst.html": ("chromium", "tafelwijs/Verwerkersovereenkomst Tafelwijs 2026 getekend.pdf"),
    "tafelwijs/kopie.md": ("copy", "tafelwijs/Verwerkersovereenkomst Tafelwijs 2026 overgetypt.md"),
    "tafelwijs/concept.word": ("word", "tafelwijs/Verwerkersovereenkomst Tafelwijs 2026 concept.docx"),
    "tafelwijs/verwerkersovereenkomst-2022.md": ("copy", "tafelwijs/oud/Verwerkersovereenkomst Tafelwijs 2022.md"),
    "tafelwijs/bijlage-1-privacybijlage.md": ("copy", "tafelwijs/bijlage-1-privacybijlage.md"),
    "harborlight/dpa.html": ("chromium", "harborlight/data-processing-agreement.pdf"),
    "harborlight/amendment-1.word": ("word", "harborlight/amendment-1.docx"),
    "harborlight/terms-of-service.html": ("copy", "harborlight/terms-of-service.html"),
    "harborlight/privacy-statement.md": ("copy", "harborlight/privacy-statement.md"),
    "leesvos/verwerkersovereenkomst.md": ("copy", "leesvos/verwerkersovereenkomst.md"),
    "leesvos/algemene-voorwaarden.html": ("copy", "leesvos/algemene-voorwaarden.html"),
    "leesvos/privacyverklaring.md": ("copy", "leesvos/privacyverklaring.md"),
    "pennenstreek/geheimhoudingsovereenkomst.md": ("copy", "pennenstreek/geheimhoudingsovereenkomst.md"),
    "pennenstreek/over-onze-verwerkersovereenkomst.html": ("copy", "pennenstreek/over-onze-verwerkersovereenkomst.html"),
}


def typst(source: Path, target: Path) -> None:
    """Compiles with typst."""
    import typst as compiler

    compiler.compile(str(source), output=str(target))


def chromium(source: Path, target: Path) -> None:
    """Prints a page with Chromium."""
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--print-to-pdf={target}", source.as_uri()],
        check=True, capture_output=True, timeout=120,
    )


def soffice(source: Path, target: Path) -> None:
    """Builds a flat OpenDocument from the light markup and lets LibreOffice export it."""
    kind = target.suffix[1:]
    with tempfile.TemporaryDirectory() as folder:
        flat = Path(folder) / (source.stem + ".fodt")
        flat.write_text(to_fodt(source.read_text(encoding="utf-8")), encoding="utf-8")
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", kind, "--outdir", folder, str(flat)],
            check=True, capture_output=True, timeout=180,
        )
        shutil.copyfile(flat.with_suffix(target.suffix), target)


def word(source: Path, target: Path) -> None:
    """Writes a Word file: `# ` title, `## ` heading, `| a | b` rows of one table, anything else a paragraph."""
    from datetime import datetime

    import docx

    document, table = docx.Document(), None
    # Without a fixed moment no two runs would give the same bytes.
    document.core_properties.created = document.core_properties.modified = datetime(2026, 6, 1)
    document.core_properties.author = document.core_properties.last_modified_by = "Bureau De Veenbrug"
    for line in filter(None, source.read_text(encoding="utf-8").splitlines()):
        sign, _, text = line.partition(" ")
        if sign == "|":
            cells = [cell.strip() for cell in text.split("|")]
            table = table or document.add_table(rows=0, cols=len(cells), style="Table Grid")
            for cell, words in zip(table.add_row().cells, cells):
                cell.text = words
        elif sign in ("#", "##"):
            document.add_heading(text, level=len(sign))
        else:
            document.add_paragraph(line)
    document.save(str(target))


def scan(source: Path, target: Path) -> None:
    """Compiles, then keeps only pictures of the pages, as a scanner does."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "text.pdf"
        typst(source, pdf)
        subprocess.run(["pdftoppm", "-r", "120", "-gray", str(pdf), f"{folder}/page"], check=True)
        target.write_bytes(pictures_to_pdf(sorted(Path(folder).glob("page*.pgm"))))


MAKERS = {
    "typst": typst, "chromium": chromium, "libreoffice": soffice, "docx": soffice, "scan": scan,
    "word": word, "copy": shutil.copyfile,
}


def main() -> None:
    """Makes every file, or those of the vendors named on the command line."""
    wanted = set(sys.argv[1:])
    contracts = [(SOURCES, source, maker, CONTRACTS / target)
                 for source, (maker, target) in FILES.items()]
    apps = [(SOURCES / "apps", source, maker, HERE / "apps" / target)
            for source, (maker, target) in APP_FILES.items()]
    dossiers = [(SOURCES / "dossiers", source, maker, HERE / "dossiers" / target)
                for source, (maker, target) in DOSSIER_FILES.items()]
    for folder, source, maker, result in contracts + apps + dossiers:
        if wanted and source.split("/")[0] not in wanted:
            continue
        result.parent.mkdir(parents=True, exist_ok=True)
        MAKERS[maker](folder / source, result)
        print(f"{maker:12} {result.relative_to(HERE)} {result.stat().st_size:>8} bytes")


if __name__ == "__main__":
    main()
