//! The first look at all rows: what do they refer to, and which keys stand in the file?

use longshore_engine::{
    check::FileIndex,
    damage,
    entity::Entity,
    issue::Severity,
    mapped::Mapped,
    mapping::Mapping,
    matching::{self, Trees},
    plan::{PlanSettings, Planner},
    value::Key,
};

use super::{twins::Twins, wanted::Wanted};
use crate::{
    error::ApiError,
    progress::{Stage, Watch},
    sources::SourceRows,
};

/// What the first look at all rows found out.
pub(super) struct FirstPass {
    pub(super) index: FileIndex,
    pub(super) planner: Planner,
    pub(super) wanted: Wanted,
    /// Keys by which the journal may remember records.
    pub(super) own_keys: Vec<(Entity, String)>,
    pub(super) twins: Twins,
    /// What trees the rows describe.
    pub(super) trees: Trees,
}

impl SourceRows {
    /// What rows refer to, and which keys stand in the file.
    pub(super) fn first_pass(
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
            trees: Trees::default(),
        };
        let mut mapped = Mapped::empty();
        let mut issues = Vec::new();
        self.each(Stage::Checking, watch, |row| {
            issues.clear();
            mapping.map(row, &mut mapped, &mut issues);
            mapping.index(row, &mut first.index);
            if issues.iter().any(|issue| issue.severity == Severity::Error) {
                let asks = damage::asks_store(&issues, row, mapping);
                // What the store proposes for it may be taken.
                let may_go_in = asks && mapping.takes_proposals();
                if asks && let Some(sku) = mapped.record.fields.text("sku") {
                    first.wanted.add_entity(mapped.record.entity);
                    first.wanted.add(mapped.record.entity, Key::Sku, sku);
                }
                if !may_go_in {
                    first.index.keep_out(row.number);
                    return Ok(());
                }
            }
            first.trees.note(&mapped);
            let FirstPass { planner, wanted, own_keys, twins, .. } = &mut first;
            twins.note(&mapped);
            wanted.add_entity(mapped.record.entity);
            wanted.note_fields(&mapped.record.fields);
            planner.collect(&mapped, &mut |entity, key, value| {
                wanted.add(entity, key, value);
                if key == Key::Sku && entity.is_sold() && !wanted.needs_all() {
                    let others = damage::with_zeros(value);
                    others.iter().for_each(|value| wanted.add(entity, key, value));
                }
            });
            if remembers && mapped.record.entity.is_sold() && !wanted.needs_all() {
                own_keys.extend(matching::own_key(&mapped).map(|key| (mapped.record.entity, key)));
                wanted.note_remembered(own_keys.len());
            }
            Ok(())
        })?;
        first.index.finish();
        Ok(first)
    }
}
