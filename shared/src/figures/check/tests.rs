//! Each rule by its example, and what holds for all of them.

use proptest::prelude::*;

use super::*;
use crate::{
    figures::{
        Cell, CellFault, CellState, Decimal, Direction, Entry, Formula, Goal, NumberFault, NumberFormat, Op,
        OverTime, Target,
        tests::{COUNT, RATIO, STOCK, SUM, formula},
    },
    period::PeriodCode,
    text::Lang,
};

fn period(code: &str) -> PeriodCode {
    code.parse().unwrap()
}

pub(super) fn item(indicator: &str, formula: Formula) -> Item {
    Item {
        indicator: indicator.to_owned(),
        formula,
        asked: Asked::Compulsory,
        part_of: None,
        break_now: false,
        target: None,
        tasks: (0, 0),
        weight: None,
    }
}

fn text(text: &str) -> Written {
    Written::Text(text.to_owned())
}

pub(super) fn answer(indicator: &str, num: Written, den: Written) -> Answer {
    Answer {
        indicator: indicator.to_owned(),
        period: period("2024-M07"),
        state: None,
        num,
        den,
        estimated: false,
        reasoned: true,
        format: NumberFormat::Vi,
    }
}

pub(super) fn form(items: Vec<Item>, answers: Vec<Answer>) -> Form {
    let thresholds = Thresholds::default();
    Form { period: period("2024-M07"), items, answers, thresholds }
}

fn stock_ratio() -> Formula {
    Formula { over_time: OverTime::Stock, ..formula(RATIO) }
}

/// What the rules find for one indicator and one answer after these earlier cells.
fn found(item: Item, answer: Answer, past: &[(i64, Option<i64>)]) -> Vec<Finding> {
    let history = History::from([(item.indicator.clone(), cells(&item.formula, past))]);
    check(&form(vec![item], vec![answer]), &history, &Peers::new())
}

/// Cells of the months up to the one before the form's.
fn cells(formula: &Formula, past: &[(i64, Option<i64>)]) -> Vec<Past> {
    let months = std::iter::successors(period("2024-M07").previous(), |code| code.previous());
    let cell = |(num, den): (i64, Option<i64>)| {
        Cell::of(formula, Entry { num: Some(num), den, ..Entry::default() }).unwrap()
    };
    let past = past.iter().rev().zip(months);
    let mut past: Vec<Past> =
        past.map(|(parts, period)| Past { period, cell: Some(cell(*parts)), break_before: false }).collect();
    past.reverse();
    past
}

fn rules(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.rule.as_str()).collect()
}

#[test]
fn a_number_that_cannot_be_read_is_an_error_of_its_part() {
    for (written, fault) in [
        ("1.2.3", NumberFault::BadThousands),
        ("0,5", NumberFault::NotWhole),
        ("71 %", NumberFault::PercentTyped),
        ("nhiều", NumberFault::NotANumber),
    ] {
        let findings =
            found(item("I24-01", formula(STOCK)), answer("I24-01", text(written), Written::Blank), &[]);
        let expected =
            (CheckRule::NumberFormat, FindingLevel::Error, Some(CellPart::Num), Seen::Number(fault));
        assert_eq!(
            findings.iter().map(|f| (f.rule, f.level, f.part, f.seen)).collect::<Vec<_>>(),
            [expected]
        );
    }
    let both = found(item("I24-02", formula(RATIO)), answer("I24-02", text("x"), Written::Percentage), &[]);
    assert_eq!(both.iter().map(|f| f.part).collect::<Vec<_>>(), [Some(CellPart::Num), Some(CellPart::Den)]);
    assert!(!can_be_filed(&both));
}

#[test]
fn parts_that_do_not_fit_and_states_that_do_not_fit_are_errors() {
    let ratio = |num: &str, den: &str| {
        found(item("I24-02", formula(RATIO)), answer("I24-02", text(num), text(den)), &[])
    };
    assert_eq!(ratio("120", "100")[0].seen, Seen::Cell(CellFault::PartAboveWhole));
    assert_eq!(
        (ratio("5", "0")[0].rule, ratio("5", "0")[0].seen),
        (CheckRule::PartsFit, Seen::Cell(CellFault::PartOfZero))
    );
    assert_eq!(
        (ratio("5", "")[0].rule, ratio("5", "")[0].seen),
        (CheckRule::Complete, Seen::Cell(CellFault::HalfRatio))
    );
    let nil = Answer { state: Some(CellState::Nil), ..answer("I24-01", Written::Blank, Written::Blank) };
    let findings = found(item("I24-01", formula(STOCK)), nil.clone(), &[]);
    assert_eq!(
        (findings[0].rule, findings[0].seen),
        (CheckRule::Complete, Seen::Cell(CellFault::NilOfStock))
    );
    assert_eq!(found(item("I24-01", formula(SUM)), nil, &[]), []);
}

