//! What the mail says, byte by byte, and that no value can make it say something else.

use std::collections::HashMap;
use std::time::Duration;

use dondoc_kernel::auth::news::AccessNews;
use dondoc_kernel::mail::message::{Recipient, address, compose};
use dondoc_kernel::mail::smtp::Relay;
use dondoc_kernel::mail::{Bar, Group, Picture, Sender, Sheet, SheetRow};
use dondoc_server::domain::assignments::OpenUrge;
use dondoc_server::domain::calendar::Calendar;
use dondoc_server::domain::recipients::{Audiences, Reason};
use dondoc_server::programs::demo::sink::Sink;
use dondoc_server::slices::escalations::mail::EscalationMail;
use dondoc_server::slices::letters::access;
use dondoc_server::slices::letters::assigned::AssignedMail;
use dondoc_server::slices::letters::decision::DecisionMail;
use dondoc_server::slices::letters::notice::{NoticeLine, NoticeMail};
use dondoc_server::slices::reminders::ageing::Ageing;
use dondoc_server::slices::reminders::item::Subject;
use dondoc_server::slices::reminders::{CopyLine, DigestLine, DigestMail, Item, ReminderFacts, Step};
use dondoc_server::slices::shared_progress::HeldCopy;
use dondoc_server::slices::triage::Figures;
use dondoc_server::slices::urges::mail::UrgeMail;
use dondoc_server::slices::weekly::mail::Weekly;
use dondoc_server::slices::weekly::report::{Longest, Report};
use dondoc_shared::id::{AssignmentId, PolicyId, TenantId, UrgeId};
use dondoc_shared::ladder::LadderTarget;
use dondoc_shared::lateness::{Rate, days_overdue};
use dondoc_shared::lifecycle::{Part, Status, TaskKind};
use dondoc_shared::policy::{Audience, When};
use dondoc_shared::role::Role;
use dondoc_shared::text::{Both, Lang};
use dondoc_shared::wire::assignment::EventKind;
use dondoc_shared::wire::national::Classes;
use dondoc_shared::wire::standing::Matter;
use dondoc_shared::wire::{Cause, Precision};
use dondoc_tests::mailbox::{Letter, Mailbox};
use dondoc_tests::relay_world::SHORT;
use jiff::civil::{Date, date};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const ID: &str = "0190e7a1f0007000800000000000000a.0190e7a1f0007000800000000000000b";

fn sender() -> Sender {
    Sender::new(
        "Đôn đốc <dondoc@nation.example>".parse().unwrap(),
        &"https://nation.example".parse().unwrap(),
    )
    .unwrap()
}

fn both(vi: &str, en: &str) -> Both {
    Both::new(|lang| lang.pick(vi, en).to_owned())
}

fn about() -> Subject {
    Subject {
        code: "T24-08/ha-noi".to_owned(),
        title: both(
            "Ban hành kế hoạch chuyển đổi số năm 2024",
            "Issue the plan for digital transformation of 2024",
        ),
        directive: "58/QĐ-UBQGCĐS".to_owned(),
        due: both("31/05/2024, quá hạn 55 ngày", "31/05/2024, 55 days overdue"),
        tenant: both("Thành phố Hà Nội", "Ha Noi City"),
        link: "https://nation.example/assignments/1".to_owned(),
    }
}

