//! Printing for people: headings, lines, and colour where there is a terminal that wants it.

use std::fmt::Display;
use std::io::{IsTerminal, Write};

const BOLD: &str = "1";
const BLUE: &str = "1;34";
const GREEN: &str = "32";
const RED: &str = "31";
const QUIET: &str = "2";

fn dressed(style: &str, text: &dyn Display) -> String {
    let colourful = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    if colourful { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_string() }
}

/// One line on standard output, at once: other programs write to the same terminal in between.
pub(crate) fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody is left to tell when standard output is closed.
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// The start of a part, with an empty line above.
pub(crate) fn heading(text: &str) {
    line(&format!("\n{}", dressed(BLUE, &text)));
}

/// A command as the reader could type it.
pub(crate) fn typed(text: &str) {
    line(&format!("\n{} {}", dressed(QUIET, &"$"), dressed(BOLD, &text)));
}

/// An explanation, less loud than what it explains.
pub(crate) fn aside(text: &str) {
    line(&dressed(QUIET, &text));
}

/// `text` in the colour of a good end.
pub(crate) fn good(text: &str) -> String {
    dressed(GREEN, &text)
}

/// `text` in the colour of a bad end.
pub(crate) fn bad(text: &str) -> String {
    dressed(RED, &text)
}

/// The one sentence that says why the command stops.
pub(crate) fn problem(text: &str) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr(), "{text}");
}