#[test]
fn what_is_compulsory_is_not_empty_and_the_rest_may_be() {
    let blank = || answer("I24-01", Written::Blank, text(" "));
    let findings = found(item("I24-01", formula(STOCK)), blank(), &[]);
    assert_eq!((findings[0].seen, findings[0].answer), (Seen::Cell(CellFault::Empty), Some(0)));
    let none = check(&form(vec![item("I24-01", formula(STOCK))], vec![]), &History::new(), &Peers::new());
    assert_eq!((none.len(), none[0].answer), (1, None));
    for asked in [Asked::Voluntary, Asked::NotInScope] {
        assert_eq!(found(Item { asked, ..item("I24-01", formula(STOCK)) }, blank(), &[]), []);
    }
}

#[test]
fn parts_add_up_to_their_whole() {
    let part = |code: &str| Item { part_of: Some("I24-04".to_owned()), ..item(code, formula(STOCK)) };
    let look = |a: &str, whole: &str| {
        let items = vec![item("I24-04", formula(STOCK)), part("I24-04a"), part("I24-04b")];
        let number = |code: &str, n: &str| answer(code, text(n), Written::Blank);
        let answers = vec![number("I24-04", whole), number("I24-04a", a), number("I24-04b", "21")];
        check(&form(items, answers), &History::new(), &Peers::new())
    };
    let findings = look("22", "44");
    let seen = Seen::Parts { parts: Decimal::whole(43), whole: Decimal::whole(44) };
    assert_eq!((rules(&findings), findings[0].seen), (vec!["parts_and_whole"], seen));
    assert_eq!(findings[0].message(Lang::Vi), "Các thành phần cộng lại là 43, tổng ghi 44.");
    assert_eq!(look("22", "43"), []);
    assert_eq!(rules(&look("", "44")), ["complete"], "a part that is missing is one error, not two");
    let without = |state| {
        let b = Answer { state: Some(state), ..answer("I24-04b", Written::Blank, Written::Blank) };
        let [whole, a] =
            [("I24-04", "44"), ("I24-04a", "22")].map(|(code, n)| answer(code, text(n), Written::Blank));
        let items = vec![item("I24-04", formula(STOCK)), part("I24-04a"), part("I24-04b")];
        check(&form(items, vec![whole, a, b]), &History::new(), &Peers::new())
    };
    assert_eq!(
        rules(&without(CellState::NotApplicable)),
        ["parts_and_whole"],
        "what does not apply adds nothing"
    );
    assert_eq!(without(CellState::NotAvailable), [], "what is not available may be the rest");
    let in_tenths = Item { formula: Formula { scale: 1, ..formula(STOCK) }, ..part("I24-04b") };
    let items = vec![item("I24-04", formula(STOCK)), part("I24-04a"), in_tenths];
    let answers = [("I24-04", "43"), ("I24-04a", "22"), ("I24-04b", "21,0")]
        .map(|(code, n)| answer(code, text(n), Written::Blank));
    assert_eq!(check(&form(items, answers.to_vec()), &History::new(), &Peers::new()), []);
    let of_others = Item { asked: Asked::NotInScope, ..part("I24-04b") };
    let items = vec![item("I24-04", formula(STOCK)), part("I24-04a"), of_others];
    let answers = ["I24-04", "I24-04a"].map(|code| answer(code, text("22"), Written::Blank)).to_vec();
    assert_eq!(check(&form(items.clone(), answers), &History::new(), &Peers::new()), []);
    let answers =
        [("I24-04", "44"), ("I24-04a", "22")].map(|(code, n)| answer(code, text(n), Written::Blank));
    assert_eq!(
        rules(&check(&form(items, answers.to_vec()), &History::new(), &Peers::new())),
        ["parts_and_whole"]
    );
}

