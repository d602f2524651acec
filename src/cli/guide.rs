//! `guide`: what a person needs who does the steps by hand.

use super::args::{GuideArgs, Options};
use super::exit::Exit;
use super::out::Out;
use crate::domain::guide::{Known, LIVE_UPDATES, Masked, STEPS, line};
use crate::domain::ids::ClientId;
use crate::domain::issue::Issue;
use crate::domain::pasted::read_domain;
use crate::domain::secret::Secret;

/// Prints the documented steps, one a line, with what is known filled in.
pub(super) fn print(options: &Options, args: &GuideArgs, out: Out) -> Exit {
    let known = match known(options) {
        Ok(known) => known,
        Err(issue) => return out.problem(&issue),
    };
    if args.events {
        for (number, step) in LIVE_UPDATES.iter().enumerate() {
            let text = step.line(&known);
            if out.is_json() {
                let id = format!("E{}", number + 1);
                Out::event(&serde_json::json!({ "event": "step", "id": id, "text": text }));
            } else {
                Out::line(format!("{}. {text}", number + 1));
            }
        }
        return Exit::Done;
    }
    for step in STEPS {
        let text = line(step, &known);
        if out.is_json() {
            Out::event(&serde_json::json!({ "event": "step", "id": step.id, "text": text }));
        } else {
            Out::line(text);
        }
    }
    Exit::Done
}

/// What is known of the tenant from flags and the environment. A domain that cannot be read is a mistake; one that is
/// missing is not.
pub(super) fn known(options: &Options) -> Result<Known, Issue> {
    let domain = match options
        .auth0_domain
        .as_deref()
        .filter(|typed| !typed.trim().is_empty())
    {
        None => None,
        Some(typed) => {
            let found = read_domain(typed).map_err(|problem| Issue::domain(typed, problem))?;
            Some(found.first)
        }
    };
    let masked = |variable| {
        let secret = Secret::new(&std::env::var(variable).unwrap_or_default());
        (!secret.is_empty()).then(|| Masked::from(&secret))
    };
    Ok(Known {
        domain,
        client_id: options.auth0_client_id.clone().map(ClientId::new),
        client_secret: masked("AUTH0_CLIENT_SECRET"),
        connection_id: options
            .connection_id
            .as_deref()
            .and_then(|id| id.parse().ok()),
        api_key: masked("USERHUB_ADMIN_KEY"),
    })
}
