//! What would a file change in a store?

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;
use longshore_engine::{
    diff,
    entity::Entity,
    mapping::Mapping,
    picture_files::PictureFiles,
    plan::{OnMissing, PlanSettings},
    profile::{BlankPolicy, Change, Mode, OnEdit},
    reading::ReadSettings,
    shape::Proposal,
    target::Target,
    value::{Key, StoreId},
};
use longshore_journal::{
    RunId,
    issues::IssueOwner,
    mirror::Mirror,
    planning::Planning,
    runs::{NewRun, RunKind, SourceFindings},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    accidents::{self, Accident, Suspicion},
    ask_store,
    guard::{self, MostChange},
    missing::Missing,
    picture_folder::PictureFolder,
    second_pass::SecondPass,
    uploads,
};
use crate::{
    error::ApiError,
    issues::{self, IssueCount},
    profiles::{self, ProfileResembling},
    progress::{Stage, Watch},
    runs::{self, RunReport},
    sources::{Columns, Edits, JoinedFile, Prepared, SourceFile, SourceRows, no_table, prepare},
    stores::{self, Opened},
    studio::Studio,
};

/// A file to be brought into a store.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct ImportPlan {
    /// The file, or an address of the web that leads to one.
    #[ts(as = "PathBuf")]
    pub file: SourceFile,
    /// How to read it, as far as the user decides.
    #[ts(as = "Option<_>", optional)]
    pub reading: ReadSettings,
    /// The name of the store.
    pub store: String,
    /// The name of a saved profile.
    pub profile: Option<String>,
    /// `Column=field`, each over everything else.
    #[ts(as = "Option<_>", optional)]
    pub assignments: Vec<String>,
    /// `Column=comma` and the like, each over what was found out.
    #[ts(as = "Option<_>", optional)]
    pub notations: Vec<String>,
    /// Kinds of issues whose proposals are taken for every row, by their codes; `all` for every kind.
    #[ts(as = "Option<_>", optional)]
    pub takes: Vec<String>,
    /// What kind of record the rows are, where they are no products.
    pub kind: Option<Entity>,
    /// Orders get the status that their rows say, though the store writes to buyers then and moves stock.
    #[ts(as = "Option<_>", optional)]
    pub order_status: bool,
    /// Fields of which the store is the source of truth, beside those of the profile.
    #[ts(as = "Option<_>", optional)]
    pub shop_keeps: Vec<String>,
    /// What becomes of what somebody changes in the store between plan and run, where it differs from the profile.
    pub on_edit: Option<OnEdit>,
    /// What may be done, where it differs from the profile.
    pub mode: Option<Mode>,
    /// Match keys, where they differ from the profile.
    #[ts(as = "Option<_>", optional)]
    pub match_keys: Vec<Key>,
    /// What an empty cell means, where it differs from the profile.
    pub blank: Option<BlankPolicy>,
    /// Only the first rows.
    pub limit: Option<u64>,
    /// New records without a natural key get no mark.
    #[ts(as = "Option<_>", optional)]
    pub no_marks: bool,
    /// Records that go do so for good, past the trash.
    #[ts(as = "Option<_>", optional)]
    pub for_good: bool,
    /// What becomes of records of the store that the file does not name; `None`: nobody looks for them.
    pub missing: Option<OnMissing>,
    /// All of the store is read, also what did not change by its own account since it was last read.
    #[ts(as = "Option<_>", optional)]
    pub read_anew: bool,
    /// The largest share of the store's products that may change.
    pub most_change: Option<MostChange>,
    /// The folder of this computer in which pictures may be looked for that cells name.
    pub pictures_from: Option<PathBuf>,
    /// The watched folder from which the file comes. Nobody looks at the plan: only a saved profile will do.
    #[serde(skip)]
    pub watched: Option<PathBuf>,
    /// What was decided about the columns is saved under this name.
    pub save_profile: Option<String>,
    /// The named profile is used though columns that it imports are gone: their fields are left out.
    pub without_missing_columns: bool,
}

