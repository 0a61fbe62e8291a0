//! `server/data`: what the public documents say, counted.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    figures::{Decimal, Op, OverBodies},
    lifecycle::Part,
    text::Lang,
    wire::{
        LeadBasis, Precision, TenantKind,
        directive::{Recurrence, Region, Scope},
    },
};
use jiff::civil::date;

use crate::{
    domain::calendar::{self, Calendar},
    slices::directives::import::{CARRIED, Known, KnownTenant, Plan, plan},
};

fn carried() -> Plan {
    plan(&CARRIED, &Known::default()).unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(|fault| fault.message(Lang::En)).collect::<Vec<_>>().join("\n"))
    })
}

#[test]
fn the_tenants_are_the_30_and_the_63() {
    let plan = carried();
    let count = |kind| plan.tenants.iter().filter(|tenant| tenant.kind == kind).count();
    let counts = [
        TenantKind::Ministry,
        TenantKind::MinisterialAgency,
        TenantKind::GovernmentAgency,
        TenantKind::Province,
        TenantKind::City,
    ]
    .map(count);
    assert_eq!(counts, [18, 4, 8, 58, 5]);
    let ids: Vec<i32> = plan.tenants.iter().map(|tenant| tenant.id).collect();
    assert_eq!(ids, (1..=93).collect::<Vec<_>>());
    // Nobody is gone before the reorganisation of 2025.
    assert!(
        plan.tenants.iter().all(|t| t.valid_from.is_none() && t.valid_to.is_none_or(|to| to.year() == 2025))
    );
}

#[test]
fn every_lead_of_the_plans_gets_its_assignment() {
    let plan = carried();
    let directive: BTreeMap<&str, &str> =
        plan.tasks.iter().map(|task| (task.code.as_str(), task.directive.as_str())).collect();
    let mut leads = BTreeMap::new();
    for lead in plan.assignments.iter().filter(|a| a.role == Part::Lead) {
        let of = if lead.tenant_slug == "national" { "national" } else { directive[lead.task_code.as_str()] };
        *leads.entry(of).or_insert(0) += 1;
    }
    let expected = [
        ("27/QĐ-UBQGCĐS", 454),
        ("58/QĐ-UBQGCĐS", 876),
        ("344/TB-VPCP", 973),
        ("82/NQ-CP", 186),
        // Notice of conclusions of the 8th meeting.
        ("203/TB-VPCP", 93),
        ("national", 3),
    ];
    assert_eq!(leads, BTreeMap::from(expected));
}

#[test]
fn coordinating_is_recorded_where_there_is_a_lead_and_never_beside_ones_own() {
    let plan = carried();
    let of = |role| plan.assignments.iter().filter(move |a| a.role == role);
    assert_eq!(of(Part::Coordinating).count(), 850);
    let all: BTreeSet<_> = plan.assignments.iter().map(|a| (&a.task_code, &a.tenant_slug)).collect();
    assert_eq!(all.len(), plan.assignments.len());
    let led: BTreeSet<_> = of(Part::Lead).map(|a| &a.task_code).collect();
    assert!(of(Part::Coordinating).all(|a| led.contains(&a.task_code)));
}

#[test]
fn the_working_group_leads_three_tasks_and_four_have_no_assignment() {
    let plan = carried();
    let of = |slug: &str| -> Vec<&str> {
        plan.assignments.iter().filter(|a| a.tenant_slug == slug).map(|a| a.task_code.as_str()).collect()
    };
    assert_eq!(of("national"), ["T22-23", "T24-01", "T24-14"]);
    let assigned: BTreeSet<_> = plan.assignments.iter().map(|a| &a.task_code).collect();
    let without: Vec<_> = plan.tasks.iter().filter(|task| !assigned.contains(&task.code)).collect();
    assert_eq!(
        without.iter().map(|t| t.code.as_str()).collect::<Vec<_>>(),
        ["T24-03", "T24-32a", "T24-46", "T24-47"]
    );
    assert!(without.iter().all(|task| task.lead_basis == LeadBasis::NotStated));
}

