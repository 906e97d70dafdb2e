//! Layers (optional content) that the file switches off: what stands on them nobody sees.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name};

/// Whether the document opens with a layer switched off. hayro then leaves out what is on it.
pub(super) fn any_off(pdf: &Pdf) -> bool {
    let xref = pdf.xref();
    let usual = || {
        let root = xref.get::<Dict<'_>>(xref.root_id())?;
        root.get::<Dict<'_>>("OCProperties")?.get::<Dict<'_>>("D")
    };
    let Some(usual) = usual() else { return false };
    let named_off =
        usual.get::<Array<'_>>("OFF").is_some_and(|off| off.raw_iter().next().is_some());
    named_off || usual.get::<Name<'_>>("BaseState").is_some_and(|state| &*state == b"OFF")
}