/// What a file would change.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Planned {
    /// The run that would do it, with counts of what it would do.
    pub run: RunReport,
    /// What is wrong or doubtful.
    pub issues: Vec<IssueCount>,
    /// The saved profile that makes changes of the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub profile: Option<String>,
    /// What the store has and the file does not name, where somebody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub missing: Option<Missing>,
    /// What looks like an accident.
    pub accidents: Vec<Accident>,
    /// What the rows of another platform's file came to; `None` where no rows were joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub joined: Option<JoinedFile>,
    /// Whether what goes does so past the trash: an undo makes it again, as another record.
    pub removes_for_good: bool,
    /// The saved profile that the file nearly fits, where nobody said anything about its columns. It is not used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub resembling: Option<ProfileResembling>,
    /// How rows that go in one by one probably become products with variations, where nobody said anything about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub shapes: Vec<Proposal>,
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
        takes: request.takes.clone(),
        kind: request.kind,
    };
    let prepared = prepare(studio, &request.file, request.reading.clone(), &columns, watch).await?;
    let is_named_by_user = prepared.has_saved_profile || !request.assignments.is_empty();
    if let Some(name) = request.profile.as_ref().filter(|_| !request.without_missing_columns) {
        has_all_columns(&prepared, name)?;
    }
    let resembling = match is_named_by_user {
        true => None,
        false => {
            let saved = studio.ask(longshore_journal::Journal::profiles).await?;
            let like = profiles::resembling(&saved, &prepared.header, &prepared.suggestions);
            like.into_iter().next()
        }
    };
    let is_asked = !prepared.has_saved_profile
        && prepared.spool.joined().is_none()
        && request.reading.joining.rows_as_they_are != Some(true);
    let shapes = if is_asked { prepared.shapes()? } else { Vec::new() };
    let planned = plan_prepared(studio, prepared, None, is_named_by_user, request, watch).await?;
    Ok(Planned { resembling, shapes, ..planned })
}

/// Refuses a profile that imports columns which the file does not have, and says which, and which may be meant.
/// Attributes differ from file to file.
fn has_all_columns(prepared: &Prepared, name: &str) -> Result<(), ApiError> {
    let is_attribute = |field: &str| {
        let target = Target::parse(field);
        matches!(target, Some(Target::Attribute(..) | Target::AttributeNamed(_)))
    };
    let fit = prepared.profile.fit(&prepared.header, &prepared.suggestions);
    let gone = fit.changes.iter().filter_map(|change| match change {
        Change::Missing { column, field } if !is_attribute(field) => {
            Some(format!("\"{column}\" ({field})"))
        }
        Change::Renamed { from, to, field, .. } => Some(format!("\"{from}\" ({field}; \"{to}\"?)")),
        _ => None,
    });
    let gone: Vec<String> = gone.collect();
    if gone.is_empty() || prepared.profile.joined {
        return Ok(());
    }
    // A letter lacks every column: it is not the columns that are wrong with it.
    if prepared.is_prose() {
        return Err(no_table().with("file", &prepared.source.name));
    }
    let gone = gone.join(", ");
    Err(prepared.error("profile_columns_gone").with("profile", name).with("columns", gone))
}

/// Plans an import of rows that are there. Nothing is sent.
pub(crate) async fn plan_prepared(
    studio: &Studio,
    mut prepared: Prepared,
    edits: Option<Edits>,
    is_named_by_user: bool,
    request: ImportPlan,
    watch: &Watch,
) -> Result<Planned, ApiError> {
    decide(&mut prepared, &request);
    fits_together(&prepared, &request)?;
    if request.watched.is_some() && !prepared.has_saved_profile {
        let error = match prepared.is_prose() {
            true => no_table(),
            false => ApiError::new("profile_not_recognised"),
        };
        return Err(error.with("file", &prepared.source.name));
    }
    // A file that cannot be worked with is refused before anybody asks the store.
    prepared.mapping(None, is_named_by_user).map_err(|error| {
        match request.watched.is_some() && prepared.is_prose() {
            true => no_table().with("file", &prepared.source.name),
            false => error,
        }
    })?;
    let store = request.store.clone();
    let connection = studio.ask(move |journal| journal.connection_named(&store)).await?;
    let opened = stores::open_to_plan(studio, connection, watch).await?;
    watch.tell(Stage::Checking, 0, None);
    let pictures = PictureFolder::open(request.pictures_from.clone()).await?;
    let mapping = prepared.mapping(Some(&opened.facts), is_named_by_user)?;
    let files = pictures.clone().map(|folder| folder as Arc<dyn PictureFiles>);
    let mapping = mapping.with_pictures(files);
    if let Some(name) = &request.save_profile {
        profiles::save(studio, name, &prepared).await?;
    }

    runs::discard_half_plans(studio).await?;
    let root = pictures.as_ref().map(|folder| folder.root().to_owned());
    let planning = note(studio, &opened, &prepared, edits.as_ref(), &request, root).await?;
    let run = planning.run();
    let limit = request.limit;
    let plan = Plan { prepared, edits, mapping: Arc::new(mapping), opened, run, limit };
    let planned = async {
        let found = plan.make(studio, &request, watch).await?;
        if let Some(folder) = &pictures {
            uploads::plan(studio, &plan.opened, run, folder).await?;
        }
        Ok::<_, ApiError>(found)
    };
    let planned = planned.await;
    match planned {
        Ok(looked) => {
            studio.ask(move |journal| journal.finish_planning(planning)).await?;
            plan.report(studio, looked, request.for_good).await
        }
        Err(error) => {
            // Half a plan must not be carried out by anybody.
            runs::discard_unseen(studio, runs::RunNumber { run: run.0 }).await?;
            Err(error)
        }
    }
}

