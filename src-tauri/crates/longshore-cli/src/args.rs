//! What may be typed?

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use longshore_app::ApiError;

/// Longshore: from a merchant's file to the shop and back.
///
/// Reads the file that you really have, shows every change before it happens, and can take it back weeks later.
///
/// What it remembers lies in your data folder, or in the folder that LONGSHORE_HOME names.
#[derive(Debug, Parser)]
#[command(name = "longshore", version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Arguments {
    /// Answer with exactly one JSON object on standard output, also for errors
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, made once")]
pub(crate) enum Command {
    /// The practice store: a WooCommerce look-alike for trying things
    #[command(subcommand)]
    Practice(Practice),
    #[command(flatten)]
    Asks(Asks),
}

/// What is asked of Longshore's own data.
#[derive(Debug, Subcommand)]
pub(crate) enum Asks {
    /// The stores that Longshore knows
    #[command(subcommand)]
    Store(Store),
    /// Say what a file is and how it would be read
    Inspect(Inspect),
    /// List what is wrong or doubtful in a file, without touching any store
    Check(Check),
    /// How columns become fields, kept for the next file of its kind
    #[command(subcommand)]
    Profile(Profile),
    /// Write what a store has into a file
    #[command(subcommand)]
    Export(Export),
    /// Bring a file into a store
    Import(Import),
    /// Import whatever is dropped into a folder; stop it with Ctrl+C
    Watch(Watch),
    /// What was done
    #[command(subcommand)]
    Runs(Runs),
    /// Take a run back
    Undo(Undo),
    /// Go on with a run that was interrupted or cancelled
    Resume(Resume),
    /// Serve Longshore's window to the browsers of this computer; stop it with Ctrl+C
    #[command(name = "serve")]
    Browser(Browser),
    /// What Longshore remembers: check it, make it smaller, write it out, forget somebody
    #[command(subcommand)]
    Journal(Journal),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Practice {
    /// Start a practice store on this computer; stop it with Ctrl+C
    Serve(Serve),
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Keep everything in memory (this is what happens without --data)
    #[arg(long, conflicts_with = "data")]
    pub(crate) memory: bool,
    /// Keep the shop and its keys in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The port for http; 0 takes a free one
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) port: u16,
    /// Serve https too, on this port; 0 takes a free one
    #[arg(long, value_name = "M")]
    pub(crate) https_port: Option<u16>,
    /// As strict about keys as a real shop, and with https
    #[arg(long)]
    pub(crate) strict: bool,
    /// The site lies in this folder of its host, such as shop: http://127.0.0.1:8080/shop
    #[arg(long, default_value = "", value_name = "FOLDER")]
    pub(crate) sub_folder: String,
    /// Plain permalinks, as WordPress comes out of the box: its API takes no key then
    #[arg(long)]
    pub(crate) plain_permalinks: bool,
    /// Without the demo catalogue
    #[arg(long)]
    pub(crate) empty: bool,
    /// The currency's ISO code
    #[arg(long, default_value = "EUR", value_name = "CODE")]
    pub(crate) currency: String,
    /// What the shop puts between euros and cents
    #[arg(long, default_value = ".", value_name = "CHARACTER")]
    pub(crate) decimal_separator: char,
    /// kg, g, lbs or oz
    #[arg(long, default_value = "kg", value_name = "UNIT", value_parser = ["kg", "g", "lbs", "oz"])]
    pub(crate) weight_unit: String,
    /// m, cm, mm, in or yd
    #[arg(long, default_value = "cm", value_name = "UNIT", value_parser = ["m", "cm", "mm", "in", "yd"])]
    pub(crate) dimension_unit: String,
    /// Disturb those who ask the shop, like "dropped-after@POST products/batch#2"; --help says how
    #[arg(long = "fault", value_name = "SPEC", long_help = include_str!("../words/fault.txt"))]
    pub(crate) faults: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Browser {
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) port: u16,
    /// Show the built interface of this folder instead of the one in the program
    #[arg(long, value_name = "DIR")]
    pub(crate) interface: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Store {
    /// Add a store; its secret is asked for, or read from standard input
    Add(StoreAdd),
    /// List the stores
    List,
    /// Try a store's connection
    Test {
        /// The store's name
        name: String,
    },
    /// Change what is known of a store: who uploads pictures from this computer
    Edit(StoreEdit),
    /// Forget a store and its secret; its history stays
    Remove {
        /// The store's name
        name: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct StoreAdd {
    /// What you call it
    pub(crate) name: String,
    /// The shop's address
    #[arg(long)]
    pub(crate) url: String,
    /// The consumer key of the REST API (ck_...)
    #[arg(long, value_name = "CK")]
    pub(crate) key: String,
    /// Read the consumer secret from standard input
    #[arg(long)]
    pub(crate) secret_stdin: bool,
    /// Where the secret is kept; without it: the keychain
    #[arg(long, value_enum, value_name = "PLACE")]
    pub(crate) keep_secret_in: Option<SecretPlace>,
    /// A certificate authority of your own, as a PEM file
    #[arg(long, value_name = "PEM")]
    pub(crate) ca_file: Option<PathBuf>,
    /// A WordPress user of the shop, who uploads pictures from this computer with an application password
    #[arg(long, value_name = "NAME")]
    pub(crate) wordpress_user: Option<String>,
    /// Read the application password from standard input, in a line of its own after the consumer secret
    #[arg(long, requires = "wordpress_user")]
    pub(crate) wordpress_password_stdin: bool,
}

#[derive(Debug, Args)]
pub(crate) struct StoreEdit {
    /// The store's name
    pub(crate) name: String,
    /// A WordPress user of the shop, who uploads pictures from this computer with an application password
    #[arg(long, value_name = "NAME", required_unless_present = "no_wordpress_user")]
    pub(crate) wordpress_user: Option<String>,
    /// Read the application password from standard input
    #[arg(long, requires = "wordpress_user")]
    pub(crate) wordpress_password_stdin: bool,
    /// Forget the WordPress user and the application password
    #[arg(long, conflicts_with = "wordpress_user")]
    pub(crate) no_wordpress_user: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SecretPlace {
    /// The operating system's keychain
    Keychain,
    /// A file that only you can read
    File,
}

/// How a file is to be read, where you know better.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "How to read the file")]
pub(crate) struct Reading {
    /// Its encoding, such as windows-1252
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// The character between two cells; "tab" for a tabulator
    #[arg(long, value_name = "CHARACTER")]
    pub(crate) delimiter: Option<String>,
    /// The line on which the column names stand; 0 if there are none
    #[arg(long, value_name = "LINE")]
    pub(crate) header_row: Option<u64>,
    /// The sheet of a workbook
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// Take the value of a merged cell for each row that it reaches over
    #[arg(long)]
    pub(crate) fill_merged: bool,
    /// Leave out the rows of a sheet that nobody sees
    #[arg(long)]
    pub(crate) skip_hidden_rows: bool,
    /// Leave the rows of another platform's file as they are, instead of joining them into products
    #[arg(long)]
    pub(crate) rows_as_they_are: bool,
    /// Another file that belongs to this one, or its address: variants, prices, or more of the same
    #[arg(long, value_name = "FILE")]
    pub(crate) with: Option<String>,
    /// The column by which the two files belong together
    #[arg(long, value_name = "COLUMN", requires = "with")]
    pub(crate) key: Option<String>,
    /// What the second file calls that column, where it calls it otherwise
    #[arg(long, value_name = "COLUMN", requires = "key")]
    pub(crate) with_key: Option<String>,
    /// Take 00777 and 777 for the same where the two files are compared
    #[arg(long, requires = "with")]
    pub(crate) without_zeros: bool,
    /// The sheet of the second file; it may be the same workbook
    #[arg(long, value_name = "NAME", requires = "with")]
    pub(crate) with_sheet: Option<String>,
    /// Of what both files say, what the second one says counts
    #[arg(long, requires = "with")]
    pub(crate) second_counts: bool,
    /// One row has all variants of a product: what is chosen stands as a list in this column, such as "Size=Größe"
    #[arg(long, value_name = "COLUMN[=NAME]", conflicts_with = "join_rows")]
    pub(crate) split: Vec<String>,
    /// What stands between two values of such a list
    #[arg(long, value_name = "TEXT", requires = "split")]
    pub(crate) between: Option<String>,
    /// Every value of one list goes with every value of the others, instead of the first with the first
    #[arg(long, requires = "split")]
    pub(crate) all_combinations: bool,
    /// Rows that say the same in this column are one product
    #[arg(long, value_name = "COLUMN", requires = "choose")]
    pub(crate) join_rows: Vec<String>,
    /// With --join-rows: the column in which they differ, and what buyers choose, such as "Size=Größe"
    #[arg(long, value_name = "COLUMN[=NAME]", requires = "join_rows")]
    pub(crate) choose: Vec<String>,
    /// With --split or --join-rows: a column that each variant has for itself; without it: the prices
    #[arg(long, value_name = "COLUMN")]
    pub(crate) along: Vec<String>,
    /// What stands before addresses of pictures that are not whole, such as https://old.shop/media/
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) image_base: Option<String>,
    /// Tax to be added to prices that a platform's file has without tax
    #[arg(long, value_name = "PERCENT")]
    pub(crate) add_tax: Option<String>,
    /// Which prices count, where a file has several kinds of them, such as "Retail"
    #[arg(long, value_name = "NAME")]
    pub(crate) price_kind: Option<String>,
}

/// What becomes of the columns.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "What becomes of the columns")]
pub(crate) struct Mapping {
    /// Use this profile
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Take a column for a field; "Column=" leaves it out
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub(crate) map: Vec<String>,
    /// How a column is written: comma, point, dmy, mdy, ymd, html, plain, "list:|", unit:g or yes:tr
    #[arg(long, value_name = "COLUMN=NOTATION")]
    pub(crate) notation: Vec<String>,
    /// Take what is proposed for issues of this kind, in every row; "all" for every kind. `check --json` has the codes
    #[arg(long, value_name = "CODE")]
    pub(crate) accept: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The file, or the address of one on the web (https://...)
    pub(crate) file: PathBuf,
    /// Count the values of this column instead, and say which of them look alike
    #[arg(long, value_name = "COLUMN")]
    pub(crate) values: Option<String>,
    /// What kind of record the rows are; without it: products and their variations
    #[arg(long, value_enum, value_name = "KIND", conflicts_with = "values")]
    pub(crate) kind: Option<Kind>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The file, or the address of one on the web (https://...)
    pub(crate) file: PathBuf,
    /// Check against this store's currency, units and catalogue
    #[arg(long, value_name = "NAME")]
    pub(crate) store: Option<String>,
    /// What kind of record the rows are; without it: products and their variations
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) kind: Option<Kind>,
    /// The folder of this computer in which pictures are looked for that cells name; nothing outside of it is opened
    #[arg(long, value_name = "FOLDER")]
    pub(crate) pictures_from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) mapping: Mapping,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Profile {
    /// List the profiles
    List,
    /// Show one
    Show {
        /// Its name
        name: String,
    },
    /// Write one into a file, to share it
    Export {
        /// Its name
        name: String,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Take one from a file
    Import {
        /// The file
        file: PathBuf,
        /// Call it so instead
        #[arg(long)]
        name: Option<String>,
        /// Let it take the place of one that has its name
        #[arg(long)]
        replace: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// All products and variations, in the columns of WooCommerce's own export
    Products {
        /// The store
        #[arg(long, value_name = "NAME")]
        store: String,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// All records of another kind, with a column for each of their fields: customers, orders, categories, ...
    Records {
        /// What kind of record
        #[arg(value_enum)]
        kind: Kind,
        /// The store
        #[arg(long, value_name = "NAME")]
        store: String,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Kinds of record that are no products.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
    /// The tree of categories
    Categories,
    /// Tags
    Tags,
    /// Brands
    Brands,
    /// Shared attributes
    Attributes,
    /// The values of shared attributes
    Terms,
    /// Shipping classes
    ShippingClasses,
    /// Orders with their lines
    Orders,
    /// Notes of orders
    OrderNotes,
    /// Refunds of orders
    Refunds,
    /// Customers; passwords are never read or kept
    Customers,
    /// Coupons
    Coupons,
    /// Reviews of products
    Reviews,
    /// Tax rates
    TaxRates,
    /// Tax classes
    TaxClasses,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file, or the address of one on the web (https://...)
    pub(crate) file: PathBuf,
    /// The store
    #[arg(long, value_name = "NAME")]
    pub(crate) store: String,
    /// What kind of record the rows are; without it: products and their variations
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) kind: Option<Kind>,
    /// With --kind orders: orders get the status of their rows, though the shop may write to buyers and change its stock
    #[arg(long, requires = "kind")]
    pub(crate) order_status: bool,
    #[command(flatten)]
    pub(crate) mapping: Mapping,
    /// With --profile: leave out the fields whose columns the file does not have
    #[arg(long, requires = "profile")]
    pub(crate) without_missing_columns: bool,
    /// Save what was decided about the columns as a profile of this name
    #[arg(long, value_name = "NAME")]
    pub(crate) save_profile: Option<String>,
    /// What may be done to the store; without it: make and change
    #[arg(long, value_enum)]
    pub(crate) mode: Option<Mode>,
    /// With --mode delete: for good, past the trash
    #[arg(long)]
    pub(crate) force: bool,
    /// What becomes of what the shop has and the file does not name; without it: nobody looks
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) missing: Option<Missing>,
    /// Stop before anything is sent if more of the shop's products would change, such as 20%
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) max_change: Option<u8>,
    /// What tells that a row and a record are the same, tried in this order: sku,gtin or others; --help lists them
    #[arg(long = "match", value_name = "KEY,...", value_delimiter = ',', long_help = include_str!("../words/match.txt"))]
    pub(crate) match_keys: Vec<String>,
    /// What an empty cell means; without it: the shop keeps what it has
    #[arg(long, value_enum)]
    pub(crate) blank: Option<Blank>,
    /// Fields of which the shop is the source of truth: new records get the file's, known ones keep theirs
    #[arg(long, value_name = "FIELD,...", value_delimiter = ',')]
    pub(crate) shop_keeps: Vec<String>,
    /// What becomes of what somebody changes in the shop between plan and run; without it: as the profile says, or skip
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) on_conflict: Option<OnConflict>,
    /// Only the first N rows
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u64>,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// With --json: so many of the changes
    #[arg(long, default_value_t = 8, value_name = "N", requires = "dry_run")]
    pub(crate) changes: usize,
    /// Write the rows that stayed out into this file, with the reason
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// The folder of this computer in which pictures are looked for that cells name; nothing outside of it is opened
    #[arg(long, value_name = "FOLDER")]
    pub(crate) pictures_from: Option<PathBuf>,
    /// Put no mark into new records that have no SKU
    #[arg(long)]
    pub(crate) no_marks: bool,
    /// Read the whole shop, also what did not change by its own account since it was last read
    #[arg(long)]
    pub(crate) read_anew: bool,
    /// Do not look whether the pictures are there before asking, or with --dry-run
    #[arg(long)]
    pub(crate) no_picture_check: bool,
    /// Do it without asking
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnConflict {
    /// It is left as it is, and shown
    Skip,
    /// The file counts; an undo puts the edit back
    Overwrite,
    /// It is left as it is and listed, until "runs decide" says which of it the file counts for
    Ask,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Mode {
    /// Make new products and change known ones
    CreateUpdate,
    /// Only make new ones
    Create,
    /// Only change known ones
    Update,
    /// Put known ones into the shop's trash
    Delete,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Missing {
    /// Count them
    Report,
    /// Products become drafts, variations private
    Draft,
    /// They are sold out
    Outofstock,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Blank {
    /// The shop keeps what it has
    Keep,
    /// The field is emptied
    Clear,
}

#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// The folder; what came in goes to done, failed or unrecognised below it
    pub(crate) folder: PathBuf,
    /// The store
    #[arg(long, value_name = "NAME")]
    pub(crate) store: String,
    /// Use this profile; without it, the one that was saved for a file's columns
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// What becomes of what the shop has and a file does not name; without it: nobody looks
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) missing: Option<Missing>,
    /// Refuse a file that would change more of the shop's products
    #[arg(long, value_name = "PERCENT", value_parser = percent, default_value = "50%")]
    pub(crate) max_change: u8,
    /// The folder of this computer in which pictures are looked for that cells name; nothing outside of it is opened
    #[arg(long, value_name = "FOLDER")]
    pub(crate) pictures_from: Option<PathBuf>,
    /// Look by itself every so many seconds: network drives often do not say that something came
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) poll: u64,
    /// Take a file when it has not changed for so many milliseconds
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 3_000, value_parser = clap::value_parser!(u64).range(0..=3_600_000))]
    pub(crate) quiet: u64,
    /// Import what lies there now, and end
    #[arg(long)]
    pub(crate) once: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Runs {
    /// List the runs, the newest first
    List {
        /// At most so many
        #[arg(long, default_value_t = 50, value_name = "N")]
        limit: usize,
    },
    /// Show one
    Show {
        /// Its number
        #[arg(value_parser = run_number)]
        run: u64,
    },
    /// List what it changed, field by field
    Changes {
        /// Its number
        #[arg(value_parser = run_number)]
        run: u64,
        /// At most so many records
        #[arg(long, default_value_t = 1000, value_name = "N")]
        limit: usize,
    },
    /// Bring in what an import left as it was because somebody had changed it since the plan
    Decide {
        /// The import's number
        #[arg(value_parser = run_number)]
        run: u64,
        /// Only these records, by their SKU or, where they have none, their name
        #[arg(long, value_name = "RECORD,...", value_delimiter = ',')]
        only: Vec<String>,
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Do it without asking
        #[arg(long)]
        yes: bool,
    },
    /// Write the rows that stayed out, with the reason, ready to be repaired and imported again
    Rejects {
        /// Its number
        #[arg(value_parser = run_number)]
        run: u64,
        /// The file to write; without it: standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Journal {
    /// Look through all of it; nothing is changed
    Check,
    /// Take out what is older than it has to be, and give the room back
    Compact,
    /// Write everything out, one line of JSON for each thing
    Export {
        /// The file to write, which must not be there yet
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Take a person out of it; what has something of that person can no longer be undone
    Forget {
        /// The person's e-mail address
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// Do it without asking
        #[arg(long)]
        yes: bool,
    },
    /// Say for how long the runs with a store can be undone; without this: 90 days
    Keep {
        /// The store
        #[arg(long, value_name = "NAME")]
        store: String,
        /// For so many days
        #[arg(long, value_name = "N")]
        days: Option<u32>,
        /// For ever, instead of --days
        #[arg(long, conflicts_with = "days")]
        forever: bool,
        /// Do it without asking
        #[arg(long)]
        yes: bool,
    },
    /// Save what can be read of a damaged journal into a new one; the damaged one is kept
    Salvage,
}

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// The run's number
    #[arg(value_parser = run_number)]
    pub(crate) run: u64,
    /// Only these records: sku=A,B or id=1,2
    #[arg(long, value_name = "KEY=VALUE,...", value_parser = picked)]
    pub(crate) only: Vec<Picked>,
    /// Only what is in the shop a second time because a request was delivered twice
    #[arg(long)]
    pub(crate) copies: bool,
    /// Only these fields; then nothing is made or removed
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    pub(crate) fields: Vec<String>,
    /// What becomes of what somebody edited since
    #[arg(long, value_enum, default_value_t = Conflicts::Skip, value_name = "WHAT")]
    pub(crate) conflicts: Conflicts,
    /// Show what would be taken back, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do it without asking
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// The run's number
    #[arg(value_parser = run_number)]
    pub(crate) run: u64,
    /// Do it without asking
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Conflicts {
    /// It is left as it is
    Skip,
    /// It is put back all the same
    Restore,
}

/// Records that somebody picked.
#[derive(Clone, Debug)]
pub(crate) enum Picked {
    Skus(Vec<String>),
    Ids(Vec<u64>),
}

/// The number of a run, as `runs list` shows it.
fn run_number(text: &str) -> Result<u64, ApiError> {
    text.trim().parse().map_err(|_| ApiError::new("run_number_unfit").with("value", text))
}

fn picked(text: &str) -> Result<Picked, ApiError> {
    let unfit = |code: &str| ApiError::new(code).with("only", text);
    let (key, values) = text.split_once('=').ok_or_else(|| unfit("only_without_key"))?;
    let values = values.split(',').map(str::trim).filter(|value| !value.is_empty());
    let number = |value: &str| value.parse().map_err(|_| unfit("only_id_unfit").with("id", value));
    let picked = match key.trim() {
        "sku" => Picked::Skus(values.map(str::to_owned).collect()),
        "id" => Picked::Ids(values.map(number).collect::<Result<_, _>>()?),
        _ => return Err(unfit("only_without_key")),
    };
    let is_empty = match &picked {
        Picked::Skus(skus) => skus.is_empty(),
        Picked::Ids(ids) => ids.is_empty(),
    };
    if is_empty { Err(unfit("only_without_value")) } else { Ok(picked) }
}

/// `20%` and `20` are the same.
fn percent(text: &str) -> Result<u8, ApiError> {
    let number = text.trim().trim_end_matches('%').trim_end();
    let number = number.parse().ok().filter(|percent| *percent <= 100);
    number.ok_or_else(|| ApiError::new("share_unfit").with("value", text))
}
