//! What do the cells of a column look like?

use crate::{
    number, picture_files,
    platforms::{product_types, woocommerce::rules},
    reading::Notation,
    target::{AttributePart, Plain, Target},
    truth, unit,
};

/// What was seen in the samples of one column: how many cells had something, and how many of those what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    filled: usize,
    numbers: usize,
    measures: usize,
    with_decimals_or_currency: usize,
    truths: usize,
    addresses: usize,
    image_addresses: usize,
    picture_paths: usize,
    article_numbers: usize,
    distinct_enough: bool,
    product_types: usize,
    is_surely_type: bool,
    availabilities: usize,
    lists: usize,
    sizes: usize,
}

/// No more samples than this are looked at.
const MOST_SAMPLES: usize = 200;

impl Look {
    /// What these cells look like.
    #[must_use]
    pub fn of<Text: AsRef<str>>(cells: &[Text]) -> Self {
        let mut look = Self::default();
        let mut first = None;
        for cell in cells
            .iter()
            .map(|cell| cell.as_ref().trim())
            .filter(|cell| !cell.is_empty())
            .take(MOST_SAMPLES)
        {
            look.filled += 1;
            look.distinct_enough |= first.is_some_and(|first| first != cell);
            first.get_or_insert(cell);
            let is_number = !matches!(
                number::parse(cell, &Notation::default()),
                Err(number::NumberError::NotANumber | number::NumberError::Empty)
            );
            look.numbers += usize::from(is_number);
            look.measures += usize::from(is_number || is_measure(cell));
            let has_sign =
                cell.contains(['.', ',']) || !cell.bytes().all(|byte| byte.is_ascii_digit());
            look.with_decimals_or_currency += usize::from(is_number && has_sign);
            look.truths += usize::from(truth::parse(cell).is_some());
            look.addresses += usize::from(is_address(cell));
            look.image_addresses += usize::from(is_image_address(cell));
            look.picture_paths += usize::from(picture_files::is_path(cell));
            look.article_numbers += usize::from(is_article_number(cell));
            look.product_types += usize::from(product_types::is_type(cell));
            look.is_surely_type |= product_types::is_surely_type(cell);
            look.availabilities += usize::from(is_availability(cell));
            look.lists += usize::from(cell.contains(','));
            look.sizes += usize::from(is_size(cell));
        }
        look
    }

    fn mostly(&self, count: usize) -> bool {
        self.filled > 0 && count * 10 >= self.filled * 9
    }

    /// Pictures by their addresses.
    #[must_use]
    pub fn are_image_addresses(&self) -> bool {
        self.mostly(self.image_addresses)
    }

    /// GTINs with the right check digit; a few, so that it is no chance.
    #[must_use]
    pub fn are_article_numbers(&self) -> bool {
        self.filled >= 3 && self.distinct_enough && self.mostly(self.article_numbers)
    }

    /// Numbers with decimals or a currency sign.
    #[must_use]
    pub fn are_prices(&self) -> bool {
        self.filled >= 3
            && self.mostly(self.numbers)
            && self.with_decimals_or_currency * 2 >= self.filled
    }

    /// Sizes of clothes, as letters say them.
    #[must_use]
    pub fn are_sizes(&self) -> bool {
        self.mostly(self.sizes)
    }

    /// Nothing but words for types of products, which are no categories.
    #[must_use]
    pub fn are_product_types(&self) -> bool {
        self.is_surely_type && self.product_types == self.filled
    }

    /// Whether the cells cannot be what the name says.
    #[must_use]
    pub fn contradicts(&self, target: &Target) -> bool {
        if self.filled == 0 {
            return false;
        }
        let half = |count: usize| count * 2 >= self.filled;
        let Target::Plain(plain) = target else {
            let is_flag = matches!(
                target,
                Target::Attribute(AttributePart::Visible | AttributePart::Global, _)
            );
            let cost = rules::COST.strip_prefix("meta:");
            let is_cost = matches!(target, Target::Meta(key) if cost == Some(key.as_str()));
            return is_flag && !half(self.truths) || is_cost && !half(self.numbers);
        };
        match plain {
            Plain::Type => !half(self.product_types),
            Plain::RegularPrice | Plain::SalePrice | Plain::LowStockAmount | Plain::MenuOrder => {
                !half(self.numbers)
            }
            Plain::Weight | Plain::Length | Plain::Width | Plain::Height => !half(self.measures),
            Plain::Stock => !half(self.numbers) && !half(self.availabilities),
            Plain::InStock => {
                !half(self.availabilities) && !half(self.truths) && !half(self.numbers)
            }
            Plain::Images => !half(self.addresses + self.picture_paths),
            Plain::Published | Plain::Featured | Plain::Virtual | Plain::Downloadable => {
                !half(self.truths) && !half(self.numbers)
            }
            Plain::Sku => self.lists * 2 > self.filled || half(self.addresses),
            Plain::Category | Plain::Categories if self.are_product_types() => true,
            Plain::Name | Plain::Category | Plain::Brand => half(self.addresses),
            _ => false,
        }
    }

