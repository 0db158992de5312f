//! Whole cells that become others.

use std::{collections::HashMap, sync::Arc};

use super::{BadStep, StepError, ready::MOST_ENTRIES};
use crate::profile::Otherwise;

#[derive(Clone, Debug)]
pub(super) struct Table {
    values: Arc<HashMap<String, String>>,
    otherwise: Otherwise,
}

impl Table {
    pub(super) fn of_values(values: &[(String, String)]) -> Result<Self, BadStep> {
        Self::new(values, Otherwise::Keep)
    }

    pub(super) fn new(entries: &[(String, String)], otherwise: Otherwise) -> Result<Self, BadStep> {
        if entries.len() > MOST_ENTRIES {
            return Err(BadStep::TooBig);
        }
        let mut values = HashMap::with_capacity(entries.len());
        for (from, to) in entries {
            values.entry(key(from)).or_insert_with(|| to.clone());
        }
        Ok(Self { values: Arc::new(values), otherwise })
    }

    pub(super) fn look_up(&self, text: &str) -> Result<Option<String>, StepError> {
        match (self.values.get(&key(text)), self.otherwise) {
            (Some(value), _) => Ok(Some(value.clone())),
            (None, Otherwise::Keep) => Ok(None),
            (None, Otherwise::Empty) => Ok(Some(String::new())),
            (None, Otherwise::Refuse) if text.trim().is_empty() => Ok(None),
            (None, Otherwise::Refuse) => Err(StepError::NotInTable(text.to_owned())),
        }
    }
}

fn key(text: &str) -> String {
    text.trim().to_lowercase()
}
