//! How is the way back planned?

use std::collections::{HashMap, HashSet, hash_map::Entry};

use futures_util::StreamExt;
use jiff::Timestamp;
use longshore_connectors::Query;
use longshore_engine::{
    change::Action,
    diff::is_writable,
    entity::Entity,
    profile::Mode,
    record::StoreRecord,
    undo::{OnConflict, RecordSet, UndoFilter, UndoSettings},
    value::{ChangeId, StoreId},
};
use longshore_journal::{
    RunId,
    counts::Counts,
    effects::Effect,
    runs::{NewRun, RunKind, RunStatus},
    state::State,
};
use serde::Deserialize;
use ts_rs::TS;

use super::{
    around::{Id, Surroundings},
    desk::{Desk, Records, as_numbered_now},
    in_use::InUse,
};
use crate::{
    error::ApiError,
    progress::{Stage, Watch},
    runs::{self, RunNumber, RunReport},
    stores::{self, Opened},
    studio::Studio,
};

/// Changes that are looked at together.
const TOGETHER: usize = 200;

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
        let fields = (!self.fields.is_empty())
            .then(|| self.fields.iter().map(|field| field.as_str().into()).collect());
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
    let opened =
        watch.unless_cancelled(stores::open_connection(studio, connection)).await??.readable()?;
    runs::settle(studio, &opened, of).await?;
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
    let planner = Planner { studio, opened: &opened, of, undo, settings, watch };
    let planned = async {
        let unmet = planner.plan().await?;
        studio.ask(move |journal| journal.finish_planning(planning)).await?;
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
            runs::discard(studio, RunNumber { run: undo.0 }).await?;
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
    match studio.ask(move |journal| journal.undos_of(of)).await?.first() {
        Some(undo) => Err(ApiError::new("run_already_undone").with("run", of).with("by", undo.id)),
        None => Ok(()),
    }
}

pub(super) struct Planner<'a> {
    pub(super) studio: &'a Studio,
    opened: &'a Opened,
    of: RunId,
    pub(super) undo: RunId,
    settings: UndoSettings,
    watch: &'a Watch,
}

/// A change of the undone run, as much of it as stays in memory.
#[derive(Clone, Copy)]
struct Head {
    change: ChangeId,
    entity: Entity,
    action: Action,
    store_id: StoreId,
    completes: bool,
}

