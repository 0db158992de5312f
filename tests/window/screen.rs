//! The screen as somebody in front of it has it: is the window shown, and what happens when its cross is pressed?
//!
//! As much of the X11 protocol as that takes, little end first.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

/// Somebody in front of the screen.
pub(crate) struct Screen {
    stream: UnixStream,
    root: u32,
}

const QUERY_TREE: u8 = 15;
const GET_WINDOW_ATTRIBUTES: u8 = 3;
const INTERN_ATOM: u8 = 16;
const GET_PROPERTY: u8 = 20;
const SEND_EVENT: u8 = 25;
const CLIENT_MESSAGE: u8 = 33;
const VIEWABLE: u8 = 2;

impl Screen {
    /// Sits down in front of it.
    pub(crate) fn of(display: &str) -> Self {
        let number = display.trim_start_matches(':');
        let path = format!("/tmp/.X11-unix/X{number}");
        let mut stream = UnixStream::connect(&path).expect("the screen's socket");
        // Byte order, version 11.0, no authorisation.
        stream.write_all(&[b'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]).expect("a greeting");
        let mut head = [0; 8];
        stream.read_exact(&mut head).expect("an answer to the greeting");
        assert_eq!(head[0], 1, "the screen refuses us");
        let mut body = vec![0; 4 * usize::from(u16::from_le_bytes([head[6], head[7]]))];
        stream.read_exact(&mut body).expect("what the screen is like");
        let vendor = usize::from(u16::from_le_bytes([body[16], body[17]])).next_multiple_of(4);
        let formats = 8 * usize::from(body[21]);
        let root = number_at(&body, 32 + vendor + formats);
        Self { stream, root }
    }

    /// Whether a window of that title is shown.
    pub(crate) fn shows(&mut self, title: &str) -> bool {
        self.find(title).is_some_and(|window| {
            let attributes = self.ask(GET_WINDOW_ATTRIBUTES, 0, &window.to_le_bytes());
            attributes[26] == VIEWABLE
        })
    }

    /// Presses the cross of the window of that title.
    pub(crate) fn press_cross_of(&mut self, title: &str) {
        let window = self.find(title).expect("the window");
        let protocols = self.atom("WM_PROTOCOLS");
        let close = self.atom("WM_DELETE_WINDOW");
        let mut event = vec![CLIENT_MESSAGE, 32, 0, 0];
        for number in [window, protocols, close, 0, 0, 0, 0] {
            event.extend(number.to_le_bytes());
        }
        let mut body = Vec::from(window.to_le_bytes());
        body.extend(0_u32.to_le_bytes());
        body.extend(event);
        self.send(SEND_EVENT, 0, &body);
        // An answer to something else says that the event has gone before it.
        self.atom("WM_PROTOCOLS");
    }

    fn find(&mut self, title: &str) -> Option<u32> {
        let name = self.atom("WM_NAME");
        let tree = self.ask(QUERY_TREE, 0, &self.root.to_le_bytes());
        let windows: Vec<u32> =
            tree[32..].as_chunks().0.iter().copied().map(u32::from_le_bytes).collect();
        windows.into_iter().find(|window| {
            let mut body = Vec::from(window.to_le_bytes());
            for number in [name, 0, 0, 64] {
                body.extend(number.to_le_bytes());
            }
            let property = self.ask(GET_PROPERTY, 0, &body);
            let length = number_at(&property, 16) as usize * usize::from(property[1]) / 8;
            // The little window of the toolkit has the same name, and no room.
            property.get(32..32 + length) == Some(title.as_bytes()) && self.is_large(*window)
        })
    }

    fn is_large(&mut self, window: u32) -> bool {
        const GET_GEOMETRY: u8 = 14;
        let geometry = self.ask(GET_GEOMETRY, 0, &window.to_le_bytes());
        u16::from_le_bytes([geometry[16], geometry[17]]) > 200
    }

    fn atom(&mut self, name: &str) -> u32 {
        let mut body = Vec::from((name.len() as u16).to_le_bytes());
        body.extend([0, 0]);
        body.extend(name.as_bytes());
        body.resize(body.len().next_multiple_of(4), 0);
        number_at(&self.ask(INTERN_ATOM, 0, &body), 8)
    }

    fn send(&mut self, code: u8, detail: u8, body: &[u8]) {
        let length = (1 + body.len() / 4) as u16;
        let mut request = vec![code, detail];
        request.extend(length.to_le_bytes());
        request.extend(body);
        self.stream.write_all(&request).expect("a screen that listens");
    }

    /// Sends a request and waits for its answer; events are of no interest, and an error reads as nothing.
    fn ask(&mut self, code: u8, detail: u8, body: &[u8]) -> Vec<u8> {
        self.send(code, detail, body);
        loop {
            let mut answer = vec![0; 32];
            self.stream.read_exact(&mut answer).expect("an answer of the screen");
            match answer[0] {
                0 => return vec![0; 64],
                1 => {
                    let rest = 4 * number_at(&answer, 4) as usize;
                    answer.resize(32 + rest, 0);
                    self.stream.read_exact(&mut answer[32..]).expect("the rest of the answer");
                    return answer;
                }
                _ => {}
            }
        }
    }
}

fn number_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
