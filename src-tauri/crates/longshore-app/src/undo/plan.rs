//! How is the way back planned?

use std::collections::{HashMap, HashSet, hash_map::Entry};

use jiff::Timestamp;
use longshore_engine::{
    change::{Action, Phase},
    diff::is_writable,
    entity::Entity,
    platforms::woocommerce::rules::with_fellows,
    profile::Mode,
    undo::{OnConflict, RecordSet, UndoFilter, UndoSettings},
    value::{ChangeId, StoreId},
};
use longshore_journal::{
    Journal, RunId,
    counts::Counts,
    issues::IssueOwner,
    runs::{NewRun, RunKind, RunStatus},
    state::State,
    uploads::{Doing, NewUpload, Upload, UploadState},
};
use serde::Deserialize;
use ts_rs::TS;

use super::{
    around::{Id, Surroundings},
    desk::Desk,
    named::Named,
    undecided::Undecided,
};
use crate::{
    error::ApiError,
    imports::{Accidents, Suspicion},
    progress::{Stage, Watch},
    runs::{self, RunNumber, RunReport},
    stores::{self, Opened},
    studio::Studio,
};

/// Changes that are looked at together.
pub(super) const TOGETHER: usize = 200;

/// A run to be taken back, or a part of it.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct UndoPlan {
    /// The run.
    pub run: u64,
    /// Only records with these SKUs, before the run, after it or now, or with the numbers below.
    #[ts(as = "Option<_>", optional)]
    pub skus: Vec<String>,
    /// Only records with these numbers in the store.
    #[ts(as = "Option<_>", optional)]
    pub ids: Vec<u64>,
    /// Only these changes of the run.
    #[ts(as = "Option<_>", optional)]
    pub changes: Vec<u64>,
    /// Only what is there a second time because a request was delivered twice.
    #[ts(as = "Option<_>", optional)]
    pub copies: bool,
    /// Only these fields: then nothing is made or removed.
    #[ts(as = "Option<_>", optional)]
    pub fields: Vec<String>,
    /// What becomes of what somebody edited since.
    #[ts(as = "Option<_>", optional)]
    pub conflicts: OnConflict,
    /// Changes of the run whose records are put back although somebody edited them.
    #[ts(as = "Option<_>", optional)]
    pub restore: Vec<u64>,
    /// Of what is put back although somebody edited it, only the fields that nobody edited go back: the others, and
    /// what would be removed, are left out of the plan until somebody takes them in.
    #[ts(as = "Option<_>", optional)]
    pub undecided: bool,
    /// A plan for the same that was made before and is thrown away: another decision about a conflict.
    pub instead_of: Option<u64>,
}

impl UndoPlan {
    fn settings(&self) -> Result<UndoSettings, ApiError> {
        let is_part = self.copies
            || !(self.skus.is_empty() && self.ids.is_empty() && self.changes.is_empty());
        let records = is_part.then(|| {
            let mut records = RecordSet::default();
            self.skus.iter().for_each(|sku| records.add_sku(sku));
            self.ids.iter().for_each(|id| records.add_id(StoreId(*id)));
            self.changes.iter().for_each(|change| records.add_change(ChangeId(*change)));
            records
        });
        let known = |field: &&String| {
            Entity::ALL.into_iter().any(|entity| is_writable(entity, field.as_str()))
        };
        if let Some(field) = self.fields.iter().find(|field| !known(field)) {
            return Err(ApiError::new("field_unknown").with("field", field));
        }
        let wanted = self.fields.iter().map(|field| field.as_str().into()).collect();
        let fields =
            (!self.fields.is_empty()).then(|| with_fellows(wanted, true).into_iter().collect());
        let filter = UndoFilter { records, fields };
        let restored = self.restore.iter().map(|change| ChangeId(*change)).collect();
        Ok(UndoSettings { filter, conflicts: self.conflicts, restored, mark: None })
    }
}

