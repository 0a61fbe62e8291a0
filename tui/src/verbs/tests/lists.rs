//! Lists, files and one assignment.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use dondoc_shared::{
    error::{ErrorCode, Problem},
    text::Lang,
    wire::{Page, assignment::AssignmentRow},
};
use serde_json::{Value, json};

use super::{
    super::{
        args::{Export, List, ListFormat, Rows, Show, ShowFormat, Which},
        export, list, show,
        stop::{End, Stop},
    },
    Scene, page, three_pages,
};
use crate::{
    net::Failure,
    tests::{
        facts::{self, row},
        scripted::problem,
    },
    ui::{
        text::width,
        written::{Kind, Said, Sheet},
    },
};

impl Scene {
    async fn list(&self, asked: &List) -> Result<String, Stop> {
        let mut out = Vec::new();
        list::run(&self.desk().await, asked, &mut out).await?;
        Ok(String::from_utf8(out).unwrap())
    }

    async fn export(&self, asked: &Export) -> Result<String, Stop> {
        let mut out = Vec::new();
        export::run(&self.desk().await, asked, &mut out).await?;
        Ok(String::from_utf8(out).unwrap())
    }
}

fn listing(queue: Which, filter: &str, format: ListFormat) -> List {
    let rows = Rows { queue, filter: filter.to_owned() };
    List { rows, format, limit: None, count: false, bom: false }
}

fn exporting(to: &Path, force: bool) -> Export {
    let rows = Rows { queue: Which::Backlog, filter: String::new() };
    Export { rows, to: to.to_owned(), force, bom: false }
}

#[tokio::test]
async fn a_list_is_followed_to_its_end_and_a_row_that_moved_is_told_once() {
    let scene = Scene::new(|head, _| three_pages(head)).await;
    let said = scene.list(&listing(Which::Submissions, "tenant:ha-noi or level:2..", ListFormat::Json)).await;
    let rows: Vec<AssignmentRow> = serde_json::from_str(&said.unwrap()).unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), (0..5).map(facts::id).collect::<Vec<_>>());
    let asked = scene.asked();
    assert_eq!(asked.len(), 3);
    // The very question of the screen: what all of the queue has, the filter in brackets, what waits told with it.
    let whole = "filter=status%3Asubmitted+%28tenant%3Aha-noi+or+level%3A2..%29";
    assert!(asked.iter().all(|head| head.contains(whole) && head.contains("with=submission")), "{asked:?}");

    let two = List { limit: Some(2), ..listing(Which::Backlog, "", ListFormat::Jsonl) };
    assert_eq!(scene.list(&two).await.unwrap().lines().count(), 2);
    assert_eq!(scene.asked().len(), 4, "no more is read than is wanted");
    assert!(scene.asked()[3].contains("limit=2"), "{:?}", scene.asked());
}

#[tokio::test]
async fn a_list_says_how_many_there_are() {
    let scene = Scene::new(|head, _| {
        assert_eq!(head, "GET /api/v1/assignments/count?filter=is%3Aextension+overdue%3E14");
        (200, json!({ "total": 12, "at_least": false }).to_string())
    })
    .await;
    let count = |format| List { count: true, ..listing(Which::Extensions, "overdue>14", format) };
    assert_eq!(scene.list(&count(ListFormat::Table)).await.unwrap(), "12\n");
    let said: Value = serde_json::from_str(&scene.list(&count(ListFormat::Json)).await.unwrap()).unwrap();
    assert_eq!(said, json!({ "total": 12, "at_least": false }));
}

