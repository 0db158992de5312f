//! Who draws the page?
//!
//! On Linux the webview draws with the graphics card, and has it put the drawn layers together. Where there is none (in a
//! virtual machine, over a remote desktop, under a display server of tests) the processor imitates one, which takes it
//! several times as long as drawing does; the webview knows how to do without, but has to be told.

use std::{
    env,
    fs::{self, DirEntry},
    os::unix::process::CommandExt,
    process::Command,
};

/// Where the system shows what can draw, one file a card.
const CARDS: &str = "/dev/dri";
const CARD: &[u8] = b"renderD";
/// What tells WebKitGTK to draw with the processor (from 2.46 on; older ones do not look at it), and in one layer.
const BY_PROCESSOR: &[&str] =
    &["WEBKIT_SKIA_ENABLE_CPU_RENDERING", "WEBKIT_DISABLE_COMPOSITING_MODE"];

/// Where no card is there and nobody has decided it, starts the program once more in its own place with the webview
/// told: a program may not safely change its own environment, but its successor's. Returns where there is nothing to be
/// told, or where it cannot be done, and the page is only drawn more slowly.
pub fn without_card() {
    let undecided: Vec<&str> =
        BY_PROCESSOR.iter().copied().filter(|name| env::var_os(name).is_none()).collect();
    if undecided.is_empty() || has_card() {
        return;
    }
    if let Ok(program) = env::current_exe() {
        let mut successor = Command::new(program);
        successor.args(env::args_os().skip(1)).envs(undecided.iter().map(|name| (name, "1")));
        let _ = successor.exec();
    }
}

fn has_card() -> bool {
    let is_card = |entry: DirEntry| entry.file_name().as_encoded_bytes().starts_with(CARD);
    fs::read_dir(CARDS).is_ok_and(|cards| cards.flatten().any(is_card))
}
