//! Every page in both languages with sample data: the frame's rules, the texts that matter, hostile text escaped.

mod sample;

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, EventId, EvidenceId, ExtensionId, ReportId, TenantId, UrgeId},
    lifecycle::{Act, Part, Status},
    role::Role,
    text::Lang,
    turn::ToDo,
    wire::{
        Cause, Page, Precision, TenantKind, TenantRef,
        assignment::{
            AllowedAct, AssignmentDetail, AssignmentRow, Event, EventKind, Evidence, EvidenceKind,
            ExtensionRequest, ExtensionState, ExtensionTotal, OtherTenant, Report, ReportBody, TaskFacts,
            Urge, UrgeAnswer,
        },
    },
};
use jiff::{Timestamp, civil::date};
use uuid::Uuid;

use super::{acts, evidence, extension, item::Item, report, seen::Seen, urge, work};
use crate::{
    domain::{assignments::OpenUrge, calendar::Calendar},
    slices::portal::{Frame, Trouble, sample::check},
};
use dondoc_kernel::{
    db::Version,
    error::{Error, Fault, FieldFault},
    tenants::Tenant,
};

const HOSTILE: &str = "<script>alert('x')</script> & \"trích\"";
const ESCAPED: &str = "&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62; &#38; &#34;trích&#34;";

use sample::*;

#[test]
fn my_work_stands_under_headings_in_the_order_of_urgency() {
    let rows = || {
        let soon = AssignmentRow {
            days_overdue: 0,
            working_days_left: Some(3),
            due_on: Some(date(2024, 7, 30)),
            status: Status::Returned,
            ..row(Status::Returned)
        };
        let coordinating = AssignmentRow {
            part: Part::Coordinating,
            days_overdue: 0,
            late_from: None,
            ..row(Status::InProgress)
        };
        vec![soon, coordinating, row(Status::Proposed)]
    };
    let urge = OpenUrge {
        id: UrgeId(Uuid::from_u128(9)),
        number: "105/2024/TCT".to_owned(),
        reply_by: date(2024, 7, 26),
    };
    let attention = work::Attention {
        counts: BTreeMap::from([
            (ToDo::Overdue, 12),
            (ToDo::Amend, 0),
            (ToDo::Rework, 1),
            (ToDo::Approve, 3),
        ]),
        lost_factors: 1,
        waiting_on_us: 2,
        urges: HashMap::from([(row(Status::Proposed).id, vec![urge])]),
    };
    let [vi, en] = each(|t| {
        work::Work::new(Frame::sample(t), page(rows(), Some("next+/=")), &attention, ("status:x&y", None))
            .render()
            .unwrap()
    });
    let order = ["Quá hạn</h2>", "Đến hạn trong 7 ngày</h2>", "Phối hợp</h2>"].map(|h| vi.find(h).unwrap());
    assert!(order.is_sorted(), "{order:?}");
    for text in [
        "quá hạn 12 ngày",
        "còn 3 ngày làm việc",
        "12 việc quá hạn",
        "3 việc chờ bạn phê duyệt",
        "href=\"/?q=la%3Aph%C3%AA-duy%E1%BB%87t-tr%E1%BA%A3-l%E1%BA%A1i\">1 việc bị người phê duyệt trả lại",
        "urge-answer?urge=00000000-0000-0000-0000-000000000009\">Đôn đốc số 105/2024/TCT, trả lời chậm nhất ngày 26/07/2024",
        "href=\"/waiting-on-us\">2 việc của cơ quan khác đang chờ đơn vị",
        "DỮ LIỆU MÔ PHỎNG",
        "Đang hiện 3 trong 43 việc",
        ESCAPED,
    ] {
        assert!(vi.contains(text), "{text}");
    }
    assert!(!vi.contains("việc bị Tổ công tác trả lại"), "a count of nothing is not shown");
    assert!(
        en.contains("12 days overdue")
            && en.contains("3 working days left")
            && en.contains("Issue the digital")
    );
    assert!(en.contains("cursor=next%2B%2F%3D"));
}

