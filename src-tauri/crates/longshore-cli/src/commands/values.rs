//! `longshore inspect FILE --values COLUMN`

use std::path::PathBuf;

use longshore_app::{
    ApiError, Studio,
    engine::{clean::clusters::Cluster, reading::ReadSettings},
    sources::{self, FileValues, FileValuesFound},
};

use crate::{
    answer::Answer,
    progress::grouped,
    table,
    words::{plain, wrapped},
};

/// Values and groups that a person is shown.
const SHOWN: usize = 50;

pub(super) async fn carry_out(
    studio: &Studio,
    file: PathBuf,
    reading: ReadSettings,
    column: String,
) -> Result<Answer, ApiError> {
    let request = FileValues { file: file.into(), reading, column };
    let found = sources::values(studio, request, &super::watch()).await?;
    Answer::new(&found, text(&found))
}

fn text(found: &FileValuesFound) -> String {
    let name = plain(&found.column);
    let (distinct, empty) = (grouped(found.distinct as u64), grouped(found.empty));
    let mut text = format!("{name}: {distinct} different values, {empty} cells empty.\n");
    if found.uncounted > 0 {
        let uncounted = grouped(found.uncounted);
        text.push_str(&format!("{uncounted} cells have values that were not counted.\n"));
    }
    text.push('\n');
    let rows = found
        .values
        .iter()
        .take(SHOWN)
        .map(|facet| vec![plain(&facet.value), grouped(facet.count)]);
    text.push_str(&table::of(&["Value", "Count"], rows));
    text.push('\n');
    if found.distinct > SHOWN {
        let more = grouped((found.distinct - SHOWN) as u64);
        text.push_str(&format!("… and {more} more; --json lists them.\n"));
    }
    for cluster in found.clusters.iter().take(SHOWN) {
        text.push_str(&wrapped(&alike(cluster), "", "  "));
    }
    text
}

fn alike(cluster: &Cluster) -> String {
    let values = cluster.values.iter().map(|facet| format!("\"{}\"", plain(&facet.value)));
    let values: Vec<_> = values.collect();
    format!("Probably one value, \"{}\": {}.", plain(&cluster.proposed), values.join(", "))
}
