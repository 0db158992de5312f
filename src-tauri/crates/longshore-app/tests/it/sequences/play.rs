//! A sequence is played in a real store and in the model, side by side.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use longshore_app::{
    ApiError, Home, SecretPlace, Studio,
    engine::{plan::OnMissing, profile},
    imports::{self, ImportPlan},
    progress::Watch,
    runs::{self, RunNumber},
    stores::{self, StoreAdd},
    undo::{self, OnConflict, UndoPlan},
};
use longshore_practice::{Practice, Settings};
use tokio::runtime::Runtime;

use super::{
    client::Client,
    edits::{Edited, Hand},
    files,
    history::{Remembered, Run},
    imports::{self as model, Missing, Mode},
    saboteurs::{Meddler, Saboteur},
    shop::{Name, Shop},
    shown::{self, Shown},
    steps::{Import, Picked, Step, Undo},
    undos::{self, Pick},
    words,
};

/// Fields that are picked together: one of them without the other means nothing.
const GROUPS: [&[&str]; 9] = [
    &["regular_price"],
    &["sale_price"],
    &["manage_stock", "stock_quantity", "stock_status"],
    &["name"],
    &["categories"],
    &["tags"],
    &["images"],
    &["meta:note"],
    &["status"],
];

/// A shop in the middle of a sequence.
pub(crate) struct Play {
    runtime: Runtime,
    _practice: Practice,
    meddler: Option<Arc<Meddler>>,
    folder: tempfile::TempDir,
    studio: Studio,
    client: Client,
    saboteur: Option<Saboteur>,
    shop: Shop,
    remembered: Remembered,
    runs: Vec<(u64, Run)>,
    /// Which of them are undos.
    undoes: BTreeSet<usize>,
    /// The run that was undone last.
    undone: Option<Run>,
    theirs: Theirs,
    steps: usize,
    pub(crate) told: Vec<String>,
    /// How often each kind of step did something.
    pub(crate) kinds: BTreeMap<&'static str, u64>,
}

/// What somebody else set last, and nobody asked to be otherwise since.
#[derive(Default)]
struct Theirs {
    fields: BTreeSet<(Name, &'static str)>,
    made: BTreeSet<Name>,
}

impl Theirs {
    fn add(&mut self, edited: Edited, before: &Shop, after: &Shop) {
        for (name, fields) in edited.fields {
            let value = |shop: &Shop, field| shop.records[name].get(field).clone();
            let changed =
                fields.into_iter().filter(|field| value(before, *field) != value(after, *field));
            self.fields.extend(changed.map(|field| (name, field)));
        }
        self.made.extend(edited.made);
    }

    /// What stands there against what stood there before an undo that was told to leave others' edits alone. What
    /// they set as the undone run had left it is no edit of theirs.
    fn are_there(&self, shop: &Shop, of: &Run, was: &Shown, is: &Shown) -> Result<(), String> {
        let key = |name: Name| shop.records[name].id.map(|id| (shop.records[name].kind, id));
        for (name, field) in &self.fields {
            let Some(key) = key(*name) else { continue };
            let mut left = of.changes.iter().filter(|change| change.name == *name);
            let is_as_left = left.any(|change| {
                let kept = change.kept.as_ref().map(|kept| kept.get(field));
                kept == Some(shop.records[*name].get(field))
            });
            if is_as_left {
                continue;
            }
            let value = |shown: &Shown| shown.get(&key).map(|record| record[*field].clone());
            if value(was) != value(is) {
                let (was, is) = (value(was), value(is));
                return Err(format!(
                    "an edit by others is lost: {key:?} {field} was {was:?}, is {is:?}"
                ));
            }
        }
        let gone = |name: &&Name| {
            key(**name).is_some_and(|key| was.contains_key(&key) && !is.contains_key(&key))
        };
        match self.made.iter().find(gone) {
            Some(name) => Err(format!("what others made is lost: {:?}", key(*name))),
            None => Ok(()),
        }
    }