#[test]
fn who_only_reads_is_not_told_to_act_and_an_officer_not_to_approve() {
    let attention = work::Attention {
        counts: BTreeMap::from([(ToDo::Approve, 3), (ToDo::Acknowledge, 13)]),
        ..work::Attention::default()
    };
    let page_of = |role| {
        let [vi, _] = each(|t| {
            let frame = Frame::sample_of(t, role, TenantId(24));
            work::Work::new(frame, page(vec![], None), &attention, ("", None)).render().unwrap()
        });
        vi
    };
    for (role, acts, approves, reads) in [
        (Role::Viewer, false, false, true),
        (Role::Administrator, false, false, true),
        (Role::Officer, true, false, false),
        (Role::Approver, true, true, false),
    ] {
        let vi = page_of(role);
        assert_eq!(vi.contains(Lang::Vi.needs_attention()), acts, "{role}");
        assert_eq!(vi.contains("3 việc chờ bạn phê duyệt"), approves, "{role}");
        assert_eq!(vi.contains("3 việc đang trình phê duyệt"), reads, "{role}");
        assert!(vi.contains("13 việc mới giao, chưa tiếp nhận"), "{role}");
    }
}

#[test]
fn an_empty_list_says_what_will_appear_and_who_puts_it_there() {
    let none = work::Attention::default();
    let [vi, _] =
        each(|t| work::Work::new(Frame::sample(t), page(vec![], None), &none, ("", None)).render().unwrap());
    assert!(vi.contains(Lang::Vi.work_is_empty_hint()));
    let [vi, _] =
        each(|t| work::Work::new(Frame::sample(t), page(vec![], None), &none, ("x", None)).render().unwrap());
    assert!(vi.contains(Lang::Vi.filter_is_empty_hint()) && !vi.contains(Lang::Vi.work_is_empty_hint()));
}

#[test]
fn a_filter_that_does_not_parse_says_where_and_shows_no_rows() {
    let none = work::Attention::default();
    let [vi, _] = each(|t| {
        let rows = page(vec![row(Status::Assigned)], None);
        let work = work::Work::new(Frame::sample(t), rows, &none, ("tenent:x", None));
        work.faulty("Ký tự 1 <x>".to_owned()).render().unwrap()
    });
    assert!(vi.contains("Ký tự 1 &#60;x&#62;") && vi.contains("aria-invalid") && !vi.contains("T24-08"));
}

#[test]
fn the_working_group_sees_whose_each_row_is() {
    let none = work::Attention::default();
    let [vi, en] = each(|t| {
        let frame = Frame::sample_of(t, Role::Observer, TenantId::NATIONAL);
        work::Work::new(frame, page(vec![row(Status::InProgress)], None), &none, ("", None)).render().unwrap()
    });
    assert!(vi.contains("tỉnh Lào Cai ·") && en.contains("Lao Cai province ·"));
    assert!(!vi.contains(Lang::Vi.needs_attention()));
}

#[test]
fn an_assignment_shows_dates_next_step_and_everything_that_happened() {
    let acts = [
        (Act::Report, None),
        (Act::AddEvidence, None),
        (Act::RemoveEvidence, None),
        (Act::Submit, Some(ErrorCode::EvidenceRequired)),
        (Act::TakeBack, Some(ErrorCode::WrongState)),
        (Act::AnswerUrge, None),
        (Act::Urge, None),
    ];
    let [vi, en] = each(|t| Item::new(seen(t, &detail(Status::InProgress, &acts))).render().unwrap());
    for text in [
        "quá hạn 12 ngày",
        "13/07/2024",
        "tháng 06/2024",
        "đã gia hạn 1 lần, tổng cộng 13 ngày",
        "Đôn đốc số 12/2024",
        "quá hạn trả lời 1 ngày",
        "1,5 MB",
        "đã gỡ ngày 20/07/2024 16:30",
        "Bộ Công an",
        "Bộ &#60;Công an&#62;",
        "chủ trì theo văn bản",
        ESCAPED,
    ] {
        assert!(vi.contains(text), "{text}");
    }
    assert!(vi.contains("Trả lời đôn đốc số 12/2024</a>") && en.contains("Answer urge 12/2024</a>"));
    // The oldest wish of somebody else comes first; what the console does is not offered here.
    assert!(vi.contains(
        "class=\"button\" href=\"/assignments/00000000-0000-0000-0000-000000000007/urge-answer?urge="
    ));
    assert!(
        vi.contains(ErrorCode::EvidenceRequired.message(Lang::Vi))
            && !vi.contains(ErrorCode::WrongState.message(Lang::Vi))
    );
    assert!(!vi.contains("/urge\""));
    assert!(en.contains("lang=\"vi\">Kế hoạch hoạt động") && en.contains("lang=\"en\">Issue the digital"));
    assert!(vi.contains("lang=\"en\">Decision of the province") && vi.contains("(chỉ có bản tiếng Anh)"));
    assert!(!en.contains(Lang::En.english_only()));
    assert!(en.contains("href=\"https://lao-cai.example/qd?a=1&#38;b=&#34;2&#34;\""));
}

