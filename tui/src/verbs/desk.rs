//! What a verb stands at: the way to the server with the session that is kept, and the reader's language.

use std::io::{Write, stderr};

use dondoc_shared::{role::Permission, text::Lang, wire::session::Me};

use super::stop::{End, Stop};
use crate::net::{Answer, Call, Failure, client::Client};

/// Somebody of the Working Group who is signed in.
pub struct Desk {
    client: Client,
    /// The reader's language.
    pub lang: Lang,
}

impl Desk {
    /// Goes on with the kept session. The language is the account's unless one was asked for.
    pub async fn open(client: Client, asked: Option<Lang>) -> Result<Self, Stop> {
        let lang = asked.unwrap_or(Lang::Vi);
        let me = client.resume(lang).await.map_err(|failure| Stop::of(&failure, lang))?;
        let lang = asked.unwrap_or(me.lang);
        admit(&me, lang)?;
        Ok(Self { client, lang })
    }

    /// Asks one thing.
    pub async fn ask<T: TryFrom<Answer, Error = Failure>>(&self, call: Call) -> Result<T, Stop> {
        self.try_ask(call).await.map_err(|failure| Stop::of(&failure, self.lang))
    }

    /// Asks one thing of which more is to be said where it is refused.
    pub async fn try_ask<T: TryFrom<Answer, Error = Failure>>(&self, call: Call) -> Result<T, Failure> {
        self.client.ask(call, self.lang).await
    }
}

/// Lets nobody in for whom the console is not.
pub fn admit(me: &Me, lang: Lang) -> Result<(), Stop> {
    if me.role.may(Permission::ReadNational) {
        Ok(())
    } else {
        Err(Stop::new(End::Refused, lang.tui_not_for_this_role()))
    }
}

/// Writes lines to the output.
pub fn say(out: &mut dyn Write, lang: Lang, lines: &[String]) -> Result<(), Stop> {
    let written = lines.iter().try_for_each(|line| writeln!(out, "{line}"));
    written.and_then(|()| out.flush()).map_err(|error| Stop::of_output(&error, lang))
}

/// Writes beside the output, for whoever watches; nobody has to.
pub fn aside(text: &str) {
    let _ = stderr().write_all(text.as_bytes()).and_then(|()| stderr().flush());
}
