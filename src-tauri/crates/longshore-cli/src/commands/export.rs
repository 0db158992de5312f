//! `longshore export products`, `longshore export records KIND`

use longshore_app::{
    ApiError, Studio,
    engine::entity::Entity,
    exports::{self, ProductsExport, RecordsExport},
};

use crate::{answer::Answer, args::Export, progress::grouped};

pub(super) async fn carry_out(studio: &Studio, export: Export) -> Result<Answer, ApiError> {
    match export {
        Export::Products { store, out } => {
            let request = ProductsExport { store, file: out.clone() };
            let written = exports::products(studio, request, &super::watch()).await?;
            let text = format!(
                "{} products and {} variations are written to {}.",
                grouped(written.products),
                grouped(written.variations),
                out.display()
            );
            Answer::new(&written, text)
        }
        Export::Records { kind, store, out } => {
            let request = RecordsExport { store, file: out.clone(), kind: Entity::from(kind) };
            let written = exports::records(studio, request, &super::watch()).await?;
            let text =
                format!("{} records are written to {}.", grouped(written.records), out.display());
            Answer::new(&written, text)
        }
    }
}