fn event(kind: EventKind, at: Timestamp, detail: &str) -> Event {
    Event {
        id: EventId(Uuid::from_u128(42)),
        at,
        kind,
        by: "Người phê duyệt".to_owned(),
        by_working_group: false,
        detail: detail.to_owned(),
    }
}

#[test]
fn what_was_sent_back_says_why_until_it_is_answered() {
    let mut d = detail(Status::InProgress, &[(Act::Report, None)]);
    d.timeline.insert(0, event(EventKind::SentBack, at(), "Bổ sung số liệu của sở"));
    d.timeline.insert(0, event(EventKind::Reminded, at(), "a@lao-cai.example"));
    let [vi, _] = each(|t| Item::new(seen(t, &d)).render().unwrap());
    let notice = |html: &str| html.contains("id=\"returned\"");
    assert!(notice(&vi) && vi.matches("Bổ sung số liệu của sở").count() == 2, "{vi}");
    d.timeline.insert(0, event(EventKind::Reported, at(), ""));
    let [vi, _] = each(|t| Item::new(seen(t, &d)).render().unwrap());
    assert!(!notice(&vi), "a report has answered it");
}

#[test]
fn an_approver_who_sent_back_is_told_whose_turn_it_is_until_it_is_proposed_again() {
    let mut d = detail(Status::InProgress, &[(Act::Report, None), (Act::Submit, None)]);
    d.row.percent = 100;
    d.row.unanswered_urges = 0;
    let officer = |kind| Event { by: "Chuyên viên Sở".to_owned(), ..event(kind, at(), "") };
    d.timeline.insert(0, officer(EventKind::Proposed));
    d.timeline.insert(0, event(EventKind::SentBack, at(), "Bổ sung số liệu"));
    let page = |d: &AssignmentDetail| each(|t| Item::new(seen(t, d)).render().unwrap());
    let main = |html: &str| {
        let steps = html.split("id=\"steps\"").nth(1).unwrap().split("</section>").next().unwrap();
        steps
            .split("class=\"button\"")
            .nth(1)
            .is_some_and(|after| after.split('>').next().unwrap().contains("/submit"))
    };
    for _ in 0..2 {
        let [vi, en] = page(&d);
        assert!(
            vi.contains("Đang đến lượt Chuyên viên Sở") && en.contains("the turn of Chuyên viên Sở"),
            "{vi}"
        );
        assert!(!main(&vi) && vi.contains("/submit\">"), "it can be done, and nobody is pushed: {vi}");
        // A report alone asks nothing of the approver.
        d.timeline.insert(0, officer(EventKind::Reported));
    }
    d.timeline.insert(0, officer(EventKind::Proposed));
    d.row.status = Status::Proposed;
    let [vi, _] = page(&d);
    assert!(main(&vi) && !vi.contains("Đang đến lượt"), "{vi}");
}

