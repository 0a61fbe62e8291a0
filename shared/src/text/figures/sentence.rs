//! A figure as a sentence, in the order of its parts (R122). Nothing else writes one.

use crate::{
    figures::{
        Basis, Bodies, Bounds, Change, Counts, Decimal, Direction, Doubt, Figure, Op, Outcome, OverBodies,
        Parts, Progress, Quotient, Target, Typed, Unit, Verdict, Weight, WeightKind,
    },
    text::Lang,
};

/// Between the parts of a figure.
const PART: &str = " · ";

impl Lang {
    /// A decimal number as this reader writes it: `1.234,5` or `1,234.5`.
    pub fn decimal(self, number: Decimal) -> String {
        let (whole, decimals) = number.halves();
        let sign = if number.is_negative() { "-" } else { "" };
        let whole = self.number(i64::try_from(whole).unwrap_or(i64::MAX));
        let comma = if self == Self::Vi { ',' } else { '.' };
        if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{comma}{decimals}") }
    }

    /// With its sign, also where it is a gain: `+1,9`.
    fn signed(self, number: Decimal) -> String {
        let plus = if number > Decimal::whole(0) { "+" } else { "" };
        format!("{plus}{}", self.decimal(number))
    }

    /// A difference of two percentages: `+1,9 điểm %`, never a percentage of a percentage.
    pub fn points(self, difference: Quotient, decimals: u8) -> String {
        self.figure_points(&self.signed(difference.rounded(decimals)))
    }

    /// How far a figure of record and what bodies report lie apart: `chênh 1,9 điểm %`.
    pub fn gap(self, points: Quotient, decimals: u8) -> String {
        self.figure_gap(&self.figure_points(&self.decimal(points.rounded(decimals).abs())))
    }
}

impl Typed {
    /// What was understood, for the person who typed it: "Đã hiểu là 1.234 (một nghìn hai trăm ba mươi tư)".
    pub fn echo(&self, lang: Lang) -> String {
        lang.number_understood(&lang.decimal(self.read_as), &lang.in_words(self.read_as))
    }
}

impl Figure {
    /// The figure as a sentence: what it comes to, of what, who is in it, for how much of the country, and when (R122).
    pub fn words(&self, lang: Lang) -> String {
        let Some(counts) = self.coverage().counts() else { return self.record_words(lang) };
        let bodies = self.bodies(lang);
        let dates = self.coverage().dates();
        if counts.expected == 0 {
            return lang.figure_nobody_owes().to_owned();
        }
        if counts.present() == 0 {
            let filed = bodies_of(lang, counts.not_available, counts.expected);
            if self.coverage().basis() == Some(Basis::Verified) {
                return lang.figure_none_verified(&filed, bodies);
            }
            return lang.figure_nobody(&filed, bodies, &lang.date(dates.due_on));
        }
        let mut parts = vec![self.value_words(lang), self.who_words(lang, counts)];
        parts.extend(self.weight_words(lang, counts));
        if counts.not_applicable > 0 {
            parts.push(lang.figure_not_applicable(&lang.number(counts.not_applicable)));
        }
        let cut_off = dates.edition.is_some() || dates.today > dates.cutoff_on;
        parts.push(if cut_off {
            lang.figure_cut_off(&lang.date(dates.cutoff_on))
        } else {
            lang.figure_so_far(&lang.date(dates.today))
        });
        parts.extend(dates.edition.map(|n| lang.figure_edition(n)));
        parts.join(PART)
    }

    /// The shortest form there is, for table cells and small terminals: `71,4% 41/61`.
    pub fn short(&self, lang: Lang) -> String {
        let value = self.printed().map_or("–".to_owned(), |number| self.in_unit(lang, number));
        match self.coverage().counts() {
            Some(counts) => {
                let at_least = if self.is_at_least() { "≥ " } else { "" };
                let covered = format!("{}/{}", lang.number(counts.present()), lang.number(counts.expected));
                format!("{at_least}{value} {covered}")
            }
            None => format!("{value} ({})", lang.figure_published_short()),
        }
    }

