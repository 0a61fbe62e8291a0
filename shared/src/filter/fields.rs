//! The fields of a filter: what they are called in both languages, and what they take.

use super::FilterFault;
use crate::{
    fold::{Syllable, fold, syllables},
    text::Lang,
};

/// The names to type. What columns are called is a name too: see [`Field::heads`].
pub(super) const FIELDS: &[(&str, Field)] = &[
    ("tenant", Field::Tenant),
    ("donvi", Field::Tenant),
    ("dv", Field::Tenant),
    ("group", Field::Group),
    ("khoi", Field::Group),
    ("status", Field::Status),
    ("trangthai", Field::Status),
    ("tt", Field::Status),
    ("overdue", Field::Overdue),
    ("quahan", Field::Overdue),
    ("qh", Field::Overdue),
    ("due", Field::Due),
    ("han", Field::Due),
    ("level", Field::Level),
    ("cap", Field::Level),
    ("is", Field::Is),
    ("la", Field::Is),
    ("urges", Field::Urges),
    ("dondoc", Field::Urges),
    ("unanswered", Field::Unanswered),
    ("chuatraloi", Field::Unanswered),
    ("percent", Field::Percent),
    ("tiendo", Field::Percent),
    ("%", Field::Percent),
    ("stale", Field::Stale),
    ("khongtin", Field::Stale),
    ("last-urge", Field::LastUrge),
    ("dondoccuoi", Field::LastUrge),
    ("last-report", Field::LastReport),
    ("baocao", Field::LastReport),
    ("changed", Field::Changed),
    ("doi", Field::Changed),
    ("directive", Field::Directive),
    ("vanban", Field::Directive),
    ("vb", Field::Directive),
    ("task", Field::Task),
    ("nhiemvu", Field::Task),
    ("nv", Field::Task),
    ("part", Field::Part),
    ("vaitro", Field::Part),
    ("kind", Field::Kind),
    ("loai", Field::Kind),
    ("assignee", Field::Assignee),
    ("phutrach", Field::Assignee),
    ("claimed", Field::Claimed),
    ("nhanxuly", Field::Claimed),
    ("blocked-by", Field::BlockedBy),
    ("waiting-on", Field::BlockedBy),
    ("cho", Field::BlockedBy),
    ("cause", Field::Cause),
    ("barrier", Field::Cause),
    ("nguyennhan", Field::Cause),
    ("vuongmac", Field::Cause),
    ("nn", Field::Cause),
    ("sort", Field::Sort),
    ("sapxep", Field::Sort),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Tenant,
    Group,
    Status,
    Overdue,
    Due,
    Level,
    Is,
    Urges,
    Unanswered,
    Percent,
    Stale,
    LastUrge,
    LastReport,
    Changed,
    Directive,
    Task,
    Part,
    Kind,
    Assignee,
    Claimed,
    BlockedBy,
    Cause,
    /// Not what must hold, but in which order it stands.
    Sort,
}

/// What can be said of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// One or several words.
    Words,
    /// Whole numbers, which can be compared.
    Numbers,
    /// Dates, which can be compared.
    Dates,
}

impl Field {
    /// The field of that name, in any case and with or without accents and hyphens.
    pub(super) fn of(name: &str) -> Option<Self> {
        let name = plain(name);
        let known = FIELDS.iter().find(|(known, _)| plain(known) == name).map(|(_, field)| *field);
        known.or_else(|| {
            let is =
                |field: &Self| Lang::ALL.iter().flat_map(|l| field.heads(*l)).any(|head| plain(head) == name);
            FIELDS.iter().map(|(_, field)| *field).find(is)
        })
    }