#[tokio::test]
async fn a_filter_that_does_not_parse_is_pointed_at_and_nothing_is_asked() {
    let scene = Scene::new(|_, _| unreachable!()).await;
    for (filter, caret, nearest) in
        [("Huế overdu>14", "    ^", "overdue"), ("level>1 (quahan>3", "        ^", "bracket")]
    {
        let stop = scene.list(&listing(Which::Steps, filter, ListFormat::Table)).await.unwrap_err();
        assert_eq!(stop.end, End::Refused);
        let lines: Vec<&str> = stop.said.lines().collect();
        assert_eq!((lines[1], lines[2]), (filter, caret), "{}", stop.said);
        assert!(lines[0].contains(nearest), "{}", stop.said);
    }
    assert_eq!(scene.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_body_that_only_the_server_knows_not_to_be_is_pointed_at_too() {
    let scene = Scene::new(|_, _| {
        let Failure::Refused(problem) = facts::problem(ErrorCode::InvalidFilter, 400) else { unreachable!() };
        let detail = "Character 12, “tenant:ha-noj”: there is no such body; did you mean “ha-noi”?";
        (400, serde_json::to_string(&Problem { detail: Some(detail.to_owned()), ..*problem }).unwrap())
    })
    .await;
    let asked = listing(Which::Backlog, "overdue>14 tenant:ha-noj", ListFormat::Table);
    let stop = scene.list(&asked).await.unwrap_err();
    let lines: Vec<&str> = stop.said.lines().collect();
    assert!(lines[0].contains("“ha-noi”"), "{}", stop.said);
    assert_eq!((lines[1], lines[2]), ("overdue>14 tenant:ha-noj", "           ^"));
}

#[tokio::test]
async fn what_a_tenant_wrote_does_nothing_to_a_terminal_and_nothing_to_a_spreadsheet() {
    let hostile = |n: u32, title: &str| AssignmentRow { title_en: title.to_owned(), ..row(n) };
    let scene = Scene::new(move |_, _| {
        let rows =
            ["=1+1", "+1", "-2+3", "@x", "\ta", "a \"b\", c\n=d", "\u{1b}]52;c;eA==\u{7}x\u{202e}y", "a|b"];
        let rows = (0..).zip(rows).map(|(n, title)| hostile(n, title)).collect();
        (200, page(rows, None, 8))
    })
    .await;
    let csv = scene.list(&listing(Which::Backlog, "", ListFormat::Csv)).await.unwrap();
    let mut read = csv::Reader::from_reader(csv.as_bytes());
    let titles: Vec<String> =
        read.records().map(|record| record.unwrap().iter().next_back().unwrap().to_owned()).collect();
    assert_eq!(titles[..4], ["'=1+1", "'+1", "'-2+3", "'@x"]);
    assert!(!titles.iter().any(|title| title.starts_with(['=', '+', '-', '@', '\t'])), "{titles:?}");
    assert!(titles[5].contains("\"b\""), "{titles:?}");
    for format in [ListFormat::Csv, ListFormat::Table, ListFormat::Json, ListFormat::Jsonl] {
        let said = scene.list(&listing(Which::Backlog, "", format)).await.unwrap();
        let bad = |c: char| dondoc_shared::scrub::forbidden(c) && c != '\r';
        assert!(!said.contains(bad), "{format:?}: {said:?}");
        if format == ListFormat::Table {
            assert_eq!(said.lines().count(), 9, "a line for each, whatever is in it: {said}");
            assert!(!said.contains(['│', '─', '┌']), "{said}");
        }
    }
    let marked = List { bom: true, ..listing(Which::Backlog, "", ListFormat::Csv) };
    assert!(scene.list(&marked).await.unwrap().starts_with('\u{feff}') && !csv.starts_with('\u{feff}'));
    let path = scene.folder.path().join(concat!("list.", "md"));
    scene.export(&exporting(&path, false)).await.unwrap();
    let text = fs::read_to_string(path).unwrap();
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(text.contains("a\\|b") && text.lines().all(|line| cells(line) == 10), "{text}");
}

#[test]
fn a_line_leaves_room_for_what_it_is_about_and_never_cuts_a_code() {
    let said: Option<Said> = Some(<crate::screens::steps::Steps as crate::screens::backlog::Listed>::said);
    let facts: Page<AssignmentRow> = serde_json::from_str(&page(vec![row(0)], None, 1)).unwrap();
    let code = "CT-2024-M07/ba-ria-vung-tau";
    let long = AssignmentRow { code: code.to_owned(), ..row(0) };
    let lines = |said, cells| {
        let mut sheet = Sheet::new(Vec::new(), Kind::Lines(cells), Lang::Vi, said);
        sheet.row(&long, facts.today).unwrap();
        String::from_utf8(sheet.end().unwrap()).unwrap()
    };
    for cells in [40, 80, 100, 200] {
        for said in [None, said] {
            let lines = lines(said, Some(cells));
            assert!(lines.lines().all(|line| width(line) <= cells), "{lines}");
            assert!(lines.contains(code), "{lines}");
        }
    }
    let begins: String = long.title_vi.chars().take(20).collect();
    assert!(lines(None, Some(80)).contains(&begins), "{}", lines(None, Some(80)));
    assert!(lines(None, None).contains(&long.title_vi) && lines(None, None).contains(&long.tenant.short));
}

#[tokio::test]
async fn an_export_says_how_many_rows_were_put_off_and_are_not_in_it() {
    let scene = Scene::new(|head, _| match head {
        head if head.contains("/count?") => (200, json!({ "total": 3, "at_least": false }).to_string()),
        head => three_pages(head),
    })
    .await;
    let path = scene.folder.path().join("list.csv");
    let said = scene.export(&exporting(&path, false)).await.unwrap();
    assert!(said.contains("3 snoozed not listed (/is:snoozed)"), "{said}");
}

#[tokio::test]
async fn an_export_is_there_as_a_whole_or_not_at_all_and_writes_over_nothing() {
    let scene = Scene::new(|head, _| {
        if head.contains("cursor=two") && head.contains("filter=") {
            (500, problem(ErrorCode::Internal, 500))
        } else {
            three_pages(head)
        }
    })
    .await;
    let files = || {
        let names = fs::read_dir(scene.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        names.retain(|name| name != "state");
        names.sort();
        names
    };
    let path = scene.folder.path().join("list.CSV");
    let rows = Rows { queue: Which::Backlog, filter: "level:1..".to_owned() };
    let torn = Export { rows, ..exporting(&path, false) };
    assert_eq!(scene.export(&torn).await.unwrap_err().end, End::Refused);
    assert_eq!(files(), Vec::<String>::new(), "what was cut off is gone");

    assert!(scene.export(&exporting(&path, false)).await.unwrap().contains("5 in all"));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 6);
    fs::write(&path, "mine").unwrap();
    let asked = scene.asked().len();
    let stop = scene.export(&exporting(&path, false)).await.unwrap_err();
    assert!(stop.end == End::Usage && stop.said.contains("--force"), "{stop:?}");
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), scene.asked().len()), ("mine", asked));
    scene.export(&exporting(&path, true)).await.unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 6);

    let book = scene.folder.path().join("list.xlsx");
    scene.export(&exporting(&book, false)).await.unwrap();
    assert!(fs::read(&book).unwrap().starts_with(b"PK"));
    let stop = scene.export(&exporting(&scene.folder.path().join("list.pdf"), false)).await.unwrap_err();
    assert!(stop.end == End::Usage && stop.said.contains(".xlsx"), "{stop:?}");
    assert_eq!(files(), ["list.CSV", "list.xlsx"]);
}

