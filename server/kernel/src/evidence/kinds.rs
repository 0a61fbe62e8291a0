//! Which files are accepted, by name and by what is in them (R96). A file is opened within bounds, in memory, and nothing of it is
//! carried out. What cannot be judged is refused.

use dondoc_package::{Bounds, Package};
use dondoc_shared::error::ErrorCode;

/// A presentation of five hundred pages has some three thousand parts.
const OFFICE: Bounds = Bounds { parts: 5_000, bytes: 200 * 1024 * 1024 };
/// Pixels of a picture; the largest cameras have 200 million.
const MOST_PIXELS: u64 = 250_000_000;

/// A kind of file that is accepted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    ending: &'static str,
    /// What is sent as its type.
    pub media_type: &'static str,
    inside: Inside,
}

#[derive(Debug, Clone, Copy)]
enum Inside {
    /// What the first bytes must show.
    Shown(&'static str),
    Picture(&'static str),
    /// A package (ECMA-376) whose main part is in this folder.
    Office(&'static str),
    Text,
}

const fn kind(ending: &'static str, media_type: &'static str, inside: Inside) -> Kind {
    Kind { ending, media_type, inside }
}

const KINDS: [Kind; 9] = [
    kind("pdf", "application/pdf", Inside::Shown("application/pdf")),
    kind(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Inside::Office("word/"),
    ),
    kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Inside::Office("xl/")),
    kind(
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        Inside::Office("ppt/"),
    ),
    kind("png", "image/png", Inside::Picture("image/png")),
    kind("jpg", "image/jpeg", Inside::Picture("image/jpeg")),
    kind("jpeg", "image/jpeg", Inside::Picture("image/jpeg")),
    kind("txt", "text/plain", Inside::Text),
    kind("csv", "text/csv", Inside::Text),
];

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

impl Kind {
    /// The kind that a file of this name says it is.
    ///
    /// # Errors
    /// `file_type_refused` where that is none of ours.
    pub(super) fn of(file_name: &str) -> Result<Self, ErrorCode> {
        let (told, whole) = (ending(file_name), file_name.contains('.'));
        let found = KINDS.into_iter().find(|kind| whole && kind.ending == told);
        found.ok_or(ErrorCode::FileTypeRefused)
    }

    /// Looks into the whole file.
    ///
    /// # Errors
    /// `file_unreadable` for what is not of this kind, damaged or locked, `file_carries_program` for macros and programs,
    /// `file_too_much_inside` for what whoever opens it could not hold.
    pub(super) fn judge(self, content: &[u8]) -> Result<(), ErrorCode> {
        let shows = |wanted| infer::get(content).is_some_and(|found| found.mime_type() == wanted);
        let right = match self.inside {
            Inside::Shown(wanted) => shows(wanted),
            Inside::Picture(wanted) => return if shows(wanted) { picture(content) } else { UNREADABLE },
            Inside::Office(folder) => return Package::open(content, folder, OFFICE).map(drop),
            Inside::Text => std::str::from_utf8(content)
                .is_ok_and(|text| text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))),
        };
        if right { Ok(()) } else { UNREADABLE }
    }
}

const UNREADABLE: Result<(), ErrorCode> = Err(ErrorCode::FileUnreadable);