/// Plans the undo of a run or of a part of it. Nothing is sent. What nobody knows the outcome of is looked up in
/// the store first.
pub async fn plan(
    studio: &Studio,
    request: UndoPlan,
    watch: &Watch,
) -> Result<RunReport, ApiError> {
    let of = RunId(request.run);
    let mut settings = request.settings()?;
    let is_part = settings.filter != UndoFilter::default();
    let (run, connection, detail) = studio
        .ask(move |journal| {
            let run = journal.run(of)?;
            let connection = journal.connection(run.connection)?;
            Ok((run, connection, journal.run_detail(of)?))
        })
        .await?;
    // Who wanted no marks wants none in what is made again.
    let no_marks = runs::Options::from_map(detail.options)?.no_marks;
    if matches!(run.status, RunStatus::Planned) {
        let error = ApiError::new("run_not_undoable").with("run", of);
        return Err(error.with("status", run.status));
    }
    if studio.ask(move |journal| journal.is_run_owned(of)).await? {
        return Err(ApiError::new("run_owned").with("run", of));
    }
    let opened = stores::open_to_plan(studio, connection, watch).await?;
    watch.tell(Stage::Asking, 0, None);
    stores::patiently(watch, || runs::settle(studio, &opened, of)).await?;
    if let Some(records) = settings.filter.records.as_mut().filter(|_| request.copies) {
        let copies = studio.ask(move |journal| journal.copies_in(of)).await?;
        copies.into_iter().for_each(|copy| records.add_change(copy));
    }
    let new = NewRun {
        connection: opened.id,
        kind: RunKind::Undo { of },
        mode: Mode::CreateUpdate,
        reading: Default::default(),
        profile: None,
        options: runs::Options { no_marks, ..runs::Options::default() }.into_map()?,
        is_reversed: !run.is_reversed,
        at: Timestamp::now(),
    };
    if let Some(before) = request.instead_of {
        discard_undo(studio, RunId(before), of).await?;
    }
    runs::discard_half_plans(studio).await?;
    let planning = studio.ask(move |journal| journal.begin_planning(&new)).await?;
    let undo = planning.run();
    let settings = UndoSettings { mark: (!no_marks).then(|| runs::mark_of(undo)), ..settings };
    let asks = request.undecided;
    let planner = Planner { studio, opened: &opened, of, undo, settings, asks, watch };
    let planned = async {
        let Surroundings { unmet, undecided, accidents, .. } = planner.plan().await?;
        let accidents: Vec<_> = accidents.of_an_undo().iter().map(Suspicion::kept).collect();
        studio
            .ask(move |journal| {
                journal.set_issues(IssueOwner::Run(undo), &accidents)?;
                journal.finish_planning(planning)?;
                undecided.leave(journal, undo)
            })
            .await?;
        let mut report = runs::show(studio, RunNumber { run: undo.0 }).await?;
        let skus = request.skus.iter().filter(|sku| unmet.has_sku(sku)).cloned();
        let ids = request.ids.iter().filter(|id| unmet.has_id(StoreId(**id)));
        report.not_in_run = skus.chain(ids.map(ToString::to_string)).collect();
        match is_part {
            true => refuse_nothing(of, &report)?,
            false => refuse_twice(studio, of, &report).await?,
        }
        Ok(report)
    };
    match planned.await {
        Ok(report) => Ok(report),
        Err(error) => {
            runs::discard_unseen(studio, RunNumber { run: undo.0 }).await?;
            Err(error)
        }
    }
}

/// Throws a planned undo of the same run away.
async fn discard_undo(studio: &Studio, undo: RunId, of: RunId) -> Result<(), ApiError> {
    let found = studio.ask(move |journal| journal.run(undo)).await?;
    let is_of_it = matches!(found.kind, RunKind::Undo { of: undone } if undone == of);
    match is_of_it && found.status == RunStatus::Planned {
        true => runs::discard(studio, RunNumber { run: undo.0 }).await,
        false => {
            Err(ApiError::new("run_not_planned").with("run", undo).with("status", found.status))
        }
    }
}

/// Where nothing of a run fits what was picked, that is said.
fn refuse_nothing(of: RunId, report: &RunReport) -> Result<(), ApiError> {
    match report.counts.records + report.terms.records {
        0 => Err(ApiError::new("undo_fits_nothing").with("run", of)),
        _ => Ok(()),
    }
}