#[test]
fn the_traps_of_the_sources_are_kept() {
    let plan = carried();
    let task = |code: &str| plan.tasks.iter().find(|task| task.code == code).unwrap();
    let at = |code: &str| plan.tasks.iter().position(|task| task.code == code).unwrap();
    let subset = task("T24-32a");
    assert_eq!((subset.scope, subset.due_on), (Scope::Subset, Some(date(2024, 7, 19))));
    for (code, from) in [("T22-24", date(2022, 6, 1)), ("T22-25", date(2022, 12, 1))] {
        assert_eq!((task(code).starts_on, task(code).due_on), (Some(from), None), "{code}");
    }
    for (code, earlier) in [("T24-33", "T24-02"), ("T24-23", "T24-43"), ("T24-24", "T24-44")] {
        assert_eq!(task(code).restates.as_deref(), Some(earlier));
        assert!(at(earlier) < at(code), "{code} comes after what it restates");
    }
    for (code, parent) in [("T22-05a", "T22-05"), ("T24-30", "T24-29"), ("T24-31", "T24-29")] {
        assert_eq!(task(code).parent.as_deref(), Some(parent));
        assert!(at(parent) < at(code), "{code} comes after its parent");
    }
    let monthly = plan.tasks.iter().filter(|task| task.recurrence == Recurrence::Monthly);
    assert_eq!(monthly.map(|task| task.code.as_str()).collect::<Vec<_>>(), ["T24-38"]);
    assert_eq!(
        (task("T24-35").due_on, task("T24-35").due_precision),
        (Some(date(2024, 7, 31)), Precision::Month)
    );
    assert_eq!(
        (task("T22-19").due_on, task("T22-19").due_precision),
        (Some(date(2022, 3, 31)), Precision::Quarter)
    );
    assert_eq!(task("T24-27").due_on, Some(date(2025, 12, 31)));
    for code in ["T24-14", "T24-15", "T24-16", "T24-17", "T24-18", "T24-19"] {
        assert!(task(code).source_note_en.contains("prototype"), "{code}");
    }
}

#[test]
fn the_calendar_of_2022_to_2027_has_tet_national_day_and_the_make_up_saturdays() {
    let plan = carried();
    let calendar = Calendar::new(plan.holidays.iter().map(calendar::Holiday::from));
    assert_eq!(calendar.send_day(date(2024, 2, 8)), date(2024, 2, 15));
    assert_eq!(calendar.send_day(date(2024, 8, 31)), date(2024, 9, 4));
    for (worked, off) in [
        (date(2024, 5, 4), date(2024, 4, 29)),
        (date(2025, 4, 26), date(2025, 5, 2)),
        (date(2026, 1, 10), date(2026, 1, 2)),
        (date(2026, 8, 22), date(2026, 8, 31)),
    ] {
        assert!(calendar.is_working_day(worked), "{worked}");
        assert!(!calendar.is_working_day(off), "{off}");
    }
    assert_eq!(calendar.working_days_between(date(2023, 12, 31), date(2024, 12, 31)), 251);
}

#[test]
fn one_file_alone_is_planned_against_what_the_database_holds() {
    let whole = carried();
    let known = Known {
        tenants: whole
            .tenants
            .iter()
            .map(|t| {
                let (short, valid_from, valid_to) = (t.short.clone(), t.valid_from, t.valid_to);
                (t.slug.clone(), KnownTenant { id: t.id, short, kind: t.kind, valid_from, valid_to })
            })
            .collect(),
        issued: whole.directives.iter().map(|d| (d.number.clone(), d.issued_on)).collect(),
        ..Known::default()
    };
    let tasks = CARRIED.into_iter().filter(|source| source.name == "tasks.csv").collect::<Vec<_>>();
    let alone = plan(&tasks, &known).unwrap();
    assert_eq!(alone.assignments, whole.assignments);
    let twice = plan(&CARRIED, &known).unwrap();
    assert_eq!(twice, whole);
}

#[test]
fn the_thirty_five_targets_are_indicators_and_the_thirty_values_are_published_figures() {
    let Plan { measured, .. } = carried();
    let counts = [
        measured.groups.len(),
        measured.members.len(),
        measured.regimes.len(),
        measured.indicators.len(),
        measured.versions.len(),
        measured.targets.len(),
        measured.records.len(),
    ];
    // 93 in all, 30 and 63 in the halves, 63 in the six regions.
    assert_eq!(counts, [9, 93 + 93 + 63, 1, 35, 35, 35, 30]);
    let of = |over| measured.indicators.iter().filter(|i| i.over_bodies == over).count();
    let kinds = [
        OverBodies::Sum,
        OverBodies::Ratio,
        OverBodies::CountOfTenants,
        OverBodies::Distinct,
        OverBodies::Record,
    ];
    assert_eq!(kinds.map(of), [2, 22, 4, 4, 3]);
    let asked = measured.indicators.iter().filter(|i| i.regime.as_deref() == Some("CT"));
    assert_eq!(
        asked.map(|i| i.code.as_str()).collect::<Vec<_>>().join(" "),
        "I24-01 I24-02 I24-05 I24-06 I24-07 I24-08 I24-09 I24-10 I24-12 I25-01"
    );
}

