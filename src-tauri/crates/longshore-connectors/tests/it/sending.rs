//! Changes leave in one request, and each gets the answer that is its own.

use longshore_connectors::{Answer, Fault, Sent, Store, StoreError};
use longshore_engine::{
    change::{Action, Change, Refusal},
    entity::Entity,
    platforms::woocommerce::schema,
    record::Fields,
    schema::Access,
    value::{AttributeName, Choice, Image, ProductAttribute, Reference, StoreId, Value},
};
use serde_json::{Value as Json, json};

use crate::{
    changes::{create, delete, text, update, within},
    recordings,
    server::{Said, Server},
};

/// Sends, and gives back what left and what came of it.
async fn sent(
    changes: &[Change],
    answer: Json,
) -> (Vec<crate::server::Seen>, Result<Vec<Answer>, StoreError>) {
    let server = Server::start(move |_| Said::json(&answer)).await;
    let outcome = server.store().send(changes).await;
    (server.seen(), outcome)
}

fn stored(id: u64) -> Reference {
    Reference::Stored(StoreId(id))
}

fn refused(answer: &Answer) -> &Refusal {
    match answer {
        Answer::Refused(refusal) => refusal,
        Answer::Kept(record) => panic!("kept {record:?}"),
    }
}

fn kept(answer: &Answer) -> (u64, &Fields) {
    match answer {
        Answer::Kept(record) => (record.id.0, &record.fields),
        Answer::Refused(refusal) => panic!("{refusal:?}"),
    }
}

#[tokio::test]
async fn a_product_is_written_as_the_store_takes_it() {
    let size = ProductAttribute {
        attribute: AttributeName::Local("Size".to_owned()),
        options: vec!["S".to_owned(), "M".to_owned()],
        visible: true,
        variation: true,
    };
    let color = ProductAttribute {
        attribute: AttributeName::Global(stored(1)),
        options: vec!["Red".to_owned()],
        visible: false,
        variation: false,
    };
    let new = Image {
        src: "https://x.example/a.jpg".to_owned(),
        alt: Some("A".to_owned()),
        ..Image::default()
    };
    let known = Image {
        id: Some(StoreId(49)),
        src: "https://store.example/b.jpg".to_owned(),
        ..Image::default()
    };
    let change = create(
        Entity::Product,
        &[
            ("name", text("Fish & Chips \"deluxe\"")),
            ("regular_price", Value::Decimal("1234.50".parse().unwrap())),
            ("sale_price", Value::Empty),
            ("stock_quantity", Value::Integer(7)),
            ("manage_stock", Value::Boolean(true)),
            ("height", Value::Decimal("1.5".parse().unwrap())),
            ("length", Value::Decimal("10".parse().unwrap())),
            ("categories", Value::References(vec![stored(18), stored(19)])),
            ("upsell_ids", Value::References(vec![stored(5)])),
            ("attributes", Value::Attributes(vec![size, color])),
            (
                "default_attributes",
                Value::Choices(vec![Choice {
                    attribute: AttributeName::Global(stored(1)),
                    option: "Red".to_owned(),
                }]),
            ),
            ("images", Value::Images(vec![new, known])),
            ("date_on_sale_from", Value::Moment("2026-12-31T10:00:00".parse().unwrap())),
            ("permalink", text("https://not.sent/")),
            ("meta:_longshore", text("17")),
            ("meta:settings", Value::Json(json!({"a": [1, null]}))),
        ],
    );
    let (seen, outcome) =
        sent(&[change], json!({"create": [{"id": 9, "name": "Fish &amp; Chips"}]})).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].method.as_str(), seen[0].path.as_str()),
        ("POST", "/wp-json/wc/v3/products/batch")
    );
    assert_eq!(kept(&outcome.unwrap()[0]).0, 9);
    insta::assert_json_snapshot!("product_create", seen[0].body);
}

#[tokio::test]
async fn every_field_is_emptied_in_the_way_that_the_store_understands() {
    let mut bodies = Vec::new();
    for entity in [Entity::Product, Entity::Variation, Entity::Category] {
        let writable = schema::of(entity).iter().filter(|def| def.access == Access::ReadWrite);
        let mut empty: Vec<_> = writable.map(|def| (def.name, Value::Empty)).collect();
        empty.push(("meta:gone", Value::Empty));
        let change = within(update(entity, 5, &empty), 15);
        let (seen, _) = sent(&[change], json!({"update": [{"id": 5}]})).await;
        bodies.push(seen[0].body["update"][0].clone());
    }
    insta::assert_json_snapshot!("fields_emptied", bodies);
}

