//! How does a file become rows with a profile?

use std::{ops::ControlFlow, path::Path};

use longshore_engine::{
    check::codes,
    entity::Entity,
    facts::StoreFacts,
    mapping::Mapping,
    notation::{self, NotationReport},
    platforms::joining::{self, Joined},
    profile::{Fingerprint, Profile, TAKES_ALL},
    reading::{Notation, ReadSettings},
    recognise::Recognised,
    row::Header,
    shape::{self, Proposal, RowShape},
    suggest::{Suggestion, suggest_of},
    target::Target,
};
use longshore_formats::{Limits, Position, Progress, Report, Source, Spool, Spooling};
use longshore_journal::{Journal, JournalError, runs::RunSource};
use xxhash_rust::xxh3::Xxh3;

use super::{
    of_joined::{as_shaped, profile_key, recognised, shape_of, suggested, suggestions},
    web::{AtHand, Beside, FetchedFrom, SourceFile},
};
use crate::{
    error::ApiError,
    progress::{Stage, Watch},
    runs::REASON,
    studio::Studio,
};

/// How many samples of a column decide what it is for.
const SAMPLES: usize = 60;

/// A line of a text has at least so many words, mostly.
const WORDS_OF_PROSE: usize = 3;

/// What is wanted of the columns, as far as the user says it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    /// The name of a saved profile.
    pub(crate) profile: Option<String>,
    /// `Column=field`, each over everything else.
    pub(crate) assignments: Vec<String>,
    /// `Column=comma` and the like, each over what was found out.
    pub(crate) notations: Vec<String>,
    /// Kinds of issues whose proposals are taken, by their codes; `all` for every kind.
    pub(crate) takes: Vec<String>,
    /// What kind of record the rows are, where they are no products.
    pub(crate) kind: Option<Entity>,
}

/// A file as rows, with what is known of its columns.
pub(crate) struct Prepared {
    pub(crate) spool: Spool,
    pub(crate) source: RunSource,
    pub(crate) header: Header,
    pub(crate) recognised: Recognised,
    pub(crate) suggestions: Vec<Suggestion>,
    pub(crate) notations: Vec<NotationReport>,
    pub(crate) profile: Profile,
    /// Whether the profile is a saved one: named, or known for such a header.
    pub(crate) has_saved_profile: bool,
    /// The address of the web that the file came from.
    pub(crate) from: Option<FetchedFrom>,
}

impl Prepared {
    /// The profile, ready for rows. A file that is no list of products, or whose rows cannot be read one by one,
    /// is refused unless the user said what its columns are.
    pub(crate) fn mapping(
        &self,
        facts: Option<&StoreFacts>,
        is_named_by_user: bool,
    ) -> Result<Mapping, ApiError> {
        let platform = &self.recognised.platform;
        let is_named_by_user = is_named_by_user || !self.profile.kind().is_sold();
        if !is_named_by_user && !self.recognised.has_products {
            return Err(self.error("not_a_product_file").with("what", platform));
        }
        if !is_named_by_user && self.recognised.rows_need_joining {
            return Err(self.error("rows_need_joining").with("platform", platform));
        }
        let notations: Vec<_> = self.notations.iter().map(|report| report.notation).collect();
        let mapping = Mapping::compile(&self.profile, &self.header, &notations, facts);
        let mapping = mapping.map_err(|error| {
            let (code, params) = error.code();
            params
                .into_iter()
                .fold(self.error(code), |error, (name, value)| error.with(name, value))
        })?;
        let report = self.spool.report().unwrap_or_default();
        Ok(mapping.with_samples(&samples(&self.header, &report)))
    }

    /// Takes the rows for records of that kind.
    pub(crate) fn rows_are(&mut self, kind: Entity, settings: &ReadSettings) {
        self.suggestions = suggest_of(kind, &self.header);
        self.profile = Profile::suggested_of(kind, &self.suggestions, settings.clone());
    }

