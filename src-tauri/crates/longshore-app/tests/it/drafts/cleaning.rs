//! Values of a column: counted, grouped, decided about once for all.

use serde_json::{Value, json};

use crate::desk::Desk;

const COLOURS: &str =
    "SKU;Name;Farbe\nA;One;Grey\nB;Two;gray\nC;Three;Gray \nD;Four;Green\nE;Five;Grey\nF;Six;\n";

fn values(found: &Value) -> Vec<(String, u64)> {
    let all = found["values"].as_array().unwrap().iter();
    all.map(|facet| (facet["value"].as_str().unwrap().to_owned(), facet["count"].as_u64().unwrap()))
        .collect()
}

#[tokio::test]
async fn values_are_counted_as_they_are_after_the_edits_and_steps() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("colours.csv", COLOURS)).await;
    let request = json!({ "draft": draft, "column": 2, "count": 10 });
    let found = desk.ask("drafts.facets", request.clone()).await;
    assert_eq!(values(&found)[0], ("Grey".to_owned(), 2));
    assert_eq!((&found["empty"], &found["is_complete"]), (&1.into(), &true.into()));
    let edit = json!({ "draft": draft, "cells": [{ "row": 4, "column": 2, "text": "Grey" }] });
    desk.ask("drafts.edit", edit).await;
    let found = desk.ask("drafts.facets", request).await;
    assert_eq!(values(&found)[0], ("Grey".to_owned(), 3));
    let request = json!({ "draft": draft, "column": 2, "count": 10, "text": "GRA" });
    assert_eq!(desk.ask("drafts.facets", request).await["distinct"], 2);
    let request = json!({ "draft": draft, "column": 9, "count": 10 });
    assert_eq!(desk.refused("drafts.facets", request).await, "column_unknown");
}

#[tokio::test]
async fn one_decision_about_alike_values_is_a_step_of_the_profile_and_holds_for_the_next_file() {
    let desk = Desk::new().await;
    let draft = desk.draft(&desk.file("colours.csv", COLOURS)).await;
    let request = json!({ "draft": draft, "column": 2, "weakest": "spelling" });
    let found = desk.ask("drafts.clusters", request.clone()).await;
    assert_eq!(found["total"], 1, "{found}");
    let cluster = &found["clusters"][0];
    assert_eq!(cluster["proposed"], "Grey");
    let alike: Vec<String> = values(cluster).into_iter().map(|(value, _)| value).collect();
    assert!(!alike.contains(&"Green".to_owned()));
    let decision = json!({
        "draft": draft, "column": 2, "decisions": [{ "values": alike, "to": "Grey" }],
    });
    let columns = desk.ask("drafts.unify", decision).await;
    assert_eq!(columns["columns"][2]["steps"][0]["step"], "value_map");
    assert_eq!(desk.ask("drafts.clusters", request).await["total"], 0);
    desk.ask("drafts.save_profile", json!({ "draft": draft, "name": "Colours" })).await;

    let next = desk.draft(&desk.file("next.csv", "SKU;Name;Farbe\nG;Seven;GRAY\n")).await;
    let request = json!({ "draft": next, "column": 2, "count": 10 });
    assert_eq!(values(&desk.ask("drafts.facets", request).await), [("Grey".to_owned(), 1)]);
}
