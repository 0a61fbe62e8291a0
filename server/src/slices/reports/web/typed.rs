//! What the form of a report holds (pure). Its fields are named by part and indicator, `num.I24-01`, so they are read as pairs, and
//! no less strictly than named fields.
//!
//! Each cell carries a mark: the version that its writer has seen and a digest of what the form showed. What has not been changed
//! is not sent on: two people can fill in one form, and whoever saves a page does not become the author of what is on it.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use dondoc_shared::{
    figures::{
        CellState, Decimal, NumberFormat,
        check::{CheckRule, Justification},
        read_number,
    },
    text::Lang,
    wire::report::{CellInput, CellPart, CellRow, DraftInput, FindingRow, JustificationInput},
};
use serde::Deserialize;

use dondoc_kernel::error::{Error, Fault, FieldFault, Result};

/// The fields in the order in which they were sent.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Pairs(pub Vec<(String, String)>);

/// What a form holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    /// How its writer says that the numbers are written.
    pub format: NumberFormat,
    /// How they were written when the page was drawn.
    drawn: NumberFormat,
    /// By the code of the indicator.
    pub cells: BTreeMap<String, TypedCell>,
    /// By the warning that they are about.
    reasons: BTreeMap<About, TypedReason>,
}

/// A warning: the code of its indicator, its rule, its part of the cell. Its fields are named `why.I24-01.digit_slip.num`.
type About = (String, CheckRule, CellPart);

/// What the name of a field says behind its first point.
fn about(text: &str) -> Option<About> {
    let (indicator, rest) = text.split_once('.')?;
    let (rule, part) = rest.split_once('.')?;
    Some((indicator.to_owned(), rule.parse().ok()?, part.parse().ok()?))
}

/// What is asked under a warning: why the number is right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedReason {
    /// The reason, if one was chosen.
    pub code: Option<Justification>,
    /// What explains it.
    pub text: String,
    /// Version, a digest of what the page showed, and what it was shown about.
    mark: (i32, u64, String),
}

impl TypedReason {
    /// As a page shows it under a warning. A reason that was given for another number is there to be read, and is to be chosen
    /// anew.
    pub fn stored(finding: &FindingRow) -> Self {
        let said = finding.justification.as_ref();
        let shown = Self {
            code: said.filter(|said| said.holds || said.text.is_empty()).and_then(|said| said.code),
            text: said.map(|said| said.text.clone()).unwrap_or_default(),
            mark: (0, 0, String::new()),
        };
        let version = said.map_or(0, |said| said.version);
        let mark = (version, shown.digest(), finding.seen.clone());
        Self { mark, ..shown }
    }

    fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.code.map(Justification::as_str), plain(&self.text)).hash(&mut hasher);
        hasher.finish()
    }

    /// The text of the hidden field.
    pub fn mark(&self) -> String {
        format!("{}-{:x}-{}", self.mark.0, self.mark.1, self.mark.2)
    }

    fn parse_mark(text: &str) -> Option<(i32, u64, String)> {
        let (version, rest) = text.split_once('-')?;
        let (shown, seen) = rest.split_once('-')?;
        Some((version.parse().ok()?, u64::from_str_radix(shown, 16).ok()?, seen.to_owned()))
    }

    /// Whether its writer has changed it since the page was drawn.
    pub fn is_changed(&self) -> bool {
        self.digest() != self.mark.1
    }

    /// Whether one of both that are needed is not there.
    pub fn is_half(&self) -> bool {
        self.code.is_some() == self.text.trim().is_empty()
    }

    /// Whether somebody else has written another one since its writer saw it.
    pub fn is_overtaken(&self, stored: &Self) -> bool {
        self.is_changed() && self.mark.0 != stored.mark.0 && self.digest() != stored.digest()
    }

    /// The same, as a new page shows it over what is stored now. If the numbers are others by now, the reason is to be chosen anew.
    pub fn about(&self, stored: &Self) -> Self {
        let code = self.code.filter(|_| self.mark.2 == stored.mark.2);
        Self { code, mark: stored.mark.clone(), text: self.text.clone() }
    }

    fn input(&self, (indicator, rule, part): &About) -> JustificationInput {
        JustificationInput {
            indicator: indicator.clone(),
            rule: *rule,
            part: *part,
            code: self.code,
            text: self.text.clone(),
            seen: self.mark.2.clone(),
            version: self.mark.0,
        }
    }
}

