//! Every operation × every caller × {own, missing, malformed}, in one file that a reviewer can read: what changes in it is
//! a change of somebody's rights. "Other" is a person of another body asking for the first body's things, so its column
//! must read like the row "missing". On the way each write that succeeds must leave an audit entry.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use dondoc_server::programs::app::document;
use dondoc_shared::{
    ladder::LadderPolicy,
    lifecycle::Status,
    policy::{PolicyBody, ReminderPolicy},
    role::Role,
};
use dondoc_tests::{
    server::Server,
    world::{Person, Scene, World},
};
use reqwest::{Method, header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What each operation needs: the state it starts from and a body that is right. An operation without a row fails the
/// test.
pub(super) fn needs(operation: &str) -> Option<(Status, Value)> {
    let remark = json!({"remark": "Lý do"});
    let finished = json!({"remark": "Lý do", "report": {"results": "Kết quả"}});
    Some(match operation {
        "count_assignments"
        | "list_assignments"
        | "list_blocks"
        | "list_tasks_to_be_assigned"
        | "show_assignment"
        | "show_overview"
        | "show_me"
        | "stream_events"
        | "download_evidence" => (Status::InProgress, Value::Null),
        "log_out" => (Status::InProgress, Value::Null),
        "log_in" => {
            (Status::InProgress, json!({"email": "nobody@ha-noi.example", "password": "không đúng đâu"}))
        }
        "refresh_session" => (Status::InProgress, json!({"refresh_token": "1.x.y"})),
        "ask_by_browser" => (Status::InProgress, json!({"host": "ha-noi-1"})),
        "begin_by_browser" => (Status::InProgress, json!({"device_code": "x"})),
        "acknowledge_assignment" => (Status::Assigned, json!({})),
        "report_progress" => (Status::InProgress, json!({"percent": 50, "results": "Kết quả"})),
        "add_evidence_link" => {
            (Status::InProgress, json!({"name": "Quyết định", "url": "https://ha-noi.example/qd"}))
        }
        "list_contacts" => (Status::InProgress, Value::Null),
        "put_contact" => {
            (Status::InProgress, json!({"office": "Văn thư", "address": "vanthu@ha-noi.example"}))
        }
        "list_people" => (Status::InProgress, Value::Null),
        "invite_person" => {
            (Status::InProgress, json!({"name": "Chuyên viên mới", "role": "viewer", "lang": "vi"}))
        }
        "change_role" => (Status::InProgress, json!({"role": "viewer"})),
        "disable_person" => (Status::InProgress, json!({})),
        "enable_person"
        | "send_link"
        | "end_sessions"
        | "list_mail_to_person"
        | "lift_suspension_of_person" => (Status::InProgress, Value::Null),
        "list_stand_ins" | "end_stand_in" | "list_stand_ins_of_person" | "end_stand_in_of_person" => {
            (Status::InProgress, Value::Null)
        }
        "make_stand_in" | "make_stand_in_for_person" => {
            let days = json!({"stand_in": Uuid::nil(), "from_on": "2024-07-29", "to_on": "2024-08-02", "reason": "Nghỉ"});
            (Status::InProgress, days)
        }
        "list_lost_factors" => (Status::InProgress, Value::Null),
        "report_lost_factor" => (Status::InProgress, json!({"proof": "Gặp trực tiếp"})),
        "decide_lost_factor" => (Status::InProgress, json!({"confirmed": true, "reason": null})),
        "act_for" => (Status::InProgress, json!({"stand_in": null})),
        "prove_session" => (Status::InProgress, json!({"password": "không đúng đâu"})),
        "show_calendar" | "show_tenant_calendar" | "show_send_window" | "show_tenant_send_window" => {
            (Status::InProgress, Value::Null)
        }
        "put_calendar" | "put_tenant_calendar" => {
            let day = json!({"day": "2024-12-25", "kind": "public", "name_vi": "Ngày nghỉ", "name_en": "Day off",
                "certainty": "verified"});
            (Status::InProgress, json!({"days": [day]}))
        }
        "put_send_window" | "put_tenant_send_window" => {
            (Status::InProgress, json!({"window": {"opens": "08:00:00", "closes": "16:00:00"}}))
        }
        "add_evidence" | "remove_evidence" => (Status::InProgress, Value::Null),
        "propose_submission" => (Status::InProgress, finished),
        "take_proposal_back" => (Status::Proposed, json!({})),
        "send_back_proposal" => (Status::Proposed, remark),
        "submit_assignment" => (Status::InProgress, finished),
        "take_back_submission" | "open_submission" => (Status::Submitted, json!({})),
        "accept_submission" | "return_submission" => (Status::Submitted, remark),
        "reopen_assignment" => (Status::Accepted, remark),
        "request_extension" => {
            (Status::InProgress, json!({"to": "2025-01-31", "reason": "funding", "text": "Chưa có kinh phí"}))
        }
        "list_decision_readers" => (Status::Submitted, Value::Null),
        "decide_extension" => (Status::InProgress, json!({"grant": true})),
        "issue_urge" | "preview_urge" => {
            (Status::InProgress, json!({"text": "Đề nghị báo cáo", "reply_by": "2024-08-01"}))
        }
        "issue_urge_on_many" | "preview_urge_on_many" => {
            let body = json!({"assignments": [], "addressee": "agency_mailbox", "template": "overdue", "reply_in": 5});
            (Status::InProgress, body)
        }
        "plan_urges" => {
            let body = json!({"assignments": [], "addressee": "agency_mailbox", "template": "overdue", "reply_in": 5});
            (Status::InProgress, body)
        }
        "issue_urge_plan" => (Status::InProgress, json!({"items": 1})),
        "plan_decisions" => {
            (Status::Submitted, json!({"assignments": [], "decision": "return", "remark": "Thiếu"}))
        }
        "show_decision_plan" => (Status::Submitted, Value::Null),
        "carry_out_decision_plan" => (Status::Submitted, json!({"items": 1})),
        "claim_assignments" | "release_claims" | "end_snoozes" => {
            (Status::InProgress, json!({"assignments": []}))
        }
        "snooze_assignments" => {
            (Status::InProgress, json!({"assignments": [], "until": "2024-08-01", "reason": "Chờ họp"}))
        }
        "put_presence" => (Status::InProgress, json!({"reading": true})),
        "add_note" => (Status::InProgress, json!({"text": "Đã gọi điện"})),
        "show_recheck_sample" => (Status::Accepted, Value::Null),
        "draw_recheck_sample" => (Status::Accepted, json!({"month": "2024-06-01", "items": 5})),
        "decide_recheck" => (Status::Accepted, json!({"holds": true})),
        "put_view" => (Status::InProgress, json!({"filter": "overdue", "shared": true})),
        "delete_view" | "list_views" | "show_tenant" | "list_directives" | "show_directive_matrix" => {
            (Status::InProgress, Value::Null)
        }
        "show_urge_plan" | "withdraw_urge_plan" => (Status::InProgress, Value::Null),
        "list_urges"
        | "show_urge"
        | "show_urge_statistics"
        | "download_urge_letter"
        | "list_urge_templates" => (Status::InProgress, Value::Null),
        "put_urge_template" => {
            let text = "{tenant}: {tasks}";
            (
                Status::InProgress,
                json!({"name_vi": "Mẫu", "name_en": "Form", "text_vi": text, "text_en": text}),
            )
        }
        "answer_urge" => (Status::InProgress, json!({"text": "Đã trình"})),
        "decide_escalation" | "preview_escalation" => (Status::InProgress, Value::Null),
        "list_policies" | "withdraw_policy" | "preview_reminders" | "explain_message" => {
            (Status::InProgress, Value::Null)
        }
        "make_policy" => {
            let body = PolicyBody::Reminders(ReminderPolicy::default());
            (Status::InProgress, json!({"from": "2024-08-01", "note": "Thử", "body": body}))
        }
        "simulate_policy" | "export_simulation" => {
            (Status::InProgress, json!({"body": PolicyBody::Ladder(LadderPolicy::default())}))
        }
        "list_reports"
        | "show_report"
        | "list_periods"
        | "show_period"
        | "show_filed_report"
        | "list_figures"
        | "list_figure_sources"
        | "export_figures"
        | "list_findings"
        | "show_noise"
        | "open_period" => (Status::InProgress, Value::Null),
        "judge_finding" => (Status::InProgress, json!({"judgement": "ok"})),
        "save_report_draft" => (Status::InProgress, json!({"format": "vi", "cells": []})),
        "download_report_workbook" | "import_report_workbook" => (Status::InProgress, Value::Null),
        "propose_report" | "file_report" | "file_nil_return" => (Status::InProgress, json!({})),
        "list_corrections" => (Status::InProgress, Value::Null),
        "show_correction" | "discard_correction" | "file_correction" => (Status::Submitted, Value::Null),
        "save_correction" => (
            Status::Submitted,
            json!({"format": "vi", "cells": [], "reason": "late_data", "text": "Nhập thừa"}),
        ),
        "send_correction_back" => (Status::Submitted, json!({"remark": "Thiếu minh chứng"})),
        "propose_correction" => (Status::Submitted, json!({"remark": "Đã soát"})),
        "grant_exception" => (
            Status::InProgress,
            json!({"until": "2024-09-10", "reason": "outage", "text": "Mất đường truyền"}),
        ),
        "cancel_exception" => (Status::InProgress, json!({"remark": "Đã khắc phục"})),
        "decide_correction" => (Status::Submitted, json!({"accept": true, "remark": "Đã đối chiếu"})),
        "plan_periods" => (Status::InProgress, json!({"regime": "CT", "year": 2090})),
        "list_messages" | "show_message" | "resend_message" | "list_holds" | "lift_hold"
        | "show_mail_state" => (Status::InProgress, Value::Null),
        "cancel_message" => (Status::InProgress, json!({"remark": "Gửi nhầm"})),
        "hold_mail" => (Status::InProgress, json!({"reason": "Bảo trì máy chủ thư"})),
        "set_mail_budget" => (Status::InProgress, json!({"digests_a_day": 150})),
        "list_suspensions" | "lift_suspension" => (Status::InProgress, Value::Null),
        "report_bounce" => (
            Status::InProgress,
            json!({"message_id": "<1.x.y@nation.example>", "reason": "bounce", "status": "5.1.1", "detail": "x"}),
        ),
        _ => return None,
    })
}

/// The version that is right: nothing is stored of what these write.
pub(super) fn right_version(operation: &str) -> &'static str {
    let fresh = [
        "put_contact",
        "put_calendar",
        "put_tenant_calendar",
        "put_send_window",
        "put_tenant_send_window",
        "put_urge_template",
        "put_view",
    ];
    match operation {
        // In conflict with a newer report alone, and there may be one already.
        "report_progress" => "\"9\"",
        operation if fresh.contains(&operation) => "\"0\"",
        _ => "\"1\"",
    }
}

