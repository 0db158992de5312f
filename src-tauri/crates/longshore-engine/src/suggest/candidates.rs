//! Everything that one column could be for.

use std::collections::HashMap;

use super::{
    Header, Kind, Look, Plain, Reason, Recognised, Target, in_tree, labels, platform_labels,
    synonyms,
};
use crate::label;

/// One thing that a column could be for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) target: Target,
    pub(super) confidence: u8,
    pub(super) reason: Reason,
}

/// How the columns of a file are named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    is_like_an_export: bool,
    /// By the way through a tree to a value.
    is_of_tree: bool,
}

impl Manner {
    pub(super) fn of(header: &Header) -> Self {
        Self { is_like_an_export: is_like_an_export(header), is_of_tree: header.line.is_none() }
    }
}

/// All candidates of a column; or the reason why there cannot be any.
pub(super) fn of(
    name: &str,
    occurrence: usize,
    recognised: &Recognised,
    manner: Manner,
    look: &Look,
) -> Result<Vec<Candidate>, Reason> {
    let platform = recognised.platform.as_str();
    let mut all = Vec::new();
    if platform == "woocommerce" {
        all.extend(exported(name, occurrence, recognised));
        if !all.is_empty() {
            return Ok(all);
        }
    } else {
        match platform_labels::look_up(platform, name) {
            Some(None) => return Err(Reason::new("no_place_in_store", &[("platform", platform)])),
            Some(Some(target)) if !look.contradicts(&target) => {
                let reason = Reason::new("platform_label", &[("platform", platform)]);
                return Ok(vec![Candidate { target, confidence: 96, reason }]);
            }
            _ => {}
        }
    }
    all.extend(own_number(name).filter(|_| !manner.is_like_an_export));
    all.extend(synonyms::look_up(name).into_iter().map(|synonym| Candidate {
        target: synonym.target.clone(),
        confidence: synonym.confidence,
        reason: Reason::new("synonym", &[("word", &synonym.words)]),
    }));
    if platform != "woocommerce" {
        all.extend(labelled(name, manner.is_like_an_export));
    }
    if all.is_empty() {
        all.extend(in_one_language(name));
    }
    if all.is_empty() && manner.is_of_tree {
        all.extend(in_tree::of(name));
    }
    if all.is_empty() && platform != "woocommerce" {
        all.extend(similar(name));
    }
    all.extend(by_values(look));
    let (fitting, contradicted): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|candidate| !look.contradicts(&candidate.target));
    let mut all = fitting;
    if let (true, Some(surest)) =
        (all.is_empty(), contradicted.iter().max_by_key(|candidate| candidate.confidence))
    {
        if look.are_sizes()
            && let Some(choice) = choice_of_sizes(name, &surest.target)
        {
            return Ok(vec![choice]);
        }
        return Err(Reason::new("values_contradict", &[("target", &surest.target.name())]));
    }
    for candidate in &mut all {
        // Values that fit make a name surer; they never make it certain.
        if look.confirms(&candidate.target) {
            candidate.confidence = (candidate.confidence + 5).min(95);
        }
    }
    Ok(all)
}

/// A column of WooCommerce's own export. Where one language calls two columns the same, they stand in order.
fn exported(name: &str, occurrence: usize, recognised: &Recognised) -> Vec<Candidate> {
    let hits = labels::look_up(name);
    let own: Vec<_> = hits
        .iter()
        .filter(|hit| Some(hit.locale) == recognised.locale.as_deref() && hit.kind == Kind::Label)
        .collect();
    let own = own.get(occurrence).or_else(|| own.last());
    let confidence = |kind| match kind {
        Kind::Label => 92,
        Kind::Alias => 85,
        Kind::Variant => 80,
    };
    let first = own.map(|hit| Candidate {
        target: hit.target.clone(),
        confidence: 100,
        reason: Reason::new("export_label", &[("locale", hit.locale)]),
    });
    let mut all: Vec<Candidate> = first.into_iter().collect();
    if all.is_empty() {
        all.extend(hits.iter().map(|hit| Candidate {
            target: hit.target.clone(),
            confidence: confidence(hit.kind),
            reason: match hit.kind {
                Kind::Alias => Reason::new("import_alias", &[("locale", hit.locale)]),
                _ => Reason::new("export_label", &[("locale", hit.locale)]),
            },
        }));
    }
    all
}

/// What lists call the column that numbers their rows.
const OWN_NUMBERS: [&str; 5] = ["id", "product id", "item id", "article id", "artikel id"];

/// What readers of trees call the name under which an object keeps a record.
const KEY: &str = "@key";

/// A list's own numbers say nothing to the store, but as SKU they tell its products apart. Where another column has
/// SKUs that one is surer.
fn own_number(name: &str) -> Option<Candidate> {
    let is_one = OWN_NUMBERS.contains(&label::words(name).as_str()) || name == KEY;
    is_one.then(|| Candidate {
        target: Plain::Sku.into(),
        confidence: 55,
        reason: Reason::new("own_number", &[]),
    })
}

