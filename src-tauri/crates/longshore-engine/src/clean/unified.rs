//! How does a decision about values become a step?

use crate::profile::Step;

/// The steps of a column with this decided too, as the last thing that happens: each of `values`, as it stands after
/// the steps that are there, becomes `to`.
#[must_use]
pub fn unified(mut steps: Vec<Step>, values: &[String], to: &str) -> Vec<Step> {
    let is_meant = |text: &str| values.iter().any(|value| same(value, text));
    if !matches!(steps.last(), Some(Step::ValueMap { .. })) {
        steps.push(Step::ValueMap { values: Vec::new() });
    }
    if let Some(Step::ValueMap { values: known }) = steps.last_mut() {
        // What became one of them until now goes the whole way at once.
        for (_, into) in known.iter_mut().filter(|(_, into)| is_meant(into)) {
            to.clone_into(into);
        }
        for value in values {
            let is_known = known.iter().any(|(from, _)| same(from, value));
            // A value that is written just so needs no entry; one that is written otherwise does.
            if !is_known && value != to {
                known.push((value.trim().to_owned(), to.to_owned()));
            }
        }
        known.dedup_by(|later, first| same(&later.0, &first.0));
    }
    if matches!(steps.last(), Some(Step::ValueMap { values }) if values.is_empty()) {
        steps.pop();
    }
    steps
}

/// As a value map compares.
fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        number::NumberReader,
        row::{Header, Row},
        steps::{Columns, Steps},
    };

    fn texts(all: &[&str]) -> Vec<String> {
        all.iter().map(ToString::to_string).collect()
    }

    fn after(steps: &[Step], text: &str) -> String {
        let reader = NumberReader::default();
        let header = Header::default();
        let ready = Steps::compile(steps, &Columns::new(&header, &[]), &reader).unwrap();
        ready.apply(text, &Row::new(), &reader).unwrap().into_owned()
    }

    #[test]
    fn a_decision_holds_for_all_ways_of_writing_it() {
        let steps = unified(Vec::new(), &texts(&["Grey", "gray", "Gray "]), "Grey");
        for value in ["Grey", "gray", " GRAY", "Gray "] {
            assert_eq!(after(&steps, value), "Grey", "{value}");
        }
        assert_eq!(after(&steps, "Green"), "Green");
    }

    #[test]
    fn one_decision_after_the_other_is_one_step() {
        let steps = unified(vec![Step::Trim], &texts(&["gray"]), "Grey");
        let steps = unified(steps, &texts(&["Grey", "Silver"]), "Metal");
        assert_eq!(steps.len(), 2);
        for value in ["gray", "Grey", "silver"] {
            assert_eq!(after(&steps, value), "Metal", "{value}");
        }
    }

    #[test]
    fn letter_case_alone_can_be_decided() {
        let steps = unified(Vec::new(), &texts(&["LINEN", "linen"]), "Linen");
        assert_eq!(after(&steps, "LINEN"), "Linen");
        assert_eq!(unified(Vec::new(), &texts(&["Linen"]), "Linen"), []);
    }
}
