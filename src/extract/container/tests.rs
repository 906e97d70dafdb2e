//! Containers built here, byte by byte or by the crates that write them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;

use super::super::{Format, Limits, Passwords, Unreadable, read};
use super::{Inside, Unpacked, one_name, tidy, unpack};

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        if name.ends_with('/') {
            writer.add_directory(*name, SimpleFileOptions::default()).expect("a folder is added");
            continue;
        }
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part starts");
        writer.write_all(bytes).expect("a part is written");
    }
    writer.finish().expect("the container closes").into_inner()
}

fn opened(bytes: &[u8], format: Format) -> Unpacked {
    unpack(bytes, format, &Limits::default()).expect("the container opens")
}

/// Path and text, or path and the reason.
fn parts(unpacked: &Unpacked) -> Vec<(String, String)> {
    let what = |inside: &Inside| match inside {
        Inside::Bytes(bytes) => String::from_utf8_lossy(bytes).trim_end().to_string(),
        Inside::Unread(why) => format!("!{}", why.code()),
        Inside::Skipped(why) => format!("-{why}"),
    };
    unpacked.parts.iter().map(|part| (part.path.clone(), what(&part.inside))).collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn paths_stay_inside() {
    assert_eq!(tidy("../../etc/passwd"), "etc/passwd");
    assert_eq!(tidy("C:\\contracten\\.\\a.pdf"), "contracten/a.pdf");
    assert_eq!(tidy("/a//b/\u{1b}[2J.pdf"), "a/b/\u{fffd}[2J.pdf");
    assert_eq!(tidy("..\\..\\"), "unnamed");
    assert_eq!(tidy(&"x".repeat(5_000)).len(), 1_024);
}

#[test]
fn a_sender_hides_no_attachment_behind_a_dot() {
    for (given, shown) in [
        ("../kwaad.pdf", "kwaad.pdf"),
        (".verborgen.pdf", "verborgen.pdf"),
        ("... zoals besproken", "zoals besproken"),
        ("Re: kosten/baten", "Re: kosten_baten"),
        ("C:\\x\\vo.pdf", "x_vo.pdf"),
        ("...", "unnamed"),
        ("._vo.pdf", "._vo.pdf"),
    ] {
        assert_eq!(one_name(given), shown);
    }
}

#[test]
fn a_zip_gives_its_files_and_never_one_name_twice() {
    let bytes =
        zipped(&[("map/", b""), ("map/a.txt", b"een"), ("map\\A.txt", b"twee"), ("../b", b"drie")]);
    assert_eq!(
        parts(&opened(&bytes, Format::Zip)),
        pairs(&[("map/a.txt", "een"), ("map/A (2).txt", "twee"), ("b", "drie")])
    );
}

#[test]
fn what_hits_a_limit_is_a_part_with_the_reason_and_the_rest_still_comes() {
    let bomb = vec![b' '; 8 << 20];
    let bytes = zipped(&[("bomb.txt", &bomb), ("goed.txt", b"tekst")]);
    let unpacked = opened(&bytes, Format::Zip);
    assert_eq!(parts(&unpacked), pairs(&[("bomb.txt", "!too-large"), ("goed.txt", "tekst")]));
    assert_eq!(unpacked.trouble.as_ref().map(Unreadable::code), Some("too-large"));

    let limits = Limits { max_expanded_bytes: 6, ..Limits::default() };
    let two = zipped(&[("a", b"12345"), ("b", b"12345")]);
    let unpacked = unpack(&two, Format::Zip, &limits).expect("the container opens");
    assert_eq!(parts(&unpacked), pairs(&[("a", "12345"), ("b", "!too-large")]));

    let limits = Limits { max_parts: 1, ..Limits::default() };
    let unpacked = unpack(&two, Format::Zip, &limits).expect("the container opens");
    assert_eq!(unpacked.parts.len(), 1);
    assert_eq!(unpacked.trouble, Some(Unreadable::TooLarge("more than 1 parts".into())));
}

#[test]
fn a_locked_entry_opens_with_one_of_the_passwords_only() {
    let usual = SimpleFileOptions::default();
    let classic = usual.with_deprecated_encryption(b"sesam").expect("a key");
    let with_aes = usual.with_aes_encryption(zip::AesMode::Aes256, "sesam");
    locked_entry(classic);
    locked_entry(with_aes);
    assert_eq!(format!("{:?}", Passwords(vec!["sesam".into()])), "1 passwords");
}

fn locked_entry(options: zip::write::FileOptions<'_, '_, ()>) {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("slot.txt", options).expect("a part starts");
    writer.write_all(b"geheim").expect("a part is written");
    let bytes = writer.finish().expect("the container closes").into_inner();
    assert_eq!(parts(&opened(&bytes, Format::Zip)), pairs(&[("slot.txt", "!encrypted")]));
    let with = |passwords: &[&str]| {
        let passwords = Passwords(passwords.iter().map(|p| (*p).to_owned()).collect());
        let limits = Limits { passwords, ..Limits::default() };
        parts(&unpack(&bytes, Format::Zip, &limits).expect("the container opens"))
    };
    assert_eq!(with(&["fout"]), pairs(&[("slot.txt", "!encrypted")]));
    assert_eq!(with(&["fout", "sesam"]), pairs(&[("slot.txt", "geheim")]));
}

const MAIL: &str = "From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?Q?Overeenkomst_caf=C3=A9?=\r\n\
MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n\
--X\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nBijgaand de overeenkomst, caf=E9.\r\n\
--X\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename*=utf-8''bijlage%201.txt\r\n\r\nArtikel 1\r\n\
--X\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: inline; filename=logo.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n\
--X\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n\
--X\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@example.org\r\nSubject: Doorgestuurd\r\nContent-Type: text/plain\r\n\r\nOude brief\r\n\
--X\r\nContent-Type: application/pdf; name=\"../../x.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--X--\r\n";

fn lines(bytes: &[u8], format: Format) -> Vec<String> {
    let document = read(bytes, format, &Limits::default(), super::super::PdfReader::Auto);
    let document = document.expect("the document is read");
    document.pages.iter().flat_map(|page| &page.lines).map(|line| line.text.clone()).collect()
}

#[test]
fn a_mail_is_its_body_and_its_attachments_are_parts() {
    assert_eq!(
        lines(MAIL.as_bytes(), Format::Mail),
        ["Overeenkomst café", "Bijgaand de overeenkomst, café."]
    );
    let unpacked = opened(MAIL.as_bytes(), Format::Mail);
    let found = parts(&unpacked);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["bijlage 1.txt", "logo.png", "smime.p7s", "Doorgestuurd.eml", "x.pdf"]);
    assert_eq!(found[0].1, "Artikel 1");
    assert_eq!((found[1].1.as_str(), found[2].1.as_str()), ("-inline-image", "-signature"));
    assert_eq!(found[4].1, "%PDF-");
    let Inside::Bytes(nested) = &unpacked.parts[3].inside else { panic!("the mail is there") };
    assert_eq!(lines(nested, Format::Mail), ["Doorgestuurd", "Oude brief"]);
}

