//! Etsy: a row for each listing. What it comes in stands in it only as lists, without prices or stock of their own.

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table},
    product::{Product, Variation},
};
use crate::{diff::text::unescaped, row::Row};

pub(super) struct Etsy {
    title: Place,
    description: Place,
    price: Place,
    currency: Place,
    quantity: Place,
    tags: Place,
    materials: Place,
    images: Vec<Place>,
    choices: Vec<Choice>,
    sku: Place,
}

struct Choice {
    name: Place,
    values: Place,
}

/// A listing that comes in more combinations gets one variation that fits all of them.
const MOST_COMBINATIONS: usize = 100;

impl Etsy {
    pub(super) fn new(table: &mut Table, notices: &mut Notices) -> Self {
        let mut choices = Vec::new();
        for number in 1..=2 {
            table.know(&[
                &format!("variation{number}type"),
                &format!("tipovariante{number}"),
                &format!("variationstyp{number}"),
            ]);
            choices.push(Choice {
                name: table.take_attribute(&[
                    &format!("variation{number}name"),
                    &format!("nomevariante{number}"),
                    &format!("variationsname{number}"),
                ]),
                values: table.take_attribute(&[
                    &format!("variation{number}values"),
                    &format!("valorivariante{number}"),
                    &format!("variationswert{number}"),
                ]),
            });
        }
        let mut images = Vec::new();
        for pattern in ["image%d", "immagine%d", "bild%d"] {
            images.extend(table.take_numbered(Column::Images, pattern));
        }
        let etsy = Self {
            title: table.take(Column::Name, &["title", "titolo", "titel"]),
            description: table
                .take(Column::Description, &["description", "descrizione", "beschreibung"]),
            price: table.take(Column::RegularPrice, &["price", "prezzo", "preis"]),
            currency: table.take(Column::RegularPrice, &["currency_code", "währungscode"]),
            quantity: table.take(Column::Stock, &["quantity", "quantità", "stückzahl"]),
            tags: table.take(Column::Tags, &["tags", "tag"]),
            materials: table.take_attribute(&["materials", "materiali", "materialien"]),
            sku: table.take(Column::Sku, &["sku", "bestandseinheit"]),
            images,
            choices,
        };
        table.note(Column::Id, etsy.title);
        notices.say("categories_not_in_file");
        etsy
    }
}

impl Grammar for Etsy {
    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        match self.key(row) {
            key if key.trim().is_empty() => Belongs::Nowhere("rows_without_name"),
            key => Belongs::To(key.into()),
        }
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        // The same listing twice is one product.
        let Some(row) = rows.first() else { return };
        out.notices.say_times("rows_twice", rows.len() as u64 - 1);
        let mut product = Product { key: self.key(row), line: row.line, ..Product::default() };
        let cells = &mut product.cells;
        cells.set(Column::Name, unescaped(self.title.of(row)));
        cells.set(Column::Description, read(self.description.of(row)));
        let price = format!("{} {}", out.table.number_text(self.price, row), self.currency.of(row));
        let (price, stock) = (price.trim().to_owned(), out.table.number_text(self.quantity, row));
        cells.set(Column::Stock, stock);
        let listed = |place: Place| unescaped(place.of(row)).replace('_', " ");
        listed(self.tags).split(',').for_each(|tag| product.tag(tag));
        self.images.iter().for_each(|image| product.image(image.of(row)));
        let materials = in_small_letters(out.table.name_of(self.materials));
        for material in listed(self.materials).split(',') {
            product.attribute(&materials, material);
        }
        let choices = self.choices(row);
        let skus: Vec<&str> = parts(self.sku.of(row)).collect();
        let is_one_sku = skus.first().is_some_and(|first| skus.iter().all(|sku| sku == first));
        if choices.is_empty() {
            product.cells.set(Column::RegularPrice, price);
        } else {
            out.notices.say("no_variation_prices");
            for chosen in combinations(&choices, out) {
                let mut variation =
                    Variation { line: row.line, choices: chosen, ..Variation::default() };
                variation.cells.set(Column::RegularPrice, price.as_str());
                if self.quantity.is_there() {
                    variation.cells.set(Column::Stock, "parent");
                }
                product.vary(variation);
            }
            for (name, values) in &choices {
                values.iter().for_each(|value| product.attribute(name, value));
            }
        }
        match skus.first() {
            Some(only) if is_one_sku => product.cells.set(Column::Sku, *only),
            Some(_) => out.notices.say("skus_not_assigned"),
            None => {}
        }
        out.products.push(product);
    }
}

