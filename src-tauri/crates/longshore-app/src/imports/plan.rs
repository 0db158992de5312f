//! What would a file change in a store?

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;
use longshore_engine::{
    check::{Assumptions, Checker, FileIndex},
    entity::Entity,
    issue::{Issue, Severity},
    mapped::Mapped,
    mapping::Mapping,
    matching,
    plan::{PlanSettings, Planner, Verdict, codes},
    profile::{BlankPolicy, Mode},
    reading::ReadSettings,
    row::Row,
    value::{Key, StoreId},
};
use longshore_journal::{
    Journal, RunId,
    mirror::Mirror,
    rejects::Reject,
    runs::{NewRun, RunKind, SourceFindings},
};
use serde::{Deserialize, Serialize};

use super::{
    ask_store::{self, Wanted},
    sink::JournalSink,
    twins::Twins,
};
use crate::{
    error::ApiError,
    issues::{Found, IssueCount},
    progress::{Stage, Watch},
    runs::{self, RunReport},
    sources::{Columns, Prepared, SourceRows, prepare},
    stores::{self, Opened},
    studio::Studio,
};

/// A file to be brought into a store.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ImportPlan {
    /// The file.
    pub file: PathBuf,
    /// How to read it, as far as the user decides.
    pub reading: ReadSettings,
    /// The name of the store.
    pub store: String,
    /// The name of a saved profile.
    pub profile: Option<String>,
    /// `Column=field`, each over everything else.
    pub assignments: Vec<String>,
    /// `Column=comma` and the like, each over what was found out.
    pub notations: Vec<String>,
    /// What may be done, where it differs from the profile.
    pub mode: Option<Mode>,
    /// Match keys, where they differ from the profile.
    pub match_keys: Vec<Key>,
    /// What an empty cell means, where it differs from the profile.
    pub blank: Option<BlankPolicy>,
    /// Only the first rows.
    pub limit: Option<u64>,
    /// New records without a natural key get no mark.
    pub no_marks: bool,
    /// What was decided about the columns is saved under this name.
    pub save_profile: Option<String>,
}

/// What a file would change.
#[derive(Clone, Debug, Serialize)]
pub struct Planned {
    /// The run that would do it, with counts of what it would do.
    pub run: RunReport,
    /// What is wrong or doubtful.
    pub issues: Vec<IssueCount>,
}

/// Plans an import. Nothing is sent.
pub async fn plan(
    studio: &Studio,
    request: ImportPlan,
    watch: &Watch,
) -> Result<Planned, ApiError> {
    let columns = Columns {
        profile: request.profile.clone(),
        assignments: request.assignments.clone(),
        notations: request.notations.clone(),
    };
    let mut prepared =
        prepare(studio, &request.file, request.reading.clone(), &columns, watch).await?;
    decide(&mut prepared, &request);
    let is_named_by_user = request.profile.is_some() || !request.assignments.is_empty();
    // A file that cannot be worked with is refused before anybody asks the store.
    prepared.mapping(None, is_named_by_user)?;
    let opened = watch.unless_cancelled(stores::open(studio, &request.store)).await??.readable()?;
    let mapping = prepared.mapping(Some(&opened.facts), is_named_by_user)?;
    if let Some(name) = &request.save_profile {
        crate::profiles::save(studio, name, &prepared).await?;
    }

    let run = note(studio, &opened, &prepared, &request).await?;
    let plan = Plan { prepared, mapping: Arc::new(mapping), opened, run, limit: request.limit };
    let planned = plan.make(studio, &request, watch).await;
    match planned {
        Ok(issues) => plan.report(studio, issues).await,
        Err(error) => {
            // Half a plan must not be carried out by anybody.
            runs::discard(studio, runs::RunNumber { run: run.0 }).await?;
            Err(error)
        }
    }
}

/// What the user says now goes over what the profile says.
fn decide(prepared: &mut Prepared, request: &ImportPlan) {
    let profile = &mut prepared.profile;
    profile.mode = request.mode.unwrap_or(profile.mode);
    profile.blank = request.blank.unwrap_or(profile.blank);
    if !request.match_keys.is_empty() {
        profile.match_keys.clone_from(&request.match_keys);
    }
}

