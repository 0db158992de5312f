//! The disk as SQLite calls it.
#![expect(unsafe_code, reason = "SQLite calls its disks through C")]

use std::{
    ffi::{CStr, CString, c_char, c_int, c_void},
    ptr,
    sync::{Arc, Weak},
    time::Duration,
};

use rusqlite::ffi;

use super::{Call, Disk, Fails, State};

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shared_map),
    xShmLock: Some(shared_lock),
    xShmBarrier: Some(shared_barrier),
    xShmUnmap: Some(shared_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// What SQLite keeps of an open file: the methods first, as it wants them.
#[repr(C)]
struct OpenFile {
    methods: *const ffi::sqlite3_io_methods,
    handle: *mut Handle,
}

pub(super) struct Handle {
    disk: Arc<Disk>,
    pub(super) path: String,
    number: u64,
    is_temporary: bool,
}

/// What SQLite knows of a disk.
struct Registered {
    disk: Weak<Disk>,
    _name: CString,
}

/// Makes the disk known to SQLite. What SQLite holds of it is small and stays until the tests end.
pub(super) fn register(disk: &Arc<Disk>) {
    let name = CString::new(disk.name()).unwrap();
    let name_pointer = name.as_ptr();
    let registered = Box::new(Registered { disk: Arc::downgrade(disk), _name: name });
    let vfs = Box::new(ffi::sqlite3_vfs {
        iVersion: 2,
        szOsFile: c_int::try_from(size_of::<OpenFile>()).unwrap(),
        mxPathname: 1024,
        pNext: ptr::null_mut(),
        zName: name_pointer,
        pAppData: Box::into_raw(registered).cast(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: None,
        xDlError: None,
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: Some(last_error),
        xCurrentTimeInt64: Some(current_time_int64),
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    });
    // SAFETY: the structure and what it points to are never freed.
    let done = unsafe { ffi::sqlite3_vfs_register(Box::into_raw(vfs), 0) };
    assert_eq!(done, ffi::SQLITE_OK);
}

fn answer(done: Result<(), Fails>, broken: c_int) -> c_int {
    match done {
        Ok(()) => ffi::SQLITE_OK,
        Err(Fails::Full) => ffi::SQLITE_FULL,
        Err(Fails::Broken) => broken,
        Err(Fails::ReadOnly) => ffi::SQLITE_READONLY,
    }
}

fn length(number: ffi::sqlite3_int64) -> usize {
    usize::try_from(number).unwrap()
}

fn count(number: c_int) -> usize {
    usize::try_from(number).unwrap()
}

/// # Safety
/// It is a VFS that [`register`] made.
unsafe fn disk_of(vfs: *mut ffi::sqlite3_vfs) -> Option<Arc<Disk>> {
    // SAFETY: `register` put it there, and it is never freed.
    unsafe { (*(*vfs).pAppData.cast::<Registered>()).disk.upgrade() }
}

/// # Safety
/// It is a file that [`open`] opened.
unsafe fn handle_of<'f>(file: *mut ffi::sqlite3_file) -> &'f Handle {
    // SAFETY: `open` put it there, and `close` is the last call with it.
    unsafe { &*(*file.cast::<OpenFile>()).handle }
}

/// # Safety
/// It is a name that SQLite gave.
unsafe fn text(name: *const c_char) -> String {
    // SAFETY: SQLite's names end with a zero.
    unsafe { CStr::from_ptr(name) }.to_str().unwrap().to_owned()
}

/// Asks the disk for something about an open file.
///
/// # Safety
/// It is a file that [`open`] opened.
unsafe fn with<T>(file: *mut ffi::sqlite3_file, work: impl FnOnce(&mut State, &Handle) -> T) -> T {
    // SAFETY: the caller's.
    let handle = unsafe { handle_of(file) };
    work(&mut handle.disk.state(), handle)
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite made room for an `OpenFile`, and what it passes is of this VFS.
    unsafe {
        let open = file.cast::<OpenFile>();
        (*open).methods = ptr::null();
        let Some(disk) = disk_of(vfs) else { return ffi::SQLITE_CANTOPEN };
        let mut state = disk.state();
        if state.call(Call::Open).is_err() {
            return ffi::SQLITE_CANTOPEN;
        }
        let number = state.next_number();
        let is_temporary = name.is_null();
        let path = if is_temporary { format!("temporary-{number}") } else { text(name) };
        let is_there = state.files.get(&path).is_some_and(|file| file.now.is_some());
        let may_create = flags & ffi::SQLITE_OPEN_CREATE != 0 && !state.is_read_only;
        if !is_there && !may_create {
            return ffi::SQLITE_CANTOPEN;
        }
        state.create(&path);
        state.handles += 1;
        if !out_flags.is_null() {
            let writes = if state.is_read_only {
                ffi::SQLITE_OPEN_READONLY
            } else {
                flags & (ffi::SQLITE_OPEN_READONLY | ffi::SQLITE_OPEN_READWRITE)
            };
            *out_flags = writes;
        }
        drop(state);
        let handle = Handle { disk, path, number, is_temporary };
        (*open).handle = Box::into_raw(Box::new(handle));
        (*open).methods = &raw const METHODS;
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: `open` made the handle; SQLite closes a file once.
    let handle = unsafe { Box::from_raw((*file.cast::<OpenFile>()).handle) };
    let mut state = handle.disk.state();
    state.handles -= 1;
    if handle.is_temporary {
        state.files.remove(&handle.path);
    } else if let Some(file) = state.files.get_mut(&handle.path) {
        file.locks.close(handle.number);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    buffer: *mut c_void,
    amount: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite gives a buffer of that length, and a file of ours.
    let buffer = unsafe { std::slice::from_raw_parts_mut(buffer.cast::<u8>(), count(amount)) };
    let done = |state: &mut State, handle: &Handle| {
        if state.call(Call::Read).is_err() {
            return ffi::SQLITE_IOERR_READ;
        }
        let now = state.files.get(&handle.path).and_then(|file| file.now.as_deref());
        let from = now.unwrap_or_default().get(length(at)..).unwrap_or_default();
        let found = from.len().min(buffer.len());
        buffer[..found].copy_from_slice(&from[..found]);
        buffer[found..].fill(0);
        if found < buffer.len() { ffi::SQLITE_IOERR_SHORT_READ } else { ffi::SQLITE_OK }
    };
    // SAFETY: the file is ours.
    unsafe { with(file, done) }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    buffer: *const c_void,
    amount: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite gives a buffer of that length, and a file of ours.
    unsafe {
        let buffer = std::slice::from_raw_parts(buffer.cast::<u8>(), count(amount));
        let done = with(file, |state, handle| state.write(&handle.path, length(at), buffer));
        answer(done, ffi::SQLITE_IOERR_WRITE)
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    // SAFETY: the file is ours.
    let done = unsafe { with(file, |state, handle| state.truncate(&handle.path, length(size))) };
    answer(done, ffi::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: the file is ours.
    let done = unsafe { with(file, |state, handle| state.sync(&handle.path)) };
    answer(done, ffi::SQLITE_IOERR_FSYNC)
}

unsafe extern "C" fn size(file: *mut ffi::sqlite3_file, out: *mut ffi::sqlite3_int64) -> c_int {
    let found = |state: &mut State, handle: &Handle| {
        state.call(Call::Size).ok()?;
        let now = state.files.get(&handle.path).and_then(|file| file.now.as_deref());
        i64::try_from(now.unwrap_or_default().len()).ok()
    };
    // SAFETY: the file is ours, and SQLite gives a place for the answer.
    unsafe {
        match with(file, found) {
            Some(found) => {
                *out = found;
                ffi::SQLITE_OK
            }
            None => ffi::SQLITE_IOERR_FSTAT,
        }
    }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    let done = |state: &mut State, handle: &Handle| {
        if state.call(Call::Lock).is_err() {
            return ffi::SQLITE_IOERR_LOCK;
        }
        match state.locks(handle).lock(handle.number, level) {
            true => ffi::SQLITE_OK,
            false => ffi::SQLITE_BUSY,
        }
    };
    // SAFETY: the file is ours.
    unsafe { with(file, done) }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: the file is ours.
    unsafe { with(file, |state, handle| state.locks(handle).unlock(handle.number, level)) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: the file is ours, and SQLite gives a place for the answer.
    unsafe { *out = with(file, |state, handle| state.locks(handle).is_reserved()).into() };
    ffi::SQLITE_OK
}

unsafe extern "C" fn control(
    _file: *mut ffi::sqlite3_file,
    _what: c_int,
    _with: *mut c_void,
) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector(_file: *mut ffi::sqlite3_file) -> c_int {
    c_int::try_from(super::SECTOR).unwrap()
}

/// As on Unix: what lies beside written bytes is not hurt when the power goes.
unsafe extern "C" fn characteristics(_file: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shared_map(
    file: *mut ffi::sqlite3_file,
    piece: c_int,
    size: c_int,
    make: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let map = |state: &mut State, handle: &Handle| {
        state.call(Call::Shared)?;
        Ok(state.locks(handle).map(handle.number, count(piece), count(size), make != 0))
    };
    // SAFETY: the file is ours, and SQLite gives a place for the answer.
    unsafe {
        match with(file, map) {
            Ok(found) => {
                *out = found.map_or(ptr::null_mut(), <*mut u64>::cast);
                ffi::SQLITE_OK
            }
            Err::<_, Fails>(_) => ffi::SQLITE_IOERR_SHMMAP,
        }
    }
}

unsafe extern "C" fn shared_lock(
    file: *mut ffi::sqlite3_file,
    first: c_int,
    places: c_int,
    flags: c_int,
) -> c_int {
    let (first, places) = (count(first), count(places));
    let done = |state: &mut State, handle: &Handle| {
        if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
            state.locks(handle).unlock_places(handle.number, first, places);
            return ffi::SQLITE_OK;
        }
        if state.call(Call::Lock).is_err() {
            return ffi::SQLITE_IOERR_SHMLOCK;
        }
        let alone = flags & ffi::SQLITE_SHM_EXCLUSIVE != 0;
        match state.locks(handle).lock_places(handle.number, first, places, alone) {
            true => ffi::SQLITE_OK,
            false => ffi::SQLITE_BUSY,
        }
    };
    // SAFETY: the file is ours.
    unsafe { with(file, done) }
}

unsafe extern "C" fn shared_barrier(_file: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
}

unsafe extern "C" fn shared_unmap(file: *mut ffi::sqlite3_file, _delete: c_int) -> c_int {
    // SAFETY: the file is ours.
    unsafe { with(file, |state, handle| state.locks(handle).unmap(handle.number)) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    with_folder: c_int,
) -> c_int {
    // SAFETY: the VFS and the name are SQLite's.
    let (disk, path) = unsafe { (disk_of(vfs), text(name)) };
    let Some(disk) = disk else { return ffi::SQLITE_IOERR_DELETE };
    let done = disk.state().delete(&path, with_folder != 0);
    answer(done, ffi::SQLITE_IOERR_DELETE)
}

unsafe extern "C" fn access(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: the VFS and the name are SQLite's, and so is the place for the answer.
    unsafe {
        let Some(disk) = disk_of(vfs) else { return ffi::SQLITE_IOERR_ACCESS };
        let mut state = disk.state();
        if state.call(Call::Access).is_err() {
            return ffi::SQLITE_IOERR_ACCESS;
        }
        let now = state.files.get(&text(name)).and_then(|file| file.now.as_ref());
        // As on Unix: a side file of no length is as good as none.
        let is_there = now.is_some_and(|now| flags != ffi::SQLITE_ACCESS_EXISTS || !now.is_empty());
        let may = flags != ffi::SQLITE_ACCESS_READWRITE || !state.is_read_only;
        *out = (is_there && may).into();
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_pathname(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite gives a name that ends with a zero, and so much room.
    unsafe {
        let bytes = CStr::from_ptr(name).to_bytes_with_nul();
        if bytes.len() > count(room) {
            return ffi::SQLITE_CANTOPEN;
        }
        ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len());
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn randomness(
    _vfs: *mut ffi::sqlite3_vfs,
    amount: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite gives so much room.
    unsafe { ptr::write_bytes(out, 7, count(amount)) };
    amount
}

unsafe extern "C" fn sleep(_vfs: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    std::thread::sleep(Duration::from_micros(u64::try_from(microseconds).unwrap()));
    microseconds
}

unsafe extern "C" fn current_time(_vfs: *mut ffi::sqlite3_vfs, out: *mut f64) -> c_int {
    // SAFETY: SQLite gives a place for the answer.
    unsafe { *out = 2_461_000.5 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn current_time_int64(
    _vfs: *mut ffi::sqlite3_vfs,
    out: *mut ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite gives a place for the answer.
    unsafe { *out = 212_630_443_200_000 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn last_error(
    _vfs: *mut ffi::sqlite3_vfs,
    _room: c_int,
    _out: *mut c_char,
) -> c_int {
    0
}