#[derive(Clone)]
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: Method,
    pub(super) path: String,
}

pub(super) fn operations() -> anyhow::Result<Vec<Operation>> {
    let document = serde_json::to_value(document())?;
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap().to_owned();
            let method = method.to_uppercase().parse()?;
            found.push(Operation { id, method, path: path.replace("/api/v1", "") });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path).then(a.id.cmp(&b.id)));
    Ok(found)
}

/// An assignment that has everything an operation could ask for.
#[derive(Clone)]
pub(super) struct Stage {
    pub(super) assignment: Uuid,
    pub(super) evidence: Uuid,
    pub(super) step: Uuid,
    pub(super) urge: Uuid,
}

impl Stage {
    /// The key in an address of what has a name.
    pub(super) fn key(&self) -> String {
        format!("t{}", self.assignment.simple())
    }

    /// What an operation needs in its body, about what is here.
    pub(super) fn body(&self, operation: &str, mut body: Value) -> Value {
        match operation {
            "decide_escalation" | "preview_escalation" => body = json!({"step": self.step, "release": true}),
            "invite_person" => body["email"] = json!(format!("{}@ha-noi.example", self.key())),
            "make_stand_in" | "make_stand_in_for_person" => body["stand_in"] = json!(self.step),
            "put_view" => body["name"] = json!(self.key()),
            "plan_urges" | "plan_decisions" | "claim_assignments" | "release_claims"
            | "snooze_assignments" | "end_snoozes" => {
                body["assignments"] = json!([self.assignment]);
            }
            many if many.ends_with("_on_many") => {
                body["assignments"] = json!([{"id": self.assignment, "version": 1}]);
            }
            _ => {}
        }
        body
    }
}

