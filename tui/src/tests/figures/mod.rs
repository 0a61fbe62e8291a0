//! The nation's figures: what is asked for, what is shown of it, and what leads to the bodies that are missing.

pub mod made;

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    figures::{Basis, CellState, Decimal},
    lifecycle::Status,
    role::Role,
    text::Lang,
    wire::{
        Changed,
        assignment::EventKind,
        figure::{Absence, Figures, Sources},
        session::Me,
    },
};

use self::made::{figures, flow, paper_green_sources, period, row, sources, unlike_sources};
use super::{Desk, facts};
use crate::{
    app::msg::Msg,
    keys::Screen,
    net::{Answer, Call, Failure, FiguresAnswer, FiguresCall, FilingsCall, Reply, Scope},
    ui::theme::Theme,
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut none, mut failed, mut hostile) = (opened(lang), opened(lang), opened(lang));
    tell(
        &mut none,
        Figures {
            period: None,
            periods: vec![],
            items: vec![],
            owing: 0,
            filed: 0,
            verified: 0,
            ..figures()
        },
    );
    failed.fail(Failure::TimedOut);
    tell(&mut hostile, long());
    let mut hostile_figure = opened(lang);
    tell(&mut hostile_figure, long());
    hostile_figure.key(KeyCode::Enter);
    let (mut help, mut table, mut published) = (on_list(lang), on_figure(lang), on_list(lang));
    help.text("?");
    table.text("tG");
    let mut sum = on_list(lang);
    sum.key(KeyCode::Enter);
    tell_bodies(&mut sum, Sources { items: sources().items.split_off(6), ..sources() });
    published.text("jj");
    published.key(KeyCode::Enter);
    tell_bodies(&mut published, Sources { items: vec![], ..sources() });
    let (mut end, mut bodies, mut hostile_bodies) = (on_figure(lang), on_figure(lang), on_figure(lang));
    end.text("G");
    bodies.key(KeyCode::Tab);
    hostile_bodies.key(KeyCode::Tab);
    hostile_bodies.text("R");
    tell(&mut hostile_bodies, figures());
    tell_bodies(&mut hostile_bodies, long_bodies());
    let (unlike, mut on_flow) = (on_unlike(lang), opened(lang));
    tell(&mut on_flow, Figures { items: vec![flow()], ..figures() });
    on_flow.key(KeyCode::Enter);
    let named = vec![
        ("figures", on_list(lang)),
        ("figures_none", none),
        ("figures_failed", failed),
        ("figures_hostile", hostile),
        ("figures_help", help),
        ("figure", on_figure(lang)),
        ("figure_end", end),
        ("figure_table", table),
        ("figure_published", published),
        ("figure_sum", sum),
        ("figure_flow", on_flow),
        ("figure_hostile", hostile_figure),
        ("figure_bodies", bodies),
        ("figure_bodies_hostile", hostile_bodies),
        ("figure_bodies_unlike", unlike),
        ("figure_bodies_paper_green", on_marked(lang, paper_green_sources())),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

/// Everything as long as anybody may have made it.
fn long() -> Figures {
    let mut long = figures();
    for row in &mut long.items {
        row.year = flow().year;
        let year = row.year.as_mut().unwrap();
        for text in [
            &mut year.words_vi,
            &mut year.words_en,
            &mut row.name_vi,
            &mut row.name_en,
            &mut row.concept_vi,
            &mut row.concept_en,
            &mut row.words_vi,
            &mut row.words_en,
            &mut row.verdict_vi,
            &mut row.verdict_en,
            &mut row.short_vi,
            &mut row.short_en,
        ] {
            *text = text.repeat(9);
        }
        if let Some(target) = &mut row.target {
            target.floor = Decimal::whole(i64::MAX);
        }
        for point in &mut row.series {
            point.value = point.value.map(|_| Decimal::whole(i64::MAX));
        }
        row.high = None;
    }
    for group in &mut long.groups {
        group.name_vi = group.name_vi.repeat(9);
    }
    if let Some(period) = &mut long.period {
        period.regime_vi = period.regime_vi.repeat(9);
        "một kỳ không có tên".repeat(9).clone_into(&mut period.code);
    }
    (long.owing, long.filed, long.verified) = (i64::MAX, i64::MAX, i64::MAX);
    long
}

fn long_bodies() -> Sources {
    let mut long = sources();
    for body in &mut long.items {
        body.tenant.name_vi = body.tenant.name_vi.repeat(9);
        body.reason = "chưa tổng hợp được ".repeat(30);
        body.short_vi = format!("{}/{}", i64::MAX, i64::MAX);
    }
    long
}

fn opened(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gi");
    desk
}

fn tell(desk: &mut Desk, figures: Figures) {
    desk.answer(Answer::Figures(FiguresAnswer::All(Box::new(figures))));
}

fn tell_bodies(desk: &mut Desk, sources: Sources) {
    desk.answer(Answer::Figures(FiguresAnswer::Sources(Box::new(sources))));
}

fn on_list(lang: Lang) -> Desk {
    let mut desk = opened(lang);
    tell(&mut desk, figures());
    desk
}

/// On the ratio, its bodies read.
fn on_figure(lang: Lang) -> Desk {
    on_figure_of(lang, sources())
}

fn on_figure_of(lang: Lang, sources: Sources) -> Desk {
    let mut desk = on_list(lang);
    desk.text("j");
    desk.key(KeyCode::Enter);
    tell_bodies(&mut desk, sources);
    desk
}

/// On the first of two bodies that are unlike the others.
fn on_unlike(lang: Lang) -> Desk {
    on_marked(lang, unlike_sources())
}

/// On the first body that has a number.
fn on_marked(lang: Lang, sources: Sources) -> Desk {
    let mut desk = on_figure_of(lang, sources);
    desk.key(KeyCode::Tab);
    desk.text("jjjjjj");
    desk
}

fn asked(desk: &Desk) -> Scope {
    match &desk.last().call {
        Call::Figures(FiguresCall::All(scope)) => scope.clone(),
        call => panic!("{call:?}"),
    }
}

fn scope(period: Option<&str>, group: &str, basis: Basis) -> Scope {
    Scope { period: period.map(str::to_owned), group: Some(group.to_owned()), basis: Some(basis) }
}

#[test]
fn every_screen_of_figures_in_the_smallest_window_and_in_a_large_one() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_60_{lang}"), desk.screen(60, 15));
            insta::assert_snapshot!(format!("{name}_200_{lang}"), desk.screen(200, 50));
        }
    }
}

