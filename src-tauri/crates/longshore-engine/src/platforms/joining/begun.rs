//! How is the joining of a file begun?

use super::{
    Before, Column, Inside, Joined, Joining, alt_texts::AltTexts, by_key, chosen::grammar_of,
    columns::Table, grammar::Grammar, groups::Groups, look_up::LookUp, nested, notice::Notices,
    shopify_json, types::TypeColumns, write::Writer,
};
use crate::{
    notation::NotationReport,
    reading::JoinSettings,
    recognise::{Recognised, recognise, recognise_by_cells},
    row::Header,
    shape::BadShape,
};

impl Joining {
    /// For a file with this header, where a platform is known for it. `notations` say how each column was found to
    /// be written, `samples` are some cells of each.
    ///
    /// # Errors
    /// Where somebody said how rows become products, and it does not fit the columns.
    pub fn begin(
        header: &Header,
        notations: &[NotationReport],
        samples: &[Vec<String>],
        settings: &JoinSettings,
    ) -> Result<Option<Self>, BadShape> {
        if settings.rows_as_they_are == Some(true) {
            return Ok(None);
        }
        let mut table = Table::new(header, notations);
        let recognised = match recognise_by_cells(header, samples) {
            Some((recognised, names)) => {
                table.call(names);
                recognised
            }
            None => recognise(header),
        };
        let mut notices = Notices::default();
        let chosen = grammar_of(&recognised.platform, settings, header, &mut table, &mut notices)?;
        let Some(grammar) = chosen else { return Ok(None) };
        [Column::Id, Column::Type, Column::Parent].into_iter().for_each(|one| table.always(one));
        Ok(Some(Self::of(grammar, recognised, table, notices, header, settings)))
    }

    /// Takes out of the rows of products the variants that lie in them: they are a table of their own. `None` where
    /// there are none.
    #[must_use]
    pub fn apart(header: &Header, notations: &[NotationReport]) -> Option<Self> {
        let table = Table::new(header, notations);
        let grammar = Box::new(nested::Nested::of(&table)?.apart());
        let (recognised, settings) = (recognise(header), JoinSettings::default());
        Some(Self::of(grammar, recognised, table, Notices::default(), header, &settings))
    }

    /// Unfolds the records of a platform's own JSON into the rows of its CSV, which are joined then. `None` where nothing
    /// is known of them.
    #[must_use]
    pub fn unfolded(header: &Header, notations: &[NotationReport]) -> Option<Self> {
        let table = Table::new(header, notations);
        let grammar = Box::new(shopify_json::ShopifyJson::of(&table)?);
        let (recognised, settings) = (recognise(header), JoinSettings::default());
        Some(Self::of(grammar, recognised, table, Notices::default(), header, &settings))
    }

    /// The list of variants that lies in each product of a plain table.
    #[must_use]
    pub fn inside(header: &Header) -> Option<Inside> {
        if recognise(header).platform.is_empty() { nested::inside(header) } else { None }
    }

    /// For rows that a shape made products of, of which a second file says something: of variations that the first
    /// does not name. `None` where no shape was said.
    #[must_use]
    pub fn beside_shaped(
        header: &Header,
        notations: &[NotationReport],
        settings: &JoinSettings,
        before: &Joined,
    ) -> Option<Self> {
        let settings = JoinSettings { shape: before.shaped.clone(), ..settings.clone() };
        let own = settings.shape.as_ref()?.own(header.columns.len()).end;
        let table = Table::new(header, notations);
        let grammar = Box::new(by_key::ByKey::new(&table, &settings).of_products(own));
        let (recognised, notices) = (before.recognised.clone(), Notices::default());
        let mut joining = Self::of(grammar, recognised, table, notices, header, &settings);
        joining.notices.go_on_from(&before.notices);
        let made = Some((before.products, before.variations));
        joining.before = Some(Before { rows: before.rows, found: None, made });
        Some(joining)
    }

    fn of(
        grammar: Box<dyn Grammar>,
        recognised: Recognised,
        table: Table,
        notices: Notices,
        header: &Header,
        settings: &JoinSettings,
    ) -> Self {
        let alt_texts = match grammar.plain() {
            Some(_) => AltTexts::default(),
            None => AltTexts::of(&table),
        };
        Self {
            grammar,
            recognised,
            columns: header.columns.clone(),
            alt_texts,
            layout: table.layout(),
            types: TypeColumns::watch(table.places_of(Column::Categories)),
            table,
            beside: None,
            settings: settings.clone(),
            look_up: LookUp::default(),
            line: header.line,
            groups: Groups::default(),
            writer: Writer::default(),
            notices,
            rows: 0,
            found: 0,
            part: None,
            before: None,
        }
    }
}
