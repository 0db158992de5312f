//! What is each column of a file for that has no products in it?

use std::collections::HashMap;

use super::{Reason, Suggestion};
use crate::{
    entity::Entity,
    label,
    platforms::woocommerce::schema,
    row::Header,
    target::{Target, WITHIN},
};

/// Names that people and other programs have for fields: small letters, words with single spaces between them.
const SYNONYMS: &[(Entity, &str, &[&str])] = &[
    (
        Entity::Customer,
        "email",
        &[
            "e mail",
            "mail",
            "customer email",
            "user email",
            "email address",
            "e mail adresse",
            "adresse e mail",
            "courriel",
            "correo",
            "correo electrónico",
            "adres e mail",
        ],
    ),
    (Entity::Customer, "first_name", &["vorname", "prénom", "nombre", "imię", "given name"]),
    (
        Entity::Customer,
        "last_name",
        &["nachname", "name", "nom", "apellidos", "apellido", "nazwisko", "surname", "family name"],
    ),
    (
        Entity::Customer,
        "username",
        &[
            "user login",
            "login",
            "user name",
            "benutzername",
            "identifiant",
            "nombre de usuario",
            "nazwa użytkownika",
        ],
    ),
    (
        Entity::Customer,
        "billing_phone",
        &["phone", "telephone", "telefon", "téléphone", "teléfono"],
    ),
    (Entity::Customer, "billing_company", &["company", "firma", "société", "empresa"]),
    (
        Entity::Customer,
        "billing_address_1",
        &["address", "street", "strasse", "straße", "adresse", "rue", "dirección", "ulica"],
    ),
    (
        Entity::Customer,
        "billing_postcode",
        &[
            "zip",
            "postcode",
            "postal code",
            "plz",
            "postleitzahl",
            "code postal",
            "código postal",
            "kod pocztowy",
        ],
    ),
    (Entity::Customer, "billing_city", &["city", "ort", "stadt", "ville", "ciudad", "miasto"]),
    (
        Entity::Customer,
        "billing_country",
        &["country", "country code", "land", "pays", "país", "kraj"],
    ),
    (
        Entity::Customer,
        "billing_state",
        &["state", "region", "bundesland", "provincia", "województwo"],
    ),
    (
        Entity::Coupon,
        "code",
        &[
            "coupon code",
            "coupon",
            "post title",
            "gutscheincode",
            "gutschein",
            "code promo",
            "cupón",
            "código",
            "kod",
            "kupon",
        ],
    ),
    (
        Entity::Coupon,
        "amount",
        &[
            "coupon amount",
            "value",
            "discount",
            "betrag",
            "wert",
            "rabatt",
            "montant",
            "importe",
            "kwota",
            "wartość",
        ],
    ),
    (
        Entity::Coupon,
        "discount_type",
        &["type", "discount type", "art", "type de remise", "tipo", "typ"],
    ),
    (
        Entity::Coupon,
        "date_expires",
        &[
            "expiry date",
            "expires",
            "expiration date",
            "gültig bis",
            "ablaufdatum",
            "date d expiration",
            "fecha de caducidad",
            "data wygaśnięcia",
        ],
    ),
    (Entity::Coupon, "description", &["post excerpt", "beschreibung", "descripción", "opis"]),
    (Entity::Coupon, "email_restrictions", &["customer email", "allowed emails"]),
    (Entity::Coupon, "excluded_product_ids", &["exclude product ids"]),
    (Entity::Coupon, "excluded_product_categories", &["exclude product categories"]),
    (
        Entity::TaxRate,
        "country",
        &["country code", "ländercode", "land", "code pays", "código de país", "kod kraju"],
    ),
    (
        Entity::TaxRate,
        "state",
        &["state code", "code état", "código de provincia", "kod województwa"],
    ),
    (
        Entity::TaxRate,
        "postcodes",
        &[
            "postcode zip",
            "postcode",
            "postcode / zip",
            "plz",
            "code postal",
            "código postal",
            "kod pocztowy",
        ],
    ),
    (Entity::TaxRate, "cities", &["city", "stadt", "ort", "ville", "ciudad", "miasto"]),
    (
        Entity::TaxRate,
        "rate",
        &["rate %", "steuersatz", "satz", "taux %", "taux", "tasa", "tipo", "stawka", "stawka %"],
    ),
    (
        Entity::TaxRate,
        "name",
        &["tax name", "steuername", "nom de la taxe", "nombre del impuesto", "nazwa podatku"],
    ),
    (
        Entity::TaxRate,
        "class",
        &["tax class", "steuerklasse", "classe de taxe", "clase de impuesto", "klasa podatkowa"],
    ),
    (
        Entity::Review,
        "product_id",
        &["product", "sku", "product sku", "produkt", "produit", "producto"],
    ),
    (
        Entity::Review,
        "review",
        &["content", "comment", "text", "comment content", "bewertung", "avis", "reseña", "opinia"],
    ),
    (Entity::Review, "reviewer", &["author", "name", "comment author", "autor", "auteur"]),
    (
        Entity::Review,
        "reviewer_email",
        &["email", "e mail", "author email", "comment author email"],
    ),
    (Entity::Review, "rating", &["stars", "sterne", "étoiles", "note", "puntuación", "ocena"]),
    (
        Entity::Order,
        "number",
        &[
            "order number",
            "order",
            "bestellnummer",
            "numéro de commande",
            "número de pedido",
            "numer zamówienia",
        ],
    ),
    (
        Entity::Order,
        "date_created",
        &["date", "order date", "bestelldatum", "date de commande", "fecha", "data"],
    ),
    (Entity::Order, "status", &["order status", "bestellstatus", "statut", "estado"]),
    (Entity::Order, "billing_email", &["email", "e mail", "customer email"]),
    (
        Entity::Order,
        "customer_id",
        &["customer", "customer user", "kunde", "client", "cliente", "klient"],
    ),
    (
        Entity::Order,
        "line_items",
        &["items", "lines", "products", "positionen", "articles", "artículos", "pozycje"],
    ),
    (Entity::Order, "customer_note", &["note", "notiz", "nota", "uwagi"]),
    (Entity::OrderNote, "note", &["text", "content", "notiz", "nota", "notatka"]),
    (
        Entity::Refund,
        "amount",
        &["refund amount", "total", "betrag", "montant", "importe", "kwota"],
    ),
    (Entity::Refund, "reason", &["refund reason", "grund", "motif", "raison", "motivo", "powód"]),
];