fn picture(content: &[u8]) -> Result<(), ErrorCode> {
    let size = imagesize::blob_size(content).map_err(|_| ErrorCode::FileUnreadable)?;
    let pixels = u64::try_from(size.width.saturating_mul(size.height)).unwrap_or(u64::MAX);
    if pixels > MOST_PIXELS { Err(ErrorCode::FileTooMuchInside) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use rawzip::{CompressionMethod, ZipArchiveWriter};

    use super::*;

    /// A package of these parts, packed.
    fn package(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut whole = Vec::new();
        let mut archive = ZipArchiveWriter::new(&mut whole);
        for (name, content) in parts {
            let (mut entry, config) =
                archive.new_file(name).compression_method(CompressionMethod::Deflate).start().unwrap();
            let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::best());
            let mut writer = config.wrap(encoder);
            writer.write_all(content).unwrap();
            let (_, descriptor) = writer.finish().unwrap();
            entry.finish(descriptor).unwrap();
        }
        archive.finish().unwrap();
        whole
    }

    fn document(more: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let parts =
            [("[Content_Types].xml", b"<Types/>".to_vec()), ("word/document.xml", b"<w:document/>".to_vec())];
        package(&[&parts, more].concat())
    }

    fn judged(name: &str, content: &[u8]) -> Result<(), ErrorCode> {
        Kind::of(name)?.judge(content)
    }

    #[test]
    fn an_office_file_is_opened_within_bounds() {
        let plain = document(&[("word/media/image1.png", vec![7; 100_000])]);
        assert_eq!(judged("Báo cáo.DOCX", &plain), Ok(()));
        let (much, lie) = (Err(ErrorCode::FileTooMuchInside), UNREADABLE);
        assert_eq!(judged("a.docx", &document(&[("word/bomb.xml", vec![0; 11_000_000])])), much);
        assert_eq!(judged("a.docx", &document(&[("word/large.xml", vec![0; 9_000_000])])), Ok(()));
        let many: Vec<_> = (0..5_000).map(|n| (format!("word/{n}.xml"), vec![])).collect();
        let many: Vec<_> = many.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
        assert_eq!(judged("a.docx", &document(&many)), much);
        // The list says that the largest part has ten bytes.
        let mut lying = document(&[("word/bomb.xml", vec![0; 9_000_000])]);
        let size = 9_000_000u32.to_le_bytes();
        while let Some(at) = lying.windows(4).position(|bytes| bytes == size) {
            lying[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
        }
        assert_eq!(judged("a.docx", &lying), lie);
        assert_eq!(judged("a.xlsx", &plain), lie, "of another program");
        assert_eq!(judged("a.docx", &package(&[("a.txt", vec![])])), lie, "any archive");
        assert_eq!(judged("a.docx", &[&plain[..], b"more"].concat()), lie);
        assert_eq!(judged("a.docx", &[b"MZ", &plain[..]].concat()), lie);
        assert_eq!(judged("a.docx", &document(&[("word/document.xml", vec![])])), lie, "twice");
        for end in [0, 4, 30, plain.len() / 2, plain.len() - 1] {
            assert_eq!(judged("a.docx", &plain[..end]), lie, "cut after {end}");
        }
    }

    #[test]
    fn what_runs_or_leads_out_of_an_office_file_is_refused() {
        for name in ["word/vbaProject.bin", "evil.exe", "word/embeddings/x.JS", "word/activeX/activeX1.bin"] {
            let carried = judged("a.docx", &document(&[(name, vec![1])]));
            assert_eq!(carried, Err(ErrorCode::FileCarriesProgram), "{name}");
        }
        for name in ["../../etc/passwd", "/etc/passwd", "word\\..\\x.xml", "C:x.xml", "word/\u{7}.xml"] {
            // What writes the package would not write such a name.
            let plain = "q".repeat(name.len());
            let mut renamed = document(&[(&plain, vec![1])]);
            while let Some(at) = renamed.windows(plain.len()).position(|bytes| bytes == plain.as_bytes()) {
                renamed[at..at + plain.len()].copy_from_slice(name.as_bytes());
            }
            assert_eq!(judged("a.docx", &renamed), UNREADABLE, "{name}");
        }
        assert_eq!(judged("a.docx", &document(&[("word/embeddings/Sheet1.xlsx", vec![1])])), Ok(()));
    }

    #[test]
    fn a_picture_that_nobody_could_hold_is_refused() {
        let png = |width: u32, height: u32| {
            let head = [width.to_be_bytes(), height.to_be_bytes()].concat();
            [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &head[..], &[8, 6, 0, 0, 0, 1, 2, 3, 4]].concat()
        };
        assert_eq!(judged("a.png", &png(4000, 3000)), Ok(()));
        assert_eq!(judged("a.png", &png(50_000, 50_000)), Err(ErrorCode::FileTooMuchInside));
        assert_eq!(judged("a.png", &png(u32::MAX, u32::MAX)), Err(ErrorCode::FileTooMuchInside));
        assert_eq!(judged("a.jpg", &png(40, 30)), UNREADABLE);
        assert_eq!(judged("a.png", b"\x89PNG\r\n\x1a\n"), UNREADABLE);
    }

    #[test]
    fn text_is_text_to_its_end() {
        let text = "số liệu\r\n".repeat(2_000);
        assert_eq!(judged("a.txt", text.as_bytes()), Ok(()));
        for bad in [b"\x1b[31m".as_slice(), b"\xff", b"\xc3", b"\0"] {
            assert_eq!(judged("a.csv", &[text.as_bytes(), bad].concat()), UNREADABLE, "{bad:?}");
        }
    }

    #[test]
    fn a_name_says_what_a_file_is() {
        for name in ["a.doc", "a.xls", "a.zip", "a.heic", "a", "pdf", "", "a.pdf.exe", "a.docm"] {
            assert_eq!(Kind::of(name).err(), Some(ErrorCode::FileTypeRefused), "{name}");
        }
        assert!(Kind::of("a.b.PDF").is_ok());
    }
}
