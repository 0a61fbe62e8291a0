//! What a window has room for: at 80 columns what must not be missing, in a large one what it is for.

use crossterm::event::KeyCode;
use dondoc_shared::{
    text::Lang,
    wire::{assignment::AssignmentDetail, standing::Waiting},
};

use super::{Desk, facts};
use crate::{
    keys::{Screen, table::chord_to},
    net::Answer,
};

#[test]
fn where_every_tenant_has_room_all_are_there_and_in_a_large_window_each_with_what_is_open() {
    for lang in Lang::ALL {
        let mut desk = Desk::signed_in(*lang);
        let screen = desk.screen(80, 24);
        assert!(!screen.contains("92/120") && screen.contains(&lang.tui_shown_of(1, 42, 93)), "{screen}");
        for (columns, rows) in [(120, 34), (200, 50)] {
            let last = facts::tenant(92).short;
            assert!(desk.screen(columns, rows).contains(&last), "all of them: {columns}");
        }
        // The arrows follow what is beside and below on the screen.
        let screen = desk.screen(200, 50);
        let row = screen.lines().find(|line| line.contains("HNO 2  92/120")).unwrap();
        let beside = row.split('│').next().unwrap().matches('/').count();
        desk.key(KeyCode::Down);
        let below = facts::tenant(u32::try_from(beside).unwrap()).slug;
        assert!(
            matches!(desk.model.screens.overview.spot(), Some(spot) if format!("{spot:?}").contains(&below))
        );
    }
}

#[test]
fn no_figure_stands_further_from_its_name_than_can_be_followed() {
    let mut desk = Desk::signed_in(Lang::En);
    let screen = desk.screen(200, 50);
    let line = screen.lines().find(|line| line.contains("942")).unwrap();
    assert!(line.find("942").unwrap() < 55, "{line}");
}

#[test]
fn at_80_columns_the_backlog_shows_level_and_urges_however_long_its_codes_are() {
    for lang in Lang::ALL {
        let mut desk = Desk::signed_in(*lang);
        desk.text("gb");
        let mut page = facts::page(0..20, 20);
        page.items[3].code = "CT-2024-M07/ha-noi".to_owned();
        page.items[3].unanswered_urges = 7;
        desk.answer(Answer::Page(page));
        let screen = desk.screen(80, 24);
        let head = screen.lines().nth(2).unwrap();
        for column in [lang.tui_column_level(), lang.tui_column_urges(), lang.tui_column_flags()] {
            assert!(head.contains(&column.to_uppercase()), "{column}: {screen}");
        }
        let row = screen.lines().find(|line| line.contains("CT-2024-M07 ")).unwrap();
        assert!(row.ends_with(" 7"), "{row}");
    }
}

#[test]
fn where_the_bar_has_no_room_for_all_that_can_be_done_it_names_the_key_that_lists_it() {
    for lang in Lang::ALL {
        let bar = |desk: &mut Desk, columns| {
            let screen = desk.screen(columns, 24);
            screen.lines().last().unwrap().to_owned()
        };
        let here = format!(". {}", lang.tui_bar_here());
        let overview = bar(&mut Desk::signed_in(*lang), 120);
        assert!(!overview.contains(&here) && overview.contains("g b"), "{overview}");
        let mut desk = Desk::in_backlog(*lang);
        let narrow = bar(&mut desk, 80);
        assert!(!narrow.contains(lang.handling_bar_claim()) && narrow.contains(&here), "{narrow}");
        let wide = bar(&mut desk, 400);
        for label in [lang.handling_bar_claim(), lang.handling_bar_snooze(), lang.handling_bar_note()] {
            assert!(wide.contains(label), "{wide}");
        }
        assert_eq!(wide.matches(lang.tui_bar_here()).count(), 1, "{wide}");
    }
}

#[test]
fn a_tab_is_where_it_always_is_or_not_there_at_all() {
    let lang = Lang::Vi;
    let order: Vec<String> = {
        let desk = Desk::signed_in(lang);
        let has_tab = |screen: &&Screen| chord_to(**screen).is_some_and(|entry| entry.bar.is_some());
        Screen::ALL.iter().filter(has_tab).map(|screen| desk.model.screens.tab(*screen, lang)).collect()
    };
    for keys in ["", "gb", "gn", "gm", "gu", "gp", "gk"] {
        let mut desk = Desk::signed_in(lang);
        desk.text(keys);
        if keys == "gb" {
            desk.answer(Answer::Page(facts::page(0..60, 60)));
        }
        let screen = desk.screen(80, 24);
        let line = screen.lines().nth(1).unwrap();
        let others: Vec<&String> = order.iter().filter(|tab| !line.contains(&format!("[{tab}]"))).collect();
        let shown: Vec<&String> =
            others.iter().copied().filter(|tab| line.contains(&format!(" {tab} "))).collect();
        assert_eq!(shown, others[..shown.len()], "{keys}: {line}");
        assert!(!shown.is_empty(), "{keys}: {line}");
    }
}

#[test]
fn the_body_that_a_report_waits_for_has_a_name() {
    for lang in Lang::ALL {
        let mut desk = Desk::in_backlog(*lang);
        desk.key(KeyCode::Enter);
        let mut detail: AssignmentDetail = facts::detail(0);
        let (now, before) = (facts::tenant(1), facts::tenant(2));
        detail.waiting = detail.waiting.map(|waiting| Waiting { tenant: now.clone(), ..waiting });
        let mut older = detail.reports[0].clone();
        detail.reports[0].body.waiting_on = Some(now.slug.clone());
        older.body.waiting_on = Some(before.slug.clone());
        detail.reports.push(older);
        desk.answer(Answer::Item(Box::new(detail)));
        let screen = desk.screen(120, 200);
        let label = lang.tui_report_waiting_on();
        for tenant in [now, before] {
            let name = lang.pick(&tenant.name_vi, &tenant.name_en);
            let is_named = screen.lines().any(|line| line.contains(label) && line.contains(name));
            assert!(is_named, "{name}: {screen}");
        }
        assert!(!screen.lines().any(|line| line.contains(label) && line.contains("dak-lak")));
    }
}

#[test]
fn values_of_a_field_are_listed_whole_above_the_line_where_they_are_many() {
    for lang in Lang::ALL {
        let mut desk = Desk::in_backlog(*lang);
        desk.text("/is:zzzzzz");
        let screen = desk.screen(80, 24);
        let values =
            if *lang == Lang::Vi { ["đóng", "hẹn-xem-lại"] } else { ["is:closed", "is:snoozed"] };
        for value in values {
            assert!(screen.contains(value), "{value}: {screen}");
        }
        assert!(screen.contains("/is:zzzzzz") || screen.contains(": is:zzzzzz"), "{screen}");
        insta::assert_snapshot!(format!("filter_values_{lang}"), screen);
        // Where the table leaves it one row, it takes what it needs.
        for (columns, rows) in [(60, 15), (80, 15)] {
            let mut desk = Desk::in_backlog(*lang);
            desk.text("/overdue>14");
            desk.wait(200);
            let screen = desk.screen(columns, rows);
            assert!(screen.contains("overdue>14") && screen.contains("= …"), "{columns}: {screen}");
            desk.text(" tenant:");
            let screen = desk.screen(columns, rows);
            assert!(screen.contains(":ha-noi,bca"), "{columns}: {screen}");
        }
    }
}