fn sheets(lang: Lang) -> [(&'static str, Sheet); 9] {
    let text = "Đề nghị khẩn trương hoàn thành.\n\nNêu rõ vướng mắc & <nguyên nhân>.";
    let decision = |event, remark: &str, new_due: Option<Date>| {
        let asked = new_due.map(|_| (date(2024, 6, 30), date(2024, 10, 31)));
        DecisionMail { event, remark: remark.to_owned(), new_due, asked, until: None, about: about() }
            .sheet(lang)
    };
    let urge = UrgeMail {
        number: "12/2024/TCT".to_owned(),
        text: both(text, text),
        reply_by: date(2024, 8, 1),
        about: about(),
        others: vec![],
    };
    let step = EscalationMail {
        level: 3,
        target: LadderTarget::SteeringHead,
        days_overdue: 55,
        note: Both::new(|_| String::new()),
        about: about(),
    };
    [
        ("urge", urge.sheet(lang)),
        ("escalation", step.sheet(lang)),
        ("accepted", decision(EventKind::Accepted, "", None)),
        ("returned", decision(EventKind::Returned, "Thiếu số liệu.", None)),
        ("extension", decision(EventKind::ExtensionGranted, "", Some(date(2024, 9, 30)))),
        ("proposed", notice(lang, &[EventKind::Proposed])),
        ("sent_back", notice(lang, &[EventKind::SentBack])),
        ("notices", notice(lang, &[EventKind::Proposed, EventKind::SentBack])),
        ("assigned", assigned(lang)),
    ]
}

/// What has come to somebody within a quarter of an hour.
fn notice(lang: Lang, events: &[EventKind]) -> Sheet {
    let line = |event: &EventKind| NoticeLine {
        event: *event,
        by: "Người phê duyệt <Hà Nội>".to_owned(),
        remark: if *event == EventKind::SentBack {
            "Bổ sung số liệu & ký số.".to_owned()
        } else {
            String::new()
        },
        status: if *event == EventKind::SentBack { Status::InProgress } else { Status::Proposed },
        about: about(),
    };
    let tenant = lang.pick("Thành phố Hà Nội", "Ha Noi City").to_owned();
    let my_work = "https://nation.example/".to_owned();
    NoticeMail { tenant, lines: events.iter().map(line).collect(), my_work }.sheet(lang)
}

/// What a directive has newly assigned.
fn assigned(lang: Lang) -> Sheet {
    let task = |part: Part| (about(), part, "https://nation.example/assignments/1/acknowledge".to_owned());
    AssignedMail {
        tenant: lang.pick("Thành phố Hà Nội", "Ha Noi City").to_owned(),
        tasks: vec![task(Part::Lead), task(Part::Lead), task(Part::Coordinating)],
        my_work: "https://nation.example/".to_owned(),
    }
    .sheet(lang)
}

fn raw(sheet: Sheet, lang: Lang, name: &str) -> Vec<u8> {
    let to = Recipient { name: name.to_owned(), address: "officer@ha-noi.example".to_owned(), lang };
    compose(&sender(), &to, ID, "2024-07-25T01:00:00Z".parse().unwrap(), sheet).unwrap()
}

/// A digest with every kind of line, and a picture.
fn digest() -> DigestMail {
    let own = |n: u128, status: Status, day: i8| {
        let due = date(2024, 7, day);
        let (late_from, today) = (due.tomorrow().unwrap(), date(2024, 7, 25));
        let facts = ReminderFacts {
            id: AssignmentId(Uuid::from_u128(n)),
            kind: TaskKind::Duty,
            status,
            assignee: None,
            due_on: Some(due),
            late_from: Some(late_from),
            urgency_on: late_from,
            assigned_on: date(2024, 4, 19),
            level: 1,
            reminders_at_level: 0,
            sent_back: n == 2,
            urges: i32::from(n == 1),
            proposed_by: None,
            percent: 60,
            reported_on: Some(date(2024, 7, 1)),
        };
        let item = Item {
            facts: facts.clone(),
            code: format!("T24-{n:02}/ha-noi"),
            title_vi: "Ban hành kế hoạch".to_owned(),
            title_en: "Issue the plan".to_owned(),
            directive: "58/QĐ-UBQGCĐS".to_owned(),
            due_precision: Precision::Day,
        };
        let days_overdue = days_overdue(Some(late_from), today);
        let when = if days_overdue > 0 { When::Overdue(days_overdue) } else { When::Before(1) };
        (item, DigestLine { facts, steps: vec![step(when, n == 1)], reason: Reason::Approver, days_overdue })
    };
    // What waits, though no rule falls on the day.
    let waiting = |n: u128, status: Status| {
        let (item, line) = own(n, status, 30);
        (item, DigestLine { steps: vec![], reason: Reason::Assignee, ..line })
    };
    let urge = |number: u128, day: i8| OpenUrge {
        id: UrgeId(Uuid::from_u128(number)),
        number: format!("{number}/2024/TCT"),
        reply_by: date(2024, 7, day),
    };
    let copy = |matter: Matter| {
        let waits = (matter == Matter::Block).then_some((date(2024, 7, 1), Some(Cause::Data)));
        let held = HeldCopy {
            matter,
            task_id: Uuid::nil(),
            source: TenantId(2),
            status: (matter == Matter::Lead).then_some(Status::InProgress),
            due_on: date(2024, 7, 24),
            due_precision: Precision::Day,
            late_from: Some(date(2024, 7, 25)),
            waits,
            own: None,
            code: "T24-21/bca".to_owned(),
            titles: ["Kết nối dữ liệu".to_owned(), "Connect the data".to_owned()],
            directive: "58/QĐ-UBQGCĐS".to_owned(),
            names: ["Bộ Công an".to_owned(), "Ministry of Public Security".to_owned()],
        };
        CopyLine {
            held,
            steps: vec![step(When::Overdue(1), false)],
            reason: Reason::Approver,
            days_overdue: 1,
        }
    };
    DigestMail {
        tenant: "Hà Nội".to_owned(),
        today: date(2024, 7, 25),
        lines: vec![
            own(1, Status::Assigned, 18),
            own(2, Status::InProgress, 22),
            own(3, Status::Proposed, 24),
            own(4, Status::Acknowledged, 26),
            waiting(5, Status::Returned),
            waiting(6, Status::Assigned),
        ],
        copies: vec![copy(Matter::Block), copy(Matter::Lead)],
        own: 34,
        overdue: 4,
        urges: HashMap::from([(AssignmentId(Uuid::from_u128(1)), vec![urge(12, 26), urge(105, 31)])]),
        ageing: Ageing { own: true, counts: [12, 3, 0, 1] },
        portal: Some("https://nation.example".parse().unwrap()),
        link: Some("https://nation.example/".to_owned()),
    }
}

#[test]
fn a_digest_says_what_each_of_its_numbers_counts() {
    let mut mail = digest();
    let told = |mail: &DigestMail| {
        let raw = raw(mail.sheet(Lang::Vi, &Calendar::default()), Lang::Vi, "Chuyên viên (Hà Nội)");
        Letter::read(&raw).text
    };
    // The only overdue line that waits for nothing else: three more are told above it.
    mail.lines[3].1.days_overdue = 2;
    let text = told(&mail);
    for part in [
        "Hôm nay có 34 nhiệm vụ của Hà Nội cần bạn xử lý, trong đó 4 quá hạn.",
        "Mọi việc đang mở do bạn thực hiện, kể cả việc hôm nay bạn chưa phải xử lý:",
        "Quá hạn, chưa kể các việc nêu ở trên (1)",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    mail.lines.drain(..3);
    assert!(told(&mail).contains("\nQuá hạn (1)"));
}

fn step(when: When, own: bool) -> Step {
    let to = Audiences::of(&[Audience::Assignee, Audience::Coordinating, Audience::Blocking]);
    let (of, policy) = (TaskKind::Duty, PolicyId(Uuid::nil()));
    Step { of, policy, version: 2, own, when, slot: date(2024, 7, 25), to }
}

fn weekly() -> Weekly {
    let classes = Classes {
        completed_on_time: 40,
        completed_late: 5,
        open_in_time: 20,
        open_overdue: 7,
        no_deadline: 3,
    };
    let rate = |part, whole| Rate { part, whole };
    let figures = Figures {
        classes,
        completion: rate(45, 52),
        on_time: rate(40, 52),
        on_time_original: rate(38, 53),
        ageing: [3, 2, 0, 1, 1],
    };
    let longest = Longest {
        id: Some(dondoc_shared::id::AssignmentId(uuid::Uuid::from_u128(1))),
        code: "T24-08/ha-noi".to_owned(),
        title_vi: "Ban hành kế hoạch".to_owned(),
        title_en: "Issue the plan".to_owned(),
        days: 45,
    };
    let report = Report {
        on: date(2024, 7, 29),
        figures,
        newly_overdue: 2,
        newly_done: 4,
        longest: vec![longest],
        submitted: 1,
        extensions: 2,
        steps: 3,
        urges_overdue: 1,
        rechecks: 3,
    };
    let tenant = Some(both("Thành phố Hà Nội", "Ha Noi City"));
    Weekly { report, tenant, public_url: "https://nation.example/".parse().unwrap() }
}

/// Everything that somebody is told about their own access.
fn about_access(lang: Lang) -> Vec<(&'static str, Sheet)> {
    let by = "Quản trị <Hà Nội>".to_owned();
    let (absent, stand_in) = ("Lãnh đạo <phê duyệt>".to_owned(), "Chuyên viên".to_owned());
    let (from, to) = (date(2024, 7, 25), date(2024, 7, 31));
    let stands_in = |by: &String, absent: &String, reason: Option<&str>| AccessNews::StandsIn {
        by: by.clone(),
        absent: absent.clone(),
        from,
        to,
        reason: reason.map(str::to_owned),
    };
    let lost_asked = AccessNews::LostFactorAsked {
        by: by.clone(),
        person: stand_in.clone(),
        proof: "Gặp trực tiếp <25/07>".to_owned(),
    };
    let lost_decided = |confirmed, reason| AccessNews::LostFactorDecided {
        by: absent.clone(),
        person: stand_in.clone(),
        confirmed,
        reason,
    };
    let all = [
        ("access_invited", AccessNews::Invited { by: by.clone() }),
        ("access_link", AccessNews::Link { by: Some(by.clone()) }),
        ("access_forgotten", AccessNews::Link { by: None }),
        ("access_phrase_set", AccessNews::PhraseSet { by_link: true }),
        ("access_phrase_changed", AccessNews::PhraseSet { by_link: false }),
        ("access_second_factor_wanted", AccessNews::SecondFactorWanted { from: date(2024, 8, 8) }),
        ("access_second_factor_set", AccessNews::SecondFactorSet),
        ("access_second_factor_removed", AccessNews::SecondFactorRemoved { by: None }),
        ("access_second_factor_taken", AccessNews::SecondFactorRemoved { by: Some(by.clone()) }),
        ("access_authenticator_added", AccessNews::AuthenticatorAdded),
        ("access_authenticator_removed", AccessNews::AuthenticatorRemoved),
        ("access_passkey_first", AccessNews::PasskeyAdded { name: "Máy".to_owned(), first: true }),
        ("access_passkey_added", AccessNews::PasskeyAdded { name: "Máy <cơ quan>".to_owned(), first: false }),
        ("access_passkey_removed", AccessNews::PasskeyRemoved { name: "Máy <cơ quan>".to_owned() }),
        ("access_passkey_copied", AccessNews::PasskeyCopied { name: "Máy <cơ quan>".to_owned() }),
        (
            "access_console",
            AccessNews::ConsoleConnected {
                host: "máy <cơ quan>".to_owned(),
                address: "203.0.113.7".to_owned(),
            },
        ),
        ("access_recovery_codes", AccessNews::RecoveryCodesMade),
        ("access_recovery_code_used", AccessNews::RecoveryCodeUsed { left: 9 }),
        ("access_codes_guessed", AccessNews::CodesGuessed),
        ("access_sessions_ended", AccessNews::SessionsEnded { by: by.clone() }),
        ("access_role", AccessNews::Role { by: by.clone(), from: Role::Officer, to: Role::Approver }),
        ("access_enabled", AccessNews::Enabled { by: by.clone() }),
        (
            "access_handed_over",
            AccessNews::HandedOver {
                by: by.clone(), from: "Chuyên viên".to_owned(), items: 12, overdue: 3
            },
        ),
        ("access_lost_factor_asked", lost_asked),
        ("access_lost_factor_reported", AccessNews::LostFactorReported { by: by.clone() }),
        ("access_restored", AccessNews::Restored { by: by.clone(), confirmed_by: absent.clone() }),
        ("access_lost_factor_confirmed", lost_decided(true, None)),
        ("access_lost_factor_refused", lost_decided(false, Some("Không <phải>".to_owned()))),
        ("access_stands_in", stands_in(&by, &absent, Some("Ốm <dài ngày>"))),
        ("access_asked_to_stand_in", stands_in(&absent, &absent, None)),
        (
            "access_stood_in_for",
            AccessNews::StoodInFor { by: by.clone(), stand_in: stand_in.clone(), from, to },
        ),
        ("access_stand_in_ended", AccessNews::StandInEnded { by, stand_in, absent }),
    ];
    let url = "https://nation.example/".parse().unwrap();
    let tenant = lang.pick("Thành phố Hà Nội", "Ha Noi City");
    let sheet = |news: &AccessNews| {
        let link = news.link_life().map(|_| "1.the-secret");
        access::sheet(lang, &url, tenant, "officer@ha-noi.example", news, link).unwrap()
    };
    all.map(|(kind, news)| (kind, sheet(&news))).into()
}

#[test]
fn mail_about_ones_own_access_says_who_did_what_and_what_to_do_in_both_languages() {
    for lang in [Lang::Vi, Lang::En] {
        for (kind, sheet) in about_access(lang) {
            let leads = sheet.link.as_ref().map(|(_, to)| to.clone()).unwrap();
            let letter = Letter::read(&raw(sheet, lang, "Chuyên viên (Hà Nội)"));
            insta::assert_snapshot!(
                format!("{kind}_{lang}"),
                format!("Subject: {}\n\n{}", letter.subject, letter.text)
            );
            assert!(letter.text.contains(&leads) && letter.html.contains(&leads), "{kind}");
            assert_eq!(leads.contains("/link/1.the-secret"), letter.text.contains("the-secret"), "{kind}");
            assert!(!letter.html.contains("<Hà Nội>"), "{kind}");
        }
        let url = "https://nation.example/".parse().unwrap();
        let unmade = access::sheet(lang, &url, "x", "x", &AccessNews::Link { by: None }, None);
        assert!(unmade.is_none(), "without its link it is not sent");
    }
}

/// Every kind of mail that there is.
fn every_sheet(lang: Lang) -> Vec<(&'static str, Sheet)> {
    let mut all = sheets(lang).to_vec();
    all.extend(about_access(lang));
    all.push(("report", weekly().sheet(lang)));
    all.push(("digest", digest().sheet(lang, &Calendar::default())));
    all
}

#[test]
fn every_kind_reads_as_it_should_in_both_languages() {
    for lang in [Lang::Vi, Lang::En] {
        for (kind, sheet) in sheets(lang) {
            let bytes = raw(sheet, lang, "Chuyên viên (Hà Nội)");
            let letter = Letter::read(&bytes);
            let seen = format!("Subject: {}\n\n{}", letter.subject, letter.text);
            insta::assert_snapshot!(format!("{kind}_{lang}"), seen);
            // Plain text says all that HTML says.
            for word in ["T24-08/ha-noi", "58/QĐ-UBQGCĐS", "https://nation.example/assignments/1"] {
                assert!(letter.text.contains(word) && letter.html.contains(word), "{kind} {lang}: {word}");
            }
            assert!(!letter.html.contains("<nguyên") && !letter.html.contains("src="));
        }
    }
}

#[test]
fn every_mail_names_itself_for_ever_and_none_offers_to_be_switched_off() {
    for ((kind, vi), (_, en)) in sheets(Lang::Vi).into_iter().zip(sheets(Lang::En)) {
        let (first, again) = (raw(vi, Lang::Vi, "a"), raw(en, Lang::En, "b"));
        for letter in [Letter::read(&first), Letter::read(&again)] {
            let of = |name: &str| {
                letter
                    .headers
                    .iter()
                    .filter(|(n, _)| n.eq_ignore_ascii_case(name))
                    .map(|(_, v)| v.clone())
                    .collect::<Vec<_>>()
            };
            assert_eq!(of("X-Idempotency-Key"), [ID], "{kind}");
            // Nothing of what is sent may be switched off.
            assert!(of("List-Unsubscribe").is_empty(), "{kind}");
        }
    }
}

#[test]
fn the_raw_source_of_every_kind_is_as_agreed_in_both_languages() {
    for lang in [Lang::Vi, Lang::En] {
        for (kind, sheet) in every_sheet(lang) {
            let bytes = raw(sheet, lang, "Chuyên viên (Hà Nội)");
            let letter = Letter::read(&bytes);
            let source = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
            insta::assert_snapshot!(format!("raw_{kind}_{lang}"), source);
            // A picture reads as text, and nothing comes from elsewhere.
            assert!(!letter.html.contains("src=") && !letter.html.contains("<img"), "{kind}");
            if matches!(kind, "digest" | "report") {
                insta::assert_snapshot!(format!("{kind}_text_{lang}"), letter.text);
            }
        }
    }
}

/// Outlook draws with the engine of Word, which knows background, padding and size of cells alone, and takes colour and size
/// from attributes.
#[test]
fn buttons_and_bars_are_cells_with_colour_and_size_as_attributes() {
    for (kind, sheet) in every_sheet(Lang::Vi) {
        let html = Letter::read(&raw(sheet, Lang::Vi, "x")).html;
        let tags = html.split('<').filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag));
        let (mut buttons, mut bars) = (0, 0);
        for tag in tags.filter(|tag| !tag.starts_with("body ")) {
            let attribute = |name: &str| {
                let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
                rest.split_once('"').map(|(value, _)| value)
            };
            let style: Vec<(&str, &str)> = attribute("style")
                .unwrap_or_default()
                .split(';')
                .filter_map(|one| one.split_once(':'))
                .collect();
            let styled = |name: &str| style.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
            let is_cell = tag.starts_with("td ") || tag.starts_with("th ");
            assert!(
                styled("float").is_none()
                    && (is_cell || !tag.starts_with("a ") || styled("padding").is_none()),
                "{kind}: {tag}"
            );
            if let Some(colour) = styled("background") {
                assert!(is_cell && attribute("bgcolor") == Some(colour), "{kind}: {tag}");
                match styled("padding") {
                    Some("0") => {
                        let sizes = ["width", "height"]
                            .map(|name| attribute(name).and_then(|n| n.parse::<u16>().ok()));
                        assert!(sizes.iter().all(Option::is_some), "{kind}: {tag}");
                        bars += 1;
                    }
                    padding => {
                        assert!(padding.is_some(), "{kind}: {tag}");
                        buttons += 1;
                    }
                }
            }
            assert!(
                styled("width").is_none_or(|width| width == "100%") && styled("height").is_none(),
                "{kind}: {tag}"
            );
        }
        assert!(!html.contains("\"></td>"), "{kind}: a cell without content has no height");
        assert_eq!(buttons, 1, "{kind}");
        assert_eq!(bars > 0, matches!(kind, "digest" | "report"), "{kind}");
    }
}

