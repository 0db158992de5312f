//! Why does a store that was known not answer as one any more?
//!
//! A plugin that was switched off and links that were made plain look as if something were not there. What is really
//! the matter, the site itself tells: its index without a key, and its home.

use super::discover::find_at;
use crate::{
    connection::Connection,
    error::{Fault, StoreError},
};

/// The same error, or what the site tells instead.
pub(super) async fn explained(connection: &Connection, error: StoreError) -> StoreError {
    if !may_be_explained(&error.fault) {
        return error;
    }
    let Connection { address, authority, manners, waits, .. } = connection;
    let looking = find_at(address, authority.as_deref(), manners.asking_once());
    let told = tokio::select! {
        found = looking => found.err(),
        () = waits.are_long_over() => None,
    };
    match told {
        Some(StoreError { fault, .. }) if explains(&fault) => {
            tracing::debug!(code = error.code(), "explained by the site's index");
            StoreError { fault, sent: error.sent }
        }
        _ => error,
    }
}

/// Whether something looks as if it were not there.
fn may_be_explained(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::NoRoute { .. }
            | Fault::NoRestApi { .. }
            | Fault::AnswerNotJson { .. }
            | Fault::AnswerUnexpected { .. }
    )
}

/// Whether something tells more than that.
fn explains(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::NoWooCommerce { .. }
            | Fault::PlainPermalinks { .. }
            | Fault::Firewall { .. }
            | Fault::RobotCheck { .. }
            | Fault::LoginWanted { .. }
            | Fault::Closed { .. }
    )
}
