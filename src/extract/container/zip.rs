//! ZIP archives: folders, entries with a password, entries that expand beyond measure.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::Unreadable;
use super::{Inside, Taker};

/// Entries may always expand to this many bytes, whatever the ratio.
const FREE: u64 = 4 << 20;

pub(super) fn unpack(bytes: &[u8], taker: &mut Taker<'_>) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| Unreadable::Malformed(format!("ZIP: {error}")))?;
    if archive.has_duplicate_names() {
        // Which of two entries a program shows differs from program to program.
        taker.trouble(Unreadable::Malformed("ZIP: two entries have one name".to_owned()));
    }
    for index in 0..archive.len() {
        if !taker.room() {
            break;
        }
        entry(&mut archive, index, taker);
    }
    Ok(())
}

/// What the directory says of an entry.
struct About {
    name: String,
    packed: u64,
    encrypted: bool,
    folder: bool,
    link: bool,
}

fn about(archive: &ZipArchive<Cursor<&[u8]>>, index: usize) -> Option<About> {
    let entry = archive.by_index_data(index).ok()?;
    let name = entry.name().map(|name| name.into_owned());
    let name = name.unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned());
    Some(About {
        folder: name.ends_with(['/', '\\']),
        name,
        packed: entry.compressed_size(),
        encrypted: entry.encrypted(),
        link: entry.unix_mode().is_some_and(|mode| mode & 0o170_000 == 0o120_000),
    })
}

fn entry(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, taker: &mut Taker<'_>) {
    let Some(about) = about(archive, index) else {
        taker.trouble(Unreadable::Malformed(format!("ZIP: entry {} is broken", index + 1)));
        return;
    };
    if about.folder {
        return;
    }
    if about.link {
        taker.push(&about.name, Inside::Skipped("link".to_owned()));
        return;
    }
    let by_ratio = about.packed.saturating_mul(taker.limits.max_ratio).max(FREE);
    let most = taker.left.min(by_ratio);
    match contents(archive, index, &about, most, &taker.limits.passwords.0) {
        Ok(bytes) if u64::try_from(bytes.len()).is_ok_and(|length| length <= most) => {
            taker.take(&about.name, bytes);
        }
        Ok(_) if by_ratio < taker.left => {
            let ratio = taker.limits.max_ratio;
            taker.too_large(&about.name, format!("expands to more than {ratio} times its size"));
        }
        Ok(_) => {
            let bytes = taker.limits.max_expanded_bytes;
            taker.too_large(&about.name, format!("expands to more than {bytes} bytes"));
        }
        Err(why) => taker.push(&about.name, Inside::Unread(why)),
    }
}

/// The entry's bytes, at most one more than `most`.
fn contents(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    about: &About,
    most: u64,
    passwords: &[String],
) -> Result<Vec<u8>, Unreadable> {
    if !about.encrypted {
        let file = archive.by_index(index).map_err(|error| fault(&error))?;
        return drain(file, most).map_err(|error| Unreadable::Malformed(format!("ZIP: {error}")));
    }
    for password in passwords {
        // The check of a password is one byte: a wrong one may pass it, and fails at the checksum.
        let opened = archive.by_index_decrypt(index, password.as_bytes());
        match opened.map(|file| drain(file, most)) {
            Ok(Ok(bytes)) => return Ok(bytes),
            Ok(Err(_)) | Err(ZipError::InvalidPassword) => {}
            Err(error) => return Err(fault(&error)),
        }
    }
    Err(Unreadable::Encrypted)
}

fn drain(file: impl Read, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn fault(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Encrypted,
        ZipError::UnsupportedArchive(what) => {
            Unreadable::Unsupported(format!("a way of packing that is not read ({what})"))
        }
        error => Unreadable::Malformed(format!("ZIP: {error}")),
    }
}