#[test]
fn what_is_not_asked_is_refused_by_its_reason() {
    let scope = |answers: Vec<Answer>, asked| {
        let items = vec![Item { asked, ..item("I24-01", formula(STOCK)) }];
        let findings = check(&form(items, answers), &History::new(), &Peers::new());
        findings.iter().filter(|f| f.rule == CheckRule::Scope).map(|f| (f.seen, f.answer)).collect::<Vec<_>>()
    };
    let five = || answer("I24-01", text("5"), Written::Blank);
    let last_year = Answer { period: period("2023-M07"), ..five() };
    assert_eq!(scope(vec![five()], Asked::NotInScope), [(Seen::Scope(ScopeFault::NotInScope), Some(0))]);
    assert_eq!(scope(vec![last_year], Asked::Compulsory), [(Seen::Scope(ScopeFault::WrongPeriod), Some(0))]);
    assert_eq!(
        scope(vec![five(), five()], Asked::Compulsory),
        [(Seen::Scope(ScopeFault::AnsweredTwice), Some(1))]
    );
    let other = answer("I99-01", text("5"), Written::Blank);
    assert_eq!(
        scope(vec![five(), other], Asked::Compulsory),
        [(Seen::Scope(ScopeFault::UnknownIndicator), Some(1))]
    );
}

#[test]
fn a_stock_that_falls_is_a_warning() {
    let villages = |now: &str| {
        found(
            item("I24-07", stock_ratio()),
            answer("I24-07", text(now), text("3.310")),
            &[(2_549, Some(3_310))],
        )
    };
    let findings = villages("2.447");
    assert_eq!((rules(&findings), findings[0].level), (vec!["stock_falls"], FindingLevel::Warning));
    assert_eq!(findings[0].message(Lang::Vi), "Số lũy kế giảm: 2.549 → 2.447. Nếu đúng, hãy ghi lý do.");
    assert!(can_be_filed(&findings));
    assert_eq!(villages("2.549"), []);
    let falling = Formula { direction: Direction::Down, ..stock_ratio() };
    assert_eq!(
        found(
            item("I24-07", falling),
            answer("I24-07", text("2.447"), text("3.310")),
            &[(2_549, Some(3_310))]
        ),
        []
    );
}

#[test]
fn a_base_that_moves_by_more_than_a_tenth_is_a_warning() {
    let base = |formula, den: &str| {
        found(item("I24-07", formula), answer("I24-07", text("700"), text(den)), &[(700, Some(1_000))])
    };
    assert_eq!(rules(&base(stock_ratio(), "1.150")), ["base_moves"]);
    assert_eq!(rules(&base(stock_ratio(), "850")), ["base_moves"]);
    assert_eq!(base(stock_ratio(), "1.100"), []);
    assert_eq!(base(formula(RATIO), "1.150"), []);
}

#[test]
fn a_ratio_that_moves_by_more_than_fifteen_points_is_a_warning_if_it_moves_enough_things() {
    let moves = |num: &str, past: i64, den: i64| {
        let written = Lang::Vi.number(den);
        found(
            item("I24-10", formula(RATIO)),
            answer("I24-10", text(num), text(&written)),
            &[(past, Some(den))],
        )
    };
    let findings = moves("791", 620, 1_000);
    assert_eq!(rules(&findings), ["ratio_moves"]);
    assert_eq!(findings[0].message(Lang::Vi), "Tỷ lệ thay đổi mạnh: từ 62,0% đến 79,1% (+17,1 điểm %).");
    assert_eq!(rules(&moves("449", 620, 1_000)), ["ratio_moves"]);
    assert_eq!(moves("770", 620, 1_000), [], "fifteen points are not more than fifteen");
    assert_eq!(rules(&moves("40", 20, 100)), ["ratio_moves"]);
    assert_eq!(moves("39", 20, 100), [], "nineteen things");
}

#[test]
fn the_same_flow_in_three_periods_is_noticed() {
    let same = |formula: Formula, now: &str, past: &[i64]| {
        let past: Vec<_> = past.iter().map(|n| (*n, None)).collect();
        found(item("I25-02", formula), answer("I25-02", text(now), Written::Blank), &past)
    };
    let findings = same(formula(SUM), "412", &[412, 412]);
    assert_eq!((rules(&findings), findings[0].level), (vec!["same_value"], FindingLevel::Notice));
    assert_eq!(findings[0].seen, Seen::Same { value: Decimal::whole(412), periods: 3 });
    assert_eq!(same(formula(SUM), "412", &[412, 411]), []);
    assert_eq!(same(formula(SUM), "0", &[0, 0]), []);
    assert_eq!(same(formula(STOCK), "412", &[412, 412]), []);
}

