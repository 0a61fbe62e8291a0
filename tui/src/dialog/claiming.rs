//! Taking assignments in hand at once, and giving them back: it has no form, and is undone by the same key.

use dondoc_shared::{
    text::{Both, Lang},
    wire::handling::{Claim, Claimed, Held, NewClaims},
};

use super::agree::handling::take_over::TakeOver;
use crate::{
    net::{Call, Failure, Order},
    step::{
        News, Step,
        handled::{Handled, Said, Target, named},
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
};

/// What is asked of the server and not answered yet.
#[derive(Debug, Default)]
pub struct Claiming {
    targets: Vec<Target>,
    releases: bool,
    waiting: Waiting<Claimed>,
}

impl Claiming {
    /// Releases what is the reader's own throughout; else claims what is not. Where all that is left is somebody else's, to take it
    /// over is a step of its own.
    pub fn begin(&mut self, targets: Vec<Target>, step: &mut Step<'_>) {
        if self.waiting.is_open() {
            return step.say(Tone::Note, Lang::tui_still_sending);
        }
        let is_mine = |of: &Target| of.claim().is_some_and(|claim| claim.mine);
        self.releases = targets.iter().all(is_mine);
        self.targets =
            if self.releases { targets } else { targets.into_iter().filter(|of| !is_mine(of)).collect() };
        if !self.releases && self.targets.iter().all(|of| of.claim().is_some()) {
            let Some(claim) = own_claim(step) else { return step.say(Tone::Note, Lang::tui_loading) };
            return step.agree(TakeOver { held: std::mem::take(&mut self.targets), claim });
        }
        let assignments = self.targets.iter().map(|of| of.id).collect();
        let claims = NewClaims { assignments, take_over: false };
        let order = if self.releases { Order::Release(claims) } else { Order::Claim(claims) };
        self.waiting = step.ask(Call::Order { key: step.key(), order });
    }

    /// The answer that is waited for.
    pub fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(answer) = self.waiting.take(arrived) else { return };
        let targets = std::mem::take(&mut self.targets);
        match answer {
            Ok(claimed) => self.done(targets, &claimed.held, step),
            Err(Failure::SessionOver) => {}
            Err(failure) => step
                .say(Tone::Fault, |lang| lang.handling_not_done(&named(lang, &targets), &failure.text(lang))),
        }
    }

    fn done(&self, targets: Vec<Target>, held: &[Held], step: &mut Step<'_>) {
        let Some(own) = own_claim(step) else { return };
        let is_held = |of: &Target| held.iter().any(|held| held.assignment == of.id);
        let (left, done): (Vec<Target>, Vec<Target>) = targets.into_iter().partition(is_held);
        let said = if self.releases { Said::Released } else { Said::Claimed(own.clone()) };
        step.tell(News::Handled(Handled { ids: done.iter().map(|of| of.id).collect(), said }));
        for Held { assignment, by } in held {
            let said = Said::Claimed(Claim { by: by.clone(), mine: false, at: own.at });
            step.tell(News::Handled(Handled { ids: vec![*assignment], said }));
        }
        let words = Both::new(|lang| {
            let done = (!done.is_empty()).then(|| {
                let what = named(lang, &done);
                if self.releases { lang.handling_released(&what) } else { lang.handling_claimed(&what) }
            });
            done.into_iter().chain(left_to_others(lang, &left, held)).collect::<Vec<_>>().join(" · ")
        });
        step.tell_of(if left.is_empty() { Tone::Done } else { Tone::Note }, words);
    }
}

/// What somebody else has, by name, and how it is taken over.
fn left_to_others(lang: Lang, left: &[Target], held: &[Held]) -> Vec<String> {
    let Some((first, rest)) = left.split_first() else { return Vec::new() };
    let by = held.iter().find(|held| held.assignment == first.id).map_or("", |held| held.by.as_str());
    let more = (!rest.is_empty()).then(|| lang.handling_more_held(rest.len()));
    let first = lang.handling_is_held(&first.code, by);
    [Some(first), more, Some(lang.handling_m_takes_over().to_owned())].into_iter().flatten().collect()
}

/// The reader's claim as of now.
fn own_claim(step: &Step<'_>) -> Option<Claim> {
    let by = step.common.me.as_ref()?.name.clone();
    Some(Claim { by, mine: true, at: step.now()? })
}