#[tokio::test]
async fn a_file_that_came_meanwhile_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let meanwhile = path.clone();
    let scene = Scene::new(move |head, _| {
        fs::write(&meanwhile, "theirs").unwrap();
        three_pages(head)
    })
    .await;
    let stop = scene.export(&exporting(&path, false)).await.unwrap_err();
    assert!(stop.end == End::Usage && stop.said.contains("--force"), "{stop:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn whoever_has_read_enough_of_a_list_is_told_nothing() {
    /// A pipe whose reader has left.
    struct Left;
    impl Write for Left {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let scene = Scene::new(|head, _| three_pages(head)).await;
    for format in [ListFormat::Table, ListFormat::Csv, ListFormat::Json, ListFormat::Jsonl] {
        let done = list::run(&scene.desk().await, &listing(Which::Backlog, "", format), &mut Left).await;
        assert_eq!(done, Err(Stop::new(End::PipeClosed, "")), "{format:?}");
    }
}

#[tokio::test]
async fn an_assignment_is_found_by_its_code_also_among_what_is_closed() {
    let scene = Scene::new(|head, _| match head {
        head if head.contains("assignments?") && head.contains("is%3Aclosed") => {
            (200, page(vec![row(3)], None, 1))
        }
        head if head.contains("assignments?") => (200, page(vec![row(1)], None, 1)),
        head if head.contains("/assignments/") => (200, serde_json::to_string(&facts::detail(3)).unwrap()),
        _ => unreachable!(),
    })
    .await;
    let show = async |code: &str, format| {
        let mut out = Vec::new();
        let asked = Show { code: code.to_owned(), format };
        show::run(&scene.desk().await, "https://x.example", &asked, &mut out).await?;
        Ok::<_, Stop>(String::from_utf8(out).unwrap())
    };
    let code = row(3).code;
    let said = show(&code.to_lowercase(), ShowFormat::Text).await.unwrap();
    assert!(said.starts_with(&format!("{code}\n")), "{said}");
    for wanted in
        [row(3).title_en.as_str(), "https://x.example/assignments/", Lang::En.tui_section_timeline()]
    {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert!(!said.contains(['─', '│']) && !said.contains(Lang::En.tui_section_acts()), "{said}");
    let whole: Value = serde_json::from_str(&show(&code, ShowFormat::Json).await.unwrap()).unwrap();
    assert_eq!(whole["row"]["code"], json!(code));

    let asked = scene.asked().len();
    let stop = show("T99-99/ha-noi", ShowFormat::Text).await.unwrap_err();
    assert!(stop.end == End::Refused && stop.said.contains("T99-99/ha-noi"), "{stop:?}");
    assert_eq!(scene.asked().len(), asked + 4, "looked for everywhere");
    for wrong in ["T24-08", "T24-08/", "T24-08/ha-noi is:closed", "a/b/c"] {
        let stop = show(wrong, ShowFormat::Text).await.unwrap_err();
        assert!(stop.end == End::Usage && stop.said.contains("T24-08/ha-noi"), "{stop:?}");
    }
    assert_eq!(scene.asked().len(), asked + 4);
}
