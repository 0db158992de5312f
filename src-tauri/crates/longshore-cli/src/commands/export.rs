//! `longshore export products`, `longshore export records KIND`

use std::path::Path;

use longshore_app::{
    ApiError, Studio,
    engine::entity::Entity,
    exports::{self, ProductsExport, RecordsExport},
};

use crate::{answer::Answer, args::Export, progress::grouped, words};

pub(super) async fn carry_out(studio: &Studio, export: Export) -> Result<Answer, ApiError> {
    match export {
        Export::Products { store, out } => {
            let request = ProductsExport { store, file: out.clone() };
            let written = exports::products(studio, request, &super::watch()).await?;
            let (products, variations) = (grouped(written.products), grouped(written.variations));
            let counts = [("products", &*products), ("variations", &*variations)];
            Answer::new(&written, told("products_written", &counts, &out))
        }
        Export::Records { kind, store, out } => {
            let request = RecordsExport { store, file: out.clone(), kind: Entity::from(kind) };
            let written = exports::records(studio, request, &super::watch()).await?;
            let records = grouped(written.records);
            Answer::new(&written, told("records_written", &[("records", &records)], &out))
        }
    }
}

/// What was written, and where it is now.
fn told(code: &str, counts: &[(&str, &str)], file: &Path) -> String {
    let file = file.display().to_string();
    words::say(code, counts.iter().copied().chain([("file", &*file)]))
}