/// Where an earlier undo left nothing to do, that is said instead of record by record.
async fn refuse_twice(studio: &Studio, of: RunId, report: &RunReport) -> Result<(), ApiError> {
    let would = |counts: &Counts| counts.create + counts.update + counts.delete + counts.conflict;
    if would(&report.counts) + would(&report.terms) > 0 {
        return Ok(());
    }
    let holds = move |journal: &Journal| {
        for undo in journal.undos_of(of)? {
            if !journal.is_taken_back(undo.id)? {
                return Ok(Some(undo.id));
            }
        }
        Ok(None)
    };
    match studio.ask(holds).await? {
        Some(undo) => Err(ApiError::new("run_already_undone").with("run", of).with("by", undo)),
        None => Ok(()),
    }
}

pub(super) struct Planner<'a> {
    pub(super) studio: &'a Studio,
    pub(super) opened: &'a Opened,
    of: RunId,
    pub(super) undo: RunId,
    settings: UndoSettings,
    asks: bool,
    pub(super) watch: &'a Watch,
}

/// A change of the undone run, as much of it as stays in memory.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) change: ChangeId,
    pub(super) entity: Entity,
    pub(super) action: Action,
    pub(super) store_id: StoreId,
    completes: bool,
    /// Whether it brought pictures to a record that the run had made.
    fills_made: bool,
}

