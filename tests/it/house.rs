//! The house stands on its floors: nothing imports upwards, no files go round in a circle, each table is named in its rooms
//! alone, and SQL stands in files that are called so. What is read are the paths in the source, tests left out.

mod reader;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use reader::House;

fn house() -> House {
    House::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap()
}

/// The floors, from the ground up; a file stands on the one whose path it has.
const FLOORS: [&[&str]; 2] = [
    &[
        "shared/src/",
        "server/package/src/",
        "server/kernel/src/",
        "server/workbook/src/",
        "server/src/domain/",
        "server/src/slices/",
        "server/src/programs/",
        "server/src/",
    ],
    &[
        "shared/src/",
        "tui/src/net/",
        "tui/src/keys/",
        "tui/src/ui/",
        "tui/src/step/",
        "tui/src/dialog/",
        "tui/src/screens/",
        "tui/src/app/",
        "tui/src/",
    ],
];

fn upward(house: &House) -> Vec<String> {
    let mut found = Vec::new();
    for floors in FLOORS {
        let floor = |file: &str| floors.iter().position(|path| file.starts_with(path));
        for (file, to) in house.uses_and_hands_on() {
            let Some(from) = floor(file) else { continue };
            let above = |to: &&&str| {
                floor(to).is_some_and(|floor| floor > from) && !BESIDE.iter().any(|path| to.starts_with(path))
            };
            found.extend(to.iter().filter(above).map(|to| format!("{file} -> {to}")));
        }
    }
    found
}

/// Parts of the console that stand beside its floors and import none of them.
const BESIDE: [&str; 2] = ["tui/src/options.rs", "tui/src/term/"];

/// Files that reach each other, in groups.
fn circles(house: &House) -> Vec<Vec<String>> {
    groups(&house.uses())
}

/// The strongly connected groups of more than one.
fn groups(uses: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<Vec<String>> {
    let reach = |from: &str| {
        let mut seen = BTreeSet::new();
        let mut next = vec![from.to_owned()];
        while let Some(file) = next.pop() {
            for to in uses.get(file.as_str()).into_iter().flatten() {
                if seen.insert((*to).to_owned()) {
                    next.push((*to).to_owned());
                }
            }
        }
        seen
    };
    let reach: BTreeMap<&str, BTreeSet<String>> = uses.keys().map(|file| (*file, reach(file))).collect();
    let back = |a: &str, b: &str| reach[a].contains(b) && reach[b].contains(a);
    let mut groups: BTreeSet<Vec<String>> = BTreeSet::new();
    for file in uses.keys().filter(|file| reach[**file].contains(**file)) {
        groups
            .insert(uses.keys().filter(|other| back(file, other)).map(|other| (*other).to_owned()).collect());
    }
    groups.into_iter().filter(|group| group.len() > 1).collect()
}

/// The room of a file: kernel, domain, slices and programs have a room for each of their folders.
fn room(file: &str) -> String {
    let inside =
        file.trim_start_matches("server/").replacen("kernel/src/", "kernel/", 1).replacen("src/", "", 1);
    inside.trim_end_matches(".rs").split('/').take(2).collect::<Vec<_>>().join("/")
}

/// The rooms that name each table.
fn tables(house: &House) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, path) in house.paths() {
        if let [krate, schema, table, ..] = path.as_slice()
            && (krate.as_str(), schema.as_str()) == ("dondoc_kernel", "schema")
        {
            found.entry(table.clone()).or_default().insert(room(file));
        }
    }
    found
}

/// Files that speak SQL and are not called `store`.
fn sql_elsewhere(house: &House) -> BTreeSet<String> {
    let speaks = |path: &[String]| {
        path.iter().any(|segment| segment == "RunQueryDsl")
            || path.windows(2).any(|pair| pair[0] == "sql" && ["conn", "lane"].contains(&pair[1].as_str()))
    };
    let named = |file: &str| {
        file.ends_with("/store.rs") || file.contains("/store/") || file.starts_with("server/kernel/src/db/")
    };
    house
        .paths()
        .filter(|(file, path)| speaks(path) && !named(file))
        .map(|(file, _)| file.to_owned())
        .collect()
}

#[test]
fn nothing_imports_upwards() {
    assert_eq!(upward(&house()), Vec::<String>::new());
}

#[test]
fn no_files_go_round_in_a_circle() {
    assert_eq!(circles(&house()), Vec::<Vec<String>>::new());
}

#[test]
fn each_table_is_named_in_its_rooms_alone() {
    let rooms: Vec<String> = tables(&house())
        .into_iter()
        .map(|(table, rooms)| format!("{table}: {}", rooms.into_iter().collect::<Vec<_>>().join(", ")))
        .collect();
    insta::assert_snapshot!("house_tables", rooms.join("\n"));
}

#[test]
fn sql_stands_in_files_that_are_called_so() {
    assert_eq!(sql_elsewhere(&house()), BTreeSet::new());
}

#[test]
fn what_is_planted_is_found() {
    let mut planted = house();
    let (up, round) = ("server/src/domain/planted.rs", "server/src/slices/urges/planted.rs");
    planted.add(up, "fn f() { crate::slices::urges::store::planted() }").unwrap();
    assert_eq!(upward(&planted), ["server/src/domain/planted.rs -> server/src/slices/urges/store/mod.rs"]);

    let mut planted = house();
    planted.add(up, "pub(crate) use crate::slices::urges::api;").unwrap();
    assert_eq!(upward(&planted), ["server/src/domain/planted.rs -> server/src/slices/urges/api.rs"]);

    let mut planted = house();
    planted.add(round, "use super::{api, planted_back::Back};").unwrap();
    planted
        .add("server/src/slices/urges/planted_back.rs", "use crate::slices::urges::planted::{self as there};")
        .unwrap();
    assert_eq!(
        circles(&planted),
        [["server/src/slices/urges/planted.rs", "server/src/slices/urges/planted_back.rs"]]
    );

    let mut planted = house();
    planted
        .add("tui/src/keys/planted.rs", "macro_rules! m { () => { $crate::screens::backlog::State } }")
        .unwrap();
    assert_eq!(upward(&planted), ["tui/src/keys/planted.rs -> tui/src/screens/backlog/mod.rs"]);

    let mut planted = house();
    planted.add(round, "use dondoc_kernel::{error::Result, schema::{accounts as a}};").unwrap();
    assert!(tables(&planted)["accounts"].contains("slices/urges"), "{:?}", tables(&planted)["accounts"]);

    let mut planted = house();
    planted.add(round, "use dondoc_kernel::db::{Tx, sql::conn};").unwrap();
    assert_eq!(sql_elsewhere(&planted), BTreeSet::from([round.to_owned()]));

    // What a test names is no import of the house.
    let mut planted = house();
    planted.add(up, "#[cfg(test)] mod tests { use crate::slices::urges; }").unwrap();
    assert_eq!(upward(&planted), Vec::<String>::new());
}