    /// What an import made otherwise has to stand in one of its rows, or in what it says of missing records.
    fn were_asked_for(
        &self,
        import: &Import,
        shop: &Shop,
        was: &Shown,
        is: &Shown,
    ) -> Result<(), String> {
        let rows = files::rows(import.shape, &import.seeds);
        let key = |name: Name| shop.records[name].id.map(|id| (shop.records[name].kind, id));
        for (name, field) in &self.fields {
            let Some(key) = key(*name) else { continue };
            let value = |shown: &Shown| shown.get(&key).map(|record| record[*field].clone());
            let sku = shop.records[*name].text("sku");
            let mut asking = rows.iter().filter(|row| {
                row.sku.as_deref().is_none_or(|named| named == sku)
                    || row.is == files::Is::Variation
            });
            let is_of_stock = matches!(*field, "manage_stock" | "stock_quantity" | "stock_status");
            let is_asked = import.mode.removes()
                || import.missing.is_some() && (is_of_stock || *field == "status")
                || asking.any(|row| match *field {
                    // A price takes along the sale price that is not below it.
                    "regular_price" | "sale_price" => row.price.is_some(),
                    _ if is_of_stock => row.stock.is_some(),
                    "name" => row.name.is_some(),
                    "categories" => !row.categories.is_empty(),
                    "tags" => !row.tags.is_empty(),
                    "brands" => row.brand.is_some(),
                    "images" => !row.pictures.is_empty(),
                    "note" => row.note.is_some(),
                    _ => false,
                });
            if value(was) != value(is) && !is_asked {
                return Err(format!("an import overwrites {field} of {key:?} unasked"));
            }
        }
        let gone = |name: &&Name| key(**name).is_some_and(|key| !is.contains_key(&key));
        match self.made.iter().find(gone) {
            Some(name) if import.mode != Mode::ForGood => {
                Err(format!("an import removes {:?} unasked", key(*name)))
            }
            _ => Ok(()),
        }
    }

    /// Values that are other ones now were asked for.
    fn forget(&mut self, shop: &Shop, was: &Shown, is: &Shown) {
        let key = |name: Name| shop.records[name].id.map(|id| (shop.records[name].kind, id));
        self.fields.retain(|(name, field)| {
            let value = |shown: &Shown| Some(shown.get(&key(*name)?)?.get(*field)?.clone());
            value(was).is_some() && value(was) == value(is)
        });
        self.made.retain(|name| key(*name).is_some_and(|key| is.contains_key(&key)));
    }
}

impl Play {
    pub(crate) fn new(saboteur: Option<Saboteur>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let settings = Settings { empty: true, ..Settings::default() };
        let practice = runtime.block_on(longshore_practice::serve(settings)).unwrap();
        let (key, secret) =
            (practice.consumer_key().to_owned(), practice.consumer_secret().to_owned());
        let meddler = saboteur.map(|saboteur| Meddler::before(&practice.url(), saboteur));
        let url = meddler.as_ref().map_or(practice.url(), |meddler| meddler.url.clone());
        let folder = tempfile::TempDir::new().unwrap();
        let studio = runtime.block_on(async {
            let home = Home::at(folder.path().join("home")).unwrap();
            let studio = Studio::open(home).await.unwrap();
            let request = StoreAdd {
                name: "shop".to_owned(),
                url,
                key: key.clone(),
                keep_secret_in: SecretPlace::File,
                ca_file: None,
            };
            stores::add(&studio, request, secret.clone().into()).await.unwrap();
            studio
        });
        let client = Client::new(&practice.url(), &key, &secret);
        let mut play = Self {
            runtime,
            _practice: practice,
            meddler,
            folder,
            studio,
            client,
            saboteur,
            shop: Shop::new(),
            remembered: Remembered::new(),
            runs: Vec::new(),
            undoes: BTreeSet::new(),
            undone: None,
            theirs: Theirs::default(),
            steps: 0,
            told: Vec::new(),
            kinds: BTreeMap::new(),
        };
        let shown = shown::read(&play.client);
        shown::compare(&mut play.shop, &shown).unwrap();
        play
    }