#[tokio::test]
async fn each_kind_of_record_has_its_own_address() {
    for (entity, path) in [
        (Entity::Product, "products/batch"),
        (Entity::Variation, "products/15/variations/batch"),
        (Entity::Category, "products/categories/batch"),
        (Entity::Tag, "products/tags/batch"),
        (Entity::Brand, "products/brands/batch"),
        (Entity::Attribute, "products/attributes/batch"),
        (Entity::Term, "products/attributes/15/terms/batch"),
        (Entity::ShippingClass, "products/shipping_classes/batch"),
    ] {
        let change = within(delete(entity, 4), 15);
        let (seen, outcome) = sent(&[change], json!({"delete": [{"id": 4}]})).await;
        assert_eq!(seen[0].path, format!("/wp-json/wc/v3/{path}"));
        assert_eq!(seen[0].body, json!({"delete": [4]}));
        assert_eq!(kept(&outcome.unwrap()[0]).0, 4);
    }
}

#[tokio::test]
async fn a_mixed_answer_is_judged_item_by_item() {
    let answer = recordings::named("variations-batch-mixed").body;
    let creates = [
        within(create(Entity::Variation, &[("sku", text("VAR-1-BM"))]), 15),
        within(create(Entity::Variation, &[("sku", text("VAR-1-RS"))]), 15),
    ];
    let (_, outcome) = sent(&creates, answer.clone()).await;
    let answers = outcome.unwrap();
    assert_eq!(kept(&answers[0]).0, 67);
    assert_eq!(refused(&answers[1]).code, "product_invalid_sku");
    assert_eq!(
        (refused(&answers[1]).status, refused(&answers[1]).existing),
        (400, Some(StoreId(61)))
    );

    let updates =
        [61, 999_999].map(|id| within(update(Entity::Variation, id, &[("sku", text("x"))]), 15));
    let answers = sent(&updates, answer.clone()).await.1.unwrap();
    assert_eq!(kept(&answers[0]).0, 61);
    assert_eq!(refused(&answers[1]).code, "woocommerce_rest_product_variation_invalid_id");

    // The number of a failed delete comes as an object.
    let answers = sent(&[within(delete(Entity::Variation, 999_998), 15)], answer).await.1.unwrap();
    assert_eq!(refused(&answers[0]).code, "woocommerce_rest_product_variation_invalid_id");
}

#[tokio::test]
async fn a_resent_batch_names_the_records_that_are_there_already() {
    let item = |id: u64| {
        json!({"id": 0, "error": {"code": "product_invalid_sku", "message": "Invalid or duplicated SKU.",
            "data": {"status": 400, "resource_id": id, "unique_sku": "H-0-1"}}})
    };
    let creates = [
        create(Entity::Product, &[("sku", text("H-0"))]),
        create(Entity::Product, &[("sku", text("H-1"))]),
    ];
    let answers = sent(&creates, json!({"create": [item(19), item(20)]})).await.1.unwrap();
    let existing: Vec<_> = answers.iter().map(|answer| refused(answer).existing).collect();
    assert_eq!(existing, [Some(StoreId(19)), Some(StoreId(20))]);
}

#[tokio::test]
async fn answers_that_cannot_be_told_apart_leave_it_open_what_was_done() {
    let two = [
        create(Entity::Product, &[("sku", text("A"))]),
        create(Entity::Product, &[("sku", text("B"))]),
    ];
    for answer in [
        json!([]),
        json!({}),
        json!({"create": [{"id": 5}]}),
        json!({"create": [{"id": 5}, {"id": 0}]}),
        json!({"create": [{"id": 5}, null]}),
        json!({"create": [{"id": 5}, {"id": 6}, {"id": 7}]}),
        json!({"update": [{"id": 5}, {"id": 6}]}),
    ] {
        let error = sent(&two, answer.clone()).await.1.unwrap_err();
        assert_eq!(error.code(), "store_answers_unmatched", "{answer}");
        assert_eq!(error.sent, Sent::Maybe);
    }
    let updates = [5, 6].map(|id| update(Entity::Product, id, &[("sku", text("x"))]));
    let swapped = json!({"update": [{"id": 6}, {"id": 5}]});
    assert_eq!(sent(&updates, swapped).await.1.unwrap_err().code(), "store_answers_unmatched");
}