pub(super) async fn stage(
    world: &World,
    task: &str,
    operation: &str,
    status: Status,
) -> anyhow::Result<Stage> {
    let task = world.task(task).await?;
    regime(world).await?;
    let submitted = matches!(status, Status::Submitted | Status::Accepted);
    let day = world.day(-20);
    let scene = Scene { submitted_on: submitted.then_some(day), ..Scene::due(Some(world.day(-12))) };
    let assignment = world.assignment("ha-noi", task, &scene.status(status)).await?.0;
    let (evidence, step, other, by) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7(), Uuid::nil());
    let file = operation == "download_evidence";
    world
        .run(
            "insert into dondoc.evidence (tenant_id, id, assignment_id, kind, name, url, object, sha256, size, \
             media_type, by_id, by_name, at) values (1, $1, $2, $3, 'a.txt', $4, $5, $6, $7, $8, $9, 'x', now())",
            &[
                &evidence,
                &assignment,
                &if file { "file" } else { "link" },
                &(!file).then_some("https://ha-noi.example"),
                &file.then_some("1/a"),
                &file.then(|| Sha256::digest("hello").to_vec()),
                &file.then_some(5i64),
                &file.then_some("text/plain"),
                &by,
            ],
        )
        .await?;
    if operation == "decide_extension" {
        world
            .run(
                "insert into dondoc.extension_requests (tenant_id, id, assignment_id, from_on, to_on, reason, text, \
                 by_id, by_name, at) select 1, $1, $2, due_on, due_on + 90, 'funding', 'x', $3, 'x', now() \
                 from dondoc.assignments where id = $2",
                &[&other, &assignment, &by],
            )
            .await?;
        world
            .run("update dondoc.assignments set extension_pending = true where id = $1", &[&assignment])
            .await?;
    }
    let urged = operation.contains("urge") && operation.starts_with(['a', 's', 'd']);
    let urge = if urged { world.urge("ha-noi", assignment, world.day(7)).await? } else { Uuid::nil() };
    if ["answer_urge", "withdraw_urge_plan"].contains(&operation) {
        world
            .run(
                "update dondoc.assignments set unanswered_urges = 1, urgency_on = late_from - 2 where id = $1",
                &[&assignment],
            )
            .await?;
    }
    if operation == "delete_view" {
        let view = "insert into dondoc.views (id, key, name, filter, by_id, by_name, at, version)
            values ($1, 't' || replace($1::uuid::text, '-', ''), 'x', 'overdue', $1, 'x', now(), 1)";
        world.run(view, &[&assignment]).await?;
    }
    if operation == "show_directive_matrix" {
        let directive = "insert into dondoc.directives (id, number, kind, issuer_vi, issuer_en, issued_on, title_vi, title_en)
            values ($1, $1::uuid::text, 'notice', 'x', 'x', '2024-07-01', 'x', 'x')";
        world.run(directive, &[&assignment]).await?;
        let named = "update dondoc.tasks set directive_id = $1 where id = $2";
        world.run(named, &[&assignment, &task]).await?;
    }
    if operation.ends_with("urge_plan") {
        plan(world, assignment, operation == "withdraw_urge_plan").await?;
    }
    if operation.ends_with("decision_plan") {
        decision_plan(world, assignment).await?;
    }
    let of_reports = [
        "show_report",
        "save_report_draft",
        "propose_report",
        "file_report",
        "file_nil_return",
        "download_report_workbook",
        "import_report_workbook",
        "list_findings",
        "judge_finding",
        "plan_periods",
        "open_period",
        "show_period",
        "show_filed_report",
    ];
    if of_reports.contains(&operation) || writes_a_correction(operation) || operation.ends_with("_exception")
    {
        report(world, assignment, operation).await?;
    }
    if operation == "plan_periods" {
        let calendar =
            "insert into dondoc.calendar_versions (for_tenant, year, version, from_day, at, by_name)
            values (0, 2090, 1, '2090-01-01', 'epoch', 'x') on conflict do nothing";
        world.run(calendar, &[]).await?;
    }
    if operation == "judge_finding" {
        finding(world, assignment).await?;
    }
    if operation == "show_filed_report" {
        let owed = "insert into dondoc.reports (tenant_id, id, period_id, assignment_id)
            select tenant_id, gen_random_uuid(), 1202407, id from dondoc.assignments where id = $1
            on conflict (tenant_id, period_id) do update set assignment_id = excluded.assignment_id";
        world.run(owed, &[&assignment]).await?;
    }
    if operation.ends_with("_person") || ["change_role", "send_link", "end_sessions"].contains(&operation) {
        member(world, assignment, operation).await?;
    }
    let lost = operation.ends_with("_lost_factor");
    if lost || operation.starts_with("make_stand_in") {
        // Somebody who has logged in before.
        member(world, step, operation).await?;
        world.run("update dondoc.accounts set password_hash = 'x' where user_id = $1", &[&step]).await?;
    }
    if lost {
        // Whose it is, and who could confirm it.
        member(world, assignment, operation).await?;
        world.run("update dondoc.users set second_factor_at = now() where id = $1", &[&assignment]).await?;
        world.run("update dondoc.users set role = 'approver' where id = $1", &[&step]).await?;
    }
    if operation == "decide_lost_factor" {
        let lost =
            "insert into dondoc.lost_factors (tenant_id, id, user_id, proof, asked_by, asked_name, asked_at)
            values (1, $1, $1, 'x', $2, 'x', now())";
        world.run(lost, &[&assignment, &Uuid::nil()]).await?;
    }
    if operation == "withdraw_policy" {
        let policy = "insert into dondoc.policies (id, kind, version, from_on, cap, note, by_name, at)
            select $1, 'reminders', max(version) + 1, '2024-08-01', 5, 'x', 'x', now() from dondoc.policies";
        world.run(policy, &[&assignment]).await?;
    }
    if operation == "explain_message" {
        let message = "insert into dondoc.outbox (tenant_id, id, kind, args, dedupe_key, run_at, message_id, created_at)
            values (1, $1, 'digest', '{}', gen_random_uuid()::text, now(), gen_random_uuid()::text, now())";
        world.run(message, &[&assignment]).await?;
    }
    world
        .run(
            "insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, proposed_on, days_overdue, \
             policy_id) values (1, $1, $2, 1, '2024-07-25', 12, '00000000-0000-7000-8000-000000000002')",
            &[&step, &assignment],
        )
        .await?;
    if submitted {
        world
            .run(
                "insert into dondoc.submissions (tenant_id, id, assignment_id, submitted_by, submitted_name, \
                 submitted_on, at, remark) values (1, $1, $2, $3, 'x', '2024-07-05', now(), '')",
                &[&other, &assignment, &by],
            )
            .await?;
        world
            .run(
                "update dondoc.assignments set submission_id = $1, submitted_by = $2 where id = $3",
                &[&other, &by, &assignment],
            )
            .await?;
    }
    if writes_a_correction(operation) {
        correction(world, (assignment, other, by), operation == "decide_correction").await?;
    }
    if operation.contains("recheck") {
        recheck(world, assignment, operation == "decide_recheck").await?;
    }
    if operation == "send_correction_back" {
        let proposed = "update dondoc.correction_drafts d set proposed_by = $1 from dondoc.reports r
            where r.assignment_id = $2 and d.report_id = r.id";
        world.run(proposed, &[&by, &assignment]).await?;
    }
    if operation == "cancel_exception" {
        let exception = "insert into dondoc.report_exceptions (tenant_id, id, report_id, until_on, reason, text, by_id, by_name, at)
            select 1, gen_random_uuid(), id, '2024-09-10', 'outage', 'x', $2, 'x', now() from dondoc.reports where assignment_id = $1";
        world.run(exception, &[&assignment, &by]).await?;
    }
    // What is not an assignment bears the same id, so that one name serves all.
    if ["show_message", "cancel_message", "resend_message"].contains(&operation) {
        world
            .run(
                "insert into dondoc.outbox (tenant_id, id, kind, args, dedupe_key, state, run_at, message_id, created_at, \
                 finished_at) select 1, x, 'digest', '{}', x::text, y, now(), x::text, now(), \
                 case y when 'dead' then now() end from (select $1::uuid as x, $2::text as y) one",
                &[&assignment, &if operation == "resend_message" { "dead" } else { "ready" }],
            )
            .await?;
    }
    if operation == "take_proposal_back" {
        let author = "update dondoc.assignments set proposed_by = (select id from dondoc.users \
                      where tenant_id = 1 and role = 'approver' order by id limit 1) where id = $1";
        world.run(author, &[&assignment]).await?;
    }
    if operation == "lift_hold" {
        world
            .run(
                "insert into dondoc.mail_holds (id, begins_at, reason, by_id, by_name, at) \
                 values ($1, now(), 'x', $2, 'x', now())",
                &[&assignment, &by],
            )
            .await?;
    }
    if operation == "lift_suspension" {
        world
            .run(
                "insert into dondoc.suspensions (tenant_id, id, address, reason, detail, since) \
                 select 1, x, x || '@ha-noi.example', 'bounce', '', now() from (select $1::uuid as x) one",
                &[&assignment],
            )
            .await?;
    }
    Ok(Stage { assignment, evidence, step, urge })
}

