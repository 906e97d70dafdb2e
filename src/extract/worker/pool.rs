//! The parent's side: a pool of children that threads borrow, each for one document at a time.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::super::container::Unpacked;
use super::super::ocr::{self, Engine};
use super::super::pdf::Picture;
use super::super::{Document, Format, Limits, Ocr, PdfReader, Unreadable};
use super::death::{self, LastWords};
use super::sandbox::Fence;
use super::{Answer, MARK, Message, Outcome, Request, Task, WORKER_ARGUMENT, joined};

/// How documents are read.
#[derive(Clone, Debug, Default)]
pub struct ReaderOptions {
    /// Which reader gives the text of PDFs.
    pub pdf_reader: PdfReader,
    /// The program to start as child; this program itself where it is `None`.
    pub worker_executable: Option<PathBuf>,
    /// Its arguments; the hidden one alone where this is empty.
    pub worker_arguments: Vec<String>,
    /// Further variables of the child's otherwise empty environment.
    pub worker_environment: Vec<(String, String)>,
    /// When pages are recognised from their pictures.
    pub ocr: Ocr,
}

/// Reads documents in children; share one among all threads.
#[derive(Debug)]
pub struct Reader {
    limits: Limits,
    options: ReaderOptions,
    idle: Mutex<Vec<Worker>>,
    fence: OnceLock<Fence>,
    /// Looked for when the first page needs it.
    engine: OnceLock<Option<Engine>>,
}

/// More noise than this before an answer is no accident.
const MAX_NOISE: usize = 64 << 10;
/// What JSON may add to the text of a document: places, flags and escapes of every line.
const JSON_FACTOR: u64 = 24;

impl Reader {
    /// A reader without children yet; they are started when first needed.
    #[must_use]
    pub fn new(limits: Limits, options: ReaderOptions) -> Reader {
        Reader {
            limits,
            options,
            idle: Mutex::new(Vec::new()),
            fence: OnceLock::new(),
            engine: OnceLock::new(),
        }
    }

    /// Starts so many children before there is anything to read. One that cannot be started now
    /// is tried again when it is needed, and its fault told then.
    pub fn prepare(&self, children: usize) {
        for _ in 0..children {
            if let Ok(worker) = Worker::start(&self.options, &self.limits) {
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
            }
        }
    }

    /// The limits that it keeps.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What holds the children, once one of them has answered.
    #[must_use]
    pub fn fence(&self) -> Option<&Fence> {
        self.fence.get()
    }

