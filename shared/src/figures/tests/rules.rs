//! Each rule with its example.

use super::*;

fn of_61() -> Group {
    let group = Group::of(Formula { over_time: OverTime::Stock, ..formula(RATIO) })
        .shares(&[[(25, 35); 39].as_slice(), &[(13, 17), (12, 18)]].concat())
        .missing(19, Some(30))
        .missing(1, Some(30))
        .state(2, CellState::NotApplicable);
    Group { verified: 29, ..group }
}

#[test]
fn a_figure_says_what_it_is_of_who_is_in_it_and_when() {
    let mut group = of_61();
    group.tally.estimated = 3;
    let edition = Dates { edition: Some(2), ..dates() };
    let figure = group.on(edition).figure();
    assert_eq!(
        figure.words(Lang::Vi),
        "71,4% (1.000/1.400 doanh nghiệp) · 41/61 địa phương có số liệu, 29 đã thẩm tra, 3 ước tính · \
         chiếm 70% (1.400/2.000) số doanh nghiệp kỳ trước · 2 không áp dụng · chốt 19/07/2024 · bản 2"
    );
    assert_eq!(
        figure.words(Lang::En),
        "71.4% (1,000 of 1,400 businesses) · 41 of 61 localities reported, 29 verified, 3 estimated · \
         covers 70% (1,400 of 2,000) of last period's businesses · 2 not applicable · cut off 19/07/2024 · edition 2"
    );
    assert_eq!(figure.short(Lang::Vi), "71,4% 41/61");
}

#[test]
fn nobody_is_a_sentence_and_never_zero_percent() {
    let group = Group::of(formula(RATIO)).missing(61, Some(10));
    let figure = group.figure().against(at_least("60", end_of_2024()));
    assert_eq!(figure.words(Lang::Vi), "Chưa có số liệu: 0/61 địa phương đã gửi, hạn 17/07/2024");
    assert_eq!(figure.words(Lang::En), "No data yet: 0 of 61 localities filed, due 17/07/2024");
    assert_eq!(figure.short(Lang::Vi), "– 0/61");
    assert_eq!(figure.verdict().unwrap().doubt(), Some(Doubt::NoData));
    let none = Group::of(formula(RATIO)).figure();
    assert_eq!(none.words(Lang::Vi), "Không có đơn vị nào phải báo cáo");
}

#[test]
fn before_the_cut_off_a_figure_says_so_far() {
    let early = Dates { today: date(2024, 7, 16), ..dates() };
    let figure = Group::of(formula(SUM)).numbers(&[5]).on(early).figure();
    assert_eq!(figure.words(Lang::Vi), "5 doanh nghiệp · 1/1 địa phương có số liệu · đến nay, 16/07/2024");
}

#[test]
fn zero_is_shown_and_its_body_is_present() {
    let figure = Group::of(formula(RATIO)).shares(&[(0, 1_200)]).figure();
    assert!(figure.words(Lang::Vi).starts_with("0,0% (0/1.200 doanh nghiệp) · 1/1 địa phương có số liệu"));
}

#[test]
fn nil_is_in_the_sum_and_counted_apart() {
    let group = Group::of(formula(SUM)).numbers(&[412]).state(2, CellState::Nil);
    assert_eq!(
        group.figure().words(Lang::Vi),
        "412 doanh nghiệp · 3/3 địa phương có số liệu, 2 không phát sinh · chốt 19/07/2024"
    );
    let only_nil = Group::of(formula(RATIO)).state(3, CellState::Nil).figure();
    assert!(only_nil.words(Lang::Vi).starts_with("không phát sinh · 3/3"));
    assert_eq!(
        only_nil.against(at_least("60", end_of_2024())).verdict().unwrap().doubt(),
        Some(Doubt::NothingToMeasure)
    );
}

#[test]
fn as_many_digits_are_printed_as_tell_the_truth_about_the_target() {
    let print = |num, den, target: Target| {
        Group::of(formula(RATIO))
            .shares(&[(num, den)])
            .figure()
            .against(target)
            .printed()
            .unwrap()
            .to_string()
    };
    assert_eq!(print(59_960, 100_000, at_least("60", end_of_2024())), "59.96");
    assert_eq!(print(60_000, 100_000, at_least("60", end_of_2024())), "60.0");
    assert_eq!(print(59_900, 100_000, at_least("60", end_of_2024())), "59.9");
    let goal = Goal::Level { floor: Decimal::whole(90), stretch: None };
    let over = Target::of(Direction::Up, Op::Gt, goal, None, end_of_2024()).unwrap();
    assert_eq!(print(90_001, 100_000, over), "90.001");
    assert_eq!(print(90, 100, over), "90.0");
    assert_eq!(print(9_999, 10_000, at_least("60", end_of_2024())), "99.99");
}