fn writes_a_correction(operation: &str) -> bool {
    operation.ends_with("_correction") || operation == "send_correction_back"
}

/// The assignment was accepted in June; and it was drawn, if that is asked for, under its own id.
async fn recheck(world: &World, assignment: Uuid, drawn: bool) -> anyhow::Result<()> {
    let accepted = "update dondoc.submissions set decision = 'accepted', decided_by = $2, decided_name = 'x',
        decided_at = '2024-06-10' where assignment_id = $1";
    world.run(accepted, &[&assignment, &Uuid::nil()]).await?;
    if drawn {
        let sample = "insert into dondoc.recheck_samples (month, seed, accepted, by_id, by_name, at)
            values ('2024-05-01', repeat('0', 32), 1, $1, 'x', now()) on conflict do nothing";
        world.run(sample, &[&Uuid::nil()]).await?;
        let item = "insert into dondoc.rechecks (tenant_id, id, month, place, assignment_id, accepted_by, accepted_name, accepted_at)
            values (1, $1, '2024-05-01', 1, $1, $2, 'x', now())";
        world.run(item, &[&assignment, &Uuid::nil()]).await?;
    }
    Ok(())
}

/// A filed number, and the correction of it that is written or waits.
async fn correction(
    world: &World,
    (assignment, submission, by): (Uuid, Uuid, Uuid),
    waits: bool,
) -> anyhow::Result<()> {
    let revision = "insert into dondoc.report_revisions (tenant_id, report_id, revision, submission_id, in_time, filed_on, filed_by,
        filed_name, at, kind, replaces, reason, text)
        select 1, r.id, n, $2, true, '2024-07-05', $3, 'x', now(), case n when 1 then 'figures' else 'correction' end,
          case n when 2 then 1 end, case n when 2 then 'data_error' end, ''
        from dondoc.reports r, generate_series(1, case when $4 then 2 else 1 end) n where r.assignment_id = $1";
    world.run(revision, &[&assignment, &submission, &by, &waits]).await?;
    for statement in [
        "insert into dondoc.measurements (tenant_id, report_id, revision, indicator_id, period_id, state, num, reason, estimated)
           select 1, r.id, v.revision, 1, r.period_id, 'value', 900 / v.revision, '', false
           from dondoc.reports r join dondoc.report_revisions v on v.report_id = r.id where r.assignment_id = $1",
        "update dondoc.reports set revision = 1 where assignment_id = $1",
        "insert into dondoc.correction_drafts (tenant_id, report_id, revision, reason, text)
           select 1, id, 2, 'data_error', 'x' from dondoc.reports where assignment_id = $1",
        "insert into dondoc.correction_cells (tenant_id, report_id, revision, indicator_id, num, den, format, state, reason, estimated,
           authors, entered_by, entered_name)
           select 1, id, 2, 1, '90', '', 'vi', 'value', '', false, '{}', gen_random_uuid(), 'x'
           from dondoc.reports where assignment_id = $1",
    ] {
        world.run(statement, &[&assignment]).await?;
    }
    Ok(())
}

