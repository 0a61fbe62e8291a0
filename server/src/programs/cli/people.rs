//! `user`: the people of every body, as its administrator keeps them in the portal, and one-time links that are printed.

use std::process::ExitCode;

use dondoc_shared::{
    id::UserId,
    role::Role,
    text::Lang,
    wire::{
        Written,
        people::{HandOver, NewMember, NewRole},
    },
};
use jiff::civil::Date;
use url::Url;

use super::invocation::{Invocation, lang_parser, on, refuse, role_parser};
use crate::{
    domain::users::{self, Account, NewUser, Refusal},
    programs::process::{complain, say},
    slices::people,
};
use dondoc_kernel::{
    auth::{factor, own::take_second_factor},
    db::{Actor, Auth, AuthTx, Db, National, NationalTx, Tenant, TenantTx, Version, audit::Logged},
    error::{Error, Result},
    tenants,
};

/// Somebody to be.
#[derive(clap::Args)]
pub(super) struct NewPerson {
    /// Slug of the tenant; `national` for the Working Group
    #[arg(long, value_name = "SLUG")]
    tenant: String,
    /// The person's role
    #[arg(long, value_parser = role_parser())]
    role: Role,
    /// The person's name
    #[arg(long)]
    name: String,
    /// E-mail address: the log-in name, and where mail goes
    #[arg(long)]
    email: String,
    /// Language of their mail
    #[arg(long = "mail-lang", default_value = "vi", value_parser = lang_parser())]
    mail_lang: Lang,
}

/// Who takes over the open work of somebody who will do it no more.
#[derive(clap::Args)]
#[group(multiple = false)]
pub(super) struct Heir {
    /// E-mail address of the person who takes over the open work
    #[arg(long, value_name = "EMAIL")]
    hand_to: Option<String>,
    /// Nobody in particular takes it over: every officer is reminded of it
    #[arg(long)]
    hand_to_nobody: bool,
}

#[derive(clap::Subcommand)]
pub(super) enum UserCommand {
    /// List the people of a body
    List {
        /// Slug of the tenant; `national` for the Working Group
        #[arg(long, value_name = "SLUG")]
        tenant: String,
    },
    /// Add a person and print the link by which they set a pass-phrase
    Add(NewPerson),
    /// Add a person and send them the link by mail
    Invite(NewPerson),
    /// Change what a person may do; their sessions end, and a mail tells them
    Role {
        /// E-mail address that they log in with
        email: String,
        /// The new role
        #[arg(value_parser = role_parser())]
        role: Role,
        #[command(flatten)]
        heir: Heir,
    },
    /// Disable a person, and hand their open work over; what they did stays
    Disable {
        /// E-mail address that they log in with
        email: String,
        #[command(flatten)]
        heir: Heir,
    },
    /// Let a person in again who was disabled
    Enable {
        /// E-mail address that they log in with
        email: String,
    },
    /// End all sessions of a person
    EndSessions {
        /// E-mail address that they log in with
        email: String,
    },
    /// Turn off the second factor of a person who has lost it; their sessions end, and a mail tells them
    ResetFactor {
        /// E-mail address that they log in with
        email: String,
        /// How it is known who asks: number and date of an official letter, or in person, before whom
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// List who must have a second factor by their role and has none; or say from which day on they need it
    Enrolment {
        /// Until the day before, they are asked for it and work without
        #[arg(long, value_name = "DATE")]
        from: Option<Date>,
    },
    /// Print a new one-time link for a person
    Link {
        /// E-mail address that they log in with
        email: String,
    },
}

pub(super) fn user(invocation: &Invocation, command: &UserCommand) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    match command {
        UserCommand::List { tenant } => {
            invocation.on_database(async |db, actor| list(db, actor, tenant, lang).await)
        }
        UserCommand::Add(new) => {
            let new = NewUser {
                tenant: new.tenant.clone(),
                role: new.role,
                name: new.name.clone(),
                email: new.email.clone(),
                lang: new.mail_lang,
            };
            let (config, url) = invocation.options.database_and_url(lang)?;
            on(&config, async |db, actor| Ok(invocation.told(users::add(db, actor, &new).await?, &url)))
        }
        UserCommand::Invite(new) => invocation.on_database(async |db, actor| {
            let Some(body) = body(db, actor, &new.tenant).await? else {
                return Ok(refuse(&lang.no_such_tenants(&new.tenant)));
            };
            let NewPerson { role, name, email, mail_lang, .. } = new;
            let input = NewMember { role: *role, name: name.clone(), email: email.clone(), lang: *mail_lang };
            let invite = async |tx: &mut TenantTx| people::invite(tx, &input).await;
            db.write(Tenant(body.id), actor.clone(), invite).await?;
            say!("{}", lang.user_invited(email));
            Ok(ExitCode::SUCCESS)
        }),
        UserCommand::Link { email } => {
            let (config, url) = invocation.options.database_and_url(lang)?;
            on(&config, async |db, actor| Ok(invocation.told(users::link(db, actor, email).await?, &url)))
        }
        UserCommand::ResetFactor { email, reason } => invocation.on_person(email, async |db, actor, of| {
            let take = async |tx: &mut AuthTx| take_second_factor(tx, (of.tenant, of.id), reason).await;
            db.write(Auth, actor.clone(), take).await?;
            Ok(lang.user_factor_reset(email))
        }),
        UserCommand::Enrolment { from } => {
            invocation.on_database(async |db, actor| enrolment(db, actor, *from, lang).await)
        }
        UserCommand::Role { email, role, heir } => invocation.on_person(email, async |db, actor, of| {
            let hand_over = heir.of(db, actor, of).await?;
            let input = NewRole { role: *role, hand_over };
            act(db, actor, of, async |tx, id, seen| people::change_role(tx, id, seen, &input).await).await?;
            Ok(lang.user_role(email, role.name(lang)))
        }),
        UserCommand::Disable { email, heir } => invocation.on_person(email, async |db, actor, of| {
            let hand_over = heir.of(db, actor, of).await?;
            act(db, actor, of, async |tx, id, seen| people::disable(tx, id, seen, hand_over).await).await?;
            Ok(lang.user_disabled(email))
        }),
        UserCommand::Enable { email } => invocation.on_person(email, async |db, actor, of| {
            act(db, actor, of, async |tx, id, seen| people::enable(tx, id, seen).await).await?;
            Ok(lang.user_enabled(email))
        }),
        UserCommand::EndSessions { email } => invocation.on_person(email, async |db, actor, of| {
            act(db, actor, of, async |tx, id, _| people::end_sessions(tx, id).await).await?;
            Ok(lang.user_sessions_ended(email))
        }),
    }
}