    /// The process ids of the children that wait for work.
    #[cfg(test)]
    pub(super) fn children(&self) -> Vec<u32> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.iter().map(|worker| worker.child.id()).collect()
    }

    /// Reads one document. Plain text and Markdown are read in place, all else in a child.
    ///
    /// # Errors
    /// What keeps the document from being read, as data.
    pub fn read(&self, bytes: &[u8], format: Format) -> Result<Document, Unreadable> {
        if matches!(format, Format::Text | Format::Markdown) {
            return super::super::read(bytes, format, &self.limits, self.options.pdf_reader);
        }
        if bytes.is_empty() {
            return Err(Unreadable::Empty);
        }
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > self.limits.max_bytes {
            return Err(Limits::too_many_bytes(self.limits.max_bytes));
        }
        let mut document = self.read_text(bytes, format)?;
        if format == Format::Pdf && self.options.ocr != Ocr::Off {
            self.recognise(bytes, &mut document);
        }
        match document.unread() {
            Some(why) => Err(why),
            None => Ok(document),
        }
    }

    /// Recognises the pages of `document` that are pictures, where that can be done here.
    fn recognise(&self, bytes: &[u8], document: &mut Document) {
        let all = self.options.ocr == Ocr::Force;
        if !all && !document.pages.iter().any(ocr::is_picture) {
            return;
        }
        let found = || Engine::find(self.options.worker_executable.clone());
        if let Some(engine) = self.engine.get_or_init(found) {
            let pictures = |page| self.draw(bytes, page);
            ocr::recognise(document, self.options.ocr, engine, &self.limits, &pictures);
        }
    }

    fn read_text(&self, bytes: &[u8], format: Format) -> Result<Document, Unreadable> {
        let reader = self.options.pdf_reader;
        match self.attempt_read(bytes, format, reader) {
            // What ran out of time once is not tried again: the limit is one for the document.
            Err(Fault::Fatal(reason))
                if format == Format::Pdf
                    && matches!(reader, PdfReader::Auto | PdfReader::Both)
                    && reason != Unreadable::OutOfTime =>
            {
                // The other reader may survive what ended the first.
                match self.attempt_read(bytes, format, PdfReader::PdfExtract) {
                    Ok(mut document) => {
                        document.flags.push(format!("reader-{}", reason.code()));
                        Ok(document)
                    }
                    Err(_) => Err(reason),
                }
            }
            Err(Fault::Fatal(reason) | Fault::Told(reason)) => Err(reason),
            Ok(document) => Ok(document),
        }
    }

    fn attempt_read(
        &self,
        bytes: &[u8],
        format: Format,
        reader: PdfReader,
    ) -> Result<Document, Fault> {
        match self.attempt(bytes, format, Task::Read(reader), &self.limits)? {
            (Outcome::Document(document), _) => Ok(document),
            _ => Err(other_answer()),
        }
    }

    /// Takes out what is in a container, one level deep, in a child. `bytes_left` and `parts_left`
    /// are what the containers around it leave of the limits.
    ///
    /// # Errors
    /// What keeps the container from being opened, as data.
    pub fn unpack(
        &self,
        bytes: &[u8],
        format: Format,
        bytes_left: u64,
        parts_left: usize,
    ) -> Result<Unpacked, Unreadable> {
        let limits = Limits {
            max_expanded_bytes: self.limits.max_expanded_bytes.min(bytes_left),
            max_parts: self.limits.max_parts.min(parts_left),
            ..self.limits.clone()
        };
        match self.attempt(bytes, format, Task::Unpack, &limits) {
            Ok((Outcome::Parts(heads, trouble), blobs)) => joined(heads, trouble, blobs)
                .ok_or_else(|| Unreadable::Crashed(OTHER_ANSWER.to_owned())),
            Ok(_) => Err(Unreadable::Crashed(OTHER_ANSWER.to_owned())),
            Err(Fault::Fatal(why) | Fault::Told(why)) => Err(why),
        }
    }

    /// A child draws a page, so that its letters can be recognised by their shape.
    fn draw(&self, bytes: &[u8], page: u32) -> Result<(Picture, Vec<u8>), Unreadable> {
        let (outcome, blobs) = self
            .attempt(bytes, Format::Pdf, Task::Draw(page), &self.limits)
            .map_err(|(Fault::Fatal(reason) | Fault::Told(reason))| reason)?;
        match (outcome, blobs.into_iter().next()) {
            (Outcome::Picture(picture), Some(file)) => Ok((picture, file)),
            _ => Err(Unreadable::Crashed(OTHER_ANSWER.to_owned())),
        }
    }

    /// Has a child do one task with one document: what came of it, and the bytes that belong to it.
    fn attempt(
        &self,
        bytes: &[u8],
        format: Format,
        task: Task,
        limits: &Limits,
    ) -> Result<(Outcome, Vec<Vec<u8>>), Fault> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut worker = match idle {
            Some(worker) => worker,
            None => Worker::start(&self.options, &self.limits).map_err(|error| {
                Fault::Told(Unreadable::Crashed(format!(
                    "the reading process cannot be started: {error}"
                )))
            })?,
        };
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let request = Request { task, format, limits: limits.for_size(size), bytes: size };
        let answer = worker.ask(&request, bytes).map_err(Fault::Fatal)?;
        self.fence.get_or_init(|| answer.fence);
        match answer.outcome {
            Err(reason @ Unreadable::Crashed(_)) => Err(Fault::Fatal(reason)),
            told => {
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                told.map(|outcome| (outcome, answer.blobs)).map_err(Fault::Told)
            }
        }
    }
}

const OTHER_ANSWER: &str = "the reading process answered another question";

fn other_answer() -> Fault {
    Fault::Fatal(Unreadable::Crashed(OTHER_ANSWER.to_owned()))
}

/// Why an attempt gave no document.
enum Fault {
    /// The child ended, or had to be ended.
    Fatal(Unreadable),
    /// The child said so.
    Told(Unreadable),
}

/// One child with the threads that listen to it.
#[derive(Debug)]
struct Worker {
    child: Child,
    stdin: Option<ChildStdin>,
    answers: Receiver<Heard>,
    last_words: LastWords,
}

