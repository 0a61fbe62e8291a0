//! Over the data that the product carries, and over small files with one thing wrong.

mod carried;
mod faulty;
mod measured;

use dondoc_shared::lifecycle::Part;

use super::{Fault, Known, Plan, Source, plan};

const TENANTS: &str = "\
id,slug,short,kind,name_vi,name_en,region,code,code_status,valid_from,valid_to,source_note_vi,source_note_en
1,bca,BCA,ministry,Bộ Công an,Ministry of Public Security,central,G01,attested,,,nguồn,source
2,btttt,BTT,ministry,Bộ Thông tin và Truyền thông,Ministry of Information,central,G14,attested,,2025-02-28,nguồn,source
3,ha-noi,HNO,city,Thành phố Hà Nội,Ha Noi,red_river_delta,,unverified,,,nguồn,source
4,hue,HUE,city,Thành phố Huế,Hue,north_central_and_central_coast,,unverified,2025-01-01,,nguồn,source
";

const DIRECTIVES: &str = "\
number,kind,issuer_vi,issuer_en,issued_on,issued_precision,title_vi,title_en,source_note_vi,source_note_en
1/QĐ,decision,Ủy ban,Committee,2024-04-19,day,Kế hoạch,Plan,nguồn,source
2/TB,notice,Văn phòng,Office,2025-03-01,day,Thông báo,Notice,nguồn,source
";

const HOLIDAYS: &str = "\
date,kind,name_vi,name_en,certainty,source_note_vi,source_note_en
2024-09-02,public,Quốc khánh,National Day,verified,nguồn,source
";

/// Columns of `tasks.csv` that the tests vary, each with what it holds unless a test says otherwise.
const TASK: [(&str, &str); 24] = [
    ("code", "T1-01"),
    ("directive", "1/QĐ"),
    ("clause_vi", "Mục 1"),
    ("clause_en", "Section 1"),
    ("title_vi", "Nhiệm vụ"),
    ("title_en", "Task"),
    ("product_vi", ""),
    ("product_en", ""),
    ("lead", "bca"),
    ("lead_basis", "stated"),
    ("coordinating", ""),
    ("scope", "single"),
    ("due_on", ""),
    ("due_precision", "none"),
    ("due_text_vi", ""),
    ("due_text_en", ""),
    ("starts_on", ""),
    ("recurrence", "none"),
    ("parent", ""),
    ("restates", ""),
    ("chair_title_vi", ""),
    ("chair_title_en", ""),
    ("source_note_vi", "nguồn"),
    ("source_note_en", "source"),
];

/// `tasks.csv` with one row for each list of differences.
fn tasks(rows: &[&[(&str, &str)]]) -> String {
    sheet(&TASK, rows)
}

/// A file of these columns, each with what it usually holds, and one row for each list of differences.
fn sheet(columns: &[(&str, &str)], rows: &[&[(&str, &str)]]) -> String {
    let mut text = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",");
    for row in rows {
        let cells = columns.iter().map(|(name, usual)| {
            let cell = row.iter().find(|(n, _)| n == name).map_or(usual, |(_, cell)| cell);
            format!("\"{cell}\"")
        });
        text.push('\n');
        text.push_str(&cells.collect::<Vec<_>>().join(","));
    }
    text.push('\n');
    text
}

fn plan_of(files: &[(&str, &str)]) -> Result<Plan, Vec<Fault>> {
    let sources: Vec<Source<'_>> =
        files.iter().map(|(name, text)| Source { name, bytes: text.as_bytes() }).collect();
    plan(&sources, &Known::default())
}

/// The plan of these tasks beside the small tenants and directives.
fn plan_tasks(rows: &[&[(&str, &str)]]) -> Result<Plan, Vec<Fault>> {
    plan_of(&[("tenants.csv", TENANTS), ("directives.csv", DIRECTIVES), ("tasks.csv", &tasks(rows))])
}

/// `task/slug` of each planned assignment, coordinating ones in brackets.
fn assigned(plan: &Plan) -> Vec<String> {
    plan.assignments
        .iter()
        .map(|a| match a.role {
            Part::Lead => format!("{}/{}", a.task_code, a.tenant_slug),
            Part::Coordinating => format!("({}/{})", a.task_code, a.tenant_slug),
        })
        .collect()
}