#[test]
fn a_chip_is_called_what_it_finds_and_both_ways_of_sending_back_have_one() {
    let work = |t| {
        work::Work::new(Frame::sample(t), page(vec![], None), &work::Attention::default(), ("", None))
            .render()
            .unwrap()
    };
    let [vi, _] = each(work);
    for (term, name) in
        [("trangthai:bị-trả-lại", "Tổ công tác trả lại"), ("la:phê-duyệt-trả-lại", "Người phê duyệt trả lại")]
    {
        let query = url::form_urlencoded::byte_serialize(term.as_bytes()).collect::<String>();
        let link = vi.split("<a ").find(|link| link.contains(&format!("q={query}\"")));
        assert!(link.is_some_and(|link| link.contains(&format!(">{name}<"))), "{term} in {vi}");
    }
}

#[test]
fn reminders_of_one_moment_are_one_line_and_name_who_got_them() {
    let mut d = detail(Status::InProgress, &[]);
    let second = at() + jiff::SignedDuration::from_secs(1);
    let earlier = at() - jiff::SignedDuration::from_hours(24);
    d.timeline = vec![
        event(EventKind::Reminded, second, "b@lao-cai.example"),
        event(EventKind::Reminded, at(), HOSTILE),
        event(EventKind::Reminded, earlier, "c@lao-cai.example"),
    ];
    let [vi, en] = each(|t| Item::new(seen(t, &d)).render().unwrap());
    assert_eq!((vi.matches("<time ").count(), vi.matches("(2 người)").count()), (2, 1), "{vi}");
    assert!(vi.contains("b@lao-cai.example</li>") && vi.contains(ESCAPED) && en.contains("Reminder sent (2"));
}

#[test]
fn mail_is_named_by_what_it_was() {
    let mut d = detail(Status::InProgress, &[]);
    d.timeline = vec![
        event(EventKind::UrgeMailed, at(), "105/2024/TCT · a@lao-cai.example"),
        event(EventKind::UrgeMailed, at(), "105/2024/TCT · b@lao-cai.example"),
        event(EventKind::UrgeMailed, at(), "106/2024/TCT · a@lao-cai.example"),
        event(EventKind::DecisionMailed, at(), "a@lao-cai.example"),
        event(EventKind::NoticeMailed, at(), "c@lao-cai.example"),
    ];
    let [vi, en] = each(|t| Item::new(seen(t, &d)).render().unwrap());
    for text in [
        "Gửi thư đôn đốc số 105/2024/TCT (2 người)",
        "b@lao-cai.example</li>",
        "Gửi thư đôn đốc số 106/2024/TCT</strong>",
        "Gửi thư báo quyết định",
        "Gửi thư báo việc",
    ] {
        assert!(vi.contains(text), "{text} in {vi}");
    }
    assert!(
        en.contains("Mail of urge 105/2024/TCT sent (2 people)") && en.contains("Mail of the decision sent")
    );
    assert!(!vi.contains(EventKind::Reminded.name(Lang::Vi)), "none of it is a reminder");
}

#[test]
fn after_a_return_the_page_says_why_it_cannot_be_handed_in_and_where_it_can() {
    let acts = [(Act::Report, None), (Act::AddEvidence, None), (Act::Propose, Some(ErrorCode::ReportFirst))];
    let officer = |t, d: &AssignmentDetail| Seen {
        frame: Frame::sample_of(t, Role::Officer, TenantId(24)),
        ..seen(t, d)
    };
    let d = detail(Status::Returned, &acts);
    let [vi, _] = each(|t| Item::new(officer(t, &d)).render().unwrap());
    let told = format!("/propose\">Trình phê duyệt</a>: {}", ErrorCode::ReportFirst.message(Lang::Vi));
    assert!(vi.contains(&told), "{told} in {vi}");
    // The page asks for the last report; without evidence there would be no use in it.
    let page = |d: &AssignmentDetail| {
        let [vi, _] = each(|t| {
            let typed = acts::HandInForm { results: Some(HOSTILE.to_owned()), ..Default::default() };
            acts::view(officer(t, d), Act::Propose, &typed, None, &Trouble::default()).render().unwrap()
        });
        vi
    };
    let vi = page(&d);
    assert!(vi.contains("name=\"results\"") && vi.contains(Lang::Vi.final_report_explained()), "{vi}");
    let mut bare = d.clone();
    bare.evidence.clear();
    assert!(!page(&bare).contains("name=\"results\""));
    let [vi, _] = each(|t| Item::new(officer(t, &bare)).render().unwrap());
    assert!(!vi.contains("/propose\""), "{vi}");
}

