//! Tax rates: what is added where. The store keeps and shows them; orders of the API are not taxed,
//! as in a store whose taxes are switched off.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Deletion, EVERYTHING, Kind, Params, links, tax_classes};
use crate::server::effects::Action;
use crate::server::page::Page;
use crate::server::view::{Place, View};
use crate::store::filed::{Card, Filed, Selection};
use crate::store::{Counter, Shop};
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::json::Object;
use crate::wordpress::text::clean;
use crate::wordpress::value::{boolean, given, integer, items, text};

/// What can be done with tax rates.
pub(crate) static KIND: Kind =
    Kind { word: "taxes", is_paged: true, create, show, update, delete, list };

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Rate {
    id: i64,
    country: String,
    state: String,
    /// With four places.
    rate: String,
    name: String,
    priority: i64,
    compound: bool,
    shipping: bool,
    order: i64,
    class: String,
    postcodes: Vec<String>,
    cities: Vec<String>,
}

impl Filed for Rate {
    const KIND: &'static str = "taxes";

    fn card(&self) -> Card {
        Card { id: self.id, key: self.class.clone(), name: self.name.clone(), ..Card::default() }
    }
}

fn rate(shop: &Shop, id: i64) -> Outcome<Rate> {
    shop.filed(id)?
        .ok_or_else(|| Failure::new(404, "woocommerce_rest_invalid_id", "Invalid resource ID."))
}

fn create(shop: &mut Shop, params: &Params, _: i64) -> Outcome<i64> {
    if given(params, "id").map_or(0, integer) != 0 {
        return Err(Failure::new(
            400,
            "woocommerce_rest_tax_exists",
            "Cannot create existing resource.",
        ));
    }
    let mut rate = Rate {
        id: 0,
        country: String::new(),
        state: String::new(),
        rate: "0.0000".to_owned(),
        name: "Tax".to_owned(),
        priority: 1,
        compound: false,
        shipping: true,
        order: 0,
        class: "standard".to_owned(),
        postcodes: Vec::new(),
        cities: Vec::new(),
    };
    describe(shop, &mut rate, params)?;
    rate.id = shop.next(Counter::Tax);
    shop.file(&rate)?;
    Ok(rate.id)
}

fn update(shop: &mut Shop, id: i64, _: i64, params: &Params) -> Outcome<()> {
    let mut rate = rate(shop, id)?;
    describe(shop, &mut rate, params)?;
    shop.file(&rate)
}

fn describe(shop: &Shop, rate: &mut Rate, params: &Params) -> Outcome<()> {
    for (key, place, most) in
        [("country", &mut rate.country, 2), ("state", &mut rate.state, usize::MAX)]
    {
        if let Some(region) = given(params, key) {
            let region = clean(&text(region)?).to_uppercase();
            *place =
                if region == "*" { String::new() } else { region.chars().take(most).collect() };
        }
    }
    if let Some(value) = given(params, "rate") {
        rate.rate = format!("{:.4}", leading_number(&text(value)?));
    }
    if let Some(name) = given(params, "name") {
        let name = clean(&text(name)?);
        rate.name = if name.is_empty() { "Tax".to_owned() } else { name };
    }
    for (key, place) in [("priority", &mut rate.priority), ("order", &mut rate.order)] {
        if let Some(number) = given(params, key) {
            *place = integer(number).saturating_abs();
        }
    }
    for (key, place) in [("compound", &mut rate.compound), ("shipping", &mut rate.shipping)] {
        if let Some(flag) = given(params, key) {
            *place = boolean(flag);
        }
    }
    if let Some(class) = given(params, "class").map(text).transpose()? {
        let is_known = tax_classes::slugs(shop)?.contains(&class);
        rate.class = if is_known { class } else { "standard".to_owned() };
    }
    for (one, many, place) in
        [("postcode", "postcodes", &mut rate.postcodes), ("city", "cities", &mut rate.cities)]
    {
        let listed = match (given(params, many), given(params, one)) {
            (Some(list), _) => items(list).into_iter().map(text).collect::<Outcome<Vec<_>>>()?,
            (None, Some(value)) => text(value)?.split(';').map(str::to_owned).collect(),
            (None, None) => continue,
        };
        *place = listed
            .iter()
            .map(|place| clean(place).to_uppercase())
            .filter(|place| !place.is_empty() && place != "*")
            .collect();
    }
    Ok(())
}

/// The number at the start of a text, as PHP reads one: `7,5` is 7.
fn leading_number(text: &str) -> f64 {
    let text = text.trim();
    let end = text
        .char_indices()
        .find(|(at, letter)| {
            !(letter.is_ascii_digit() || *letter == '.' || (*at == 0 && *letter == '-'))
        })
        .map_or(text.len(), |(at, _)| at);
    text[..end].parse().unwrap_or(0.0)
}

fn show(shop: &Shop, id: i64, _: i64, view: &View<'_>, out: &mut Vec<u8>) -> Outcome<()> {
    render(&rate(shop, id)?, view, out);
    Ok(())
}

fn render(rate: &Rate, view: &View<'_>, out: &mut Vec<u8>) {
    let last = |list: &[String]| list.last().cloned().unwrap_or_default();
    let mut object = Object::new(out, view.fields);
    object.put("id", &rate.id);
    object.put("country", &rate.country);
    object.put("state", &rate.state);
    object.put("postcode", &last(&rate.postcodes));
    object.put("city", &last(&rate.cities));
    object.put("rate", &rate.rate);
    object.put("name", &rate.name);
    object.put("priority", &rate.priority);
    object.put("compound", &rate.compound);
    object.put("shipping", &rate.shipping);
    object.put("order", &rate.order);
    object.put("class", &rate.class);
    object.put("postcodes", &rate.postcodes);
    object.put("cities", &rate.cities);
    object.put_links(view.place != Place::InList, || links(view, "taxes", rate.id, EVERYTHING));
    object.end();
}

fn delete(shop: &mut Shop, deletion: &Deletion<'_>, out: &mut Vec<u8>) -> Outcome<Action> {
    if !deletion.force {
        return Err(Failure::not_trashable("Taxes"));
    }
    render(&rate(shop, deletion.id)?, deletion.view, out);
    shop.unfile::<Rate>(deletion.id)?;
    Ok(Action::Delete)
}

fn list(shop: &Shop, params: &Params, _: i64, page: &Page) -> Outcome<(Vec<i64>, i64)> {
    let mut selection = Selection::of(params, "order", true)?;
    if let Some(Value::String(class)) = given(params, "class") {
        selection.add("key = ?", class.clone());
    }
    shop.filed_page::<Rate>(selection, page)
}

#[cfg(test)]
mod tests {
    use super::leading_number;

    #[test]
    fn a_rate_ends_where_its_number_does() {
        assert!((leading_number("7,5") - 7.0).abs() < f64::EPSILON);
        assert!((leading_number(" 19.5 %") - 19.5).abs() < f64::EPSILON);
        assert!(leading_number("none").abs() < f64::EPSILON);
    }
}