/// Languages that columns of a catalogue are written in, as ISO 639-1 calls them. Norwegian is missing: "article no" is
/// an article's number.
const LANGUAGES: [&str; 30] = [
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hr", "hu", "it", "ja",
    "ko", "lt", "lv", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "zh",
];

/// A column that exists once for each language, such as `name_de` and `name_tr`. The first of them is the likeliest.
fn in_one_language(name: &str) -> Vec<Candidate> {
    let words = label::words(name);
    let stem = words.rsplit_once(' ').filter(|(_, last)| LANGUAGES.contains(last));
    let known = stem.map(|(stem, _)| synonyms::look_up(stem)).unwrap_or_default();
    let candidate = |synonym: &&synonyms::Synonym| Candidate {
        target: synonym.target.clone(),
        confidence: synonym.confidence.saturating_sub(10),
        reason: Reason::new("synonym", &[("word", &synonym.words)]),
    };
    known.iter().map(candidate).collect()
}

/// Whether all columns of a plain table but the numbers of its rows are called as WooCommerce's export calls them in
/// one language: then the numbers are those of a store.
fn is_like_an_export(header: &Header) -> bool {
    let is_number =
        |name: &str| name.is_empty() || OWN_NUMBERS.contains(&label::words(name).as_str());
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut all = 0;
    for name in header.columns.iter().filter(|name| !is_number(name)) {
        all += 1;
        let mut locales: Vec<&str> = labels::look_up(name)
            .iter()
            .filter(|hit| hit.kind == Kind::Label)
            .map(|hit| hit.locale)
            .collect();
        locales.sort_unstable();
        locales.dedup();
        locales.into_iter().for_each(|locale| *counts.entry(locale).or_default() += 1);
    }
    all >= 2 && counts.values().any(|count| *count == all)
}

/// A column of a plain table that WooCommerce's export calls the same in some language.
fn labelled(name: &str, is_like_an_export: bool) -> Vec<Candidate> {
    let hits = labels::look_up(name);
    let candidate = |hit: labels::Hit| Candidate {
        confidence: match (&hit.target, hit.kind) {
            (Target::Plain(Plain::Id), _) if is_like_an_export => 70,
            // Too common a word: the file's own number of a record says nothing to another store.
            (Target::Plain(Plain::Id), _) => 40,
            (Target::Attribute(..) | Target::Download(..) | Target::Meta(_), _) => 90,
            (_, Kind::Label) => 80,
            _ => 75,
        },
        reason: Reason::new("export_label", &[("locale", hit.locale)]),
        target: hit.target,
    };
    hits.into_iter().map(candidate).collect()
}

fn similar(name: &str) -> Option<Candidate> {
    // The number of a brand is called nearly as the brand, and is none; nor is the text of a picture a picture.
    if matches!(label::words(name).rsplit(' ').next(), Some("id" | "ids" | "alt")) {
        return None;
    }
    let (synonym, likeness) = synonyms::most_similar(name)?;
    // 0.92 is half sure, 1.0 a little less than the synonym itself.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 50 and 75"
    )]
    let confidence = (50.0 + (likeness - 0.92) / 0.08 * 25.0) as u8;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 92 and 100"
    )]
    let percent = (likeness * 100.0) as u8;
    Some(Candidate {
        target: synonym.target.clone(),
        confidence: confidence.min(synonym.confidence),
        reason: Reason::new(
            "similar",
            &[("to", &synonym.words), ("percent", &percent.to_string())],
        ),
    })
}

/// The length of trousers is S or M: what is called like a measure is a choice where its cells are sizes.
fn choice_of_sizes(name: &str, measure: &Target) -> Option<Candidate> {
    let is_measure = matches!(measure, Target::Plain(Plain::Length | Plain::Width | Plain::Height));
    is_measure.then(|| Candidate {
        target: Target::AttributeNamed(name.trim().into()),
        confidence: 70,
        reason: Reason::new("values_look_like", &[("what", "sizes")]),
    })
}

/// What the cells look like where the name says nothing.
fn by_values(look: &Look) -> Vec<Candidate> {
    let mut all = Vec::new();
    let mut add = |target: Plain, confidence, what| {
        let reason = Reason::new("values_look_like", &[("what", what)]);
        all.push(Candidate { target: target.into(), confidence, reason });
    };
    if look.are_image_addresses() {
        add(Plain::Images, 65, "image_addresses");
    }
    if look.are_article_numbers() {
        add(Plain::Gtin, 65, "article_numbers");
    }
    if look.are_prices() {
        add(Plain::RegularPrice, 35, "prices");
    }
    all
}