/// The reasons of a form while it is read.
#[derive(Default)]
struct Reasons {
    typed: BTreeMap<About, TypedReason>,
    marked: BTreeSet<About>,
}

impl Reasons {
    #[expect(clippy::result_large_err, reason = "a fault is told once a request")]
    fn take(&mut self, part: &str, of: &str, text: &str) -> Result<(), Fault> {
        let of = about(of).ok_or(Fault::Unknown)?;
        let reason = self.typed.entry(of.clone()).or_default();
        match part {
            "why" if text.is_empty() => {}
            "why" => reason.code = Some(text.parse().map_err(|_| Fault::Malformed)?),
            "because" => text.clone_into(&mut reason.text),
            _ => {
                reason.mark = TypedReason::parse_mark(text).ok_or(Fault::Malformed)?;
                self.marked.insert(of);
            }
        }
        Ok(())
    }

    /// Those of which the form does not say what they are about.
    fn without_mark(&self) -> impl Iterator<Item = FieldFault> {
        let without = self.typed.keys().filter(|of| !self.marked.contains(*of));
        without.map(|(indicator, rule, part)| {
            FieldFault::new(&format!("about.{indicator}.{rule}.{part}"), Fault::Missing)
        })
    }
}

/// A cell of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypedCell {
    pub num: String,
    pub den: String,
    pub state: CellState,
    pub reason: String,
    pub estimated: bool,
    mark: Mark,
}

impl Default for TypedCell {
    fn default() -> Self {
        Self {
            num: String::new(),
            den: String::new(),
            state: CellState::Value,
            reason: String::new(),
            estimated: false,
            mark: Mark::default(),
        }
    }
}

/// The version of a cell that a page shows, and a digest of what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Mark {
    seen: i32,
    shown: u64,
}

impl Mark {
    fn parse(text: &str) -> Option<Self> {
        let (seen, shown) = text.split_once('-')?;
        Some(Self { seen: seen.parse().ok()?, shown: u64::from_str_radix(shown, 16).ok()? })
    }
}

/// Text as a browser gives it back: its line ends are its own, and white space around it is not kept.
pub(super) fn plain(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

impl TypedCell {
    /// The cell as a page shows it whose numbers are written in `format`.
    pub fn stored(cell: &CellRow, format: NumberFormat) -> Self {
        let number = |text: &str| rewritten(text, cell.format, format, cell.scale);
        let shown = Self {
            num: number(&cell.num),
            den: number(&cell.den),
            state: cell.state,
            reason: cell.reason.clone(),
            estimated: cell.estimated,
            mark: Mark::default(),
        };
        // A digest of another build differs, and then the cell is taken for changed: nothing is lost.
        let mark = Mark { seen: cell.version, shown: shown.digest() };
        Self { mark, ..shown }
    }

    fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let texts = [&self.num, &self.den, &self.reason].map(|text| plain(text));
        (texts, self.state.as_str(), self.estimated).hash(&mut hasher);
        hasher.finish()
    }

    /// The text of the hidden field.
    pub fn mark(&self) -> String {
        format!("{}-{:x}", self.mark.seen, self.mark.shown)
    }

    /// Whether its writer has changed it since the page was drawn.
    pub fn is_changed(&self) -> bool {
        self.digest() != self.mark.shown
    }

    /// Whether both say the same.
    pub fn says(&self, other: &Self) -> bool {
        self.digest() == other.digest()
    }

    /// Whether somebody else has changed what is stored since its writer saw it, to something else than this.
    pub fn is_overtaken(&self, stored: &Self) -> bool {
        self.is_changed() && self.mark.seen != stored.mark.seen && !self.says(stored)
    }

    /// Its fields, as a form sends them whose numbers are written in `to`.
    fn fields(&self, row: &CellRow, from: NumberFormat, to: NumberFormat) -> Vec<(String, String)> {
        let number = |text: &str| rewritten(text, from, to, row.scale);
        let parts = [
            ("num", number(&self.num)),
            ("den", number(&self.den)),
            ("state", self.state.to_string()),
            ("reason", self.reason.clone()),
            ("mark", self.mark()),
        ];
        let estimated = self.estimated.then(|| ("estimated", "yes".to_owned()));
        let named = |(part, text)| (format!("{part}.{}", row.indicator), text);
        parts.into_iter().chain(estimated).map(named).collect()
    }

    fn input(&self, indicator: &str) -> CellInput {
        CellInput {
            indicator: indicator.to_owned(),
            num: self.num.clone(),
            den: self.den.clone(),
            state: self.state,
            reason: self.reason.clone(),
            estimated: self.estimated,
            seen: self.mark.seen,
        }
    }
}