#[test]
fn a_period_without_a_number_ends_the_run_of_the_same_value() {
    let noticed = |past: Vec<Past>| {
        let history = History::from([("I25-02".to_owned(), past)]);
        let answers = vec![answer("I25-02", text("412"), Written::Blank)];
        let findings = check(&form(vec![item("I25-02", formula(SUM))], answers), &history, &Peers::new());
        findings.iter().map(|finding| finding.seen).collect::<Vec<_>>()
    };
    let same = |periods| vec![Seen::Same { value: Decimal::whole(412), periods }];
    let three = || cells(&formula(SUM), &[(412, None); 3]);
    assert_eq!(noticed(three()), same(4));
    let without = |place: usize| {
        let mut past = three();
        past.remove(place);
        past
    };
    assert_eq!(noticed(without(0)), same(3));
    assert_eq!(noticed(without(1)), [], "April, June and July are no three in a row");
    assert_eq!(noticed(without(2)), [], "nor are April, May and July");
    let unknown = Entry { state: Some(CellState::NotAvailable), ..Entry::default() };
    for cell in [None, Cell::of(&formula(SUM), unknown).ok()] {
        let mut past = three();
        past[1].cell = cell;
        assert_eq!(noticed(past), [], "{cell:?}");
    }
    let mut broken = three();
    broken[2].break_before = true;
    assert_eq!(noticed(broken), [], "what was counted otherwise is not the same");
}

const STEADY: [i64; 7] = [1_000, 1_020, 1_041, 1_060, 1_083, 1_104, 1_126];

fn after_steady(now: i64) -> Vec<Finding> {
    let past = STEADY.map(|n| (n, None));
    found(
        item("I25-02", formula(SUM)),
        answer("I25-02", Written::Number(Decimal::whole(now)), Written::Blank),
        &past,
    )
}

#[test]
fn a_value_unlike_its_history_is_a_warning_and_a_slipped_digit_is_guessed() {
    for usual in [1_150, 1_260] {
        assert_eq!(after_steady(usual), [], "{usual}");
    }
    for unusual in [1_275, 1_300] {
        assert_eq!(rules(&after_steady(unusual)), ["own_history"], "{unusual}");
    }
    let slip = after_steady(11_260);
    assert_eq!(rules(&slip), ["digit_slip"]);
    assert_eq!(slip[0].message(Lang::Vi), "Thừa một chữ số? Kỳ trước 1.126, kỳ này 11.260.");
    assert_eq!(
        after_steady(113)[0].message(Lang::En),
        "One digit too few? Last period 1,126, this period 113."
    );
}

#[test]
fn a_slip_asks_for_one_reason_and_what_it_does_not_explain_for_its_own() {
    let now = |num: &str, den: &str| {
        let past = [(2_549, Some(3_310)); 8];
        found(item("I24-07", stock_ratio()), answer("I24-07", text(num), text(den)), &past)
            .iter()
            .map(|finding| (finding.rule.as_str(), finding.part))
            .collect::<Vec<_>>()
    };
    let (num, den) = (Some(CellPart::Num), Some(CellPart::Den));
    // That villages are fewer, and the ratio lower, is what a digit too few comes to.
    assert_eq!(now("254", "3.310"), [("digit_slip", num)]);
    // Likewise of what is counted against.
    assert_eq!(now("2.549", "33.100"), [("digit_slip", den)]);
    assert_eq!(now("25.490", "33.100"), [("digit_slip", num), ("digit_slip", den)], "a reason each");
    // The other number has moved by itself.
    assert_eq!(now("254", "4.000"), [("digit_slip", num), ("own_history", den), ("base_moves", den)]);
    assert_eq!(now("2.000", "3.310"), [("own_history", num), ("ratio_moves", None), ("stock_falls", num)]);
}