    /// Within what the source's own keys are unique: files of the same columns.
    pub(crate) fn source_scope(&self) -> String {
        match self.spool.joined() {
            Some(joined) if !joined.is_plain => joined.scope(),
            joined => profile_key(&self.header, joined.as_ref()).to_string(),
        }
    }

    /// Whether it is a text of several lines: nothing parts them into columns, the first of them says nothing that is
    /// known of products, and most of the others are of several words.
    pub(crate) fn is_prose(&self) -> bool {
        let ([column], None) = (self.header.columns.as_slice(), self.spool.joined()) else {
            return false;
        };
        let words = |line: &str| line.split_whitespace().count();
        let report = self.spool.report().unwrap_or_default();
        let lines = report.columns.first().map_or(&[][..], |column| column.samples.as_slice());
        let long = lines.iter().filter(|line| words(line) >= WORDS_OF_PROSE).count();
        let says_nothing = self.suggestions.iter().all(|one| one.target.is_none());
        says_nothing && words(column) > 1 && long * 2 > lines.len()
    }

    /// How the rows probably become products with variations, where nobody joined them.
    pub(crate) fn shapes(&self) -> Result<Vec<Proposal>, ApiError> {
        let rows = self.spool.page(1, LOOKED_AT)?;
        Ok(shape::propose(&self.header, &rows, &self.suggestions))
    }

    /// How a column is written, as far as what it is for cares: the comma of a list is none of numbers, and a platform
    /// has lists of its own.
    pub(crate) fn shown_notation(&self, column: &Suggestion) -> Notation {
        let found = self.notations.get(column.column).map(|report| report.notation);
        let found = found.unwrap_or_default();
        match column.target.as_ref().is_some_and(Target::is_list) {
            true if !self.recognised.platform.is_empty() => {
                Notation { decimal: None, thousands: None, list: None, ..found }
            }
            true => Notation { decimal: None, thousands: None, ..found },
            false => Notation { list: None, ..found },
        }
    }

    /// The name of the saved profile.
    pub(crate) fn saved_profile(&self) -> Option<String> {
        self.has_saved_profile.then(|| self.profile.name.clone())
    }

    pub(crate) fn error(&self, code: &str) -> ApiError {
        ApiError::new(code).with("file", &self.source.name)
    }
}

/// Rows that are looked at for how they become products.
const LOOKED_AT: usize = 1_000;

/// A text is no table.
pub(crate) fn no_table() -> ApiError {
    ApiError::new("not_a_table").with("kind", "plain_text").with("format", "plain_text")
}

/// What is wrong with a file that has a header and nothing below it: a single one of several words that says nothing
/// is no name of a column, but a text. Of a sheet that somebody chose nothing is said of the file's others.
pub(crate) fn without_rows(header: &Header, settings: &ReadSettings) -> ApiError {
    if let Some(sheet) = &settings.sheet {
        return ApiError::new("sheet_without_table").with("sheet", sheet);
    }
    let [name] = header.columns.as_slice() else { return ApiError::new("no_rows") };
    let says_nothing = || {
        let found = suggestions(header, None, &Report::default());
        found.iter().all(|suggestion| suggestion.target.is_none())
    };
    match name.split_whitespace().nth(1).is_some() && says_nothing() {
        true => no_table(),
        false => ApiError::new("no_rows"),
    }
}

/// Reads a file into a spool, fetched first where it has to be.
pub(crate) async fn spool(
    studio: &Studio,
    file: &SourceFile,
    settings: ReadSettings,
    watch: &Watch,
) -> Result<(Spool, RunSource), ApiError> {
    let at_hand = file.at_hand(studio, watch).await?;
    let (settings, beside) = Beside::of(studio, settings, watch).await?;
    let read = read(studio, file, &at_hand, settings, watch).await;
    read.map_err(|error| beside.told(error))
}