#[test]
fn missing_bodies_bound_a_ratio_by_their_last_denominators() {
    let group = |weight| {
        let group = Group::of(formula(RATIO)).shares(&[(1_000, 1_400)]).missing(1, weight);
        group.figure().against(at_least("60", end_of_2024()))
    };
    let wide = group(Some(600));
    assert_eq!(wide.verdict().unwrap().doubt(), Some(Doubt::BetweenBounds));
    assert_eq!(
        wide.verdict_words(Lang::Vi).unwrap(),
        "Chưa thể kết luận: nằm giữa 50,0% và 80,0% (1.000–1.600/2.000), mục tiêu ≥ 60%"
    );
    let narrow = group(Some(100));
    assert_eq!(narrow.print(narrow.bounds().unwrap().low()).to_string(), "66.7");
    assert_eq!(narrow.verdict().unwrap().outcome(), Outcome::Met);
    let unknown = group(None);
    assert_eq!(unknown.bounds(), Err(Doubt::WeightUnknown));
    assert!(unknown.words(Lang::Vi).contains(" · chưa có trọng số · "));
    let many = Group::of(formula(RATIO)).shares(&[(1, 2); 39]).missing(22, None).figure();
    assert_eq!(
        many.against(at_least("60", end_of_2024())).verdict_words(Lang::Vi).unwrap(),
        "Chưa thể kết luận: 22 địa phương chưa có số liệu, chưa có mẫu số kỳ trước, mục tiêu ≥ 60%"
    );
}

#[test]
fn a_weight_that_counts_other_things_bounds_no_ratio() {
    let counts = Counts { expected: 2, value: 1, missing: 1, ..Counts::default() };
    let population = Weight { present: 70, of: 100, kind: WeightKind::Population };
    let coverage =
        Coverage::of_bodies(counts, Bodies::Localities, Basis::Filed, Some(population), dates()).unwrap();
    let figure = |base| {
        let formula = Formula { base, ..formula(RATIO) };
        Figure::of(formula, Parts { num: 50, den: Some(70) }, coverage.clone()).unwrap()
    };
    assert_eq!(figure(None).bounds(), Err(Doubt::WeightUnknown));
    assert_eq!(figure(Some(WeightKind::Adults)).bounds(), Err(Doubt::WeightUnknown));
    assert_eq!(figure(Some(WeightKind::Population)).bounds().unwrap().parts(), Some((50, 80, 100)));
    assert!(figure(None).words(Lang::Vi).contains("chiếm 70% (70/100) dân số"));
    let nearly = Weight { present: 9_996, of: 10_000, ..population };
    let coverage =
        Coverage::of_bodies(counts, Bodies::Localities, Basis::Filed, Some(nearly), dates()).unwrap();
    let nearly = Figure::of(formula(SUM), Parts { num: 50, den: None }, coverage).unwrap();
    assert!(nearly.words(Lang::Vi).contains("chiếm 99,96% (9.996/10.000) dân số"));
}

#[test]
fn missing_answers_bound_a_count_and_decide_the_verdict() {
    let mut group = Group::of(formula(COUNT)).numbers(&[vec![1; 71], vec![0; 12]].concat()).missing(10, None);
    group.called = Bodies::All;
    let figure = group.figure();
    let bounds = figure.bounds().unwrap();
    assert_eq!(bounds.parts(), Some((71, 81, 93)));
    assert_eq!(
        [Some(bounds.low()), bounds.high()].map(|b| figure.print(b.unwrap()).to_string()),
        ["76.3", "87.1"]
    );
    assert_eq!(outcome(figure.clone(), at_least("90", date(2024, 7, 1))), Outcome::NotMet);
    assert_eq!(outcome(figure.clone(), at_least("90", end_of_2024())), Outcome::InProgress);
    assert_eq!(outcome(figure.clone(), at_least("80", date(2024, 7, 1))), Outcome::CannotSay);
    assert_eq!(outcome(figure, at_least("76", end_of_2024())), Outcome::Met);
}

