//! What is known of a file whose rows are there?

use longshore_engine::{
    entity::Entity,
    facts::StoreFacts,
    mapping::Mapping,
    notation::{self, NotationReport},
    platforms::joining::is_second_part,
    profile::Profile,
    reading::{Notation, ReadSettings},
    recognise::Recognised,
    row::Header,
    shape::{self, Proposal},
    suggest::{Suggestion, suggest_of},
    target::Target,
};
use longshore_formats::{Report, Spool};
use longshore_journal::runs::RunSource;

use super::{
    of_joined::{profile_key, recognised, suggested, suggestions},
    web::FetchedFrom,
};
use crate::{error::ApiError, runs::REASON};
/// How many samples of a column decide what it is for.
const SAMPLES: usize = 60;

/// A line of a text has at least so many words, mostly.
const WORDS_OF_PROSE: usize = 3;

/// Rows that are looked at for how they become products.
const LOOKED_AT: usize = 1_000;

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
            let code = match is_second_part(platform) {
                true => "second_part_alone",
                false => "rows_need_joining",
            };
            return Err(self.error(code).with("platform", platform));
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

/// Some cells of each column.
pub(crate) fn samples(header: &Header, report: &Report) -> Vec<Vec<String>> {
    let columns = report.columns.iter().take(header.columns.len());
    columns.map(|column| column.samples.iter().take(SAMPLES).cloned().collect()).collect()
}

/// The reasons that stand in a file of rejected rows are not the merchant's: without them the file has the columns
/// of the one that it came from.
pub(crate) fn without_reasons(header: &mut Header) {
    while header.columns.last().is_some_and(|name| name.trim() == REASON) {
        header.columns.pop();
    }
}
