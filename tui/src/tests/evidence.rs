//! The evidence beside the work: listed, read, opened, saved and copied.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::EvidenceId,
    scrub,
    text::Lang,
    wire::assignment::{AssignmentDetail, Evidence, EvidenceKind},
};
use uuid::Uuid;

use super::{Desk, facts, sweep::drawn_at};
use crate::{
    app::msg::Msg,
    keys::Screen,
    net::{Answer, Call, Failure, HEAD, Head},
    step::{
        copy::MOST,
        effect::{Opened, Opening},
    },
};

pub fn file(n: u128, name: &str) -> Evidence {
    Evidence {
        id: EvidenceId(Uuid::from_u128(n)),
        name: name.to_owned(),
        ..facts::detail(0).evidence[0].clone()
    }
}

pub fn link(n: u128, name: &str, url: &str) -> Evidence {
    let url = Some(url.to_owned());
    Evidence { kind: EvidenceKind::Link, url, size: None, sha256: None, ..file(n, name) }
}

/// Oldest first, as the server tells them.
fn pieces() -> Vec<Evidence> {
    vec![
        file(1, "Biên bản kết nối.pdf"),
        Evidence { removed_at: Some(facts::now()), ..file(2, "đã gỡ.pdf") },
        file(3, "số liệu.csv"),
        link(4, "Quyết định", "https://ha-noi.example/quyet-dinh?so=58"),
        Evidence { frozen: false, ..file(5, "ghi chú.txt") },
    ]
}

fn detail(n: u32, evidence: Vec<Evidence>) -> AssignmentDetail {
    AssignmentDetail { evidence, ..facts::detail(n) }
}

/// Reading the evidence of the first row, come to from the list.
pub fn reading(lang: Lang, evidence: Vec<Evidence>) -> Desk {
    let mut desk = Desk::in_backlog(lang);
    desk.text("p");
    desk.answer(Answer::Item(Box::new(detail(0, evidence))));
    desk
}

/// Every face of it.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let whole = |text: &str| Answer::Head(Head { bytes: text.as_bytes().to_vec(), is_whole: true });
    let mut text = reading(lang, pieces());
    text.key(KeyCode::Enter);
    text.wait(1);
    text.answer(whole("Đã kết nối 12/30 hệ thống.\r\nCòn 18 hệ thống chờ kinh phí."));
    let mut sheet = reading(lang, pieces());
    sheet.text("jj");
    sheet.key(KeyCode::Enter);
    sheet.wait(200);
    sheet.answer(whole("\u{feff}cơ quan;số\r\nHà Nội;12"));
    let mut web = reading(lang, pieces());
    web.text("j");
    web.key(KeyCode::Enter);
    let mut document = reading(lang, pieces());
    document.text("G");
    document.key(KeyCode::Enter);
    let mut chord = reading(lang, pieces());
    chord.text("y");
    let mut help = reading(lang, pieces());
    help.text("?");
    vec![
        ("evidence", reading(lang, pieces())),
        ("evidence_none", reading(lang, Vec::new())),
        ("evidence_text", text),
        ("evidence_table", sheet),
        ("evidence_link", web),
        ("evidence_document", document),
        ("evidence_copy", chord),
        ("evidence_help", help),
    ]
    .into_iter()
    .map(|(name, desk)| (name.to_owned(), desk))
    .collect()
}

#[test]
fn list_and_text_stand_side_by_side_where_there_is_room_and_one_after_the_other_where_not() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            desk.screen(120, 24);
            desk.wait(200);
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 24));
        }
    }
    let mut desk = reading(Lang::Vi, pieces());
    let wide = desk.screen(110, 24);
    assert!(wide.contains("Quyết định") && wide.contains("│ ghi chú.txt"), "{wide}");
    let narrow = desk.screen(109, 24);
    assert!(narrow.contains("Quyết định") && !narrow.contains("│ ghi"), "{narrow}");
    desk.key(KeyCode::Enter);
    let narrow = desk.screen(109, 24);
    assert!(!narrow.contains("Quyết định") && narrow.contains("SHA-256"), "{narrow}");
    desk.key(KeyCode::Esc);
    assert!(desk.screen(109, 24).contains("Quyết định"));
}