#[test]
fn each_region_is_the_group_of_its_bodies_and_the_ministries_are_the_centre() {
    let plan = carried();
    for region in Region::ALL {
        let code = match region {
            Region::Central => "ministries".to_owned(),
            other => format!("region-{}", other.as_str().replace('_', "-")),
        };
        let of_region: BTreeSet<&str> =
            plan.tenants.iter().filter(|t| t.region == *region).map(|t| t.slug.as_str()).collect();
        let members = plan.measured.members.iter().filter(|(group, _)| *group == code);
        assert_eq!(members.map(|(_, slug)| slug.as_str()).collect::<BTreeSet<_>>(), of_region, "{code}");
    }
}

#[test]
fn the_traps_of_the_targets_and_the_published_values_are_kept() {
    let Plan { measured, .. } = carried();
    let target = |code: &str| measured.targets.iter().find(|target| target.indicator == code).unwrap();
    let range = target("I22-13");
    assert_eq!((range.floor, range.stretch), (Decimal::whole(65), Some(Decimal::whole(70))));
    assert_eq!((target("I22-15").op, target("I24-14").op), (Op::Gt, Op::Le));
    let gain = target("I24-13");
    assert_eq!((gain.gain, gain.floor, gain.baseline), (true, Decimal::whole(5), Some(Decimal::whole(86))));
    let undated = measured.targets.iter().filter(|target| target.due_on.is_none());
    assert_eq!(
        undated.map(|target| target.indicator.as_str()).collect::<Vec<_>>(),
        ["I24-11", "I24-13", "I24-14", "I22-06a", "I22-06b"]
    );
    let beside = |series: &str| {
        let records = measured.records.iter().filter(|record| record.series == series);
        records.map(|record| (record.as_of, record.indicator.as_deref(), record.leads)).collect::<Vec<_>>()
    };
    // Of all procedures, of another document, of all adults: no value of the indicator that sounds alike.
    for series in ["A24-05", "A24-01", "A24-02"] {
        assert_eq!(beside(series), [(date(2024, 4, 24), None, false)], "{series}");
    }
    assert_eq!(beside("A22-04"), [(date(2022, 8, 8), Some("I22-03"), false)]);
    let fibre = Some("I22-01");
    assert_eq!(beside("A22-05"), [(date(2022, 8, 8), fibre, true), (date(2024, 4, 24), fibre, true)]);
    assert_eq!(beside("A24-13").len(), 3);
}

#[test]
fn a_plan_of_an_earlier_day_has_neither_later_targets_nor_later_values() {
    let kept = |until| {
        let mut plan = carried();
        plan.keep_issued(until);
        plan.measured
    };
    let first = kept(date(2022, 3, 15));
    assert!(first.regimes.is_empty() && first.records.is_empty());
    assert_eq!((first.indicators.len(), first.versions.len(), first.targets.len()), (18, 18, 18));
    assert!(first.indicators.iter().all(|indicator| indicator.code.starts_with("I22-")));
    // The plan of 2024 is there, and nobody has asked for reports yet.
    let second = kept(date(2024, 4, 24));
    assert_eq!((second.regimes.len(), second.indicators.len(), second.records.len()), (0, 28, 22));
    assert!(second.indicators.iter().all(|indicator| indicator.regime.is_none()));
    let third = kept(date(2024, 7, 25));
    assert_eq!((third.regimes.len(), third.indicators.len(), third.records.len()), (1, 35, 25));
}

#[test]
fn no_row_names_a_file_of_the_sources_and_every_row_says_how_it_is_known() {
    for source in CARRIED {
        let text = std::str::from_utf8(source.bytes).unwrap().to_lowercase();
        assert!(!text.contains(".txt") && !text.contains("seed"), "{}", source.name);
    }
}