/// What came from the child's stdout.
#[derive(Debug)]
enum Heard {
    Answer(Box<Answer>),
    Garbage(&'static str),
    TooLong,
    End,
}

impl Worker {
    fn start(options: &ReaderOptions, limits: &Limits) -> std::io::Result<Worker> {
        let program = match &options.worker_executable {
            Some(path) => path.clone(),
            None => std::env::current_exe()?,
        };
        let mut command = Command::new(program);
        if options.worker_arguments.is_empty() {
            command.arg(WORKER_ARGUMENT);
        }
        command.args(&options.worker_arguments);
        if cfg!(unix) {
            command.env_clear().current_dir("/");
        }
        #[cfg(any(test, debug_assertions, feature = "faults"))]
        if let Ok(fault) = std::env::var("DPASCAN_FAULT") {
            command.env("DPASCAN_FAULT", fault);
        }
        command.envs(options.worker_environment.iter().map(|(key, value)| (key, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let (started, child) = channel();
        let (send, answers) = channel();
        let bounds = Bounds {
            json: u64::try_from(limits.max_text_bytes)
                .unwrap_or(u64::MAX)
                .saturating_mul(JSON_FACTOR),
            blobs: limits.max_expanded_bytes,
            parts: limits.max_parts,
        };
        let listener = std::thread::Builder::new().name("reader".to_owned()).spawn(move || {
            // The child is told to end with the thread that started it: so it must be this one,
            // which lives as long as there is something to hear.
            let mut child = command.spawn();
            let stdout = child.as_mut().ok().and_then(|child| child.stdout.take());
            let _ = started.send(child);
            let Some(mut stdout) = stdout else { return };
            loop {
                let heard = hear(&mut stdout, bounds);
                let last = !matches!(heard, Heard::Answer(_));
                if send.send(heard).is_err() || last {
                    return;
                }
            }
        });
        listener?;
        let mut child = child.recv().map_err(std::io::Error::other)??;
        let stdin = child.stdin.take();
        let last_words = child.stderr.take().map(LastWords::of).unwrap_or_default();
        Ok(Worker { child, stdin, answers, last_words })
    }

    /// Sends the document and waits for the answer; any error means that the child is spent.
    fn ask(&mut self, request: &Request, bytes: &[u8]) -> Result<Answer, Unreadable> {
        let head =
            serde_json::to_vec(request).map_err(|error| Unreadable::Crashed(error.to_string()))?;
        let length = u32::try_from(head.len()).unwrap_or(u32::MAX).to_le_bytes();
        let Some(mut stdin) = self.stdin.take() else {
            return Err(Unreadable::Crashed("the reading process has no input".to_owned()));
        };
        let stall = Duration::from_secs(request.limits.stall_seconds);
        std::thread::scope(|scope| {
            // A child that does not read must not hold the parent: another thread writes.
            let writer = scope.spawn(move || {
                let written = stdin
                    .write_all(&length)
                    .and_then(|()| stdin.write_all(&head))
                    .and_then(|()| stdin.write_all(bytes))
                    .and_then(|()| stdin.flush());
                (stdin, written)
            });
            let heard = self.answers.recv_timeout(stall);
            if !matches!(heard, Ok(Heard::Answer(_))) {
                let _ = self.child.kill();
            }
            if let Ok((stdin, Ok(()))) = writer.join() {
                self.stdin = Some(stdin);
            }
            match heard {
                Ok(Heard::Answer(answer)) => Ok(*answer),
                Ok(Heard::Garbage(what)) => Err(Unreadable::Crashed(what.to_owned())),
                Ok(Heard::TooLong) => {
                    Err(Unreadable::TooLarge("the text of the document".to_owned()))
                }
                Ok(Heard::End) | Err(RecvTimeoutError::Disconnected) => Err(self.obituary()),
                Err(RecvTimeoutError::Timeout) => Err(Unreadable::OutOfTime),
            }
        })
    }

    /// Why the child ended.
    fn obituary(&mut self) -> Unreadable {
        match self.child.wait() {
            Ok(status) => death::cause(status, &mut self.last_words),
            Err(error) => Unreadable::Crashed(error.to_string()),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What one answer may hold.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// Bytes of JSON.
    json: u64,
    /// Bytes of all blobs together.
    blobs: u64,
    /// Number of blobs.
    parts: usize,
}

/// Reads one answer, past a bounded amount of what libraries may print.
fn hear(from: &mut ChildStdout, bounds: Bounds) -> Heard {
    match skip_to_mark(from) {
        Ok(true) => {}
        Ok(false) => return Heard::Garbage("the reading process wrote what is no answer"),
        Err(_) => return Heard::End,
    }
    let mut length = [0; 8];
    if from.read_exact(&mut length).is_err() {
        return Heard::End;
    }
    let length = u64::from_le_bytes(length);
    if length > bounds.json {
        return Heard::TooLong;
    }
    let Some(json) = take(from, length) else { return Heard::End };
    let Ok(message) = serde_json::from_slice::<Message>(&json) else {
        return Heard::Garbage("the reading process wrote a broken answer");
    };
    let total = message.blobs.iter().fold(0_u64, |sum, blob| sum.saturating_add(*blob));
    if total > bounds.blobs || message.blobs.len() > bounds.parts {
        return Heard::TooLong;
    }
    let mut blobs = Vec::new();
    for length in message.blobs {
        let Some(blob) = take(from, length) else { return Heard::End };
        blobs.push(blob);
    }
    Heard::Answer(Box::new(Answer { outcome: message.outcome, blobs, fence: message.fence }))
}

/// The next `length` bytes, where there are so many.
fn take(from: &mut ChildStdout, length: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes).ok()?;
    (u64::try_from(bytes.len()) == Ok(length)).then_some(bytes)
}

/// Whether the mark came within the bounds of noise.
fn skip_to_mark(from: &mut ChildStdout) -> std::io::Result<bool> {
    let mut window = [0; 8];
    from.read_exact(&mut window)?;
    for _ in 0..MAX_NOISE {
        if &window == MARK {
            return Ok(true);
        }
        let mut next = [0; 1];
        from.read_exact(&mut next)?;
        window.rotate_left(1);
        if let Some(last) = window.last_mut() {
            [*last] = next;
        }
    }
    Ok(false)
}