#[test]
fn the_pieces_that_are_there_are_listed_with_their_facts_the_newest_first() {
    let mut desk = reading(Lang::Vi, pieces());
    let screen = desk.screen(80, 24);
    let place = |name: &str| screen.find(name).unwrap_or_else(|| panic!("{name}:\n{screen}"));
    assert!(place("ghi chú.txt") < place("Quyết định") && place("Quyết định") < place("số liệu.csv"));
    assert!(!screen.contains("đã gỡ"), "{screen}");
    for fact in ["bảng CSV · 1,7 MB", "25/07", "Chuyên viên HNO", "minh chứng 1/4"] {
        assert!(screen.contains(fact), "{fact}:\n{screen}");
    }
}

#[test]
fn a_text_is_asked_for_once_the_cursor_rests_and_no_more_of_it_than_is_shown() {
    let mut desk = reading(Lang::Vi, pieces());
    desk.screen(120, 24);
    let heads = |desk: &Desk| -> Vec<u128> {
        let of = |call: &Call| match call {
            Call::EvidenceHead(_, id) => Some(id.0.as_u128()),
            _ => None,
        };
        desk.sent.iter().filter_map(|request| of(&request.call)).collect()
    };
    desk.text("jjk");
    desk.wait(200);
    assert!(heads(&desk).is_empty(), "a link has no text");
    desk.text("j");
    desk.wait(100);
    assert!(heads(&desk).is_empty(), "the cursor may be on its way");
    desk.wait(100);
    desk.wait(200);
    assert_eq!(heads(&desk), [3], "once");
    assert!(desk.model.wake_at(desk.at).is_none_or(|at| at > desk.at), "nobody spins while it is on its way");
    let whole = "một dòng dài ".repeat(4_000);
    desk.answer(Answer::Head(Head { bytes: whole.as_bytes()[..HEAD].to_vec(), is_whole: false }));
    desk.key(KeyCode::Enter);
    desk.text("G");
    let screen = desk.screen(120, 24);
    assert!(screen.contains("chỉ hiện 32 KB đầu"), "{screen}");
    desk.text("gg");
    desk.key(KeyCode::Esc);
    desk.text("kj");
    desk.wait(200);
    assert_eq!(heads(&desk), [3], "what was read is kept");
}

#[test]
fn a_slow_file_keeps_nobody_from_moving_reading_another_and_leaving() {
    let mut desk = reading(Lang::Vi, pieces());
    desk.screen(120, 24);
    desk.wait(200);
    assert!(matches!(desk.last().call, Call::EvidenceHead(_, id) if id == EvidenceId(Uuid::from_u128(5))));
    let slow = desk.last().ticket;
    assert!(desk.screen(120, 24).contains("đang tải"));
    desk.text("jj");
    desk.wait(200);
    let other = desk.last().ticket;
    assert_ne!(other, slow);
    desk.reply(other, Ok(Answer::Head(Head { bytes: b"12;30".to_vec(), is_whole: true })));
    assert!(desk.screen(120, 24).contains("12;30"));
    desk.reply(slow, Ok(Answer::Head(Head { bytes: b"cham".to_vec(), is_whole: true })));
    assert!(desk.screen(120, 24).contains("12;30"), "what comes late takes nobody's place");
    // A file to be opened that never comes.
    desk.text("o");
    desk.text("s");
    desk.text("gg");
    assert!(desk.screen(120, 24).contains("▸ ghi chú.txt"));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Backlog);
}

#[test]
fn a_text_that_does_not_come_says_why_and_is_asked_for_again_on_demand() {
    let mut desk = reading(Lang::Vi, vec![file(5, "ghi chú.txt")]);
    desk.screen(120, 24);
    desk.wait(1);
    desk.fail(Failure::TimedOut);
    let heads =
        |desk: &Desk| desk.sent.iter().filter(|one| matches!(one.call, Call::EvidenceHead(..))).count();
    desk.wait(5_000);
    assert_eq!(heads(&desk), 1);
    assert!(desk.screen(120, 24).contains("Máy chủ không trả lời kịp"));
    desk.text("R");
    desk.wait(1);
    assert_eq!(heads(&desk), 2);
}

