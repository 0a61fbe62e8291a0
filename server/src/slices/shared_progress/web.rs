//! The page "waiting on us".

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, web::ServiceConfig};
use askama::Template;
use dondoc_shared::wire::standing::{Block, Blocks};

use crate::slices::portal::{Frame, Title, show};
use dondoc_kernel::{
    auth::{AsPerson, Auth, Side, perm},
    error::Result,
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(blocks_page);
}

/// Where the page is.
pub const PATH: &str = "/waiting-on-us";

/// The page.
#[derive(Template)]
#[template(path = "standings/blocks.html")]
struct BlocksPage {
    frame: Frame,
    today: String,
    shown: String,
    lines: Vec<BlockLine>,
}

/// A waiting assignment, as the page shows it.
struct BlockLine {
    title: Title,
    block: Block,
}

impl BlocksPage {
    fn new(frame: Frame, blocks: Blocks) -> Self {
        let t = frame.t;
        let line = |block: Block| BlockLine { title: Title::of(t, &block.title_vi, &block.title_en), block };
        Self {
            today: t.date(blocks.today),
            shown: t.total_shown(blocks.items.len(), blocks.total, false),
            lines: blocks.items.into_iter().map(line).collect(),
            frame,
        }
    }
}

#[get("/waiting-on-us")]
async fn blocks_page(request: HttpRequest, auth: Auth<perm::ReadAssignments>) -> Result<HttpResponse> {
    let (frame, blocks) = auth
        .read(async |tx, person| {
            let tx = AsPerson::tx(tx);
            let frame = Frame::of(tx, &auth, person, &request).await?;
            Ok((frame, super::blocks(tx, Some(person.tenant)).await?))
        })
        .await?;
    let view = BlocksPage::new(frame, blocks);
    show(&view, &view.frame, StatusCode::OK)
}

#[cfg(test)]
mod tests {
    use dondoc_shared::{
        lifecycle::Part,
        text::Lang,
        wire::{Cause, Precision, TenantRef},
    };
    use jiff::civil::date;

    use super::*;

    const HOSTILE: &str = "<script>alert('x')</script>";

    fn blocks(items: Vec<Block>) -> Blocks {
        let now = "2024-07-25T01:00:00Z".parse().unwrap();
        Blocks { total: 612, items, groups: vec![], today: date(2024, 7, 25), now }
    }

    fn block(cause: Option<Cause>, days: i32) -> Block {
        let tenant = TenantRef {
            slug: "bca".to_owned(),
            short: "BCA".to_owned(),
            name_vi: "Bộ Công an".to_owned(),
            name_en: "Ministry of Public Security".to_owned(),
        };
        Block {
            on: tenant.clone(),
            asked: None,
            tenant,
            task: "T24-08".to_owned(),
            title_vi: HOSTILE.to_owned(),
            title_en: HOSTILE.to_owned(),
            part: Part::Lead,
            cause,
            since: date(2024, 7, 25),
            days,
            due_on: Some(date(2024, 7, 13)),
            due_precision: Precision::Day,
            days_overdue: 12,
        }
    }

    #[test]
    fn the_queue_says_who_waits_with_what_and_for_how_long_in_both_languages() {
        for (t, words) in [
            (
                Lang::Vi,
                ["Bộ Công an", "đã 12 ngày", "chờ từ hôm nay", "chưa nêu nguyên nhân", "quá hạn 12 ngày"],
            ),
            (
                Lang::En,
                [
                    "Ministry of Public Security",
                    "25/07/2024, 12 days",
                    "since today",
                    "cause not given",
                    "12 days overdue",
                ],
            ),
        ] {
            let items = vec![block(Some(Cause::Data), 12), block(None, 0)];
            let html = BlocksPage::new(Frame::sample(t), blocks(items)).render().unwrap();
            crate::slices::portal::sample::check(&html, t);
            for word in words.into_iter().chain([Cause::Data.name(t), "612"]) {
                assert!(html.contains(word), "{word} in {html}");
            }
            let empty = BlocksPage::new(Frame::sample(t), blocks(vec![])).render().unwrap();
            crate::slices::portal::sample::check(&empty, t);
            assert!(empty.contains(t.nobody_waits()));
        }
    }
}