/// What the user says now goes over what the profile says.
fn decide(prepared: &mut Prepared, request: &ImportPlan) {
    let profile = &mut prepared.profile;
    profile.mode = request.mode.unwrap_or(profile.mode);
    profile.blank = request.blank.unwrap_or(profile.blank);
    profile.on_edit = request.on_edit.unwrap_or(profile.on_edit);
    if !request.match_keys.is_empty() {
        profile.match_keys.clone_from(&request.match_keys);
    }
    for field in &request.shop_keeps {
        if !profile.shop_keeps.iter().any(|known| known == field) {
            profile.shop_keeps.push(field.into());
        }
    }
}

/// What is asked for has to make sense as a whole.
fn fits_together(prepared: &Prepared, request: &ImportPlan) -> Result<(), ApiError> {
    let removes = prepared.profile.mode == Mode::Delete;
    let knows = |field: &&String| {
        Entity::ALL.into_iter().any(|entity| diff::is_writable(entity, field.as_str()))
    };
    if let Some(field) = request.shop_keeps.iter().find(|field| !knows(field)) {
        return Err(ApiError::new("field_unknown").with("field", field));
    }
    match request.missing {
        Some(_) if !prepared.profile.kind().is_sold() => {
            Err(ApiError::new("missing_of_products").with("kind", prepared.profile.kind().as_str()))
        }
        Some(_) if removes => Err(ApiError::new("missing_with_delete")),
        // Rows that nobody looks at would count as missing.
        Some(_) if request.limit.is_some() => Err(ApiError::new("missing_with_limit")),
        _ if request.for_good && !removes => Err(ApiError::new("force_without_delete")),
        _ => Ok(()),
    }
}

async fn note(
    studio: &Studio,
    opened: &Opened,
    prepared: &Prepared,
    edits: Option<&Edits>,
    request: &ImportPlan,
    pictures_from: Option<PathBuf>,
) -> Result<Planning, ApiError> {
    prepared.spool.keep();
    let connection = opened.id;
    let newest_intent = studio
        .ask(move |journal| match journal.is_connection_owned(connection)? {
            // What the run that is under way has sent may not be in the store yet.
            true => Ok(None),
            false => journal.newest_intent(),
        })
        .await?;
    let options = runs::Options {
        source_scope: prepared.source_scope(),
        spool: Some(prepared.spool.path().to_path_buf()),
        no_marks: request.no_marks,
        overwrites: prepared.profile.on_edit == OnEdit::Overwrite,
        asks: prepared.profile.on_edit == OnEdit::Ask,
        decides: None,
        watched: request.watched.clone(),
        fetched_from: prepared.from.clone(),
        newest_intent: Some(newest_intent.map_or(0, |intent| intent.0)),
        edits: edits.map(|edits| edits.draft),
        pictures_from,
        delimiter: prepared.spool.recognised().delimiter.as_ref().map(|found| found.value),
    };
    let new = NewRun {
        connection: opened.id,
        kind: RunKind::Import { source: prepared.source.clone() },
        mode: prepared.profile.mode,
        reading: prepared.profile.reading.clone(),
        profile: Some(prepared.profile.clone()),
        options: options.into_map()?,
        // What lies within others goes before them.
        is_reversed: prepared.profile.mode == Mode::Delete,
        at: Timestamp::now(),
    };
    let header = prepared.header.clone();
    studio
        .ask(move |journal| {
            let planning = journal.begin_planning(&new)?;
            journal.set_run_header(planning.run(), &header)?;
            Ok(planning)
        })
        .await
}

