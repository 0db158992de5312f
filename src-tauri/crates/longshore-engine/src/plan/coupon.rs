//! Why does a coupon stay out that a row describes well?

use crate::{
    check,
    entity::Entity,
    issue::Issue,
    record::{Fields, StoreRecord},
};

use super::{Desk, codes};

/// Whether a coupon stays out for what the store has or lacks; then it is said why.
pub(super) fn stays_out(
    entity: Entity,
    said: &Fields,
    current: Option<&StoreRecord>,
    desk: &mut Desk<'_>,
) -> bool {
    if entity != Entity::Coupon {
        return false;
    }
    let stored = current.map(|current| &current.fields);
    if let Some(amount) = check::coupon::percent_over_100(said, stored) {
        desk.raise(&check::codes::COUPON_OVER_WHOLE, &[&amount.to_string()]);
        return true;
    }
    // A known coupon keeps what it is meant for; a new one without that would hold for everything.
    if current.is_none() {
        let code = codes::REFERENCE_UNKNOWN.code;
        let issues = std::mem::take(&mut desk.issues).into_iter();
        let (unknown, others): (Vec<Issue>, _) = issues.partition(|issue| issue.code == code);
        desk.issues = others;
        for issue in &unknown {
            let params: Vec<&str> = issue.params.iter().map(|(_, value)| value.as_str()).collect();
            desk.raise(&codes::COUPON_FOR_MORE, &params);
        }
        return !unknown.is_empty();
    }
    false
}