    /// What is called so where it is printed: the heads of columns of every list, and the facts of an item.
    pub(super) fn heads(self, lang: Lang) -> Vec<&'static str> {
        let l = lang;
        match self {
            Self::Tenant => vec![
                l.queues_column_body(),
                l.verbs_column_body(),
                l.verbs_column_body_key(),
                l.tui_fact_tenant(),
            ],
            Self::Status => vec![l.tui_column_status(), l.tui_fact_status()],
            Self::Overdue => vec![l.verbs_column_days_overdue()],
            Self::Due => vec![l.tui_column_late(), l.tui_column_due(), l.tui_fact_due()],
            Self::Level => vec![l.tui_column_level(), l.verbs_column_level(), l.escalation_level()],
            Self::Urges => vec![l.verbs_column_urges()],
            Self::Unanswered => vec![l.tui_column_urges(), l.verbs_column_unanswered()],
            Self::Percent => vec![l.verbs_column_percent()],
            Self::LastUrge => vec![l.tui_column_urged(), l.verbs_column_last_urge()],
            Self::LastReport => {
                vec![l.queues_column_reported(), l.verbs_column_last_report(), l.preview_last_report()]
            }
            Self::Directive => vec![l.tui_column_directive(), l.tui_fact_directive()],
            Self::Task => vec![l.tui_column_code(), l.tui_column_title()],
            Self::Part => vec![l.verbs_column_part()],
            Self::Assignee => vec![l.tui_column_assignee(), l.tui_fact_assignee()],
            Self::Claimed => vec![l.tui_column_claimed()],
            Self::BlockedBy => vec![l.blocks_column_on(), l.tui_fact_waiting()],
            Self::Cause => vec![l.blocks_column_cause()],
            Self::Group | Self::Is | Self::Stale | Self::Changed | Self::Kind | Self::Sort => vec![],
        }
    }

    pub(super) fn takes(self) -> Takes {
        match self {
            Self::Overdue | Self::Level | Self::Urges | Self::Unanswered | Self::Percent | Self::Stale => {
                Takes::Numbers
            }
            Self::Due | Self::LastUrge | Self::LastReport | Self::Changed => Takes::Dates,
            _ => Takes::Words,
        }
    }

    /// Whether its examples are all the values that there are.
    pub(super) fn lists_its_values(self) -> bool {
        !matches!(self, Self::Tenant | Self::BlockedBy | Self::Directive | Self::Task)
    }

    /// Terms that are right, or the values that there are.
    pub(super) fn example(self) -> &'static str {
        self.examples().0
    }

    /// That it does not take a value; `near` is the stable word of the nearest one.
    pub(super) fn bad_value(self, near: Option<&str>) -> FilterFault {
        FilterFault::BadValue { nearest: near.and_then(|word| self.value(word)), takes: self.example() }
    }

    /// One of its values in English and in the words of a Vietnamese page.
    pub(super) fn value(self, word: &str) -> Option<(&'static str, &'static str)> {
        let (en, vi) = self.examples();
        let mut values = en.split(", ").zip(vi.split(", ")).map(|(en, vi)| (value_in(en), value_in(vi)));
        values.find(|(en, _)| *en == word)
    }

    /// The same in English and in the words of a Vietnamese page, which all are read too: value for value in the same order.
    pub(super) fn examples(self) -> (&'static str, &'static str) {
        match self {
            Self::Tenant => ("tenant:ha-noi,bca", "donvi:ha-noi,bca"),
            Self::Group => (
                "group:ministries, localities, ministry, ministerial-agency, government-agency, province, city",
                "khoi:bộ-ngành, địa-phương, bộ, cơ-quan-ngang-bộ, cơ-quan-thuộc-chính-phủ, tỉnh, thành-phố",
            ),
            Self::Status => (
                "status:assigned, acknowledged, in_progress, proposed, submitted, returned, refused, accepted, suspended, withdrawn",
                "trangthai:mới-giao, đã-tiếp-nhận, đang-thực-hiện, chờ-phê-duyệt, chờ-thẩm-tra, bị-trả-lại, từ-chối-nhận, đã-hoàn-thành, tạm-dừng, đã-rút",
            ),
            Self::Overdue => ("overdue>14, overdue:7..30", "quahan>14, quahan:7..30"),
            Self::Due => (
                "due<=31/12/2024, due:this-week, due:today..+7d, due:none",
                "han<=31/12/2024, han:tuần-này, han:hôm-nay..+7ngày, han:không",
            ),
            Self::Level => ("level>=2, level:1..3, level:L3", "cap>=2, cap:1..3, cap:C3"),
            Self::Is => (
                "is:open, is:closed, is:extension, is:step, is:urged, is:sent-back, is:urge-overdue, is:silent, is:counted, is:dated, is:undated, is:in-time, is:unreachable, is:report, is:snoozed, is:stale, is:on-track",
                "la:mở, la:đóng, la:chờ-gia-hạn, la:chờ-báo-cáo-cấp-trên, la:có-đôn-đốc, la:phê-duyệt-trả-lại, la:trễ-trả-lời, la:hết-nhắc, la:tính-tỷ-lệ, la:có-hạn, la:không-hạn, la:trong-hạn, la:không-có-người-nhận, la:báo-cáo-kỳ, la:hẹn-xem-lại, la:không-tin, la:đúng-tiến-độ",
            ),
            Self::Urges => ("urges:0, urges>=2", "dondoc:0, dondoc>=2"),
            Self::Unanswered => ("unanswered:0, unanswered>=2", "chuatraloi:0, chuatraloi>=2"),
            Self::Percent => ("percent<50, percent:50..99", "tiendo<50, tiendo:50..99"),
            Self::Stale => ("stale>=30, stale:14..60", "khongtin>=30, khongtin:14..60"),
            Self::LastUrge => (
                "last-urge<-7d, last-urge:today, last-urge:none",
                "dondoccuoi<-7ngày, dondoccuoi:hôm-nay, dondoccuoi:chưa",
            ),
            Self::LastReport => (
                "last-report<-30d, last-report:this-week, last-report:none",
                "baocao<-30ngày, baocao:tuần-này, baocao:chưa",
            ),
            Self::Changed => ("changed:today, changed>=-7d", "doi:hôm-nay, doi>=-7ngày"),
            Self::Directive => ("directive:58/QĐ-UBQGCĐS", "vanban:58/QĐ-UBQGCĐS"),
            Self::Task => ("task:T24-08,T24-15", "nhiemvu:T24-08,T24-15"),
            Self::Part => ("part:lead, coordinating", "vaitro:chủ-trì, phối-hợp"),
            Self::Kind => ("kind:task, report", "loai:nhiệm-vụ, báo-cáo"),
            Self::Assignee => ("assignee:me, none, any", "phutrach:tôi, chưa-có, đã-có"),
            Self::Claimed => ("claimed:me, none, any", "nhanxuly:tôi, chưa-có, đã-có"),
            Self::BlockedBy => ("waiting-on:bca", "cho:bca"),
            Self::Sort => (
                "sort:due, -due, overdue, -overdue, tenant, task, status, level, -level, urges, -urges, unanswered, percent, -percent, last-urge, last-report, changed, -changed",
                "sapxep:han, -han, quahan, -quahan, donvi, nhiemvu, trangthai, cap, -cap, dondoc, -dondoc, chuatraloi, tiendo, -tiendo, dondoccuoi, baocao, doi, -doi",
            ),
            Self::Cause => (
                "cause:institution, funding, procurement, people, technology, data, coordination, other, none",
                "nguyennhan:thể-chế-quy-định, kinh-phí, đấu-thầu-mua-sắm, nhân-lực, hạ-tầng-công-nghệ, dữ-liệu, phối-hợp-giữa-các-cơ-quan, nguyên-nhân-khác, chưa-nêu",
            ),
        }
    }
}

