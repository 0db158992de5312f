//! Reading faults as they are written.

use std::str::FromStr;
use std::time::Duration;

use super::{Age, Fault, FaultKind, LatencyStep, Methods, Requests, When, WrongJson};
use crate::error::{FaultError, FaultProblem};
use crate::server::hold::Moment;

/// The longest that anything takes, and the longest line that is looked at.
const LONGEST: Duration = Duration::from_secs(60 * 60);
const LONGEST_LINE: usize = 1000;

/// How each kind is written, by its word.
const FORMS: &[(&str, &str)] = &[
    ("refused", "refused or refused=TIME"),
    ("dropped-before", "dropped-before"),
    ("dropped-after", "dropped-after"),
    ("held", "held, held=before or held=after"),
    ("cut", "cut or cut=BYTES"),
    ("half-batch", "half-batch"),
    ("500", "500, 500=after, 500=TIME or 500=after,TIME"),
    ("502", "502, 502=after, 502=TIME or 502=after,TIME"),
    ("503", "503, 503=after, 503=TIME or 503=after,TIME"),
    ("504", "504, 504=after, 504=TIME or 504=after,TIME"),
    ("429", "429, 429=after, 429=TIME or 429=after,TIME"),
    ("slow-first-byte", "slow-first-byte or slow-first-byte=TIME"),
    ("slow-body", "slow-body or slow-body=TIME"),
    ("latency", "latency=TIME or latency=10x20ms,5x400ms"),
    ("wrong-json", "wrong-json, wrong-json=half, wrong-json=empty or wrong-json=other"),
    ("php-warning", "php-warning"),
    ("stale", "stale, stale=TIME or stale=WRITES"),
    ("twice", "twice"),
    ("certificate", "certificate or certificate=TIME"),
];

impl FaultKind {
    /// The words of all kinds.
    pub fn words() -> impl Iterator<Item = &'static str> {
        FORMS.iter().map(|(word, _)| *word)
    }

    /// How a kind is written with its value; none if there is no such word.
    pub fn form(word: &str) -> Option<&'static str> {
        FORMS.iter().find(|(known, _)| *known == word).map(|(_, form)| *form)
    }

    /// The word of this kind.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::DroppedBefore => "dropped-before",
            Self::DroppedAfter => "dropped-after",
            Self::Held(_) => "held",
            Self::Cut(_) => "cut",
            Self::HalfBatch => "half-batch",
            Self::Status { status: 429, .. } => "429",
            Self::Status { status: 502, .. } => "502",
            Self::Status { status: 503, .. } => "503",
            Self::Status { status: 504, .. } => "504",
            Self::Status { .. } => "500",
            Self::SlowFirstByte(_) => "slow-first-byte",
            Self::SlowBody(_) => "slow-body",
            Self::Latency(_) => "latency",
            Self::WrongJson(_) => "wrong-json",
            Self::PhpWarning => "php-warning",
            Self::Stale(_) => "stale",
            Self::Twice => "twice",
            Self::Certificate(_) => "certificate",
        }
    }

    fn read(word: &str, value: Option<&str>) -> Option<Self> {
        let time_or = |usual: u64| match value {
            None => Some(Duration::from_secs(usual)),
            Some(text) => time(text),
        };
        let alone = |kind: Self| value.is_none().then_some(kind);
        Some(match word {
            "refused" => Self::Refused(time_or(1)?),
            "dropped-before" => return alone(Self::DroppedBefore),
            "dropped-after" => return alone(Self::DroppedAfter),
            "held" => Self::Held(moment(value.unwrap_or("before"))?),
            "cut" => match value {
                None => Self::Cut(None),
                Some(bytes) => Self::Cut(Some(number(bytes)?.try_into().ok()?)),
            },
            "half-batch" => return alone(Self::HalfBatch),
            "500" | "502" | "503" | "504" | "429" => status(word.parse().ok()?, value)?,
            "slow-first-byte" => Self::SlowFirstByte(time_or(5)?),
            "slow-body" => Self::SlowBody(time_or(5)?),
            "latency" => Self::Latency(
                value?.split(',').map(|text| step(text.trim())).collect::<Option<_>>()?,
            ),
            "wrong-json" => Self::WrongJson(match value.unwrap_or("half") {
                "half" => WrongJson::Half,
                "empty" => WrongJson::Empty,
                "other" => WrongJson::Other,
                _ => return None,
            }),
            "php-warning" => return alone(Self::PhpWarning),
            "stale" => Self::Stale(match value {
                Some(text) if time(text).is_none() => Age::Writes(number(text)?),
                _ => Age::Time(time_or(10)?),
            }),
            "twice" => return alone(Self::Twice),
            "certificate" => Self::Certificate(match value {
                None => None,
                Some(text) => Some(time(text)?),
            }),
            _ => return None,
        })
    }
}

