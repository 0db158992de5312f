//! WordPress's own export (WXR): products, variations and pictures are items of one list, and say what they are in
//! pairs of keys and values.

use std::collections::HashMap;

use super::{
    Belongs, Grammar, Notices, Out,
    columns::{Column, Place, Table},
    look_up::{About, LookUp, Wanted},
    product::{Cells, Kind, Product, Variation},
};
use crate::{
    platforms::woocommerce::{export::published, rules::IN_TRASH},
    reading::JoinSettings,
    row::Row,
};

pub(super) struct Wxr {
    id: Place,
    kind: Place,
    title: Place,
    slug: Place,
    parent: Place,
    status: Place,
    content: Place,
    excerpt: Place,
    address: Place,
    terms: Vec<Term>,
    meta: Vec<(Place, Place)>,
    /// How many pictures have a text for those who cannot see them.
    alt_texts: u64,
}

struct Term {
    name: Place,
    domain: Place,
    slug: Place,
}

/// The key of the text for those who cannot see a picture.
const ALT_TEXT: &str = "_wp_attachment_image_alt";

type Meta<'r> = HashMap<&'r str, &'r str>;

/// Keys whose values stand in a column as they are.
const PLAIN: &[(&str, Column)] = &[
    ("_sku", Column::Sku),
    ("_global_unique_id", Column::Gtin),
    ("_regular_price", Column::RegularPrice),
    ("_sale_price", Column::SalePrice),
    ("_tax_status", Column::TaxStatus),
    ("_tax_class", Column::TaxClass),
    ("_low_stock_amount", Column::LowStock),
    ("_weight", Column::Weight),
    ("_length", Column::Length),
    ("_width", Column::Width),
    ("_height", Column::Height),
    ("_product_url", Column::ExternalUrl),
    ("_button_text", Column::ButtonText),
    ("_yoast_wpseo_title", Column::SeoTitle),
    ("_yoast_wpseo_metadesc", Column::SeoDescription),
];

impl Wxr {
    pub(super) fn new(table: &mut Table, _: &mut Notices) -> Self {
        let mut terms = Vec::new();
        for name in table.take_repeated(Column::Categories, "category") {
            let own = table.key_of(name).to_owned();
            table.note_attribute(name);
            let domain = table.know(&[&format!("{own}/@domain")]);
            terms.push(Term { name, domain, slug: table.know(&[&format!("{own}/@nicename")]) });
        }
        let mut meta = Vec::new();
        for own in table.parts("wp:postmeta") {
            let key = table.know(&[&format!("{own}/wp:meta_key")]);
            let value = table.know(&[&format!("{own}/wp:meta_value")]);
            meta.push((key, value));
        }
        let wxr = Self {
            id: table.take(Column::Id, &["wp:post_id"]),
            kind: table.take(Column::Type, &["wp:post_type"]),
            title: table.take(Column::Name, &["title"]),
            slug: table.take(Column::Slug, &["wp:post_name"]),
            parent: table.take(Column::Parent, &["wp:post_parent"]),
            status: table.take(Column::Published, &["wp:status"]),
            content: table.take(Column::Description, &["content:encoded"]),
            excerpt: table.take(Column::ShortDescription, &["excerpt:encoded"]),
            address: table.take(Column::Images, &["wp:attachment_url"]),
            terms,
            meta,
            alt_texts: 0,
        };
        for (_, column) in PLAIN {
            table.always(*column);
        }
        for column in [
            Column::Featured,
            Column::InStock,
            Column::Stock,
            Column::Backorders,
            Column::Images,
            Column::Tags,
            Column::Brands,
            Column::Grouped,
        ] {
            table.always(column);
        }
        wxr
    }
}

