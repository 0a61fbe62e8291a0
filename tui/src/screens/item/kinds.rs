//! What pieces of evidence are. The server takes no file whose content is not what its ending says (R96), so the ending tells the
//! kind.

use dondoc_shared::{
    text::Lang,
    wire::assignment::{Evidence, EvidenceKind},
};

use crate::{keys::Command, step::effect};

/// What a kind is called.
type Name = fn(Lang) -> &'static str;

/// The endings of the files that the server takes, and what they are.
const KINDS: [(&str, Name); 9] = [
    ("pdf", Lang::tui_kind_pdf),
    ("docx", Lang::tui_kind_word),
    ("xlsx", Lang::tui_kind_sheet),
    ("pptx", Lang::tui_kind_slides),
    ("png", Lang::tui_kind_picture),
    ("jpg", Lang::tui_kind_picture),
    ("jpeg", Lang::tui_kind_picture),
    ("txt", Lang::tui_kind_text),
    ("csv", Lang::tui_kind_table),
];

fn ending(piece: &Evidence) -> String {
    piece.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

fn known(piece: &Evidence) -> Option<Name> {
    let ending = ending(piece);
    KINDS.iter().find(|(known, _)| *known == ending).map(|(_, name)| *name)
}

/// What it is, in a word or two.
pub fn name(lang: Lang, piece: &Evidence) -> &'static str {
    match piece.kind {
        EvidenceKind::Link => lang.tui_evidence_link(),
        EvidenceKind::File => known(piece).map_or(lang.tui_evidence_file(), |name| name(lang)),
    }
}

/// Whether it is a file of text, which can be shown.
pub fn is_text(piece: &Evidence) -> bool {
    piece.kind == EvidenceKind::File && matches!(ending(piece).as_str(), "txt" | "csv")
}

/// The address that a link leads to, if it is one of the web.
pub fn web_address(piece: &Evidence) -> Option<String> {
    effect::web_address(piece.url.as_deref()?)
}

/// Why a command cannot be used on this piece; none if it can. What is opened is chosen by a program by its ending, so one that the
/// server does not know is not opened.
pub fn refusal(command: Command, piece: &Evidence, lang: Lang) -> Option<&'static str> {
    match (command, piece.kind) {
        (Command::SaveEvidence, EvidenceKind::Link) => Some(lang.tui_only_files_are_saved()),
        (Command::OpenEvidence, EvidenceKind::Link) if web_address(piece).is_none() => {
            Some(lang.tui_link_not_opened())
        }
        (Command::OpenEvidence, EvidenceKind::File) if known(piece).is_none() => {
            Some(lang.tui_kind_not_opened())
        }
        _ => None,
    }
}