#[test]
fn evidence_opens_where_a_decision_is_made() {
    let d = detail(Status::Proposed, &[(Act::Submit, None)]);
    let file = d.evidence.iter().find(|e| e.kind == EvidenceKind::File && e.removed_at.is_none()).unwrap();
    for act in [Act::Submit, Act::SendBack, Act::Propose] {
        let [vi, _] = each(|t| {
            let typed = acts::HandInForm::default();
            acts::view(seen(t, &d), act, &typed, None, &Trouble::default()).render().unwrap()
        });
        let link = format!("href=\"/assignments/{}/evidence/{}\" download", d.row.id, file.id);
        assert!(vi.contains(&link) && vi.contains("1,5 MB"), "{act}: {link} in {vi}");
        assert!(vi.contains("href=\"https://lao-cai.example/qd"), "{act}");
    }
}

#[test]
fn an_approver_is_not_offered_to_propose_and_reads_the_way_round_an_own_proposal() {
    let acts = [(Act::Propose, None), (Act::Submit, Some(ErrorCode::SecondPersonRequired))];
    let d = detail(Status::InProgress, &acts);
    let [vi, _] = each(|t| Item::new(seen(t, &d)).render().unwrap());
    assert!(!vi.contains("/propose\"") && vi.contains(Lang::Vi.submit_after_sending_back()), "{vi}");
    let officer = |t| Seen { frame: Frame::sample_of(t, Role::Officer, TenantId(24)), ..seen(t, &d) };
    let [vi, _] = each(|t| Item::new(officer(t)).render().unwrap());
    assert!(vi.contains("/propose\""), "an officer proposes");
}

#[test]
fn the_primary_step_is_what_moves_the_work_on() {
    let primary = |status, percent, urges, acts: &[Act]| {
        let acts: Vec<_> = acts.iter().map(|act| (*act, None)).collect();
        let mut d = detail(status, &acts);
        (d.row.percent, d.row.unanswered_urges) = (percent, urges);
        let html = Item::new(seen(Lang::En, &d)).render().unwrap();
        let steps = html.split("id=\"steps\"").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
        let label = |act: &&Act| {
            steps.split(act.name(Lang::En)).next().is_some_and(|before| {
                steps.contains(act.name(Lang::En))
                    && before.contains("class=\"button\"")
                    && !before.contains("class=\"choices\"")
            })
        };
        Act::ALL.iter().find(label).copied()
    };
    assert_eq!(primary(Status::Assigned, 0, 0, &[Act::Acknowledge, Act::Report]), Some(Act::Acknowledge));
    assert_eq!(primary(Status::InProgress, 60, 0, &[Act::Report, Act::Propose]), Some(Act::Report));
    assert_eq!(primary(Status::InProgress, 100, 0, &[Act::Propose, Act::Submit]), Some(Act::Submit));
    assert_eq!(primary(Status::InProgress, 100, 0, &[Act::Report, Act::Submit]), Some(Act::Submit));
    assert_eq!(primary(Status::Proposed, 100, 0, &[Act::SendBack, Act::Submit]), Some(Act::Submit));
    assert_eq!(primary(Status::Submitted, 100, 0, &[Act::TakeBack]), None);
    assert_eq!(primary(Status::Returned, 100, 0, &[Act::Report]), Some(Act::Report));
}

