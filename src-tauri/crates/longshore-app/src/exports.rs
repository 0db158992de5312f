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
    platforms::woocommerce::{
        export::{Exporter, OtherExporter, is_exported},
        schema,
    },
    profile::Fingerprint,
    record::StoreRecord,
    row::Row,
    schema::Kind,
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

/// All records of a kind of a store, into a file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecordsExport {
    /// The name of the store.
    pub store: String,
    /// The file.
    pub file: PathBuf,
    /// The kind, which is neither product nor variation.
    pub kind: Entity,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RecordsWritten {
    /// The file.
    pub file: PathBuf,
    /// The kind.
    pub kind: Entity,
    /// How many records.
    pub records: u64,
}

/// Writes all records of a kind, with a column for each of their fields. The file is there whole or not at all.
pub async fn records(
    studio: &Studio,
    request: RecordsExport,
    watch: &Watch,
) -> Result<RecordsWritten, ApiError> {
    let RecordsExport { store, file, kind } = request;
    if kind.is_sold() {
        let error = ApiError::new("export_kind_is_products").with("kind", kind.as_str());
        return Err(error);
    }
    is_for_csv(&file)?;
    let opened =
        watch.unless_cancelled(stores::open(studio, &store, watch.waits())).await??.readable()?;
    let path = studio.home().mirror(opened.id.0);
    let mirror = tokio::task::spawn_blocking(move || Mirror::open(&path)).await??;
    let (needs, wanted) = needs_of(kind);
    ask(opened.store.as_ref(), &mirror, &needs, &wanted, &[], watch).await?;
    let (journal, connection, watch) = (studio.journal().clone(), opened.id, watch.clone());
    tokio::task::spawn_blocking(move || {
        let (written, header) = write_records(&mirror, kind, file, &watch)?;
        let scope = Fingerprint::of_names(header.iter().map(String::as_str)).to_string();
        let mut keys = Vec::new();
        mirror.each(kind, |record| {
            keys.push((matching::numbered_key(record.id), Became::of(&record)));
            ControlFlow::Continue(())
        })?;
        for keys in keys.chunks(TOGETHER) {
            journal.remember(connection, &scope, keys)?;
        }
        Ok(written)
    })
    .await?
}

/// What has to be known of a store so that records of a kind can be written: they, what they lie in, and what they name.
fn needs_of(kind: Entity) -> (Needs, Wanted) {
    let (mut needs, mut wanted) = (Needs::default(), Wanted::default());
    let named = schema::of(kind).iter().filter_map(|def| match def.kind {
        Kind::Reference(of) | Kind::References(of) => Some(of),
        _ => None,
    });
    for kind in named.chain(kind.parent()).chain([kind]) {
        match kind {
            Entity::Product => wanted.add_everything(),
            kind if kind.is_taxonomy() => {
                needs.taxonomies.insert(kind);
            }
            kind => {
                needs.others.insert(kind);
            }
        }
    }
    needs.every_attribute = kind == Entity::Term;
    (needs, wanted)
}

fn write_records(
    mirror: &Mirror,
    kind: Entity,
    file: PathBuf,
    watch: &Watch,
) -> Result<(RecordsWritten, Vec<String>), ApiError> {
    let known = mirror.known(Arc::new(mirror.index(&[Key::Sku])?), None)?;
    let mut exporter = OtherExporter::new(kind);
    mirror.each(kind, |record| {
        exporter.observe(&record);
        ControlFlow::Continue(())
    })?;
    let header = exporter.header();
    let mut records = 0;
    into_file(&file, |writer| {
        header.iter().for_each(|name| writer.cell(name));
        writer.end_row()?;
        let mut row = Row::new();
        let mut result: Result<(), Unwritten> = Ok(());
        let mut write = |record: &StoreRecord| {
            exporter.row(record, &known, &mut row);
            row.iter().for_each(|cell| writer.cell(cell));
            writer.end_row()?;
            records += 1;
            watch.tell(Stage::Writing, records, None);
            watch.may_go_on().map_err(Unwritten::Refused)
        };
        mirror
            .each(kind, |record| {
                result = write(&record);
                if result.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .map_err(|error| Unwritten::Refused(error.into()))?;
        result
    })?;
    if let Some(error) = known.take_failure() {
        return Err(error.into());
    }
    Ok((RecordsWritten { file, kind, records }, header))
}

/// Why a file was not written.
enum Unwritten {
    Disk(std::io::Error),
    Refused(ApiError),
}

impl From<std::io::Error> for Unwritten {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<ApiError> for Unwritten {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}

/// Writes a file that is there whole or not at all.
fn into_file(
    file: &Path,
    write: impl FnOnce(&mut CsvWriter<tempfile::NamedTempFile>) -> Result<(), Unwritten>,
) -> Result<(), ApiError> {
    let attempt = || -> Result<(), Unwritten> {
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let out = tempfile::Builder::new().prefix(".longshore-").tempfile_in(folder)?;
        let mut writer = CsvWriter::new(out, CsvStyle::default());
        write(&mut writer)?;
        let mut out = writer.finish()?;
        out.flush()?;
        out.as_file().sync_all()?;
        out.persist(file).map_err(|error| error.error)?;
        Ok(())
    };
    attempt().map_err(|error| match error {
        Unwritten::Disk(error) => {
            ApiError::new("file_not_written").with("file", file.display()).detail(error)
        }
        Unwritten::Refused(error) => error,
    })
}

/// An error where the ending of a file says that it is something else than CSV.
fn is_for_csv(file: &Path) -> Result<(), ApiError> {
    let Some(ending) = another_format(file) else { return Ok(()) };
    let error = ApiError::new("export_writes_csv").with("file", file.display());
    Err(error.with("ending", ending))
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
    is_for_csv(&request.file)?;
    let opened = watch
        .unless_cancelled(stores::open(studio, &request.store, watch.waits()))
        .await??
        .readable()?;
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
    each::<ApiError>(mirror, |record| {
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
    let known = mirror.known(Arc::new(mirror.index(&[Key::Sku])?), None)?;
    let mut exporter = Exporter::new(facts);
    each::<ApiError>(mirror, |record| {
        exporter.observe(record, &known);
        Ok(())
    })?;
    let header = exporter.header();
    let (mut products, mut variations) = (0, 0);
    into_file(&file, |writer| {
        header.iter().for_each(|name| writer.cell(name));
        writer.end_row()?;
        let mut row = Row::new();
        each(mirror, |record| {
            row.clear();
            exporter.row(record, &known, &mut row);
            row.iter().for_each(|cell| writer.cell(cell));
            writer.end_row()?;
            match record.entity {
                Entity::Variation => variations += 1,
                _ => products += 1,
            }
            watch.tell(Stage::Writing, products + variations, None);
            Ok(watch.may_go_on()?)
        })
    })?;
    if let Some(error) = known.take_failure() {
        return Err(error.into());
    }
    Ok((ProductsWritten { file, products, variations }, header))
}

/// Every record that belongs into the file: parents before their variations.
fn each<E: From<ApiError>>(
    mirror: &Mirror,
    mut with: impl FnMut(&StoreRecord) -> Result<(), E>,
) -> Result<(), E> {
    let mut result = Ok(());
    for entity in [Entity::Product, Entity::Variation] {
        let each = mirror.each(entity, |record| {
            if is_exported(&record) {
                result = with(&record);
            }
            if result.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        each.map_err(ApiError::from)?;
        std::mem::replace(&mut result, Ok(()))?;
    }
    Ok(())
}