/// A regime that asks nothing, but for one number in May 2024, and its groups: there before the first request, since the catalogue is kept.
async fn regime(world: &World) -> anyhow::Result<()> {
    world
        .run("insert into dondoc.body_groups values (1, 'all', 'Tất cả', 'All') on conflict do nothing", &[])
        .await?;
    let regime = "insert into dondoc.regimes select 1, 'CT', 'Báo cáo', 'Report', 'month', id, 9, 3, 5, true, 'inferred', '', '', true
        from dondoc.directives limit 1 on conflict do nothing";
    world.run(regime, &[]).await?;
    for statement in [
        "insert into dondoc.body_groups values (2, 'may', 'Tháng 5', 'May') on conflict do nothing",
        "insert into dondoc.group_members values (2, 1, '2024-05-01', '2024-05-31') on conflict do nothing",
        "insert into dondoc.indicators (id, code, name_vi, name_en, unit_vi, unit_en, numerator_vi, numerator_en, denominator_vi,
           denominator_en, direction, decimals, scale, group_id, over_bodies, over_time, regime_id, place, compulsory, known,
           source_note_vi, source_note_en) values (1, 'K-ONE', 'x', 'x', 'x', 'x', 'x', 'x', '', '', 'up', 0, 0, 2, 'sum', 'flow', 1,
           1, true, 'inferred', '', '') on conflict do nothing",
        "insert into dondoc.indicator_versions values (1, 1, null, 'x', 'x', false) on conflict do nothing",
    ] {
        world.run(statement, &[]).await?;
    }
    Ok(())
}

/// A plan to urge the assignment, whose id it bears; issued already, if that is asked for.
async fn plan(world: &World, assignment: Uuid, issued: bool) -> anyhow::Result<()> {
    let urge = if issued { Some(world.urge("ha-noi", assignment, world.day(7)).await?) } else { None };
    let plan = "insert into dondoc.plans (id, kind, input, skipped, items, by_id, by_name, made_at, expires_at)
        values ($1, 'urges', '{\"assignments\": [], \"addressee\": \"agency_mailbox\", \"text\": \"x\", \"reply_in\": 3}', '[]', 1, $1, 'x',
          '2024-07-25', '2024-08-25')";
    world.run(plan, &[&assignment]).await?;
    let tenant = json!({"slug": "ha-noi", "short": "HA-", "name_vi": "x", "name_en": "x"});
    let item = json!({"id": assignment, "code": "x", "title_vi": "x", "title_en": "x", "version": 1, "days_overdue": 12,
        "unanswered_urges": 0, "urged": null});
    let shown = json!({"tenant": tenant, "items": [item], "text": "x", "recipients": [], "leaves_at": null, "held": false,
        "reply_by": "2024-07-30", "reply_on_free_day": false});
    let part = "insert into dondoc.plan_parts (plan_id, part, for_tenant, shown, state, urge_id, number)
        values ($1, 0, 1, $2::text::jsonb, case when $3::uuid is null then 'planned' else 'issued' end, $3, case when $3 is not null then 'x' end)";
    world.run(part, &[&assignment, &shown.to_string(), &urge]).await?;
    Ok(())
}