/// At least a hundred ways to break out of a value.
fn payloads() -> Vec<String> {
    let breaks =
        ["\r\n", "\n", "\r", "\0", "\r\n\r\n", "\n\n", "\u{2028}", "\u{85}", "\x0b", "\r\n ", "\n\t"];
    let tails = [
        "Bcc: thief@elsewhere.example",
        ".",
        ".\r\nMAIL FROM:<thief@elsewhere.example>",
        "..",
        "Content-Type: text/html\r\n\r\n<script>",
        "--=_0190e7a1f0007000800000000000000a--",
        "Subject: khác",
        "QUIT\r\n",
        "=0D=0A.=0D=0A",
        "?=\r\n =?utf-8?b?DQpCY2M6IHg=?=",
    ];
    let pairs = breaks.iter().flat_map(|line| tails.iter().map(move |tail| format!("a{line}{tail}{line}b")));
    pairs.chain(["\"<>,;:@()\\".to_owned(), "x".repeat(5000), "Đ".repeat(2000), ".".repeat(200)]).collect()
}

/// Every part of a sheet that there is, with the value in it; what a kind of mail leaves out is here too.
fn overladen(value: &str) -> Sheet {
    let (one, two) = (|| value.to_owned(), || (value.to_owned(), value.to_owned()));
    let link = Some((value.to_owned(), "https://nation.example/assignments/1/acknowledge".to_owned()));
    let row = SheetRow { title: one(), facts: vec![two(); 2], link };
    Sheet {
        subject: one(),
        opening: vec![one(); 2],
        facts: vec![two(); 2],
        quote: Some(two()),
        picture: Some(Picture { title: one(), bars: vec![Bar { label: one(), n: 3, late: true }; 2] }),
        groups: vec![Group { title: one(), rows: vec![row; 2] }],
        closing: vec![one(); 2],
        why: one(),
        ..laden(value)
    }
}

