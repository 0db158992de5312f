//! A disk in memory that knows what is synced: it fails when it is told to, and loses power.
//!
//! SQLite sees it as a VFS by the disk's own name ([`vfs`]). What was written is seen at once, and is safe once its
//! file was synced. A power cut takes what was not: all of it, nothing of it, or any sectors of it.

mod locks;
mod vfs;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use locks::Locks;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// What SQLite asks of a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    Size,
    Delete,
    Access,
    Lock,
    Shared,
}

/// What goes wrong at the n-th call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// No space: writes fail half done.
    Full,
    /// Any call fails, writes half done.
    Broken,
    /// What changes something is the last thing that happens.
    PowerCut,
}

/// How long it goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lasting {
    Once,
    UntilMended,
}

/// What a power cut leaves of what was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    Nothing,
    Everything,
    /// Any sectors: those that this number draws.
    Some(u64),
}

/// Why a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fails {
    Full,
    Broken,
    ReadOnly,
}

#[derive(Debug)]
pub(crate) struct Disk {
    name: String,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, File>,
    /// Calls so far that the trouble counts.
    calls: u64,
    trouble: Option<(Trouble, u64, Lasting)>,
    /// Whether the trouble came.
    has_come: bool,
    is_off: bool,
    is_read_only: bool,
    /// How many files are open, and the number that the next one gets.
    handles: u64,
    number: u64,
}

#[derive(Debug, Default)]
struct File {
    /// As it is seen; `None` where there is no such file.
    now: Option<Vec<u8>>,
    /// As it is after a power cut, before anything of `since` is added.
    safe: Option<Vec<u8>>,
    since: Vec<Step>,
    locks: Locks,
}

/// What happened to a file since it was last synced.
#[derive(Clone, Debug)]
enum Step {
    Create,
    Delete,
    Truncate(usize),
    Write(usize, Vec<u8>),
}

impl Disk {
    /// A new disk, known to SQLite by its name until it is dropped.
    pub(crate) fn new() -> Arc<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let name = format!("disk-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let disk = Arc::new(Self { name, state: Mutex::default() });
        vfs::register(&disk);
        disk
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// From now on the `n`-th call that the trouble is about fails.
    pub(crate) fn trouble_at(&self, trouble: Trouble, n: u64, lasting: Lasting) {
        let mut state = self.state();
        state.calls = 0;
        state.has_come = false;
        state.trouble = Some((trouble, n, lasting));
    }

    /// Nothing goes wrong for now; whether it did is still known.
    pub(crate) fn pause(&self) {
        self.state().trouble = None;
    }

    /// Nothing is on the disk.
    pub(crate) fn erase(&self) {
        let mut state = self.state();
        assert_eq!(state.handles, 0, "the program is gone");
        state.files.clear();
    }

    /// What is on the disk.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let state = self.state();
        assert_eq!(state.handles, 0, "the program is gone");
        let there = state.files.iter().filter_map(|(name, file)| Some((name, file.now.as_ref()?)));
        there.map(|(name, now)| (name.clone(), now.clone())).collect()
    }

    /// Only this is on the disk, and all of it is safe.
    pub(crate) fn put(&self, files: &[(String, Vec<u8>)]) {
        self.erase();
        let mut state = self.state();
        for (name, bytes) in files {
            let file =
                File { now: Some(bytes.clone()), safe: Some(bytes.clone()), ..File::default() };
            state.files.insert(name.clone(), file);
        }
    }

    /// Ends the trouble; says whether it came.
    pub(crate) fn mend(&self) -> bool {
        let mut state = self.state();
        state.trouble = None;
        state.has_come
    }

    /// Every attempt to write is refused from now on.
    pub(crate) fn set_read_only(&self) {
        self.state().is_read_only = true;
    }