#[test]
fn a_mail_without_words_is_read_and_what_is_no_mail_is_not() {
    let bare = b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nx\r\n--X--\r\n";
    assert!(lines(bare, Format::Mail).is_empty());
    let outcome =
        read(b"\r\n\r\n", Format::Mail, &Limits::default(), super::super::PdfReader::Auto);
    assert_eq!(outcome.map_err(|why| why.code()).err(), Some("malformed"));
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn message() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file starts");
    let mut put = |path: &str, bytes: &[u8]| {
        let path = std::path::Path::new(path);
        if let Some(parent) = path.parent() {
            file.create_storage_all(parent).expect("a storage is made");
        }
        file.create_stream(path).expect("a stream starts").write_all(bytes).expect("written");
    };
    let mut properties = vec![0; 32];
    properties.extend([3, 0, 0xfd, 0x3f, 6, 0, 0, 0, 0xe4, 4, 0, 0, 0, 0, 0, 0]);
    put("/__properties_version1.0", &properties);
    put("/__substg1.0_0037001F", &wide("Onderwerp"));
    put("/__substg1.0_1000001E", b"Beste caf\xe9, zie de bijlage.");
    put("/__attach_version1.0_#00000000/__substg1.0_3704001F", &wide("BIJLAG~1.TXT"));
    put("/__attach_version1.0_#00000000/__substg1.0_3707001F", &wide("Bijlage bij de brief.txt"));
    put("/__attach_version1.0_#00000000/__substg1.0_37010102", b"Artikel 1");
    put("/__attach_version1.0_#00000001/__substg1.0_3001001F", &wide("Vraag"));
    let inner = "/__attach_version1.0_#00000001/__substg1.0_3701000D";
    put(&format!("{inner}/__properties_version1.0"), &[0; 24]);
    put(&format!("{inner}/__substg1.0_0037001F"), &wide("Vraag"));
    put(&format!("{inner}/__substg1.0_1000001F"), &wide("De oude brief."));
    put("/__attach_version1.0_#00000002/__substg1.0_3707001F", &wide("wolk.docx"));
    file.into_inner().into_inner()
}