async fn body(db: &Db, actor: &Actor, slug: &str) -> Result<Option<tenants::Tenant>> {
    let of = async |tx: &mut TenantTx| tenants::by_slug(tx, slug).await;
    db.read(Tenant(dondoc_shared::id::TenantId::NATIONAL), actor.clone(), of).await
}

async fn list(db: &Db, actor: &Actor, slug: &str, lang: Lang) -> anyhow::Result<ExitCode> {
    let Some(body) = body(db, actor, slug).await? else { return Ok(refuse(&lang.no_such_tenants(slug))) };
    let list = async |tx: &mut TenantTx| people::list(tx).await;
    for one in db.read(Tenant(body.id), actor.clone(), list).await? {
        let used = one.last_used_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        let (role, state) = (one.role.name(lang), one.state.name(lang));
        say!("{}\t{}\t{role}\t{state}\t{used}\t{}", one.email, one.name, one.open);
    }
    Ok(ExitCode::SUCCESS)
}

async fn enrolment(db: &Db, actor: &Actor, from: Option<Date>, lang: Lang) -> anyhow::Result<ExitCode> {
    if let Some(from) = from {
        db.write(National, actor.clone(), async |tx| factor::require_from(tx, from).await).await?;
    }
    let look = async |tx: &mut NationalTx| {
        Ok((factor::required_from(tx).await?, tenants::all(tx).await?, users::to_enrol(tx).await?))
    };
    let (from, bodies, people) = db.read(National, actor.clone(), look).await?;
    for (tenant, one) in &people {
        let slug = bodies.iter().find(|body| body.id == *tenant).map_or("", |body| &body.slug);
        say!("{slug}\t{}\t{}\t{}", one.email, one.name, one.role.name(lang));
    }
    let from = (from > Date::MIN).then(|| lang.date(from));
    complain!("{}", lang.users_to_enrol(people.len(), from.as_deref()));
    Ok(ExitCode::SUCCESS)
}

/// Acts on a person as they are now, inside their tenant.
async fn act(
    db: &Db,
    actor: &Actor,
    of: &Account,
    act: impl AsyncFnOnce(&mut TenantTx, UserId, Version) -> Result<Logged<Written>>,
) -> Result<Written> {
    let act = async |tx: &mut TenantTx| {
        let seen = Version(users::by_id(tx, of.user).await?.version);
        act(tx, of.user, seen).await
    };
    db.write(Tenant(of.tenant), actor.clone(), act).await
}

impl Heir {
    /// Whoever takes over from a person, in the same tenant.
    async fn of(&self, db: &Db, actor: &Actor, from: &Account) -> anyhow::Result<Option<HandOver>> {
        let Some(email) = &self.hand_to else {
            return Ok(self.hand_to_nobody.then_some(HandOver::ToNobody));
        };
        let heir = users::find(db, actor, email).await?;
        let heir = heir.ok().filter(|heir| heir.tenant == from.tenant);
        let heir = heir.ok_or(Error::field("hand-to", dondoc_kernel::error::Fault::Unknown))?;
        Ok(Some(HandOver::To(heir.user)))
    }
}

impl Invocation {
    /// Acts on the person with this address, and says what was done.
    fn on_person(
        &self,
        email: &str,
        act: impl AsyncFnOnce(&Db, &Actor, &Account) -> anyhow::Result<String>,
    ) -> anyhow::Result<ExitCode> {
        self.on_database(async |db, actor| match users::any(db, actor, email).await? {
            Ok(person) => {
                say!("{}", act(db, actor, &person).await?);
                Ok(ExitCode::SUCCESS)
            }
            Err(refusal) => Ok(refuse(&reason(&refusal, self.lang))),
        })
    }

    /// Prints the link, or the reason for which there is none.
    fn told(&self, token: Result<String, Refusal>, public_url: &Url) -> ExitCode {
        match token {
            Ok(token) => {
                say!("{}", self.lang.one_time_link(&format!("{public_url}link/{token}")));
                ExitCode::SUCCESS
            }
            Err(refusal) => refuse(&reason(&refusal, self.lang)),
        }
    }
}

fn reason(refusal: &Refusal, lang: Lang) -> String {
    match refusal {
        Refusal::NoSuchTenant(slug) => lang.no_such_tenants(slug),
        Refusal::RoleOfOtherTenant(role) => lang.role_of_other_tenant(role.name(lang)),
        Refusal::WrongName => lang.wrong_name().to_owned(),
        Refusal::WrongEmail(email) => lang.wrong_email(email),
        Refusal::EmailTaken(email) => lang.email_taken(email),
        Refusal::NoSuchEmail(email) => lang.no_such_email(email),
        Refusal::Disabled(email) => lang.user_is_disabled(email),
    }
}
