//! A world with something to measure: three indicators of a monthly regime, its period 2024-M07 planned, and the worker that adds
//! up.

use std::sync::Arc;

use dondoc_kernel::db::{Actor, National, Tenant, TenantTx, Version};
use dondoc_server::{
    programs::worker::Worker,
    slices::{figures, periods, reports},
};
use dondoc_shared::{
    figures::{NumberFormat, check::Justification},
    id::{AssignmentId, TenantId, UserId},
    role::Role,
    wire::report::{CellInput, DraftInput, DraftSaved, FindingRow, JustificationInput},
};
use jiff::civil::Date;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{
    recount,
    relay_world::Post,
    server::Server,
    world::{BODIES, Person, World},
};

/// The period that is planned, as addresses name it.
pub const PERIOD: &str = "CT-2024-M07";

/// The indicators: a sum over localities, a ratio over all, and a yes or no of all.
pub const INDICATORS: [&str; 3] = ["K-SUM", "K-RATIO", "K-YES"];

/// What a test of figures works with. The clock stands on 15 July 2024, 08:00 in Ha Noi: the first day after the period.
pub struct Measured {
    pub post: Post,
    pub server: Server,
    worker: Arc<Worker>,
}

/// Somebody who enters figures, and somebody who files them.
pub struct Desk {
    pub officer: Person,
    pub approver: Person,
    pub report: AssignmentId,
}

impl Measured {
    /// The catalogue, and the period planned but not open.
    pub async fn planned() -> anyhow::Result<Self> {
        let post = Post::new().await?;
        let world = &post.world;
        post.at("2024-07-15T01:00:00Z");
        world.task("T24-45").await?;
        world
            .owner
            .batch_execute(
                "insert into dondoc.body_groups values (1, 'all', 'Tất cả', 'All'), (2, 'ministries', 'Bộ', 'Ministries'),
                   (3, 'localities', 'Địa phương', 'Localities');
                 insert into dondoc.group_members
                   select g.id, t.id, null, null from dondoc.body_groups g, dondoc.tenants t
                    where t.id > 0 and (g.id = 1 or g.id = case t.kind when 'ministry' then 2 else 3 end);
                 insert into dondoc.regimes select 1, 'CT', 'Báo cáo chỉ tiêu', 'Report on indicators', 'month', id, 9, 3, 5, true,
                   'inferred', 'Thử', 'Test', true from dondoc.directives limit 1;
                 insert into dondoc.indicators (id, code, name_vi, name_en, unit_vi, unit_en, numerator_vi, numerator_en,
                   denominator_vi, denominator_en, direction, decimals, scale, group_id, over_bodies, over_time, regime_id, place,
                   compulsory, known, source_note_vi, source_note_en) values
                   (1, 'K-SUM', 'Doanh nghiệp', 'Businesses', 'doanh nghiệp', 'businesses', 'doanh nghiệp', 'businesses', '', '',
                    'up', 0, 0, 3, 'sum', 'stock', 1, 1, true, 'inferred', '', ''),
                   (2, 'K-RATIO', 'Hồ sơ có định danh', 'Dossiers identified', '%', '%', 'có định danh', 'identified', 'hồ sơ',
                    'dossiers', 'up', 1, 0, 1, 'ratio', 'flow', 1, 2, true, 'inferred', '', ''),
                   (3, 'K-YES', 'Dùng nền tảng', 'Uses the platform', '%', '%', 'có dùng', 'uses it', '', '', 'up', 1, 0, 1,
                    'count_of_tenants', 'stock', 1, 3, false, 'inferred', '', '');
                 insert into dondoc.indicator_versions
                   select id, 1, null, 'Khái niệm', 'Concept', false from dondoc.indicators;",
            )
            .await?;
        world.holidays(2024, &[]).await?;
        let (server, worker) = (Server::of(&post.world)?, post.worker());
        let measured = Self { post, server, worker };
        measured.plan(2024).await?;
        Ok(measured)
    }