#[test]
fn periods_group_and_basis_are_asked_for_as_the_keys_say_and_the_newest_period_has_none_after_it() {
    let mut desk = opened(Lang::Vi);
    assert_eq!(asked(&desk), Scope::default(), "the newest period of all bodies, as the server has it");
    tell(&mut desk, figures());
    desk.text("]");
    assert!(desk.screen(80, 24).contains(Lang::Vi.figures_no_newer()));
    desk.text("[");
    assert_eq!(asked(&desk), scope(Some("CT-2024-M06"), "all", Basis::Filed));
    desk.text("[");
    assert_eq!(asked(&desk).period.as_deref(), Some("CT-2024-M05"), "also before the first answer is here");
    tell(&mut desk, Figures { period: Some(period(5)), ..figures() });
    assert!(desk.screen(80, 24).contains("tháng 5/2024"));
    desk.text("p");
    assert_eq!(asked(&desk).group.as_deref(), Some("ministries"));
    tell(&mut desk, Figures { period: Some(period(5)), group: "localities".to_owned(), ..figures() });
    desk.text("p");
    assert_eq!(asked(&desk).group.as_deref(), Some("all"), "after the last the first");
    desk.text("b");
    assert_eq!(asked(&desk).basis, Some(Basis::Verified));
    desk.text("b");
    assert_eq!(asked(&desk).basis, Some(Basis::Filed));
}

#[test]
fn what_could_not_be_read_is_not_what_the_next_step_starts_from() {
    let mut desk = on_list(Lang::Vi);
    desk.text("[");
    desk.fail(Failure::Unreachable);
    assert!(desk.screen(80, 24).contains("tháng 7/2024"), "what was read stays");
    desk.text("[");
    assert_eq!(asked(&desk).period.as_deref(), Some("CT-2024-M06"));
}

