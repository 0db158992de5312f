//! Pictures and downloads of products.

use serde_json::{Map, Value};

use super::record::{Download, Record};
use crate::store::Shop;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::value::{boolean, field, given, integer, items, text, truthy};
use crate::wordpress::{dates, text as texts};

pub(super) fn downloads(record: &mut Record, params: &Map<String, Value>) -> Outcome<()> {
    if let Some(flag) = given(params, "downloadable") {
        record.downloadable = boolean(flag);
    }
    if !record.downloadable {
        return Ok(());
    }
    if let Some(downloads) = given(params, "downloads") {
        let mut kept = Vec::new();
        for download in items(downloads) {
            let part = |key| field(download, key).map_or(Ok(String::new()), text);
            let file = part("file")?.trim().to_owned();
            if file.is_empty() {
                continue;
            }
            let id = part("id")?;
            let name = texts::clean(&part("name")?);
            let name = if name.is_empty() {
                file.rsplit('/').next().unwrap_or_default().to_owned()
            } else {
                name
            };
            kept.push(Download { id: if id.is_empty() { random_id() } else { id }, name, file });
        }
        record.downloads = kept;
    }
    if let Some(limit) = given(params, "download_limit") {
        record.download_limit = or_unlimited(limit);
    }
    if let Some(expiry) = given(params, "download_expiry") {
        record.download_expiry = or_unlimited(expiry);
    }
    Ok(())
}

fn or_unlimited(value: &Value) -> i64 {
    match value {
        Value::String(text) if text.is_empty() => -1,
        value if integer(value) == -1 => -1,
        value => integer(value).saturating_abs(),
    }
}

/// A random UUID, as downloads get it.
fn random_id() -> String {
    let mut bytes = [0_u8; 16];
    // Without randomness the number is still well formed; it only has to differ within a product.
    if getrandom::fill(&mut bytes).is_err() {
        bytes[..8].copy_from_slice(&dates::now().to_be_bytes());
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// Pictures by number or by address; each address makes a new one.
pub(super) fn pictures(shop: &mut Shop, images: &Value, kind: &str) -> Outcome<Vec<i64>> {
    let mut numbers = Vec::new();
    let Value::Array(images) = images else { return Ok(numbers) };
    for image in images.iter().filter(|image| truthy(image)) {
        let mut id = field(image, "id").map_or(0, integer).saturating_abs();
        if id == 0
            && let Some(address) = field(image, "src")
        {
            id = shop.upload(&text(address)?).map_err(|mut failure| {
                failure.code = format!("woocommerce_{kind}_image_upload_error").into();
                failure
            })?;
        }
        if shop.media(id)?.is_none() {
            return Err(Failure::new(
                400,
                format!("woocommerce_{kind}_invalid_image_id"),
                format!("#{id} is an invalid image ID."),
            ));
        }
        let part = |key| field(image, key).map(text).transpose();
        shop.describe_media(id, part("name")?.as_deref(), part("alt")?.as_deref())?;
        numbers.push(id);
    }
    Ok(numbers)
}
