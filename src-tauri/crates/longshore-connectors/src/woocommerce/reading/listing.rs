//! One list of the API with the parameters that narrow it.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicU64, Ordering},
};

use jiff::Timestamp;
use longshore_engine::{entity::Entity, record::StoreRecord, value::StoreId};

use crate::{
    query::{Filter, Order, Query},
    transport::Parameters,
    woocommerce::{
        decode::Reading,
        escaped::escaped,
        routes::{LARGEST_PAGE, LONGEST_QUERY},
    },
};

/// One list, to be read page by page.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    pub(super) path: String,
    pub(super) reading: Reading,
    pub(super) parameters: Parameters,
    pub(super) order: Order,
    /// One page with so many records, and no other.
    pub(super) most: Option<usize>,
    /// Attributes come all at once.
    pub(super) is_paged: bool,
    /// The parents that were asked for; others mean that the store does not heed the question.
    pub(super) parents: Option<HashSet<StoreId>>,
    /// What of the answer is meant: the store's search is wider than the question.
    pub(super) keep: Keep,
}

#[derive(Clone, Debug)]
pub(super) enum Keep {
    All,
    Ids(HashSet<StoreId>),
    Sku(String),
    Name(String),
    Slug(String),
}

impl Keep {
    pub(super) fn wants(&self, record: &StoreRecord) -> bool {
        let is = |field: &str, text: &str| {
            record.fields.text(field).is_some_and(|have| have.trim().to_lowercase() == text)
        };
        match self {
            Self::All => true,
            Self::Ids(ids) => ids.contains(&record.id),
            Self::Sku(sku) => is("sku", sku),
            Self::Name(name) => is("name", name),
            // The slug of an attribute is shown with a prefix that it is not sent with.
            Self::Slug(slug) => is("slug", slug) || is("slug", &format!("pa_{slug}")),
        }
    }
}

impl Listing {
    /// The lists that answer a question, at `path`.
    pub(super) fn all(query: &Query, path: &str, parent: Option<StoreId>) -> Vec<Self> {
        let mut plain = Self::new(query.entity, path, parent, query.order, query.trash);
        plain.most = query.most.map(|most| most.clamp(1, LARGEST_PAGE));
        if query.is_fresh {
            plain = plain.unlike_all_before();
        }
        let folded = |text: &str| text.trim().to_lowercase();
        match &query.filter {
            Filter::All => vec![plain],
            Filter::Ids(ids) if ids.is_empty() => Vec::new(),
            // The list of tax rates cannot be asked for some.
            Filter::Ids(ids) if !plain.is_paged || query.entity == Entity::TaxRate => {
                vec![Self { keep: Keep::Ids(ids.iter().copied().collect()), ..plain }]
            }
            Filter::Ids(ids) => chunks_of_ids(ids)
                .into_iter()
                .map(|ids| plain.clone().with("include", ids))
                .collect(),
            Filter::Skus(_) if !is_post(query.entity) => Vec::new(),
            Filter::Skus(skus) => {
                let ask = |sku: String| {
                    let keep = if sku.contains(',') && skus.contains(&sku) {
                        Keep::Sku(folded(&sku))
                    } else {
                        Keep::All
                    };
                    Self { keep, ..plain.clone().with("sku", sku) }
                };
                chunks_of_skus(skus).into_iter().map(ask).collect()
            }
            Filter::Slugs(slugs) => {
                let ask = |slug: &String| {
                    let keep = Keep::Slug(folded(slug));
                    Self { keep, ..plain.clone().with("slug", slug.clone()) }
                };
                slugs.iter().filter(|slug| !slug.trim().is_empty()).map(ask).collect()
            }
            Filter::Name(name) if name.trim().is_empty() => Vec::new(),
            Filter::Name(name) => {
                let keep = Keep::Name(folded(name));
                vec![Self { keep, ..plain.with("search", escaped(name.trim()).into_owned()) }]
            }
            Filter::ModifiedAfter(moment) if knows_changes(query.entity) => {
                let moment = moment.strftime("%Y-%m-%dT%H:%M:%S").to_string();
                vec![plain.with("modified_after", moment).with("dates_are_gmt", "true".to_owned())]
            }
            Filter::ModifiedAfter(_) => vec![plain],
        }
    }

    /// All attributes of the store.
    pub(super) fn of_attributes() -> Self {
        Self::new(Entity::Attribute, "products/attributes", None, Order::OldestFirst, false)
    }

    /// The numbers of all orders.
    pub(super) fn of_orders() -> Self {
        let plain = Self::new(Entity::Order, "orders", None, Order::OldestFirst, false);
        plain.with("_fields", "id".to_owned())
    }

    /// The numbers of all products that may have variations.
    pub(super) fn of_variable_products() -> Self {
        let plain = Self::new(Entity::Product, "products", None, Order::OldestFirst, false);
        plain.with("type", "variable".to_owned()).with("_fields", "id".to_owned())
    }

    /// Only what belongs to these parents.
    pub(super) fn within(mut self, parents: &[StoreId], set: &HashSet<StoreId>) -> Self {
        self.parents = Some(set.clone());
        self.with("parent", joined(parents))
    }

    /// Whether its pages may become smaller where they are too much for the store.
    pub(super) fn may_shrink(&self) -> bool {
        self.is_paged && self.most.is_none()
    }

