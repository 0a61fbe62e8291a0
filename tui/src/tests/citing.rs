//! What an item says of its due date and of where it comes from.

use dondoc_shared::{lifecycle::Status, text::Lang};
use jiff::civil::{Date, date};

use super::{Desk, facts};
use crate::net::Answer;

/// The page of an item as these changes leave it, without its line breaks.
fn page(lang: Lang, change: impl Fn(&mut dondoc_shared::wire::assignment::AssignmentDetail)) -> String {
    let mut desk = Desk::on_item(lang, 0);
    let mut detail = facts::detail(0);
    change(&mut detail);
    desk.text("R");
    desk.answer(Answer::Item(Box::new(detail)));
    desk.screen(120, 50).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_completed_says_how_late_that_was_and_its_due_date_once() {
    let due = date(2024, 6, 28);
    let done = |lang: Lang, on: Date| {
        page(lang, |detail| {
            let row = &mut detail.row;
            (row.status, row.completed_on) = (Status::Accepted, Some(on));
            (row.due_on, row.original_due_on) = (Some(due), Some(due));
            (row.days_overdue, row.working_days_left, row.late_from) = (0, None, None);
        })
    };
    for (lang, on, said) in [
        (Lang::Vi, due, "28/06/2024 · hoàn thành đúng hạn"),
        (Lang::Vi, date(2024, 7, 1), "28/06/2024 · hoàn thành quá hạn 3 ngày"),
        (Lang::En, date(2024, 6, 1), "28/06/2024 · completed on time"),
        (Lang::En, date(2024, 6, 29), "28/06/2024 · completed late by 1 day"),
    ] {
        let page = done(lang, on);
        assert!(page.contains(said), "{said}: {page}");
        assert!(!page.contains("28/06/2024 · 28/06/2024"), "{page}");
    }
}

#[test]
fn what_is_closed_otherwise_or_has_no_due_date_says_so_once() {
    let withdrawn = page(Lang::En, |detail| {
        let row = &mut detail.row;
        (row.status, row.days_overdue, row.working_days_left) = (Status::Withdrawn, 0, None);
        (row.due_on, row.original_due_on) = (Some(date(2024, 6, 28)), Some(date(2024, 6, 28)));
    });
    assert!(!withdrawn.contains("28/06/2024 · 28/06/2024"), "{withdrawn}");
    let open = page(Lang::En, |detail| {
        let row = &mut detail.row;
        (row.due_on, row.original_due_on, row.days_overdue, row.working_days_left) = (None, None, 0, None);
    });
    assert!(!open.contains("no deadline · no deadline"), "{open}");
}

#[test]
fn a_citation_leaves_out_what_is_empty_with_what_would_join_it() {
    for lang in Lang::ALL {
        let page = page(*lang, |detail| {
            detail.row.clause = String::new();
            detail.row.directive = "58/QĐ-UBQGCĐS".to_owned();
            (detail.task.directive_vi, detail.task.directive_en) = ("Kế hoạch".to_owned(), "Plan".to_owned());
        });
        let cited = format!("). {}", lang.pick("Kế hoạch", "Plan"));
        assert!(page.contains("58/QĐ-UBQGCĐS (") && page.contains(&cited), "{page}");
        assert!(!page.contains(", ."), "{page}");
        let mut desk = Desk::in_backlog(*lang);
        for row in &mut desk.model.screens.backlog.rows {
            row.clause = String::new();
        }
        let screen = desk.screen(120, 34);
        let strip = screen.lines().find(|line| line.contains(&facts::row(0).directive)).unwrap_or_default();
        assert!(!strip.trim().contains("  "), "{screen}");
    }
}