    /// Plays a step. Afterwards the store has to be as the model is.
    pub(crate) fn step(&mut self, step: &Step) -> Result<(), String> {
        self.steps += 1;
        let was = shown::read(&self.client);
        let before = self.shop.clone();
        let asks_for_more = match step {
            Step::Import(import) => {
                self.import(import)?;
                true
            }
            Step::Edit(edit) => {
                let mut hand =
                    Hand { client: &self.client, shop: &mut self.shop, number: self.steps };
                let edited = hand.edit(edit);
                self.told.push(format!("{edit:?}: {edited:?}"));
                if before.records != self.shop.records {
                    self.count("edits by others");
                }
                self.theirs.forget(&before, &was, &shown::read(&self.client));
                self.theirs.add(edited, &before, &self.shop);
                false
            }
            Step::Undo(undo) => self.undo(undo)?,
        };
        let is = shown::read(&self.client);
        if matches!(step, Step::Undo(_)) && !asks_for_more {
            let of = self.undone.clone();
            let result = of.map_or(Ok(()), |of| self.theirs.are_there(&before, &of, &was, &is));
            result.map_err(|wrong| format!("after step {}: {wrong}", self.steps))?;
        }
        if let Step::Import(import) = step {
            self.theirs.were_asked_for(import, &before, &was, &is)?;
        }
        let same = shown::compare(&mut self.shop, &is);
        let told = self.told.last().cloned().unwrap_or_default();
        same.map_err(|wrong| format!("after step {}, {told}:\n{wrong}", self.steps))?;
        if asks_for_more {
            self.theirs.forget(&self.shop, &was, &is);
        }
        Ok(())
    }

    fn count(&mut self, what: &'static str) {
        *self.kinds.entry(what).or_default() += 1;
    }

    fn import(&mut self, import: &Import) -> Result<(), String> {
        let rows = files::rows(import.shape, &import.seeds);
        if rows.is_empty() {
            return Ok(());
        }
        let path = self.folder.path().join(format!("step{}.csv", self.steps));
        let text = files::text(import.shape, &rows);
        std::fs::write(&path, &text).unwrap();
        self.told.push(format!("import {:?} {:?}\n{text}", import.mode, import.missing));
        let missing = import.missing.filter(|_| !import.mode.removes());
        let request = ImportPlan {
            file: path.into(),
            store: "shop".to_owned(),
            mode: Some(match import.mode {
                Mode::CreateUpdate => profile::Mode::CreateUpdate,
                Mode::Create => profile::Mode::Create,
                Mode::Update => profile::Mode::Update,
                Mode::Trash | Mode::ForGood => profile::Mode::Delete,
            }),
            for_good: import.mode == Mode::ForGood,
            missing: missing.map(|missing| match missing {
                Missing::Report => OnMissing::Report,
                Missing::Draft => OnMissing::Draft,
                Missing::OutOfStock => OnMissing::OutOfStock,
            }),
            ..ImportPlan::default()
        };
        let run = self.carry_out(async |studio| {
            let planned = imports::plan(studio, request, &Watch::nobody()).await?;
            Ok(planned.run.run.unwrap())
        });
        let run = run.map_err(|error| format!("the import fails: {error:?}"))?;
        let done = model::import(&mut self.shop, &mut self.remembered, &rows, import.mode, missing);
        self.count(match (import.mode, missing) {
            (Mode::Trash, _) => "imports into the trash",
            (Mode::ForGood, _) => "imports that remove for good",
            (_, Some(_)) => "imports with a word on what is missing",
            _ => "imports",
        });
        self.runs.push((run, done));
        Ok(())
    }

