//! Which slug has the shipping class of that number? Products name it by slug only.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use longshore_engine::value::StoreId;

/// What has been seen of shipping classes so far; filled by everything that is read.
#[derive(Debug, Default)]
pub(crate) struct ShippingClasses(RwLock<HashMap<StoreId, String>>);

impl ShippingClasses {
    pub(crate) fn slug(&self, id: StoreId) -> Option<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    pub(crate) fn learn(&self, id: StoreId, slug: &str) {
        if slug.is_empty() || self.knows(id, slug) {
            return;
        }
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(id, slug.to_owned());
    }

    fn knows(&self, id: StoreId, slug: &str) -> bool {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .is_some_and(|known| known == slug)
    }
}
