//! An urge as an official letter (công văn): a DOCX in the form of article 8 of Decree 30/2020/NĐ-CP, to be printed,
//! signed and sealed. It is in Vietnamese for every reader, and shows the facts of the day of issue (R57).
//!
//! The document is a fixed form, so its parts are templates that escape what they are given, put into a ZIP.

use std::io::{Cursor, Write};

use anyhow::Context;
use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    id::{AssignmentId, TenantId, UrgeId},
    scrub,
    text::Lang,
    wire::urge::{UrgeAddressee, UrgeDetail, UrgeState},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::store::{self, register};
use crate::domain::assignments::told_urges;
use dondoc_kernel::{
    db::{Tx, simulated},
    error::Result,
    mail::Attachment,
};

/// What the file's content is.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The bodies that issue urges, as the head of a letter names them.
struct Letterhead {
    /// Name of the superior body, in the letter's head.
    parent: String,
    /// Name of the issuing body.
    issuer: String,
    /// The place named before the date.
    place: String,
}

/// A line of the table.
struct LetterLine {
    code: String,
    title: String,
    due: String,
    days: String,
}

#[derive(Template)]
#[template(path = "urges/letter/document.xml")]
struct Document {
    parent: String,
    issuer: String,
    number: String,
    subject: &'static str,
    place_and_date: String,
    to: String,
    paragraphs: Vec<String>,
    lines: Vec<LetterLine>,
    closing: String,
    title: String,
    signer: String,
    filed: String,
}

#[derive(Template)]
#[template(path = "urges/letter/header.xml")]
struct Header {
    /// What marks a letter of invented data.
    mark: Option<&'static str>,
    /// Pages but the first carry their number.
    numbered: bool,
}

#[derive(Template)]
#[template(path = "urges/letter/core.xml")]
struct Core {
    title: String,
    creator: String,
    at: String,
}

/// The parts of the document that do not depend on the urge.
const CONTENT_TYPES: &str = include_str!("../../../templates/urges/letter/content_types.xml");
const RELATIONS: &str = include_str!("../../../templates/urges/letter/relations.xml");
const DOCUMENT_RELATIONS: &str = include_str!("../../../templates/urges/letter/document_relations.xml");
const STYLES: &str = include_str!("../../../templates/urges/letter/styles.xml");

/// The letter of an urge and the name of its file. Of another tenant's urge it is not found.
///
/// # Errors
/// `wrong_state` where it was withdrawn: nobody signs and seals what asks for nothing.
pub async fn letter(tx: &mut Tx, id: UrgeId, simulated: bool) -> Result<(String, Vec<u8>)> {
    let (urge, role) = register::show(tx, id).await?;
    if urge.row.state == UrgeState::Withdrawn {
        return Err(ErrorCode::WrongState.into());
    }
    let head = Letterhead {
        parent: store::setting(tx, "urge_parent", Lang::Vi.national_committee()).await?,
        issuer: store::setting(tx, "urge_issuer", Lang::Vi.working_group()).await?,
        place: store::setting(tx, "urge_place", "Hà Nội").await?,
    };
    let signed_as = role.map_or_else(|| head.issuer.clone(), |role| role.name(Lang::Vi).to_owned());
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name = format!("don-doc-{}.docx", urge.row.number.chars().map(plain).collect::<String>());
    Ok((name, compose(&urge, &head, &signed_as, simulated)?))
}

/// The newest urge about these items that waits for an answer, if one does.
pub async fn newest_open(tx: &Tx, tenant: TenantId, about: &[AssignmentId]) -> Result<Option<UrgeId>> {
    let open = told_urges(tx, tenant, about).await?;
    Ok(open.into_values().flatten().map(|urge| urge.id).max())
}

/// The letter of an urge as a file to go with a mail.
pub async fn attached(tx: &mut Tx, urge: UrgeId) -> Result<Attachment> {
    let simulated = simulated::is_marked(tx).await?;
    let (name, content) = letter(tx, urge, simulated).await?;
    Ok(Attachment { name, media_type: MEDIA_TYPE.to_owned(), content })
}

/// A text in one line that XML can carry.
fn line(text: &str) -> String {
    scrub::one_line(text).replace(['\u{FFFE}', '\u{FFFF}'], " ")
}