    /// Whether the cells are just what the name says.
    #[must_use]
    pub fn confirms(&self, target: &Target) -> bool {
        match target {
            Target::Plain(Plain::RegularPrice | Plain::SalePrice) => self.mostly(self.numbers),
            Target::Plain(Plain::Images) => self.mostly(self.addresses + self.picture_paths),
            Target::Plain(Plain::Gtin) => self.are_article_numbers(),
            Target::Plain(Plain::Stock) => self.mostly(self.numbers),
            _ => false,
        }
    }
}

/// "5 kg" is a weight all the same.
fn is_measure(cell: &str) -> bool {
    let (_, label) = unit::split(cell);
    unit::weight(label).is_some() || unit::dimension(label).is_some()
}

/// Whether letters say a size of clothes, or several: "M", "3XL", "S/M", "S, M, L".
fn is_size(cell: &str) -> bool {
    let is_one = |size: &str| {
        let size = size.trim();
        let digits = size.len() - size.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        let letters = size[digits..].to_ascii_uppercase();
        let end = letters.trim_start_matches('X');
        let extra = letters.len() - end.len();
        match end {
            "M" => digits == 0 && extra == 0,
            "S" | "L" => digits <= 1 && (digits == 0 || extra == 1),
            _ => false,
        }
    };
    cell.split([',', ';', '|', '/', '-']).all(is_one)
}

/// Whether a text begins as an address on the web does.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let after = |scheme: &str| {
        let start = text.as_bytes().get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme.as_bytes()).then(|| &text[scheme.len()..])
    };
    let rest = after("https://").or_else(|| after("http://"));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['))
}

/// Endings of pictures that shops take.
pub const IMAGE_ENDINGS: &[&str] =
    &["jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "bmp", "tiff", "tif", "svg"];

/// Whether it is an address that ends as the names of pictures do.
pub(crate) fn is_image_address(text: &str) -> bool {
    let first = text.split([',', ' ', ';', '|']).next().unwrap_or_default();
    let path = first.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    is_address(first) && IMAGE_ENDINGS.contains(&ending.as_str())
}

/// Whether it is a GTIN-8, -12, -13 or -14 with the right check digit.
#[must_use]
pub fn is_article_number(text: &str) -> bool {
    let text = text.trim().trim_start_matches('\'');
    matches!(text.len(), 8 | 12 | 13 | 14)
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| byte != b'0')
        && has_check_digit(text)
}

/// Whether the last digit of a GTIN is what the others make it. Source: GS1 General Specifications, 7.9.
#[must_use]
pub fn has_check_digit(digits: &str) -> bool {
    let weighted = digits.bytes().rev().enumerate().map(|(at, byte)| {
        let digit = u32::from(byte.wrapping_sub(b'0'));
        if at % 2 == 1 { digit * 3 } else { digit }
    });
    weighted.sum::<u32>() % 10 == 0
}

fn is_availability(text: &str) -> bool {
    let lower = text.to_lowercase();
    crate::mapping::stock_status(&lower).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_numbers_are_told_from_other_digits_by_their_check_digit() {
        assert!(is_article_number("4006381333931"));
        assert!(is_article_number("96385074"));
        assert!(is_article_number("'0850064060010"));
        assert!(!is_article_number("4006381333932"));
        assert!(!is_article_number("1212699013"));
        assert!(!is_article_number("0000000000000"));
    }

    #[test]
    fn sizes_of_clothes_are_told_from_measures() {
        for size in ["S", "m", "XXL", "3XL", "S/M", "S, M, L", "XS - XL"] {
            assert!(is_size(size), "{size}");
        }
        for other in ["", "5 m", "XM", "2L", "12XL", "32", "long", "S,"] {
            assert!(!is_size(other), "{other}");
        }
    }

    #[test]
    fn addresses_of_pictures_are_told_from_others() {
        assert!(is_image_address("https://cdn.example.com/a.JPG?v=1"));
        assert!(!is_image_address("https://example.com/product/a"));
        assert!(!is_address("httpx://a"));
        assert!(!is_address("ätsch://ab"));
    }
}
