//! First steps.

use serde_json::json;

use crate::client::Shop;

#[tokio::test]
async fn a_product_goes_in_and_comes_out() {
    let shop = Shop::empty().await;
    let reply = shop
        .post("products", &json!({"name": "Tea & towel", "regular_price": "1,99", "sku": "A"}))
        .await;
    println!("{:?}", reply);
    assert_eq!(reply.status, 201);
    let r = shop.post("products/batch", &json!({"create":[{"name":"Tea & towel","regular_price":3,"sku":"A"},{"name":"V","type":"variable"}], "update":[{"id":10,"stock_quantity":3,"manage_stock":"yes"}]})).await;
    println!("{}", r.body);
    let r = shop.get("products?_fields=id,name&per_page=1").await;
    println!("{:?}", r);
    let r = shop.delete("products/10").await;
    println!("{:?}", r.body);
    let r = shop.put("products/10", &json!({"status": "publish"})).await;
    assert_eq!(r.body["slug"], "tea-towel");
}