/// What a column is called.
type Head = fn(Lang) -> &'static str;
/// A term that comes near to it, in English and in Vietnamese.
type Near = Option<(&'static str, &'static str)>;

/// Columns that a list prints and no filter asks for, with what comes nearest to some of them.
const NO_FIELDS: &[(Head, Near)] = &[
    // Its letters are marks, which mean another thing in the other language.
    (Lang::tui_column_flags, Some(MARKED)),
    // What waits in a queue is read there: a filter knows that it waits.
    (Lang::verbs_column_waits, Some(WAITING)),
    (Lang::queues_column_since, None),
    (Lang::queues_column_days, None),
    (Lang::queues_column_evidence, None),
    (Lang::queues_column_submitted_by, None),
    (Lang::queues_column_asked, None),
    (Lang::queues_column_more, None),
    (Lang::queues_column_to, None),
    (Lang::queues_column_granted, None),
    (Lang::queues_column_reason, None),
    (Lang::queues_column_step, None),
    (Lang::queues_column_signed, None),
    // They depend on the working calendar of each tenant.
    (Lang::verbs_column_days_left, Some(("due<=+7d", "han<=+7ngày"))),
    (Lang::verbs_column_original_due, None),
    (Lang::verbs_column_completed, Some(("status:accepted", "trangthai:đã-hoàn-thành"))),
    (Lang::verbs_column_clause, None),
];
const MARKED: (&str, &str) = (
    "is:extension, part:coordinating, claimed:any, is:snoozed",
    "la:chờ-gia-hạn, vaitro:phối-hợp, nhanxuly:đã-có, la:hẹn-xem-lại",
);
const WAITING: (&str, &str) = (
    "status:submitted, is:extension, is:step",
    "trangthai:chờ-thẩm-tra, la:chờ-gia-hạn, la:chờ-báo-cáo-cấp-trên",
);