impl Grammar for Wxr {
    fn wants(&self) -> &'static [Wanted] {
        // <https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php>
        &[
            Wanted { path: "channel/wp:term", about: About::Terms },
            Wanted { path: "channel/wp:category", about: About::Terms },
        ]
    }

    fn belongs<'r>(&self, row: &'r Row, _: &mut dyn FnMut(&str)) -> Belongs<'r> {
        let is_sold = matches!(self.kind.of(row), "product" | "product_variation");
        if is_sold && self.status.of(row) == IN_TRASH {
            return Belongs::Nowhere("trash_passed_over");
        }
        match (self.kind.of(row), self.id.of(row)) {
            (_, "") => Belongs::Nowhere("rows_without_name"),
            ("product", id) => Belongs::To(id.into()),
            ("product_variation", _) => Belongs::To(self.parent.of(row).into()),
            ("attachment", id) => Belongs::Explains(id, self.address.of(row)),
            _ => Belongs::Nowhere("posts_passed_over"),
        }
    }

    fn look(&mut self, row: &Row) {
        let is_text = |(key, value): &(&str, &str)| *key == ALT_TEXT && !value.is_empty();
        let count = self.pairs(row).filter(is_text).count();
        if self.kind.of(row) == "attachment" {
            self.alt_texts += count as u64;
        }
    }

    fn decide(&mut self, _: &JoinSettings, _: &LookUp, notices: &mut Notices) {
        notices.say_times("alt_texts_left_out", self.alt_texts);
    }

    fn join(&self, rows: &[Row], out: &mut Out<'_>) {
        let Some(head) = rows.iter().position(|row| self.kind.of(row) == "product") else {
            return out.notices.say_times("variants_of_unknown_products", rows.len() as u64);
        };
        let row = &rows[head];
        let meta = self.meta_of(row);
        let mut product = Product {
            key: self.id.of(row).to_owned(),
            line: row.line,
            row: head,
            is_virtual: meta.get("_virtual") == Some(&"yes"),
            is_downloadable: meta.get("_downloadable") == Some(&"yes"),
            may_be_alike: true,
            ..Product::default()
        };
        product.cells.set(Column::Name, self.title.of(row));
        product.cells.set(Column::Slug, self.slug.of(row));
        product.cells.set(Column::Description, self.content.of(row));
        product.cells.set(Column::ShortDescription, self.excerpt.of(row));
        self.plain(row, &meta, &mut product.cells);
        let pictures = [meta.get("_thumbnail_id"), meta.get("_product_image_gallery")];
        for number in pictures.into_iter().flatten().flat_map(|list| list.split(',')) {
            match out.look_up.path(number.trim()) {
                Some(path) => path.iter().for_each(|address| product.image(address)),
                None if number.trim().is_empty() => {}
                None => out.notices.say("pictures_are_numbers"),
            }
        }
        // The values of shared attributes are known by their slugs.
        let mut names: HashMap<(String, &str), &str> = HashMap::new();
        for term in &self.terms {
            let (name, domain) = (term.name.of(row), term.domain.of(row));
            match domain {
                _ if name.is_empty() => {}
                "product_cat" | "category" => match out.look_up.term(domain, term.slug.of(row)) {
                    Some(path) => product.category(path),
                    None => {
                        if !out.look_up.has(About::Terms) {
                            out.notices.say("categories_without_tree");
                        }
                        product.category([name]);
                    }
                },
                "product_tag" => product.tag(name),
                "product_brand" => product.brand(name),
                "product_type" => {
                    product.kind = match name {
                        "variable" => Kind::Variable,
                        "grouped" => Kind::Grouped,
                        "external" => Kind::External,
                        _ => Kind::Simple,
                    };
                }
                "product_visibility" if name == "featured" => {
                    product.cells.set(Column::Featured, "1");
                }
                _ => {
                    if let Some(code) = domain.strip_prefix("pa_") {
                        names.insert((code.to_owned(), term.slug.of(row)), name);
                        product.attribute(&label(code), name);
                    }
                }
            }
        }
        if product.kind == Kind::Variable {
            for column in [Column::RegularPrice, Column::SalePrice] {
                product.cells.clear(column);
            }
        }
        let is_variation = |at: &usize| self.kind.of(&rows[*at]) == "product_variation";
        for at in (0..rows.len()).filter(is_variation) {
            let own = &rows[at];
            let meta = self.meta_of(own);
            let mut variation = Variation {
                line: own.line,
                row: at,
                is_virtual: meta.get("_virtual") == Some(&"yes"),
                is_downloadable: meta.get("_downloadable") == Some(&"yes"),
                ..Variation::default()
            };
            self.plain(own, &meta, &mut variation.cells);
            let picture = meta.get("_thumbnail_id").and_then(|number| out.look_up.path(number));
            variation.image = picture
                .and_then(|path| path.first().map(|one| (*one).to_owned()))
                .unwrap_or_default();
            for (key, value) in self.pairs(own) {
                let Some(code) = key.strip_prefix("attribute_") else { continue };
                let shared = code.strip_prefix("pa_");
                let code = shared.unwrap_or(code);
                let name = names.get(&(code.to_owned(), value)).filter(|_| shared.is_some());
                let value = name.copied().unwrap_or(value);
                variation.choices.push((label(code), value.to_owned()));
            }
            product.vary(variation);
        }
        out.products.push(product);
    }
}

impl Wxr {
    fn pairs<'r>(&self, row: &'r Row) -> impl Iterator<Item = (&'r str, &'r str)> {
        self.meta.iter().map(|(key, value)| (key.of(row), value.of(row)))
    }

    fn meta_of<'r>(&self, row: &'r Row) -> Meta<'r> {
        self.pairs(row).filter(|(key, _)| !key.is_empty()).collect()
    }

    fn plain(&self, row: &Row, meta: &Meta<'_>, cells: &mut Cells) {
        let value = |key: &str| meta.get(key).copied().unwrap_or_default();
        for (key, column) in PLAIN {
            cells.set(*column, value(key));
        }
        cells.set(Column::Published, published(self.status.of(row)));
        match value("_manage_stock") {
            "yes" => {
                cells.set(Column::Stock, value("_stock").split('.').next().unwrap_or_default());
            }
            "no" => cells.set(Column::Stock, "unlimited"),
            _ => {}
        }
        cells.set(
            Column::InStock,
            match value("_stock_status") {
                "instock" => "1",
                "outofstock" => "0",
                "onbackorder" => "backorder",
                _ => "",
            },
        );
        cells.set(
            Column::Backorders,
            match value("_backorders") {
                "yes" => "1",
                "no" => "0",
                "notify" => "notify",
                _ => "",
            },
        );
    }
}

/// `shoe-size` is `Shoe size`.
fn label(code: &str) -> String {
    let mut label = code.replace(['-', '_'], " ");
    if let Some(first) = label.chars().next() {
        let capital: String = first.to_uppercase().collect();
        label.replace_range(..first.len_utf8(), &capital);
    }
    label
}

#[cfg(test)]
mod tests;
