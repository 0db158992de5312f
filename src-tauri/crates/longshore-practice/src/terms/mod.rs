//! Categories, tags, brands, shipping classes, and global attributes with their terms.

pub(crate) mod attributes;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod render;
pub(crate) mod write;

/// One term of a taxonomy.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub(crate) id: i64,
    pub(crate) taxonomy: String,
    /// As it is kept and answered: with `&amp;` for `&`.
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) parent: i64,
    pub(crate) count: i64,
    pub(crate) description: String,
    pub(crate) display: String,
    pub(crate) image: i64,
    pub(crate) menu_order: i64,
}

/// A taxonomy as the routes know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taxonomy {
    /// `product_cat`, `pa_color` …
    pub(crate) name: String,
    /// Where its terms are below `/wc/v3/`.
    pub(crate) route: String,
    /// Which table of arguments it goes by.
    pub(crate) arguments: &'static str,
    pub(crate) shape: Shape,
}

/// Which fields the terms of a taxonomy have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Categories and brands: parent, display, image, order.
    Tree,
    /// Tags and shipping classes.
    Flat,
    /// Terms of a global attribute: order.
    Attribute,
}

impl Taxonomy {
    /// The taxonomy behind `products/<segment>`.
    pub(crate) fn of_segment(segment: &str) -> Option<Self> {
        let (name, arguments, shape) = match segment {
            "categories" => ("product_cat", "categories", Shape::Tree),
            "brands" => ("product_brand", "brands", Shape::Tree),
            "tags" => ("product_tag", "tags", Shape::Flat),
            "shipping_classes" => ("product_shipping_class", "shipping_classes", Shape::Flat),
            _ => return None,
        };
        Some(Self { name: name.to_owned(), route: format!("products/{segment}"), arguments, shape })
    }

    /// The taxonomy of a global attribute's terms.
    pub(crate) fn of_attribute(attribute: &attributes::GlobalAttribute) -> Self {
        Self {
            name: attribute.taxonomy(),
            route: format!("products/attributes/{}/terms", attribute.id),
            arguments: "terms",
            shape: Shape::Attribute,
        }
    }

    pub(crate) fn is_tree(&self) -> bool {
        self.shape == Shape::Tree
    }
}