#[test]
fn an_outlook_message_is_its_body_and_its_attachments_are_parts() {
    let bytes = message();
    assert_eq!(lines(&bytes, Format::Message), ["Onderwerp", "Beste café, zie de bijlage."]);
    let unpacked = opened(&bytes, Format::Message);
    let found = parts(&unpacked);
    assert_eq!(found[0], ("Bijlage bij de brief.txt".into(), "Artikel 1".into()));
    assert_eq!(found[1].0, "Vraag.msg");
    assert_eq!(found[2], ("wolk.docx".into(), "!unsupported".into()));
    let Inside::Bytes(nested) = &unpacked.parts[1].inside else { panic!("the message is there") };
    assert_eq!(lines(nested, Format::Message), ["Vraag", "De oude brief."]);
    assert_eq!(
        super::super::sniff(nested, "x".as_ref()),
        Some(super::super::Kind::Readable(Format::Message))
    );
}

#[test]
fn broken_containers_end_as_a_reason() {
    for (bytes, format) in [
        (&b"PK\x03\x04nonsense"[..], Format::Zip),
        (&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1nonsense"[..], Format::Message),
        (&b"%PDF-1.7 nonsense"[..], Format::Pdf),
    ] {
        let outcome = unpack(bytes, format, &Limits::default());
        assert_eq!(outcome.map_err(|why| why.code()), Err("malformed"), "{format:?}");
    }
    let whole = zipped(&[("a.txt", b"tekst van een bestand"), ("b.txt", b"nog een")]);
    for cut in 0..whole.len() {
        let _ = unpack(&whole[..cut], Format::Zip, &Limits::default());
    }
    let whole = message();
    for cut in (0..whole.len()).step_by(97) {
        let _ = unpack(&whole[..cut], Format::Message, &Limits::default());
    }
}

/// A PDF of one page with a file in its name tree and another pinned to the page.
fn portfolio() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Kids [ << /Names [ (a) 5 0 R ] >> ] >> >> /AF [ 5 0 R ] >>",
        "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Annots [ << /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 7 0 R >> ] >>",
        "<< >>",
        "<< /Type /Filespec /F (overeenkomst.txt) /UF (overeenkomst.txt) /EF << /F 6 0 R >> >>",
        "<< /Type /EmbeddedFile /Length 9 >>\nstream\nArtikel 1\nendstream",
        "<< /Type /Filespec /F (a/b.txt) /EF << /F 8 0 R >> >>",
        "<< /Type /EmbeddedFile /Length 7 >>\nstream\nBijlage\nendstream",
    ];
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).into_bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let size = objects.len() + 1;
    out.extend(
        format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").into_bytes(),
    );
    out
}

#[test]
fn files_in_a_pdf_are_parts_each_once() {
    assert_eq!(
        parts(&opened(&portfolio(), Format::Pdf)),
        pairs(&[("overeenkomst.txt", "Artikel 1"), ("a_b.txt", "Bijlage")])
    );
}

/// The portfolio, locked with a password.
fn locked() -> Vec<u8> {
    use pdf_extract::{Document, Object, StringFormat};
    let mut document = Document::load_mem(&portfolio()).expect("the file is sound");
    let id = Object::String(vec![7; 16], StringFormat::Hexadecimal);
    document.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let version = pdf_extract::EncryptionVersion::V2 {
        document: &document,
        owner_password: "eigenaar",
        user_password: "sesam",
        key_length: 128,
        permissions: pdf_extract::Permissions::all(),
    };
    let state = pdf_extract::EncryptionState::try_from(version).expect("a key is made");
    document.encrypt(&state).expect("the file is locked");
    let mut out = Vec::new();
    document.save_to(&mut out).expect("the file is written");
    out
}

#[test]
fn a_locked_pdf_opens_with_one_of_the_passwords_only() {
    let bytes = locked();
    let with = |passwords: &[&str]| {
        let passwords = Passwords(passwords.iter().map(|p| (*p).to_owned()).collect());
        unpack(&bytes, Format::Pdf, &Limits { passwords, ..Limits::default() })
    };
    assert_eq!(with(&[]), Err(Unreadable::Encrypted));
    assert_eq!(with(&["fout"]), Err(Unreadable::Encrypted));
    let open = with(&["fout", "sesam"]).expect("the password fits");
    assert_eq!(parts(&open), pairs(&[("overeenkomst.txt", "Artikel 1"), ("a_b.txt", "Bijlage")]));
}