/// That no filter asks for a column of this name; none if there is no such column.
pub(super) fn no_field(name: &str) -> Option<FilterFault> {
    let name = plain(name);
    let is = |head: &Head| Lang::ALL.iter().any(|lang| plain(head(*lang)) == name);
    NO_FIELDS.iter().find(|(head, _)| is(head)).map(|(_, near)| FilterFault::NoField(near.map(|(en, _)| en)))
}

/// Terms that are joined as they can be, in English and in Vietnamese.
pub(super) const JOINED: (&str, &str) = (
    "overdue level>=2, status:submitted or is:step, not (overdue or is:urged)",
    "quahan cap>=2, trangthai:chờ-thẩm-tra hoặc la:chờ-báo-cáo-cấp-trên, không (quahan hoặc la:có-đôn-đốc)",
);
/// What `overdue` is without the punctuation around it, and its opposite.
pub(super) const LATE_OR_NOT: (&str, &str) = ("overdue, not overdue", "quahan, không quahan");

/// The field's names in the two languages: the first of each in [`FIELDS`] that its examples use.
pub(crate) fn field_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut seen = vec![];
    FIELDS.iter().filter_map(move |(_, field)| {
        let is_new = !seen.contains(field);
        seen.push(*field);
        let (en, vi) = field.examples();
        is_new.then(|| (field_in(en), field_in(vi)))
    })
}

/// What a fault says is right or near, in the words of a Vietnamese page: a text of these, a field, or one of its values.
/// Anything else stays.
pub(crate) fn in_vietnamese(said: &'static str) -> &'static str {
    let texts = || FIELDS.iter().map(|(_, field)| field.examples());
    let fields = texts().map(|(en, vi)| (field_in(en), field_in(vi)));
    let values = texts()
        .flat_map(|(en, vi)| en.split(", ").zip(vi.split(", ")))
        .map(|(en, vi)| (value_in(en), value_in(vi)));
    let near = NO_FIELDS.iter().filter_map(|(_, near)| *near);
    let mut all = texts().chain([JOINED, LATE_OR_NOT]).chain(near).chain(fields).chain(values);
    all.find(|(en, _)| *en == said).map_or(said, |(_, vi)| vi)
}

fn field_in(term: &str) -> &str {
    term.split([':', '>', '<']).next().unwrap_or(term)
}

/// A value without its field.
fn value_in(term: &str) -> &str {
    term.split_once(':').map_or(term, |(_, value)| value)
}

/// A name or a value by its letters alone: `Chờ thẩm tra`, `cho-tham-tra` and `chothamtra` are the same. What has none, such as
/// `%`, is itself.
pub(super) fn plain(text: &str) -> String {
    let letters: String = syllables(text).iter().map(Syllable::plain).collect();
    if letters.is_empty() { fold(text) } else { letters }
}
