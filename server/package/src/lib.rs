//! Office files (packages, ECMA-376) opened within bounds: in memory, and nothing of them is carried out (R96). What cannot be judged is
//! refused.

use std::{
    collections::BTreeMap,
    io::{Read, Write, sink},
};

use dondoc_shared::error::ErrorCode;
use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

/// How many times its size a file may be once it is unpacked, from [`FREE_BYTES`] on. Tables of figures reach twenty.
const MOST_TIMES: u64 = 100;
const FREE_BYTES: u64 = 10 * 1024 * 1024;

/// Endings of parts that are programs, whoever carries them.
const PROGRAMS: [&str; 14] =
    ["exe", "dll", "com", "scr", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "msi"];

/// How large a package may be inside.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Parts.
    pub parts: u64,
    /// Bytes of all parts together.
    pub bytes: u64,
}

/// A package that holds exactly what its list says.
pub struct Package<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    /// By name in lower case: where the part is, and how it is packed.
    parts: BTreeMap<String, (ZipArchiveEntryWayfinder, CompressionMethod)>,
}

impl<'a> Package<'a> {
    /// Reads the list of parts first, unpacks only what it promises to hold, and keeps nothing of it. The main part is in `folder`.
    ///
    /// # Errors
    /// `file_unreadable` for what is no such package, damaged or locked, `file_carries_program` for macros and programs,
    /// `file_too_much_inside` for what is beyond the bounds.
    pub fn open(content: &'a [u8], folder: &str, bounds: Bounds) -> Result<Self, ErrorCode> {
        let archive = ZipArchive::from_slice(content).map_err(unreadable)?;
        // What stands before or behind the package, somebody else could take for the file.
        let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
        if !content.starts_with(b"PK") || archive.end_offset() != length {
            return Err(ErrorCode::FileUnreadable);
        }
        let bound = length.saturating_mul(MOST_TIMES).max(FREE_BYTES).min(bounds.bytes);
        let (mut parts, mut bytes, mut listed) = (BTreeMap::new(), 0u64, 0u64);
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().map_err(unreadable)? {
            bytes = bytes.saturating_add(entry.uncompressed_size_hint());
            if listed >= bounds.parts || bytes > bound {
                return Err(ErrorCode::FileTooMuchInside);
            }
            listed = listed.saturating_add(1);
            let name = std::str::from_utf8(entry.file_path().as_bytes()).map_err(unreadable)?;
            judge_name(name)?;
            let part = (entry.wayfinder(), entry.compression_method());
            if parts.insert(name.to_lowercase(), part).is_some() {
                return Err(ErrorCode::FileUnreadable);
            }
        }
        let whole =
            parts.contains_key("[content_types].xml") && parts.keys().any(|name| name.starts_with(folder));
        if !whole || listed != archive.entries_hint() {
            return Err(ErrorCode::FileUnreadable);
        }
        let package = Self { archive, parts };
        for (name, part) in &package.parts {
            if !name.ends_with('/') {
                package.unpack(*part, &mut sink())?;
            }
        }
        Ok(package)
    }

    /// The names of its parts, in lower case.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// The content of a part, by its name in lower case; none where there is no such part.
    ///
    /// # Errors
    /// `file_unreadable` where it cannot be unpacked.
    pub fn part(&self, name: &str) -> Result<Option<Vec<u8>>, ErrorCode> {
        let Some(part) = self.parts.get(name) else { return Ok(None) };
        let mut content = vec![];
        self.unpack(*part, &mut content)?;
        Ok(Some(content))
    }

    /// The sizes in the list may be lies: each part must have exactly the size and the sum that it is said to have.
    fn unpack(
        &self,
        (place, method): (ZipArchiveEntryWayfinder, CompressionMethod),
        into: &mut impl Write,
    ) -> Result<(), ErrorCode> {
        let part = self.archive.get_entry(place).map_err(unreadable)?;
        let most = place.uncompressed_size_hint().saturating_add(1);
        let unpacked = match method {
            CompressionMethod::Store => {
                std::io::copy(&mut part.verifying_reader(part.data()).take(most), into)
            }
            CompressionMethod::Deflate => {
                let reader = part.verifying_reader(DeflateDecoder::new(part.data()));
                std::io::copy(&mut reader.take(most), into)
            }
            _ => return Err(ErrorCode::FileUnreadable),
        };
        let right = unpacked.ok() == Some(place.uncompressed_size_hint());
        if right { Ok(()) } else { Err(ErrorCode::FileUnreadable) }
    }
}

fn unreadable<E>(_: E) -> ErrorCode {
    ErrorCode::FileUnreadable
}

/// Refuses names that lead out of the package, and parts that run.
fn judge_name(name: &str) -> Result<(), ErrorCode> {
    let leads_out = name.starts_with('/')
        || name.split('/').any(|step| step == "..")
        || name.chars().any(|c| matches!(c, '\\' | ':') || c.is_control());
    if leads_out {
        return Err(ErrorCode::FileUnreadable);
    }
    let lower = name.to_lowercase();
    let last = lower.rsplit('/').next().unwrap_or_default();
    let ending = last.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
    let runs = last.starts_with("vbaproject")
        || lower.contains("/activex/")
        || lower.contains("/macrosheets/")
        || PROGRAMS.contains(&ending);
    if runs { Err(ErrorCode::FileCarriesProgram) } else { Ok(()) }
}
