//! The page of a tenant: what it leads to, and how all that is overdue is urged about.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    text::Lang,
    wire::{Count, Page, national::TenantPage},
};

use super::{Desk, facts};
use crate::{
    keys::Screen,
    net::{Answer, Call, Failure, Ticket, UrgingCall},
    step::common::counted,
    ui::words,
};

/// The screens, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut failed, mut long, mut empty) = (asked(lang), asked(lang), asked(lang));
    failed.fail(Failure::TimedOut);
    answer(&mut long, hostile(), (i64::MAX, i64::MAX));
    let page = facts::tenant_page(0);
    let none = TenantPage { urges: vec![], offices: vec![], people: vec![], acts: vec![], ..page };
    answer(&mut empty, none, (0, 0));
    let (mut help, mut people) = (on_page(lang), on_page(lang));
    help.text("?");
    for _ in 0..4 {
        people.key(KeyCode::Tab);
    }
    let named = vec![
        ("tenant", on_page(lang)),
        ("tenant_people", people),
        ("tenant_none", empty),
        ("tenant_failed", failed),
        ("tenant_hostile", long),
        ("tenant_help", help),
    ];
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

/// Everything as long as it can be.
fn hostile() -> TenantPage {
    let mut page = facts::tenant_page(0);
    page.tenant.name_vi = page.tenant.name_vi.repeat(9);
    page.tenant.name_en = page.tenant.name_en.repeat(9);
    page.classes.open_overdue = i64::MAX;
    page.ageing = [i64::MAX; 5];
    for office in &mut page.offices {
        (office.office, office.address) = (office.office.repeat(9), office.address.repeat(9));
    }
    for person in &mut page.people {
        (person.name, person.address) = (person.name.repeat(9), person.address.repeat(9));
    }
    for urge in &mut page.urges {
        urge.number = urge.number.repeat(9);
    }
    for act in &mut page.acts {
        (act.code, act.by) = (act.code.repeat(9), act.by.repeat(9));
    }
    page
}

/// The page is asked for from the first row of the backlog.
fn asked(lang: Lang) -> Desk {
    let mut desk = Desk::in_backlog(lang);
    desk.text("T");
    desk
}

/// The three answers that the page is made of, in the order in which they were asked for.
fn answer(desk: &mut Desk, page: TenantPage, (open, overdue): (i64, i64)) {
    let last = desk.last().ticket.0;
    let count = |total| Ok(Answer::Count(Count { total, at_least: false }));
    desk.reply(Ticket(last - 2), count(open));
    desk.reply(Ticket(last - 1), count(overdue));
    desk.reply(Ticket(last), Ok(Answer::Tenant(Box::new(page))));
}

pub fn on_page(lang: Lang) -> Desk {
    let mut desk = asked(lang);
    answer(&mut desk, facts::tenant_page(0), (45, 14));
    desk
}

/// Moves to the row that says this.
fn on_row(desk: &mut Desk, said: &str) {
    desk.key(KeyCode::Home);
    for _ in 0..80 {
        let status = desk.screen(80, 24);
        if desk.model.screens.status(Screen::Tenant, &[], desk.model.common.ui()).contains(said) {
            return;
        }
        assert!(!status.is_empty());
        desk.text("j");
    }
    panic!("no row leads to {said}");
}

#[test]
fn the_page_is_one_key_away_from_cell_row_item_and_palette() {
    let is_asked = |desk: &Desk, slug: &str| {
        assert_eq!(desk.model.common.screen, Screen::Tenant);
        assert!(matches!(&desk.last().call, Call::Tenant(asked) if asked == slug), "{:?}", desk.last());
    };
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("lT");
    is_asked(&desk, "thua-thien-hue");
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Overview);
    is_asked(&asked(Lang::Vi), "ha-noi");
    let mut desk = Desk::on_item(Lang::Vi, 2);
    desk.text("T");
    is_asked(&desk, "dak-lak");
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text(":trang don vi dak lak");
    desk.key(KeyCode::Enter);
    is_asked(&desk, "dak-lak");
}

