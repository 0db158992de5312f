//! A regular expression on a cell.

use regex::{Regex, RegexBuilder};

use super::{BadStep, LONGEST, StepError};
use crate::profile::PatternUse;

/// Longer patterns nobody types.
const LONGEST_PATTERN: usize = 2_000;
/// Bytes that a pattern may take once it is read.
const LARGEST: usize = 1 << 20;

#[derive(Clone, Debug)]
pub(super) struct Pattern {
    find: Regex,
    with: String,
    take: PatternUse,
}

impl Pattern {
    pub(super) fn new(find: &str, with: &str, take: PatternUse) -> Result<Self, BadStep> {
        if find.is_empty() {
            return Err(BadStep::Impossible);
        }
        if find.len() > LONGEST_PATTERN {
            return Err(BadStep::TooBig);
        }
        let find = RegexBuilder::new(find).size_limit(LARGEST).dfa_size_limit(LARGEST).build();
        let find = find.map_err(|error| BadStep::Pattern(last_line(&error.to_string())))?;
        // Without a replacement what was found stays as it is.
        let with = match (take, with) {
            (PatternUse::Extract, "") if find.captures_len() > 1 => "$1".to_owned(),
            (PatternUse::Extract, "") => "$0".to_owned(),
            _ => with.to_owned(),
        };
        Ok(Self { find, with, take })
    }

    pub(super) fn carry_out(&self, text: &str) -> Result<Option<String>, StepError> {
        match self.take {
            PatternUse::Extract => {
                let mut taken = String::new();
                if let Some(found) = self.find.captures(text) {
                    found.expand(&self.with, &mut taken);
                }
                Ok(Some(taken))
            }
            PatternUse::Replace => self.replaced(text),
        }
    }

    /// As the crate replaces, but with an end: an empty find between all letters could blow a text up.
    fn replaced(&self, text: &str) -> Result<Option<String>, StepError> {
        let mut after = String::new();
        let mut from = 0;
        for found in self.find.captures_iter(text) {
            let Some(whole) = found.get(0) else { continue };
            after.push_str(&text[from..whole.start()]);
            found.expand(&self.with, &mut after);
            from = whole.end();
            if after.len() > LONGEST {
                return Err(StepError::TooLong);
            }
        }
        if from == 0 && after.is_empty() && !self.find.is_match(text) {
            return Ok(None);
        }
        after.push_str(&text[from..]);
        Ok(Some(after))
    }
}

/// The crate draws the pattern with a mark under it; its last line says what is wrong.
fn last_line(error: &str) -> String {
    let line = error.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
