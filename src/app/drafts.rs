//! What was typed into the fields of the set-up, and the values that can be read from it.

use secrecy::zeroize::Zeroize as _;

use super::private::Private;
use crate::domain::guide::{Known, Masked};
use crate::domain::ids::ClientId;
use crate::domain::issue::Issue;
use crate::domain::pasted::{Field, classify, clean, odd_sign, read_domain};
use crate::domain::secret::Secret;

/// The fields of the set-up.
pub(super) const FIELDS: [Field; 5] = [
    Field::Domain,
    Field::ClientId,
    Field::ClientSecret,
    Field::ConnectionId,
    Field::ApiKey,
];

/// What was typed into the fields. A secret among them lies in memory only.
#[derive(Clone, Default)]
pub struct Drafts {
    /// The Auth0 domain or a dashboard address.
    pub domain: String,
    /// The Client ID.
    pub client_id: String,
    /// The Client Secret.
    pub client_secret: String,
    /// The connection ID.
    pub connection_id: String,
    /// The Admin API key.
    pub api_key: String,
    /// The person with whom the connection is tried: an email address or an id.
    pub person: String,
}

impl std::fmt::Debug for Drafts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Drafts")
    }
}

/// A frame is drawn with a copy of the texts, and a secret may stand in any of them: none is left in memory.
impl Drop for Drafts {
    fn drop(&mut self) {
        for field in FIELDS {
            self.get_mut(field).zeroize();
        }
    }
}

impl Drafts {
    /// What one field holds.
    pub fn get(&self, field: Field) -> &str {
        match field {
            Field::Domain => &self.domain,
            Field::ClientId => &self.client_id,
            Field::ClientSecret => &self.client_secret,
            Field::ConnectionId => &self.connection_id,
            Field::ApiKey => &self.api_key,
        }
    }

    /// What one field holds, for typing into it.
    pub fn get_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Domain => &mut self.domain,
            Field::ClientId => &mut self.client_id,
            Field::ClientSecret => &mut self.client_secret,
            Field::ConnectionId => &mut self.connection_id,
            Field::ApiKey => &mut self.api_key,
        }
    }

    /// What the fields hold, as subjects may read it.
    pub(super) fn values(&self) -> Values {
        Values {
            domain: self.domain.clone(),
            client_id: self.client_id.clone(),
            client_secret: Secret::new(&self.client_secret),
            connection_id: self.connection_id.clone(),
            api_key: Secret::new(&self.api_key),
            person: self.person.clone(),
        }
    }
}

/// What is wrong in which field.
pub type Mistake = (Field, Issue);

/// What the fields hold, at the moment at which something happens. The memory of the two secrets is wiped afterwards.
#[derive(Clone)]
pub struct Values {
    domain: String,
    client_id: String,
    client_secret: Secret,
    connection_id: String,
    api_key: Secret,
    /// The person with whom the connection is tried, as they were typed.
    pub person: String,
}

impl std::fmt::Debug for Values {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A secret may stand in a field that is none of its.
        f.write_str("Values")
    }
}

impl Values {
    /// What one field holds; of a secret without the blanks and quotes around it.
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Domain => &self.domain,
            Field::ClientId => &self.client_id,
            Field::ClientSecret => self.client_secret.expose(),
            Field::ConnectionId => &self.connection_id,
            Field::ApiKey => self.api_key.expose(),
        }
    }

    /// Whether a field holds nothing.
    pub fn is_empty(&self, field: Field) -> bool {
        self.text(field).trim().is_empty()
    }

    /// A value on its way into another subject.
    pub fn private(&self, field: Field) -> Private {
        Private(self.text(field).to_owned())
    }

    /// What the guide may show of what is known; secrets masked.
    pub fn known(&self) -> Known {
        let masked = |secret: &Secret| (!secret.is_empty()).then(|| Masked::from(secret));
        Known {
            domain: read_domain(&self.domain).ok().map(|found| found.first),
            client_id: Some(clean(&self.client_id))
                .filter(|id| !id.is_empty())
                .map(ClientId::new),
            client_secret: masked(&self.client_secret),
            connection_id: self.connection_id.parse().ok(),
            api_key: masked(&self.api_key),
        }
    }

    /// One field's value, cleaned of what people copy along with it.
    pub(super) fn read(&self, field: Field) -> Result<String, Mistake> {
        let text = clean(self.text(field));
        if text.is_empty() {
            return Err((field, Issue::value_missing(field)));
        }
        let kind = classify(&text);
        if !field.accepts(kind) {
            return Err((field, Issue::wrong_kind(kind, field)));
        }
        match odd_sign(&text) {
            Some(sign) => Err((field, Issue::value_with_odd_sign(field, sign))),
            None => Ok(text.into_owned()),
        }
    }
}
