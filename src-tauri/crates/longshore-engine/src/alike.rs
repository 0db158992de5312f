//! Which variants of a product choose the same, and by what are they told apart then?

use std::collections::{HashMap, HashSet};

/// Numbers variants that choose the same, so that none is lost: `S`, `S (2)`. The first keeps what it chooses. Where
/// nothing is chosen each gets a number, in the column `unnamed`. Answers which ones changed.
pub(crate) fn told_apart(all: &mut [Vec<String>], unnamed: usize) -> Vec<usize> {
    let mut count: HashMap<String, usize> = HashMap::new();
    for choices in all.iter() {
        *count.entry(compared(choices)).or_default() += 1;
    }
    let is_chosen = |choices: &[String]| choices.iter().any(|value| !value.trim().is_empty());
    let mut taken: HashSet<String> = count.keys().cloned().collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut changed = Vec::new();
    for (at, choices) in all.iter_mut().enumerate() {
        let key = compared(choices);
        if count.get(&key).is_none_or(|count| *count < 2) {
            continue;
        }
        let number = seen.entry(key).or_default();
        let is_named = is_chosen(choices);
        if is_named && *number == 0 {
            *number = 1;
            continue;
        }
        let last = choices.iter().rposition(|value| !value.trim().is_empty());
        let Some(place) = last.filter(|_| is_named).or(Some(unnamed)) else { continue };
        let Some(value) = choices.get(place).cloned() else { continue };
        loop {
            *number += 1;
            choices[place] = match is_named {
                true => format!("{} ({number})", value.trim()),
                false => number.to_string(),
            };
            if taken.insert(compared(choices)) {
                break;
            }
        }
        changed.push(at);
    }
    changed
}

fn compared(choices: &[String]) -> String {
    let all: Vec<String> = choices.iter().map(|value| value.trim().to_lowercase()).collect();
    all.join("\u{1f}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(all: &[&[&str]]) -> (Vec<String>, Vec<usize>) {
        let mut all: Vec<Vec<String>> =
            all.iter().map(|one| one.iter().map(ToString::to_string).collect()).collect();
        let changed = told_apart(&mut all, 0);
        (all.iter().map(|choices| choices.join("/")).collect(), changed)
    }

    #[test]
    fn the_first_keeps_its_name_and_no_number_is_given_twice() {
        let (found, changed) =
            apart(&[&["Red", "S"], &["red ", "s"], &["Red", "S (2)"], &["Red", "S"], &["", "S"]]);
        assert_eq!(found, ["Red/S", "red /s (3)", "Red/S (2)", "Red/S (4)", "/S"]);
        assert_eq!(changed, [1, 3]);
    }

    #[test]
    fn what_chooses_nothing_is_numbered_unless_it_is_the_only_one() {
        assert_eq!(apart(&[&["", ""], &["S", ""], &["", ""]]).0, ["1/", "S/", "2/"]);
        assert_eq!(
            apart(&[&["", ""], &["S", ""]]),
            (vec!["/".to_owned(), "S/".to_owned()], vec![])
        );
    }
}
