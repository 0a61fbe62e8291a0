//! Made-up figures in the wire's types.

use dondoc_shared::{
    figures::{
        Basis, CellState, Counts, Decimal, Direction, Doubt, Op, Outcome, OverBodies, OverTime, check::Unlike,
    },
    lifecycle::Status,
    period::PeriodState,
    wire::{
        figure::{
            Absence, FigureRow, Figures, GroupRow, PointRow, RecordRow, SourceRow, Sources, TargetRow,
            YearRow,
        },
        report::PeriodRow,
    },
};
use jiff::civil::{Date, date};

use crate::tests::facts;

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn period(month: i8) -> PeriodRow {
    PeriodRow {
        regime: "CT".to_owned(),
        regime_vi: "Báo cáo chỉ tiêu hằng tháng".to_owned(),
        regime_en: "Monthly report on indicators".to_owned(),
        code: format!("2024-M{month:02}"),
        from_on: date(2024, month - 1, 15),
        to_on: date(2024, month, 14),
        opens_on: date(2024, month, 10),
        due_on: date(2024, month, 17),
        cutoff_on: date(2024, month, 26),
        close_on: date(2024, month, 31.min(Date::new(2024, month, 1).unwrap().days_in_month())),
        state: if month == 7 { PeriodState::PastDue } else { PeriodState::Closed },
        simulated: true,
        version: 1,
    }
}

/// The periods until July: one is missing, one is estimated, in one something else is counted than before.
pub fn series() -> Vec<PointRow> {
    let values = [Some("31.0"), Some("38.5"), None, Some("44.2"), Some("58.0"), Some("66.1"), Some("71.4")];
    let point = |(month, value): (i8, Option<&str>)| PointRow {
        period: format!("2024-M{month:02}"),
        on: date(2024, month, 14),
        value: value.map(decimal),
        estimated: month == 4,
        partial: month == 7,
        break_before: month == 5,
    };
    (1..=7).zip(values).map(point).collect()
}

pub fn row() -> FigureRow {
    FigureRow {
        indicator: "I24-02".to_owned(),
        name_vi: "Doanh nghiệp tại khu công nghiệp, khu chế xuất ứng dụng nền tảng số trong quản trị, sản xuất"
            .to_owned(),
        name_en: "Businesses in industrial parks and export processing zones that apply digital platforms"
            .to_owned(),
        unit_vi: "%".to_owned(),
        unit_en: "%".to_owned(),
        concept_vi: "Doanh nghiệp đang hoạt động trong khu, dùng ít nhất một nền tảng số trong quản trị hoặc sản xuất; tính cả chi nhánh."
            .to_owned(),
        concept_en: "Businesses at work in a zone that use at least one digital platform in management or production; branches count."
            .to_owned(),
        over_bodies: OverBodies::Ratio,
        over_time: OverTime::Stock,
        direction: Direction::Up,
        version: 2,
        num: Some(1_000),
        den: Some(1_400),
        scale: 0,
        value: Some(decimal("71.4")),
        coverage: Some(Counts {
            expected: 61,
            value: 41,
            nil: 0,
            not_applicable: 2,
            not_available: 3,
            missing: 17,
            estimated: 3,
            verified: 29,
        }),
        weight: None,
        low: Some(decimal("50.0")),
        high: Some(decimal("80.0")),
        target: Some(TargetRow {
            op: Op::Ge,
            floor: decimal("60"),
            stretch: Some(decimal("75")),
            gain: false,
            baseline: Some(decimal("31.0")),
            baseline_on: Some(date(2024, 1, 14)),
            due_on: date(2024, 12, 31),
        }),
        outcome: Some(Outcome::CannotSay),
        doubt: Some(Doubt::BetweenBounds),
        words_vi: "71,4% (1.000/1.400 doanh nghiệp) · 41/61 địa phương có số liệu, 29 đã thẩm tra, 3 ước tính · chiếm 70,0% số doanh nghiệp kỳ trước · 2 không áp dụng · đến nay, 25/07/2024".to_owned(),
        words_en: "71.4% (1,000 of 1,400 businesses) · 41 of 61 localities reported, 29 verified, 3 estimated · covers 70.0% of last period's businesses · 2 not applicable · so far, 25/07/2024".to_owned(),
        short_vi: "71,4% 41/61".to_owned(),
        short_en: "71.4% 41/61".to_owned(),
        verdict_vi: "Chưa thể kết luận: nằm giữa 50,0% và 80,0% (1.000–1.600/2.000), mục tiêu ≥ 60%".to_owned(),
        verdict_en: "Cannot say yet: between 50.0% and 80.0% (1,000–1,600 of 2,000), target ≥ 60%".to_owned(),
        series: series(),
        year: None,
        record: Some(RecordRow {
            words_vi: "69,8% · Bộ Kế hoạch và Đầu tư công bố 10/07/2024 · số liệu đến 30/06/2024".to_owned(),
            words_en: "69.8% · published by the Ministry of Planning and Investment, 10/07/2024 · as of 30/06/2024"
                .to_owned(),
            as_of: date(2024, 6, 30),
        }),
    }
}