#[test]
fn enter_on_the_cell_is_still_what_is_overdue_and_o_what_is_open() {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.key(KeyCode::Enter);
    let filter = |desk: &Desk| match &desk.last().call {
        Call::Page { filter, .. } => filter.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(filter(&desk), counted("tenant:ha-noi is:counted overdue>=1"));
    desk.key(KeyCode::Esc);
    desk.text("o");
    assert_eq!(filter(&desk), counted("tenant:ha-noi is:counted"));
}

#[test]
fn a_figure_on_the_overview_that_is_no_tenant_has_no_page() {
    let mut desk = Desk::signed_in(Lang::En);
    desk.key(KeyCode::Tab);
    desk.text("T");
    assert_eq!(desk.model.common.screen, Screen::Overview);
    assert!(desk.screen(80, 24).contains(Lang::En.tui_nothing_selected()));
}

#[test]
fn each_line_leads_to_as_much_as_it_says() {
    for (of_figure, lead) in [
        (false, "tenant:ha-noi overdue"),
        (true, "tenant:ha-noi is:counted is:dated is:in-time"),
        (true, "tenant:ha-noi is:counted overdue:8..14"),
        (true, "tenant:ha-noi is:urge-overdue"),
    ] {
        // What the lists of the page count leaves out what is snoozed; a figure has it.
        let lead = if of_figure { counted(lead) } else { lead.to_owned() };
        let mut desk = on_page(Lang::En);
        let said = words::opens(desk.model.common.ui(), &lead);
        on_row(&mut desk, &said);
        desk.key(KeyCode::Enter);
        assert_eq!(desk.model.common.screen, Screen::Backlog);
        assert!(matches!(&desk.last().call, Call::Page { filter, .. } if *filter == lead), "{lead}");
        desk.key(KeyCode::Esc);
        assert_eq!(desk.model.common.screen, Screen::Tenant, "one step back leads to the page again");
    }
    for (said, screen) in [("g v", Screen::Submissions), ("g x", Screen::Extensions), ("g e", Screen::Steps)]
    {
        let mut desk = on_page(Lang::En);
        on_row(&mut desk, said);
        desk.key(KeyCode::Enter);
        assert_eq!(desk.model.common.screen, screen);
        assert!(matches!(&desk.last().call, Call::Page { filter, .. } if filter.ends_with("tenant:ha-noi")));
    }
}

#[test]
fn an_urge_is_read_and_closing_it_leads_back_to_the_page() {
    let mut desk = on_page(Lang::En);
    on_row(&mut desk, "101/2024/TCT");
    desk.key(KeyCode::Enter);
    assert_eq!(desk.model.common.screen, Screen::Urges);
    let wanted = facts::tenant_page(0).urges[1].id;
    assert!(matches!(desk.last().call, Call::Urging(UrgingCall::Show(id)) if id == wanted));
    assert!(desk.screen(80, 24).contains("101/2024/TCT"));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Tenant);
    let mut desk = on_page(Lang::En);
    on_row(&mut desk, "Enter: open T24-02");
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(1)));
}

#[test]
fn the_health_of_an_address_is_a_word_and_the_answers_add_up() {
    for (lang, words) in [
        (Lang::Vi, ["đã xác minh", "chưa kiểm chứng", "không nhận được thư", "chưa có địa chỉ"]),
        (Lang::En, ["verified", "not proven", "takes no mail", "no address yet"]),
    ] {
        let screen = on_page(lang).screen(200, 50);
        for word in words {
            assert!(screen.contains(word), "{word}\n{screen}");
        }
    }
    let counts = facts::tenant_page(0).urged;
    let parts = [counts.answered_in_time, counts.answered_late, counts.never, counts.lapsed, counts.open];
    let screen = on_page(Lang::En).screen(120, 50);
    assert_eq!(parts.iter().sum::<i64>(), counts.sent);
    for (label, n) in
        ["answered in time", "answered late", "past reply-by, no answer", "closed"].iter().zip(parts)
    {
        let mut lines = screen.lines().filter(|line| line.contains(label));
        assert!(
            lines.any(|line| line.split_whitespace().any(|word| word == n.to_string())),
            "{label}: {screen}"
        );
    }
    assert!(screen.contains("80.3% (49/61)") && screen.contains("3.5 d"), "{screen}");
}

fn composing(desk: &Desk) -> Vec<AssignmentId> {
    assert_eq!(desk.model.common.screen, Screen::Composer);
    desk.model.screens.composer.asking.items.iter().map(|(id, _)| *id).collect()
}

#[test]
fn all_that_is_overdue_goes_to_the_composer_and_nothing_is_issued_before_its_confirmation() {
    let mut desk = on_page(Lang::Vi);
    desk.text("f");
    let is_asked = |desk: &Desk, from: Option<&str>| {
        matches!(&desk.last().call, Call::Page { filter, cursor, .. }
            if filter == "tenant:ha-noi overdue" && cursor.as_deref() == from)
    };
    assert!(is_asked(&desk, None));
    desk.answer(Answer::Page(facts::page(0..9, 14)));
    assert!(is_asked(&desk, Some("9")), "all pages are read");
    desk.answer(Answer::Page(facts::page(9..14, 14)));
    assert_eq!(composing(&desk).len(), 14);
    assert!(desk.writes().is_empty() && !desk.sent.iter().any(|one| matches!(one.call, Call::Order { .. })));
}