#[test]
fn a_short_history_flags_a_factor_of_three_and_small_numbers_never() {
    let after = |past: &[i64], now: i64| {
        let past: Vec<_> = past.iter().map(|n| (*n, None)).collect();
        rules(&found(
            item("I25-02", formula(SUM)),
            answer("I25-02", Written::Number(Decimal::whole(now)), Written::Blank),
            &past,
        ))
        .concat()
    };
    assert_eq!(after(&[100], 300), "own_history");
    assert_eq!(after(&[300], 100), "own_history");
    assert_eq!(after(&[100], 299), "");
    assert_eq!(after(&[33], 99), "");
    assert_eq!(after(&[34], 102), "own_history");
    assert_eq!(after(&[], 1_000_000), "", "a first value has no rule");
}

#[test]
fn zero_after_a_value_and_a_value_after_zero_are_noticed() {
    for (past, now) in [(500, 0), (0, 500)] {
        let written = Written::Number(Decimal::whole(now));
        let findings =
            found(item("I25-02", formula(SUM)), answer("I25-02", written, Written::Blank), &[(past, None)]);
        assert_eq!((rules(&findings), findings[0].level), (vec!["own_history"], FindingLevel::Notice));
    }
    let nil = Answer { state: Some(CellState::Nil), ..answer("I24-10", Written::Blank, Written::Blank) };
    assert_eq!(found(item("I24-10", formula(RATIO)), nil, &[(50, Some(100))]).len(), 1);
}

#[test]
fn after_a_break_history_begins_anew() {
    let item = |break_now| Item { break_now, ..item("I25-02", formula(SUM)) };
    let written = || answer("I25-02", text("11.260"), Written::Blank);
    let past = STEADY.map(|n| (n, None));
    assert_eq!(found(item(true), written(), &past), []);
    let mut earlier = cells(&formula(SUM), &past);
    earlier[6].break_before = true;
    earlier[6].cell = earlier[0].cell;
    let history = History::from([("I25-02".to_owned(), earlier)]);
    let findings = check(&form(vec![item(false)], vec![written()]), &history, &Peers::new());
    let (before, now) = (Decimal::whole(1_000), Decimal::whole(11_260));
    assert_eq!(findings[0].seen, Seen::Digits { before, now, digits: 1 });
    let mut twice = cells(&formula(SUM), &past);
    (twice[1].break_before, twice[6].break_before) = (true, true);
    let history = History::from([("I25-02".to_owned(), twice)]);
    // Seven months would tell 1,300 from growth; the one since the newer break cannot.
    let answers = vec![answer("I25-02", text("1.300"), Written::Blank)];
    assert_eq!(check(&form(vec![item(false)], answers), &history, &Peers::new()), []);
}

#[test]
fn a_body_unlike_a_dozen_others_is_noticed() {
    let look = |others: i64, item: Item, answer: Answer| {
        let peer = |n| Peer { num: 600 + 10 * n, den: 1_000 };
        let peers = Peers::from([(item.indicator.clone(), (0..others).map(peer).collect())]);
        check(&form(vec![item], vec![answer]), &History::new(), &peers)
    };
    let ratio = || item("I24-10", formula(RATIO));
    let findings = look(12, ratio(), answer("I24-10", text("900"), text("1.000")));
    assert_eq!((rules(&findings), findings[0].level), (vec!["among_peers"], FindingLevel::Notice));
    assert_eq!(
        findings[0].message(Lang::Vi),
        "Khác xa các đơn vị tương tự: 90,0%, trung vị của 12 đơn vị là 65,5%."
    );
    assert_eq!(look(11, ratio(), answer("I24-10", text("900"), text("1.000"))), []);
    assert_eq!(look(12, ratio(), answer("I24-10", text("700"), text("1.000"))), []);
    let sum = Item { weight: Some(1_000), ..item("I24-01", formula(STOCK)) };
    assert_eq!(rules(&look(12, sum.clone(), answer("I24-01", text("900"), Written::Blank))), ["among_peers"]);
    assert_eq!(look(12, Item { weight: None, ..sum }, answer("I24-01", text("900"), Written::Blank)), []);
}

