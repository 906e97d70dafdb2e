//! PDFs written by hand: objects as source text, with the tables of the file made around them.

/// A PDF under construction. Pages may use the fonts `/F1` (Helvetica), `/F2` (bold) and `/F3`
/// (Zapf Dingbats).
pub(crate) struct Source {
    /// Objects from 6 on; those before are the catalog, the page tree and the fonts.
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    catalog: String,
}

/// Number of the first object that a test adds.
const FIRST: usize = 6;

impl Source {
    pub(crate) fn new() -> Source {
        Source { objects: Vec::new(), pages: Vec::new(), catalog: String::new() }
    }

    /// Adds an object and gives its number.
    pub(crate) fn object(&mut self, source: impl AsRef<[u8]>) -> usize {
        self.objects.push(source.as_ref().to_vec());
        FIRST + self.objects.len() - 1
    }

    /// Adds a stream with these entries of its dictionary.
    pub(crate) fn stream(&mut self, entries: &str, content: impl AsRef<[u8]>) -> usize {
        let content = content.as_ref();
        let mut source =
            format!("<< {entries} /Length {} >>\nstream\n", content.len()).into_bytes();
        source.extend_from_slice(content);
        source.extend_from_slice(b"\nendstream");
        self.object(source)
    }

    /// Adds a page of 600 by 800 points with this content.
    pub(crate) fn page(&mut self, content: &str) -> &mut Source {
        self.page_with(content, "")
    }

    /// Adds a page with further entries, such as `/Rotate 90` or `/Annots [7 0 R]`.
    pub(crate) fn page_with(&mut self, content: &str, entries: &str) -> &mut Source {
        let content = self.stream("", content);
        let box_ = if entries.contains("/MediaBox") { "" } else { "/MediaBox [0 0 600 800]" };
        let resources = if entries.contains("/Resources") {
            ""
        } else {
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> >>"
        };
        let page = self.object(format!(
            "<< /Type /Page /Parent 2 0 R {box_} {resources} /Contents {content} 0 R {entries} >>"
        ));
        self.pages.push(page);
        self
    }

    /// Adds an entry to the catalog.
    pub(crate) fn catalog(&mut self, entry: &str) -> &mut Source {
        self.catalog.push_str(entry);
        self
    }

    /// The file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let kids: Vec<String> = self.pages.iter().map(|page| format!("{page} 0 R")).collect();
        let font = |name: &str, encoding: &str| {
            format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} {encoding} >>").into_bytes()
        };
        let mut all = vec![
            format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog).into_bytes(),
            format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len())
                .into_bytes(),
            font("Helvetica", "/Encoding /WinAnsiEncoding"),
            font("Helvetica-Bold", "/Encoding /WinAnsiEncoding"),
            font("ZapfDingbats", ""),
        ];
        all.extend(self.objects.iter().cloned());
        let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut offsets = Vec::new();
        for (index, object) in all.iter().enumerate() {
            offsets.push(file.len());
            file.extend(format!("{} 0 obj\n", index + 1).bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let table = file.len();
        file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", all.len() + 1).bytes());
        for offset in offsets {
            file.extend(format!("{offset:010} 00000 n \n").bytes());
        }
        let size = all.len() + 1;
        file.extend(
            format!("trailer\n<< /Size {size} /Root 1 0 R /ID [(0123456789abcdef) (0123456789abcdef)] >>\nstartxref\n{table}\n%%EOF\n").bytes(),
        );
        file
    }
}

/// Content that shows each text with its baseline starting at a point, in Helvetica of 10 points.
pub(crate) fn show(texts: &[(i32, i32, &str)]) -> String {
    let one = |(x, y, text): &(i32, i32, &str)| format!("BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n");
    texts.iter().map(one).collect()
}

/// Lines of text below each other from `top` down, 14 points apart.
pub(crate) fn lines(left: i32, top: i32, lines: &[&str]) -> String {
    let places: Vec<(i32, i32, &str)> =
        (0..).zip(lines).map(|(row, text)| (left, top - 14 * row, *text)).collect();
    show(&places)
}