/// What planning found out, beside the plan.
struct Found {
    issues: Vec<IssueCount>,
    missing: Option<Missing>,
    accidents: Vec<Accident>,
}

struct Plan {
    prepared: Prepared,
    edits: Option<Edits>,
    mapping: Arc<Mapping>,
    opened: Opened,
    run: RunId,
    limit: Option<u64>,
}

impl Plan {
    async fn make(
        &self,
        studio: &Studio,
        request: &ImportPlan,
        watch: &Watch,
    ) -> Result<Found, ApiError> {
        let mark = (!request.no_marks).then(|| runs::mark_of(self.run));
        let mut settings = PlanSettings::of(&self.prepared.profile, mark);
        settings.removes_for_good = request.for_good;
        settings.keeps_order_status = request.order_status;
        let rows = self.rows();
        let (mapping, watched) = (Arc::clone(&self.mapping), watch.clone());
        let mut first =
            tokio::task::spawn_blocking(move || rows.first_pass(&mapping, settings, &watched))
                .await??;
        if request.missing.is_some() {
            first.wanted.add_everything();
        }
        if request.read_anew {
            first.wanted.read_anew();
        }
        if request.for_good {
            first.wanted.add_entity(Entity::Variation);
        }

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
        let parents = ask_store::parents(store, &mirror, watch).await?;

        let second = SecondPass {
            rows: self.rows(),
            mapping: Arc::clone(&self.mapping),
            index: first.index,
            twins: first.twins,
            planner: first.planner,
            keys: self.indexed_keys(),
            mirror,
            parents,
            journal: studio.journal().clone(),
            scope: self.prepared.source_scope(),
            connection,
            run: self.run,
            found: issues::Found::default(),
            findings: SourceFindings::default(),
            kind: self.prepared.profile.kind(),
            depth: first.depth,
            leaves_first: self.prepared.profile.mode == Mode::Delete,
            rejects: Vec::new(),
            missing: request.missing,
            counts_touched: request.most_change.is_some(),
        };
        let watched = watch.clone();
        let looked = tokio::task::spawn_blocking(move || second.plan(&watched)).await??;
        if let Some(most) = request.most_change {
            let kind = self.prepared.profile.kind();
            most.allow(looked.touched, kind, store, watch).await?;
        }
        let products = match looked.accidents.asks_for_size() {
            true => guard::count(Entity::Product, store, watch).await?,
            false => 0,
        };
        let suspicions = looked.accidents.suspicions(products);
        let accidents = accidents::told(&suspicions);
        let (run, mut groups) = (self.run, looked.groups);
        groups.extend(suspicions.iter().map(Suspicion::kept));
        studio.ask(move |journal| journal.set_issues(IssueOwner::Run(run), &groups)).await?;
        Ok(Found { issues: looked.issues, missing: looked.missing, accidents })
    }

    async fn report(
        &self,
        studio: &Studio,
        looked: Found,
        removes_for_good: bool,
    ) -> Result<Planned, ApiError> {
        let run = runs::show(studio, runs::RunNumber { run: self.run.0 }).await?;
        let Found { issues, missing, accidents } = looked;
        let joined = self.prepared.spool.joined().as_ref().map(JoinedFile::from);
        Ok(Planned {
            run,
            issues,
            profile: self.prepared.saved_profile(),
            missing,
            accidents,
            joined,
            removes_for_good,
            resembling: None,
            shapes: Vec::new(),
        })
    }

    /// The keys by which planning may ask: those of the profile, and what rows name products by.
    fn indexed_keys(&self) -> Vec<Key> {
        let mut keys = PlanSettings::of(&self.prepared.profile, None).keys;
        let of_others = !self.prepared.profile.kind().is_sold();
        for key in [Some(Key::Sku), Some(Key::Slug).filter(|_| of_others)].into_iter().flatten() {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    fn rows(&self) -> SourceRows {
        SourceRows::new(&self.prepared.spool, self.limit).edited(self.edits.clone())
    }
}