#[test]
fn in_a_group_only_who_lies_far_from_a_dozen_others_is_marked() {
    let share = |num| Some(Peer { num, den: 1_000 });
    let marks = |bodies: &[Option<Peer>]| unlike(&formula(RATIO), bodies, &Thresholds::default());
    let group = |others: i64| -> Vec<Option<Peer>> {
        // Who has no number, or 0 of 0, is nobody to be held against.
        let without = [None, Some(Peer { num: 0, den: 0 })];
        without.into_iter().chain((0..others).map(|n| share(600 + 10 * n))).chain([share(900)]).collect()
    };
    let found = marks(&group(12));
    let (own, median) = (Decimal::new(900, 1).unwrap(), Decimal::new(655, 1).unwrap());
    assert_eq!(found.last().copied().flatten(), Some(Unlike { own, median, bodies: 12 }));
    assert_eq!(found.iter().flatten().count(), 1, "{found:?}");
    assert!(marks(&group(11)).iter().all(Option::is_none), "eleven others are too few, however far it lies");
    // Where all are alike a point is the least distance; both sides are looked at.
    let alike = |num| [vec![share(500); 12], vec![share(num)]].concat();
    for (num, far) in [(500, false), (550, false), (560, true), (450, false), (440, true)] {
        let found = marks(&alike(num));
        assert_eq!(found.iter().map(Option::is_some).rposition(|is_far| is_far), far.then_some(12), "{num}");
    }
}

#[test]
fn finished_tasks_beside_a_missed_target_are_shown_to_the_working_group() {
    let goal = Goal::Level { floor: Decimal::whole(80), stretch: None };
    let target = Target::of(Direction::Up, Op::Ge, goal, None, jiff::civil::date(2024, 12, 31)).ok();
    let look = |num: &str, tasks| {
        let item = Item { target, tasks, ..item("I24-09", formula(RATIO)) };
        found(item, answer("I24-09", text(num), text("100")), &[])
    };
    let findings = look("60", (3, 3));
    assert_eq!((rules(&findings), findings[0].level), (vec!["paper_green"], FindingLevel::Notice));
    assert!(findings[0].rule.is_for_the_working_group());
    for (num, tasks) in [("80", (3, 3)), ("60", (2, 3)), ("60", (0, 0))] {
        assert_eq!(look(num, tasks), []);
    }
}

#[test]
fn errors_come_first_and_a_cell_has_three_warnings_at_most() {
    let history = History::from([("I24-07".to_owned(), cells(&stock_ratio(), &[(9_000, Some(10_000)); 8]))]);
    let items =
        vec![item("I24-07", stock_ratio()), item("I24-01", formula(STOCK)), item("I24-08", formula(COUNT))];
    let number = |n| Written::Number(Decimal::whole(n));
    let answers = vec![
        answer("I24-08", number(2), Written::Blank),
        answer("I24-07", number(2_000), number(4_000)),
        answer("I24-01", text("x"), Written::Blank),
    ];
    let findings = check(&form(items, answers), &history, &Peers::new());
    assert_eq!(
        findings.iter().map(|f| (f.level, f.indicator.as_str(), f.rule.as_str())).collect::<Vec<_>>(),
        [
            (FindingLevel::Error, "I24-01", "number_format"),
            (FindingLevel::Error, "I24-08", "complete"),
            (FindingLevel::Warning, "I24-07", "own_history"),
            (FindingLevel::Warning, "I24-07", "own_history"),
            (FindingLevel::Warning, "I24-07", "ratio_moves"),
        ]
    );
    assert_eq!(findings[0].answer, Some(2));
}

#[test]
fn what_a_body_has_not_got_is_compared_with_nothing() {
    for state in [CellState::NotAvailable, CellState::NotApplicable] {
        let without = Answer { state: Some(state), ..answer("I24-10", Written::Blank, Written::Blank) };
        assert_eq!(found(item("I24-10", formula(RATIO)), without, &[(900, Some(1_000)); 8]), []);
    }
}

#[test]
fn whoever_has_no_number_says_why() {
    for state in [CellState::NotAvailable, CellState::NotApplicable] {
        let silent = Answer {
            state: Some(state),
            reasoned: false,
            ..answer("I24-10", Written::Blank, Written::Blank)
        };
        let findings = found(item("I24-10", formula(RATIO)), silent.clone(), &[]);
        let told: Vec<_> = findings.iter().map(|f| (f.level, f.place(), f.code())).collect();
        assert_eq!(told, [(FindingLevel::Error, CellPart::Reason, "reason_missing")]);
        assert_eq!(
            read(&item("I24-10", formula(RATIO)), &silent),
            Err(vec![(CellPart::Reason, Seen::NoReason)])
        );
    }
    let nil = Answer {
        state: Some(CellState::Nil),
        reasoned: false,
        ..answer("I24-02", Written::Blank, Written::Blank)
    };
    assert_eq!(found(item("I24-02", formula(RATIO)), nil, &[]), [], "nothing happened, and that is all");
}