    /// Plans a year.
    pub async fn plan(&self, year: i16) -> anyhow::Result<()> {
        let plan = async |tx: &mut _| periods::plan(tx, "CT", year, true).await;
        let planned = self.post.db.write(National, Actor::system("test"), plan).await;
        anyhow::ensure!(
            planned.map_err(|error| anyhow::anyhow!("{error:?}"))? == 12,
            "a year has twelve months"
        );
        Ok(())
    }

    /// Somebody of a body in this role, for use cases that are called as the doors call them; made when first asked for.
    pub async fn actor(&self, body: TenantId, role: Role) -> anyhow::Result<Actor> {
        let world = &self.post.world;
        let known = "select id from dondoc.users where tenant_id = $1 and role = $2 limit 1";
        let id = match world.owner.query_opt(known, &[&body.0, &role.as_str()]).await? {
            Some(row) => row.get(0),
            None => {
                let id = uuid::Uuid::now_v7();
                world.user(body, id, role, role.as_str(), &format!("{id}@body.example")).await?;
                id
            }
        };
        Ok(Actor { tenant: Some(body), user: Some(UserId(id)), role: Some(role), ..Actor::system("test") })
    }

    /// The same with the period open and everybody owing.
    pub async fn open() -> anyhow::Result<Self> {
        let measured = Self::planned().await?;
        measured.open_period(PERIOD).await?;
        measured.count().await?;
        Ok(measured)
    }

    /// The same after some months in which these bodies reported the given sum and ratio, each on the day after the month; the last
    /// one is June 2024.
    pub async fn after(slugs: &[&str], months: &[(i64, i64, i64)]) -> anyhow::Result<Self> {
        let measured = Self::planned().await?;
        for (n, (sum, num, den)) in
            (1..=6).rev().zip(months.iter().rev()).collect::<Vec<_>>().into_iter().rev()
        {
            measured.post.at(&format!("2024-{n:02}-15T01:00:00Z"));
            let period = format!("CT-2024-M{n:02}");
            measured.open_period(&period).await?;
            for slug in slugs {
                let desk = measured.desk(slug, &period).await?;
                let [sum, num, den] = [sum, num, den].map(i64::to_string);
                measured.save(&desk, &[("K-SUM", &sum, ""), ("K-RATIO", &num, &den)]).await?;
                let (status, answer) = measured.file(&desk).await?;
                anyhow::ensure!(status == StatusCode::OK, "{period}: {answer}");
            }
        }
        measured.post.at("2024-07-15T01:00:00Z");
        measured.open_period(PERIOD).await?;
        measured.count().await?;
        Ok(measured)
    }

    /// A report as somebody of its body reads it.
    pub async fn report(&self, desk: &Desk, by: &Person) -> anyhow::Result<Value> {
        let (status, detail) = self.server.get(&format!("/reports/{}", desk.report), by).await?;
        anyhow::ensure!(status == StatusCode::OK, "{detail}");
        Ok(detail)
    }

    /// Gives a reason for every warning that needs one.
    pub async fn justify(&self, desk: &Desk, by: &Person, text: &str) -> anyhow::Result<Value> {
        let detail = self.report(desk, by).await?;
        let warnings = detail["findings"].as_array().into_iter().flatten();
        let open = warnings.filter(|one| one["level"] == "warning" && one["justification"]["holds"] != true);
        let said: Vec<Value> = open
            .map(|one| {
                json!({"indicator": one["indicator"], "rule": one["rule"], "part": one["part"], "seen": one["seen"],
                    "code": "confirmed_at_source", "text": text,
                    "version": one["justification"]["version"].as_i64().unwrap_or(0)})
            })
            .collect();
        let body = json!({"format": "plain", "cells": [], "justifications": said});
        let (status, answer) = self.put_draft(desk, by, body).await?;
        anyhow::ensure!(status == StatusCode::OK, "{answer}");
        Ok(answer)
    }

    /// Opens a period.
    pub async fn open_period(&self, period: &str) -> anyhow::Result<usize> {
        let open = async |tx: &mut _| periods::open(tx, period, Version(1)).await;
        let opened = self.post.db.write(National, Actor::system("test"), open).await;
        opened.map_err(|error| anyhow::anyhow!("{error:?}"))
    }

