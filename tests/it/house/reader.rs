//! Reads which file names which: every path in the source, through groups, re-exports and macros, tests left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Name in paths, and folder.
pub const CRATES: [(&str, &str); 6] = [
    ("dondoc_shared", "shared/src"),
    ("dondoc_package", "server/package/src"),
    ("dondoc_kernel", "server/kernel/src"),
    ("dondoc_workbook", "server/workbook/src"),
    ("dondoc_server", "server/src"),
    ("dondoc_console", "tui/src"),
];

/// A path as it stands in a file.
struct Named {
    segments: Vec<String>,
    /// Of a `pub use`: handing on is not using.
    handed_on: bool,
    /// How many modules written inside the file it stands in.
    depth: usize,
    /// The name that it gets by `as`.
    alias: Option<String>,
}

/// The source files and what each names.
#[derive(Default)]
pub struct House {
    /// By module: crate and segments joined by `::`.
    files: BTreeMap<String, (String, Vec<Named>)>,
    /// By module: what a name handed on stands for.
    handed: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl House {
    /// Reads the crates below `root`.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let mut house = Self::default();
        for (_, folder) in CRATES {
            let mut folders = vec![root.join(folder)];
            while let Some(folder) = folders.pop() {
                for entry in fs::read_dir(folder)? {
                    let path = entry?.path();
                    if path.is_dir() {
                        folders.push(path);
                    } else if path.extension().is_some_and(|ending| ending == "rs") {
                        let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
                        house.add(&name, &fs::read_to_string(&path)?)?;
                    }
                }
            }
        }
        Ok(house)
    }

    /// Adds a file, or puts its text in the place of what was there. Files of tests are no rooms of the house.
    pub fn add(&mut self, file: &str, text: &str) -> anyhow::Result<()> {
        let parts: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
        if parts.iter().any(|part| ["tests", "sample"].contains(part)) {
            return Ok(());
        }
        let inside = |folder: &str| Some(file.strip_prefix(folder)?.strip_prefix('/')?.to_owned());
        let found = CRATES.iter().find_map(|(name, folder)| Some((*name, inside(folder)?)));
        let Some((name, inside)) = found else { return Ok(()) };
        let mut module = vec![name.to_owned()];
        module.extend(inside.trim_end_matches(".rs").split('/').map(str::to_owned));
        if module.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
            module.pop();
        }
        let tokens: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("{file}: {error}"))?;
        let mut named = Vec::new();
        walk(tokens, 0, &mut named);
        // The two files of a binary's root share a module; the library's is the one that hands on.
        let key = if inside == "main.rs" { format!("{name}::main") } else { module.join("::") };
        let mut handed = BTreeMap::new();
        for path in named.iter().filter(|path| path.handed_on && path.depth == 0) {
            if let Some(last) = path.alias.as_ref().or(path.segments.last()) {
                handed.insert(last.clone(), path.segments.clone());
            }
        }
        self.handed.insert(key.clone(), handed);
        self.files.insert(key, (file.to_owned(), named));
        Ok(())
    }

    /// Every file with the paths that it names, as far as they lead into the house: the file where each name stands.
    pub fn uses(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        self.leads(|path| !path.handed_on)
    }

    /// The same, with what each file hands on.
    pub fn uses_and_hands_on(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        self.leads(|_| true)
    }

    fn leads(&self, counts: impl Fn(&Named) -> bool) -> BTreeMap<&str, BTreeSet<&str>> {
        let leads = |(module, (file, named)): (&String, &(String, Vec<Named>))| {
            let to = named.iter().filter(|path| counts(path)).filter_map(|path| self.resolve(module, path));
            (self.files[module].0.as_str(), to.filter(|to| to != file).collect())
        };
        self.files.iter().map(leads).collect()
    }

    /// Every file with whatever its paths say, written out from the crate's name.
    pub fn paths(&self) -> impl Iterator<Item = (&str, Vec<String>)> {
        self.files.iter().flat_map(move |(module, (file, named))| {
            named.iter().map(move |path| {
                (file.as_str(), self.absolute(module, path).unwrap_or_else(|| path.segments.clone()))
            })
        })
    }

    fn absolute(&self, module: &str, path: &Named) -> Option<Vec<String>> {
        let mut at: Vec<String> = module.split("::").map(str::to_owned).collect();
        let mut inner = path.depth;
        let mut rest = path.segments.iter().peekable();
        match rest.peek().map(|first| first.as_str())? {
            "crate" => {
                at.truncate(1);
                rest.next();
            }
            "self" => {
                rest.next();
            }
            "super" => {
                while rest.next_if(|segment| *segment == "super").is_some() {
                    match inner.checked_sub(1) {
                        Some(less) => inner = less,
                        None => {
                            at.pop()?;
                        }
                    }
                }
            }
            first if CRATES.iter().any(|(name, _)| *name == first) => at.clear(),
            // A module below this one, by its bare name.
            first if self.files.contains_key(&format!("{module}::{first}")) => {}
            _ => return None,
        }
        at.extend(rest.cloned());
        Some(at)
    }

    fn resolve(&self, module: &str, path: &Named) -> Option<&str> {
        let mut absolute = self.absolute(module, path)?;
        // A name may be handed on from file to file; nobody does so ten times.
        for _ in 0..10 {
            let known =
                (1..=absolute.len()).rev().find(|n| self.files.contains_key(&absolute[..*n].join("::")))?;
            let (at, rest) = absolute.split_at(known);
            let at = at.join("::");
            let (file, _) = &self.files[&at];
            let Some(onward) = rest.first().and_then(|name| self.handed[&at].get(name)) else {
                return Some(file);
            };
            let onward = Named { segments: onward.clone(), handed_on: true, depth: 0, alias: None };
            let Some(mut next) = self.absolute(&at, &onward) else { return Some(file) };
            next.extend(rest.iter().skip(1).cloned());
            absolute = next;
        }
        None
    }
}

