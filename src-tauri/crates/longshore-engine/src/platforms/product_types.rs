//! Which words say of what type a product is?

/// Words for types that nobody sells goods by.
const ONLY_TYPES: [&str; 11] = [
    "simple",
    "variable",
    "variation",
    "configurable",
    "grouped",
    "external",
    "virtual",
    "downloadable",
    "variable-subscription",
    "subscription_variation",
    "variable_subscription",
];

/// Words for types that shops may sell goods under, too.
const ALSO_GOODS: [&str; 4] = ["subscription", "bundle", "composite", "booking"];

/// Whether a cell says of which type a product is, such as `simple, virtual`.
#[must_use]
pub fn is_type(cell: &str) -> bool {
    words(cell).all(|word| is_one_of(word, &ONLY_TYPES) || is_one_of(word, &ALSO_GOODS))
}

/// Whether one of its words can mean nothing else.
#[must_use]
pub fn is_surely_type(cell: &str) -> bool {
    is_type(cell) && words(cell).any(|word| is_one_of(word, &ONLY_TYPES))
}

fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(',').map(str::trim)
}

fn is_one_of(word: &str, all: &[&str]) -> bool {
    all.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_from_what_goods_are_called() {
        for cell in ["simple", "Configurable", "simple, virtual", "variable-subscription"] {
            assert!(is_surely_type(cell), "{cell}");
        }
        assert!(is_type("bundle") && !is_surely_type("bundle"));
        for cell in ["", "Hats", "simple hats", "simple, Hats"] {
            assert!(!is_type(cell), "{cell}");
        }
    }
}