async fn note(
    studio: &Studio,
    opened: &Opened,
    prepared: &Prepared,
    request: &ImportPlan,
) -> Result<RunId, ApiError> {
    prepared.spool.keep();
    let options = runs::Options {
        source_scope: prepared.source_scope(),
        spool: Some(prepared.spool.path().to_path_buf()),
        no_marks: request.no_marks,
        delimiter: prepared.spool.recognised().delimiter.as_ref().map(|found| found.value),
    };
    let new = NewRun {
        connection: opened.id,
        kind: RunKind::Import { source: prepared.source.clone() },
        mode: prepared.profile.mode,
        reading: prepared.profile.reading.clone(),
        profile: Some(prepared.profile.clone()),
        options: options.into_map()?,
        is_reversed: false,
        at: Timestamp::now(),
    };
    let header = prepared.header.clone();
    studio
        .ask(move |journal| {
            let run = journal.new_run(&new)?;
            journal.set_run_header(run, &header)?;
            Ok(run)
        })
        .await
}

struct Plan {
    prepared: Prepared,
    mapping: Arc<Mapping>,
    opened: Opened,
    run: RunId,
    limit: Option<u64>,
}

/// What the first look at all rows found out.
struct FirstPass {
    index: FileIndex,
    planner: Planner,
    wanted: Wanted,
    /// Keys by which the journal may remember records.
    own_keys: Vec<(Entity, String)>,
    twins: Twins,
}

impl Plan {
    async fn make(
        &self,
        studio: &Studio,
        request: &ImportPlan,
        watch: &Watch,
    ) -> Result<Vec<IssueCount>, ApiError> {
        let mark = (!request.no_marks).then(|| runs::mark_of(self.run));
        let settings = PlanSettings::of(&self.prepared.profile, mark);
        let rows = self.rows();
        let (mapping, watched) = (Arc::clone(&self.mapping), watch.clone());
        let first =
            tokio::task::spawn_blocking(move || rows.first_pass(&mapping, settings, &watched))
                .await??;

        let (journal, connection) = (studio.journal().clone(), self.opened.id);
        let (scope, own_keys) = (self.prepared.source_scope(), first.own_keys);
        let remembered: Vec<StoreId> = studio
            .ask(move |_| {
                let memory = journal.memory(connection)?;
                let mut found = Vec::new();
                for (entity, key) in &own_keys {
                    found.extend(memory.twins(&scope, *entity, key)?);
                }
                Ok(found)
            })
            .await?;
        let path = studio.home().mirror(connection.0);
        let mirror = tokio::task::spawn_blocking(move || Mirror::open(&path)).await??;
        let store = self.opened.store.as_ref();
        ask_store::ask(store, &mirror, first.planner.needs(), &first.wanted, &remembered, watch)
            .await?;

        let second = SecondPass {
            rows: self.rows(),
            mapping: Arc::clone(&self.mapping),
            index: first.index,
            twins: first.twins,
            planner: first.planner,
            keys: self.indexed_keys(),
            mirror,
            journal: studio.journal().clone(),
            scope: self.prepared.source_scope(),
            connection,
            run: self.run,
            found: Found::default(),
            findings: SourceFindings::default(),
            rejects: Vec::new(),
        };
        let watched = watch.clone();
        tokio::task::spawn_blocking(move || second.plan(&watched)).await?
    }

    async fn report(&self, studio: &Studio, issues: Vec<IssueCount>) -> Result<Planned, ApiError> {
        let run = self.run;
        let run = runs::show(studio, runs::RunNumber { run: run.0 }).await?;
        Ok(Planned { run, issues })
    }

    /// The keys by which planning may ask: those of the profile, and the SKU, by which rows name other products.
    fn indexed_keys(&self) -> Vec<Key> {
        let mut keys = PlanSettings::of(&self.prepared.profile, None).keys;
        if !keys.contains(&Key::Sku) {
            keys.push(Key::Sku);
        }
        keys
    }

    fn rows(&self) -> SourceRows {
        SourceRows::new(&self.prepared.spool, self.limit)
    }
}

impl SourceRows {
    /// What rows refer to, and which keys stand in the file.
    fn first_pass(
        &self,
        mapping: &Mapping,
        settings: PlanSettings,
        watch: &Watch,
    ) -> Result<FirstPass, ApiError> {
        let remembers = settings.keys.contains(&Key::Remembered);
        let mut first = FirstPass {
            index: FileIndex::new(),
            planner: Planner::new(settings),
            wanted: Wanted::default(),
            own_keys: Vec::new(),
            twins: Twins::default(),
        };
        let mut mapped = Mapped::empty();
        let mut issues = Vec::new();
        self.each(Stage::Checking, watch, |row| {
            issues.clear();
            mapping.map(row, &mut mapped, &mut issues);
            mapping.index(row, &mut first.index);
            if issues.iter().any(|issue| issue.severity == Severity::Error) {
                first.index.keep_out(row.number);
                return Ok(());
            }
            let FirstPass { planner, wanted, own_keys, twins, .. } = &mut first;
            twins.note(&mapped);
            wanted.add_entity(mapped.record.entity);
            planner.collect(&mapped, &mut |entity, key, value| wanted.add(entity, key, value));
            if remembers && !wanted.needs_all() {
                own_keys.extend(matching::own_key(&mapped).map(|key| (mapped.record.entity, key)));
                wanted.note_remembered(own_keys.len());
            }
            Ok(())
        })?;
        first.index.finish();
        Ok(first)
    }
}

