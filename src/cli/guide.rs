//! `guide` and `snippet`: what a person needs who does the steps by hand.

use super::args::Options;
use super::exit::Exit;
use super::out::Out;
use crate::domain::guide::{Known, Masked, STEPS, line};
use crate::domain::ids::ClientId;
use crate::domain::pasted::read_domain;
use crate::domain::secret::Secret;
use crate::domain::snippet::Code;

/// Prints the documented steps, one a line, with what is known filled in. A domain that cannot be read is a mistake;
/// one that is missing is not.
pub(super) fn print(options: &Options, out: Out) -> Exit {
    let domain = match options
        .auth0_domain
        .as_deref()
        .filter(|typed| !typed.trim().is_empty())
    {
        None => None,
        Some(typed) => match read_domain(typed) {
            Ok(found) => Some(found.first),
            Err(problem) => {
                return out.problem(&crate::domain::issue::Issue::domain(typed, problem));
            }
        },
    };
    let masked = |variable| {
        let secret = Secret::new(&std::env::var(variable).unwrap_or_default());
        (!secret.is_empty()).then(|| Masked::from(&secret))
    };
    let known = Known {
        domain,
        client_id: options.auth0_client_id.clone().map(ClientId::new),
        client_secret: masked("AUTH0_CLIENT_SECRET"),
        connection_id: options
            .connection_id
            .as_deref()
            .and_then(|id| id.parse().ok()),
        api_key: masked("USERHUB_ADMIN_KEY"),
    };
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

/// Prints the documented snippet, byte for byte.
pub(super) fn snippet() -> Exit {
    Out::raw(Code::Documented.text().as_bytes());
    Exit::Done
}
