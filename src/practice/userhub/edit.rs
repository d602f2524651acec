//! `PATCH /admin/v1/users/{userId}`: what somebody changes of a person at UserHub.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::profile::{EMAIL_LIMIT, IMAGE_LIMIT, NAME_LIMIT, Profile, is_e164, within};
use super::refusal::{Code, Refusal};

/// Applies the fields that are present; `null` clears a text, an empty text is kept as it is.
pub(super) fn apply(
    profile: &mut Profile<'static>,
    changes: &Map<String, Value>,
) -> Result<(), Refusal> {
    for (name, value) in changes {
        match name.as_str() {
            "displayName" => profile.name = text("displayName", value, |t| within(t, NAME_LIMIT))?,
            "email" => profile.email = text("email", value, |t| within(t, EMAIL_LIMIT))?,
            "emailVerified" => profile.email_verified = flag("emailVerified", value)?,
            "phoneNumber" => profile.phone = text("phoneNumber", value, is_e164)?,
            "phoneNumberVerified" => {
                profile.phone_verified = flag("phoneNumberVerified", value)?;
            }
            "imageUrl" => profile.image = text("imageUrl", value, |t| within(t, IMAGE_LIMIT))?,
            "disabled" => profile.disabled = flag("disabled", value)?,
            _ => {
                let message = format!("The practice UserHub does not hold {name}");
                return Err(Refusal::new(Code::Unimplemented, message));
            }
        }
    }
    Ok(())
}

fn text(
    param: &'static str,
    value: &Value,
    fits: impl Fn(&str) -> bool,
) -> Result<Option<Cow<'static, str>>, Refusal> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() || fits(text) => Ok(Some(Cow::Owned(text.clone()))),
        _ => Err(Refusal::invalid(param, "Invalid value")),
    }
}

fn flag(param: &'static str, value: &Value) -> Result<bool, Refusal> {
    value
        .as_bool()
        .ok_or_else(|| Refusal::invalid(param, "Invalid boolean"))
}