/// Somebody of the body who bears the id of the assignment.
async fn member(world: &World, id: Uuid, operation: &str) -> anyhow::Result<()> {
    let email = format!("{}@ha-noi.example", id.simple());
    world.user(World::tenant("ha-noi"), id, Role::Officer, "x", &email).await?;
    let account = "insert into dondoc.accounts (tenant_id, id, user_id, email, created_at) values (1, $1, $1, $2, now())";
    world.run(account, &[&id, &email]).await?;
    if operation == "lift_suspension_of_person" {
        let suspended = "insert into dondoc.suspensions (tenant_id, id, address, reason, detail, since)
            values (1, $1, $2, 'bounce', '', now())";
        world.run(suspended, &[&id, &email]).await?;
    }
    if operation == "enable_person" {
        world.run("update dondoc.users set status = 'disabled' where id = $1", &[&id]).await?;
    }
    Ok(())
}

/// A plan to return the assignment, whose id it bears.
async fn decision_plan(world: &World, assignment: Uuid) -> anyhow::Result<()> {
    let plan = "insert into dondoc.plans (id, kind, input, skipped, items, by_id, by_name, made_at, expires_at)
        values ($1, 'decisions', '{\"assignments\": [], \"decision\": \"return\", \"remark\": \"x\"}', '[]', 1, $1, 'x',
          '2024-07-25', '2024-08-25')";
    world.run(plan, &[&assignment]).await?;
    let tenant = json!({"slug": "ha-noi", "short": "HA-", "name_vi": "x", "name_en": "x"});
    let item = json!({"id": assignment, "code": "x", "title_vi": "x", "title_en": "x", "version": 1, "due_on": null,
        "days_overdue": 12, "step": null, "level": null, "only_signs": false, "unopened": true, "claimed_by": null,
        "snoozed_until": null, "state": "planned", "why": null});
    let shown =
        json!({"tenant": tenant, "items": [item], "recipients": [], "leaves_at": null, "held": false});
    let part =
        "insert into dondoc.plan_parts (plan_id, part, for_tenant, shown) values ($1, 0, 1, $2::text::jsonb)";
    world.run(part, &[&assignment, &shown.to_string()]).await?;
    Ok(())
}

/// A plan is its maker's alone.
pub(super) async fn hand_over(world: &World, stage: &Stage, to: Option<&Person>) -> anyhow::Result<()> {
    if let Some(person) = to {
        let own = "update dondoc.plans set by_id = $1 where id = $2";
        world.run(own, &[&person.id.0, &stage.assignment]).await?;
    }
    Ok(())
}

/// Makes the assignment the report of a period that asks nothing, of a correction the one of May that is cut off; or plans July
/// 2024, for somebody to open.
async fn report(world: &World, assignment: Uuid, operation: &str) -> anyhow::Result<()> {
    // Each time another month, but none of 2024, where the one that is opened has its place.
    let planned = ["open_period", "show_period", "show_filed_report"].contains(&operation);
    let may = writes_a_correction(operation);
    let period = "insert into dondoc.periods (id, regime_id, code, from_on, to_on, opens_on, due_on, cutoff_on, close_on, status,
        simulated, planned_by, planned_name, planned_at, opened_by, opened_name, opened_at)
        select case when $1 then 1202407 else 1000000 + n end, 1,
          case when $1 then '2024-M07' else to_char(date '2000-01-01' + interval '1 month' * (n + case when n < 288 then 0 else 12 end), 'YYYY-\"M\"MM') end,
          '2024-06-15', '2024-07-14', '2024-07-05', '2024-08-17', '2024-08-19', '2024-09-17',
          case when $1 then 'planned' else 'open' end, true,
          case when $1 then gen_random_uuid() end, 'x', now(), null, case when not $1 then 'x' end, case when not $1 then now() end
        from (select count(*)::int as n from dondoc.periods) known on conflict do nothing";
    world.run(period, &[&planned]).await?;
    if may {
        let cut_off =
            "update dondoc.periods set from_on = '2024-04-15', to_on = '2024-05-14', opens_on = '2024-05-05',
            due_on = '2024-05-17', cutoff_on = '2024-05-20', close_on = '2024-06-19', asks = '{1}'
            where id = (select max(id) from dondoc.periods where id < 1200000)";
        world.run(cut_off, &[]).await?;
    }
    if !planned {
        for statement in [
            "update dondoc.tasks t set kind = 'report', period_id = (select max(id) from dondoc.periods where id < 1200000)
               from dondoc.assignments a where a.id = $1 and t.id = a.task_id",
            "update dondoc.assignments a set counted = false, percent = 100, period_id = t.period_id from dondoc.tasks t
               where a.id = $1 and t.id = a.task_id",
            "insert into dondoc.reports (tenant_id, id, period_id, assignment_id)
               select tenant_id, gen_random_uuid(), period_id, id from dondoc.assignments where id = $1",
        ] {
            world.run(statement, &[&assignment]).await?;
        }
    }
    Ok(())
}

/// A warning in what was filed, with its reason; it bears the id of the assignment.
async fn finding(world: &World, assignment: Uuid) -> anyhow::Result<()> {
    for statement in [
        "insert into dondoc.indicators (id, code, name_vi, name_en, unit_vi, unit_en, numerator_vi, numerator_en, denominator_vi,
           denominator_en, direction, decimals, scale, group_id, over_bodies, over_time, regime_id, place, compulsory, known,
           source_note_vi, source_note_en)
           values (1, 'K-1', '', '', '', '', '', '', '', '', 'up', 0, 0, 1, 'sum', 'stock', null, 1, true, 'inferred', '', '')
           on conflict do nothing",
        "insert into dondoc.submissions (tenant_id, id, assignment_id, submitted_by, submitted_name, submitted_on, at, remark)
           select tenant_id, id, id, $2, 'x', '2024-07-05', now(), '' from dondoc.assignments where id = $1 and $2::uuid is not null",
        "insert into dondoc.report_revisions (tenant_id, report_id, revision, submission_id, in_time, filed_on, filed_by,
           filed_name, at)
           select tenant_id, id, 1, $1, true, '2024-07-05', $2, 'x', now() from dondoc.reports where assignment_id = $1",
        "insert into dondoc.findings (tenant_id, id, report_id, revision, indicator_id, rule, part, level, seen, code, text,
           justified_by, justified_name)
           select tenant_id, $1, id, 1, 1, 'digit_slip', 'num', 'warning', '{}', 'real_change', 'x', $2, 'x'
             from dondoc.reports where assignment_id = $1",
    ] {
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 2] = [&assignment, &Uuid::nil()];
        let takes = if statement.contains("$1") { &values[..] } else { &[] };
        world.run(statement, takes).await?;
    }
    Ok(())
}