/// What happened in the period, and in the year so far.
pub fn flow() -> FigureRow {
    FigureRow {
        over_time: OverTime::Flow,
        year: Some(YearRow {
            from: "2024-M02".to_owned(),
            periods: 6,
            of: 7,
            num: 9_500,
            den: Some(11_000),
            value: Some(decimal("86.4")),
            expected: 366,
            present: 350,
            words_vi: "6/7 kỳ của năm (từ 2024-M02): 86,4% (9.500/11.000 doanh nghiệp) · 350/366 báo cáo có số liệu · đến nay, 25/07/2024".to_owned(),
            words_en: "6 of 7 periods of the year (since 2024-M02): 86.4% (9,500 of 11,000 businesses) · 350 of 366 reports reported · so far, 25/07/2024".to_owned(),
        }),
        ..row()
    }
}

/// A sum, of which nobody can say the most.
fn sum() -> FigureRow {
    let series = series().into_iter().map(|point| PointRow {
        value: point.value.map(|value| Decimal::whole(i64::try_from(value.units()).unwrap() * 50)),
        ..point
    });
    FigureRow {
        indicator: "I24-01".to_owned(),
        name_vi: "Doanh nghiệp công nghệ số hoạt động tại địa phương".to_owned(),
        name_en: "Digital-technology businesses operating in localities".to_owned(),
        unit_vi: "doanh nghiệp".to_owned(),
        unit_en: "businesses".to_owned(),
        over_bodies: OverBodies::Sum,
        value: Some(decimal("35700")),
        low: Some(decimal("35700")),
        high: None,
        target: Some(TargetRow {
            floor: decimal("48000"),
            stretch: None,
            baseline: None,
            baseline_on: None,
            ..row().target.unwrap()
        }),
        outcome: Some(Outcome::InProgress),
        doubt: None,
        short_vi: "≥ 35.700 41/63".to_owned(),
        short_en: "≥ 35,700 41/63".to_owned(),
        words_vi: "ít nhất 35.700 doanh nghiệp · 41/63 địa phương có số liệu · đến nay, 25/07/2024"
            .to_owned(),
        words_en: "at least 35,700 businesses · 41 of 63 localities reported · so far, 25/07/2024".to_owned(),
        verdict_vi: "Đang thực hiện: ít nhất 35.700, mục tiêu ≥ 48.000, hạn 31/12/2024".to_owned(),
        verdict_en: "In progress: at least 35,700, target ≥ 48,000, due 31/12/2024".to_owned(),
        series: series.collect(),
        record: None,
        ..row()
    }
}

/// What its owner published; no body is asked, and its target is a gain of places.
fn published() -> FigureRow {
    FigureRow {
        indicator: "I24-13".to_owned(),
        name_vi: "Thứ hạng chỉ số phát triển Chính phủ điện tử (EGDI) của Liên hợp quốc".to_owned(),
        name_en: "Rank in the UN e-Government Development Index".to_owned(),
        unit_vi: "hạng".to_owned(),
        unit_en: "rank".to_owned(),
        over_bodies: OverBodies::Record,
        direction: Direction::Down,
        num: None,
        den: None,
        coverage: None,
        value: Some(decimal("86")),
        low: Some(decimal("86")),
        high: Some(decimal("86")),
        target: Some(TargetRow {
            op: Op::Ge,
            floor: decimal("15"),
            stretch: None,
            gain: true,
            baseline: Some(decimal("86")),
            baseline_on: Some(date(2022, 9, 28)),
            due_on: date(2025, 12, 31),
        }),
        outcome: Some(Outcome::InProgress),
        doubt: None,
        words_vi: "86 · Liên hợp quốc công bố 28/09/2022 · số liệu đến 28/09/2022".to_owned(),
        words_en: "86 · published by the United Nations, 28/09/2022 · as of 28/09/2022".to_owned(),
        short_vi: "86 (công bố)".to_owned(),
        short_en: "86 (published)".to_owned(),
        verdict_vi: "Đang thực hiện: 86, mục tiêu ≤ 71, hạn 31/12/2025".to_owned(),
        verdict_en: "In progress: 86, target ≤ 71, due 31/12/2025".to_owned(),
        series: vec![],
        record: None,
        ..row()
    }
}

