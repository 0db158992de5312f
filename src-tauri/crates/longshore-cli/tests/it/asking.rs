//! Whoever sits at a terminal is asked, and sees how far it is.

use std::{
    ffi::OsStr,
    fs::File,
    io::{Read, Write},
    os::unix::{ffi::OsStrExt, fs::OpenOptionsExt},
    process::Child,
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use longshore_practice::{Matcher, Moment};
use rustix::{
    fs::OFlags,
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};

use crate::{files::LIST, shop::Shop, stopping::stop, terminal::Longshore};

/// How long a test waits for words that have to come.
const SOON: Duration = Duration::from_secs(60);

/// A command at a terminal.
struct Seated {
    child: Child,
    keyboard: File,
    screen: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Seated {
    fn at_a_terminal(longshore: &Longshore, words: &[&str]) -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let size = Winsize { ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&ours, size).unwrap();
        let name = ptsname(&ours, Vec::new()).unwrap();
        let theirs = File::options()
            .read(true)
            .write(true)
            .custom_flags(OFlags::NOCTTY.bits() as i32)
            .open(OsStr::from_bytes(name.to_bytes()))
            .unwrap();
        let child = longshore
            .command(words)
            .env("TERM", "xterm")
            .stdin(theirs.try_clone().unwrap())
            .stdout(theirs.try_clone().unwrap())
            .stderr(theirs)
            .spawn()
            .unwrap();
        let keyboard = File::from(ours);
        let screen: Arc<Mutex<Vec<u8>>> = Arc::default();
        let reader = std::thread::spawn({
            let (mut terminal, screen) = (keyboard.try_clone().unwrap(), Arc::clone(&screen));
            move || {
                let mut bytes = [0; 4096];
                // It ends with an error on Linux, and without one elsewhere.
                while let Ok(count @ 1..) = terminal.read(&mut bytes) {
                    screen.lock().unwrap().extend_from_slice(&bytes[..count]);
                }
            }
        });
        Self { child, keyboard, screen, reader }
    }

    fn seen(&self) -> String {
        String::from_utf8_lossy(&self.screen.lock().unwrap()).into_owned()
    }

    /// Waits until these words stand on the screen.
    #[track_caller]
    fn reads(&self, words: &str) {
        let began = Instant::now();
        while !self.seen().contains(words) {
            assert!(began.elapsed() < SOON, "no {words:?} in {}", self.seen());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn types(&mut self, line: &str) {
        self.keyboard.write_all(line.as_bytes()).unwrap();
    }

    /// The exit status, and everything that stood on the screen.
    fn ends(mut self) -> (i32, String) {
        let status = self.child.wait().unwrap().code().unwrap_or(-1);
        self.reader.join().unwrap();
        let screen = self.screen.lock().unwrap();
        (status, String::from_utf8_lossy(&screen).into_owned())
    }
}

#[test]
fn no_answer_means_no() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    for answer in ["\n", "n\n", "yep\n", "\u{4}"] {
        let words = ["import", file.to_str().unwrap(), "--store", "shop"];
        let mut seated = Seated::at_a_terminal(&longshore, &words);
        seated.reads("[y/N]");
        assert!(seated.seen().contains("4 records would be made"), "{}", seated.seen());
        seated.types(answer);
        let (status, seen) = seated.ends();
        assert_eq!(status, 2, "{answer:?}: {seen}");
        assert!(seen.contains("Nothing was written."), "{answer:?}: {seen}");
        assert_eq!(longshore.runs(), 0);
    }
    assert!(shop.writes().is_empty());
}

#[test]
fn yes_means_yes_and_a_bar_shows_how_far_it_is() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    let words = ["import", file.to_str().unwrap(), "--store", "shop"];
    let mut seated = Seated::at_a_terminal(&longshore, &words);
    seated.reads("[y/N]");
    let products = Matcher {
        body: "Nameless knot".to_owned(),
        ..Matcher::new("POST", "/products/batch", Moment::Before)
    };
    let hold = shop.hold(products);
    seated.types("y\n");
    seated.reads("changing the shop");
    shop.wait_for(&hold);
    hold.release();
    let (status, seen) = seated.ends();
    assert_eq!(status, 0, "{seen}");
    assert!(seen.contains('━'), "a bar was drawn: {seen:?}");
    let question = seen.lines().find(|line| line.contains("records would be made")).unwrap();
    let question = question.rsplit('\u{1b}').next().unwrap();
    assert!(!question.contains("comparing"), "the bar makes room: {question:?}");
    assert!(seen.contains("4 records were made"), "{seen}");
    assert_eq!(shop.witness().products().len(), 4);

    let mut seated = Seated::at_a_terminal(&longshore, &["undo", "1"]);
    seated.reads("4 records would be removed");
    seated.reads("[y/N]");
    seated.types("no\n");
    assert_eq!(seated.ends().0, 2);
    assert_eq!(shop.witness().products().len(), 4);
    let mut seated = Seated::at_a_terminal(&longshore, &["undo", "1"]);
    seated.reads("[y/N]");
    seated.types("YES\n");
    assert_eq!(seated.ends().0, 0);
    assert_eq!(shop.witness().products().len(), 0);
}

#[test]
fn a_stop_is_an_answer_too() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("list.csv", LIST);
    let words = ["import", file.to_str().unwrap(), "--store", "shop"];
    let seated = Seated::at_a_terminal(&longshore, &words);
    seated.reads("[y/N]");
    stop(&seated.child);
    let (status, seen) = seated.ends();
    assert_eq!(status, 4, "{seen}");
    assert!(seen.contains("before anything was sent"), "{seen}");
    assert_eq!((longshore.runs(), shop.writes().len()), (0, 0));
}