#[test]
fn where_nothing_is_overdue_that_is_said_and_nobody_is_led_away() {
    let mut desk = asked(Lang::Vi);
    answer(&mut desk, facts::tenant_page(0), (45, 0));
    desk.text("f");
    let said = Lang::Vi.tenant_nothing_overdue(&facts::tenant(0).name_vi);
    assert!(desk.screen(120, 24).contains(&said));
    assert!(matches!(desk.last().call, Call::Tenant(_)), "nothing is asked for");
    let mut desk = on_page(Lang::Vi);
    desk.text("f");
    desk.answer(Answer::Page(Page { items: vec![], total: 0, ..facts::page(0..0, 0) }));
    assert_eq!(desk.model.common.screen, Screen::Tenant);
    assert!(desk.screen(120, 24).contains(&said));
}

#[test]
fn who_has_left_or_stepped_back_is_not_called_to_the_composer() {
    for keys in ["gd", "?"] {
        let mut desk = on_page(Lang::Vi);
        desk.text("f");
        let ticket = desk.last().ticket;
        desk.text(keys);
        desk.reply(ticket, Ok(Answer::Page(facts::page(0..3, 3))));
        assert_ne!(desk.model.common.screen, Screen::Composer, "{keys}");
    }
    let mut desk = on_page(Lang::Vi);
    desk.text("f");
    let ticket = desk.last().ticket;
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Tenant, "the first step back ends the search alone");
    desk.reply(ticket, Ok(Answer::Page(facts::page(0..3, 3))));
    assert_eq!(desk.model.common.screen, Screen::Tenant);
}

#[test]
fn more_than_can_be_urged_at_once_is_not_urged_in_part() {
    let mut desk = on_page(Lang::En);
    desk.text("f");
    desk.answer(Answer::Page(facts::page(0..9, 1_001)));
    assert_eq!(desk.model.common.screen, Screen::Tenant);
    assert!(desk.screen(120, 24).contains(&Lang::En.composer_too_many(1_000)));
}

#[test]
fn who_only_reads_sees_the_page_and_urges_nobody() {
    use dondoc_shared::{role::Role, wire::session::Me};
    let mut desk = Desk::signed_in_as(Lang::Vi, Me { role: Role::Observer, ..facts::me() });
    desk.text("T");
    answer(&mut desk, facts::tenant_page(0), (45, 14));
    desk.text("f");
    assert!(matches!(desk.last().call, Call::Tenant(_)));
    assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::Vi)));
}

#[test]
fn everything_is_reached_at_80x24_and_stands_side_by_side_where_there_is_room() {
    let mut desk = on_page(Lang::Vi);
    let mut seen = String::new();
    for _ in 0..60 {
        seen.push_str(&desk.screen(80, 24));
        desk.text("j");
    }
    for said in ["Số liệu chính thức", "Văn thư", "Đôn đốc mới nhất", "Chuyên viên HNO", "T24-02/"]
    {
        assert!(seen.contains(said), "{said}");
    }
    for columns in [120, 200] {
        let screen = on_page(Lang::Vi).screen(columns, 50);
        let line = screen.lines().find(|line| line.contains(Lang::Vi.tenant_block_work())).unwrap();
        assert!(line.contains(Lang::Vi.tenant_block_people()), "{columns}: {line}");
    }
    let mut desk = on_page(Lang::Vi);
    let _ = desk.screen(120, 50);
    desk.text("l");
    assert!(desk.model.screens.refusal(Screen::Tenant, crate::keys::Command::Open, Lang::Vi).is_some());
    desk.text("h");
    assert!(desk.model.screens.refusal(Screen::Tenant, crate::keys::Command::Open, Lang::Vi).is_none());
}

#[test]
fn a_row_stays_under_the_cursor_when_others_come_before_it() {
    let mut desk = on_page(Lang::En);
    on_row(&mut desk, "Enter: open T24-02");
    let mut page = facts::tenant_page(0);
    let mut new = page.acts[0].clone();
    new.code = "T24-77/ha-noi".to_owned();
    page.acts.insert(0, new);
    desk.text("R");
    answer(&mut desk, page, (45, 14));
    desk.key(KeyCode::Enter);
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(1)));
}

#[test]
fn one_step_back_from_another_tenant_shows_the_first_again() {
    let mut desk = on_page(Lang::Vi);
    desk.text(":trang don vi dak lak");
    desk.key(KeyCode::Enter);
    assert!(matches!(&desk.last().call, Call::Tenant(slug) if slug == "dak-lak"));
    assert!(
        !desk.screen(80, 24).contains("Văn thư"),
        "nothing of one tenant stands under the name of another"
    );
    desk.key(KeyCode::Esc);
    assert!(matches!(&desk.last().call, Call::Tenant(slug) if slug == "ha-noi"));
}

#[test]
fn the_page_at_other_sizes() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            for size in [(60, 15), (120, 40), (200, 50)] {
                insta::assert_snapshot!(format!("{name}_{}_{lang}", size.0), desk.screen(size.0, size.1));
            }
        }
    }
}