/// A number in another format, so that one form has one; what cannot be read, or would not be read as the same, stays as it was typed.
fn rewritten(text: &str, from: NumberFormat, to: NumberFormat, scale: u8) -> String {
    let read = read_number(text, from, scale).ok().filter(|_| from != to);
    let number = read.map(|read| (written(read.read_as, to), read.stored));
    let same = |(text, stored): &(String, i64)| {
        read_number(text, to, scale).is_ok_and(|read| read.stored == *stored)
    };
    number.filter(same).map_or_else(|| text.to_owned(), |(text, _)| text)
}

fn written(number: Decimal, format: NumberFormat) -> String {
    match format {
        NumberFormat::Vi => Lang::Vi.decimal(number),
        NumberFormat::En => Lang::En.decimal(number),
        // Three decimals could be thousands; four cannot.
        NumberFormat::Plain => {
            let text = Lang::En.decimal(number).replace(',', "");
            if number.places() == 3 { format!("{text}0") } else { text }
        }
    }
}

/// How the numbers of a page are written: as all of them were typed, or as its reader writes them.
pub(super) fn format_of(lang: Lang, cells: &[CellRow]) -> NumberFormat {
    let typed = cells.iter().filter(|cell| !cell.num.is_empty() || !cell.den.is_empty());
    let formats: BTreeSet<&str> = typed.clone().map(|cell| cell.format.as_str()).collect();
    let one = typed.map(|cell| cell.format).next().filter(|_| formats.len() == 1);
    one.unwrap_or(lang.number_format())
}

impl Typed {
    /// Reads the fields of a form about these cells.
    ///
    /// # Errors
    /// Each field that the form does not have, that is there twice, or whose word is none of its list; and a cell without its mark.
    pub fn read(pairs: &Pairs, cells: &[CellRow]) -> Result<Self> {
        let (mut typed, mut faults) = (BTreeMap::<String, TypedCell>::new(), vec![]);
        let mut reasons = Reasons::default();
        let (mut format, mut drawn) = (None, None);
        let (mut names, mut marked) = (BTreeSet::new(), BTreeSet::new());
        for (name, text) in &pairs.0 {
            if !names.insert(name.as_str()) {
                faults.push(FieldFault::new(name, Fault::Repeated));
                continue;
            }
            let known = match name.split_once('.') {
                None if name == "format" => word(text, &mut format),
                None if name == "drawn" => word(text, &mut drawn),
                None => Err(Fault::Unknown),
                Some((_, of)) if !cells.iter().any(|cell| cell.indicator == indicator_of(of)) => {
                    Err(Fault::NotAsked)
                }
                Some((part @ ("why" | "because" | "about"), of)) => reasons.take(part, of, text),
                Some((_, of)) if of.contains('.') => Err(Fault::Unknown),
                Some((part, code)) => {
                    let cell = typed.entry(code.to_owned()).or_default();
                    match part {
                        "num" => {
                            text.clone_into(&mut cell.num);
                            Ok(())
                        }
                        "den" => {
                            text.clone_into(&mut cell.den);
                            Ok(())
                        }
                        "reason" => {
                            text.clone_into(&mut cell.reason);
                            Ok(())
                        }
                        "state" => text.parse().map(|state| cell.state = state).map_err(|_| Fault::Malformed),
                        "estimated" if text == "yes" => {
                            cell.estimated = true;
                            Ok(())
                        }
                        "mark" => match Mark::parse(text) {
                            Some(mark) => {
                                marked.insert(code);
                                cell.mark = mark;
                                Ok(())
                            }
                            None => Err(Fault::Malformed),
                        },
                        "estimated" => Err(Fault::Malformed),
                        _ => Err(Fault::Unknown),
                    }
                }
            };
            faults.extend(known.err().map(|fault| FieldFault::new(name, fault)));
        }
        for code in typed.keys().filter(|code| !marked.contains(code.as_str())) {
            faults.push(FieldFault::new(&format!("mark.{code}"), Fault::Missing));
        }
        faults.extend(reasons.without_mark());
        let missing = |field| Error::field(field, Fault::Missing);
        match (faults.is_empty(), format, drawn) {
            (false, ..) => Err(Error::Fields(faults)),
            (true, None, _) => Err(missing("format")),
            (true, _, None) => Err(missing("drawn")),
            (true, Some(format), Some(drawn)) => {
                Ok(Self { format, drawn, cells: typed, reasons: reasons.typed })
            }
        }
    }