    /// Lets the worker add up what was filed.
    pub async fn count(&self) -> anyhow::Result<()> {
        while self.worker.errands().await.map_err(|error| anyhow::anyhow!("{error:?}"))? > 0 {}
        Ok(())
    }

    /// The morning of a day: the worker sweeps every tenant, runs its errands and delivers.
    pub async fn morning(&self, on: Date) -> anyhow::Result<()> {
        self.post.at(&format!("{on}T08:00:00+07:00"));
        self.worker.sweep().await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        self.worker.drain().await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        Ok(())
    }

    /// The people of a body, and its report of a period.
    pub async fn desk(&self, slug: &str, period: &str) -> anyhow::Result<Desk> {
        let world = &self.post.world;
        let report = "select a.id from dondoc.assignments a join dondoc.tasks t on t.id = a.task_id
            where a.tenant_id = $1 and t.code = $2";
        let row = world.owner.query_one(report, &[&World::tenant(slug).0, &period]).await?;
        Ok(Desk {
            officer: world.person(slug, Role::Officer).await?,
            approver: world.person(slug, Role::Approver).await?,
            report: AssignmentId(row.get(0)),
        })
    }

    /// The desks of all three bodies.
    pub async fn desks(&self) -> anyhow::Result<Vec<Desk>> {
        let mut desks = vec![];
        for slug in BODIES {
            desks.push(self.desk(slug, PERIOD).await?);
        }
        Ok(desks)
    }

    /// Saves cells: indicator, numerator, denominator.
    pub async fn save(&self, desk: &Desk, cells: &[(&str, &str, &str)]) -> anyhow::Result<Value> {
        let (_, detail) = self.server.get(&format!("/reports/{}", desk.report), &desk.officer).await?;
        let cells: Vec<Value> = cells
            .iter()
            .map(|(indicator, num, den)| {
                let there = detail["cells"].as_array().into_iter().flatten();
                let seen = there
                    .clone()
                    .find(|cell| cell["indicator"] == *indicator)
                    .map(|cell| cell["version"].clone());
                json!({"indicator": indicator, "num": num, "den": den, "seen": seen.unwrap_or(json!(0))})
            })
            .collect();
        let (status, answer) =
            self.put_draft(desk, &desk.officer, json!({"format": "plain", "cells": cells})).await?;
        anyhow::ensure!(status == StatusCode::OK, "{answer}");
        Ok(answer)
    }

    /// Enters cells by the use case, as an officer of the body, and gives a reason for whatever stands out of them.
    pub async fn enter(
        &self,
        body: TenantId,
        report: AssignmentId,
        cells: Vec<CellInput>,
    ) -> anyhow::Result<DraftSaved> {
        let officer = self.actor(body, Role::Officer).await?;
        let save = async |draft: DraftInput| {
            let save = async |tx: &mut TenantTx| reports::save(tx, report, &draft).await;
            let saved = self.post.db.write(Tenant(body), officer.clone(), save).await;
            saved.map_err(|error| anyhow::anyhow!("{error:?}"))
        };
        let draft = |cells, justifications| DraftInput { format: NumberFormat::Plain, cells, justifications };
        let saved = save(draft(cells, vec![])).await?;
        let reason = |found: &FindingRow| JustificationInput {
            indicator: found.indicator.clone(),
            rule: found.rule,
            part: found.part,
            code: Some(Justification::ConfirmedAtSource),
            text: "Đã đối chiếu".to_owned(),
            seen: found.seen.clone(),
            version: found.justification.as_ref().map_or(0, |said| said.version),
        };
        let open = saved.findings.iter().filter(|found| found.is_to_be_justified());
        let reasons: Vec<JustificationInput> = open.map(reason).collect();
        if reasons.is_empty() { Ok(saved) } else { save(draft(vec![], reasons)).await }
    }

    /// Sends a draft as it is.
    pub async fn put_draft(
        &self,
        desk: &Desk,
        by: &Person,
        body: Value,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let path = format!("/reports/{}/draft", desk.report);
        let put = self.server.api(reqwest::Method::PUT, &path, Some(by));
        crate::server::answer(put.header("Idempotency-Key", uuid::Uuid::now_v7().to_string()).json(&body))
            .await
    }