#[test]
fn bodies_are_those_of_the_period_and_group_on_the_screen_and_never_of_another() {
    let mut desk = on_list(Lang::Vi);
    desk.text("j");
    desk.key(KeyCode::Enter);
    let Call::Figures(FiguresCall::Sources { period: of, indicator, scope: whose }) = &desk.last().call
    else {
        panic!("{:?}", desk.last().call)
    };
    assert_eq!((of.as_str(), indicator.as_str()), ("CT-2024-M07", "I24-02"));
    assert_eq!(*whose, scope(Some("CT-2024-M07"), "all", Basis::Filed));
    tell_bodies(&mut desk, sources());
    assert!(desk.screen(80, 24).contains("5/60 chưa có số liệu"));
    desk.key(KeyCode::Tab);
    assert!(desk.screen(80, 24).contains("chưa gửi"));
    desk.text("[");
    tell(&mut desk, Figures { period: Some(period(6)), ..figures() });
    let screen = desk.screen(80, 24);
    assert!(screen.contains("tháng 6/2024") && !screen.contains("chưa gửi"), "{screen}");
    assert!(
        matches!(&desk.last().call, Call::Figures(FiguresCall::Sources { period, .. }) if period == "CT-2024-M06")
    );
}

#[test]
fn a_group_that_does_not_have_the_figure_says_so_and_asks_for_no_bodies() {
    let mut desk = on_figure(Lang::Vi);
    desk.text("p");
    tell(&mut desk, Figures { items: vec![], group: "ministries".to_owned(), ..figures() });
    let screen = desk.screen(80, 24);
    assert!(screen.contains(Lang::Vi.figures_not_here()));
    assert!(
        screen.contains("I24-02") && screen.contains("tháng 7/2024"),
        "what is not here has its name\n{screen}"
    );
    assert!(matches!(desk.last().call, Call::Figures(FiguresCall::All(_))));
}

#[test]
fn among_what_is_verified_a_body_that_has_filed_is_not_missing() {
    let mut desk = on_figure(Lang::Vi);
    desk.text("b");
    tell(&mut desk, Figures { basis: Basis::Verified, ..figures() });
    let mut bodies = sources();
    for place in [1, 2] {
        let body = &mut bodies.items[place];
        (body.status, body.absence) = (Status::Submitted, Some(Absence::Waiting));
        Absence::Waiting.name(Lang::Vi).clone_into(&mut body.short_vi);
    }
    tell_bodies(&mut desk, bodies);
    desk.key(KeyCode::Tab);
    assert!(
        desk.screen(80, 24).contains("3/60 chưa có số liệu, 2 đã gửi, chưa thẩm tra"),
        "{}",
        desk.screen(80, 24)
    );
    desk.text("jf");
    assert_eq!(desk.model.screens.composer.asking.form.text(), "", "no urge says that it is missing");
}

#[test]
fn a_body_green_on_paper_has_a_word_in_its_row_a_sentence_below_and_a_count_above() {
    for lang in Lang::ALL {
        let mut desk = on_marked(*lang, paper_green_sources());
        let screen = desk.screen(80, 24);
        assert!(screen.contains(&lang.figures_paper_green(1)), "{screen}");
        let word = format!("27/40 {}", lang.figures_paper_green_word());
        assert_eq!(screen.lines().filter(|line| line.contains(&word)).count(), 1, "{screen}");
        let flat = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(&lang.figures_said_paper_green(2)), "{screen}");
        let mut none = on_marked(*lang, sources());
        let screen = none.screen(80, 24);
        assert!(!screen.contains(lang.figures_body_paper_green()), "no column for nobody\n{screen}");
    }
}

#[test]
fn a_body_unlike_the_others_has_a_word_in_its_row_a_sentence_below_and_a_count_above() {
    for lang in Lang::ALL {
        let mut desk = on_unlike(*lang);
        let screen = desk.screen(80, 24);
        assert!(screen.contains(&lang.figures_unlike(2)), "{screen}");
        let word = format!("2/40 {}", lang.figures_unlike_word());
        assert_eq!(screen.lines().filter(|line| line.contains(&word)).count(), 2, "{screen}");
        // The sentence may go on in a second line.
        let flat = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        let [own, median] = ["5.0", "67.5"].map(|n| lang.figure_percent(&lang.decimal(n.parse().unwrap())));
        assert!(flat.contains(&lang.figures_said_unlike(&own, &median, "53")), "{screen}");
        // In the smallest window too the word stands in the row, and the count above.
        let small = desk.screen(60, 15);
        assert!(small.contains(&word) && small.contains(&lang.figures_unlike(2)), "{small}");
        let mut alike = on_figure(*lang);
        alike.key(KeyCode::Tab);
        let screen = alike.screen(80, 24);
        assert!(!screen.contains(lang.figures_body_unlike()), "no column for nobody\n{screen}");
    }
}

