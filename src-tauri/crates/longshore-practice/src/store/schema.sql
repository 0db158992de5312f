CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Products and variations: the record itself as a document, beside it what queries ask for.
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    variation INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    sku_key TEXT,
    gtin TEXT,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    menu_order INTEGER NOT NULL,
    min_price REAL,
    max_price REAL,
    stock_status TEXT NOT NULL,
    document BLOB NOT NULL
);
CREATE INDEX products_by_created ON products (variation, created, id, status);
CREATE INDEX products_by_modified ON products (variation, modified, id, status);
CREATE INDEX products_by_slug ON products (slug) WHERE slug <> '';
CREATE INDEX products_by_sku ON products (sku_key) WHERE sku_key IS NOT NULL;
CREATE INDEX products_by_gtin ON products (gtin) WHERE gtin IS NOT NULL;
CREATE INDEX products_by_parent ON products (parent, menu_order, id) WHERE parent <> 0;

-- Categories, tags, brands, shipping classes ('product_cat', ...) and terms of attributes ('pa_...').
CREATE TABLE terms (
    id INTEGER PRIMARY KEY,
    taxonomy TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    parent INTEGER NOT NULL,
    count INTEGER NOT NULL,
    description TEXT NOT NULL,
    display TEXT NOT NULL,
    image INTEGER NOT NULL,
    menu_order INTEGER NOT NULL
);
CREATE INDEX terms_by_name ON terms (taxonomy, name_key, id);
CREATE INDEX terms_by_slug ON terms (slug, taxonomy);
CREATE INDEX terms_by_parent ON terms (parent) WHERE parent <> 0;

CREATE TABLE product_terms (
    term INTEGER NOT NULL,
    product INTEGER NOT NULL,
    PRIMARY KEY (term, product)
) WITHOUT ROWID;

CREATE TABLE attributes (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    order_by TEXT NOT NULL,
    has_archives INTEGER NOT NULL
);

-- Uploaded files. Nothing is fetched: only their names and texts are kept.
CREATE TABLE media (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    alt TEXT NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL
);
