//! The values that a person copies into other places: their names, how they are shown, and copying the secret ones.

use crate::app::msg::{ClipboardMsg, Msg};
use crate::domain::guide::{Known, Value};
use crate::domain::pasted::Field;
use crate::ui::widgets::Shown;

/// Asks for a secret to be put into the clipboard whole. What is no secret lies there already.
pub(super) fn copy_secret(value: Value, said: &mut Vec<Msg>) {
    match value {
        Value::ClientSecret => said.push(Msg::Clipboard(ClipboardMsg::AskedToCopy(
            Field::ClientSecret,
        ))),
        Value::ApiKey => said.push(Msg::Clipboard(ClipboardMsg::AskedToCopy(Field::ApiKey))),
        Value::Fixed(_)
        | Value::Choice(_)
        | Value::Domain
        | Value::ClientId
        | Value::Permissions
        | Value::ConnectionId
        | Value::Snippet => {}
    }
}

/// The text that is shown: the value, a secret's masked form, or what will stand there.
pub(super) fn text(value: Value, known: &Known) -> String {
    match shown(value, "", known) {
        Shown::Missing(_) => format!("your {}, from an earlier part", name(value)),
        Shown::Plain(_) | Shown::Chosen(_) | Shown::Masked(_) => value.text(known),
    }
}

/// How a value is shown: a secret masked, and what is not known yet in words.
pub(super) fn shown<'a>(value: Value, text: &'a str, known: &Known) -> Shown<'a> {
    match value {
        Value::Choice(_) => Shown::Chosen(text),
        Value::Fixed(_) | Value::Permissions | Value::Snippet => Shown::Plain(text),
        Value::Domain if known.domain.is_some() => Shown::Plain(text),
        Value::ClientId if known.client_id.is_some() => Shown::Plain(text),
        Value::ConnectionId if known.connection_id.is_some() => Shown::Plain(text),
        Value::ClientSecret if known.client_secret.is_some() => Shown::Masked(text),
        Value::ApiKey if known.api_key.is_some() => Shown::Masked(text),
        Value::Domain
        | Value::ClientId
        | Value::ConnectionId
        | Value::ClientSecret
        | Value::ApiKey => Shown::Missing(text),
    }
}

/// The name by which copying a value is announced.
pub(super) fn name(value: Value) -> &'static str {
    match value {
        Value::Fixed(text) | Value::Choice(text) => text,
        Value::Domain => "Auth0 domain",
        Value::ClientId => "Client ID",
        Value::ClientSecret => "Client Secret",
        Value::Permissions => "the four permissions",
        Value::ConnectionId => "connection ID",
        Value::ApiKey => "API key",
        Value::Snippet => "the code",
    }
}
