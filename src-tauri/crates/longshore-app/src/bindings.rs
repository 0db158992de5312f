//! How does the interface know the types of what it asks and is told?

use std::{
    any::type_name,
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use ts_rs::{Config, Dependency, TS, TypeVisitor};

use crate::{ApiError, Studio, events::Event, progress::Watch};

/// The table of commands and all types that it names, in TypeScript.
pub struct Bindings {
    config: Config,
    files: BTreeMap<String, String>,
    rows: String,
    imports: BTreeSet<String>,
}

/// The types of everything that can be asked, answered and told: a text for each file, by its name.
#[must_use]
pub fn bindings() -> BTreeMap<String, String> {
    // What JSON calls a number is one in the window too, which can tell them apart up to 2^53.
    let config = Config::new().with_large_int("number").with_out_dir("");
    let (files, rows, imports) = Default::default();
    let mut bindings = Bindings { config, files, rows, imports };
    bindings.visit::<ApiError>();
    bindings.visit::<Event>();
    crate::commands::describe(&mut bindings);
    bindings.finish()
}

impl Bindings {
    /// Takes in a command that answers at once.
    pub(crate) fn at_once<Request, Answer, Done>(
        &mut self,
        name: &str,
        _: impl FnOnce(&'static Studio, Request) -> Done,
    ) where
        Request: TS + 'static,
        Answer: TS + 'static,
        Done: Future<Output = Result<Answer, ApiError>>,
    {
        self.command::<Request, Answer>(name);
    }

    /// Takes in a command that takes a while.
    pub(crate) fn a_while<Request, Answer, Done>(
        &mut self,
        name: &str,
        _: impl FnOnce(&'static Studio, Request, &'static Watch) -> Done,
    ) where
        Request: TS + 'static,
        Answer: TS + 'static,
        Done: Future<Output = Result<Answer, ApiError>>,
    {
        self.command::<Request, Answer>(name);
    }

    fn command<Request: TS + 'static, Answer: TS + 'static>(&mut self, name: &str) {
        let (request, answer) = (self.add::<Request>(), self.add::<Answer>());
        // Writing into a text cannot fail.
        let _ = writeln!(self.rows, "  \"{name}\": {{ request: {request}; answer: {answer} }};");
    }

    /// Takes in a type with all that it is made of; its name, as `commands.ts` may write it.
    fn add<T: TS + 'static>(&mut self) -> String {
        let mut named = Named(&self.config, &mut self.imports);
        named.visit::<T>();
        T::visit_generics(&mut named);
        self.visit::<T>();
        T::visit_generics(self);
        T::name(&self.config)
    }

    fn finish(mut self) -> BTreeMap<String, String> {
        let imports: String = self.imports.into_iter().collect();
        let rows = self.rows;
        let commands = format!(
            "// Written from the table of commands; do not edit.\n{imports}\n\
            /** What can be asked, by name. */\nexport interface Commands {{\n{rows}}}\n"
        );
        self.files.insert("commands.ts".to_owned(), commands);
        self.files
    }
}

impl TypeVisitor for Bindings {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let Some(path) = T::output_path() else { return };
        let path = path.to_string_lossy().replace('\\', "/");
        // What cannot be written down would be missed by the interface's own compiler.
        let text = T::export_to_string(&self.config).unwrap_or_else(|error| error.to_string());
        let text: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        match self.files.get(&path) {
            Some(known) if *known == text => {}
            Some(_) => {
                let twice = format!("two types are called {path}; one is {}\n", type_name::<T>());
                self.files.insert(path, twice);
            }
            None => {
                self.files.insert(path, text);
                T::visit_dependencies(self);
                T::visit_generics(self);
            }
        }
    }
}

/// Finds the names that stand in the table itself.
struct Named<'a>(&'a Config, &'a mut BTreeSet<String>);

impl TypeVisitor for Named<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if let Some(found) = Dependency::from_ty::<T>(self.0) {
            let path = found.output_path.with_extension("").to_string_lossy().replace('\\', "/");
            self.1.insert(format!("import type {{ {} }} from \"./{path}\";\n", found.ts_name));
        }
        T::visit_generics(self);
    }
}