#[test]
fn what_is_no_text_says_what_it_is_and_which_keys_help() {
    let mut desk = reading(Lang::Vi, vec![file(5, "ghi chú.txt"), file(6, "biên bản.pdf")]);
    desk.key(KeyCode::Enter);
    desk.wait(200);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("tài liệu PDF · 1,7 MB") && screen.contains("SHA-256"), "{screen}");
    assert!(screen.contains("o: mở") && screen.contains("s: lưu"), "{screen}");
    assert!(
        !desk.sent.iter().any(|one| matches!(one.call, Call::EvidenceHead(..))),
        "nothing is fetched for it"
    );
    desk.key(KeyCode::Esc);
    desk.text("j");
    desk.key(KeyCode::Enter);
    desk.wait(200);
    desk.answer(Answer::Head(Head { bytes: b"\xff\xfe1\x002\0".to_vec(), is_whole: true }));
    assert!(desk.screen(80, 24).contains("không phải chữ UTF-8"));
}

#[test]
fn a_link_is_shown_whole_and_opened_only_if_it_is_one_of_the_web() {
    let long = format!("https://ha-noi.example/{}?cuoi", "van-ban/".repeat(40));
    let mut desk = reading(Lang::Vi, vec![link(4, "Quyết định", &long)]);
    desk.key(KeyCode::Enter);
    let shown: String = desk.screen(80, 40).lines().map(str::trim).collect();
    assert!(shown.contains(&long), "{shown}");
    desk.text("o");
    assert_eq!(desk.opened, [Opening::Link(long)]);
    for hostile in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ssh://x.example",
        "-h",
        "https://a:b@x.example/",
        "http:",
        "",
    ] {
        let mut desk = reading(Lang::Vi, vec![link(4, "Quyết định", hostile)]);
        assert!(!desk.screen(120, 24).lines().last().unwrap().contains("o mở"), "{hostile}");
        desk.text("o");
        assert!(desk.opened.is_empty(), "{hostile}");
        assert!(desk.screen(120, 24).contains("Không mở"), "{hostile}");
    }
}

#[test]
fn a_file_is_fetched_and_opened_under_a_name_that_names_no_other_folder() {
    let mut desk = reading(Lang::Vi, vec![file(1, "../../$(x)\u{1b}]52;c;eA==\u{7}.pdf")]);
    desk.text("o");
    assert!(desk.screen(80, 24).contains("Đang tải"));
    desk.answer(Answer::File(b"%PDF".to_vec()));
    let [Opening::File { name, bytes }] = desk.opened.as_slice() else { panic!("{:?}", desk.opened) };
    assert_eq!(
        (name.as_str(), bytes.as_slice()),
        ("T24-01-ha-noi-..-..---x---52-c-eA---.pdf", b"%PDF".as_slice())
    );
    desk.step(Msg::Opened(Opened::NoDisplay));
    let screen = desk.screen(120, 24);
    assert!(screen.contains("y: chép") && screen.contains("s: lưu"), "{screen}");
    // What a program would choose by an ending that the server does not take is not opened.
    for name in ["x.desktop", "x.sh", "pdf", "x.pdf.html", ".pdf."] {
        let mut desk = reading(Lang::Vi, vec![file(1, name)]);
        desk.text("o");
        assert!(!desk.sent.iter().any(|one| matches!(one.call, Call::Evidence(..))), "{name}");
    }
}

#[test]
fn a_file_that_comes_after_its_assignment_was_left_for_another_is_not_opened() {
    let mut desk = reading(Lang::Vi, pieces());
    desk.text("jjo");
    let file = desk.last().ticket;
    desk.text("J");
    desk.answer(Answer::Item(Box::new(detail(1, pieces()))));
    desk.reply(file, Ok(Answer::File(b"x".to_vec())));
    assert!(desk.opened.is_empty());
}

