//! Whether somebody is gone from Auth0 at this very moment: its word about the id with a living user beside it, and whether
//! their identity lives on in another user.

use tokio::sync::Mutex;

use super::control::Control;
use crate::clients::auth0::{Auth0, ById};
use crate::clients::error::ClientError;
use crate::clock;
use crate::domain::ids::Auth0UserId;
use crate::domain::removal::Word;
use crate::engine::failure::Failure;

/// What Auth0 says now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// It has no such user, and has the living one.
    Gone(Word),
    /// It has the user.
    There,
    /// The user's identity lives on in another user.
    Merged(Auth0UserId),
    /// Nothing that could be relied on; why.
    None(String),
}

/// Asks. What would meet everybody, such as a network that is away, is a failure.
pub(super) async fn ask(
    auth0: &Auth0,
    control: &Mutex<Control<'_>>,
    id: &Auth0UserId,
) -> Result<Proof, Failure> {
    match auth0.someone(id).await {
        Ok(ById::There(_)) => return Ok(Proof::There),
        Ok(ById::NotAnId) => {
            return Ok(Proof::None(
                "Auth0 does not take this id for one.".to_owned(),
            ));
        }
        Ok(ById::Nobody) => {}
        Err(ClientError::Rejected(refusal)) if !matches!(refusal.status, 401 | 403) => {
            return Ok(Proof::None(format!(
                "Auth0 gave no word about this user: {refusal}."
            )));
        }
        Err(error @ (ClientError::Unreadable { .. } | ClientError::Intercepted { .. })) => {
            return Ok(Proof::None(format!(
                "Auth0 gave no word about this user: {error}."
            )));
        }
        Err(error) => return Err(error.into()),
    }
    let at = clock::timestamp();
    let Some(control) = control.lock().await.beside(at).await? else {
        return Ok(Proof::None(
            "Auth0 does not have this user, but neither anybody of those whom it had when both sides were last compared: \
             that proves nothing."
                .to_owned(),
        ));
    };
    match auth0.merged_into(id).await {
        Ok(None) => Ok(Proof::Gone(Word {
            at,
            run: None,
            control,
        })),
        Ok(Some(into)) => Ok(Proof::Merged(into.person.source.id)),
        Err(ClientError::Rejected(refusal)) if !matches!(refusal.status, 401 | 403) => {
            Ok(Proof::None(format!(
                "It could not be seen whether this user lives on as part of another: {refusal}."
            )))
        }
        Err(error @ (ClientError::Unreadable { .. } | ClientError::Intercepted { .. })) => {
            Ok(Proof::None(format!(
                "It could not be seen whether this user lives on as part of another: {error}."
            )))
        }
        Err(error) => Err(error.into()),
    }
}
