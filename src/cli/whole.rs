//! Files that appear whole or not at all, for their owner only.
//!
//! In: a path and what writes the bytes. What must stay true: whenever this process is killed, there is the old
//! file or the new one under the path, and at most one file without an owner beside it, which the
//! next report in that folder takes away.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Begins the name of every file that is not yet the one that it is to be.
const PREFIX: &str = ".dpascan-";

/// What writes a file's bytes; it may be asked again where a file system refuses the first way.
pub(super) type Content<'a> = &'a dyn Fn(&mut dyn Write) -> io::Result<()>;

/// Puts what `content` writes at `path`, in place of what is there.
///
/// # Errors
/// The system's words. What was there is there still.
pub(super) fn put(path: &Path, content: Content<'_>) -> io::Result<()> {
    // A link is followed: the file that it leads to is written, and the link stays.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir()) {
        // A pipe or a device cannot be replaced, and has no half-written state that stays.
        return stream(&mut OpenOptions::new().write(true).open(path)?, content);
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sweep(folder);
    match without_name(folder, path, content) {
        Some(done) => done,
        None => with_name(folder, path, content),
    }
}

/// Writes a file that has no name until it is whole, so that nothing is left of it if it never is.
/// `None` where the system or the folder's file system has no such files.
#[cfg(target_os = "linux")]
fn without_name(folder: &Path, path: &Path, content: Content<'_>) -> Option<io::Result<()>> {
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::OpenOptionsExt;

    use nix::errno::Errno;
    use nix::fcntl::{AT_FDCWD, AtFlags, OFlag};
    use nix::unistd::linkat;

    let nameless = OFlag::O_TMPFILE.bits();
    let mut file =
        OpenOptions::new().write(true).custom_flags(nameless).mode(0o600).open(folder).ok()?;
    let own = PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()));
    let name = |to: &Path| linkat(AT_FDCWD, &own, AT_FDCWD, to, AtFlags::AT_SYMLINK_FOLLOW);
    if let Err(why) = hold(&file).and_then(|()| fill(&mut file, content)) {
        return Some(Err(why));
    }
    match name(path) {
        Ok(()) => Some(Ok(())),
        // Nothing takes a name that is taken, so it first gets one beside it.
        Err(Errno::EEXIST) => {
            let beside = folder.join(format!("{PREFIX}{}", std::process::id()));
            let done = name(&beside).map_err(io::Error::from).and_then(|()| {
                fs::rename(&beside, path).inspect_err(|_| drop(fs::remove_file(&beside)))
            });
            Some(done)
        }
        Err(_) => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn without_name(_: &Path, _: &Path, _: Content<'_>) -> Option<io::Result<()>> {
    None
}

fn with_name(folder: &Path, path: &Path, content: Content<'_>) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?;
    hold(file.as_file())?;
    fill(file.as_file_mut(), content)?;
    file.persist(path).map(drop).map_err(|fault| fault.error)
}

fn fill(file: &mut File, content: Content<'_>) -> io::Result<()> {
    stream(file, content)?;
    file.sync_all()
}

fn stream(file: &mut File, content: Content<'_>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    content(&mut out)?;
    out.flush()
}

/// Marks a file as somebody's, for as long as this process lives. Some file systems have no locks;
/// nothing is swept there either.
fn hold(file: &File) -> io::Result<()> {
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
        _ => Ok(()),
    }
}

/// Takes away what a killed process left: a file with our name that nobody holds.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let free = OpenOptions::new().write(true).open(entry.path());
            if free.is_ok_and(|file| file.try_lock().is_ok()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests;
