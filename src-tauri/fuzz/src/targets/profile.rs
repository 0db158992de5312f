//! Profiles that somebody shared as a file.

use longshore_engine::{
    mapped::Mapped,
    mapping::Mapping,
    profile::{ColumnMap, Profile, Step},
    row::{Header, Row},
};

use super::{expressions, mapping::facts};
use crate::{mutation::Shape, target::Target};

pub(crate) const TARGET: Target = Target {
    name: "profile",
    read,
    seeds,
    real: Vec::new,
    shape: Shape::Json,
    tokens: expressions::TOKENS,
};

fn read(input: &[u8]) -> bool {
    let text = String::from_utf8_lossy(input);
    let Ok(profile) = Profile::from_file(&text) else { return false };
    let Ok(file) = profile.to_file() else { panic!("a profile that was read can be written") };
    assert_eq!(
        Profile::from_file(&file).as_ref(),
        Ok(&profile),
        "a profile comes back from its file"
    );
    let columns: Vec<String> = profile.columns.iter().map(|column| column.column.clone()).collect();
    let header = Header { columns, line: Some(1) };
    let Ok(mapping) = Mapping::compile(&profile, &header, &[], Some(&facts())) else { return true };
    let mut mapped = Mapped::empty();
    for cell in ["", "19,90", "A > B, C", "2026-12-31", "aaaaaaaaaaaaaaaaaaaaaaaa"] {
        let mut row = Row::new();
        header.columns.iter().for_each(|_| row.push(cell));
        row.number = 1;
        mapping.validate(&row, &mut Vec::new());
        mapping.map(&row, &mut mapped, &mut Vec::new());
    }
    true
}

fn seeds() -> Vec<Vec<u8>> {
    let column = |name: &str, target: &str, steps: &str| ColumnMap {
        column: name.to_owned(),
        target: Some(target.into()),
        steps: serde_json::from_str::<Vec<Step>>(steps).unwrap_or_default(),
        ..ColumnMap::default()
    };
    let arithmetic =
        "[{\"step\":\"arithmetic\",\"multiply\":\"1.19\",\"decimals\":2,\"ending\":\"0.99\"}]";
    let replace = "[{\"step\":\"trim\"},{\"step\":\"replace\",\"find\":\"a\",\"with\":\"bbbb\"}]";
    let full = Profile {
        name: "Supplier".to_owned(),
        platform: "woocommerce".into(),
        columns: vec![
            column("Nr", "sku", "[{\"step\":\"trim\"}]"),
            column("Preis", "regular_price", arithmetic),
            column("Text", "description", replace),
            column("Bild", "images", "[]"),
            column("Farbe", "attribute:Colour", "[{\"step\":\"default\",\"text\":\"red\"}]"),
        ],
        constants: vec![("published".into(), "0".to_owned()), ("tags".into(), "new".to_owned())],
        match_keys: longshore_engine::profile::DEFAULT_MATCH_KEYS.to_vec(),
        ..Profile::default()
    };
    let mut seeds: Vec<Vec<u8>> = [full, Profile::default()]
        .iter()
        .filter_map(|one| one.to_file().ok())
        .map(String::into_bytes)
        .collect();
    seeds.push(b"{\"longshore_profile\": 1, \"profile\": {}}".to_vec());
    seeds
}