    /// Files by the approver.
    pub async fn file(&self, desk: &Desk) -> anyhow::Result<(StatusCode, Value)> {
        self.act(desk, "file", &desk.approver).await
    }

    /// Proposes or files upon the newest version.
    pub async fn act(&self, desk: &Desk, act: &str, by: &Person) -> anyhow::Result<(StatusCode, Value)> {
        let (_, detail) = self.server.get(&format!("/reports/{}", desk.report), by).await?;
        let version = detail["report"]["version"].as_i64().unwrap_or_default();
        self.server.act(&format!("/reports/{}/{act}", desk.report), version, &json!({}), by).await
    }

    /// Sends what a correction changes: indicator, numerator, denominator.
    pub async fn correct(
        &self,
        desk: &Desk,
        by: &Person,
        cells: &[(&str, &str, &str)],
    ) -> anyhow::Result<(StatusCode, Value)> {
        let path = format!("/reports/{}/correction", desk.report);
        let (status, detail) = self.server.get(&path, by).await?;
        anyhow::ensure!(status == StatusCode::OK, "{detail}");
        let cells: Vec<Value> = cells
            .iter()
            .map(|(indicator, num, den)| {
                let mut there = detail["cells"].as_array().into_iter().flatten();
                let seen =
                    there.find(|cell| cell["indicator"] == *indicator).map(|cell| cell["version"].clone());
                json!({"indicator": indicator, "num": num, "den": den, "seen": seen.unwrap_or(json!(0))})
            })
            .collect();
        let body =
            json!({"format": "plain", "cells": cells, "reason": "data_error", "text": "Nhập thừa chữ số"});
        let put = self.server.api(reqwest::Method::PUT, &path, Some(by));
        crate::server::answer(put.header("Idempotency-Key", uuid::Uuid::now_v7().to_string()).json(&body))
            .await
    }

    /// Proposes or files a correction upon its newest version.
    pub async fn act_on_correction(
        &self,
        desk: &Desk,
        act: &str,
        by: &Person,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let path = format!("/reports/{}/correction", desk.report);
        let version = self.server.get(&path, by).await?.1["version"].as_i64().unwrap_or_default();
        self.server.act(&format!("{path}/{act}"), version, &json!({}), by).await
    }

    /// Decides on a correction.
    pub async fn decide_correction(
        &self,
        desk: &Desk,
        revision: i64,
        body: Value,
        by: &Person,
    ) -> anyhow::Result<(StatusCode, Value)> {
        let path = format!("/reports/{}/corrections/{revision}/decision", desk.report);
        self.server.act(&path, 1, &body, by).await
    }

    /// An act of the Working Group on the assignment, upon its newest version.
    pub async fn decide(&self, desk: &Desk, act: &str, by: &Person) -> anyhow::Result<(StatusCode, Value)> {
        let (_, detail) = self.server.get(&format!("/assignments/{}", desk.report), by).await?;
        let version = detail["row"]["version"].as_i64().unwrap_or_default();
        self.server
            .act(&format!("/assignments/{}/{act}", desk.report), version, &json!({"remark": "Lý do"}), by)
            .await
    }

    /// The figures of the period over a group, as the Working Group reads them.
    pub async fn figures(&self, query: &str, by: &Person) -> anyhow::Result<Value> {
        let (status, figures) = self.server.get(&format!("/figures?period={PERIOD}{query}"), by).await?;
        anyhow::ensure!(status == StatusCode::OK, "{figures}");
        Ok(figures)
    }

    /// The figures that differ from what was filed, by the product's own recount and by one that shares nothing with it.
    pub async fn differences(&self) -> anyhow::Result<Vec<String>> {
        let recount = async |tx: &mut _| figures::recount(tx, None).await;
        let found = self.post.db.read(National, Actor::system("test"), recount).await;
        let found = found.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        anyhow::ensure!(found.waiting == 0, "{} errands wait", found.waiting);
        anyhow::ensure!(found.compared > 0, "there is nothing to compare");
        let other = recount::recount(&self.post.world.owner).await?;
        let own = found.differences.iter().map(|one| format!("{one:?}"));
        Ok(own.chain(other.differences).collect())
    }
}
