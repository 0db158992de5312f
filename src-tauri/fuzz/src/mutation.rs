//! How is sound input spoiled?

use fastrand::Rng;

mod sound;

pub use sound::Shape;

/// Makes input from other input.
pub struct Mutation<'a> {
    /// What it is made from.
    pub corpus: &'a [Vec<u8>],
    /// What means something to the reader.
    pub tokens: &'a [&'a str],
    /// What it looks like while it is sound.
    pub shape: Shape,
}

/// Bytes of usual, of some, and of very few inputs.
const SIZES: [usize; 3] = [6 << 10, 256 << 10, 2 << 20];

/// Bytes of those that keep their shape.
const SHAPED: usize = 48 << 10;

/// Numbers at the edges of types and of what people believe.
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1",
    "127",
    "128",
    "255",
    "256",
    "32768",
    "65535",
    "65536",
    "1048576",
    "1048577",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "79228162514264337593543950335",
    "79228162514264337593543950336",
    "0.0000000000000000000000000001",
    "1e308",
    "1e999",
    "-1e-999",
    "1E+12",
    "NaN",
    "inf",
    "1.7976931348623157e308",
    "0x10",
    "1,234.56",
    "1.234,56",
    "00000000000000000000000000000001",
    "99999999999999999999999999999999999999999999999999",
];

/// Letters that are not what they seem.
const LETTERS: &[&[u8]] = &[
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\0",
    b"\x80",
    b"\xc0\x80",
    b"\xc3",
    b"\xe2\x82",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xff",
    b"\x1a",
    b"\x1b",
    b"\r",
    b"\r\n",
    b"\n",
    b"\t",
    b" ",
    b"\\",
    b"\"",
    b"'",
    "\u{a0}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{fffd}".as_bytes(),
    "ß".as_bytes(),
    "İ".as_bytes(),
    "ﬁ".as_bytes(),
    "٣".as_bytes(),
    "½".as_bytes(),
    "😀".as_bytes(),
    "e\u{301}".as_bytes(),
];