    /// The verdict as a word with its reason: "Chưa thể kết luận: nằm giữa 50,0% và 80,0% (1.000–1.600/2.000), mục tiêu ≥ 60%".
    /// None without a target.
    pub fn verdict_words(&self, lang: Lang) -> Option<String> {
        let (target, verdict) = (self.target()?, self.verdict()?);
        let asked = self.target_words(lang, target);
        let word = verdict.word(lang);
        let mut why = vec![match (verdict.outcome(), verdict.doubt(), self.bounds()) {
            (Outcome::CannotSay, Some(doubt), bounds) => self.doubt_words(lang, doubt, bounds.ok()),
            (Outcome::NotMet | Outcome::InProgress, _, Ok(bounds)) if !bounds.meet() => {
                self.reach_words(lang, target, bounds)
            }
            _ => self.value_words(lang),
        }];
        why.push(match verdict.outcome() {
            Outcome::InProgress => lang.verdict_by(&asked, &lang.date(target.due_on())),
            _ => asked,
        });
        if let (Some(outcome), Some(level)) = (verdict.stretch(), target.stretch()) {
            let level = self.in_unit(lang, self.print(level).shortest());
            why.push(lang.verdict_stretch(&outcome.name(lang).to_lowercase(), &level));
        }
        Some(lang.verdict_because(&word, &why.join(", ")))
    }

    /// What the target asks for: "mục tiêu ≥ 60%".
    fn target_words(&self, lang: Lang, target: &Target) -> String {
        let sign = match (target.op(), self.formula().direction) {
            (Op::Ge, Direction::Down) => Op::Le.sign(lang),
            (Op::Gt, Direction::Down) => "<",
            (op, _) => op.sign(lang),
        };
        lang.verdict_target(sign, &self.in_unit(lang, self.print(target.level()).shortest()))
    }

    fn doubt_words(&self, lang: Lang, doubt: Doubt, bounds: Option<Bounds>) -> String {
        let missing = || {
            let counts = self.coverage().counts().unwrap_or_default();
            lang.verdict_not_filed(counts.unknown(), self.bodies(lang))
        };
        match (doubt, bounds) {
            (Doubt::NoData, _) => lang.verdict_no_data().to_owned(),
            (Doubt::NothingToMeasure, _) => lang.verdict_nothing().to_owned(),
            (Doubt::WeightUnknown, _) => format!("{}, {}", missing(), lang.verdict_no_weight()),
            (Doubt::BetweenBounds, Some(bounds)) => self.bounds_words(lang, bounds),
            (Doubt::AtLeast, Some(bounds)) => {
                let low = self.in_unit(lang, self.print(bounds.low()));
                format!("{}, {}", lang.verdict_lowest(&low), missing())
            }
            (Doubt::BetweenBounds | Doubt::AtLeast, None) => missing(),
        }
    }

    /// Both bounds with what they are shares of.
    fn bounds_words(&self, lang: Lang, bounds: Bounds) -> String {
        let print = |value| self.in_unit(lang, self.print(value));
        let high = bounds.high().map_or("∞".to_owned(), print);
        let between = lang.verdict_between(&print(bounds.low()), &high);
        match bounds.parts() {
            Some((low, high, whole)) if self.formula().unit == Unit::Percent => {
                let number = |n| self.stored(lang, n);
                format!("{between} ({}–{})", number(low), lang.figure_of(&number(high), &number(whole)))
            }
            _ => between,
        }
    }

    /// How far the whole can come at best.
    fn reach_words(&self, lang: Lang, target: &Target, bounds: Bounds) -> String {
        let rises = target.rises();
        let best = if rises { bounds.high().unwrap_or(bounds.low()) } else { bounds.low() };
        let parts = bounds.parts().filter(|_| self.formula().unit == Unit::Percent);
        let of = parts.map(|(low, high, whole)| {
            let part = self.stored(lang, if rises { high } else { low });
            format!(" ({})", lang.figure_of(&part, &self.stored(lang, whole)))
        });
        let best = format!("{}{}", self.in_unit(lang, self.print(best)), of.unwrap_or_default());
        if rises { lang.verdict_at_most(&best) } else { lang.verdict_lowest(&best) }
    }

