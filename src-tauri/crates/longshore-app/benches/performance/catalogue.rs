//! The rows of the made-up catalogue: 52 columns as the WooCommerce exporter writes them, 637 bytes a row.

/// The names of the columns, but for the last eleven the same in every export.
pub(crate) const HEADER: [&str; 52] = [
    "ID",
    "Type",
    "SKU",
    "GTIN, UPC, EAN, or ISBN",
    "Name",
    "Published",
    "Is featured?",
    "Visibility in catalog",
    "Short description",
    "Description",
    "Date sale price starts",
    "Date sale price ends",
    "Tax status",
    "Tax class",
    "In stock?",
    "Stock",
    "Low stock amount",
    "Backorders allowed?",
    "Sold individually?",
    "Weight (kg)",
    "Length (cm)",
    "Width (cm)",
    "Height (cm)",
    "Allow customer reviews?",
    "Purchase note",
    "Sale price",
    "Regular price",
    "Categories",
    "Tags",
    "Shipping class",
    "Images",
    "Download limit",
    "Download expiry days",
    "Parent",
    "Grouped products",
    "Upsells",
    "Cross-sells",
    "External URL",
    "Button text",
    "Position",
    "Brands",
    "Attribute 1 name",
    "Attribute 1 value(s)",
    "Attribute 1 visible",
    "Attribute 1 global",
    "Attribute 2 name",
    "Attribute 2 value(s)",
    "Attribute 2 visible",
    "Attribute 2 global",
    "Meta: _custom",
    "Meta: _note",
    "Meta: _source",
];

/// Where the SKU stands.
pub(crate) const SKU: usize = 2;

const TEXT: &str = "<p>A shirt of combed cotton with \"mother of pearl\" buttons, made to last.</p>\\nWash at 40 \
                    degrees, iron while damp, do not tumble. The second line of the text goes on and on, \
                    for as long as people like.";

/// Hands the cells of a row on, from left to right; always the same for the same number.
pub(crate) fn row(number: u64, cell: &mut impl FnMut(&str)) {
    let id = (number + 1).to_string();
    let images = format!(
        "https://shop.example/wp-content/uploads/2026/01/shirt-{number}-front.jpg, \
         https://shop.example/wp-content/uploads/2026/01/shirt-{number}-back.jpg"
    );
    let cells = [
        id.as_str(),
        "simple",
        &format!("SKU-{number:07}"),
        &gtin(number),
        &format!("Cotton shirt number {number}, long sleeved"),
        "1",
        "0",
        "visible",
        "Soft and warm, for every day",
        TEXT,
        "",
        "",
        "taxable",
        "",
        "1",
        &(number % 97 + 1).to_string(),
        "",
        "0",
        "0",
        "0.3",
        "30",
        "20",
        "3",
        "1",
        "",
        "",
        &format!("{}.{:02}", number % 200 + 5, number % 100),
        "Clothing > Shirts, Sale",
        "cotton, shirt",
        "",
        &images,
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        &id,
        "Example Wear",
        "Colour",
        "Red, Blue",
        "1",
        "1",
        "Size",
        "S, M, L",
        "1",
        "0",
        "value",
        "",
        "import",
    ];
    cells.into_iter().for_each(cell);
}

/// Thirteen digits, the last of them the check digit.
fn gtin(number: u64) -> String {
    let digits = format!("40{number:010}");
    let weighed: u64 = digits
        .bytes()
        .enumerate()
        .map(|(at, digit)| u64::from(digit - b'0') * if at % 2 == 0 { 1 } else { 3 })
        .sum();
    format!("{digits}{}", (10 - weighed % 10) % 10)
}