#[test]
fn a_file_that_comes_after_the_page_was_closed_is_not_opened() {
    let mut desk = reading(Lang::Vi, pieces());
    desk.text("jjo");
    let file = desk.last().ticket;
    desk.key(KeyCode::Esc);
    desk.reply(file, Ok(Answer::File(b"x".to_vec())));
    assert!(desk.opened.is_empty());
}

#[test]
fn saving_is_offered_where_there_is_a_file_and_nowhere_else() {
    let offers = |desk: &mut Desk| desk.screen(200, 24).lines().last().unwrap().contains("s lưu tệp");
    let links = || vec![link(4, "Quyết định", "https://ha-noi.example/qd")];
    let mut page = Desk::on_item(Lang::Vi, 0);
    assert!(offers(&mut page));
    page.text("R");
    page.answer(Answer::Item(Box::new(detail(0, links()))));
    assert!(!offers(&mut page));
    let mut list = reading(Lang::Vi, pieces());
    assert!(offers(&mut list), "a file");
    list.text("j");
    assert!(!offers(&mut list), "a link");
    list.text("s");
    assert!(list.screen(120, 24).contains("Liên kết không lưu được"));
    list.text("js");
    assert!(matches!(list.last().call, Call::Evidence(_, id) if id == EvidenceId(Uuid::from_u128(3))));
    list.answer(Answer::File(b"12;30".to_vec()));
    assert_eq!(list.saved, [("T24-01-ha-noi-số liệu.csv".to_owned(), "12;30".to_owned())], "that file alone");
}

#[test]
fn evidence_is_read_from_the_list_without_leaving_it_and_judged_from_there() {
    let mut desk = reading(Lang::Vi, pieces());
    desk.text("V");
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().detail.row.id, facts::id(0));
    desk.key(KeyCode::Esc);
    assert!(desk.screen(80, 24).contains("ghi chú.txt"), "the dialog lay over the evidence");
    desk.text("J");
    assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(1)));
    desk.answer(Answer::Item(Box::new(detail(1, pieces()))));
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("T24-02/") && screen.contains("ghi chú.txt"),
        "the evidence of the next one: {screen}"
    );
    desk.text("p");
    assert!(desk.screen(80, 24).contains("Việc có thể làm"), "its page");
    desk.text("p");
    desk.key(KeyCode::Esc);
    assert!(desk.screen(80, 24).contains("Việc có thể làm"), "one step back is where one came from");
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Backlog);
    // Who opens an assignment afterwards finds its page.
    desk.text("p");
    desk.answer(Answer::Item(Box::new(detail(1, pieces()))));
    desk.text("gb");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(detail(1, pieces()))));
    assert!(desk.screen(80, 24).contains("Việc có thể làm"));
}

#[test]
fn the_choice_stays_on_its_piece_while_others_come_and_go() {
    let mut desk = reading(Lang::Vi, pieces());
    desk.text("j");
    let mut more = pieces();
    more.push(file(9, "mới.pdf"));
    desk.text("R");
    desk.answer(Answer::Item(Box::new(detail(0, more))));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("▸ Quyết định") && screen.contains("minh chứng 3/5"), "{screen}");
}

#[test]
fn y_copies_what_is_asked_for_and_always_says_what() {
    let mut desk = reading(Lang::Vi, pieces());
    desk.text("yc");
    assert!(desk.screen(120, 24).contains("Đã chép mã: T24-01/ha-noi"));
    desk.text("yu");
    desk.text("yl");
    desk.text("jyl");
    assert!(desk.screen(120, 24).contains("Đã chép liên kết: https://ha-noi.example/quyet-dinh?so=58"));
    desk.text("yt");
    let page = format!("https://dondoc.example/assignments/{}", facts::id(0));
    let piece = format!("{page}/evidence/{}", Uuid::from_u128(5));
    let link = "https://ha-noi.example/quyet-dinh?so=58";
    assert_eq!(desk.copied[..4], ["T24-01/ha-noi", page.as_str(), piece.as_str(), link]);
    assert!(desk.copied[4].contains(link) && desk.screen(120, 24).contains("ký tự"));
    let mut list = Desk::in_backlog(Lang::Vi);
    list.text("jyc");
    list.text("yu");
    let address = format!("https://dondoc.example/assignments/{}", facts::id(1));
    assert_eq!(list.copied, [facts::row(1).code, address]);
    // A letter that ends no chord copies nothing and is obeyed nowhere.
    list.text("yj");
    assert_eq!((list.copied.len(), list.model.screens.backlog.list.cursor), (2, Some(facts::id(1))));
}

