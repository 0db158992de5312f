//! `--map "Column=field"`: what the user decides about single columns.

use super::{ColumnMap, Profile};
use crate::{error::ProfileError, label, row::Header, target::Target};

impl Profile {
    /// Gives a column the field that the user names: `Preis=regular_price`, `#3=sku` for the third column,
    /// `Notiz=` for a column that is not imported. Another column that fed the same field no longer does.
    ///
    /// # Errors
    /// When the text has another form, or the column or the field does not exist.
    pub fn assign(&mut self, text: &str) -> Result<(), ProfileError> {
        let (column, field) =
            text.rsplit_once('=').ok_or_else(|| ProfileError::NotAnAssignment(text.to_owned()))?;
        let field = field.trim();
        let target = match field {
            "" | "-" => None,
            _ => Some(
                Target::parse(field)
                    .ok_or_else(|| ProfileError::UnknownTarget(field.to_owned()))?,
            ),
        };
        let at = self
            .find(column)
            .ok_or_else(|| ProfileError::UnknownColumn(column.trim().to_owned()))?;
        if let Some(target) = target.as_ref().filter(|target| !target.takes_several()) {
            let name = target.name();
            for other in &mut self.columns {
                if other.target.as_ref() == Some(&name) {
                    other.target = None;
                }
            }
        }
        self.columns[at].target = target.map(|target| target.name());
        Ok(())
    }

    /// Takes the column of a file that an assignment names and the profile does not know. Where it gets the field of a
    /// column that the file does not have, it is that one under another name, with all that is done to its cells.
    pub fn take_new(&mut self, text: &str, header: &Header) {
        let Some((column, field)) = text.rsplit_once('=') else { return };
        let named = |name: &str| {
            let key = label::key(name);
            header.columns.iter().find(|own| !key.is_empty() && label::key(own) == key)
        };
        let (None, Some(name)) = (self.find(column), named(column)) else { return };
        let target = Target::parse(field.trim()).map(|target| target.name());
        let is_gone = |one: &&mut ColumnMap| {
            one.target.is_some() && one.target == target && named(&one.column).is_none()
        };
        match self.columns.iter_mut().find(is_gone) {
            Some(gone) => (gone.column, gone.occurrence) = (name.clone(), 0),
            None => self.columns.push(ColumnMap { column: name.clone(), ..ColumnMap::default() }),
        }
    }

    /// Where a column stands: by its name as written, else by its name as compared, else by `#` and its number from 1.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        let exactly = |column: &ColumnMap| column.column == name || column.column == name.trim();
        let key = label::key(name);
        let alike = |column: &ColumnMap| !key.is_empty() && label::key(&column.column) == key;
        self.columns
            .iter()
            .position(exactly)
            .or_else(|| self.columns.iter().position(alike))
            .or_else(|| {
                let number: usize = name.trim().strip_prefix('#')?.parse().ok()?;
                (1..=self.columns.len()).contains(&number).then(|| number - 1)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::BlankPolicy;

    fn profile() -> Profile {
        let column = |name: &str, target: Option<&str>| ColumnMap {
            column: name.to_owned(),
            target: target.map(Into::into),
            ..ColumnMap::default()
        };
        let columns = vec![
            column("Preis (netto)", Some("regular_price")),
            column("a=b", None),
            column("Nr", None),
        ];
        Profile { columns, ..Profile::default() }
    }

    #[test]
    fn a_column_is_found_as_people_write_it_and_takes_the_field_from_another() {
        let mut profile = profile();
        assert_eq!(profile.assign("a=b=regular_price"), Ok(()));
        assert_eq!(profile.columns[1].target.as_deref(), Some("regular_price"));
        assert_eq!(profile.columns[0].target, None);
        assert_eq!(profile.assign("preis (NETTO) = sale_price"), Ok(()));
        assert_eq!(profile.assign("#3=gtin"), Ok(()));
        assert_eq!(profile.columns[2].target.as_deref(), Some("global_unique_id"));
        assert_eq!(profile.assign("Nr="), Ok(()));
        assert_eq!(profile.columns[2].target, None);
    }

    #[test]
    fn a_column_of_the_file_takes_the_place_of_one_that_is_gone() {
        let columns = ["Preis neu", "Nr", "Rest"].map(str::to_owned).to_vec();
        let header = Header { columns, line: None };
        let mut profile = profile();
        profile.columns[0].blank = Some(BlankPolicy::Clear);
        profile.take_new("preis NEU=regular_price", &header);
        assert_eq!((profile.columns.len(), &*profile.columns[0].column), (3, "Preis neu"));
        assert_eq!(profile.columns[0].blank, Some(BlankPolicy::Clear));
        profile.take_new("Rest=tags", &header);
        profile.take_new("Nix=name", &header);
        assert_eq!((profile.columns.len(), &*profile.columns[3].column), (4, "Rest"));
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let mut profile = profile();
        assert_eq!(profile.assign("Nr"), Err(ProfileError::NotAnAssignment("Nr".to_owned())));
        assert_eq!(profile.assign("Nix=sku"), Err(ProfileError::UnknownColumn("Nix".to_owned())));
        assert_eq!(profile.assign("Nr=foo"), Err(ProfileError::UnknownTarget("foo".to_owned())));
        assert_eq!(profile.assign("#9=sku"), Err(ProfileError::UnknownColumn("#9".to_owned())));
    }
}