    /// What a draft holds of the cells that are still asked for; none where it holds nothing that differs from what its page showed.
    pub fn of_draft(fields: &[(String, String)], cells: &[CellRow]) -> Option<Self> {
        let asked = |name: &str| {
            name.split_once('.')
                .is_none_or(|(_, of)| cells.iter().any(|cell| cell.indicator == indicator_of(of)))
        };
        let known = fields.iter().filter(|(name, _)| asked(name)).cloned().collect();
        let typed = Self::read(&Pairs(known), cells).ok()?;
        let differs = typed.format != typed.drawn
            || typed.cells.values().any(TypedCell::is_changed)
            || typed.reasons.values().any(TypedReason::is_changed);
        differs.then_some(typed)
    }

    /// The fields of a draft with these cells as they are typed here in the place of its own, their numbers written as it writes
    /// them.
    pub fn over(
        &self,
        draft: &[(String, String)],
        format: NumberFormat,
        rows: &[&CellRow],
    ) -> Vec<(String, String)> {
        let replaced = |name: &str| {
            name.split_once('.').is_some_and(|(_, of)| rows.iter().any(|row| row.indicator == of))
        };
        let kept = draft.iter().filter(|(name, _)| !replaced(name)).cloned();
        let typed = rows.iter().filter_map(|row| {
            self.cells.get(&row.indicator).map(|cell| cell.fields(row, self.format, format))
        });
        kept.chain(typed.flatten()).collect()
    }

    /// The cell, where its writer has changed it.
    pub fn changed(&self, indicator: &str) -> Option<&TypedCell> {
        self.cells.get(indicator).filter(|cell| cell.is_changed())
    }

    /// The reason under a warning, where its writer has changed it.
    pub fn changed_reason(&self, of: &FindingRow) -> Option<&TypedReason> {
        let about = (of.indicator.clone(), of.rule, of.part);
        self.reasons.get(&about).filter(|reason| reason.is_changed())
    }

    /// The reasons that were typed about an indicator under warnings that are none of `there`: somebody else has mended the number.
    pub fn reasons_without_warning(&self, indicator: &str, there: &[&FindingRow]) -> Vec<&TypedReason> {
        let gone = |(code, rule, part): &About| {
            code == indicator && !there.iter().any(|finding| (finding.rule, finding.part) == (*rule, *part))
        };
        let typed = self.reasons.iter().filter(|(of, reason)| gone(of) && reason.is_changed());
        typed.map(|(_, reason)| reason).collect()
    }