/// Names of fields that most kinds have.
const COMMON: &[(&str, &[&str])] = &[
    ("name", &["title", "label", "bezeichnung", "nom", "nombre", "nazwa"]),
    ("description", &["beschreibung", "descripción", "opis"]),
    (
        "slug",
        &[
            "titelform",
            "identifiant",
            "uproszczona nazwa",
            "permalink",
            "url rewritten",
            "rewritten url",
            "friendly url",
            "url key",
        ],
    ),
    ("parent", &["parent category", "übergeordnet", "parente", "superior", "nadrzędna"]),
    ("image", &["image url", "thumbnail", "bild", "imagen", "obraz"]),
    ("menu_order", &["position", "order", "reihenfolge", "ordre", "orden", "kolejność"]),
];

/// Names of the record within which rows lie.
const OF_PARENT: &[(Entity, &[&str])] = &[
    (
        Entity::Term,
        &["attribute", "attribute name", "eigenschaft", "attribut", "atributo", "atrybut"],
    ),
    (
        Entity::OrderNote,
        &[
            "order",
            "order id",
            "order number",
            "bestellung",
            "bestellnummer",
            "commande",
            "pedido",
            "zamówienie",
        ],
    ),
    (
        Entity::Refund,
        &[
            "order",
            "order id",
            "order number",
            "bestellung",
            "bestellnummer",
            "commande",
            "pedido",
            "zamówienie",
        ],
    ),
];

/// A suggestion for every column of a file whose rows are of that kind.
#[must_use]
pub fn suggest_of(entity: Entity, header: &Header) -> Vec<Suggestion> {
    let mut taken: HashMap<Target, String> = HashMap::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let found: Vec<Option<(Target, u8)>> =
        header.columns.iter().map(|name| of(entity, name)).collect();
    // A field by its own name goes before one by another word.
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(found[*at].as_ref().map(|found| found.1)), *at));
    let mut all: Vec<Suggestion> = header
        .columns
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let before = seen.entry(name).or_default();
            let occurrence = *before;
            *before += 1;
            Suggestion {
                column,
                name: name.clone(),
                occurrence,
                target: None,
                confidence: 0,
                reason: Reason::new("nothing_fits", &[]),
            }
        })
        .collect();
    for at in order {
        let Some((target, confidence)) = found[at].clone() else { continue };
        let name = header.columns[at].clone();
        if let Some(by) = taken.get(&target) {
            all[at].reason = Reason::new("taken", &[("target", &target.name()), ("column", by)]);
            continue;
        }
        taken.insert(target.clone(), name.clone());
        all[at].target = Some(target);
        all[at].confidence = confidence;
        all[at].reason = Reason::new("synonym", &[("word", &label::words(&name))]);
    }
    all
}