/// A sheet that carries a value wherever one can stand.
fn laden(value: &str) -> Sheet {
    let about = Subject {
        code: value.to_owned(),
        title: both(value, value),
        directive: value.to_owned(),
        due: both(value, value),
        tenant: both(value, value),
        link: "https://nation.example/assignments/1".to_owned(),
    };
    let (number, text) = (value.to_owned(), both(value, value));
    let urge = UrgeMail { number, text, reply_by: date(2024, 8, 1), about, others: vec![] };
    urge.sheet(Lang::Vi)
}

#[tokio::test]
async fn no_value_adds_a_header_a_part_or_a_message() {
    let payloads = payloads();
    assert!(payloads.len() >= 100);
    let plain = Letter::read(&raw(laden("a"), Lang::Vi, "a"));
    let names = |letter: &Letter| letter.headers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let mailbox = Mailbox::start().await.unwrap();
    let url = format!("smtp://{}", mailbox.address()).parse().unwrap();
    let relay = Relay::new(&url, &[], SHORT, Duration::ZERO).unwrap();
    let mut connection = relay.connect().await.unwrap();
    let to = address("officer@ha-noi.example").unwrap();
    let sheets =
        payloads.iter().flat_map(|payload| [(payload, laden(payload)), (payload, overladen(payload))]);
    for (payload, sheet) in sheets {
        let bytes = raw(sheet, Lang::Vi, payload);
        connection.send(&sender().from.email, &to, &bytes).await.unwrap();
        let letter = mailbox.received().pop().unwrap().letter();
        assert_eq!(names(&letter), names(&plain), "{payload:?}");
        assert_eq!(letter.to, ["officer@ha-noi.example"], "{payload:?}");
        assert_eq!(letter.from, "dondoc@nation.example", "{payload:?}");
        assert_eq!(letter.message_id, format!("{ID}@nation.example"), "{payload:?}");
        assert!(!letter.subject.contains(['\r', '\n', '\0']), "{payload:?}");
        assert!(!letter.html.contains("<script>"), "{payload:?}");
    }
    connection.quit().await;
    let received = mailbox.received();
    assert_eq!((received.len(), mailbox.sessions()), (2 * payloads.len(), 1));
    assert!(received.iter().all(|mail| mail.to == "officer@ha-noi.example" && mail.raw.is_ascii()));
}

