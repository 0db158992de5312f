//! A plain table of which somebody said how its rows become products.

use super::{Belongs, Grammar, Out, grammar::PlainRows, notice::Notices, product::NUMBERED};
use crate::{
    row::{Header, Row},
    shape::{BadShape, RowShape, Shaping},
};

/// Lists of which nobody said that each variant has its own value.
const LEFT_WHOLE: &str = "lists_left_whole";
/// Columns that a sentence lists.
const LISTED: usize = 5;

/// Rows that are made into products as somebody said.
pub(super) struct Shaped(Shaping);

impl Shaped {
    pub(super) fn new(shape: &RowShape, header: &Header) -> Result<Self, BadShape> {
        Ok(Self(Shaping::new(shape, header)?))
    }
}

impl Grammar for Shaped {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        match self.0.key(row) {
            Some(key) => Belongs::To(key.into()),
            None => Belongs::Alone,
        }
    }

    fn join(&self, _: &[Row], _: &mut Out<'_>) {}

    fn plain(&self) -> Option<&dyn PlainRows> {
        Some(self)
    }
}

impl PlainRows for Shaped {
    fn columns(&self) -> Vec<String> {
        self.0.header().columns.clone()
    }

    fn width(&self) -> usize {
        self.0.header().columns.len()
    }

    fn from(&self) -> Vec<Vec<String>> {
        self.0.from()
    }

    fn write(
        &self,
        rows: &[Row],
        _: &[Row],
        notices: &mut Notices,
        emit: &mut dyn FnMut(&Row),
    ) -> (u64, u64) {
        match self.0.shaped(rows) {
            Ok(made) => {
                notices.say_times("rows_twice", made.twice as u64);
                for called in &made.numbered {
                    notices.say_first(NUMBERED, || vec![("example", called.clone())]);
                }
                let made = made.rows;
                if let [row] = rows {
                    for column in self.0.left_whole(row, made.len().saturating_sub(1)) {
                        notices.say_first(LEFT_WHOLE, || {
                            vec![("column", column.to_owned()), ("line", row.line.to_string())]
                        });
                        notices.list_in(LEFT_WHOLE, "columns", column, LISTED);
                    }
                }
                made.iter().for_each(emit);
                // One product, and whatever else there is are its variations.
                (made.len().min(1) as u64, made.len().saturating_sub(1) as u64)
            }
            Err(misfit) => {
                let (code, mut params) = misfit.code();
                let line = rows.first().map(|row| row.line).unwrap_or_default();
                params.push(("line", line.to_string()));
                let params: Vec<(&str, &str)> =
                    params.iter().map(|(name, text)| (*name, text.as_str())).collect();
                notices.say_with(code, &params);
                notices.say_times(code, rows.len().saturating_sub(1) as u64);
                (0, 0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::join_with;
    use crate::{
        reading::JoinSettings,
        shape::{RowShape, ShapeOption},
    };

    fn size() -> Vec<ShapeOption> {
        vec![ShapeOption { column: "Size".to_owned(), attribute: String::new() }]
    }

    #[test]
    fn lists_become_variations_and_what_does_not_fit_is_said_with_its_line() {
        let shape = RowShape::Split {
            options: size(),
            along: vec!["Price".to_owned()],
            between: ",".to_owned(),
            all_combinations: false,
            sku: Some("SKU".to_owned()),
            name: None,
        };
        let settings = JoinSettings { shape: Some(shape.clone()), ..JoinSettings::default() };
        let rows: [&[&str]; 3] =
            [&["A", "Hose", "S,M", "5,6"], &["B", "Hut", "S,M,L", "5,6"], &["C", "Cap", "", "9"]];
        let table = join_with(&["SKU", "Name", "Size", "Price"], &rows, &settings);
        assert_eq!(table.all("SKU"), ["A", "A-S", "A-M", "C"]);
        assert_eq!(table.all("Price"), ["", "5", "6", "9"]);
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 2, 2, 4]);
        assert_eq!(table.said("lists_do_not_fit"), 1);
        assert_eq!(table.joined.notices[0].params["line"], "3");
        assert_eq!((table.joined.products, table.joined.variations), (2, 2));
        assert_eq!(table.joined.shaped, Some(shape));
    }

    #[test]
    fn lists_that_nobody_gave_to_the_variants_are_told() {
        let shape = |along: &[&str]| RowShape::Split {
            options: size(),
            along: along.iter().map(ToString::to_string).collect(),
            between: ",".to_owned(),
            all_combinations: false,
            sku: Some("SKU".to_owned()),
            name: None,
        };
        let rows: [&[&str]; 3] = [
            &["A", "S,M,L", "5,6,7", "1,2,3", "0,5"],
            &["B", "S,M", "5,6", "1,2", "0,5"],
            &["C", "", "9", "4", "0,5"],
        ];
        let columns = ["SKU", "Size", "Price", "Stock", "Weight"];
        let told = |along: &[&str]| {
            let settings = JoinSettings { shape: Some(shape(along)), ..JoinSettings::default() };
            let table = join_with(&columns, &rows, &settings);
            let notice =
                table.joined.notices.into_iter().find(|one| one.code == "lists_left_whole");
            notice.map(|notice| notice.params["columns"].clone())
        };
        assert_eq!(told(&[]), Some("Price, Stock".to_owned()));
        assert_eq!(told(&["Stock"]), Some("Price".to_owned()));
        assert_eq!(told(&["Price", "Stock"]), None);
    }

    #[test]
    fn rows_of_a_product_come_together_wherever_they_stand_and_keep_their_lines() {
        let shape = RowShape::Join {
            key: vec!["Model".to_owned()],
            options: size(),
            along: vec!["Price".to_owned()],
            sku: None,
            name: None,
        };
        let settings = JoinSettings { shape: Some(shape), ..JoinSettings::default() };
        let rows: [&[&str]; 4] = [
            &["M1", "Tee S", "S", "5"],
            &["M2", "Cap", "", "9"],
            &["m1", "Tee M", "M", "6"],
            &["", "Hat", "", "3"],
        ];
        let table = join_with(&["Model", "Name", "Size", "Price"], &rows, &settings);
        assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple", "simple"]);
        assert_eq!(table.all("Name"), ["Tee", "Tee S", "Tee M", "Cap", "Hat"]);
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 2, 4, 3, 5]);
        // Without a SKU a number says whose variation it is.
        let id = table.at(0, "ID");
        assert!(!id.is_empty());
        assert_eq!(table.at(1, "Parent"), format!("id:{id}"));
        assert_eq!(table.at(3, "ID"), "");
    }
}