/// Met, and many more like it, so that the list is longer than a window.
fn others() -> impl Iterator<Item = FigureRow> {
    (3..=16).map(|n| FigureRow {
        indicator: format!("I25-{n:02}"),
        low: Some(decimal("94.2")),
        high: Some(decimal("94.2")),
        value: Some(decimal("94.2")),
        outcome: Some(if n % 2 == 0 { Outcome::Met } else { Outcome::NotMet }),
        short_vi: "94,2% 61/61".to_owned(),
        short_en: "94.2% 61/61".to_owned(),
        ..row()
    })
}

pub fn figures() -> Figures {
    let group = |code: &str, name_vi: &str, name_en: &str| GroupRow {
        code: code.to_owned(),
        name_vi: name_vi.to_owned(),
        name_en: name_en.to_owned(),
    };
    Figures {
        period: Some(period(7)),
        periods: (2..=7).rev().map(period).collect(),
        groups: vec![
            group("all", "Bộ, ngành và địa phương", "Ministries, agencies and localities"),
            group("ministries", "Bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", "Ministries and agencies"),
            group("localities", "Tỉnh, thành phố trực thuộc Trung ương", "Provinces and cities"),
        ],
        group: "all".to_owned(),
        basis: Basis::Filed,
        owing: 93,
        filed: 41,
        nil: 0,
        verified: 29,
        items: [sum(), row(), published()].into_iter().chain(others()).collect(),
        today: facts::TODAY,
        now: facts::now(),
    }
}

fn source(n: u32, state: Option<CellState>, short: (&str, &str)) -> SourceRow {
    let has_number = state == Some(CellState::Value);
    SourceRow {
        tenant: facts::tenant(n),
        assignment: facts::id(n),
        version: 3,
        status: if has_number { Status::Accepted } else { Status::InProgress },
        due_on: Some(date(2024, 7, 17)),
        state,
        absence: state.is_none().then_some(Absence::Missing),
        num: has_number.then_some(27),
        den: has_number.then_some(40),
        estimated: has_number && n.is_multiple_of(2),
        reason: String::new(),
        verified: has_number,
        unanswered_urges: i32::from(n == 1),
        weight: Some(40),
        unlike: None,
        paper_green: None,
        short_vi: short.0.to_owned(),
        short_en: short.1.to_owned(),
    }
}

/// Those without a number first, as the server has them.
pub fn sources() -> Sources {
    let missing = |n| source(n, None, ("chưa gửi", "not filed"));
    let mut items: Vec<SourceRow> = (0..4).map(missing).collect();
    items.push(SourceRow {
        reason: "Ban quản lý khu công nghiệp chưa tổng hợp được số liệu của quý".to_owned(),
        status: Status::Submitted,
        ..source(4, Some(CellState::NotAvailable), ("chưa có số liệu", "not available"))
    });
    items.push(source(5, Some(CellState::NotApplicable), ("không áp dụng", "not applicable")));
    items.extend((6..60).map(|n| source(n, Some(CellState::Value), ("27/40", "27/40"))));
    Sources { figure: row(), items }
}

/// The same, with a body that has finished all its tasks and has not reached their target.
pub fn paper_green_sources() -> Sources {
    let mut sources = sources();
    for body in sources.items.iter_mut().skip(6).take(1) {
        body.paper_green = Some(2);
    }
    sources
}

/// The same, with two bodies whose numbers lie far from those of the others.
pub fn unlike_sources() -> Sources {
    let mut sources = sources();
    for body in sources.items.iter_mut().skip(6).take(2) {
        body.num = Some(2);
        for short in [&mut body.short_vi, &mut body.short_en] {
            "2/40".clone_into(short);
        }
        body.unlike = Some(Unlike { own: decimal("5.0"), median: decimal("67.5"), bodies: 53 });
    }
    sources
}