/// Reads a file that is at hand, on a thread that may wait for a disk.
async fn read(
    studio: &Studio,
    file: &SourceFile,
    at_hand: &AtHand,
    settings: ReadSettings,
    watch: &Watch,
) -> Result<(Spool, RunSource), ApiError> {
    let folder = studio.home().spools()?;
    let (path, watch) = (at_hand.path.clone(), watch.clone());
    let read = tokio::task::spawn_blocking(move || read_file(&path, &settings, &folder, &watch));
    let (spool, source) = read.await?.map_err(|error| match error.params.contains_key("file") {
        // It is about the second file.
        true => error,
        false => error.with("file", file.shown()),
    })?;
    Ok((spool, RunSource { name: at_hand.name(), ..source }))
}

fn read_file(
    path: &Path,
    settings: &ReadSettings,
    folder: &Path,
    watch: &Watch,
) -> Result<(Spool, RunSource), ApiError> {
    let mut source = Source::open(path, settings, &Limits::default())?;
    let tell = |progress: Progress| {
        let rows = estimated(progress.rows, progress.position);
        watch.tell(Stage::Reading, progress.rows, Some(rows));
        if watch.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let mut spool = Spooling::begin(&source, folder)?.run(&mut source, tell)?;
    let last = || Ok(Spooling::of(spool.recognised(), folder)?);
    let (mut aside, mut told) = (tell, tell);
    if let Some(joined) =
        super::join(path, &spool, settings, folder, last, [&mut aside, &mut told])?
    {
        spool = joined;
    }
    let (size, fingerprint) =
        fingerprint(path).map_err(|error| ApiError::new("file_unreadable").detail(error))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok((spool, RunSource { name, size, fingerprint }))
}

/// How many rows a file seems to have, of which so many take so much of it.
fn estimated(rows: u64, position: Position) -> u64 {
    let all = u128::from(rows) * u128::from(position.total) / u128::from(position.done.max(1));
    u64::try_from(all).unwrap_or(rows).max(rows)
}

/// A file of text has no sheets: whoever names one means another file.
pub(crate) fn has_sheet(
    named: &ReadSettings,
    spool: &Spool,
    file: &SourceFile,
) -> Result<(), ApiError> {
    match &named.sheet {
        Some(sheet) if spool.recognised().sheet.is_none() => {
            let error = ApiError::new("sheet_not_found").with("file", file.shown());
            Err(error.with("sheet", sheet))
        }
        _ => Ok(()),
    }
}

/// Whoever names a kind of price that the offers do not have means another one.
pub(crate) fn has_price_kind(
    named: &ReadSettings,
    spool: &Spool,
    file: &SourceFile,
) -> Result<(), ApiError> {
    let Some(kind) = &named.joining.price_kind else { return Ok(()) };
    let joined = spool.joined();
    let notices = joined.iter().flat_map(|joined| &joined.notices);
    let unknown = notices.into_iter().find(|notice| notice.code == "price_kind_unknown");
    match unknown.and_then(|notice| notice.params.get("kinds")) {
        Some(kinds) => Err(ApiError::new("price_kind_unknown")
            .with("file", file.shown())
            .with("kind", kind)
            .with("kinds", kinds)),
        None => Ok(()),
    }
}

/// How many bytes a file has, and their xxh3.
pub(crate) fn fingerprint(path: &Path) -> std::io::Result<(u64, u64)> {
    struct Sum(Xxh3);
    impl std::io::Write for Sum {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.update(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut sum = Sum(Xxh3::new());
    let size = std::io::copy(&mut std::fs::File::open(path)?, &mut sum)?;
    Ok((size, sum.0.digest()))
}

/// Reads a file and finds out what its columns are for: by the profile that was named, by one that is known for
/// such a header, or by what the columns look like.
pub(crate) async fn prepare(
    studio: &Studio,
    file: &SourceFile,
    settings: ReadSettings,
    columns: &Columns,
    watch: &Watch,
) -> Result<Prepared, ApiError> {
    let named = match columns.profile.clone() {
        Some(name) => Some(studio.ask(move |journal| journal.profile(&name)).await?.profile),
        None => None,
    };
    let (typed, beside) = Beside::of(studio, settings, watch).await?;
    let mut settings = match &named {
        Some(profile) => read_as(&typed, profile),
        None => typed.clone(),
    };
    let kind = columns.kind.or(named.as_ref().and_then(|profile| profile.entity));
    let kind = kind.filter(|kind| !kind.is_sold());
    if kind.is_some() {
        // Nothing makes products of them.
        settings.joining.rows_as_they_are = Some(true);
    }
    let at_hand = file.at_hand(studio, watch).await?;
    let first = read(studio, file, &at_hand, settings.clone(), watch).await;
    let (mut spool, mut source) = first.map_err(|error| beside.told(error))?;
    has_sheet(&typed, &spool, file)?;
    has_price_kind(&typed, &spool, file)?;
    let mut header = spool.header();
    without_reasons(&mut header);
    if named.is_none() && kind.is_none() {
        let (wanted, columns) = (settings.clone(), header.clone());
        let joined = spool.joined();
        let shaped =
            studio.ask(move |journal| shaped(journal, &columns, joined.as_ref(), &wanted)).await?;
        if let Some(reading) = shaped {
            let again = read(studio, file, &at_hand, reading.clone(), watch).await;
            (spool, source) = again.map_err(|error| beside.told(error))?;
            (header, settings) = (spool.header(), reading);
            without_reasons(&mut header);
        }
    }
    if spool.rows() == 0 {
        return Err(without_rows(&header, &settings).with("file", file.shown()));
    }
    let known = match named {
        Some(profile) => Some(profile),
        None => known_profile(studio, &header, spool.joined().as_ref(), &settings).await?,
    };
    // A profile for the same columns that makes something else of them is not meant.
    let known = known.filter(|profile| kind.is_none() || profile.entity == kind);
    let kind = kind.or(known.as_ref().and_then(|profile| profile.entity));
    let mut prepared = Prepared { from: at_hand.from(), ..look(spool, source, header, &settings) };
    if let Some(kind) = kind {
        prepared.rows_are(kind, &settings);
    }
    if let Some(profile) = known {
        prepared.profile = profile;
        prepared.profile.take_new_attributes(&prepared.header);
        prepared.has_saved_profile = true;
    }
    for assignment in &columns.assignments {
        prepared.profile.take_new(assignment, &prepared.header);
        prepared.profile.assign(assignment).map_err(|error| {
            let (code, params) = error.code();
            params
                .into_iter()
                .fold(prepared.error(code), |error, (name, value)| error.with(name, value))
        })?;
    }
    for notation in &columns.notations {
        let name = prepared.source.name.clone();
        super::notations::assign(&mut prepared.profile, notation)
            .map_err(|error| error.with("file", name))?;
    }
    for code in &columns.takes {
        let code = code.trim();
        if code != TAKES_ALL && codes::ALL.iter().all(|known| known.code != code) {
            return Err(ApiError::new("proposal_unknown").with("code", code));
        }
        let code = code.into();
        if !prepared.profile.takes.contains(&code) {
            prepared.profile.takes.push(code);
        }
    }
    Ok(prepared)
}

/// The profile that was last saved for such a header.
async fn known_profile(
    studio: &Studio,
    header: &Header,
    joined: Option<&Joined>,
    settings: &ReadSettings,
) -> Result<Option<Profile>, ApiError> {
    let Fingerprint(fingerprint) = profile_key(header, joined);
    let found = studio.ask(move |journal| journal.profiles_for(fingerprint)).await?;
    let mut found = found.into_iter().map(|saved| saved.profile);
    Ok(found.find(|profile| has_its_columns(profile, joined, settings)))
}

/// Whether a profile that was saved for a file's columns makes products of its rows as they are made now.
fn has_its_columns(profile: &Profile, joined: Option<&Joined>, settings: &ReadSettings) -> bool {
    // A second file says it by itself.
    let shape = settings.joining.shape.as_ref().or_else(|| shape_of(joined));
    let wanted = shape.map(RowShape::options);
    profile.reading.joining.shape.as_ref().map(RowShape::options) == wanted
}

/// How to read a plain table for whose columns a profile was saved last that makes products of its rows; `None` where
/// there is none, or the user said something else.
pub(crate) fn shaped(
    journal: &Journal,
    header: &Header,
    joined: Option<&Joined>,
    settings: &ReadSettings,
) -> Result<Option<ReadSettings>, JournalError> {
    let header = as_shaped(header, joined);
    let Some(header) = header.filter(|_| settings.joining.rows_as_they_are != Some(true)) else {
        return Ok(None);
    };
    let known = journal.profiles_for(profile_key(&header, None).0)?;
    let last = known.into_iter().next().map(|saved| saved.profile);
    let last = last.filter(|profile| profile.reading.joining.shape.is_some());
    Ok(last.map(|profile| read_as(settings, &profile)))
}

/// What becomes of the columns at first: the profile that was last saved for such a header, with its name, else
/// what they look like.
pub(crate) fn first_profile(
    journal: &Journal,
    header: &Header,
    joined: Option<&Joined>,
    report: &Report,
    settings: &ReadSettings,
) -> Result<(Profile, Option<String>), ApiError> {
    let mut header = header.clone();
    without_reasons(&mut header);
    let known = journal.profiles_for(profile_key(&header, joined).0)?;
    let mut known = known.into_iter();
    if let Some(saved) = known.find(|saved| has_its_columns(&saved.profile, joined, settings)) {
        let (name, mut profile) = (saved.profile.name.clone(), saved.profile);
        profile.take_new_attributes(&header);
        return Ok((profile, Some(name)));
    }
    Ok((suggested(&header, joined, report, settings.clone()), None))
}

/// Some cells of each column.
pub(crate) fn samples(header: &Header, report: &Report) -> Vec<Vec<String>> {
    let columns = report.columns.iter().take(header.columns.len());
    columns.map(|column| column.samples.iter().take(SAMPLES).cloned().collect()).collect()
}

/// What the columns look like.
pub(crate) fn look(
    spool: Spool,
    source: RunSource,
    mut header: Header,
    settings: &ReadSettings,
) -> Prepared {
    let report = spool.report().unwrap_or_default();
    without_reasons(&mut header);
    let joined = spool.joined();
    let notations = report
        .columns
        .iter()
        .map(|column| notation::detect(column.samples.iter().map(String::as_str)))
        .collect();
    let joined = joined.as_ref();
    let recognised = recognised(&header, joined);
    let suggestions = suggestions(&header, joined, &report);
    let profile = suggested(&header, joined, &report, settings.clone());
    Prepared {
        spool,
        source,
        header,
        recognised,
        suggestions,
        notations,
        profile,
        has_saved_profile: false,
        from: None,
    }
}

/// The reasons that stand in a file of rejected rows are not the merchant's: without them the file has the columns
/// of the one that it came from.
pub(crate) fn without_reasons(header: &mut Header) {
    while header.columns.last().is_some_and(|name| name.trim() == REASON) {
        header.columns.pop();
    }
}

/// What the user says now, else what the profile says. Where the columns of a profile are those of the file itself,
/// rows stay as they are.
pub(crate) fn read_as(now: &ReadSettings, profile: &Profile) -> ReadSettings {
    let mut reading = or(now, &profile.reading);
    let could_be_joined = joining::PLATFORMS.contains(&profile.platform.as_str());
    if could_be_joined && !profile.joined && !profile.columns.is_empty() {
        reading.joining.rows_as_they_are.get_or_insert(true);
    }
    reading
}

/// What the user says now, else what was said before.
fn or(now: &ReadSettings, saved: &ReadSettings) -> ReadSettings {
    ReadSettings {
        encoding: now.encoding.clone().or_else(|| saved.encoding.clone()),
        delimiter: now.delimiter.or(saved.delimiter),
        quote: now.quote.or(saved.quote),
        header_row: now.header_row.or(saved.header_row),
        sheet: now.sheet.clone().or_else(|| saved.sheet.clone()),
        fill_merged: now.fill_merged.or(saved.fill_merged),
        skip_hidden_rows: now.skip_hidden_rows.or(saved.skip_hidden_rows),
        joining: now.joining.or(&saved.joining),
    }
}
