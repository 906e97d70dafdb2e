//! Documents that are small and mean much work, or that break what careless readers take for sure.

use std::io::Write;

/// Name and bytes of each.
pub(crate) fn documents() -> Vec<(&'static str, Vec<u8>)> {
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]";
    let content = |text: &str| page("", "", &stream("", text.as_bytes()));
    vec![
        ("blad-zonder-eind.pdf", content(&"[".repeat(200_000))),
        ("boom-van-paginas.pdf", page_tree()),
        ("bom.pdf", page("", "", &bomb())),
        ("diep.html", "<div>".repeat(100_000).into_bytes()),
        ("diep.pdf", pdf(&[b"<<>>", "[".repeat(200_000).as_bytes()])),
        ("diep.rtf", format!("{{\\rtf1 {}", "{\\b ".repeat(100_000)).into_bytes()),
        ("getallen.pdf", content("1e99999 0 0 -1e-99999 99999999999999999999 0 cm BT /F1 1e38 Tf (x) Tj ET")),
        ("kring-van-lengten.pdf", page("", "", b"<</Length 4 0 R>>\nstream\nBT\nendstream")),
        ("kring-van-ouders.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>".to_vec()),
        ("kring-van-tabellen.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 40/Size 2>>\nstartxref\n40\n%%EOF".to_vec()),
        ("kring-van-vormen.pdf", page("/XObject<</F 5 0 R/G 5 0 R>>", &format!("{form}/Resources<</XObject<</F 5 0 R/G 5 0 R>>>>"), &stream("", b"/F Do /G Do"))),
        ("leeg.docx", b"PK\x03\x04".to_vec()),
        ("leeg.pdf", Vec::new()),
        ("lijst.html", format!("<ol start=99999999999>{}", "<li value=-2147483648>x".repeat(1_000)).into_bytes()),
        ("miljard.docx", docx("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>")),
        ("veel-plaatjes.pdf", content(&"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID x EI ".repeat(50))),
        ("veel-staten.pdf", content(&"q ".repeat(1_000_000))),
        ("wijde-tabel.docx", docx("<w:document><w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"4294967295\"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>")),
        ("wijde-tabel.html", format!("<table>{}", "<tr><td colspan=1000 rowspan=60000>x".repeat(300)).into_bytes()),
        ("zip-bom.docx", docx(&" ".repeat(60 << 20))),
    ]
}

/// Objects from 1, with a table of their places.
fn pdf(objects: &[&[u8]]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        writeln!(out, "{} 0 obj", index + 1).unwrap();
        out.extend(*object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).unwrap();
    for place in &places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    write!(out, "trailer\n<</Root 1 0 R/Size {}>>\nstartxref\n{start}\n%%EOF", places.len() + 1)
        .unwrap();
    out
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{entries}/Length {}>>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// One page with these resources and this content; object 5 is a stream with `entries` that draws
/// itself.
fn page(resources: &str, entries: &str, content: &[u8]) -> Vec<u8> {
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>"
    );
    pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page.as_bytes(),
        content,
        &stream(entries, b"/F Do /G Do"),
    ])
}

/// Twenty levels of pages, each of which is ten times the next.
fn page_tree() -> Vec<u8> {
    let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec()];
    for level in 2..22 {
        let kids = format!("{} 0 R ", level + 1).repeat(10);
        objects.push(format!("<</Type/Pages/Kids[{kids}]/Count 2000000000>>").into_bytes());
    }
    objects.push(b"<</Type/Page/MediaBox[0 0 9 9]>>".to_vec());
    pdf(&objects.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Two hundred megabytes of blanks, packed twice.
fn bomb() -> Vec<u8> {
    let pack = |data: &[u8]| {
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(data).unwrap();
        out.finish().unwrap()
    };
    let mut first = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..200 {
        first.write_all(&[b' '; 1 << 20]).unwrap();
    }
    stream("/Filter[/FlateDecode/FlateDecode]", &pack(&first.finish().unwrap()))
}

fn docx(document: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let kind = "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    for (name, text) in [("[Content_Types].xml", kind), ("word/document.xml", document)] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
