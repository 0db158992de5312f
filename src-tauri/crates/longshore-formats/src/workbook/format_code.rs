//! What does a number format of a spreadsheet do to a number?

/// A number format, as far as it matters to somebody who reads the cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FormatCode {
    /// Shows the number as it is.
    General,
    /// Shows so many decimals: at least and at most.
    Decimals { least: u32, most: u32, percent: bool },
    /// Shows a whole number as a code: with leading zeros or signs between its digits.
    Code(Vec<Piece>),
    /// Shows a day, a time of day, or both.
    Moment { date: bool, time: bool, seconds: bool },
    /// Shows hours that may be more than a day has.
    Duration { seconds: bool },
}

/// A piece of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A digit, with a zero where there is none.
    Zero,
    /// A digit where there is one.
    Digit,
    /// Something else.
    Sign(char),
}

impl FormatCode {
    /// Reads the part of a format code that is meant for positive numbers.
    pub(super) fn parse(code: &str) -> Self {
        let mut signs = Signs::default();
        let mut letters = code.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                ';' => break,
                '"' => {
                    for quoted in letters.by_ref().take_while(|&quoted| quoted != '"') {
                        signs.literal(quoted);
                    }
                }
                '\\' => {
                    if let Some(escaped) = letters.next() {
                        signs.literal(escaped);
                    }
                }
                '_' | '*' => {
                    letters.next();
                }
                '[' => {
                    let inside: String =
                        letters.by_ref().take_while(|&inside| inside != ']').collect();
                    signs.bracket(&inside);
                }
                other => signs.sign(other),
            }
        }
        signs.meaning(code)
    }
}

/// The signs of a format code.
#[derive(Default)]
struct Signs {
    pieces: Vec<Piece>,
    zeros: u32,
    digits: u32,
    least: u32,
    most: u32,
    point: bool,
    percent: bool,
    /// Anything that makes it neither plain decimals nor a code: groups, exponents, fractions.
    other: bool,
    date: bool,
    month_or_minute: bool,
    time: bool,
    seconds: bool,
    elapsed: bool,
}

impl Signs {
    fn literal(&mut self, sign: char) {
        self.pieces.push(Piece::Sign(sign));
    }

    fn bracket(&mut self, inside: &str) {
        let lower = inside.to_ascii_lowercase();
        let elapsed = !lower.is_empty()
            && ['h', 'm', 's'].iter().any(|&unit| lower.chars().all(|c| c == unit));
        self.elapsed |= elapsed;
        self.seconds |= elapsed && lower.starts_with('s');
    }

    fn sign(&mut self, sign: char) {
        match sign {
            '0' | '#' | '?' if self.point => {
                self.most += 1;
                self.least += u32::from(sign == '0');
            }
            '0' => {
                self.zeros += 1;
                self.digits += 1;
                self.pieces.push(Piece::Zero);
            }
            '#' | '?' => {
                self.digits += 1;
                self.pieces.push(Piece::Digit);
            }
            '.' => self.point = true,
            '%' => self.percent = true,
            // Between digits it groups them, behind them it divides by a thousand: neither is shown.
            ',' => self.other = true,
            'E' | 'e' if self.digits > 0 => {
                self.other = true;
                self.most = 99;
            }
            '/' if self.digits > 0 => {
                self.other = true;
                self.most = 99;
            }
            'y' | 'Y' | 'd' | 'D' | 'e' | 'E' => self.date = true,
            'm' | 'M' => self.month_or_minute = true,
            'h' | 'H' => self.time = true,
            's' | 'S' => {
                self.time = true;
                self.seconds = true;
            }
            other => self.pieces.push(Piece::Sign(other)),
        }
    }

    fn meaning(self, code: &str) -> FormatCode {
        if self.elapsed {
            return FormatCode::Duration { seconds: self.seconds };
        }
        if code.eq_ignore_ascii_case("general") || code.contains('@') {
            return FormatCode::General;
        }
        if self.digits == 0 && (self.date || self.time || self.month_or_minute) {
            let date = self.date || (self.month_or_minute && !self.time);
            return FormatCode::Moment { date, time: self.time, seconds: self.seconds };
        }
        if self.digits == 0 || self.most > 30 || ends_scaled(code) {
            return FormatCode::General;
        }
        if !self.point && !self.percent && !self.other {
            let first = self.pieces.iter().position(|piece| !matches!(piece, Piece::Sign(_)));
            let last = self.pieces.iter().rposition(|piece| !matches!(piece, Piece::Sign(_)));
            let between = first.zip(last).is_some_and(|(first, last)| {
                self.pieces[first..last].iter().any(|piece| matches!(piece, Piece::Sign(_)))
            });
            if self.zeros >= 2 || between {
                return FormatCode::Code(self.pieces);
            }
        }
        FormatCode::Decimals { least: self.least, most: self.most, percent: self.percent }
    }
}

/// Whether a comma behind the digits divides the number by a thousand.
fn ends_scaled(code: &str) -> bool {
    let first = code.split(';').next().unwrap_or_default();
    first.char_indices().any(|(at, sign)| {
        sign == ','
            && !first[at + 1..].starts_with(['0', '#', '?'])
            && first[..at].ends_with(['0', '#', '?'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_groups_and_currencies() {
        let decimals = |least, most| FormatCode::Decimals { least, most, percent: false };
        assert_eq!(FormatCode::parse("0.00"), decimals(2, 2));
        assert_eq!(FormatCode::parse("#,##0.00\\ \"€\""), decimals(2, 2));
        assert_eq!(FormatCode::parse("[$€-407]#,##0.00;[Red]-#,##0.00"), decimals(2, 2));
        assert_eq!(FormatCode::parse("0.0##"), decimals(1, 3));
        assert_eq!(FormatCode::parse("#,##0"), decimals(0, 0));
        assert_eq!(
            FormatCode::parse("0%"),
            FormatCode::Decimals { least: 0, most: 0, percent: true }
        );
    }

    #[test]
    fn what_is_shown_shorter_than_it_is_stays_as_it_is() {
        for code in ["General", "@", "0.00E+00", "# ?/?", "#,##0,", ""] {
            assert_eq!(FormatCode::parse(code), FormatCode::General, "{code}");
        }
    }

    #[test]
    fn leading_zeros_make_a_code() {
        assert_eq!(FormatCode::parse("00000"), FormatCode::Code(vec![Piece::Zero; 5]));
        assert!(matches!(FormatCode::parse("000-000"), FormatCode::Code(_)));
        assert!(matches!(FormatCode::parse("\"SKU-\"0000"), FormatCode::Code(_)));
    }

    #[test]
    fn days_and_times() {
        let moment = |date, time, seconds| FormatCode::Moment { date, time, seconds };
        assert_eq!(FormatCode::parse("dd\\.mm\\.yyyy"), moment(true, false, false));
        assert_eq!(FormatCode::parse("m/d/yy h:mm"), moment(true, true, false));
        assert_eq!(FormatCode::parse("h:mm:ss AM/PM"), moment(false, true, true));
        assert_eq!(FormatCode::parse("mmm-yy"), moment(true, false, false));
        assert_eq!(FormatCode::parse("[h]:mm:ss"), FormatCode::Duration { seconds: true });
    }
}