#[test]
fn where_less_is_better_the_high_bound_is_the_worst() {
    let falling = Formula { direction: Direction::Down, ..formula(RATIO) };
    let goal = Goal::Level { floor: Decimal::whole(60), stretch: None };
    let at_most = Target::of(Direction::Down, Op::Le, goal, None, date(2024, 7, 1)).unwrap();
    let verdict = |num, missing| {
        let group = Group::of(falling.clone()).shares(&[(num, 1_400)]).missing(1, Some(missing));
        outcome(group.figure(), at_most)
    };
    assert_eq!(
        [verdict(1_000, 600), verdict(1_400, 200), verdict(700, 100)],
        [Outcome::CannotSay, Outcome::NotMet, Outcome::Met]
    );
    let sum = Formula { direction: Direction::Down, ..formula(SUM) };
    let rising = Group::of(sum).numbers(&[61]).missing(1, None).figure();
    assert_eq!(outcome(rising, at_most), Outcome::NotMet);
}

#[test]
fn change_is_measured_over_the_bodies_of_both_periods() {
    let change =
        like(&formula(SUM), &[('A', 100), ('B', 200), ('C', 300)], &[('A', 110), ('B', 220), ('D', 9)])
            .unwrap();
    assert_eq!(change.words(Lang::Vi, 1).unwrap(), "+10,0% (330/300, 2 đơn vị có ở cả hai kỳ)");
    assert_eq!((change.before.num, change.now.num, change.bodies), (300, 330, 2));
    assert_eq!(like(&formula(SUM), &[('A', 100)], &[('B', 100)]), None);
    assert_eq!(like(&formula(SUM), &[('A', 0)], &[('A', 100)]).unwrap().by, None);
}

#[test]
fn a_body_that_has_no_number_in_one_of_two_periods_is_in_no_change() {
    let cell = |entry| Cell::of(&formula(SUM), entry).unwrap();
    let number = |num| cell(Entry { num: Some(num), ..Entry::default() });
    let without = cell(Entry { state: Some(CellState::NotAvailable), ..Entry::default() });
    let both = BTreeMap::from([('A', number(100)), ('B', number(200))]);
    let one = BTreeMap::from([('A', number(110)), ('B', without)]);
    for (before, now, moved) in [(&both, &one, (100, 110)), (&one, &both, (110, 100))] {
        let change = like_for_like(&formula(SUM), before, now).unwrap();
        assert_eq!((change.before.num, change.now.num, change.bodies), (moved.0, moved.1, 1));
    }
    let nil = cell(Entry { state: Some(CellState::Nil), ..Entry::default() });
    let fallen = like_for_like(&formula(SUM), &both, &BTreeMap::from([('A', nil)])).unwrap();
    assert_eq!(fallen.words(Lang::Vi, 1).unwrap(), "-100,0% (0/100, 1 đơn vị có ở cả hai kỳ)");
}

#[test]
fn percentages_differ_by_points() {
    let cell = |num| {
        Cell::of(&formula(RATIO), Entry { num: Some(num), den: Some(1_000), ..Entry::default() }).unwrap()
    };
    let (before, now) = (BTreeMap::from([('A', cell(783))]), BTreeMap::from([('A', cell(802))]));
    let change = like_for_like(&formula(RATIO), &before, &now).unwrap();
    assert_eq!(
        change.words(Lang::Vi, 1).unwrap(),
        "+1,9 điểm % (783/1.000 → 802/1.000, 1 đơn vị có ở cả hai kỳ)"
    );
    assert_eq!(
        change.words(Lang::En, 1).unwrap(),
        "+1.9 points (783 of 1,000 → 802 of 1,000, 1 body in both periods)"
    );
}

#[test]
fn a_range_reaches_its_floor_and_not_its_stretch() {
    let goal = Goal::Level { floor: Decimal::whole(65), stretch: Some(Decimal::whole(70)) };
    let target = Target::of(Direction::Up, Op::Ge, goal, None, date(2022, 12, 31)).unwrap();
    let figure = record(66, 0, None, Unit::Percent, Direction::Up).against(target);
    let verdict = figure.verdict().unwrap();
    assert_eq!((verdict.outcome(), verdict.stretch()), (Outcome::Met, Some(Outcome::NotMet)));
    assert_eq!(
        figure.verdict_words(Lang::Vi).unwrap(),
        "Đạt: 66% (mẫu số không được công bố), mục tiêu ≥ 65%, mức phấn đấu 70%: không đạt"
    );
}