#[test]
fn a_report_begins_with_what_still_holds_and_keeps_what_was_typed() {
    let d = detail(Status::InProgress, &[(Act::Report, None)]);
    let [vi, _] = each(|t| {
        let typed = report::ReportForm::of(&d);
        report::view(seen(t, &d), &typed, None, &Trouble::default()).render().unwrap()
    });
    assert!(
        vi.contains("<option value=\"bca\" selected>Bộ &#60;Công an&#62;")
            && !vi.contains("value=\"lao-cai\"")
    );
    assert!(vi.contains("value=\"60\"") && vi.contains("Chưa có hướng dẫn</textarea>"));
    assert!(vi.contains(" aria-required=\"true\" aria-describedby=\"results-hint\">\n</textarea>"), "{vi}");
    assert!(vi.contains("name=\"_version\" value=\"5\""));

    let faults = vec![
        FieldFault::new("percent", Fault::OutOfRange(0, 100)),
        FieldFault::new("results", Fault::Missing),
    ];
    let [vi, en] = each(|t| {
        let trouble = Trouble::of(Error::Fields(faults.clone())).unwrap();
        let typed = report::ReportForm {
            percent: "150".to_owned(),
            next_step: HOSTILE.to_owned(),
            ..Default::default()
        };
        report::view(seen(t, &d), &typed, Some(Version(3)), &trouble).render().unwrap()
    });
    assert!(vi.contains("<a href=\"#percent\">“Tiến độ (%)” phải từ 0 đến 100.</a>"), "{vi}");
    assert!(en.contains("<a href=\"#results\">“Results” is missing.</a>"));
    assert!(en.contains("<title>There is something to put right: Report progress"));
    assert!(vi.contains("value=\"150\"") && vi.contains(&format!("\n{ESCAPED}</textarea>")));
    // What its writer has seen is what they answer for, until they are shown something newer.
    assert!(vi.contains("name=\"_version\" value=\"3\""));
}

#[test]
fn a_stale_report_shows_what_is_stored_and_can_be_sent_on_top_of_it() {
    let d = detail(Status::InProgress, &[(Act::Report, None)]);
    let [vi, en] = each(|t| {
        let trouble = Trouble::of(ErrorCode::VersionStale.into()).unwrap();
        let typed = report::ReportForm {
            percent: "70".to_owned(),
            results: HOSTILE.to_owned(),
            ..Default::default()
        };
        report::view(seen(t, &d), &typed, Some(Version(3)), &trouble).render().unwrap()
    });
    assert!(
        vi.contains(Lang::Vi.stale_title())
            && vi.contains("Trạng thái: đang thực hiện; tiến độ 60%. Thay đổi gần nhất:")
    );
    assert!(vi.contains("name=\"_version\" value=\"5\"") && vi.contains(&format!("\n{ESCAPED}</textarea>")));
    assert!(en.contains(Lang::En.stale_send()) && en.contains("value=\"70\""));
}

#[test]
fn acts_say_what_follows_and_ask_for_a_remark_where_one_is_needed() {
    let typed = acts::HandInForm { remark: HOSTILE.to_owned(), ..Default::default() };
    for act in [Act::Propose, Act::TakeProposalBack, Act::SendBack, Act::Submit, Act::TakeBack] {
        let d = detail(Status::InProgress, &[(act, None)]);
        let [vi, _] =
            each(|t| acts::view(seen(t, &d), act, &typed, None, &Trouble::default()).render().unwrap());
        assert!(vi.contains(act.name(Lang::Vi)) && vi.contains("2 minh chứng"));
        let takes_back = matches!(act, Act::TakeBack | Act::TakeProposalBack);
        assert_eq!(vi.contains("name=\"remark\""), !takes_back, "{act}");
        assert_eq!(vi.contains("aria-required"), act == Act::SendBack, "{act}");
    }
    let d = detail(Status::Proposed, &[(Act::SendBack, None)]);
    let [vi, _] = each(|t| {
        let trouble = Trouble::of(ErrorCode::RemarkRequired.into()).unwrap();
        let typed = acts::HandInForm::default();
        acts::view(seen(t, &d), Act::SendBack, &typed, Some(Version(5)), &trouble).render().unwrap()
    });
    assert!(vi.contains("<a href=\"#remark\">Cần ghi rõ lý do.</a>"));
}