#[tokio::test]
async fn the_demo_keeps_what_it_catches_across_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let stop = CancellationToken::new();
    let sink = Sink::start(folder.path(), stop.clone()).await.unwrap();
    let relay = Relay::new(&sink.url().parse().unwrap(), &[], SHORT, Duration::ZERO).unwrap();
    let mut connection = relay.connect().await.unwrap();
    let to = address("officer@ha-noi.example").unwrap();
    for lang in [Lang::Vi, Lang::En] {
        let [(_, urge), ..] = sheets(lang);
        connection.send(&sender().from.email, &to, &raw(urge, lang, "x")).await.unwrap();
    }
    connection.quit().await;
    stop.cancel();

    let again = Sink::start(folder.path(), CancellationToken::new()).await.unwrap();
    let subjects: Vec<String> = again.list(0, 10).into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["Urge no. 12/2024/TCT: T24-08/ha-noi", "Đôn đốc số 12/2024/TCT: T24-08/ha-noi"]);
    assert_eq!(again.list(1, 10), [again.show(1).unwrap()]);
    let shown = again.show(2).unwrap();
    assert_eq!((shown.to.as_str(), shown.date.as_str()), ("officer@ha-noi.example", "2024-07-25T01:00:00Z"));
    assert!(shown.html.contains("<table") && shown.text.contains("Please answer"));
    assert!(again.show(3).is_none());
}