    /// Whether others' edits were asked to be put back, too.
    fn undo(&mut self, undo: &Undo) -> Result<bool, String> {
        if self.runs.is_empty() {
            return Ok(false);
        }
        let at = self.runs.len() - 1 - usize::from(undo.back) % self.runs.len();
        let (of, run) = self.runs[at].clone();
        let pick = self.pick(undo, &run);
        let named = |fields: &[&'static str]| -> Vec<String> {
            let named = |field: &&str| {
                if *field == "note" { "meta:note".to_owned() } else { (*field).to_owned() }
            };
            fields.iter().map(named).collect()
        };
        let mut request = UndoPlan {
            run: of,
            skus: pick.skus.clone(),
            ids: pick.ids.clone(),
            fields: named(&pick.fields),
            conflicts: if pick.restores { OnConflict::Restore } else { OnConflict::Skip },
            ..UndoPlan::default()
        };
        self.told.push(format!("{request:?}"));
        self.runtime.block_on(async {
            if let Some(saboteur) = self.saboteur {
                saboteur.change(&self.studio, &mut request).await;
            }
        });
        if let Some(meddler) = &self.meddler {
            meddler.begin();
        }
        let carried = self.carry_out(async |studio| {
            Ok(undo::plan(studio, request, &Watch::nobody()).await?.run.unwrap())
        });
        if let Some(meddler) = &self.meddler {
            meddler.end();
        }
        let nothing = ["run_already_undone", "undo_fits_nothing"];
        if let Err(error) = &carried
            && nothing.contains(&error.code.as_str())
        {
            let done = undos::undo(&mut self.shop, &run, &pick);
            return match done.changes.is_empty() {
                true => Ok(pick.restores),
                false => Err(format!("the undo is refused, and had something to do: {error:?}")),
            };
        }
        let number = carried.map_err(|error| format!("the undo fails: {error:?}"))?;
        self.undone = Some(run.clone());
        let done = undos::undo(&mut self.shop, &run, &pick);
        self.count(match (undo, self.undoes.contains(&at)) {
            (_, true) => "undos of undos",
            (Undo { fields: Some(_), .. }, _) => "undos of some fields",
            (Undo { picked: Picked::All, .. }, _) => "undos of runs",
            _ => "undos of some records",
        });
        if pick.restores {
            self.count("undos over others' edits, as asked");
        }
        if !done.changes.is_empty() {
            self.count("undos that did something");
        }
        self.undoes.insert(self.runs.len());
        self.runs.push((number, done));
        Ok(pick.restores)
    }

    fn pick(&self, undo: &Undo, run: &Run) -> Pick {
        let mut pick = Pick { restores: undo.restores, ..Pick::default() };
        match &undo.picked {
            Picked::All => {}
            Picked::Skus(all) => pick.skus = all.iter().map(|who| words::anything(*who)).collect(),
            Picked::Records(all) => {
                let sold: Vec<Name> = run
                    .changes
                    .iter()
                    .map(|change| change.name)
                    .filter(|name| self.shop.records[*name].kind.is_sold())
                    .collect();
                let ids = all.iter().filter(|_| !sold.is_empty()).filter_map(|who| {
                    let name = sold[usize::from(*who) % sold.len()];
                    self.shop.records[name].id
                });
                pick.ids = ids.collect();
                if pick.ids.is_empty() {
                    pick.skus = vec!["nobody".to_owned()];
                }
            }
        }
        if let Some(bits) = undo.fields {
            let groups = GROUPS.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
            let fields = groups.flat_map(|(_, group)| group.iter());
            pick.fields = fields.map(|field| field.trim_start_matches("meta:")).collect();
        }
        pick
    }

    /// Plans and carries out; whatever becomes of single records is no error.
    fn carry_out(
        &self,
        plan: impl AsyncFnOnce(&Studio) -> Result<u64, ApiError>,
    ) -> Result<u64, ApiError> {
        self.runtime.block_on(async {
            let run = plan(&self.studio).await?;
            runs::start(&self.studio, RunNumber { run }, &Watch::nobody()).await?;
            Ok(run)
        })
    }
}