/// Gathers the paths of `tokens`, `depth` modules inside the file.
fn walk(tokens: TokenStream, depth: usize, found: &mut Vec<Named>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    let mut public = false;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                let Some(TokenTree::Group(attribute)) = tokens.get(at) else { continue };
                if attribute.to_string().replace(' ', "") == "[cfg(test)]" {
                    // The item that follows, to its end.
                    while let Some(token) = tokens.get(at) {
                        at += 1;
                        let ends = match token {
                            TokenTree::Punct(sign) => sign.as_char() == ';',
                            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                            _ => false,
                        };
                        if ends {
                            break;
                        }
                    }
                }
            }
            TokenTree::Ident(word) if word == "pub" => public = true,
            TokenTree::Ident(word) if word == "mod" => {
                if let Some(TokenTree::Group(body)) = tokens.get(at + 1) {
                    walk(body.stream(), depth + 1, found);
                    at += 2;
                }
                public = false;
            }
            TokenTree::Ident(word) if word == "use" => {
                let end = tokens.iter().skip(at).position(is_semicolon).map_or(tokens.len(), |n| at + n);
                tree(&tokens[at..end], &[], &mut |segments, alias| {
                    found.push(Named { segments, handed_on: public, depth, alias });
                });
                at = end;
                public = false;
            }
            TokenTree::Ident(_) => {
                let begins = at < 2
                    || !matches!(&tokens[at - 2], TokenTree::Punct(sign) if ".:".contains(sign.as_char()));
                let mut segments = vec![token.to_string()];
                while is_colons(&tokens, at) {
                    let Some(TokenTree::Ident(next)) = tokens.get(at + 2) else { break };
                    segments.push(next.to_string());
                    at += 3;
                }
                if begins && segments.len() > 1 {
                    found.push(Named { segments, handed_on: false, depth, alias: None });
                }
                public = false;
            }
            TokenTree::Group(group) => {
                walk(group.stream(), depth, found);
                // `pub(crate)` is still `pub`.
                public = public && group.delimiter() == Delimiter::Parenthesis;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(sign) if sign.as_char() == ';')
}

fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |n: usize| matches!(tokens.get(n), Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
    colon(at) && colon(at + 1)
}

/// The leaves of a `use` tree.
fn tree(tokens: &[TokenTree], before: &[String], leaf: &mut dyn FnMut(Vec<String>, Option<String>)) {
    let mut path = before.to_vec();
    let mut alias = None;
    let mut open = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Ident(word) if word == "as" => {
                alias = tokens.get(at).map(ToString::to_string);
                at += 1;
            }
            TokenTree::Ident(word) => {
                open = true;
                // `a::{self}` is `a`.
                if word != "self" || path.is_empty() {
                    path.push(word.to_string());
                }
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for branch in
                    inner.split(|token| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ','))
                {
                    tree(branch, &path, leaf);
                }
                return;
            }
            TokenTree::Punct(sign) if sign.as_char() == '*' => {
                open = true;
                path.push("*".to_owned());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    if open {
        leaf(path, alias);
    }
}