#[actix_web::test]
async fn the_demos_pages_show_a_mail_that_can_do_nothing() {
    use actix_web::{App, test};
    let folder = tempfile::tempdir().unwrap();
    let sink = Sink::start(folder.path(), CancellationToken::new()).await.unwrap();
    let relay = Relay::new(&sink.url().parse().unwrap(), &[], SHORT, Duration::ZERO).unwrap();
    let mut connection = relay.connect().await.unwrap();
    connection
        .send(
            &sender().from.email,
            &address("a@b.example").unwrap(),
            &raw(laden("<script>alert(1)</script>"), Lang::Vi, "x"),
        )
        .await
        .unwrap();
    let app = App::new().configure(|config| dondoc_server::programs::demo::caught::routes(config, &sink));
    let app = test::init_service(app).await;
    let get = async |path: &str| {
        let answer = test::call_service(&app, test::TestRequest::get().uri(path).to_request()).await;
        let policy =
            answer.headers().get("Content-Security-Policy").map(|value| value.to_str().unwrap().to_owned());
        let status = answer.status().as_u16();
        (
            status,
            policy.unwrap_or_default(),
            String::from_utf8(test::read_body(answer).await.to_vec()).unwrap(),
        )
    };
    let (status, _, list) = get("/dev/mail").await;
    assert!(status == 200 && list.contains("/dev/mail/1") && !list.contains("<script>"), "{list}");
    let (status, _, one) = get("/dev/mail/1").await;
    assert!(status == 200 && one.contains("<iframe sandbox") && !one.contains("<script>"), "{one}");
    let (status, policy, html) = get("/dev/mail/1/html").await;
    assert!(
        status == 200
            && policy.starts_with("sandbox;")
            && html.contains("<table")
            && !html.contains("<script>")
    );
    assert_eq!(get("/dev/mail/2").await.0, 404);
}
