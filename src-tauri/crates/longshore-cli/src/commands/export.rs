//! `longshore export products`

use longshore_app::{
    ApiError, Studio,
    exports::{self, ProductsExport},
};

use crate::{answer::Answer, args::Export, progress::grouped};

pub(super) async fn carry_out(studio: &Studio, export: Export) -> Result<Answer, ApiError> {
    let Export::Products { store, out } = export;
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
