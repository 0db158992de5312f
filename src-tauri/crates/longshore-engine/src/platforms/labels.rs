//! What do the columns of other platforms' files mean, where every row is a product of its own?

use std::{collections::HashMap, sync::LazyLock};

use smol_str::SmolStr;

use crate::{
    label,
    target::{AttributePart, Target},
};

static LABELS: LazyLock<HashMap<(&'static str, String), &'static str>> = LazyLock::new(|| {
    let lines = include_str!("labels.tsv").lines().filter(|line| !line.starts_with('#'));
    let entry = |line: &'static str| {
        let mut parts = line.split('\t');
        let (platform, target, name) = (parts.next()?, parts.next()?, parts.next()?);
        Some(((platform, normal(name)), target))
    };
    lines.filter_map(entry).collect()
});

/// What a platform's column is for; `Some(None)` where it is known and stores have no place for it.
#[must_use]
pub fn look_up(platform: &str, name: &str) -> Option<Option<Target>> {
    let key = normal(name);
    if let Some(target) = LABELS.get(&(known(platform)?, key)) {
        return Some(Target::parse(target));
    }
    match platform {
        "prestashop" => feature(name).map(Some),
        "etsy" => variation(name).map(Some),
        _ => None,
    }
}

/// `Feature:Height` of PrestaShop: one column for each property.
fn feature(name: &str) -> Option<Target> {
    let (before, label) = name.split_once(':')?;
    let label = label.trim();
    let is_feature = before.trim().eq_ignore_ascii_case("feature") && !label.is_empty();
    is_feature.then(|| Target::AttributeNamed(SmolStr::new(label)))
}

/// `VARIATION 1 NAME`, `VALORI VARIANTE 2` of Etsy.
fn variation(name: &str) -> Option<Target> {
    let (pattern, number) = label::numbered(&label::key(name))?;
    match pattern.as_str() {
        "variation%dname" | "nomevariante%d" | "variationsname%d" => {
            Some(Target::Attribute(AttributePart::Name, number))
        }
        "variation%dvalues" | "valorivariante%d" | "variationswert%d" => {
            Some(Target::Attribute(AttributePart::Value, number))
        }
        _ => None,
    }
}

/// Names are compared without what stands in brackets behind them.
fn normal(name: &str) -> String {
    label::key(name.split_once(" (").map_or(name, |(before, _)| before))
}

fn known(platform: &str) -> Option<&'static str> {
    ["etsy", "google_merchant", "meta_catalogue", "prestashop", "shopify"]
        .into_iter()
        .find(|known| *known == platform)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_a_platform_and_a_target() {
        for line in include_str!("labels.tsv").lines().filter(|line| !line.starts_with('#')) {
            let parts: Vec<_> = line.split('\t').collect();
            assert_eq!(parts.len(), 3, "{line}");
            assert!(known(parts[0]).is_some(), "{line}");
            assert!(parts[1] == "-" || Target::parse(parts[1]).is_some(), "{line}");
        }
    }

    #[test]
    fn columns_of_other_platforms_are_known() {
        let target =
            |platform, name| look_up(platform, name).flatten().map(|target| target.to_string());
        assert_eq!(target("google_merchant", "image_link").as_deref(), Some("images"));
        assert_eq!(target("prestashop", "Name *").as_deref(), Some("name"));
        assert_eq!(
            target("prestashop", "Feature:Battery Life").as_deref(),
            Some("attribute:Battery Life")
        );
        assert_eq!(target("etsy", "VARIATION 2 VALUES").as_deref(), Some("attributes:value2"));
        assert_eq!(look_up("etsy", "CURRENCY_CODE"), Some(None));
        assert_eq!(look_up("etsy", "nothing"), None);
    }
}
