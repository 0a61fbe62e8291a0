//! The blocks: who is waited for, why, by how many, and since when.

mod view;

use dondoc_shared::{
    filter::NO_CAUSE,
    id::AssignmentId,
    text::{Both, Lang},
    wire::{
        Cause,
        standing::{Block, BlockGroup, Blocks},
    },
};
use jiff::civil::Date;

use crate::{
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{Step, With, common::counted, read::Read, screen, waiting::Arrived},
    ui::{
        Ui, body_of,
        list::{Keyed, List},
    },
};

/// Rows above the list: what it means, the head.
const ABOVE: usize = 2;
/// Rows below it: a blank one, the longest of the row under the cursor, its title, whom an urge reaches.
const BELOW: usize = 5;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The blocks.
    pub blocks: Read<Box<Blocks>>,
    /// Where in their groups one is: by who is waited for, and why.
    pub list: List<(String, Option<Cause>)>,
}

impl Keyed for BlockGroup {
    type Key = (String, Option<Cause>);

    fn key(&self) -> Self::Key {
        (self.on.slug.clone(), self.cause)
    }
}

/// Rows of the list in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE + BELOW)
}

impl State {
    fn groups(&self) -> &[BlockGroup] {
        self.blocks.value.as_ref().map_or(&[], |blocks| &blocks.groups)
    }

    /// What waits in the group under the cursor, longest first, as far as it was read.
    fn waiting(&self) -> impl Iterator<Item = &Block> {
        let here = self.list.selected(self.groups()).map(Keyed::key);
        let items = self.blocks.value.as_ref().map_or(&[][..], |blocks| &blocks.items);
        items.iter().filter(move |block| {
            here.as_ref().is_some_and(|(slug, cause)| block.on.slug == *slug && block.cause == *cause)
        })
    }

    /// The filter that lists what the group under the cursor counts.
    fn filter(&self) -> Option<String> {
        let group = self.list.selected(self.groups())?;
        let cause = group.cause.map_or(NO_CAUSE, Cause::as_str);
        Some(counted(&format!("blocked-by:{} cause:{cause}", group.on.slug)))
    }

    /// The longest block about which the body that is waited for can be urged, and its assignment.
    fn urged(&self) -> Option<(&Block, AssignmentId)> {
        self.waiting().find_map(|block| block.asked.map(|id| (block, id)))
    }

    /// What an urge would be about, of all that waits in the group under the cursor; none where it can be about nothing of it.
    fn urge_is_about(&self) -> Option<Both> {
        let (group, (block, id)) = (self.list.selected(self.groups())?, self.urged()?);
        let about = self.waiting().filter(|other| other.asked == Some(id)).count();
        let of = group.count.max(i64::try_from(about).unwrap_or(i64::MAX));
        Some(Both::new(|lang| {
            let on = lang.pick(&block.on.name_vi, &block.on.name_en);
            lang.blocks_urge_about(on, &block.task, about, &lang.number(of))
        }))
    }
}

const PAGE: Layer =
    Layer::page(Screen::Blocks, "blocks", &[Command::Open, Command::Urge]).explained(&[Lang::blocks_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE];

    fn layer(&self) -> Layer {
        PAGE
    }

    fn tab(&self, lang: Lang) -> String {
        lang.blocks_tab().to_owned()
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.blocks.ask(Call::Blocks, step);
    }

    fn has_failed(&self) -> bool {
        self.blocks.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.blocks.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(outcome) = self.blocks.take(arrived) else { return };
        step.heed(&outcome);
        self.keep_in_view(step.size());
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            Command::Back | Command::Close => step.close(),
            Command::Open => {
                if let Some(filter) = self.filter() {
                    step.go(Screen::Backlog, With::Filter(filter));
                }
            }
            command => {
                let groups = self.blocks.value.as_ref().map_or(&[][..], |blocks| &blocks.groups);
                self.list.command(command, groups, list_rows(step.size()));
            }
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let nobody = command == Command::Urge && !self.groups().is_empty() && self.urged().is_none();
        nobody.then(|| lang.blocks_nobody_to_urge().to_owned())
    }

    fn selected(&self) -> Option<AssignmentId> {
        self.urged().map(|(_, id)| id)
    }

    fn urge_scope(&self) -> Option<Both> {
        self.urge_is_about()
    }

    /// An urge names who waits; it is written in Vietnamese, as every urge.
    fn wording(&self, act: Command) -> Option<String> {
        let (urged, id) = self.urged().filter(|_| act == Command::Urge)?;
        let mut names: Vec<&str> = self
            .waiting()
            .filter(|block| block.asked == Some(id))
            .map(|block| block.tenant.name_vi.as_str())
            .collect();
        let mut named = std::collections::HashSet::new();
        names.retain(|name| named.insert(*name));
        Some(Lang::Vi.blocks_urge_text(&names.join(", "), &urged.on.name_vi, &urged.task))
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        self.list.keep(self.list.place(self.groups()), list_rows(size));
    }

    fn today(&self, _: Ui) -> Option<Date> {
        self.blocks.value.as_ref().map(|blocks| blocks.today)
    }
}
