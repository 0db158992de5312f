//! Is a row the sum of the rows above it?

use crate::{entity::Entity, label, mapped::Mapped};

/// What lists call the sum of their rows.
const CALLED: [&str; 62] = [
    "total",
    "totals",
    "grand total",
    "sub total",
    "subtotal",
    "sum",
    "sum total",
    "total amount",
    "summe",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
    "endsumme",
    "insgesamt",
    "totaux",
    "total général",
    "sous total",
    "somme",
    "total general",
    "suma",
    "suma total",
    "totale",
    "totale generale",
    "somma",
    "subtotale",
    "totaal",
    "subtotaal",
    "eindtotaal",
    "razem",
    "łącznie",
    "ogółem",
    "suma końcowa",
    "celkem",
    "součet",
    "spolu",
    "súčet",
    "skupaj",
    "ukupno",
    "svega",
    "итого",
    "всего",
    "сумма",
    "разом",
    "всього",
    "усього",
    "общо",
    "сума",
    "totalt",
    "i alt",
    "summa",
    "yhteensä",
    "kokku",
    "kopā",
    "iš viso",
    "összesen",
    "toplam",
    "genel toplam",
    "σύνολο",
    "合计",
    "総計",
    "합계",
    "المجموع",
];

/// The word by which a row says that it is a sum, where nothing else in it speaks of a product.
pub(super) fn called(mapped: &Mapped) -> Option<&str> {
    let fields = &mapped.record.fields;
    let says = |field: &&str| fields.get(field).is_some_and(|value| !value.is_empty());
    let of_products = [
        "sku",
        "global_unique_id",
        "slug",
        "description",
        "categories",
        "images",
        "attributes",
        "parent_id",
    ];
    if mapped.record.entity != Entity::Product
        || mapped.source_id.is_some()
        || of_products.iter().any(says)
        || !["regular_price", "stock_quantity"].iter().any(says)
    {
        return None;
    }
    let name = fields.text("name")?.trim();
    CALLED.contains(&label::words(name).as_str()).then_some(name)
}