    fn new(entity: Entity, path: &str, parent: Option<StoreId>, order: Order, trash: bool) -> Self {
        let is_paged = !matches!(entity, Entity::Attribute | Entity::OrderNote | Entity::TaxClass);
        let mut parameters: Parameters = vec![("context", "edit".to_owned())];
        if is_post(entity) {
            parameters.push(("status", if trash { "trash" } else { "any" }.to_owned()));
        }
        match entity {
            Entity::Order if trash => parameters.push(("status", "trash".to_owned())),
            Entity::Review => parameters.push(("status", "all".to_owned())),
            // Without it only those who may buy and nothing else come (customers-list-role-all).
            Entity::Customer => parameters.push(("role", "all".to_owned())),
            _ => {}
        }
        if is_paged {
            let (by, order) = match order {
                Order::OldestFirst => ("id", "asc"),
                Order::NewestFirst => ("id", "desc"),
                Order::ChangedLastFirst if knows_changes(entity) => ("modified", "desc"),
                Order::ChangedLastFirst => ("id", "desc"),
            };
            parameters.push(("orderby", by.to_owned()));
            parameters.push(("order", order.to_owned()));
        }
        let reading = Reading { entity, parent };
        Self {
            path: path.to_owned(),
            reading,
            parameters,
            order,
            most: None,
            is_paged,
            parents: None,
            keep: Keep::All,
        }
    }

    /// Object caches remember by what is asked, proxies by the address. A record that cannot be there is left out, each
    /// time another: so the question is new to both, and the answer the same.
    fn unlike_all_before(self) -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let now = Timestamp::now().as_millisecond().cast_unsigned();
        let after = |last: u64| now.max(last + 1);
        let last =
            LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(after(last)));
        let number = after(last.unwrap_or_else(|last| last));
        // The list of attributes leaves nothing out, and does not heed what it does not know.
        let name = if self.is_paged { "exclude" } else { "_" };
        self.with(name, number.to_string())
    }

    fn with(mut self, name: &'static str, value: String) -> Self {
        self.parameters.push((name, value));
        self
    }
}

/// Products and variations are posts: they have a status, a trash and a time of change.
fn is_post(entity: Entity) -> bool {
    matches!(entity, Entity::Product | Entity::Variation)
}

/// Kinds that can be asked for what changed after a moment.
fn knows_changes(entity: Entity) -> bool {
    is_post(entity) || matches!(entity, Entity::Order | Entity::Coupon)
}

fn joined(ids: &[StoreId]) -> String {
    let mut text = String::with_capacity(ids.len() * 8);
    for id in ids {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&id.0.to_string());
    }
    text
}

pub(super) fn chunks_of_ids(ids: &[StoreId]) -> Vec<String> {
    ids.chunks(LARGEST_PAGE).map(joined).collect()
}

/// SKUs in lists. The store splits at commas, but takes the whole text for a SKU too: one with a comma goes alone.
pub(super) fn chunks_of_skus(skus: &[String]) -> Vec<String> {
    let (alone, together): (Vec<_>, Vec<_>) =
        skus.iter().filter(|sku| !sku.trim().is_empty()).partition(|sku| sku.contains(','));
    let mut chunks: Vec<String> = alone.into_iter().cloned().collect();
    let mut chunk = String::new();
    let (mut count, mut length) = (0, 0);
    for sku in together {
        // In an address, a letter outside ASCII takes three bytes for each of its own.
        let long = sku.len() * 3 + 3;
        if count == LARGEST_PAGE || (count > 0 && length + long > LONGEST_QUERY) {
            chunks.push(std::mem::take(&mut chunk));
            (count, length) = (0, 0);
        }
        if count > 0 {
            chunk.push(',');
        }
        chunk.push_str(sku);
        count += 1;
        length += long;
    }
    if count > 0 {
        chunks.push(chunk);
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_question_is_never_the_same_twice() {
        for entity in [Entity::Product, Entity::Term, Entity::Attribute] {
            let asked = || Listing::all(&Query::all(entity).fresh(), "list", None).remove(0);
            assert_ne!(asked().parameters, asked().parameters, "{entity:?}");
            let plain = || Listing::all(&Query::all(entity), "list", None).remove(0);
            assert_eq!(plain().parameters, plain().parameters, "{entity:?}");
        }
    }

    #[test]
    fn skus_with_commas_are_asked_for_alone_and_the_others_in_hundreds() {
        let mut skus: Vec<_> = (0..250).map(|number| format!("SKU-{number}")).collect();
        skus.insert(7, "A,B".to_owned());
        skus.push("  ".to_owned());
        let asked = chunks_of_skus(&skus);
        assert_eq!(
            asked.iter().map(|one| one.split(',').count()).collect::<Vec<_>>(),
            [2, 100, 100, 50]
        );
        assert_eq!(asked[0], "A,B");
    }

    #[test]
    fn a_question_stays_short_enough_for_an_address() {
        let long: Vec<_> = (0..100).map(|number| format!("{number}-{}", "ä".repeat(100))).collect();
        assert!(chunks_of_skus(&long).iter().all(|asked| asked.len() < 2000));
        let ids: Vec<_> = (1..=205).map(StoreId).collect();
        assert_eq!(chunks_of_ids(&ids).len(), 3);
    }

    #[test]
    fn nothing_asked_for_is_no_question() {
        let query = Query::ids(Entity::Product, Vec::new());
        assert_eq!(Listing::all(&query, "products", None).len(), 0);
        let all = Query { order: Order::NewestFirst, ..Query::all(Entity::Product) };
        assert_eq!(Listing::all(&all, "products", None).len(), 1);
    }
}