fn number(text: &str) -> Option<u64> {
    // Not what the standard library takes besides: `+3`.
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn time(text: &str) -> Option<Duration> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (count, unit) = text.split_at(digits);
    let unit = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        _ => return None,
    };
    let time = Duration::from_millis(number(count)?.checked_mul(unit)?);
    (time <= LONGEST).then_some(time)
}

fn moment(text: &str) -> Option<Moment> {
    match text {
        "before" => Some(Moment::Before),
        "after" => Some(Moment::After),
        _ => None,
    }
}

fn status(status: u16, value: Option<&str>) -> Option<FaultKind> {
    let (first, second) = match value {
        None => (None, None),
        Some(text) => match text.split_once(',') {
            None => (Some(text), None),
            Some((first, second)) => (Some(first.trim()), Some(second.trim())),
        },
    };
    let (moment, retry_after) = match (first, second) {
        (None, _) => (Moment::Before, None),
        (Some(first), None) => match moment(first) {
            Some(moment) => (moment, None),
            None => (Moment::Before, Some(time(first)?)),
        },
        (Some(first), Some(second)) => (moment(first)?, Some(time(second)?)),
    };
    Some(FaultKind::Status { status, moment, retry_after })
}

fn step(text: &str) -> Option<LatencyStep> {
    let (requests, wait) = match text.split_once('x') {
        None => (1, text),
        Some((requests, wait)) => (number(requests)?.try_into().ok()?, wait),
    };
    (requests > 0).then_some(LatencyStep { requests, wait: time(wait)? })
}

