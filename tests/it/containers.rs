//! Documents inside containers, as the report shows them.

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use zip::ZipWriter;
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;

const AGREEMENT: &str = "# Verwerkersovereenkomst\n\nArtikel 1. Verwerker verwerkt de persoonsgegevens van de school \
    uitsluitend in opdracht van de school.\n\nArtikel 2. Verwerker meldt een datalek binnen 24 uur.\n";

fn dpascan(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dpascan"))
        .args(arguments)
        .arg("--no-config")
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn scan(folder: &Path, arguments: &[&str]) -> (Value, String) {
    let all = [&["scan", ".", "--format", "json"], arguments].concat();
    let out = dpascan(folder, &all);
    let text = String::from_utf8(out.stdout).unwrap();
    let mut report: Value = serde_json::from_str(&text).unwrap();
    report["generated_at"].take();
    (report, text)
}

fn zipped(parts: &[(&str, &[u8])], password: Option<&str>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let mut options = SimpleFileOptions::default();
        if let Some(password) = password {
            options = options.with_deprecated_encryption(password.as_bytes()).unwrap();
        }
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// `vendor: path status reason` of every document.
fn rows(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut out = Vec::new();
    for vendor in report["vendors"].as_array().unwrap() {
        for document in vendor["documents"].as_array().unwrap() {
            out.push(format!(
                "{}: {} {} {} {}",
                text(&vendor["vendor"]),
                text(&document["path"]),
                text(&document["format"]),
                text(&document["status"]),
                text(&document["reason"])
            ));
        }
    }
    out
}

#[test]
fn each_document_inside_is_a_row_of_its_containers_vendor() {
    let folder = tempfile::tempdir().unwrap();
    let mail = format!(
        "From: a@example.org\r\nSubject: Verwerkersovereenkomst\r\nContent-Type: multipart/mixed; boundary=X\r\n\r\n\
         --X\r\nContent-Type: text/plain\r\n\r\nZie de bijlage.\r\n\
         --X\r\nContent-Type: text/markdown\r\nContent-Disposition: attachment; filename=\"bijlage 1.md\"\r\n\r\n{AGREEMENT}\r\n\
         --X\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Disposition: attachment\r\n\r\nx\r\n--X--\r\n"
    );
    let inner = zipped(&[("b.md", AGREEMENT.as_bytes()), ("logo.png", b"x")], None);
    let outer = zipped(&[("map/in.zip", &inner), ("a.txt", b"Een brief.")], None);
    std::fs::create_dir(folder.path().join("acme")).unwrap();
    std::fs::write(folder.path().join("acme/mail.eml"), mail).unwrap();
    std::fs::write(folder.path().join("beta.zip"), outer).unwrap();
    let (report, _) = scan(folder.path(), &["--threads", "1"]);
    assert_eq!(
        rows(&report),
        [
            "acme: acme/mail.eml eml read -",
            "acme: acme/mail.eml/bijlage 1.md markdown read -",
            "acme: acme/mail.eml/smime.p7m p7m unreadable unsupported: a sealed mail (S/MIME); open it in the mail program and save what is in it",
            "beta: beta.zip zip read -",
            "beta: beta.zip/a.txt text read -",
            "beta: beta.zip/map/in.zip zip read -",
            "beta: beta.zip/map/in.zip/b.md markdown read -",
        ]
    );
    assert_eq!(report["vendors"][0]["documents"][0]["kind"], "message");
    assert_eq!(report["vendors"][1]["documents"][0]["kind"], "container");
    assert_eq!(report["summary"]["skipped"]["not-a-document"], 1);
    let told = dpascan(folder.path(), &["scan", ".", "-vv", "--format", "json"]);
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("passed over (not-a-document): beta.zip/map/in.zip/logo.png"), "{told}");
    let seen = |path: &str| dpascan(folder.path(), &["extract", path, "--format", "text"]);
    let text = seen("beta.zip/map/in.zip/b.md");
    assert!(String::from_utf8_lossy(&text.stdout).contains("Verwerkersovereenkomst"));
    for (path, parts) in
        [("beta.zip", "beta.zip/a.txt"), ("beta.zip/none.md", "beta.zip/map/in.zip")]
    {
        let out = seen(path);
        assert_eq!(out.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&out.stderr).contains(parts), "{out:?}");
    }
    assert_eq!(report, scan(folder.path(), &["--threads", "4"]).0);
}

#[test]
fn containers_in_containers_end_at_a_limit_that_the_report_tells() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = zipped(&[("diep.txt", b"Een brief.")], None);
    for _ in 0..6 {
        bytes = zipped(&[("z.zip", &bytes)], None);
    }
    std::fs::write(folder.path().join("z.zip"), bytes).unwrap();
    let rows = rows(&scan(folder.path(), &[]).0);
    assert_eq!(rows.len(), 5);
    assert_eq!(
        rows[4],
        "z: z.zip/z.zip/z.zip/z.zip/z.zip zip unreadable too-large: more than 4 containers one inside the other"
    );
}

#[test]
fn a_password_file_opens_what_is_locked_and_shows_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = zipped(&[("vo.md", AGREEMENT.as_bytes())], Some("sesam-open-u"));
    std::fs::write(folder.path().join("slot.zip"), bytes).unwrap();
    let locked = scan(folder.path(), &[]).0;
    assert_eq!(rows(&locked)[1], "slot: slot.zip/vo.md md unreadable encrypted");
    let keys = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(keys.path(), "fout\nsesam-open-u\n").unwrap();
    let file = keys.path().display().to_string();
    let (open, text) = scan(folder.path(), &["--password-file", &file]);
    assert_eq!(rows(&open)[1], "slot: slot.zip/vo.md markdown read -");
    assert!(!text.contains("sesam"));
}