#[test]
fn over_ninety_is_not_met_by_ninety() {
    let goal = Goal::Level { floor: Decimal::whole(90), stretch: None };
    let over = Target::of(Direction::Up, Op::Gt, goal, None, date(2022, 12, 31)).unwrap();
    let at = |num| Group::of(formula(RATIO)).shares(&[(num, 100_000)]).figure();
    assert_eq!([at(90_000), at(90_001)].map(|figure| outcome(figure, over)), [Outcome::NotMet, Outcome::Met]);
}

#[test]
fn ranks_fall_and_what_was_met_when_it_was_set_is_said() {
    let places = Target::of(
        Direction::Down,
        Op::Ge,
        Goal::Gain(Decimal::whole(5)),
        Some((Decimal::whole(86), date(2022, 9, 28))),
        end_of_2024(),
    );
    let rank = |n| record(n, 0, None, Unit::Number, Direction::Down);
    assert_eq!(outcome(rank(71), places.unwrap()), Outcome::Met);
    assert_eq!(outcome(rank(82), places.unwrap()), Outcome::InProgress);
    let goal = Goal::Level { floor: Decimal::whole(30), stretch: None };
    let since = Some((Decimal::whole(25), date(2021, 6, 29)));
    let top_thirty = Target::of(Direction::Down, Op::Le, goal, since, date(2024, 4, 24)).unwrap();
    let found = rank(17).against(top_thirty);
    assert_eq!(found.verdict_words(Lang::Vi).unwrap(), "Đạt (đạt từ trước khi giao): 17, mục tiêu ≤ 30");
    assert_eq!(top_thirty.progress(found.value().unwrap()), None);
}

#[test]
fn until_the_numbers_reach_the_date_of_the_target_a_verdict_is_provisional() {
    let year = Dates {
        today: date(2024, 12, 21),
        as_of: date(2024, 12, 14),
        due_on: date(2024, 12, 18),
        cutoff_on: date(2024, 12, 20),
        edition: None,
    };
    let figure = Group::of(formula(RATIO)).shares(&[(70, 100)]).on(year).figure();
    assert_eq!(
        figure.against(at_least("60", end_of_2024())).verdict_words(Lang::Vi).unwrap(),
        "Đạt (tạm tính đến 14/12/2024): 70,0% (70/100 doanh nghiệp), mục tiêu ≥ 60%"
    );
    let last = Group::of(formula(RATIO)).shares(&[(70, 100)]).on(after_the_year()).figure();
    assert_eq!(last.against(at_least("60", end_of_2024())).verdict().unwrap().provisional_to(), None);
}

#[test]
fn numbers_of_the_last_day_decide_on_that_day() {
    let on = |today, as_of| {
        let dates = Dates { today, as_of, ..after_the_year() };
        let figure = Group::of(formula(RATIO)).shares(&[(50, 100)]).on(dates).figure();
        let verdict = figure.against(at_least("60", end_of_2024())).verdict().unwrap();
        (verdict.outcome(), verdict.provisional_to())
    };
    let (earlier, last, after) = (date(2024, 12, 14), end_of_2024(), date(2025, 1, 1));
    assert_eq!(on(last, last), (Outcome::NotMet, None));
    assert_eq!(on(last, earlier), (Outcome::InProgress, None));
    assert_eq!(on(after, earlier), (Outcome::NotMet, Some(earlier)));
}

#[test]
fn the_way_to_a_target_is_shown_as_it_is() {
    let goal = Goal::Level { floor: Decimal::whole(60), stretch: None };
    let since = Some((Decimal::whole(40), date(2023, 12, 31)));
    let target = Target::of(Direction::Up, Op::Ge, goal, since, end_of_2024()).unwrap();
    let way =
        |now| target.progress(Quotient::scaled(now, 0)).unwrap().words(Lang::Vi, Unit::Percent, 1).unwrap();
    assert_eq!(way(45), "đã đi 5/20 điểm % (25%)");
    assert_eq!(way(35), "lùi 5 điểm %");
}

