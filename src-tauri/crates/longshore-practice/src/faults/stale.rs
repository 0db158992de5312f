//! Answers that are kept, to be given again when they are no longer true.

use std::collections::{HashMap, VecDeque};
use std::time::Instant;

use super::Age;
use crate::server::answer::Answer;

/// How many answers are kept, and how many bytes of them.
const ANSWERS: usize = 10_000;
const BYTES: usize = 64 * 1024 * 1024;

struct KeptAnswer {
    answer: Answer,
    at: Instant,
    /// How many requests had written by then.
    writes: u64,
}

/// The last answer to each address.
#[derive(Default)]
pub(crate) struct KeptAnswers {
    by_address: HashMap<String, KeptAnswer>,
    /// Addresses in the order in which they were first asked.
    order: VecDeque<String>,
    bytes: usize,
}

impl KeptAnswers {
    /// The answer that an address got before, unless it is too old.
    pub(crate) fn find(&self, address: &str, age: Age, writes: u64) -> Option<Answer> {
        let kept = self.by_address.get(address)?;
        let is_fresh = match age {
            Age::Time(longest) => kept.at.elapsed() <= longest,
            Age::Writes(most) => writes.saturating_sub(kept.writes) <= most,
        };
        is_fresh.then(|| kept.answer.clone())
    }

    pub(crate) fn keep(&mut self, address: &str, answer: &Answer, writes: u64) {
        self.bytes += answer.body.len();
        let kept = KeptAnswer { answer: answer.clone(), at: Instant::now(), writes };
        match self.by_address.insert(address.to_owned(), kept) {
            Some(before) => self.bytes -= before.answer.body.len(),
            None => self.order.push_back(address.to_owned()),
        }
        while self.order.len() > ANSWERS || self.bytes > BYTES {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(gone) = self.by_address.remove(&oldest) {
                self.bytes -= gone.answer.body.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_has_a_limit() {
        let mut kept = KeptAnswers::default();
        for number in 0..200 {
            kept.keep(&number.to_string(), &Answer::json(200, vec![b' '; 1 << 20]), 0);
        }
        assert!(kept.bytes <= BYTES);
        assert_eq!(kept.by_address.len(), 64);
        assert!(kept.find("199", Age::Writes(0), 0).is_some());
        assert!(kept.find("199", Age::Writes(0), 1).is_none());
        assert!(kept.find("0", Age::Writes(0), 0).is_none());
    }
}