impl Planner<'_> {
    /// Plans it; answers what was picked and is not in the run.
    async fn plan(&self) -> Result<RecordSet, ApiError> {
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
        let mut around = Surroundings {
            journal: self.studio.journal().clone(),
            connection: self.opened.id,
            made_again: HashMap::new(),
            removed: HashSet::new(),
            variations: self.variations(&heads).await?,
            first_changes,
            in_use: self.in_use(&heads).await?,
            unmet: self.settings.filter.records.clone().unwrap_or_default(),
        };
        let total = heads.len() as u64;
        let mut done = 0;
        for group in self.in_order(heads) {
            self.watch.may_go_on()?;
            done += group.len() as u64;
            around = self.group(group, &later, around).await?;
            self.watch.tell(Stage::Planning, done, Some(total));
        }
        self.follow(&around).await?;
        Ok(around.unmet)
    }

    /// What the run did, first to last.
    async fn heads(&self) -> Result<Vec<Head>, ApiError> {
        let of = self.of;
        self.studio
            .ask(move |journal| {
                let mut heads = Vec::new();
                let mut after = None;
                loop {
                    let page =
                        journal.changes_of(of, &[State::Applied, State::Altered], after, 1_000)?;
                    let Some(last) = page.last() else { return Ok(heads) };
                    after = Some(last.planned.change.id);
                    heads.extend(page.iter().filter_map(|entry| {
                        let change = &entry.planned.change;
                        Some(Head {
                            change: change.id,
                            entity: change.entity,
                            action: change.action,
                            store_id: entry.store_id?,
                            completes: change.completes.is_some(),
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
            _ => 3,
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

    /// The variations that the store shows below products that may have to go.
    async fn variations(&self, heads: &[Head]) -> Result<HashMap<StoreId, Vec<StoreId>>, ApiError> {
        let made: Vec<StoreId> = heads
            .iter()
            .filter(|head| head.entity == Entity::Product && head.action == Action::Create)
            .map(|head| head.store_id)
            .collect();
        let mut found: HashMap<StoreId, Vec<StoreId>> = HashMap::new();
        let connection = self.opened.id;
        let now = self
            .studio
            .ask(move |journal| journal.current_ids(connection, Entity::Product, &made))
            .await?;
        let parents = self.variable(&now).await?;
        if parents.is_empty() {
            return Ok(found);
        }
        for trash in [false, true] {
            let query = Query::all(Entity::Variation).within(parents.clone());
            self.read(Query { trash, ..query }, |record| {
                if let Some(parent) = record.parent {
                    found.entry(parent).or_default().push(record.id);
                }
            })
            .await?;
        }
        Ok(found)
    }

    /// The variable ones among products, those in the trash too.
    async fn variable(&self, ids: &[StoreId]) -> Result<Vec<StoreId>, ApiError> {
        let mut found = Vec::new();
        for ids in ids.chunks(TOGETHER) {
            let products = self.anywhere(Entity::Product, ids.to_vec()).await?;
            let variable =
                products.iter().filter(|record| record.fields.text("type") == Some("variable"));
            found.extend(variable.map(|record| record.id));
        }
        Ok(found)
    }

    /// Who uses the terms that the run made.
    async fn in_use(&self, heads: &[Head]) -> Result<InUse, ApiError> {
        let mut in_use = InUse::default();
        let made: Vec<ChangeId> = heads
            .iter()
            .filter(|head| head.entity.is_taxonomy() && head.action == Action::Create)
            .map(|head| head.change)
            .collect();
        for ids in made.chunks(TOGETHER) {
            let (ids, connection) = (ids.to_vec(), self.opened.id);
            let terms = self
                .studio
                .ask(move |journal| {
                    let effects = journal.effects(&ids)?;
                    let terms = effects.into_iter().filter_map(|effect| effect.kept);
                    terms.map(|term| as_numbered_now(journal, connection, term)).collect()
                })
                .await?;
            let terms: Vec<StoreRecord> = terms;
            terms.iter().for_each(|term| in_use.note(term));
        }
        if in_use.is_empty() {
            return Ok(in_use);
        }
        for entity in [Entity::Category, Entity::Brand] {
            self.read(Query::all(entity), |record| in_use.look_at(&record)).await?;
        }
        let attributes = self.anywhere(Entity::Attribute, in_use.attributes()).await?;
        if !attributes.is_empty() {
            let within = attributes.iter().map(|record| record.id).collect();
            self.read(Query::all(Entity::Term).within(within), |record| in_use.look_at(&record))
                .await?;
        }
        // What lies in the trash may come back, with its categories.
        for trash in [false, true] {
            let all = |entity| Query { trash, ..Query::all(entity) };
            self.read(all(Entity::Product), |record| in_use.look_at(&record)).await?;
            if in_use.concerns_variations() {
                self.read(all(Entity::Variation), |record| in_use.look_at(&record)).await?;
            }
        }
        Ok(in_use)
    }

    pub(super) async fn read(
        &self,
        query: Query,
        mut with: impl FnMut(StoreRecord),
    ) -> Result<(), ApiError> {
        let mut pages = self.opened.store.pages(query.fresh());
        while let Some(page) = self.watch.unless_cancelled(pages.next()).await? {
            page?.records.into_iter().for_each(&mut with);
        }
        Ok(())
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

    /// The records as the store has them now.
    async fn current(
        &self,
        entity: Entity,
        effects: &[Effect],
        ids: Vec<StoreId>,
    ) -> Result<(Records, Vec<StoreRecord>), ApiError> {
        let parents: HashSet<StoreId> = effects
            .iter()
            .filter_map(|effect| effect.kept.as_ref().or(effect.before.as_ref())?.parent)
            .collect();
        let connection = self.opened.id;
        let of = if entity == Entity::Term { Entity::Attribute } else { Entity::Product };
        let old: Vec<StoreId> = parents.into_iter().collect();
        let parents =
            self.studio.ask(move |journal| journal.current_ids(connection, of, &old)).await?;
        let lies_within = matches!(entity, Entity::Variation | Entity::Term);
        // Asking for what lies within something that is gone would be an error.
        let parents = if lies_within { self.anywhere(of, parents).await? } else { Vec::new() };
        let mut found = HashMap::new();
        let mut missing: HashSet<StoreId> = ids.into_iter().collect();
        for trash in [false, true] {
            if missing.is_empty() || lies_within && parents.is_empty() {
                break;
            }
            // What lies within others is read with all of its siblings: fewer requests than one by one.
            let query = match lies_within {
                true => Query::all(entity).within(parents.iter().map(|parent| parent.id).collect()),
                false => Query::ids(entity, missing.iter().copied().collect()),
            };
            self.read(Query { trash, ..query }, |record| {
                if record.entity == entity && missing.remove(&record.id) {
                    found.insert(record.id, record);
                }
            })
            .await?;
        }
        Ok((found, parents))
    }

    /// Those among these that are there, if only in the trash.
    async fn anywhere(
        &self,
        entity: Entity,
        mut ids: Vec<StoreId>,
    ) -> Result<Vec<StoreRecord>, ApiError> {
        let mut found: Vec<StoreRecord> = Vec::new();
        for trash in [false, true] {
            if ids.is_empty() {
                break;
            }
            let query = Query { trash, ..Query::ids(entity, ids.clone()) };
            self.read(query, |record| {
                if record.entity == entity {
                    found.push(record);
                }
            })
            .await?;
            ids.retain(|id| !found.iter().any(|record| record.id == *id));
        }
        Ok(found)
    }
}