fn compose(
    urge: &UrgeDetail,
    head: &Letterhead,
    signed_as: &str,
    simulated: bool,
) -> anyhow::Result<Vec<u8>> {
    let (row, vi) = (&urge.row, Lang::Vi);
    let tenant = line(&row.tenant.name_vi);
    let to = match row.addressee {
        UrgeAddressee::Responsible | UrgeAddressee::AgencyMailbox => tenant.clone(),
        UrgeAddressee::FocalHead | UrgeAddressee::SteeringHead => {
            vi.letter_to_office(row.addressee.name(vi), &tenant)
        }
    };
    let lines = urge.assignments.iter().map(|one| LetterLine {
        code: line(one.code.split('/').next().unwrap_or_default()),
        title: line(&one.title_vi),
        due: one
            .due_on
            .map_or_else(|| vi.no_deadline().to_owned(), |due| vi.due_date(due, one.due_precision)),
        days: if one.days_overdue > 0 { one.days_overdue.to_string() } else { String::new() },
    });
    let symbol = row.number.rsplit('/').next().unwrap_or_default();
    let document = Document {
        parent: line(&head.parent.to_uppercase()),
        issuer: line(&head.issuer.to_uppercase()),
        number: line(&row.number),
        subject: vi.letter_subject(),
        place_and_date: format!("{}, {}", line(&head.place), vi.letter_date(row.issued_on)),
        to,
        paragraphs: urge.text.lines().map(line).filter(|text| !text.trim().is_empty()).collect(),
        lines: lines.collect(),
        closing: vi.letter_closing(&line(&head.issuer), &tenant, &vi.date(row.reply_by)),
        title: line(&signed_as.to_uppercase()),
        signer: line(&row.by),
        filed: vi.letter_filed(&line(symbol)),
    };
    let mark = simulated.then(|| vi.letter_simulated());
    let core = Core {
        title: format!("{} {}", vi.letter_subject(), line(&row.number)),
        creator: line(&head.issuer),
        at: row.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    };
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", core.render()?),
        ("word/document.xml", document.render()?),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/header1.xml", Header { mark, numbered: false }.render()?),
        ("word/header2.xml", Header { mark, numbered: true }.render()?),
    ];
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, part) in parts {
        file.start_file(name, stored).context(name)?;
        file.write_all(part.as_bytes()).context(name)?;
    }
    Ok(file.finish().context("letter")?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use dondoc_shared::{
        id::AssignmentId,
        wire::{
            Precision, TenantRef,
            urge::{UrgeRow, UrgeState, UrgedAssignment},
        },
    };
    use jiff::civil::date;
    use uuid::Uuid;
    use zip::ZipArchive;

    use super::*;

    /// Every text is this one: markup, an end of CDATA, a formula, controls, and what no XML may carry.
    const HOSTILE: &str = "=1+1 <w:br/> ]]> &amp; \"'\u{1b}\u{0}\u{202e}\u{ffff}";

    fn urge(text: &str, words: &str) -> UrgeDetail {
        let one = |n: u8, due_on| UrgedAssignment {
            id: AssignmentId(Uuid::from_u128(n.into())),
            code: format!("T24-{n:02}/ha-noi"),
            title_vi: words.to_owned(),
            title_en: String::new(),
            due_on,
            due_precision: Precision::Day,
            days_overdue: i32::from(n),
            lapsed_at: None,
        };
        let tenant = TenantRef {
            slug: "ha-noi".to_owned(),
            short: "HNO".to_owned(),
            name_vi: words.to_owned(),
            name_en: String::new(),
        };
        UrgeDetail {
            row: UrgeRow {
                id: UrgeId(Uuid::nil()),
                number: "12/2024/TCT".to_owned(),
                tenant,
                addressee: UrgeAddressee::SteeringHead,
                state: UrgeState::Open,
                at: "2024-07-05T01:00:00Z".parse().unwrap(),
                issued_on: date(2024, 7, 5),
                by: words.to_owned(),
                assignments: 2,
                reply_by: date(2024, 8, 1),
                days_overdue: 0,
                answered_on: None,
            },
            text: text.to_owned(),
            text_en: None,
            template: None,
            assignments: vec![one(8, Some(date(2024, 6, 30))), one(9, None)],
            answer: None,
            lapsed_at: None,
        }
    }

    fn parts(text: &str, words: &str, simulated: bool) -> Vec<(String, String)> {
        let head =
            Letterhead { parent: words.to_owned(), issuer: words.to_owned(), place: "Hà Nội".to_owned() };
        let file = compose(&urge(text, words), &head, "lãnh đạo Tổ công tác", simulated).unwrap();
        let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
        (0..archive.len())
            .map(|n| {
                let (mut part, mut text) = (archive.by_index(n).unwrap(), String::new());
                part.read_to_string(&mut text).unwrap();
                (part.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
        &parts.iter().find(|(known, _)| known == name).unwrap().1
    }

    /// The texts of a part, one a paragraph, as a reader sees them. Fails where a tag is not closed by its like.
    fn texts(xml: &str) -> Vec<String> {
        let (mut open, mut lines, mut current) = (Vec::new(), Vec::new(), String::new());
        for piece in xml.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap();
            let name = tag.split([' ', '/', '\n']).find(|part| !part.is_empty()).unwrap_or_default();
            if tag.starts_with('?') {
                continue;
            }
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "{xml}");
                if name == "w:p" {
                    lines.push(std::mem::take(&mut current));
                }
            } else if !tag.ends_with('/') {
                open.push(name);
            }
            if open.last() == Some(&"w:t") {
                let plain = text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"");
                current.push_str(&plain.replace("&#39;", "'").replace("&#38;", "&"));
            }
        }
        assert!(open.is_empty(), "{open:?}");
        lines
    }

    #[test]
    fn a_letter_has_the_parts_that_the_decree_asks_for_in_their_order() {
        let parts = parts("Đề nghị khẩn trương.\n\nBáo cáo rõ nguyên nhân.", "Thành phố Hà Nội", false);
        let lines = texts(part(&parts, "word/document.xml"));
        let lines: Vec<&str> = lines.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines,
            [
                "THÀNH PHỐ HÀ NỘI",
                "THÀNH PHỐ HÀ NỘI",
                "Số: 12/2024/TCT",
                "V/v đôn đốc thực hiện nhiệm vụ chuyển đổi số",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc",
                "Hà Nội, ngày 05 tháng 7 năm 2024",
                "Kính gửi: Trưởng Ban Chỉ đạo chuyển đổi số, Thành phố Hà Nội.",
                "Đề nghị khẩn trương.",
                "Báo cáo rõ nguyên nhân.",
                "Các nhiệm vụ được đôn đốc:",
                "STT",
                "Mã",
                "Nhiệm vụ",
                "Thời hạn",
                "Số ngày quá hạn",
                "1",
                "T24-08",
                "Thành phố Hà Nội",
                "30/06/2024",
                "8",
                "2",
                "T24-09",
                "Thành phố Hà Nội",
                "không hạn",
                "9",
                "Thành phố Hà Nội thông báo để Thành phố Hà Nội biết, thực hiện và trả lời chậm nhất ngày 01/08/2024./.",
                "Nơi nhận:",
                "- Như trên;",
                "- Lưu: VT, TCT.",
                "LÃNH ĐẠO TỔ CÔNG TÁC",
                "Thành phố Hà Nội",
            ],
        );
    }

    #[test]
    fn a_letter_is_a4_in_times_new_roman_with_the_margins_of_the_decree() {
        let parts = parts("x", "x", false);
        // 20 mm above and below, 30 mm left, 15 mm right, in twentieths of a point.
        let page = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>";
        let document = part(&parts, "word/document.xml");
        assert!(document.contains(page));
        for margin in ["w:top=\"1134\"", "w:bottom=\"1134\"", "w:left=\"1701\"", "w:right=\"851\""] {
            assert!(document.contains(margin), "{margin}");
        }
        let styles = part(&parts, "word/styles.xml");
        assert!(styles.contains("w:ascii=\"Times New Roman\"") && styles.contains("<w:sz w:val=\"28\"/>"));
    }

    #[test]
    fn hostile_words_stay_text_in_every_part() {
        let parts = parts(HOSTILE, HOSTILE, true);
        let mut seen = 0;
        for (name, xml) in &parts {
            let lines = texts(xml);
            seen += lines
                .iter()
                .filter(|line| line.contains("]]> &amp; \"'") || line.contains("]]> &AMP; \"'"))
                .count();
            let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}' || c == '\u{ffff}';
            assert!(!xml.contains(bad), "{name}");
            assert!(!xml.contains("<w:br/>") && !xml.contains("]]>"), "{name}");
        }
        assert!(seen >= 8, "{seen}");
    }

    #[test]
    fn a_letter_of_invented_data_says_so_on_every_page_and_a_real_one_does_not() {
        for (simulated, expected) in [(true, 1), (false, 0)] {
            let parts = parts("x", "x", simulated);
            for name in ["word/header1.xml", "word/header2.xml"] {
                let said = texts(part(&parts, name)).iter().filter(|line| line.contains("MÔ PHỎNG")).count();
                assert_eq!(said, expected, "{name}");
            }
        }
    }
}