#[test]
fn what_was_seen_is_kept_as_it_was() {
    let slip = after_steady(11_260);
    for finding in slip.iter().chain(&after_steady(1_300)) {
        let text = serde_json::to_string(&finding.seen).unwrap();
        assert_eq!(serde_json::from_str::<Seen>(&text).unwrap(), finding.seen, "{text}");
    }
    assert_eq!(
        serde_json::to_value(slip[0].seen).unwrap(),
        serde_json::json!({"digits": {"before": "1126", "now": "11260", "digits": 1}})
    );
}

/// Numbers of a form, as any door may bring them.
fn any_answers() -> impl Strategy<Value = Vec<(Option<i64>, Option<i64>, Option<CellState>)>> {
    let number = || proptest::option::weighted(0.9, 0i64..5_000);
    let state = proptest::option::weighted(0.1, proptest::sample::select(CellState::ALL));
    proptest::collection::vec((number(), number(), state), 4)
}

fn items() -> Vec<Item> {
    let part = |code: &str| Item { part_of: Some("I24-04".to_owned()), ..item(code, formula(STOCK)) };
    vec![
        item("I24-02", formula(RATIO)),
        item("I24-04", formula(STOCK)),
        part("I24-04a"),
        item("I24-08", formula(COUNT)),
    ]
}

proptest! {
    #[test]
    fn every_door_finds_the_same(numbers in any_answers(), past in proptest::collection::vec((1i64..400, 400i64..5_000), 0..9)) {
        let history = History::from([
            ("I24-02".to_owned(), cells(&formula(RATIO), &past.iter().map(|(n, d)| (*n, Some(*d))).collect::<Vec<_>>())),
            ("I24-04".to_owned(), cells(&formula(STOCK), &past.iter().map(|(n, _)| (*n, None)).collect::<Vec<_>>())),
        ]);
        let by = |format: NumberFormat, write: &dyn Fn(i64) -> Written| {
            let written = |n: Option<i64>| n.map_or(Written::Blank, write);
            let answers = items().into_iter().zip(&numbers).map(|(item, (num, den, state))| {
                let den = if item.formula.has_whole() { *den } else { None };
                Answer { state: *state, format, ..answer(&item.indicator, written(*num), written(den)) }
            });
            check(&form(items(), answers.collect()), &history, &Peers::new())
        };
        let portal = by(NumberFormat::Vi, &|n| text(&Lang::Vi.number(n)));
        let workbook = by(NumberFormat::Vi, &|n| Written::Number(Decimal::whole(n)));
        prop_assert_eq!(&portal, &workbook);
        prop_assert_eq!(&portal, &by(NumberFormat::En, &|n| text(&Lang::En.number(n))));
        prop_assert_eq!(&portal, &by(NumberFormat::Plain, &|n| text(&n.to_string())));
    }

    #[test]
    fn findings_are_in_the_order_of_their_gravity(numbers in any_answers(), past in proptest::collection::vec((1i64..400, 400i64..5_000), 0..9)) {
        let cells = cells(&formula(RATIO), &past.iter().map(|(n, d)| (*n, Some(*d))).collect::<Vec<_>>());
        let written = |n: Option<i64>| n.map_or(Written::Blank, |n| Written::Number(Decimal::whole(n)));
        let answers = items().into_iter().zip(&numbers).map(|(item, (num, den, state))| {
            Answer { state: *state, ..answer(&item.indicator, written(*num), written(*den)) }
        });
        let findings = check(&form(items(), answers.collect()), &History::from([("I24-02".to_owned(), cells)]), &Peers::new());
        prop_assert!(findings.is_sorted_by_key(|finding| finding.level));
        for item in items() {
            let warnings = findings.iter().filter(|f| f.indicator == item.indicator && f.level == FindingLevel::Warning);
            prop_assert!(warnings.count() <= MAX_WARNINGS);
        }
        for finding in &findings {
            for lang in [Lang::Vi, Lang::En] {
                prop_assert!(!finding.message(lang).is_empty());
            }
        }
    }
}