async fn callers(world: &World) -> anyhow::Result<Vec<(&'static str, Option<Person>)>> {
    let own = async |role| world.person("ha-noi", role).await.map(Some);
    let national = async |role| world.person("national", role).await.map(Some);
    let disabled = world.person("ha-noi", Role::Officer).await?;
    world.run("update dondoc.users set status = 'disabled' where id = $1", &[&disabled.id.0]).await?;
    let signed_out = world.person("ha-noi", Role::Officer).await?;
    world
        .run("update dondoc.sessions set revoked_at = now() where user_id = $1", &[&signed_out.id.0])
        .await?;
    Ok(vec![
        ("nobody", None),
        ("viewer", own(Role::Viewer).await?),
        ("officer", own(Role::Officer).await?),
        ("approver", own(Role::Approver).await?),
        ("admin", own(Role::Administrator).await?),
        ("observer", national(Role::Observer).await?),
        ("wg-offic", national(Role::NationalOfficer).await?),
        ("wg-lead", national(Role::Lead).await?),
        ("sysadmin", national(Role::SystemAdministrator).await?),
        ("other-of", Some(world.person("lao-cai", Role::Officer).await?)),
        ("other-ap", Some(world.person("lao-cai", Role::Approver).await?)),
        ("disabled", Some(disabled)),
        ("signedout", Some(signed_out)),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_answers_every_caller_as_the_matrix_says() -> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    std::fs::create_dir_all(server.evidence().join("1"))?;
    std::fs::write(server.evidence().join("1/a"), "hello")?;
    world.contact("ha-noi", "agency_mailbox").await?;
    let callers = callers(&world).await?;
    let mut matrix = String::from("operation                  id        ");
    for (name, _) in &callers {
        write!(matrix, " {name:<9}")?;
    }
    let mut n = 0;
    for operation in operations()? {
        let (status, body) =
            needs(&operation.id).unwrap_or_else(|| panic!("{} has no row in `needs`", operation.id));
        let ids: &[&str] =
            if operation.path.contains("{id}") { &["own", "missing", "malformed"] } else { &["-"] };
        let mut hidden: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for kind in ids {
            write!(matrix, "\n{:<26} {kind:<9}", operation.id)?;
            for (name, caller) in &callers {
                n += 1;
                let stage = stage(&world, &format!("M{n}"), &operation.id, status).await?;
                // A session that ends itself belongs to a person who is not needed any more.
                let caller = match (operation.id.as_str(), caller) {
                    ("log_out", Some(person)) if !["disabled", "signedout"].contains(name) => {
                        Some(world.another_session(person).await?)
                    }
                    _ => caller.clone(),
                };
                hand_over(&world, &stage, caller.as_ref()).await?;
                let trail = world.count("select count(*) from dondoc.audit").await?;
                let (code, text) = ask(&server, &operation, kind, &stage, &body, caller.as_ref()).await?;
                write!(matrix, " {code:<9}")?;
                assert!(code < 500, "{} as {name}: {text}", operation.id);
                let left = world.count("select count(*) from dondoc.audit").await? - trail;
                let only_looks =
                    ["preview_", "simulate_", "export_"].iter().any(|verb| operation.id.starts_with(verb));
                let wrote = operation.method != Method::GET && !only_looks && code < 300;
                assert!(left > 0 || !wrote, "{} as {name} left no audit entry", operation.id);
                assert!(
                    code >= 300 || *kind != "own" || !name.starts_with("other"),
                    "{} let {name} into another body's matter",
                    operation.id
                );
                if code == 404 {
                    hidden.entry(text).or_default().push(format!("{name} {kind}"));
                }
            }
        }
        // What does not exist and what belongs to somebody else look the same, byte for byte.
        assert!(hidden.len() <= 1, "{}: {hidden:?}", operation.id);
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("access_matrix", matrix);
    });
    Ok(())
}

/// What each operation wants beside a right (R180, R185): of how old a proof it takes somebody for themselves, and whether it is open
/// to somebody whose role must have a second factor while they have none.
#[tokio::test(flavor = "multi_thread")]
async fn every_operation_wants_as_fresh_a_proof_and_as_strong_a_session_as_the_table_says()
-> anyhow::Result<()> {
    let world = World::new().await?;
    let server = Server::of(&world)?;
    let mut callers = vec![];
    for role in Role::ALL {
        let slug = if role.is_national() { "national" } else { "ha-noi" };
        callers.push((*role, world.person(slug, *role).await?));
    }
    // To each the code of the refusal, of somebody who is there and of something that is not.
    let ask_all = async |operation: &Operation| {
        let (_, body) = needs(&operation.id).expect("a row in `needs`");
        let mut codes = vec![];
        for (role, caller) in &callers {
            let id = Uuid::now_v7();
            let stage = Stage { assignment: id, evidence: id, step: id, urge: id };
            let caller = match operation.id.as_str() {
                "log_out" => world.another_session(caller).await?,
                _ => caller.clone(),
            };
            world.proofs_are_stale().await?;
            let (_, text) = ask(&server, operation, "missing", &stage, &body, Some(&caller)).await?;
            codes.push((*role, text));
        }
        anyhow::Ok(codes)
    };
    world.task("M0").await?;
    regime(&world).await?;
    let mut table = String::from("operation                  proof    without a second factor");
    for operation in operations()? {
        let stale = ask_all(&operation).await?.iter().any(|(_, text)| text.contains("step_up_required"));
        world.second_factor_from("2024-07-25").await?;
        let mut is_open = false;
        for (role, text) in ask_all(&operation).await? {
            let asked = text.contains("enrolment_required");
            assert!(role.needs_second_factor() || !asked, "{} asks it of {role:?}", operation.id);
            // Of the Working Group's matters a body's people hear nothing else either.
            is_open |= role.needs_second_factor() && !asked && !text.contains("not_permitted");
        }
        world.second_factor_from("2999-01-01").await?;
        let (proof, factor) =
            (if stale { "15 min" } else { "any" }, if is_open { "open" } else { "refused" });
        write!(table, "\n{:<26} {proof:<8} {factor}", operation.id)?;
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("strength_and_freshness", table);
    });
    Ok(())
}

