//! Who links to what an undo makes again?

use std::collections::HashMap;

use longshore_connectors::Query;
use longshore_engine::{
    change::Change,
    entity::Entity,
    plan::ChangeSink,
    undo::follow,
    value::{ChangeId, StoreId},
};

use super::{around::Surroundings, plan::Planner};
use crate::{error::ApiError, imports::JournalSink};

impl Planner<'_> {
    /// Plans for the products that the run left alone: their links follow what is made again under a new number.
    pub(super) async fn follow(&self, around: &Surroundings) -> Result<(), ApiError> {
        let again: HashMap<StoreId, ChangeId> = around
            .made_again
            .iter()
            .filter(|((entity, _), _)| *entity == Entity::Product)
            .map(|((_, id), change)| (*id, *change))
            .collect();
        if again.is_empty() {
            return Ok(());
        }
        let mut linking = Vec::new();
        self.read(Query::all(Entity::Product), |product| {
            let is_linking = follow(&product, &|id| again.get(&id).copied(), &mut || ChangeId(0));
            linking.extend(is_linking.map(|_| product));
        })
        .await?;
        let undo = self.undo;
        let plan = move |journal: &longshore_journal::Journal| {
            let mut sink = JournalSink::new(journal, undo)?;
            let changes: Vec<Change> = linking
                .iter()
                .filter_map(|product| {
                    follow(product, &|id| again.get(&id).copied(), &mut || sink.next())
                })
                .collect();
            let pushed = changes.into_iter().try_for_each(|change| sink.push(change));
            sink.flush()?;
            Ok(pushed)
        };
        self.studio.ask(plan).await?.map_err(ApiError::internal)
    }
}
