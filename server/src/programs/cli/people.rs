//! `user add`, `user disable`, `user link`: people and their one-time links.

use std::process::ExitCode;

use dondoc_shared::{role::Role, text::Lang};
use url::Url;

use super::invocation::{Invocation, lang_parser, on, refuse, role_parser};
use crate::{
    domain::users::{self, NewUser, Refusal},
    programs::process::say,
};

#[derive(clap::Subcommand)]
pub(super) enum UserCommand {
    /// Add a person and print the link by which they set a pass-phrase
    Add {
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
    },
    /// Disable a person; what they did stays
    Disable {
        /// E-mail address that they log in with
        email: String,
    },
    /// Print a new one-time link for a person
    Link {
        /// E-mail address that they log in with
        email: String,
    },
}

pub(super) fn user(invocation: &Invocation, command: &UserCommand) -> anyhow::Result<ExitCode> {
    match command {
        UserCommand::Add { tenant, role, name, email, mail_lang } => {
            let new = NewUser {
                tenant: tenant.clone(),
                role: *role,
                name: name.clone(),
                email: email.clone(),
                lang: *mail_lang,
            };
            let (config, url) = invocation.options.database_and_url(invocation.lang)?;
            on(&config, async |db, actor| Ok(invocation.told(users::add(db, actor, &new).await?, &url)))
        }
        UserCommand::Link { email } => {
            let (config, url) = invocation.options.database_and_url(invocation.lang)?;
            on(&config, async |db, actor| Ok(invocation.told(users::link(db, actor, email).await?, &url)))
        }
        UserCommand::Disable { email } => invocation.on_database(async |db, actor| {
            Ok(match users::disable(db, actor, email).await? {
                Ok(()) => {
                    say!("{}", invocation.lang.user_disabled(email));
                    ExitCode::SUCCESS
                }
                Err(refusal) => refuse(&reason(&refusal, invocation.lang)),
            })
        }),
    }
}

impl Invocation {
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