fn requests(text: &str) -> Option<Requests> {
    let mut words = text.split_whitespace();
    let first = words.next()?;
    let (methods, path) = match (methods(first), words.next()) {
        (Some(methods), path) => (methods, path.unwrap_or_default()),
        (None, None) => (Methods::Any, first),
        (None, Some(_)) => return None,
    };
    let is_part = |part: &str| {
        part == "*"
            || part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let below = path.strip_suffix("**").unwrap_or(path);
    let is_whole = below.len() == path.len() || below.is_empty() || below.ends_with('/');
    let fits = is_whole && below.split('/').all(is_part) && words.next().is_none();
    fits.then(|| Requests { methods, path: path.to_owned() })
}

fn methods(word: &str) -> Option<Methods> {
    const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
    match word {
        "any" => Some(Methods::Any),
        "read" => Some(Methods::Read),
        "write" => Some(Methods::Write),
        _ => METHODS
            .into_iter()
            .find(|method| method.eq_ignore_ascii_case(word))
            .map(|method| Methods::Only(method.to_owned())),
    }
}

fn when(text: &str) -> Option<When> {
    let counted = |text: &str| number(text).filter(|number| *number > 0);
    if let Some((first, last)) = text.split_once("..") {
        let first = counted(first)?;
        let last = if last.is_empty() { None } else { Some(counted(last)?) };
        return last.is_none_or(|last| last >= first).then_some(When::From { first, last });
    }
    if let Some(step) = text.strip_suffix('n') {
        return counted(step).map(When::Every);
    }
    if let Some((share, seed)) = text.split_once('%') {
        let seed = match seed.strip_prefix(':') {
            Some(seed) => number(seed)?,
            None if seed.is_empty() => 0,
            None => return None,
        };
        return millionths(share).map(|millionths| When::Share { millionths, seed });
    }
    counted(text).map(|number| When::From { first: number, last: Some(number) })
}

/// Hundredths as a person writes them, `2.5`, in millionths.
fn millionths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || fraction.len() > 4 || whole.is_empty() || whole.len() > 3 {
        return None;
    }
    let value = number(&format!("{whole}{fraction:0<4}"))?;
    (value <= 1_000_000).then(|| value.try_into().ok()).flatten()
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        // Each part with the byte at which it begins.
        let split = |text: &str, mark: char| match text.find(mark) {
            Some(at) => (at, Some(at + mark.len_utf8())),
            None => (text.len(), None),
        };
        let (end, when_at) = split(text, '#');
        let (end, requests_at) = split(&text[..end], '@');
        let (word_end, value_at) = split(&text[..end], '=');
        let requests_end = when_at.map_or(text.len(), |at| at - 1);
        let wrong = |problem: FaultProblem, start: usize, end: usize| {
            let part = &text[start..end];
            let leading = part.len() - part.trim_start().len();
            FaultError {
                fault: shortened(text),
                at: text[..start + leading].chars().count() + 1,
                part: shortened(part.trim()),
                problem,
            }
        };
        let word = text[..word_end].trim();
        let Some(form) = FaultKind::form(word).filter(|_| text.len() <= LONGEST_LINE) else {
            return Err(wrong(FaultProblem::Kind, 0, word_end));
        };
        let value = value_at.map(|at| text[at..end].trim());
        let kind = FaultKind::read(word, value).ok_or_else(|| {
            let known = FORMS.iter().find(|(known, _)| *known == word).map_or("", |found| found.0);
            wrong(FaultProblem::Value { word: known, form }, value_at.unwrap_or(0), end)
        })?;
        let requests = match requests_at {
            None => Requests::default(),
            Some(at) => requests(&text[at..requests_end])
                .ok_or_else(|| wrong(FaultProblem::Requests, at, requests_end))?,
        };
        let when = match when_at {
            None => When::Always,
            Some(at) => {
                when(text[at..].trim()).ok_or_else(|| wrong(FaultProblem::When, at, text.len()))?
            }
        };
        Ok(Self { kind, requests, when })
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "refused=2s",
            "dropped-before@write#1..3",
            "dropped-after@POST products/batch#2",
            "held=after@PUT products/*",
            "cut",
            "cut=100@read products/**",
            "half-batch#3n",
            "500",
            "500=after@write#7..",
            "503=after,90s",
            "429=5s#12.5%:42",
            "slow-first-byte=1500ms",
            "slow-body=5s@/wc/v3/products",
            "latency=10x20ms,400ms,3x1s",
            "wrong-json=other@/",
            "php-warning@GET",
            "stale=10s",
            "stale=3@products/categories",
            "twice#0.5%",
            "certificate",
            "certificate=60s",
        ] {
            let fault: Fault = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(fault.to_string(), text);
        }
    }

    #[test]
    fn every_kind_can_be_written_and_is_called_by_its_word() {
        for word in FaultKind::words() {
            let text = if word == "latency" { "latency=1s".to_owned() } else { word.to_owned() };
            let fault: Fault = text.parse().unwrap();
            assert_eq!(fault.kind.word(), word);
            assert!(FaultKind::form(word).is_some_and(|form| form.starts_with(word)));
            assert_eq!(fault.to_string().parse::<Fault>().unwrap(), fault);
        }
    }

    #[test]
    fn blanks_between_the_parts_do_no_harm() {
        let spaced: Fault = " latency = 2x1s , 20ms @ post  products/batch # 2.. ".parse().unwrap();
        assert_eq!(spaced.to_string(), "latency=2x1s,20ms@POST products/batch#2..");
    }

    #[test]
    fn what_is_wrong_is_shown_with_its_place() {
        let wrong = |text: &str| {
            let error = text.parse::<Fault>().unwrap_err();
            (error.code(), error.at, error.part)
        };
        for (text, code, at, part) in [
            ("", "fault_kind_unknown", 1, ""),
            ("dropped", "fault_kind_unknown", 1, "dropped"),
            ("501@write", "fault_kind_unknown", 1, "501"),
            ("  é=1s", "fault_kind_unknown", 3, "é"),
            ("refused=1", "fault_value_unfit", 9, "1"),
            ("refused=99999999999999999999s", "fault_value_unfit", 9, "99999999999999999999s"),
            ("refused=2h@write", "fault_value_unfit", 9, "2h"),
            ("twice=2", "fault_value_unfit", 7, "2"),
            ("latency", "fault_value_unfit", 1, "latency"),
            ("latency=0x5s", "fault_value_unfit", 9, "0x5s"),
            ("429=5s,after", "fault_value_unfit", 5, "5s,after"),
            ("cut@", "fault_route_unfit", 5, ""),
            ("cut@POST products batch", "fault_route_unfit", 5, "POST products batch"),
            ("cut@fetch products", "fault_route_unfit", 5, "fetch products"),
            ("cut@products/**/batch", "fault_route_unfit", 5, "products/**/batch"),
            ("cut@products?sku=1#2", "fault_route_unfit", 5, "products?sku=1"),
            ("cut#", "fault_when_unfit", 5, ""),
            ("cut@read# 0", "fault_when_unfit", 11, "0"),
            ("cut#5..3", "fault_when_unfit", 5, "5..3"),
            ("cut#101%", "fault_when_unfit", 5, "101%"),
            ("cut#+3", "fault_when_unfit", 5, "+3"),
            ("cut#1#2", "fault_when_unfit", 5, "1#2"),
        ] {
            assert_eq!(wrong(text), (code, at, part.to_owned()), "{text}");
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic() {
        for text in ["=", "@", "#", "=@#", "é=é@é#é", "cut=@#", "#%:", "cut#%", "cut#.%", "cut#n"]
        {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
        assert!("cut@".repeat(1000).parse::<Fault>().is_err());
    }
}
