//! Form fields: what somebody filled in, and whether fields for a digital signature are signed.
//!
//! A field may be spread over a dictionary and its parents; what one lacks, the next above has.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};

use super::text_string;

/// Fields deeper below each other than this are a loop or a trap.
const DEEPEST: usize = 32;
/// More fields than this are no form that a person fills in.
const MOST_FIELDS: usize = 20_000;
/// Bits of `Ff`, counted from 0 (ISO 32000-1, tables 226 to 228).
const PASSWORD: u32 = 1 << 13;
const PUSH_BUTTON: u32 = 1 << 16;
const MULTILINE: u32 = 1 << 12;

/// What a field says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Text, typed or chosen.
    Text {
        /// Its words; lines are separated by `\n`.
        text: String,
        /// Whether the field may hold several lines.
        multiline: bool,
    },
    /// A box that is ticked, or is not.
    Box(bool),
}

/// The value of the field that this widget shows; `None` for what holds no words, as buttons,
/// signatures and passwords.
pub(super) fn value(widget: &Dict<'_>) -> Option<Value> {
    let chain = chain(widget);
    let bits = find(&chain, |dict| dict.get::<u32>("Ff")).unwrap_or(0);
    let kind = find(&chain, |dict| dict.get::<Name<'_>>("FT"))?;
    match &*kind {
        b"Tx" if bits & PASSWORD == 0 => {
            let text = find(&chain, |dict| dict.get::<Object<'_>>("V").and_then(words))?;
            Some(Value::Text { text, multiline: bits & MULTILINE != 0 })
        }
        b"Ch" => {
            let options = find(&chain, |dict| dict.get::<Array<'_>>("Opt"));
            let chosen = find(&chain, |dict| dict.get::<Object<'_>>("V"))?;
            let text = match chosen {
                Object::Array(several) => {
                    let shown = several.iter::<Object<'_>>().filter_map(words);
                    shown
                        .map(|one| shown_for(&one, options.as_ref()))
                        .collect::<Vec<_>>()
                        .join("\n")
                }
                one => shown_for(&words(one)?, options.as_ref()),
            };
            Some(Value::Text { multiline: text.contains('\n'), text })
        }
        b"Btn" if bits & PUSH_BUTTON == 0 => {
            let state = widget.get::<Name<'_>>("AS").or_else(|| find(&chain, on_state));
            Some(Value::Box(state.is_some_and(|state| &*state != b"Off")))
        }
        _ => None,
    }
}

/// The size of the letters that the field asks for, in points; `None` where it leaves that open.
pub(super) fn letter_size(widget: &Dict<'_>) -> Option<f32> {
    let given = find(&chain(widget), |dict| dict.get::<PdfString<'_>>("DA"))?;
    let words: Vec<&[u8]> = given.as_bytes().split(u8::is_ascii_whitespace).collect();
    let set = words.iter().position(|word| *word == b"Tf")?;
    let size: f32 = std::str::from_utf8(words.get(set.checked_sub(1)?)?).ok()?.parse().ok()?;
    (size > 0.0 && size.is_finite()).then_some(size)
}

/// Whether viewers are told to draw the fields anew, whatever appearance the file has for them.
pub(super) fn needs_appearances(pdf: &Pdf) -> bool {
    form(pdf).and_then(|form| form.get::<bool>("NeedAppearances")).unwrap_or(false)
}

/// Whether the pages are a mere "please wait": a form that is laid out by a program in the file.
pub(super) fn is_dynamic(pdf: &Pdf) -> bool {
    let xref = pdf.xref();
    let drawn_later = xref
        .get::<Dict<'_>>(xref.root_id())
        .and_then(|root| root.get::<bool>("NeedsRendering"))
        .unwrap_or(false);
    drawn_later && form(pdf).is_some_and(|form| form.contains_key("XFA"))
}

/// How many fields for a digital signature are signed, and how many are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signatures {
    pub(super) signed: usize,
    pub(super) empty: usize,
}

/// Counts the document's signature fields. A time stamp is nobody's signature.
pub(super) fn signatures(pdf: &Pdf) -> Signatures {
    let mut found = Signatures::default();
    let mut left = MOST_FIELDS;
    if let Some(fields) = form(pdf).and_then(|form| form.get::<Array<'_>>("Fields")) {
        for field in fields.iter::<Dict<'_>>() {
            count(&field, false, DEEPEST, &mut left, &mut found);
        }
    }
    found
}

fn count(field: &Dict<'_>, above: bool, depth: usize, left: &mut usize, found: &mut Signatures) {
    if depth == 0 || *left == 0 {
        return;
    }
    *left -= 1;
    let signature = field.get::<Name<'_>>("FT").map_or(above, |kind| &*kind == b"Sig");
    let kids: Vec<Dict<'_>> = field
        .get::<Array<'_>>("Kids")
        .into_iter()
        .flat_map(|kids| kids.iter::<Dict<'_>>().collect::<Vec<_>>())
        // A kid without a name of its own is but one more place of the same field.
        .filter(|kid| kid.contains_key("T"))
        .collect();
    for kid in &kids {
        count(kid, signature, depth - 1, left, found);
    }
    if !signature || !kids.is_empty() {
        return;
    }
    let is = |dict: &Dict<'_>, key: &str, what: &[u8]| {
        dict.get::<Name<'_>>(key).is_some_and(|name| &*name == what)
    };
    match field.get::<Dict<'_>>("V") {
        Some(value) if is(&value, "Type", b"DocTimeStamp") => {}
        Some(value) if is(&value, "SubFilter", b"ETSI.RFC3161") => {}
        Some(_) => found.signed += 1,
        None => found.empty += 1,
    }
}

fn form(pdf: &Pdf) -> Option<Dict<'_>> {
    let xref = pdf.xref();
    xref.get::<Dict<'_>>(xref.root_id())?.get::<Dict<'_>>("AcroForm")
}

/// The widget and the fields above it.
fn chain<'a>(widget: &Dict<'a>) -> Vec<Dict<'a>> {
    let above = |dict: &Dict<'a>| dict.get::<Dict<'a>>("Parent");
    std::iter::successors(Some(widget.clone()), above).take(DEEPEST).collect()
}

fn find<'a, T>(chain: &[Dict<'a>], get: impl Fn(&Dict<'a>) -> Option<T>) -> Option<T> {
    chain.iter().find_map(get)
}

fn on_state<'a>(dict: &Dict<'a>) -> Option<Name<'a>> {
    dict.get::<Name<'a>>("V")
}

/// The words of a text string or of a stream that holds one.
fn words(object: Object<'_>) -> Option<String> {
    let text = match object {
        Object::String(text) => text_string::decode(text.as_bytes()),
        Object::Stream(stream) => text_string::decode(&decoded(&stream)?),
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

fn decoded(stream: &Stream<'_>) -> Option<Vec<u8>> {
    stream.decoded().ok().map(std::borrow::Cow::into_owned)
}

/// What a list shows for a value: options may pair a code with the words for it.
fn shown_for(value: &str, options: Option<&Array<'_>>) -> String {
    let pairs = options.into_iter().flat_map(|options| options.iter::<Object<'_>>());
    let mut known = pairs.filter_map(|option| match option {
        Object::Array(pair) => {
            let mut two = pair.iter::<PdfString<'_>>().map(|s| text_string::decode(s.as_bytes()));
            two.next().zip(two.next())
        }
        _ => None,
    });
    known.find(|(code, _)| code == value).map_or_else(|| value.to_owned(), |(_, words)| words)
}
