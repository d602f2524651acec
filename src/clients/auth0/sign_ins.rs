//! Who signed in lately: a search over `last_login`, which every sign-in sets (contract auth0-api 3.4 and 3.6).
//!
//! Nothing but `read:users` is needed for it. The search lags behind by seconds (3.2), and says so by finding nobody yet.

use jiff::Timestamp;
use percent_encoding::utf8_percent_encode;
use serde::Deserialize;

use super::{Auth0, Call, ClientError, RateBucket, SEGMENT};
use crate::clients::call::{Reply, json};
use crate::clients::lenient;
use crate::domain::ids::Auth0UserId;
use crate::domain::sign_in::SignIn;

/// How many sign-ins one answer can hold; the newest come first.
const MOST: usize = 20;

/// The newest sign-ins that the search knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIns {
    /// The sign-ins, the newest first. One whose time cannot be read is left out.
    pub newest_first: Vec<SignIn>,
    /// When Auth0 answered, by its own clock, where it says so.
    pub answered_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Person {
    #[serde(default, deserialize_with = "lenient::text")]
    user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::moment")]
    last_login: Option<Timestamp>,
}

impl Auth0 {
    /// Asks who signed in after `after`, or at any time.
    pub async fn sign_ins(&self, after: Timestamp) -> Result<SignIns, ClientError> {
        let q = format!("last_login:{{{after:.3} TO *]");
        let path = format!(
            "/api/v2/users?per_page={MOST}&sort={}&fields={}&include_fields=true&search_engine=v3&q={}",
            utf8_percent_encode("last_login:-1", SEGMENT),
            utf8_percent_encode("user_id,email,name,last_login", SEGMENT),
            utf8_percent_encode(&q, SEGMENT),
        );
        self.api(Call::get(path, RateBucket::Users), read).await
    }
}

fn read(reply: &Reply) -> Result<SignIns, String> {
    let people: Vec<Person> = json(reply)?;
    Ok(SignIns {
        newest_first: people.into_iter().filter_map(Person::sign_in).collect(),
        answered_at: reply.date,
    })
}

impl Person {
    fn sign_in(self) -> Option<SignIn> {
        let (id, at) = (self.user_id?, self.last_login?);
        let email = self.email.filter(|email| !email.is_empty());
        let name = self.name.filter(|name| !name.is_empty());
        Some(SignIn {
            who: email.clone().or(name).unwrap_or_else(|| id.clone()),
            id: Auth0UserId::new(id),
            email,
            at,
        })
    }
}
