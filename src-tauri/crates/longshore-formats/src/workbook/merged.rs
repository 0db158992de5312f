//! What does a merged cell say of the rows that lie under it?

use longshore_engine::row::Row;

use super::layout::{Layout, Merge};

/// Values of merged cells that are held, in bytes: more nobody sees at once.
const MOST_HELD: usize = 8 << 20;

/// The merged cells that reach over the present row.
#[derive(Default)]
pub(super) struct Merged {
    /// Areas that were met so far.
    met: usize,
    over: Vec<(Merge, String)>,
    held: usize,
}

impl Merged {
    /// Looks at a row, by its number from 0: which of its empty cells lie under a merged cell with a value. They get
    /// that value where it is wanted. Rows come one after the other.
    pub(super) fn look(&mut self, layout: &Layout, at: u32, row: &mut Row, fills: bool) -> u64 {
        let held = &mut self.held;
        self.over.retain(|(merge, text)| {
            let stays = merge.bottom >= at;
            *held -= if stays { 0 } else { text.len() };
            stays
        });
        let mut found = 0;
        for (merge, text) in &self.over {
            let column = merge.left as usize;
            if row.get(column).is_none_or(str::is_empty) {
                found += 1;
                if fills {
                    row.pad(column + 1);
                    row.set(column, text);
                }
            }
        }
        while let Some(merge) = layout.merge_at(self.met).filter(|merge| merge.top <= at) {
            self.met += 1;
            let text = row.get(merge.left as usize).unwrap_or_default();
            // One that began in a row without anything has no value.
            if merge.top == at && !text.is_empty() && self.held + text.len() <= MOST_HELD {
                self.held += text.len();
                self.over.push((merge, text.to_owned()));
            }
        }
        found
    }
}