#[test]
fn numbers_that_do_not_fit_their_coverage_make_no_figure() {
    let coverage = |value, missing| {
        let counts = Counts { expected: value + missing, value, missing, ..Counts::default() };
        Coverage::of_bodies(counts, Bodies::All, Basis::Filed, None, dates()).unwrap()
    };
    let fault =
        |formula: Formula, num, den, coverage| Figure::of(formula, Parts { num, den }, coverage).err();
    assert_eq!(fault(formula(RATIO), 1, None, coverage(1, 0)), Some(FigureFault::HalfRatio));
    assert_eq!(fault(formula(RATIO), 2, Some(1), coverage(1, 0)), Some(FigureFault::PartAboveWhole));
    assert_eq!(fault(formula(SUM), 1, Some(1), coverage(1, 0)), Some(FigureFault::WholeNotAsked));
    assert_eq!(fault(formula(SUM), 1, None, coverage(0, 5)), Some(FigureFault::NumbersOfNobody));
    assert_eq!(fault(formula(SUM), -1, None, coverage(1, 0)), Some(FigureFault::Negative));
    assert_eq!(fault(formula(COUNT), 2, None, coverage(1, 4)), Some(FigureFault::PartAboveWhole));
    let published = formula((OverBodies::Record, OverTime::Stock));
    assert_eq!(fault(published, 1, None, coverage(1, 0)), Some(FigureFault::WrongCoverage));
    let percent = Formula { unit: Unit::Percent, ..formula(SUM) };
    assert_eq!(fault(percent, 1, None, coverage(1, 0)), Some(FigureFault::PercentOfNothing));
}

#[test]
fn what_was_typed_is_said_back() {
    let typed = read_number("1.234", NumberFormat::Vi, 0).unwrap();
    assert_eq!(typed.echo(Lang::Vi), "Đã hiểu là 1.234 (một nghìn hai trăm ba mươi tư)");
    assert_eq!(typed.echo(Lang::En), "Understood as 1,234 (one thousand two hundred and thirty-four)");
}

fn any_group() -> impl Strategy<Value = Group> {
    let bodies = proptest::collection::vec(
        (proptest::option::weighted(0.8, any_cell()), proptest::option::weighted(0.95, 0i64..2_000)),
        0..40,
    );
    let kind = proptest::sample::select(vec![RATIO, SUM, COUNT]);
    (kind, bodies, 0i8..3).prop_map(|(kind, bodies, day)| {
        let formula = formula(kind);
        let refit = |cell: Cell| {
            let num = match kind.0 {
                OverBodies::CountOfTenants => cell.num() % 2,
                _ => cell.num(),
            };
            let entry = match cell.state() {
                CellState::Value => Entry {
                    num: Some(num),
                    den: cell.den().filter(|_| kind.0 == OverBodies::Ratio),
                    estimated: cell.is_estimated(),
                    ..Entry::default()
                },
                CellState::Nil if kind.1 == OverTime::Stock => Entry { num: Some(0), ..Entry::default() },
                state => Entry { state: Some(state), ..Entry::default() },
            };
            Cell::of(&formula, entry).unwrap()
        };
        let group = Group::of(formula.clone()).on(Dates { today: date(2024, 7, 17 + 2 * day), ..dates() });
        bodies.into_iter().fold(group, |group, (cell, weight)| group.add(cell.map(refit), weight))
    })
}

proptest! {
    #[test]
    fn whatever_is_printed_names_its_denominators(group in any_group(), floor in 1i64..100) {
        let target = at_least(&floor.to_string(), end_of_2024());
        for figure in [group.figure(), group.figure().against(target)] {
            for lang in [Lang::Vi, Lang::En] {
                let said = figure.words(lang);
                prop_assert!(names_its_denominators(&said), "{said}");
                if let Some(verdict) = figure.verdict_words(lang) {
                    prop_assert!(names_its_denominators(&verdict), "{verdict}");
                }
            }
        }
    }

    #[test]
    fn whatever_the_missing_bodies_say_lies_between_the_bounds(group in any_group(), share in 0i64..=100) {
        let before = group.figure();
        let Ok(bounds) = before.bounds() else { return Ok(()) };
        let missing = usize::try_from(group.tally.counts(0).unknown()).unwrap();
        let weight = group.tally.weight_expected - group.tally.weight_present;
        let mut tally = group.tally;
        // All that was missing reports at once: the same bodies, any share of what they weigh.
        (tally.value, tally.not_available) = (tally.value + tally.expected - tally.value - tally.nil, 0);
        match group.formula.over_bodies {
            OverBodies::Ratio => (tally.num, tally.den) = (tally.num + weight * share / 100, tally.den + weight),
            OverBodies::CountOfTenants => tally.yes += i64::try_from(missing).unwrap() * share / 100,
            _ => tally.num += share.min(group.tally.counts(0).unknown() * 100),
        }
        let after = Group { tally, ..group }.figure().value().unwrap();
        prop_assert!(bounds.low() <= after && bounds.high().is_none_or(|high| after <= high));
    }
}