impl Mutation<'_> {
    /// One input.
    #[must_use]
    pub fn input(&self, rng: &mut Rng) -> Vec<u8> {
        let mut most = match rng.u32(..50_000) {
            0 => SIZES[2],
            1..25 => SIZES[1],
            _ => SIZES[0],
        };
        // Three of four keep their shape where there is one.
        let is_shaped = self.shape != Shape::Bytes && rng.u8(..4) > 0;
        let mut data = if is_shaped { self.whole(rng).to_vec() } else { self.begin(rng) };
        if is_shaped {
            // Cutting off its end would take its shape.
            most = most.max(SHAPED);
        }
        let edits = match rng.u8(..20) {
            0..10 => 1,
            10..16 => rng.usize(2..5),
            16..19 => rng.usize(5..17),
            _ => rng.usize(17..65),
        };
        for _ in 0..edits {
            if is_shaped {
                let (other, token) = (self.whole(rng), self.token(rng));
                sound::edit(rng, self.shape, &mut data, other, token);
            } else {
                self.edit(rng, &mut data, most);
            }
        }
        if most > SHAPED {
            blow_up(rng, &mut data, most);
        }
        data.truncate(most);
        data
    }

    /// A piece of the corpus, and now and then tokens or noise.
    fn begin(&self, rng: &mut Rng) -> Vec<u8> {
        match rng.u8(..32) {
            0 => (0..rng.usize(..200)).map(|_| rng.u8(..)).collect(),
            1 => (0..rng.usize(..60)).flat_map(|_| self.token(rng)).copied().collect(),
            _ => self.seed(rng).to_vec(),
        }
    }

    /// A part of a seed, mostly all of it.
    fn seed(&self, rng: &mut Rng) -> &[u8] {
        let seed = self.whole(rng);
        if rng.u8(..4) > 0 { seed } else { &seed[within(rng, seed.len(), SIZES[0])] }
    }

    fn whole(&self, rng: &mut Rng) -> &[u8] {
        rng.choice(self.corpus).map_or(b"", Vec::as_slice)
    }

    fn token(&self, rng: &mut Rng) -> &[u8] {
        match rng.u8(..8) {
            0 => rng.choice(NUMBERS).map_or(b"", |number| number.as_bytes()),
            1 => rng.choice(LETTERS).map_or(b"", |letter| letter),
            _ => rng.choice(self.tokens).map_or(b"\0", |token| token.as_bytes()),
        }
    }

    fn edit(&self, rng: &mut Rng, data: &mut Vec<u8>, most: usize) {
        let at = rng.usize(..=data.len());
        let short = within(rng, data.len(), 64);
        match rng.u8(..20) {
            0 if !data.is_empty() => {
                let at = rng.usize(..data.len());
                data[at] ^= 1 << rng.u8(..8);
            }
            1 if !data.is_empty() => {
                let at = rng.usize(..data.len());
                data[at] = rng.u8(..);
            }
            0..5 => insert(data, at, self.token(rng)),
            5..7 => drop(data.splice(short, self.token(rng).iter().copied())),
            7..9 => drop(data.splice(short, std::iter::empty())),
            // What takes away most of the input is for few of them.
            9 if rng.u8(..6) == 0 => drop(data.drain(within(rng, data.len(), usize::MAX))),
            18 if rng.u8(..6) == 0 => data.truncate(at),
            10 => {
                let piece = data[short].to_vec();
                insert(data, at, &piece);
            }
            11 => {
                let piece = data[short].to_vec();
                let room = most.saturating_sub(data.len()) / piece.len().max(1);
                let times = (1usize << rng.u8(..14)).min(room);
                insert(data, at, &piece.repeat(times));
            }
            12 => {
                let token = self.token(rng);
                let times = (1usize << rng.u8(..14)).min(most / token.len().max(1));
                insert(data, at, &token.repeat(times));
            }
            13..15 => {
                let other = self.seed(rng);
                let piece = &other[within(rng, other.len(), 2 << 10)];
                let piece = piece.to_vec();
                if rng.bool() {
                    insert(data, at, &piece);
                } else {
                    let place = within(rng, data.len(), piece.len());
                    data.splice(place, piece);
                }
            }
            15 => {
                let piece: Vec<u8> = data.drain(short).collect();
                let at = rng.usize(..=data.len());
                insert(data, at, &piece);
            }
            16..18 => other_number(rng, data),
            _ => self.other_token(rng, data),
        }
        data.truncate(most);
    }

    /// One token takes the place of another.
    fn other_token(&self, rng: &mut Rng, data: &mut Vec<u8>) {
        let old = rng.choice(self.tokens).map_or(&b""[..], |token| token.as_bytes());
        let new = self.token(rng);
        if old.is_empty() {
            return;
        }
        let found: Vec<usize> = data
            .windows(old.len())
            .enumerate()
            .filter(|(_, window)| *window == old)
            .map(|(at, _)| at)
            .take(100)
            .collect();
        if let Some(&at) = rng.choice(&found) {
            data.splice(at..at + old.len(), new.iter().copied());
        }
    }
}

/// A stretch of at most so many bytes.
fn within(rng: &mut Rng, length: usize, most: usize) -> std::ops::Range<usize> {
    let start = rng.usize(..=length);
    let end = start + rng.usize(..=(length - start).min(most));
    start..end
}

fn insert(data: &mut Vec<u8>, at: usize, piece: &[u8]) {
    data.splice(at..at, piece.iter().copied());
}

/// Digits become another number.
fn other_number(rng: &mut Rng, data: &mut Vec<u8>) {
    let from = rng.usize(..=data.len());
    let Some(start) = data[from..].iter().position(u8::is_ascii_digit).map(|at| from + at) else {
        return;
    };
    let digits = data[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = rng.choice(NUMBERS).map_or("", |number| number);
    data.splice(start..start + digits, number.bytes());
}

/// Repeats a part until it is large.
fn blow_up(rng: &mut Rng, data: &mut Vec<u8>, most: usize) {
    let length = [1, 4, 40, 400, 4_000][rng.usize(..5)];
    let part = within(rng, data.len(), length);
    let piece = if part.is_empty() { b"\"".to_vec() } else { data[part].to_vec() };
    let at = rng.usize(..=data.len());
    let times = most.saturating_sub(data.len()) / piece.len();
    insert(data, at, &piece.repeat(times));
}
