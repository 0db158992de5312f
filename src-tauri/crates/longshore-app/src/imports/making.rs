//! How do the rows of a file become changes of a store?

use std::sync::Arc;

use longshore_engine::{
    entity::Entity,
    mapping::Mapping,
    plan::PlanSettings,
    profile::Mode,
    value::{Key, StoreId},
};
use longshore_journal::{RunId, issues::IssueOwner, mirror::Mirror, runs::SourceFindings};

use super::{
    accidents::{self, Accident, Suspicion},
    ask_store, guard,
    missing::Missing,
    parents,
    second_pass::SecondPass,
    wish::{ImportPlan, Planned},
};
use crate::{
    error::ApiError,
    issues::{self, IssueCount},
    progress::Watch,
    runs,
    sources::{Edits, JoinedFile, Prepared, SourceRows},
    stores::Opened,
    studio::Studio,
};

/// What planning found out, beside the plan.
pub(super) struct Found {
    issues: Vec<IssueCount>,
    missing: Option<Missing>,
    accidents: Vec<Accident>,
}

/// One file on its way to a plan.
pub(super) struct Plan {
    pub(super) prepared: Prepared,
    pub(super) edits: Option<Edits>,
    pub(super) mapping: Arc<Mapping>,
    pub(super) opened: Opened,
    pub(super) run: RunId,
    pub(super) limit: Option<u64>,
}

impl Plan {
    /// Looks at all rows twice, and at the store in between; the changes are in the journal then.
    pub(super) async fn make(
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
        let parents = parents::parents(store, &mirror, watch).await?;

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
            trees: first.trees,
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

    /// The run with what was found out.
    pub(super) async fn report(
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