/// Rows are checked with what the file as a whole says, and compared with the store.
struct SecondPass {
    rows: SourceRows,
    mapping: Arc<Mapping>,
    index: FileIndex,
    twins: Twins,
    planner: Planner,
    keys: Vec<Key>,
    mirror: Mirror,
    journal: Journal,
    scope: String,
    connection: longshore_journal::ConnectionId,
    run: RunId,
    found: Found,
    findings: SourceFindings,
    rejects: Vec<Reject>,
}

impl SecondPass {
    fn plan(mut self, watch: &Watch) -> Result<Vec<IssueCount>, ApiError> {
        let index = Arc::new(self.mirror.index(&self.keys)?);
        let memory = self.journal.memory(self.connection)?;
        let known = self.mirror.known(index, Some((memory, &self.scope)))?;
        let journal = self.journal.clone();
        let mut sink = JournalSink::new(&journal, self.run)?;
        self.findings.rows = self.rows.count();
        self.found.add(self.mapping.issues());
        for entity in [Entity::Product, Entity::Variation] {
            self.pass(entity, &known, &mut sink, watch)?;
        }
        let Self { planner, found, .. } = &mut self;
        let finished = planner
            .finish(&known, &mut sink, &mut |issue| found.add(std::slice::from_ref(&issue)))
            .map_err(ApiError::internal)?;
        for row in finished.updated_rows {
            self.findings.unchanged.remove(row_number(row));
        }
        sink.flush()?;
        if let Some(error) = known.take_failure() {
            return Err(error.into());
        }
        journal.add_findings(self.run, &self.findings)?;
        journal.reject(self.run, &self.rejects)?;
        Ok(self.found.counts())
    }

    fn pass(
        &mut self,
        entity: Entity,
        known: &longshore_journal::mirror::MirrorKnown,
        sink: &mut JournalSink<'_>,
        watch: &Watch,
    ) -> Result<(), ApiError> {
        let Self {
            rows,
            mapping,
            index,
            twins,
            planner,
            journal,
            run,
            found,
            findings,
            rejects,
            ..
        } = self;
        let checker = Checker::new(index, Assumptions::default());
        let mut mapped = Mapped::empty();
        let mut issues: Vec<Issue> = Vec::new();
        rows.each(Stage::Planning, watch, |row| {
            issues.clear();
            mapping.map(row, &mut mapped, &mut issues);
            if mapped.record.entity != entity {
                return Ok(());
            }
            checker.row(&mut mapped, &mut issues);
            if issues.iter().any(|issue| issue.severity == Severity::Error) {
                found.add(&issues);
                findings.skipped.insert(row_number(row.number));
                return reject(journal, *run, rejects, row, &issues);
            }
            if let Some(first) = twins.tell_apart(&mut mapped, row) {
                let first = first.to_string();
                issues.push(codes::ROW_TWICE.issue(Some(row.number), None, &[&first], None));
            }
            sink.source_key = matching::own_key(&mapped);
            let planned = match entity {
                Entity::Variation => planner.variation(&mapped, known, sink),
                _ => planner.product(&mapped, known, sink),
            };
            let planned = planned.map_err(ApiError::internal)?;
            issues.extend(planned.issues);
            found.add(&issues);
            match planned.verdict {
                Verdict::Create(_) | Verdict::Update(_) => {}
                Verdict::Unchanged(_) => {
                    findings.unchanged.insert(row_number(row.number));
                }
                Verdict::Skipped(_) => {
                    findings.skipped.insert(row_number(row.number));
                    reject(journal, *run, rejects, row, &issues)?;
                }
            }
            Ok(())
        })
    }
}

/// Rejected rows of one transaction.
const REJECTS: usize = 1_000;

fn reject(
    journal: &Journal,
    run: RunId,
    waiting: &mut Vec<Reject>,
    row: &Row,
    issues: &[Issue],
) -> Result<(), ApiError> {
    waiting.push(Reject {
        row: row.number,
        line: row.line,
        cells: row.iter().map(str::to_owned).collect(),
        issues: issues.iter().filter(|issue| issue.severity != Severity::Note).cloned().collect(),
    });
    if waiting.len() >= REJECTS {
        journal.reject(run, waiting)?;
        waiting.clear();
    }
    Ok(())
}

/// No source has more rows than a bitmap can hold numbers: four thousand million.
fn row_number(row: u64) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
