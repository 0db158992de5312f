//! The pictures of all rows that are one product.

use super::{Shaping, cell};
use crate::{
    mapping::addresses,
    picture_files,
    platforms::synonyms,
    row::{Header, Row},
    suggest::values,
    target::{Plain, Target},
};

/// A product with more of them shows none of the others.
const MOST_PICTURES: usize = 500;

impl Shaping {
    /// What a column has of pictures, each once, in the order of the rows; `None` where it has something else.
    pub(super) fn pictures(&self, at: usize, head: Option<&Row>, rows: &[&Row]) -> Option<String> {
        if self.is_option(at) {
            return None;
        }
        let mut all: Vec<&str> = Vec::new();
        for row in head.into_iter().chain(rows.iter().copied()) {
            for picture in addresses(cell(row, at)) {
                let is_one = match self.is_called_picture[at] {
                    true => values::is_address(picture) || picture_files::is_path(picture),
                    false => values::is_image_address(picture),
                };
                if !is_one {
                    return None;
                }
                if !all.contains(&picture) && all.len() < MOST_PICTURES {
                    all.push(picture);
                }
            }
        }
        (!all.is_empty()).then(|| all.join(", "))
    }
}

/// For each column whether it is called as columns of pictures are.
pub(super) fn called_pictures(header: &Header) -> Vec<bool> {
    let is_images = |found: &&synonyms::Synonym| found.target == Target::Plain(Plain::Images);
    let is_one = |name: &String| synonyms::look_up(name).iter().any(is_images);
    header.columns.iter().map(is_one).collect()
}