#[test]
fn enter_opens_the_report_of_the_body_under_the_cursor_and_the_way_back_leads_to_it() {
    let mut desk = on_figure(Lang::Vi);
    desk.key(KeyCode::Tab);
    desk.text("jj");
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Report);
    let asked =
        Call::Filings(FilingsCall::Report { period: "CT-2024-M07".to_owned(), body: "dak-lak".to_owned() });
    assert_eq!(format!("{:?}", desk.last().call), format!("{asked:?}"));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Figures);
    tell(&mut desk, figures());
    tell_bodies(&mut desk, sources());
    desk.text("f");
    let asking = &desk.model.screens.composer.asking;
    assert!(asking.is_about(&[(facts::id(2), None)]), "the cursor is where it was");
}

#[test]
fn the_next_item_of_a_report_is_that_of_the_next_body_also_where_the_backlog_has_others() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("gi");
    tell(&mut desk, figures());
    desk.text("j");
    desk.key(KeyCode::Enter);
    tell_bodies(&mut desk, sources());
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    let read = |desk: &Desk| match &desk.last().call {
        Call::Filings(FilingsCall::Report { body, .. }) => body.clone(),
        call => panic!("{call:?}"),
    };
    desk.text("K");
    assert_eq!(read(&desk), "ha-noi", "before the first is none");
    desk.text("J");
    assert_eq!(read(&desk), "thua-thien-hue");
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Figures);
    let open = desk.model.screens.figures.open.as_ref().unwrap();
    assert_eq!(open.list.cursor, Some(facts::id(1)));
}

#[test]
fn an_urge_names_the_number_that_is_missing_and_nothing_where_there_is_one() {
    let mut desk = on_figure(Lang::En);
    desk.key(KeyCode::Tab);
    desk.text("f");
    let text = |desk: &Desk| desk.model.screens.composer.asking.form.text();
    let begun = text(&desk);
    assert!(["I24-02", "tháng 7/2024", "17/07/2024"].iter().all(|part| begun.contains(part)), "{begun}");
    desk.key(KeyCode::Esc);
    desk.text("G");
    desk.text("f");
    assert_eq!(text(&desk), "");
}

#[test]
fn all_that_owe_a_number_are_urged_in_one_plan_and_whoever_waits_to_be_verified_is_not() {
    let mut bodies = sources();
    for (place, body) in bodies.items.iter_mut().enumerate() {
        (body.state, body.absence) = match place {
            3 => (None, Some(Absence::Waiting)),
            0 | 2 | 5 => (None, Some(Absence::Missing)),
            _ => (Some(CellState::Value), None),
        };
    }
    let due = bodies.items[0].due_on;
    let mut desk = on_figure_of(Lang::Vi, bodies.clone());
    desk.key(KeyCode::Tab);
    desk.text("F");
    let asking = &desk.model.screens.composer.asking;
    assert!(asking.is_about(&[0, 2, 5].map(|n| (facts::id(n), None))), "{asking:?}");
    assert!(asking.form.text().contains("I24-02"), "{}", asking.form.text());
    let named = due.map(|due| Lang::Vi.date(due)).unwrap();
    assert!(asking.form.text().contains(&named), "{}", asking.form.text());
    bodies.items[2].due_on = due.and_then(|due| due.tomorrow().ok());
    let mut desk = on_figure_of(Lang::Vi, bodies);
    desk.key(KeyCode::Tab);
    desk.text("F");
    let text = desk.model.screens.composer.asking.form.text();
    assert!(
        !text.contains(&named) && text.contains(Lang::Vi.figures_urge_undated()),
        "one day is not told to all: {text}"
    );
}

#[test]
fn whoever_owes_the_number_and_is_not_overdue_is_left_out_of_the_urge_and_said_to_be() {
    let mut bodies = sources();
    for (place, body) in bodies.items.iter_mut().enumerate() {
        let owes = place < 3;
        body.state = (!owes).then_some(CellState::Value);
        body.absence = owes.then_some(Absence::Missing);
    }
    bodies.items[2].due_on = facts::TODAY.tomorrow().ok();
    let mut desk = on_figure_of(Lang::En, bodies);
    desk.key(KeyCode::Tab);
    desk.text("F");
    let asking = &desk.model.screens.composer.asking;
    assert!(asking.is_about(&[0, 1].map(|n| (facts::id(n), None))), "{asking:?}");
    let [left] = asking.left_out.as_slice() else { panic!("{:?}", asking.left_out) };
    assert_eq!(left.why.get(Lang::En), "not overdue, due 26/07/2024");
}