    fn record_words(&self, lang: Lang) -> String {
        let dates = self.coverage().dates();
        let published = self
            .coverage()
            .record()
            .map(|record| lang.figure_published(&record.source, &lang.date(record.published_on)));
        let as_of = lang.figure_as_of(&lang.date(dates.as_of));
        let parts = std::iter::once(self.value_words(lang)).chain(published).chain([as_of]);
        parts.collect::<Vec<_>>().join(PART)
    }

    /// What it comes to, with what it is a share of.
    fn value_words(&self, lang: Lang) -> String {
        let Some(printed) = self.printed() else {
            let nil = self.coverage().counts().is_some_and(|counts| counts.present() > 0);
            return if nil { lang.figure_nil() } else { lang.figure_no_rate() }.to_owned();
        };
        let things = self.things(lang);
        let counted = self.whole().map(|whole| self.stored_of(lang, self.parts().num, whole));
        let value = match (self.formula().unit, counted) {
            (Unit::Percent, Some(of)) => {
                format!("{} ({}{things})", self.in_unit(lang, printed), of)
            }
            (Unit::Percent, None) => {
                format!("{} ({})", self.in_unit(lang, printed), lang.figure_whole_unpublished())
            }
            (Unit::Number, Some(of)) => format!("{of}{things}"),
            (Unit::Number, None) => format!("{}{things}", lang.decimal(printed)),
        };
        if self.is_at_least() { lang.figure_at_least(&value) } else { value }
    }

    fn who_words(&self, lang: Lang, counts: Counts) -> String {
        let of = bodies_of(lang, counts.present(), counts.expected);
        let filed = self.coverage().basis() != Some(Basis::Verified);
        let bodies = self.bodies(lang);
        let mut who = vec![if filed {
            lang.figure_present(&of, bodies)
        } else {
            lang.figure_present_verified(&of, bodies)
        }];
        let aside = |n: i64, say: &dyn Fn(&str) -> String| (n > 0).then(|| say(&lang.number(n)));
        who.extend(filed.then(|| aside(counts.verified, &|n| lang.figure_verified(n))).flatten());
        who.extend(aside(counts.estimated, &|n| lang.figure_estimated(n)));
        who.extend(aside(counts.nil, &|n| lang.figure_nils(n)));
        who.extend(aside(counts.not_available, &|n| lang.figure_without(n)));
        who.join(", ")
    }

    /// For how much of the country it stands; where bounds need that and nobody knows it, that.
    fn weight_words(&self, lang: Lang, counts: Counts) -> Option<String> {
        // Over several periods there is no denominator that was reported last.
        if counts.unknown() == 0 || self.coverage().called() == Some(Bodies::Reports) {
            return None;
        }
        let Some(Weight { present, of, kind }) = self.coverage().weight() else {
            return self.formula().has_whole().then(|| lang.figure_no_weight().to_owned());
        };
        let things = self.formula().things.get(lang);
        let what = match kind {
            WeightKind::LastDenominator if !things.is_empty() => lang.figure_weight_of_things(things),
            _ => kind.share_of(lang).to_owned(),
        };
        let share = Quotient::percent(present, of)?;
        // Not 100% while somebody is missing.
        let whole = |places| share.rounded(places) == Decimal::whole(100) && present < of;
        let places = (0..9).find(|places| !whole(*places)).unwrap_or(9);
        let share = lang.figure_percent(&lang.decimal(share.rounded(places)));
        let (part, of) = match kind {
            WeightKind::LastDenominator => (self.stored(lang, present), self.stored(lang, of)),
            _ => (lang.number(present), lang.number(of)),
        };
        Some(lang.figure_weight(&share, &lang.figure_of(&part, &of), &what))
    }

    /// Whether the whole can only be more: something is missing, and what is there is added up.
    fn is_at_least(&self) -> bool {
        let adds_up = matches!(self.formula().over_bodies, OverBodies::Sum | OverBodies::Distinct);
        adds_up && self.bounds().is_ok_and(|bounds| !bounds.meet())
    }

