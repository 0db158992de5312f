//! Names of columns: which platform, which language, which field.

use longshore_engine::{
    label,
    platforms::{labels as others, synonyms, woocommerce::labels},
    profile::{Fingerprint, Profile},
    reading::ReadSettings,
    recognise::recognise,
    row::Header,
    suggest::suggest,
    target::Target as Field,
    truth, unit,
};

use longshore_formats::Limits;

use super::pieces::Pieces;
use crate::{corpus, mutation::Shape, target::Target};

pub(crate) const TARGET: Target = Target {
    name: "header",
    read,
    seeds,
    real: corpus::real_headers,
    shape: Shape::Bytes,
    tokens: TOKENS,
};

pub(super) const TOKENS: &[&str] = &[
    "\n",
    "sku",
    "SKU",
    "Name",
    "Regular price",
    "Attribute 1 name",
    "Attribut 65536 Name",
    "Attribute ",
    " value(s)",
    "Meta: ",
    "meta:",
    "Meta：",
    "attribute:",
    "attributes:name",
    "attributes:value1",
    "downloads:url1",
    "Feature:",
    "VARIATION 1 NAME",
    "Weight (kg)",
    "(",
    ")",
    "（",
    "）",
    "%d",
    "%s",
    "*",
    "Publié ?",
    "Catégories",
    "Größe",
    "Preis (netto)",
    "元数据：",
    "长度(mm)",
    "Handle",
    "Title",
    "Option1 Name",
    "Variant SKU",
    "image_link",
    "GTIN",
    "prices",
    "İ",
    "ß",
    "ſ",
    "ﬀ",
    "K",
];

fn read(input: &[u8]) -> bool {
    let text = Pieces(input).text();
    let columns: Vec<String> =
        text.split('\n').take(Limits::default().columns).map(str::to_owned).collect();
    let header = Header { columns, line: Some(1) };
    let recognised = recognise(&header);
    let samples: Vec<Vec<String>> = header.columns.windows(4).map(<[String]>::to_vec).collect();
    let suggestions = suggest(&header, &recognised, &samples);
    let mut profile = Profile::suggested(&recognised, &suggestions, ReadSettings::default());
    let fingerprint = Fingerprint::of(&header);
    let again = Fingerprint::parse(&fingerprint.to_string());
    assert_eq!(again, Some(fingerprint), "a fingerprint is read as it was written");
    for name in header.columns.iter().take(20) {
        one(name);
        let _ = profile.assign(name);
        let _ = profile.assign(&format!("{name}=regular_price"));
    }
    suggestions.iter().any(|suggestion| suggestion.target.is_some())
}

fn one(name: &str) {
    let key = label::key(name);
    let _ = (label::words(name), label::numbered(&key), label::bracketed(&key));
    let _ = (labels::look_up(name), synonyms::look_up(name), synonyms::most_similar(name));
    for platform in ["etsy", "prestashop", "shopify", "google_merchant", name] {
        let _ = others::look_up(platform, name);
    }
    if let Some(field) = Field::parse(name) {
        let written = field.name();
        assert_eq!(Field::parse(&written), Some(field), "a field is read as it is written");
    }
    let _ = (unit::weight(name), unit::dimension(name), unit::split(name), truth::parse(name));
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    [
        "ID\nType\nSKU\nGTIN, UPC, EAN, or ISBN\nName\nPublished\nIs featured?\nVisibility in catalog\nShort description\nDescription\nIn stock?\nStock\nRegular price\nSale price\nCategories\nTags\nImages\nParent\nAttribute 1 name\nAttribute 1 value(s)\nMeta: _note",
        "ID\nType\nUGS\nNom\nPublié\nMis en avant ?\nVisibilité dans le catalogue\nPoids (kg)\nTarif promo\nTarif régulier\nCatégories\nNom de l’attribut 1",
        "Handle\nTitle\nBody (HTML)\nVendor\nType\nTags\nPublished\nOption1 Name\nOption1 Value\nVariant SKU\nVariant Price\nImage Src",
        "id\ntitle\ndescription\nlink\nimage_link\nprice\navailability\nbrand\ngtin",
        "TITLE\nDESCRIPTION\nPRICE\nCURRENCY_CODE\nQUANTITY\nVARIATION 1 NAME\nVARIATION 1 VALUES\nSKU",
        "Artikelnummer\nBezeichnung\nVK brutto\nBestand\nWarengruppe\nEAN\nBild 1\nBild 2\nGewicht in g",
        "meta:_a\nattribute:Colour\nattributes:name1\nattributes:value1\ndownloads:url2\nregular_price",
    ]
    .into_iter()
    .map(|names| names.as_bytes().to_vec())
    .collect()
}