    /// The power is off and comes back: nobody has a file open, and of what was not synced some is gone.
    pub(crate) fn lose_power(&self, left: Left) {
        let mut state = self.state();
        assert_eq!(state.handles, 0, "the program is gone");
        state.is_off = false;
        let mut draw = match left {
            Left::Some(seed) => seed | 1,
            _ => 1,
        };
        for file in state.files.values_mut() {
            file.lose_power(left, &mut draw);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Counts a call, and says whether it fails.
    fn call(&mut self, call: Call) -> Result<(), Fails> {
        if self.is_off {
            return Err(Fails::Broken);
        }
        let Some((trouble, n, lasting)) = self.trouble else { return Ok(()) };
        let is_meant = match trouble {
            Trouble::Full => call == Call::Write,
            Trouble::Broken => true,
            Trouble::PowerCut => {
                matches!(call, Call::Write | Call::Truncate | Call::Sync | Call::Delete)
            }
        };
        if !is_meant {
            return Ok(());
        }
        self.calls += 1;
        if self.calls < n || (self.calls > n && lasting == Lasting::Once) {
            return Ok(());
        }
        self.has_come = true;
        match trouble {
            Trouble::Full => Err(Fails::Full),
            Trouble::Broken => Err(Fails::Broken),
            Trouble::PowerCut => {
                self.is_off = true;
                Err(Fails::Broken)
            }
        }
    }

    fn next_number(&mut self) -> u64 {
        self.number += 1;
        self.number
    }

    fn locks(&mut self, handle: &vfs::Handle) -> &mut Locks {
        &mut self.files.entry(handle.path.clone()).or_default().locks
    }

    fn write(&mut self, path: &str, at: usize, bytes: &[u8]) -> Result<(), Fails> {
        if self.is_read_only {
            return Err(Fails::ReadOnly);
        }
        let was_off = self.is_off;
        let done = self.call(Call::Write);
        // What fails is done half, and what was under way when the power went may be there.
        let written = match (&done, self.is_off) {
            _ if was_off => return done,
            (Ok(()), _) | (_, true) => bytes,
            _ => &bytes[..bytes.len() / 2],
        };
        let file = self.files.entry(path.to_owned()).or_default();
        let step = Step::Write(at, written.to_vec());
        if let Some(now) = &mut file.now {
            step.apply(now);
            file.since.push(step);
        }
        done
    }

    fn truncate(&mut self, path: &str, length: usize) -> Result<(), Fails> {
        if self.is_read_only {
            return Err(Fails::ReadOnly);
        }
        self.call(Call::Truncate)?;
        let file = self.files.entry(path.to_owned()).or_default();
        if let Some(now) = &mut file.now {
            now.truncate(length);
            file.since.push(Step::Truncate(length));
        }
        Ok(())
    }

    /// A new file's first sync also syncs the folder, as SQLite does it on Unix.
    fn sync(&mut self, path: &str) -> Result<(), Fails> {
        self.call(Call::Sync)?;
        let is_new = |file: &File| file.since.iter().any(|step| matches!(step, Step::Create));
        let with_folder = self.files.get(path).is_some_and(is_new);
        for (name, file) in &mut self.files {
            if name == path {
                file.safe.clone_from(&file.now);
                file.since.clear();
            } else if with_folder {
                file.sync_name();
            }
        }
        Ok(())
    }

    fn create(&mut self, path: &str) {
        let file = self.files.entry(path.to_owned()).or_default();
        if file.now.is_none() {
            file.now = Some(Vec::new());
            file.since.push(Step::Create);
        }
    }

    fn delete(&mut self, path: &str, with_folder: bool) -> Result<(), Fails> {
        self.call(Call::Delete)?;
        if let Some(file) = self.files.get_mut(path) {
            file.now = None;
            file.since.push(Step::Delete);
            if with_folder {
                file.sync_name();
            }
        }
        Ok(())
    }
}

impl File {
    /// Whether there is such a file is safe now; what is in it is not.
    fn sync_name(&mut self) {
        if self.now.is_none() {
            self.safe = None;
            self.since.clear();
        } else if self.since.iter().any(|step| matches!(step, Step::Create | Step::Delete)) {
            // An earlier file of that name is gone for good.
            let made = self.since.iter().rposition(|step| matches!(step, Step::Create));
            self.since.drain(..=made.unwrap_or(0));
            self.safe = Some(Vec::new());
        }
    }

    fn lose_power(&mut self, left: Left, draw: &mut u64) {
        let mut since = std::mem::take(&mut self.since);
        let is_written = |step: &Step| matches!(step, Step::Write(..));
        match left {
            Left::Nothing => since.clear(),
            Left::Everything => {}
            Left::Some(_) => {
                // The folder and the lengths are kept in order; the contents are not.
                let others = since.iter().filter(|step| !is_written(step)).count() as u64;
                let mut kept = next(draw) % (others + 1);
                since
                    .retain(|step| is_written(step) || (kept > 0, kept = kept.saturating_sub(1)).0);
                since = since.into_iter().flat_map(Step::sectors).collect();
                since.retain(|step| !is_written(step) || next(draw).is_multiple_of(2));
            }
        }
        let mut now = self.safe.take();
        for step in since {
            match (&step, &mut now) {
                (Step::Create, _) => now = Some(Vec::new()),
                (Step::Delete, _) => now = None,
                (_, Some(bytes)) => step.apply(bytes),
                // Written into a file that never came to be.
                (_, None) => {}
            }
        }
        self.safe.clone_from(&now);
        self.now = now;
    }
}

impl Step {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Truncate(length) => bytes.truncate(*length),
            Self::Write(at, written) => {
                let end = at + written.len();
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[*at..end].copy_from_slice(written);
            }
            Self::Create | Self::Delete => {}
        }
    }

    fn sectors(self) -> Vec<Self> {
        match self {
            Self::Write(mut at, mut bytes) => {
                let mut parts = Vec::new();
                while !bytes.is_empty() {
                    let room = (SECTOR - at % SECTOR).min(bytes.len());
                    let rest = bytes.split_off(room);
                    parts.push(Self::Write(at, std::mem::replace(&mut bytes, rest)));
                    at += room;
                }
                parts
            }
            other => vec![other],
        }
    }
}

/// The next of a row of numbers that look drawn: xorshift.
fn next(draw: &mut u64) -> u64 {
    *draw ^= *draw << 13;
    *draw ^= *draw >> 7;
    *draw ^= *draw << 17;
    *draw >> 3
}
