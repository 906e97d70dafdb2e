"""Light markup to a flat OpenDocument text, for LibreOffice.

One line is one paragraph. Signs at its start:

    @key value   setting: head, foot, font, size, article ("Artikel %1" or "%1."), lang
    =            title                    ==   heading without number
    #            numbered article         ##   numbered paragraph (1.1)
    -            item with a letter       *    item with a bullet
    |            table row, cells parted by |; the first row of a table is its head
    ---          page break
    @contents    table of contents (dot leaders; pages as typed: `@toc Heading | 3`)

Numbers are automatic, as in most documents that lawyers make: they are not in the text itself.
"""

from xml.sax.saxutils import escape

NAMES = ("office", "style", "text", "table")
HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<office:document {ns} xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="{font}" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties fo:hyphenation-ladder-count="no-limit"/>
<style:text-properties style:font-name="{font}" fo:font-size="{size}pt" fo:language="{lang}" fo:country="{country}"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.18cm" fo:line-height="125%"/></style:style>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="0.5cm" fo:text-align="center"/><style:text-properties fo:font-size="18pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-top="0.45cm" fo:keep-with-next="always"/><style:text-properties fo:font-weight="bold" fo:font-size="{hsize}pt"/></style:style>
<style:style style:name="Cell" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="0cm" fo:line-height="110%"/><style:text-properties fo:font-size="{csize}pt"/></style:style>
<style:style style:name="CellHead" style:family="paragraph" style:parent-style-name="Cell"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Toc" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties><style:tab-stops><style:tab-stop style:position="16cm" style:type="right" style:leader-style="dotted" style:leader-text="."/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="Small" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:font-size="8pt"/></style:style>
<text:list-style style:name="Art">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="{prefix}" style:num-suffix="{suffix}"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="space" fo:margin-left="0cm"/></style:list-level-properties></text:list-level-style-number>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="" text:display-levels="2"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="1.2cm" fo:text-indent="-1.2cm" fo:margin-left="1.2cm"/></style:list-level-properties></text:list-level-style-number>
<text:list-level-style-number text:level="3" style:num-format="a" style:num-suffix="."><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="2cm" fo:text-indent="-0.8cm" fo:margin-left="2cm"/></style:list-level-properties></text:list-level-style-number>
</text:list-style>
<text:list-style style:name="Bul"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="1.2cm" fo:text-indent="-0.6cm" fo:margin-left="1.2cm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>
</office:styles>
<office:automatic-styles>
<style:style style:name="Break" style:family="paragraph" style:parent-style-name="Heading"><style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="Box" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #888888" fo:padding="0.1cm"/></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.8cm" fo:margin-bottom="1.6cm" fo:margin-left="2.4cm" fo:margin-right="2.4cm"/><style:header-style><style:header-footer-properties fo:min-height="0.9cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.8cm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">
<style:header><text:p text:style-name="Small">{head}</text:p></style:header>
<style:footer><text:p text:style-name="Small">{foot} <text:page-number text:select-page="current"/> / <text:page-count/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>
"""


def _paragraph(style: str, words: str) -> str:
    text = escape(words).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>')
    return f'<text:p text:style-name="{style}">{text}</text:p>'


class _Lists:
    """Writes each item as a list of its own that continues the one before, as LibreOffice does."""

    def __init__(self) -> None:
        self.last = {"Art": None, "Bul": None}
        self.count = 0

    def item(self, kind: str, level: int, style: str, words: str) -> str:
        self.count += 1
        ident, before = f"list{self.count}", self.last[kind]
        self.last[kind] = ident
        follow = f' text:continue-list="{before}"' if before else ""
        inner = _paragraph(style, words)
        for _ in range(level - 1):
            inner = f"<text:list><text:list-item>{inner}</text:list-item></text:list>"
        return (f'<text:list xml:id="{ident}" text:style-name="{kind}"{follow}>'
                f"<text:list-item>{inner}</text:list-item></text:list>")


def _table(rows: list[list[str]]) -> str:
    columns = max(len(row) for row in rows)
    out = ['<table:table>', f'<table:table-column table:number-columns-repeated="{columns}"/>']
    for number, row in enumerate(rows):
        style = "CellHead" if number == 0 else "Cell"
        cells = "".join(
            f'<table:table-cell table:style-name="Box" office:value-type="string">{_paragraph(style, cell)}</table:table-cell>'
            for cell in row + [""] * (columns - len(row)))
        line = f"<table:table-row>{cells}</table:table-row>"
        out.append(f"<table:table-header-rows>{line}</table:table-header-rows>" if number == 0 else line)
    return "".join(out) + "</table:table>" + _paragraph("Standard", "")


def to_fodt(source: str) -> str:
    """The flat OpenDocument text of a source."""
    settings = {"head": "", "foot": "Pagina", "font": "Liberation Serif", "size": "10.5", "article": "Artikel %1", "lang": "nl-NL"}
    body: list[str] = []
    rows: list[list[str]] = []
    lists, broken = _Lists(), False
    for line in source.splitlines():
        sign, _, rest = line.strip().partition(" ")
        if rows and sign != "|":
            body.append(_table(rows))
            rows = []
        if not line.strip():
            continue
        if sign == "@toc":
            body.append(_paragraph("Toc", "\t".join(part.strip() for part in rest.split("|"))))
        elif sign.startswith("@"):
            settings[sign[1:]] = rest
        elif sign == "---":
            broken = True
        elif sign == "|":
            rows.append([cell.strip() for cell in rest.strip("| ").split("|")])
        elif sign == "=":
            body.append(_paragraph("Title", rest))
        elif sign == "==":
            body.append(_paragraph("Break" if broken else "Heading", rest))
            broken = False
        elif sign == "#":
            body.append(lists.item("Art", 1, "Heading", rest))
        elif sign == "##":
            body.append(lists.item("Art", 2, "Standard", rest))
        elif sign == "-":
            body.append(lists.item("Art", 3, "Standard", rest))
        elif sign == "*":
            body.append(lists.item("Bul", 1, "Standard", rest))
        else:
            body.append(_paragraph("Standard", line.strip()))
    if rows:
        body.append(_table(rows))
    prefix, _, suffix = settings["article"].partition("%1")
    language, _, country = settings["lang"].partition("-")
    size = float(settings["size"])
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in NAMES)
    head = HEADER.format(ns=names, font=settings["font"], size=size, hsize=size + 1, csize=size - 1.5, lang=language, country=country,
                         prefix=escape(prefix), suffix=escape(suffix), head=escape(settings["head"]), foot=escape(settings["foot"]))
    return head + "\n".join(body) + "\n</office:text></office:body></office:document>\n"