impl Planner<'_> {
    /// Plans it; answers what came to light.
    async fn plan(&self) -> Result<Surroundings, ApiError> {
        let heads = self.heads().await?;
        let mut later: HashMap<Id, Vec<ChangeId>> = HashMap::new();
        let mut first_changes = HashMap::new();
        for head in &heads {
            let id = (head.entity, head.store_id);
            match first_changes.entry(id) {
                Entry::Occupied(_) => later.entry(id).or_default().push(head.change),
                Entry::Vacant(first) => {
                    first.insert(head.change);
                }
            }
        }
        // Of chosen fields records keep the rest; else what was made goes, and its pictures with it.
        let goes_along: HashSet<ChangeId> = match self.settings.filter.fields {
            Some(_) => HashSet::new(),
            None => heads.iter().filter(|head| head.fills_made).map(|head| head.change).collect(),
        };
        let mut around = Surroundings {
            journal: self.studio.journal().clone(),
            connection: self.opened.id,
            made_again: HashMap::new(),
            removed: HashSet::new(),
            variations: self.variations(&heads).await?,
            first_changes,
            goes_along: goes_along.clone(),
            in_use: self.in_use(&heads).await?,
            unmet: self.settings.filter.records.clone().unwrap_or_default(),
            named: Named::default(),
            undecided: Undecided::default(),
            accidents: Accidents::default(),
        };
        let heads: Vec<Head> =
            heads.into_iter().filter(|head| !goes_along.contains(&head.change)).collect();
        let total = heads.len() as u64;
        let mut done = 0;
        for group in self.in_order(heads) {
            self.watch.may_go_on()?;
            done += group.len() as u64;
            around = self.group(group, &later, around).await?;
            self.watch.tell(Stage::Planning, done, Some(total));
        }
        self.take_out(&around).await?;
        self.follow(&around).await?;
        self.learn_names(&around.named).await?;
        Ok(around)
    }

    /// The pictures that the run uploaded; none where only chosen fields go back.
    pub(super) async fn uploaded(&self) -> Result<Vec<NewUpload>, ApiError> {
        if self.settings.filter.fields.is_some() {
            return Ok(Vec::new());
        }
        let of = self.of;
        let all = self.studio.ask(move |journal| journal.uploads(of)).await?;
        let is_there = |upload: &Upload| {
            upload.state == UploadState::Done && upload.file.doing == Doing::Uploads
        };
        Ok(all.into_iter().filter(is_there).map(|upload| upload.file).collect())
    }

    /// Plans to take the pictures out that the run uploaded and that nothing will show any more.
    async fn take_out(&self, around: &Surroundings) -> Result<(), ApiError> {
        let is_free = |file: &NewUpload| {
            file.media.is_some_and(|media| !around.in_use.shows(media, &around.removed))
        };
        let files = self.uploaded().await?.into_iter().filter(is_free);
        let files: Vec<NewUpload> = files
            .map(|file| NewUpload { doing: Doing::Removes, path: String::new(), ..file })
            .collect();
        let undo = self.undo;
        self.studio.ask(move |journal| journal.plan_uploads(undo, &files)).await
    }

    /// What the run did, first to last.
    async fn heads(&self) -> Result<Vec<Head>, ApiError> {
        let of = self.of;
        self.studio
            .ask(move |journal| {
                let mut heads = Vec::new();
                let mut made: HashSet<ChangeId> = HashSet::new();
                let mut after = None;
                loop {
                    let page =
                        journal.changes_of(of, &[State::Applied, State::Altered], after, 1_000)?;
                    let Some(last) = page.last() else { return Ok(heads) };
                    after = Some(last.planned.change.id);
                    heads.extend(page.iter().filter_map(|entry| {
                        let change = &entry.planned.change;
                        if change.action == Action::Create {
                            made.insert(change.id);
                        }
                        let completed = change.completes.filter(|of| made.contains(of));
                        Some(Head {
                            change: change.id,
                            entity: change.entity,
                            action: change.action,
                            store_id: entry.store_id?,
                            completes: change.completes.is_some(),
                            fills_made: completed.is_some() && change.phase == Phase::Pictures,
                        })
                    }));
                }
            })
            .await
    }

    /// Groups of one kind, the last sent first: what refers to others before what it refers to. Where records are
    /// made again, kinds go the other way round, and still the last sent first: it was removed after what refers to
    /// it.
    fn in_order(&self, heads: Vec<Head>) -> Vec<Vec<Head>> {
        let rank = |head: &Head| match (head.completes, head.entity) {
            (true, _) => 0_u8,
            (_, Entity::Variation) => 1,
            (_, Entity::Product) => 2,
            // Requests take what is alike together: no attribute may go while another still has terms to lose.
            (_, entity) if entity.parent().is_some() => 3,
            _ => 4,
        };
        let makes_again = heads.iter().any(|head| head.action == Action::Delete);
        let mut ordered = heads;
        ordered.sort_by_key(|head| {
            let rank = if makes_again { u8::MAX - rank(head) } else { rank(head) };
            (rank, std::cmp::Reverse(head.change))
        });
        let mut groups: Vec<Vec<Head>> = Vec::new();
        for head in ordered {
            match groups.last_mut() {
                Some(group)
                    if group.len() < TOGETHER
                        && group[0].entity == head.entity
                        && group[0].completes == head.completes =>
                {
                    group.push(head);
                }
                _ => groups.push(vec![head]),
            }
        }
        groups
    }

    /// Plans the undo of changes of one kind.
    async fn group(
        &self,
        group: Vec<Head>,
        later: &HashMap<Id, Vec<ChangeId>>,
        around: Surroundings,
    ) -> Result<Surroundings, ApiError> {
        let entity = group[0].entity;
        let (connection, old) =
            (self.opened.id, group.iter().map(|head| head.store_id).collect::<Vec<_>>());
        let now =
            self.studio.ask(move |journal| journal.current_ids(connection, entity, &old)).await?;
        let effects = {
            let ids: Vec<ChangeId> = group.iter().map(|head| head.change).collect();
            self.studio.ask(move |journal| journal.effects(&ids)).await?
        };
        let (current, parents) = self.current(entity, &effects, now.clone()).await?;
        let desk = Desk {
            undo: self.undo,
            settings: self.settings.clone(),
            asks: self.asks,
            parents,
            later: group
                .iter()
                .filter_map(|head| {
                    let id = (head.entity, head.store_id);
                    let after = later.get(&id)?.iter().copied().filter(|one| *one > head.change);
                    Some((head.change, after.collect::<Vec<_>>()))
                })
                .collect(),
            numbers: group.iter().zip(now).map(|(head, now)| (head.change, now)).collect(),
            effects,
            current,
        };
        tokio::task::spawn_blocking(move || desk.plan(around)).await?
    }
}
