//! Is a profile that was named for a file made for such files at all?

use longshore_engine::{profile::Profile, row::Header, target::Target};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::fitting::fitted;

/// A profile that does not fit a file: less than half of the columns that it imports are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileMisfit {
    /// How many of them are there.
    pub found: usize,
    /// How many it imports.
    pub of: usize,
}

/// How badly a profile fits; `None` where it fits well enough.
pub(super) fn misfit(profile: &Profile, header: &Header) -> Option<ProfileMisfit> {
    let columns = fitted(profile.clone(), header).columns;
    let imported = |(at, _): &(usize, bool)| *at < header.columns.len();
    let wanted: Vec<_> = columns
        .iter()
        .map(|column| column.target.is_some())
        .enumerate()
        .filter(|one| one.1)
        .collect();
    let (found, of) = (wanted.iter().filter(|one| imported(one)).count(), wanted.len());
    (found * 2 < of).then_some(ProfileMisfit { found, of })
}

/// A profile that was fitted to a header, with what the columns look like where it says nothing of them. What looks
/// like a field takes it from a column that is not there.
pub(super) fn filled(mut profile: Profile, header: &Header, looks: Profile) -> Profile {
    let own = header.columns.len();
    for look in looks.columns {
        let Some(field) = &look.target else { continue };
        let takes_several = Target::parse(field).is_some_and(|target| target.takes_several());
        let is_taken =
            profile.columns.iter().take(own).any(|map| map.target.as_ref() == Some(field))
                || profile.constants.iter().any(|(constant, _)| constant == field);
        let column = profile.columns.iter().take(own).position(|map| {
            map.target.is_none() && map.column == look.column && map.occurrence == look.occurrence
        });
        let Some(at) = column.filter(|_| takes_several || !is_taken) else { continue };
        let gone = profile.columns.split_off(own);
        let still =
            gone.into_iter().filter(|map| takes_several || map.target.as_ref() != Some(field));
        profile.columns.extend(still);
        profile.columns[at] = look;
    }
    profile
}