#[tokio::test]
async fn a_delete_that_the_store_left_out_is_found_by_the_numbers_of_the_others() {
    let deletes = [4, 5, 6].map(|id| delete(Entity::Product, id));
    let short = json!({"delete": [{"id": 4}, {"id": 6, "error": {"code": "gone", "message": "", "data": null}}]});
    let error = sent(&deletes, short).await.1.unwrap_err();
    assert_eq!((error.code(), error.sent), ("store_answers_unmatched", Sent::Maybe));
    let twice = [delete(Entity::Product, 50), delete(Entity::Product, 50)];
    let item = json!({"id": 50, "error": {"code": "woocommerce_rest_product_invalid_id", "message": "Invalid ID.", "data": "odd"}});
    let answers =
        sent(&twice, json!({"delete": [{"id": 50, "sku": "IMG-1"}, item]})).await.1.unwrap();
    assert_eq!(kept(&answers[0]).1.text("sku"), Some("IMG-1"));
    assert_eq!(refused(&answers[1]).code, "woocommerce_rest_product_invalid_id");
}

#[tokio::test]
async fn what_does_not_fit_in_one_request_is_not_sent() {
    let product = create(Entity::Product, &[("sku", text("A"))]);
    let unresolved = update(
        Entity::Product,
        1,
        &[(
            "upsell_ids",
            Value::References(vec![Reference::Planned(longshore_engine::value::ChangeId(3))]),
        )],
    );
    let no_record = Change { record: None, ..update(Entity::Product, 1, &[]) };
    for (changes, code) in [
        (vec![product.clone(), delete(Entity::Product, 1)], "request_mixed"),
        (vec![product; 101], "request_mixed"),
        (vec![create(Entity::Variation, &[])], "reference_unresolved"),
        (vec![unresolved], "reference_unresolved"),
        (vec![no_record], "reference_unresolved"),
        (vec![create(Entity::Product, &[("colour", text("red"))])], "field_unknown"),
    ] {
        let (seen, outcome) = sent(&changes, json!([])).await;
        let error = outcome.unwrap_err();
        assert_eq!((error.code(), error.sent, seen.len()), (code, Sent::Nothing, 0));
    }
}

#[tokio::test]
async fn a_shipping_class_is_named_by_its_slug() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "GET" => Said::page(seen, &[json!({"id": 28, "name": "Bulky", "slug": "bulky"})]),
        _ => Said::json(
            &json!({"update": [{"id": 1, "shipping_class": "bulky", "shipping_class_id": 28}]}),
        ),
    })
    .await;
    let store = server.store();
    let class =
        |id| update(Entity::Product, 1, &[("shipping_class", Value::Reference(stored(id)))]);
    for _ in 0..2 {
        let answers = store.send(&[class(28)]).await.unwrap();
        assert_eq!(kept(&answers[0]).1.get("shipping_class"), Some(&Value::Reference(stored(28))));
    }
    let seen = server.seen();
    let methods: Vec<_> = seen.iter().map(|seen| seen.method.as_str()).collect();
    assert_eq!(methods, ["GET", "POST", "POST"], "asked once, before anything was sent");
    assert_eq!(seen[1].body, json!({"update": [{"id": 1, "shipping_class": "bulky"}]}));

    let error = store.send(&[class(29)]).await.unwrap_err();
    assert_eq!(error.fault, Fault::ReferenceUnresolved { field: "shipping_class".into() });
    assert_eq!(error.sent, Sent::Nothing);
}

#[test]
fn changes_share_a_request_when_they_do_the_same_in_the_same_place() {
    let store = crate::server::store("http://127.0.0.1:9");
    let route = |change: &Change| store.route(change);
    let in_15 = within(create(Entity::Variation, &[]), 15);
    assert_eq!(route(&in_15), route(&within(create(Entity::Variation, &[("sku", text("x"))]), 15)));
    assert_ne!(route(&in_15), route(&within(create(Entity::Variation, &[]), 16)));
    assert_ne!(route(&in_15), route(&within(delete(Entity::Variation, 1), 15)));
    assert_eq!(route(&in_15).limit, 100);
    // The parent of a category is a field, not a place.
    assert_eq!(
        route(&create(Entity::Category, &[])),
        route(&within(create(Entity::Category, &[]), 3))
    );
    assert_eq!(route(&in_15).action, Action::Create);
}