#[test]
fn evidence_takes_files_and_links_and_says_which_form_went_wrong() {
    let d = detail(Status::InProgress, &[(Act::AddEvidence, None)]);
    let [vi, _] = each(|t| {
        let trouble = Trouble::said("file", t.file_trouble(HOSTILE, t.file_too_large()));
        let typed = evidence::LinkForm { name: HOSTILE.to_owned(), url: "http:".to_owned() };
        evidence::view(Frame::sample(t), &d, &typed, None, &trouble, &Trouble::default()).render().unwrap()
    });
    assert!(
        vi.contains("enctype=\"multipart/form-data\"")
            && vi.contains(&format!("<a href=\"#file\">Tệp “{ESCAPED}”"))
    );
    let token = vi.find("name=\"_token\"").unwrap();
    assert!(token < vi.find("type=\"file\"").unwrap(), "the token must come before the file");
    assert_eq!(vi.matches("there_is_a_problem").count(), 0);
    each(|t| evidence::removal(Frame::sample(t), &d, 0, &Trouble::default()).unwrap().render().unwrap());
}

#[test]
fn an_extension_is_asked_for_with_a_working_day_to_choose() {
    let mut d = detail(Status::InProgress, &[(Act::RequestExtension, None)]);
    d.row.due_on = Some(date(2024, 8, 24));
    let [vi, en] = each(|t| {
        let typed = extension::ExtensionForm {
            pick: "2024-09-02".to_owned(),
            reason: "funding".to_owned(),
            ..Default::default()
        };
        extension::view(Frame::sample(t), &d, &Calendar::default(), &typed, None, &Trouble::default())
            .render()
            .unwrap()
    });
    // 24 August 2024 and seven days is a Saturday: the Monday after it is offered.
    assert!(
        vi.contains("value=\"2024-09-02\" checked") && vi.contains("02/09/2024: thêm 7 ngày so với"),
        "{vi}"
    );
    assert!(en.contains("<option value=\"funding\" selected>funding not yet available"));
    let [vi, _] = each(|t| {
        let trouble = Trouble::of(ErrorCode::DateNotLater.into()).unwrap();
        extension::view(
            Frame::sample(t),
            &d,
            &Calendar::default(),
            &extension::ExtensionForm::default(),
            Some(Version(5)),
            &trouble,
        )
        .render()
        .unwrap()
    });
    assert!(vi.contains("<a href=\"#to\">Thời hạn mới phải sau"));
}

#[test]
fn everything_wrong_with_a_request_is_said_at_once_by_the_labels_that_stand_there() {
    let faults = vec![FieldFault::new("to", Fault::Malformed), FieldFault::new("text", Fault::Missing)];
    let d = detail(Status::InProgress, &[(Act::RequestExtension, None)]);
    let [vi, en] = each(|t| {
        let trouble =
            Trouble::of(Error::Fields(faults.clone())).unwrap().and("reason", t.two_dates().to_owned());
        let typed = extension::ExtensionForm::default();
        let calendar = Calendar::default();
        extension::view(Frame::sample(t), &d, &calendar, &typed, None, &trouble).render().unwrap()
    });
    for text in [
        "<a href=\"#to\">“Ngày khác (ngày/tháng/năm)” không đúng dạng.</a>",
        "<a href=\"#text\">Thiếu “Giải trình”.</a>",
        "<a href=\"#reason\">Chỉ chọn một ngày",
    ] {
        assert!(vi.contains(text), "{text} in {vi}");
    }
    assert!(en.contains("“Explanation” is missing."));
}

#[test]
fn each_open_urge_has_its_own_page_of_an_answer() {
    let mut d = detail(Status::InProgress, &[(Act::AnswerUrge, None)]);
    let older = Urge { id: UrgeId(Uuid::from_u128(90)), number: "3/2024".to_owned(), ..urge_row(None) };
    d.urges.push(older.clone());
    let [vi, _] = each(|t| {
        let typed = urge::AnswerForm { text: HOSTILE.to_owned() };
        urge::view(Frame::sample(t), &d, &older, &typed, None, &Trouble::default()).render().unwrap()
    });
    assert!(vi.contains("Đôn đốc số 3/2024") && !vi.contains("Đôn đốc số 12/2024"));
    let action = format!("action=\"/assignments/{}/urge-answer?urge={}\"", d.row.id, older.id);
    assert!(vi.contains(&action), "{action} in {vi}");
    let [vi, _] = each(|t| Item::new(seen(t, &d)).render().unwrap());
    for urge in &d.urges {
        assert!(vi.contains(&format!("/urge-answer?urge={}\"", urge.id)), "{} in {vi}", urge.number);
    }
}