impl Etsy {
    /// The file has no numbers: a listing is known by its title and its first picture.
    fn key(&self, row: &Row) -> String {
        let image = self.images.iter().map(|image| image.of(row)).find(|image| !image.is_empty());
        format!("{} {}", self.title.of(row), image.unwrap_or_default())
    }

    fn choices(&self, row: &Row) -> Vec<(String, Vec<String>)> {
        let filled = self.choices.iter().map(|choice| {
            let values = unescaped(choice.values.of(row));
            let values: Vec<String> = parts(&values).map(str::to_owned).collect();
            (unescaped(choice.name.of(row)).into_owned(), values)
        });
        filled.filter(|(name, values)| !name.is_empty() && !values.is_empty()).collect()
    }
}

/// The file shouts its names.
fn in_small_letters(name: &str) -> String {
    let mut letters = name.trim().chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str().to_lowercase().as_str()
}

/// A description with its entities read, but for those that keep a sign from being markup.
fn read(text: &str) -> String {
    const KEPT: [&str; 6] = ["&amp;", "&lt;", "&gt;", "&#38;", "&#60;", "&#62;"];
    if !text.contains('&') {
        return text.to_owned();
    }
    // What is escaped once more stays escaped.
    let twice =
        |text: String, entity: &str| text.replace(entity, &format!("&amp;{}", &entity[1..]));
    let text = KEPT.iter().fold(text.to_owned(), |text, entity| twice(text, entity));
    unescaped(&text).into_owned()
}

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// What a listing comes in: each value of the one with each of the other.
fn combinations(
    choices: &[(String, Vec<String>)],
    out: &mut Out<'_>,
) -> Vec<Vec<(String, String)>> {
    let count = choices.iter().fold(1usize, |all, (_, values)| all.saturating_mul(values.len()));
    if count > MOST_COMBINATIONS {
        out.notices.say("one_variation_for_all");
        let any = choices.iter().map(|(name, _)| (name.clone(), String::new()));
        return vec![any.collect()];
    }
    let mut all: Vec<Vec<(String, String)>> = vec![Vec::new()];
    for (name, values) in choices {
        let longer = all.iter().flat_map(|chosen| {
            values.iter().map(|value| {
                let mut chosen = chosen.clone();
                chosen.push((name.clone(), value.clone()));
                chosen
            })
        });
        all = longer.collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::testing::join;

    #[test]
    fn a_listing_comes_in_every_combination_at_its_price_and_that_is_said() {
        let header = [
            "TITLE",
            "DESCRIPTION",
            "PRICE",
            "CURRENCY_CODE",
            "QUANTITY",
            "TAGS",
            "MATERIALS",
            "IMAGE1",
            "IMAGE2",
            "IMAGE10",
            "VARIATION 1 TYPE",
            "VARIATION 1 NAME",
            "VARIATION 1 VALUES",
            "VARIATION 2 TYPE",
            "VARIATION 2 NAME",
            "VARIATION 2 VALUES",
            "SKU",
        ];
        let rows: [&[&str]; 2] = [
            &[
                "Hat",
                "Warm.\nBlue.",
                "39.99",
                "USD",
                "7",
                "new_year,blue",
                "wool",
                "https://a.b/1.jpg",
                "",
                "https://a.b/10.jpg",
                "Colour",
                "Colour",
                "Black,Navy",
                "Size",
                "Size",
                "S,M",
                "A,B,C,D",
            ],
            &[
                "Cap",
                "",
                "10.00",
                "USD",
                "3",
                "",
                "",
                "https://a.b/c.jpg",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "CAP",
            ],
        ];
        let table = join(&header, &rows);
        assert_eq!(table.all("Type").len(), 6);
        assert_eq!(
            table.attributes(0),
            [("Materials", "wool"), ("Colour", "Black, Navy"), ("Size", "S, M")]
        );
        assert_eq!(table.attributes(2), [("Colour", "Black"), ("Size", "M")]);
        assert_eq!(table.at(1, "Regular price"), "39.99 USD");
        assert_eq!((table.at(0, "Stock"), table.at(1, "Stock")), ("7", "parent"));
        assert_eq!(table.at(0, "Tags"), "new year, blue");
        assert_eq!(table.at(0, "Images"), "https://a.b/1.jpg, https://a.b/10.jpg");
        assert_eq!(table.said("no_variation_prices"), 1);
        assert_eq!(table.said("skus_not_assigned"), 1);
        assert_eq!((table.at(5, "SKU"), table.at(5, "Type")), ("CAP", "simple"));
    }

    #[test]
    fn italian_columns_mean_the_same() {
        let header = [
            "TITOLO",
            "DESCRIZIONE",
            "PREZZO",
            "CURRENCY_CODE",
            "QUANTITÀ",
            "TAG",
            "MATERIALI",
            "IMMAGINE1",
            "TIPO VARIANTE 1",
            "NOME VARIANTE 1",
            "VALORI VARIANTE 1",
            "SKU",
        ];
        let rows: [&[&str]; 1] = [&[
            "Cappello",
            "",
            "10,50",
            "EUR",
            "2",
            "",
            "",
            "https://a.b/1.jpg",
            "",
            "Taglia",
            "S,M",
            "",
        ]];
        let table = join(&header, &rows);
        assert_eq!(table.all("Type"), ["variable", "variation", "variation"]);
        assert_eq!(table.at(1, "Regular price"), "10.50 EUR");
    }

    #[test]
    fn german_columns_mean_the_same() {
        let header = [
            "TITEL",
            "BESCHREIBUNG",
            "PREIS",
            "WÄHRUNGSCODE",
            "STÜCKZAHL",
            "TAGS",
            "MATERIALIEN",
            "BILD1",
            "BILD2",
            "VARIATIONSTYP 1",
            "VARIATIONSNAME 1",
            "VARIATIONSWERT 1",
            "VARIATIONSTYP 2",
            "VARIATIONSNAME 2",
            "VARIATIONSWERT 2",
            "BESTANDSEINHEIT",
        ];
        let rows: [&[&str]; 2] = [
            &[
                "Mütze",
                "Warm.",
                "39.99",
                "EUR",
                "7",
                "neues_jahr,blau",
                "wolle",
                "https://a.b/1.jpg",
                "https://a.b/2.jpg",
                "Hauptfarbe",
                "Farbe",
                "Rot,Blau",
            ],
            &["Schal", "", "20.00", "EUR", "3", "", "", "", "", "", "", "", "", "", "", "S-1"],
        ];
        let table = join(&header, &rows);
        assert_eq!(table.joined.recognised.platform, "etsy");
        assert_eq!(table.all("Type"), ["variable", "variation", "variation", "simple"]);
        assert_eq!(table.all("SKU"), ["", "", "", "S-1"]);
        assert_eq!(table.all("Regular price"), ["", "39.99 EUR", "39.99 EUR", "20.00 EUR"]);
        assert_eq!(table.attributes(0), [("Materialien", "wolle"), ("Farbe", "Rot, Blau")]);
        assert_eq!(table.at(0, "Tags"), "neues jahr, blau");
        assert_eq!(table.at(0, "Images"), "https://a.b/1.jpg, https://a.b/2.jpg");
    }

    #[test]
    fn columns_of_any_language_are_known_by_their_order_and_cells() {
        let before = ["TITRE", "TEXTE", "PRIX", "DEVISE", "QUANTITÉ", "MOTS", "MATÉRIAUX"];
        let images = (1..=10).map(|number| format!("PHOTO{number}"));
        let behind = ["TYPE 1", "NOM 1", "VALEURS 1", "TYPE 2", "NOM 2", "VALEURS 2", "CODE"];
        let header = before.iter().map(ToString::to_string).chain(images);
        let header: Vec<String> = header.chain(behind.iter().map(ToString::to_string)).collect();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let mut row = vec![""; 24];
        row[..8].copy_from_slice(&[
            "L&#39;\u{e9}charpe &amp; le &quot;bonnet&quot;",
            "C&#39;est doux &lt;3",
            "12.50",
            "EUR",
            "4",
            "hiver,fait_main",
            "laine",
            "https://i.etsystatic.com/1/il_fullxfull.2.jpg",
        ]);
        row[17..20].copy_from_slice(&["Taille", "Taille", "S,M &amp; L"]);
        let table = join(&header, &[&row]);
        assert_eq!(table.joined.recognised.platform, "etsy");
        assert_eq!(table.all("Type"), ["variable", "variation", "variation"]);
        assert_eq!(table.at(0, "Name"), "L'écharpe & le \"bonnet\"");
        assert_eq!(table.at(0, "Description"), "C'est doux &lt;3");
        assert_eq!(table.attributes(0), [("Matériaux", "laine"), ("Taille", "S, M & L")]);
        assert_eq!(table.at(1, "Regular price"), "12.50 EUR");
        let name = table.columns.iter().position(|column| column == "Name").expect("a column");
        assert_eq!(table.joined.from[name], ["TITRE"]);
    }
}
