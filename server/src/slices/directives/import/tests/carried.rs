//! `server/data`: what the public documents say, counted.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    lifecycle::Part,
    text::Lang,
    wire::{
        LeadBasis, Precision, TenantKind,
        directive::{Recurrence, Scope},
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
fn no_row_names_a_file_of_the_sources_and_every_row_says_how_it_is_known() {
    for source in CARRIED {
        let text = std::str::from_utf8(source.bytes).unwrap().to_lowercase();
        assert!(!text.contains(".txt") && !text.contains("seed"), "{}", source.name);
    }
}
