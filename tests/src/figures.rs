//! A world with something to measure: three indicators of a monthly regime, its period 2024-M07 planned, and the worker that adds
//! up.

use std::sync::Arc;

use dondoc_kernel::db::{Actor, National, Version};
use dondoc_server::{
    programs::worker::Worker,
    slices::{figures, periods},
};
use dondoc_shared::{id::AssignmentId, role::Role};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{
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
        let plan = async |tx: &mut _| periods::plan(tx, "CT", 2024, true).await;
        let planned = post.db.write(National, Actor::system("test"), plan).await;
        anyhow::ensure!(
            planned.map_err(|error| anyhow::anyhow!("{error:?}"))? == 12,
            "a year has twelve months"
        );
        let (server, worker) = (Server::of(&post.world)?, post.worker());
        Ok(Self { post, server, worker })
    }

    /// The same with the period open and everybody owing.
    pub async fn open() -> anyhow::Result<Self> {
        let measured = Self::planned().await?;
        measured.open_period(PERIOD).await?;
        measured.count().await?;
        Ok(measured)
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

    /// How many figures differ from what was filed.
    pub async fn differences(&self) -> anyhow::Result<Vec<String>> {
        let recount = async |tx: &mut _| figures::recount(tx, None).await;
        let found = self.post.db.read(National, Actor::system("test"), recount).await;
        let found = found.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        anyhow::ensure!(found.waiting == 0, "{} errands wait", found.waiting);
        anyhow::ensure!(found.compared > 0, "there is nothing to compare");
        Ok(found.differences.iter().map(|one| format!("{one:?}")).collect())
    }
}