#[test]
fn the_newest_period_is_no_part_of_the_line_while_bodies_are_missing_from_it() {
    for lang in Lang::ALL {
        let mut desk = on_figure(*lang);
        let words = lang.figures_point_partial_of(41, 61);
        let screen = desk.screen(80, 60);
        assert!(screen.contains('◇') && screen.contains(&words), "{screen}");
        let plotted = |screen: &str| {
            let row = screen.lines().find(|row| row.contains('◇')).unwrap();
            let (before, _) = row.split_once('◇').unwrap();
            before.chars().next_back().unwrap()
        };
        assert_eq!(plotted(&screen), ' ', "nothing leads to it\n{screen}");
        desk.text("t");
        assert!(desk.screen(80, 60).contains(&words), "{}", desk.screen(80, 60));
        // In letters alone.
        desk.model.common.looks.glyphs.ascii = true;
        assert!(desk.screen(80, 60).contains(&words));
        // All of it is here: a period like any other.
        let mut row = made::row();
        for point in &mut row.series {
            point.partial = false;
        }
        let mut figures = figures();
        figures.items = vec![row];
        let mut desk = Desk::signed_in(*lang);
        desk.text("gi");
        tell(&mut desk, figures);
        desk.key(KeyCode::Enter);
        let screen = desk.screen(80, 60);
        assert!(!screen.contains('◇') && !screen.contains(&words), "{screen}");
    }
}

#[test]
fn no_urge_begins_where_no_body_is_under_the_cursor() {
    let mut desk = on_figure(Lang::Vi);
    let before = desk.sent.len();
    desk.text("f");
    desk.key(KeyCode::Tab);
    desk.text("R");
    tell(&mut desk, figures());
    tell_bodies(&mut desk, Sources { items: vec![], ..sources() });
    desk.text("f");
    assert!(desk.screen(80, 24).contains(Lang::Vi.tui_nothing_selected()));
    assert_eq!(desk.sent.len(), before + 2);
}

#[test]
fn the_table_is_kept_in_a_file_whatever_is_shown_by_then_and_asked_for_once() {
    let mut desk = on_list(Lang::En);
    desk.text("ww");
    let tables = |desk: &Desk| desk.sent.iter().filter(|r| matches!(r.call, Call::FiguresTable(_))).count();
    assert_eq!(tables(&desk), 1);
    assert!(
        matches!(&desk.last().call, Call::FiguresTable(of) if *of == scope(Some("CT-2024-M07"), "all", Basis::Filed))
    );
    let ticket = desk.last().ticket;
    desk.text("q");
    desk.reply(ticket, Ok(Answer::Table("\u{feff}period".to_owned())));
    assert_eq!(
        desk.saved,
        [("indicators-CT-2024-M07-all-filed.csv".to_owned(), "\u{feff}period".to_owned())]
    );
}

#[test]
fn no_code_leads_out_of_the_folder() {
    let mut desk = opened(Lang::En);
    tell(&mut desk, Figures { group: "../../etc/x y".to_owned(), ..figures() });
    desk.text("w");
    desk.answer(Answer::Table(String::new()));
    assert_eq!(desk.saved[0].0, "indicators-CT-2024-M07-------etc-x-y-filed.csv");
}

#[test]
fn without_a_period_the_screen_says_how_one_is_opened_and_nothing_can_be_kept() {
    for lang in Lang::ALL {
        let mut desk = opened(*lang);
        tell(&mut desk, Figures { period: None, periods: vec![], ..figures() });
        for columns in [60, 80, 200] {
            let screen = desk.screen(columns, 24).replace('\n', " ");
            for part in ["dondoc-server", "period plan", "period open"] {
                assert!(screen.contains(part), "{columns}: {screen}");
            }
        }
        desk.text("w");
        assert!(desk.screen(80, 24).contains(lang.figures_no_period_to_keep()));
        desk.key(KeyCode::Enter);
        assert!(!desk.sent.iter().any(|r| matches!(r.call, Call::Figures(FiguresCall::Sources { .. }))));
    }
}