async fn ask(
    server: &Server,
    operation: &Operation,
    kind: &str,
    stage: &Stage,
    body: &Value,
    caller: Option<&Person>,
) -> anyhow::Result<(u16, String)> {
    let id = match kind {
        "own" if operation.path.starts_with("/urges/") => stage.urge.to_string(),
        "own" => stage.assignment.to_string(),
        "missing" => Uuid::now_v7().to_string(),
        _ => "không-phải-mã".to_owned(),
    };
    let path = operation
        .path
        .replace("{role}", "agency_mailbox")
        // A new one each time.
        .replace("{code}", &stage.key())
        .replace("{key}", &stage.key())
        .replace("{slug}", "ha-noi")
        .replace("{year}", "2024")
        .replace("{period}", "CT-2024-M07")
        .replace("{revision}", "2")
        .replace("{indicator}", "I24-02")
        .replace("{tenant}", "ha-noi")
        .replace("{id}", &id)
        .replace("{finding}", &stage.assignment.to_string())
        .replace("{evidence}", &stage.evidence.to_string());
    // A form that this caller has taken along; whoever gets none sends something else.
    let workbook = if operation.id == "import_report_workbook" {
        server.api(Method::GET, &path, caller).send().await?.bytes().await?.to_vec()
    } else {
        vec![]
    };
    let mut request = server.api(operation.method.clone(), &path, caller);
    if operation.id == "import_report_workbook" {
        request = request.query(&[("dry_run", "false")]);
    }
    if operation.id == "show_urge_statistics" {
        request = request.query(&[("from", "2024-01-01"), ("to", "2024-12-31")]);
    }
    if operation.id == "delete_view" {
        request = request.query(&[("shared", "true")]);
    }
    if operation.method != Method::GET {
        // The matrix has had a contact since its first row.
        let version = if operation.id == "put_contact" { "\"1\"" } else { right_version(&operation.id) };
        request =
            request.header(header::IF_MATCH, version).header("Idempotency-Key", Uuid::now_v7().to_string());
    }
    if operation.id == "add_evidence" {
        let boundary = "x-part-x";
        let file = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
             Content-Type: text/plain\r\n\r\nhello\r\n--{boundary}--\r\n"
        );
        request = request
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"))
            .body(file);
    } else if operation.id == "import_report_workbook" {
        request = crate::input::files::file(request, "a.xlsx", &workbook);
    } else {
        let body = stage.body(&operation.id, body.clone());
        if !body.is_null() {
            request = request.json(&body);
        }
    }
    let response = request.send().await?;
    let code = response.status().as_u16();
    // One that stands does not end.
    if operation.id == "stream_events" && code < 300 {
        return Ok((code, String::new()));
    }
    let text = response.text().await?;
    let mut problem: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
    problem["request_id"] = Value::Null;
    Ok((code, problem.to_string()))
}

/// What asks for no right is open to whoever must still set up a second factor (R185): their own account, and leaving.
#[test]
fn what_asks_for_no_right_is_the_log_in_ones_own_account_and_drafts() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = BTreeSet::new();
    let mut folders = vec![root.join("server/src"), root.join("server/kernel/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs")
                && std::fs::read_to_string(&path).unwrap().contains("perm::Session")
            {
                found.insert(path.strip_prefix(&root).unwrap().display().to_string());
            }
        }
    }
    let known = [
        "server/kernel/src/auth/api.rs",
        "server/kernel/src/auth/own.rs",
        "server/kernel/src/auth/passkeys.rs",
        "server/src/slices/portal/account.rs",
        "server/src/slices/portal/drafts.rs",
        "server/src/slices/portal/sign_in.rs",
        "server/src/slices/stand_ins/web.rs",
        // The first page of whoever handles no tasks; it shows nothing.
        "server/src/slices/work/web/work.rs",
    ];
    assert_eq!(found, known.map(str::to_owned).into());
}

#[test]
fn every_permission_of_every_role_is_as_the_table_says() {
    use dondoc_shared::role::Permission;
    let mut table = format!("{:<20}", "");
    for role in Role::ALL {
        write!(table, " {:<9}", &role.as_str()[..role.as_str().len().min(9)]).unwrap();
    }
    for permission in Permission::ALL {
        write!(table, "\n{permission:<20}").unwrap();
        for role in Role::ALL {
            write!(table, " {:<9}", if role.may(*permission) { "yes" } else { "-" }).unwrap();
        }
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("role_matrix", table);
    });
}
