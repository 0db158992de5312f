//! How does what a store has become a file?

use std::{
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use longshore_engine::{
    entity::Entity,
    facts::StoreFacts,
    matching,
    plan::Needs,
    platforms::woocommerce::export::{Exporter, is_exported},
    profile::Fingerprint,
    row::Row,
    value::Key,
};
use longshore_formats::{CsvStyle, CsvWriter};
use longshore_journal::{ConnectionId, Journal, memory::Became, mirror::Mirror};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    error::ApiError,
    imports::{Wanted, ask},
    progress::{Stage, Watch},
    stores,
    studio::Studio,
};

/// Keys that are remembered in one transaction.
const TOGETHER: usize = 5_000;

/// All products of a store, into a file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ProductsExport {
    /// The name of the store.
    pub store: String,
    /// The file.
    pub file: PathBuf,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ProductsWritten {
    /// The file.
    pub file: PathBuf,
    /// Rows of products.
    pub products: u64,
    /// Rows of variations.
    pub variations: u64,
}

/// The ending of a file that whoever opens it takes for something else than CSV.
fn another_format(file: &Path) -> Option<String> {
    const OTHERS: &[&str] =
        &["xlsx", "xlsm", "xlsb", "xls", "ods", "numbers", "json", "xml", "pdf", "zip", "gz"];
    let ending = file.extension()?.to_str()?.to_ascii_lowercase();
    OTHERS.contains(&ending.as_str()).then_some(ending)
}

/// Writes all products and variations in the columns of WooCommerce's own export. The file is there whole or not
/// at all.
pub async fn products(
    studio: &Studio,
    request: ProductsExport,
    watch: &Watch,
) -> Result<ProductsWritten, ApiError> {
    if let Some(ending) = another_format(&request.file) {
        let error = ApiError::new("export_writes_csv").with("file", request.file.display());
        return Err(error.with("ending", ending));
    }
    let opened = watch.unless_cancelled(stores::open(studio, &request.store)).await??.readable()?;
    let path = studio.home().mirror(opened.id.0);
    let mirror = tokio::task::spawn_blocking(move || Mirror::open(&path)).await??;
    let needs = Needs {
        taxonomies: Entity::ALL.into_iter().filter(|entity| entity.is_taxonomy()).collect(),
        every_attribute: true,
        ..Needs::default()
    };
    let wanted = Wanted::everything();
    ask(opened.store.as_ref(), &mirror, &needs, &wanted, &[], watch).await?;
    let (facts, watch) = (opened.facts.clone(), watch.clone());
    let (journal, connection) = (studio.journal().clone(), opened.id);
    tokio::task::spawn_blocking(move || {
        let (written, header) = write(&mirror, &facts, request.file, &watch)?;
        remember(&journal, connection, &mirror, &header)?;
        Ok(written)
    })
    .await?
}

/// Our own file comes back with this store's own numbers: a row without SKU is known again by them.
fn remember(
    journal: &Journal,
    connection: ConnectionId,
    mirror: &Mirror,
    header: &[String],
) -> Result<(), ApiError> {
    let scope = Fingerprint::of_names(header.iter().map(String::as_str)).to_string();
    let mut keys = Vec::with_capacity(TOGETHER);
    each(mirror, |record| {
        keys.push((matching::numbered_key(record.id), Became::of(record)));
        if keys.len() == TOGETHER {
            journal.remember(connection, &scope, &keys)?;
            keys.clear();
        }
        Ok(())
    })?;
    Ok(journal.remember(connection, &scope, &keys)?)
}

fn write(
    mirror: &Mirror,
    facts: &StoreFacts,
    file: PathBuf,
    watch: &Watch,
) -> Result<(ProductsWritten, Vec<String>), ApiError> {
    let unwritten = |error: std::io::Error| {
        ApiError::new("file_not_written").with("file", file.display()).detail(error)
    };
    let known = mirror.known(Arc::new(mirror.index(&[Key::Sku])?), None)?;
    let mut exporter = Exporter::new(facts);
    each(mirror, |record| {
        exporter.observe(record, &known);
        Ok(())
    })?;
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => std::path::Path::new("."),
    };
    let out =
        tempfile::Builder::new().prefix(".longshore-").tempfile_in(folder).map_err(unwritten)?;
    let mut writer = CsvWriter::new(out, CsvStyle::default());
    let header = exporter.header();
    header.iter().for_each(|name| writer.cell(name));
    writer.end_row().map_err(unwritten)?;
    let mut row = Row::new();
    let (mut products, mut variations) = (0, 0);
    each(mirror, |record| {
        row.clear();
        exporter.row(record, &known, &mut row);
        row.iter().for_each(|cell| writer.cell(cell));
        writer.end_row().map_err(unwritten)?;
        match record.entity {
            Entity::Variation => variations += 1,
            _ => products += 1,
        }
        watch.tell(Stage::Writing, products + variations, None);
        watch.may_go_on()
    })?;
    if let Some(error) = known.take_failure() {
        return Err(error.into());
    }
    let mut out = writer.finish().map_err(unwritten)?;
    out.flush().map_err(unwritten)?;
    out.as_file().sync_all().map_err(unwritten)?;
    out.persist(&file).map_err(|error| unwritten(error.error))?;
    Ok((ProductsWritten { file, products, variations }, header))
}

/// Every record that belongs into the file: parents before their variations.
fn each(
    mirror: &Mirror,
    mut with: impl FnMut(&longshore_engine::record::StoreRecord) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    let mut result = Ok(());
    for entity in [Entity::Product, Entity::Variation] {
        mirror.each(entity, |record| {
            if is_exported(&record) {
                result = with(&record);
            }
            if result.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        std::mem::replace(&mut result, Ok(()))?;
    }
    Ok(())
}
