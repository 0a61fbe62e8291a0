//! The fields of a filter: what they are called in both languages, and what they take.

use crate::fold::{fold, syllables};

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
        let plain = |name: &str| name.replace('-', "");
        let name = plain(&fold(name));
        FIELDS.iter().find(|(known, _)| plain(known) == name).map(|(_, field)| *field)
    }

    pub(super) fn takes(self) -> Takes {
        match self {
            Self::Overdue | Self::Level | Self::Urges | Self::Stale => Takes::Numbers,
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
            Self::Level => ("level>=2, level:1..3", "cap>=2, cap:1..3"),
            Self::Is => (
                "is:closed, is:extension, is:step, is:urged, is:sent-back, is:urge-overdue, is:silent, is:counted, is:dated, is:undated, is:in-time, is:unreachable, is:report, is:snoozed, is:stale",
                "la:đóng, la:chờ-gia-hạn, la:chờ-báo-cáo-cấp-trên, la:có-đôn-đốc, la:phê-duyệt-trả-lại, la:trễ-trả-lời, la:hết-nhắc, la:tính-tỷ-lệ, la:có-hạn, la:không-hạn, la:trong-hạn, la:không-có-người-nhận, la:báo-cáo-kỳ, la:hẹn-xem-lại, la:không-tin",
            ),
            Self::Urges => ("urges:0, urges>=2", "dondoc:0, dondoc>=2"),
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
            Self::Cause => (
                "cause:institution, funding, procurement, people, technology, data, coordination, other, none",
                "nguyennhan:thể-chế-quy-định, kinh-phí, đấu-thầu-mua-sắm, nhân-lực, hạ-tầng-công-nghệ, dữ-liệu, phối-hợp-giữa-các-cơ-quan, nguyên-nhân-khác, chưa-nêu",
            ),
        }
    }
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
    let mut all = texts().chain([JOINED, LATE_OR_NOT]).chain(fields).chain(values);
    all.find(|(en, _)| *en == said).map_or(said, |(_, vi)| vi)
}

fn field_in(term: &str) -> &str {
    term.split([':', '>', '<']).next().unwrap_or(term)
}

/// A value without its field.
pub(super) fn value_in(term: &str) -> &str {
    term.split_once(':').map_or(term, |(_, value)| value)
}

/// A value as one word: `Chờ thẩm tra` and `cho-tham-tra` are the same.
pub(super) fn value_of(value: &str) -> String {
    let plain: Vec<String> = syllables(value).iter().map(|one| one.plain().to_owned()).collect();
    plain.join("-")
}