    /// What is to be saved: the reasons that were changed, the cells that were changed, and, where the numbers are now said to be written otherwise, those that
    /// could not be read as they were said to be before.
    pub fn input(&self, cells: &[CellRow]) -> DraftInput {
        let unread = |cell: &CellRow| {
            let wrong = |text: &str| !text.is_empty() && read_number(text, cell.format, cell.scale).is_err();
            self.format != self.drawn && (wrong(&cell.num) || wrong(&cell.den))
        };
        let of = |cell: &CellRow| {
            let typed = self.cells.get(&cell.indicator)?;
            (typed.is_changed() || unread(cell)).then(|| typed.input(&cell.indicator))
        };
        let changed = self.reasons.iter().filter(|(_, reason)| reason.is_changed());
        DraftInput {
            format: self.format,
            cells: cells.iter().filter_map(of).collect(),
            justifications: changed.map(|(of, reason)| reason.input(of)).collect(),
        }
    }
}

/// The indicator that a field is about, from what stands behind the first point of its name.
fn indicator_of(text: &str) -> &str {
    text.split_once('.').map_or(text, |(indicator, _)| indicator)
}

#[expect(clippy::result_large_err, reason = "a fault is told once a request")]
fn word(text: &str, into: &mut Option<NumberFormat>) -> Result<(), Fault> {
    *into = Some(text.parse().map_err(|_| Fault::Malformed)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{super::tests::cell, *};

    /// The fields of a page about these cells, as a browser sends them back.
    fn page(cells: &[CellRow], format: NumberFormat) -> Vec<(String, String)> {
        let mut fields =
            vec![("format".to_owned(), format.to_string()), ("drawn".to_owned(), format.to_string())];
        for row in cells {
            let cell = TypedCell::stored(row, format);
            let of = |part: &str| format!("{part}.{}", row.indicator);
            fields.push((of("num"), cell.num.clone()));
            fields.push((of("den"), cell.den.clone()));
            fields.push((of("state"), cell.state.to_string()));
            fields.push((of("reason"), cell.reason.replace('\n', "\r\n")));
            fields.extend(cell.estimated.then(|| (of("estimated"), "yes".to_owned())));
            fields.push((of("mark"), cell.mark()));
        }
        fields
    }

    fn set(fields: &mut [(String, String)], name: &str, text: &str) {
        let field = fields.iter_mut().find(|(field, _)| field == name).unwrap();
        text.clone_into(&mut field.1);
    }

    fn saved(fields: Vec<(String, String)>, cells: &[CellRow]) -> Vec<(String, String)> {
        let input = Typed::read(&Pairs(fields), cells).unwrap().input(cells);
        input.cells.into_iter().map(|cell| (cell.indicator, cell.num)).collect()
    }

    #[test]
    fn what_was_not_changed_is_not_saved_again_whoever_else_has_saved_meanwhile() {
        let reasoned = CellRow { reason: "Chờ\nsố liệu".to_owned(), ..cell("I24-02", "5", 4) };
        let cells = [cell("I24-01", "1.234", 2), reasoned];
        let mut fields = page(&cells, NumberFormat::Vi);
        assert_eq!(saved(fields.clone(), &cells), []);
        set(&mut fields, "num.I24-02", "6");
        let later = [cell("I24-01", "9.999", 3), cells[1].clone()];
        assert_eq!(saved(fields, &later), [("I24-02".to_owned(), "6".to_owned())]);
    }

    #[test]
    fn one_form_has_one_format_and_no_number_changes_by_being_shown_in_it() {
        let en = |num: &str, scale| CellRow { format: NumberFormat::En, scale, ..cell("I24-01", num, 1) };
        let shown = |cell: &CellRow, format| TypedCell::stored(cell, format).num;
        assert_eq!(shown(&en("1,234.5", 1), NumberFormat::Vi), "1.234,5");
        assert_eq!(shown(&en("1.234", 3), NumberFormat::Plain), "1.2340");
        assert_eq!(shown(&en("1,234", 0), NumberFormat::Plain), "1234");
        assert_eq!(
            shown(&en("1.234.5", 1), NumberFormat::Vi),
            "1.234.5",
            "what cannot be read stays as typed"
        );
        assert_eq!(shown(&en("1,234", 0), NumberFormat::En), "1,234");
        let cells = [en("1,234.5", 1), cell("I24-02", "5", 1)];
        assert_eq!(format_of(Lang::Vi, &cells), NumberFormat::Vi, "mixed: as the reader writes");
        assert_eq!(format_of(Lang::Vi, &cells[..1]), NumberFormat::En, "as all were typed");
        assert_eq!(saved(page(&cells, NumberFormat::Vi), &cells), []);
    }

    #[test]
    fn another_format_reads_again_what_could_not_be_read_and_nothing_else() {
        let cells = [cell("I24-01", "1,234", 1), cell("I24-02", "1.234", 1)];
        let mut fields = page(&cells, NumberFormat::Vi);
        set(&mut fields, "format", "en");
        assert_eq!(saved(fields, &cells), [("I24-01".to_owned(), "1,234".to_owned())]);
    }

    #[test]
    fn a_change_over_somebody_elses_is_told_and_the_same_change_is_not() {
        let cells = [cell("I24-01", "5", 1)];
        let mut fields = page(&cells, NumberFormat::Vi);
        set(&mut fields, "num.I24-01", "7");
        let typed = Typed::read(&Pairs(fields), &cells).unwrap();
        let mine = typed.changed("I24-01").unwrap();
        let now = |num, version| TypedCell::stored(&cell("I24-01", num, version), NumberFormat::Vi);
        assert!(mine.is_overtaken(&now("6", 2)));
        assert!(!mine.is_overtaken(&now("5", 1)) && !mine.is_overtaken(&now("7", 2)));
    }

    #[test]
    fn fields_are_read_strictly() {
        let cells = [cell("I24-01", "5", 1)];
        let faults = |name: &str, text: &str| {
            let mut fields = page(&cells, NumberFormat::Vi);
            fields.retain(|(field, _)| field != name || name == "num.I24-01");
            fields.push((name.to_owned(), text.to_owned()));
            match Typed::read(&Pairs(fields), &cells) {
                Err(Error::Fields(faults)) => faults.into_iter().map(|fault| fault.fault).collect(),
                _ => vec![],
            }
        };
        assert_eq!(faults("num.I24-01", "6"), [Fault::Repeated]);
        assert_eq!(faults("num.I24-99", "6"), [Fault::NotAsked]);
        assert_eq!(faults("percent.I24-01", "6"), [Fault::Unknown]);
        assert_eq!(faults("percent", "6"), [Fault::Unknown]);
        assert_eq!(faults("state.I24-01", "zero"), [Fault::Malformed]);
        assert_eq!(faults("estimated.I24-01", "on"), [Fault::Malformed]);
        assert_eq!(faults("format", "fr"), [Fault::Malformed]);
        assert_eq!(faults("mark.I24-01", "1"), [Fault::Malformed, Fault::Missing]);
        assert_eq!(faults("because.I24-01.digit_slip", "x"), [Fault::Unknown]);
        assert_eq!(faults("because.I24-99.digit_slip.num", "x"), [Fault::NotAsked]);
        assert_eq!(faults("because.I24-01.digit_slip.num", "x"), [Fault::Missing], "about what");
        assert_eq!(faults("why.I24-01.digit_slip.num", "x"), [Fault::Malformed, Fault::Missing]);
        assert_eq!(faults("about.I24-01.digit_slip.num", "x"), [Fault::Malformed, Fault::Missing]);
    }

    #[test]
    fn a_draft_says_what_its_writer_changed_of_what_is_still_asked() {
        let cells = [cell("I24-01", "5", 1), cell("I24-02", "", 0)];
        let fields = page(&cells, NumberFormat::Vi);
        assert_eq!(Typed::of_draft(&fields, &cells), None, "nothing was changed");
        let mut fields = fields;
        set(&mut fields, "num.I24-01", "7");
        let left = Typed::of_draft(&fields, &cells[..1]).unwrap();
        assert_eq!(left.changed("I24-01").unwrap().num, "7");
        assert!(Typed::of_draft(&[("remark".to_owned(), "x".to_owned())], &cells).is_none());
    }
}
