//! The child's side: bytes in on stdin, one bounded JSON answer out on stdout, then the next.

use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use super::super::Unreadable;
use super::sandbox::{self, Fence, Rights};
use super::{Answer, MARK, MAX_REQUEST, Message, Outcome, Request, Task};

/// The hidden argument that makes the program a child.
pub const WORKER_ARGUMENT: &str = "__read-pdf";

/// Readers recurse; a deep but honest document must not end the child. Only touched pages cost.
const STACK: usize = 64 << 20;

/// What the last panic said.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// Whether the program was called as a child: its first argument is the hidden one.
pub fn is_worker_call<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(arguments: I) -> bool {
    arguments
        .into_iter()
        .nth(1)
        .is_some_and(|argument| argument.as_ref() == OsStr::new(WORKER_ARGUMENT))
}

/// Serves documents until stdin ends or one of them did harm.
#[must_use]
pub fn run_worker() -> ExitCode {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map(|at| format!(" ({}:{})", file_name(at.file()), at.line()))
            .unwrap_or_default();
        let text: String = info.payload_as_str().unwrap_or("panic").chars().take(200).collect();
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = format!("{text}{place}");
    }));
    // Before the thread that will read: it inherits the fence.
    let fence = sandbox::enter(&Rights::default());
    let served = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || serve(&fence))
        .map(std::thread::JoinHandle::join);
    match served {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn serve(fence: &Fence) -> io::Result<()> {
    let mut stdin = io::stdin().lock();
    let mut limited = false;
    while let Some((request, bytes)) = receive(&mut stdin)? {
        if !limited {
            set_limits(&request);
            limited = true;
        }
        grant_time(&request);
        #[cfg(any(test, debug_assertions, feature = "faults"))]
        fault::cause(&bytes)?;
        let (answer, healthy) = match catch_unwind(AssertUnwindSafe(|| carry_out(&request, &bytes)))
        {
            Ok(answer) => (answer, true),
            Err(_) => {
                let words = LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone();
                (Err(Unreadable::Crashed(words)).into(), false)
            }
        };
        send(answer, fence)?;
        if !healthy {
            break;
        }
    }
    Ok(())
}

fn receive(from: &mut impl Read) -> io::Result<Option<(Request, Vec<u8>)>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let length = u32::from_le_bytes(length);
    if length > MAX_REQUEST {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    let mut head = vec![0; usize::try_from(length).unwrap_or(0)];
    from.read_exact(&mut head)?;
    let request: Request = serde_json::from_slice(&head)?;
    let mut bytes = Vec::new();
    from.take(request.bytes).read_to_end(&mut bytes)?;
    Ok(Some((request, bytes)))
}

fn carry_out(request: &Request, bytes: &[u8]) -> Answer {
    match request.task {
        Task::Read(reader) => {
            super::super::read_pages(bytes, request.format, &request.limits, reader)
                .map(Outcome::Document)
                .into()
        }
        Task::Draw(page) => match super::super::pdf::draw(bytes, page, &request.limits) {
            Ok((picture, file)) => Answer {
                outcome: Ok(Outcome::Picture(picture)),
                blobs: vec![file],
                fence: Fence::default(),
            },
            Err(why) => Err(why).into(),
        },
        Task::Unpack => {
            match super::super::container::unpack(bytes, request.format, &request.limits) {
                Ok(unpacked) => unpacked.into(),
                Err(why) => Err(why).into(),
            }
        }
    }
}

fn send(answer: Answer, fence: &Fence) -> io::Result<()> {
    let lengths =
        answer.blobs.iter().map(|blob| u64::try_from(blob.len()).unwrap_or(u64::MAX)).collect();
    let json = serde_json::to_vec(&Message {
        outcome: answer.outcome,
        blobs: lengths,
        fence: fence.clone(),
    })?;
    let mut out = io::stdout().lock();
    out.write_all(MARK)?;
    out.write_all(&u64::try_from(json.len()).unwrap_or(u64::MAX).to_le_bytes())?;
    out.write_all(&json)?;
    for blob in &answer.blobs {
        out.write_all(blob)?;
    }
    out.flush()
}

/// The limits that hold for the life of the child. What cannot be set is left to the parent.
#[cfg(unix)]
fn set_limits(request: &Request) {
    use rlimit::Resource;
    let memory = request.limits.max_memory;
    let _ = Resource::AS.set(memory, memory);
    let _ = Resource::CORE.set(0, 0);
    let _ = Resource::FSIZE.set(0, 0);
    let _ = Resource::NOFILE.set(16, 16);
}

#[cfg(not(unix))]
fn set_limits(_: &Request) {}

/// Sets the limit of processor time to what was used so far and this document's share.
#[cfg(unix)]
fn grant_time(request: &Request) {
    let until = used_seconds().saturating_add(request.limits.cpu_seconds).saturating_add(1);
    // Only the soft limit moves: the hard one could not be raised again for the next document.
    let hard = rlimit::Resource::CPU.get_hard().unwrap_or(rlimit::INFINITY);
    let _ = rlimit::Resource::CPU.set(until.min(hard), hard);
}

#[cfg(not(unix))]
fn grant_time(_: &Request) {}

/// Processor seconds that this process has used; where the system does not tell, the limit holds
/// for the child's whole life, and a child killed early is but replaced.
#[cfg(unix)]
fn used_seconds() -> u64 {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let used = getrusage(UsageWho::RUSAGE_SELF)
        .map_or(0, |usage| usage.user_time().num_seconds() + usage.system_time().num_seconds() + 1);
    u64::try_from(used).unwrap_or(0)
}

/// Built-in faults, so that the tests can prove the fence.
#[cfg(any(test, debug_assertions, feature = "faults"))]
mod fault {
    use std::io::{self, Write};

    /// What a document says before the fault that it is to cause, up to a blank, where
    /// `DPASCAN_FAULT` is `by-document`.
    const CAUSES: &str = "fault:";

    /// Does the harm that `DPASCAN_FAULT` asks for, if any.
    pub(super) fn cause(document: &[u8]) -> io::Result<()> {
        let Ok(mut fault) = std::env::var("DPASCAN_FAULT") else {
            return Ok(());
        };
        if fault == "by-document" {
            let text = String::from_utf8_lossy(document);
            let asked = text.split_once(CAUSES).and_then(|(_, rest)| rest.split(' ').next());
            fault = asked.unwrap_or_default().to_owned();
        }
        match fault.as_str() {
            "panic" => std::panic::resume_unwind(Box::new("asked for")),
            "abort" => std::process::abort(),
            "mutter" => {
                io::stderr().write_all(&[b'x'; 1 << 20])?;
                std::process::abort()
            }
            "overflow" => {
                let depth = overflow(&[1; 1024]);
                Err(io::Error::other(format!("{depth}")))
            }
            "hang" => loop {
                std::hint::black_box(0);
            },
            "sleep" => loop {
                std::thread::sleep(std::time::Duration::from_secs(1));
            },
            "oom" => {
                let mut held: Vec<Vec<u8>> = Vec::new();
                loop {
                    held.push(std::hint::black_box(Vec::with_capacity(64 << 20)));
                }
            }
            "flood" => loop {
                io::stdout().write_all(&[b'x'; 4096])?;
            },
            attempt if attempt.starts_with("try-") => tell(attempt),
            "garbage" => {
                io::stdout().write_all(super::MARK)?;
                io::stdout().write_all(&9_u64.to_le_bytes())?;
                io::stdout().write_all(b"{nonsense")?;
                io::stdout().flush()
            }
            _ => Ok(()),
        }
    }

    /// Tries what the fence should refuse, and answers what came of it.
    fn tell(attempt: &str) -> io::Result<()> {
        let done = match attempt {
            "try-open" => std::fs::File::open("/etc/passwd").map(drop),
            "try-write" => std::fs::write(std::env::temp_dir().join("dpascan-fence"), "x"),
            "try-socket" => std::net::UdpSocket::bind("127.0.0.1:0").map(drop),
            "try-execute" => std::process::Command::new("/bin/true").spawn().map(drop),
            _ => std::thread::Builder::new().spawn(|| ()).map(drop),
        };
        let words = if done.is_ok() { "done" } else { "refused" };
        let answer = Err(super::Unreadable::Crashed(words.to_owned())).into();
        super::send(answer, &super::Fence::default())
    }

    fn overflow(held: &[u8; 1024]) -> u64 {
        let mut copy = *held;
        copy.rotate_left(1);
        if copy.first() == Some(&0) {
            0
        } else {
            overflow(std::hint::black_box(&copy)) + u64::from(copy.contains(&2))
        }
    }
}