fn of(entity: Entity, name: &str) -> Option<(Target, u8)> {
    // A star says that a column is needed.
    let trimmed = name.trim().trim_end_matches('*').trim_end();
    for start in ["meta:", "Meta:"] {
        if let Some(key) = trimmed.strip_prefix(start).map(str::trim).filter(|key| !key.is_empty())
        {
            return Some((Target::Meta(key.into()), 95));
        }
    }
    let plain: String = trimmed.to_lowercase().replace(['_', '-', '.', '/', '’', '\''], " ");
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let own = format!("{} ", entity.as_str().replace('_', " "));
    let bare = words.strip_prefix(&own).unwrap_or(&words);
    let target = |field: &str| Target::of_kind(entity, field);
    for (words, sure) in [(words.as_str(), 100), (bare, 90)] {
        if words == "id" {
            return target("id").map(|target| (target, sure));
        }
        if entity.parent().is_some_and(|parent| words == parent.as_str()) {
            return target(WITHIN).map(|target| (target, sure));
        }
        let is_it = |def: &&crate::schema::FieldDef| {
            def.name.replace('_', " ") == words || def.path.replace(['_', '.'], " ") == words
        };
        if let Some(def) = schema::of(entity).iter().find(is_it) {
            return target(def.name).map(|target| (target, sure));
        }
    }
    let has = |all: &[&str]| all.contains(&words.as_str()) || all.contains(&bare);
    let within = OF_PARENT.iter().find(|(of, all)| *of == entity && has(all)).map(|_| WITHIN);
    let field = SYNONYMS.iter().find(|(of, _, all)| *of == entity && has(all)).map(|found| found.1);
    let common = COMMON.iter().find(|(_, all)| has(all)).map(|found| found.0);
    let field = within.or(field).or(common)?;
    target(field).map(|target| (target, 80))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(entity: Entity, columns: &[&str]) -> Vec<String> {
        let columns = columns.iter().map(ToString::to_string).collect();
        let header = Header { columns, line: Some(1) };
        let name = |one: &Suggestion| {
            one.target.as_ref().map_or_else(String::new, |target| target.name().to_string())
        };
        suggest_of(entity, &header).iter().map(name).collect()
    }

    #[test]
    fn columns_are_known_by_their_own_names_and_by_those_that_people_have_for_them() {
        assert_eq!(
            targets(
                Entity::Customer,
                &[
                    "E-Mail",
                    "Vorname",
                    "Billing City",
                    "billing.phone",
                    "Meta: vip",
                    "Password",
                    "customer_id"
                ]
            ),
            [
                "customer.email",
                "customer.first_name",
                "customer.billing_city",
                "customer.billing_phone",
                "meta:vip",
                "",
                "customer.id"
            ]
        );
        assert_eq!(
            targets(
                Entity::TaxRate,
                &[
                    "Country code",
                    "State code",
                    "Postcode / ZIP",
                    "City",
                    "Rate %",
                    "Tax name",
                    "Priority",
                    "Compound",
                    "Shipping",
                    "Tax class"
                ]
            ),
            [
                "tax_rate.country",
                "tax_rate.state",
                "tax_rate.postcodes",
                "tax_rate.cities",
                "tax_rate.rate",
                "tax_rate.name",
                "tax_rate.priority",
                "tax_rate.compound",
                "tax_rate.shipping",
                "tax_rate.class"
            ]
        );
        assert_eq!(targets(Entity::Term, &["attribute", "Name"]), ["term.within", "term.name"]);
    }

    #[test]
    fn every_word_leads_to_a_field() {
        for (entity, field, words) in SYNONYMS {
            assert!(Target::of_kind(*entity, field).is_some(), "{entity:?} {field}");
            assert!(words.iter().all(|word| *word == word.to_lowercase()), "{words:?}");
        }
    }
}