#[test]
fn what_is_filed_meanwhile_is_read_again_once_and_only_while_somebody_looks() {
    let changed = || {
        let (id, at) = (facts::id(1), facts::now());
        let changed = Changed { assignment: id, code: String::new(), kind: EventKind::Reported, at };
        Msg::Reply(Box::new(Reply::Changed(changed)))
    };
    let mut desk = on_list(Lang::Vi);
    let before = desk.sent.len();
    desk.step(changed());
    desk.step(changed());
    desk.wait(4_000);
    assert_eq!(desk.sent.len(), before, "they are gathered first");
    desk.wait(2_000);
    assert_eq!(desk.sent.len(), before + 1);
    tell(&mut desk, figures());
    assert_eq!(desk.model.wake_at(desk.at), None, "then it rests");
    desk.text("q");
    let before = desk.sent.len();
    desk.step(changed());
    desk.wait(6_000);
    let asked = desk.sent.iter().skip(before).any(|request| matches!(request.call, Call::Figures(_)));
    assert!(!asked);
}

#[test]
fn a_missing_period_is_a_hole_in_spark_and_chart_and_the_table_tells_the_same_numbers() {
    let mut desk = on_list(Lang::Vi);
    assert!(desk.screen(200, 50).contains("▄▅·▅▇▇◇"), "{}", desk.screen(200, 50));
    let mut desk = on_figure(Lang::Vi);
    let chart = desk.screen(80, 60);
    for mark in ['●', '○', '×', '┊', '╌'] {
        assert!(chart.contains(mark), "{mark}\n{chart}");
    }
    assert!(chart.contains("mục tiêu 60%"));
    desk.text("t");
    let table = desk.screen(80, 60);
    assert!(!table.contains('○'), "{table}");
    for text in ["38,5%", "44,2%", "ước tính", "đổi cách tính từ kỳ này", "chưa đủ: 41/61 đơn vị"]
    {
        assert!(table.contains(text), "{text}\n{table}");
    }
}

#[test]
fn a_bar_ends_where_the_bounds_do_and_is_open_where_nobody_knows_the_most() {
    let bar = |keys: &str| {
        let mut desk = on_list(Lang::Vi);
        desk.text(keys);
        desk.key(KeyCode::Enter);
        let screen = desk.screen(80, 24);
        let bar = screen.lines().find(|line| line.contains('◆') && line.contains('─')).unwrap();
        bar.trim().to_owned()
    };
    assert_eq!(bar(""), "0 ································●──────────◆──────────▸ 60.000");
    assert_eq!(bar("j"), "0% ····························├────◆─────●────┤··········· 100%");
}

#[test]
fn a_gain_is_shown_as_the_level_that_it_leads_to() {
    let mut desk = on_list(Lang::Vi);
    let row = desk.screen(200, 50);
    assert!(row.lines().any(|line| line.contains("I24-13") && line.contains("≤ 71 ")), "{row}");
    desk.text("jj");
    desk.key(KeyCode::Enter);
    assert!(desk.screen(80, 24).contains("≤ 71, hạn 31/12/2025 · khi giao 86 (28/09/2022)"));
}

#[test]
fn without_colours_there_is_the_table_only() {
    let mut desk = on_figure(Lang::Vi);
    desk.model.common.looks.theme = Theme::Mono;
    let screen = desk.screen(80, 60);
    assert!(screen.contains("38,5%") && !screen.contains('┊'), "{screen}");
    assert!(screen.contains(Lang::Vi.figures_trend_table_only()), "{screen}");
}

#[test]
fn a_single_period_is_a_table_and_the_key_says_why() {
    let mut desk = on_list(Lang::Vi);
    let mut one = row();
    one.series.truncate(1);
    desk.text("R");
    tell(&mut desk, Figures { items: vec![one], ..figures() });
    desk.key(KeyCode::Enter);
    desk.text("t");
    assert!(desk.screen(80, 24).contains(Lang::Vi.figures_chart_not_here()));
}

#[test]
fn who_may_not_read_figures_is_told_so() {
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::SystemAdministrator, ..facts::me() });
    desk.text("gi");
    assert_eq!(desk.model.common.screen, Screen::Overview);
    assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::Vi)));
}