#[test]
fn what_is_copied_is_scrubbed_and_no_longer_than_a_terminal_takes() {
    let mut desk = reading(Lang::Vi, vec![link(4, "x", "https://x.example/\u{1b}]52;c;eA==\u{7}\u{202e}\n")]);
    desk.text("yl");
    assert_eq!(desk.copied, ["https://x.example/ ]52;c;eA=="]);
    let mut desk = Desk::on_item(Lang::Vi, 0);
    let mut long = facts::detail(0);
    long.reports[0].body.results = "Đ".repeat(65_536);
    desk.text("R");
    desk.answer(Answer::Item(Box::new(long)));
    desk.text("yt");
    let copied = &desk.copied[0];
    assert!(copied.len() <= MOST && copied.len() > MOST - 4);
    assert!(desk.screen(120, 24).contains("ký tự đầu trong"));
}

#[test]
fn with_copying_off_nothing_is_copied_and_it_is_said() {
    let mut desk = reading(Lang::Vi, pieces());
    desk.model.common.copies = false;
    for keys in ["yc", "yu", "yl", "yt"] {
        desk.wait(9_000);
        desk.text(keys);
        assert!(desk.screen(120, 24).contains("--no-copy"), "{keys}");
    }
    assert!(desk.copied.is_empty());
}

#[test]
fn nothing_that_a_file_or_its_name_holds_reaches_the_terminal_as_a_control_character() {
    const HOSTILE: &str = "a\u{1b}]52;c;eA==\u{7}b\u{9b}31mc\u{202e}d\u{200b}e\u{85}f\u{2066}g\u{1b}[2Jh";
    let long = format!("{HOSTILE}{}", "x".repeat(65_536));
    for bytes in [HOSTILE.repeat(50), long] {
        let bytes = bytes.into_bytes();
        let head = Head { bytes: bytes[..bytes.len().min(HEAD)].to_vec(), is_whole: bytes.len() <= HEAD };
        let hostile = Evidence { by: HOSTILE.to_owned(), ..file(5, &format!("{HOSTILE}.txt")) };
        let mut desk = reading(Lang::Vi, vec![link(4, HOSTILE, HOSTILE), hostile]);
        for size in [(80, 24), (120, 24)] {
            desk.screen(size.0, size.1);
            desk.key(KeyCode::Enter);
            desk.wait(200);
            if matches!(desk.last().call, Call::EvidenceHead(..)) {
                desk.answer(Answer::Head(head.clone()));
            }
            for _ in 0..20 {
                let drawn = drawn_at(&desk, size);
                let ours = drawn.split('\u{1b}').skip(1).all(|sequence| sequence.starts_with('['));
                assert!(ours && !drawn.chars().any(|c| scrub::forbidden(c) && c != '\u{1b}'));
                desk.key(KeyCode::PageDown);
            }
            desk.key(KeyCode::Esc);
        }
        desk.text("yt");
        assert!(desk.copied.iter().all(|text| !text.chars().any(scrub::forbidden)));
    }
}

#[test]
fn a_refusal_of_the_server_is_told_and_the_next_file_can_be_asked_for() {
    let mut desk = reading(Lang::Vi, vec![file(1, "a.pdf")]);
    desk.text("o");
    desk.fail(facts::problem(ErrorCode::NotFound, 404));
    assert!(desk.screen(120, 24).contains(ErrorCode::NotFound.message(Lang::Vi)));
    desk.text("o");
    desk.answer(Answer::File(b"%PDF".to_vec()));
    assert_eq!(desk.opened.len(), 1);
}