    fn in_unit(&self, lang: Lang, number: Decimal) -> String {
        let number = lang.decimal(number);
        if self.formula().unit == Unit::Percent { lang.figure_percent(&number) } else { number }
    }

    /// A stored number as it is read.
    fn stored(&self, lang: Lang, n: i64) -> String {
        lang.decimal(Decimal::new(n, self.number_scale()).unwrap_or(Decimal::whole(n)))
    }

    fn stored_of(&self, lang: Lang, part: i64, whole: i64) -> String {
        lang.figure_of(&self.stored(lang, part), &self.stored(lang, whole))
    }

    fn bodies(&self, lang: Lang) -> &'static str {
        self.coverage().called().unwrap_or(Bodies::All).name(lang)
    }

    /// The things counted, after a number: " doanh nghiệp".
    fn things(&self, lang: Lang) -> String {
        let things = match self.formula().over_bodies {
            OverBodies::CountOfTenants => self.bodies(lang),
            _ => self.formula().things.get(lang),
        };
        if things.is_empty() { String::new() } else { format!(" {things}") }
    }
}

/// So many bodies of so many.
fn bodies_of(lang: Lang, part: i64, whole: i64) -> String {
    lang.figure_of(&lang.number(part), &lang.number(whole))
}

impl Verdict {
    /// The word of the verdict with what must stand beside it: "Đạt (tạm tính đến 14/12/2024)".
    pub fn word(&self, lang: Lang) -> String {
        let word = self.outcome().name(lang);
        let when_set = self.was_met_when_set().then(|| lang.verdict_when_set().to_owned());
        let provisional = self.provisional_to().map(|on| lang.verdict_provisional(&lang.date(on)));
        let asides: Vec<String> = when_set.into_iter().chain(provisional).collect();
        if asides.is_empty() { word.to_owned() } else { lang.verdict_aside(word, &asides.join(", ")) }
    }
}

impl Change {
    /// By how much it moved: "+10,0%", "+1,9 điểm %"; none where the number before is zero.
    pub fn moved(&self, lang: Lang, decimals: u8) -> Option<String> {
        let by = self.by?;
        Some(if self.in_points {
            lang.points(by, decimals)
        } else {
            lang.figure_percent(&lang.signed(by.rounded(decimals)))
        })
    }

    /// The change with the numbers that it is a change of: "+10,0% (330/300, 2 đơn vị có ở cả hai kỳ)".
    pub fn words(&self, lang: Lang, decimals: u8) -> Option<String> {
        let moved = self.moved(lang, decimals)?;
        let stored = |n| lang.decimal(Decimal::new(n, self.scale).unwrap_or(Decimal::whole(n)));
        let number = |parts: Parts| match parts.den {
            Some(den) => lang.figure_of(&stored(parts.num), &stored(den)),
            None => stored(parts.num),
        };
        let (before, now) = (number(self.before), number(self.now));
        let parts = if self.in_points { format!("{before} → {now}") } else { format!("{now}/{before}") };
        Some(format!("{moved} ({})", lang.figure_same_bodies(&parts, self.bodies)))
    }
}

impl Progress {
    /// How far on the way from the baseline to the target: "đã đi 5/20 điểm % (25%)", or by how much it fell back.
    pub fn words(&self, lang: Lang, unit: Unit, decimals: u8) -> Option<String> {
        let in_unit =
            |number: String| if unit == Unit::Percent { lang.figure_points(&number) } else { number };
        let print = |value: Quotient| lang.decimal(value.rounded(decimals).shortest());
        if self.gone().is_negative() {
            let back = lang.decimal(self.gone().rounded(decimals).shortest().abs());
            return Some(lang.progress_back(&in_unit(back)));
        }
        let share = lang.figure_percent(&lang.decimal(self.share()?.rounded(0)));
        Some(lang.progress_way(&in_unit(lang.figure_of(&print(self.gone()), &print(self.of()))), &share))
    }
}
