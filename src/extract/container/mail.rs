//! E-mail (`message/rfc822`): the body is the document, attachments and forwarded mails are parts.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::super::{Document, Format, Limits, Unreadable};
use super::{Body, Inside, Taker, letter, one_name};

/// The mail's own words.
pub(in super::super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let mail = parse(bytes)?;
    let text = mail.body_text(0).filter(|text| !text.trim().is_empty());
    let has_html = mail.html_bodies().any(MessagePart::is_text_html);
    let body = match (mail.body_html(0).filter(|_| has_html), text) {
        (Some(html), _) => Body::Html(html),
        (None, Some(text)) => Body::Text(text),
        (None, None) => Body::None,
    };
    letter(Format::Mail, "eml", mail.subject().unwrap_or_default(), &body, limits)
}

pub(super) fn unpack(bytes: &[u8], taker: &mut Taker<'_>) -> Result<(), Unreadable> {
    let mail = parse(bytes)?;
    for (index, part) in mail.attachments().enumerate() {
        if !taker.room() {
            break;
        }
        let name = name(part, index);
        if is_kind(part, "application", &["pkcs7-signature", "x-pkcs7-signature", "pgp-signature"])
        {
            taker.push(&name, Inside::Skipped("signature".to_owned()));
        } else if is_kind(part, "application", &["ms-tnef", "vnd.ms-tnef"]) {
            let why = "an attachment in Outlook's own form (winmail.dat); have it sent again as a plain attachment";
            taker.push(&name, Inside::Unread(Unreadable::Unsupported(why.to_owned())));
        } else if is_picture_in_text(part) {
            taker.push(&name, Inside::Skipped("inline-image".to_owned()));
        } else {
            taker.take(&name, part.contents().to_vec());
        }
    }
    Ok(())
}

fn parse(bytes: &[u8]) -> Result<Message<'_>, Unreadable> {
    let mail = MessageParser::default().parse(bytes);
    // The parser takes anything; without a single known header it is no mail.
    mail.filter(|mail| !mail.headers().is_empty())
        .ok_or_else(|| Unreadable::Malformed("no e-mail headers".to_owned()))
}

fn is_kind(part: &MessagePart<'_>, of: &str, kinds: &[&str]) -> bool {
    kinds.iter().any(|kind| part.is_content_type(of, kind))
}

/// A logo in a signature, not a scan that somebody attached.
fn is_picture_in_text(part: &MessagePart<'_>) -> bool {
    let picture =
        part.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("image"));
    let attached = part.content_disposition().is_some_and(|how| how.ctype() == "attachment");
    picture
        && !attached
        && (part.content_id().is_some() || matches!(part.body, PartType::InlineBinary(_)))
}

/// What the attachment is called, with an extension that tells what it is.
fn name(part: &MessagePart<'_>, index: usize) -> String {
    if let Some(message) = part.message() {
        let given = part.attachment_name().or_else(|| message.subject()).unwrap_or("message");
        let name = one_name(given);
        return if name.to_ascii_lowercase().ends_with(".eml") {
            name
        } else {
            format!("{name}.eml")
        };
    }
    if let Some(name) = part.attachment_name() {
        return one_name(name);
    }
    let kind = part.content_type().and_then(|kind| kind.subtype()).unwrap_or_default();
    let extension = match (kind.to_ascii_lowercase().as_str(), &part.body) {
        ("pkcs7-mime" | "x-pkcs7-mime", _) => "p7m",
        ("pdf", _) => "pdf",
        ("calendar", _) => "ics",
        (_, PartType::Html(_)) => "html",
        (_, PartType::Text(_)) => "txt",
        _ => return format!("part {}", index + 1),
    };
    format!("part {}.{extension}", index + 1)
}
