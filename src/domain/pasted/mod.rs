//! Reads any pasted text: an address, a token, a key, or a block with several values, labelled or not.
//!
//! [`read`] finds the values, [`classify`] says what a single one is, and [`read_domain`] reads what a person
//! gives as the Auth0 domain. Nothing is asked of anybody here: what was found still has to be checked.

mod address;
mod found;
mod habit;
mod kind;
mod token;
mod words;

pub use super::cleaning::{clean, odd_sign};
pub use found::{FoundDomain, Remark, Source};
pub use habit::unusual_length;
pub use kind::{Field, Kind, classify};
pub use token::ManagementToken;

use super::ids::{Auth0Domain, ClientId, ConnectionId, DomainError};
use super::secret::Secret;
use token::Reading;

/// Shorter texts are taken for no value, even after a label.
const SHORTEST_LABELLED: usize = 8;

/// The values that a pasted text holds. `Debug` shows none of the secrets.
#[derive(Clone, Debug, Default)]
pub struct Pasted {
    /// The tenant's domain.
    pub domain: Option<FoundDomain>,
    /// The application's Client ID.
    pub client_id: Option<ClientId>,
    /// The application's Client Secret.
    pub client_secret: Option<Secret>,
    /// UserHub's connection ID.
    pub connection_id: Option<ConnectionId>,
    /// UserHub's Admin API key.
    pub api_key: Option<Secret>,
    /// A temporary Management API token.
    pub management_token: Option<ManagementToken>,
    /// What cannot be used as it is, each thing once.
    pub remarks: Vec<Remark>,
}

/// Finds the values in any text; the first of each kind counts.
///
/// ```
/// use userhub_connect::domain::pasted::read;
///
/// let pasted = read("https://manage.auth0.com/dashboard/us/dev-x1/applications");
/// let domain = pasted.domain.unwrap();
/// assert_eq!(domain.first.as_str(), "dev-x1.us.auth0.com");
/// assert_eq!(domain.second.unwrap().as_str(), "dev-x1.auth0.com");
/// ```
pub fn read(text: &str) -> Pasted {
    let mut pasted = Pasted::default();
    let text = clean(text);
    let words = words::words(&text);
    for word in &words {
        let found = pasted.take(word.text, word.label);
        // `key:sk_…` and `token=eyJ…`: the name before the value is none that we know.
        if !found && let Some((_, value)) = word.text.split_once([':', '=']) {
            pasted.take(value, None);
        }
    }
    // Prose is full of dots; a lone word that is nothing else was meant as a domain.
    if let [only] = &words[..]
        && pasted.is_empty()
        && let Err(error) = only.text.parse::<Auth0Domain>()
        && !matches!(classify(only.text), Kind::Other)
    {
        pasted.remark(Remark::NotADomain(error));
    }
    pasted
}

/// The first address of the Auth0 dashboard in a text, as it stands there.
pub fn address_in(text: &str) -> Option<String> {
    words::words(&clean(text))
        .iter()
        .find(|word| classify(word.text) == Kind::DashboardAddress)
        .map(|word| word.text.to_owned())
}

/// Why a text given as the Auth0 domain cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainProblem {
    /// A dashboard address that does not say which tenant.
    NoTenantInAddress,
    /// It is plainly another value, such as a key.
    WrongKind(Kind),
    /// It is no tenant's domain.
    NotADomain(DomainError),
}

/// Reads what a person gives as the Auth0 domain: the domain, an address with it, or a token.
pub fn read_domain(text: &str) -> Result<FoundDomain, DomainProblem> {
    let text = &*clean(text);
    let kind = classify(text);
    match kind {
        Kind::DashboardAddress | Kind::Token => read(text).domain.ok_or(match kind {
            Kind::DashboardAddress => DomainProblem::NoTenantInAddress,
            _ => DomainProblem::WrongKind(kind),
        }),
        Kind::ConnectionId | Kind::ApiKey | Kind::UserKey | Kind::ClientId | Kind::ClientSecret => {
            Err(DomainProblem::WrongKind(kind))
        }
        Kind::Domain | Kind::PrivateCloudDomain | Kind::OtherDomain | Kind::Other => text
            .parse()
            .map(|domain| FoundDomain::from(domain, Source::Domain))
            .map_err(DomainProblem::NotADomain),
    }
}

impl Pasted {
    /// Whether nothing was found that could be used.
    pub fn is_empty(&self) -> bool {
        self.domain.is_none()
            && self.client_id.is_none()
            && self.client_secret.is_none()
            && self.connection_id.is_none()
            && self.api_key.is_none()
            && self.management_token.is_none()
            && self.remarks.is_empty()
    }

    /// How the text was read, one line a value; secrets are masked.
    pub fn read_as(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(found) = &self.domain {
            lines.push(found.read_as());
        }
        let mut add = |field: Field, shown: Option<String>| {
            lines.extend(
                shown.map(|shown| format!("We read this as {}: {shown}.", field.with_article())),
            );
        };
        add(
            Field::ClientId,
            self.client_id.as_ref().map(ClientId::to_string),
        );
        add(
            Field::ClientSecret,
            self.client_secret.as_ref().map(Secret::masked),
        );
        add(
            Field::ConnectionId,
            self.connection_id.as_ref().map(ConnectionId::to_string),
        );
        add(Field::ApiKey, self.api_key.as_ref().map(Secret::masked));
        if let Some(token) = &self.management_token {
            lines.push(format!(
                "We read this as a temporary key for {}.",
                token.domain
            ));
        }
        lines
    }

    /// Takes one word for what it is; says whether it was anything.
    fn take(&mut self, word: &str, label: Option<Field>) -> bool {
        match classify(word) {
            Kind::Token => self.take_token(word),
            Kind::DashboardAddress => self.take_address(word),
            Kind::ConnectionId => self.take_connection_id(word),
            Kind::ApiKey => put(
                &mut self.api_key,
                Secret::new(word),
                Field::ApiKey,
                &mut self.remarks,
            ),
            Kind::UserKey => self.remark(Remark::UserKey),
            Kind::Domain => self.take_domain(word),
            kind @ (Kind::ClientId
            | Kind::ClientSecret
            | Kind::PrivateCloudDomain
            | Kind::OtherDomain
            | Kind::Other) => return self.take_by_label(word, kind, label),
        }
        true
    }

    /// Takes a word whose shape alone says little: the label decides, then the usual length.
    fn take_by_label(&mut self, word: &str, kind: Kind, label: Option<Field>) -> bool {
        let label = label
            .filter(|field| *field == Field::Domain || word.chars().count() >= SHORTEST_LABELLED);
        match label.or(kind.belongs_to()) {
            Some(Field::ClientId) => {
                put(
                    &mut self.client_id,
                    ClientId::new(word),
                    Field::ClientId,
                    &mut self.remarks,
                );
            }
            Some(Field::ClientSecret) => {
                put(
                    &mut self.client_secret,
                    Secret::new(word),
                    Field::ClientSecret,
                    &mut self.remarks,
                );
            }
            Some(Field::ApiKey) => {
                put(
                    &mut self.api_key,
                    Secret::new(word),
                    Field::ApiKey,
                    &mut self.remarks,
                );
            }
            Some(Field::Domain) => self.take_domain(word),
            Some(Field::ConnectionId) | None => return false,
        }
        true
    }

    fn take_domain(&mut self, word: &str) {
        match word.parse() {
            Ok(domain) => self.put_domain(FoundDomain::from(domain, Source::Domain)),
            Err(error) => self.remark(Remark::NotADomain(error)),
        }
    }

    fn take_connection_id(&mut self, word: &str) {
        if let Some(id) = kind::connection_id(word) {
            put(
                &mut self.connection_id,
                id,
                Field::ConnectionId,
                &mut self.remarks,
            );
        }
    }

    fn take_address(&mut self, word: &str) {
        let Some(page) = address::read(word) else {
            return;
        };
        let mut domains = page.domains.into_iter();
        match domains.next() {
            Some(first) => self.put_domain(FoundDomain {
                first,
                second: domains.next(),
                source: Source::DashboardAddress,
            }),
            None => self.remark(Remark::NoTenantInAddress),
        }
        if let Some(id) = page.client_id {
            put(&mut self.client_id, id, Field::ClientId, &mut self.remarks);
        }
    }

    fn take_token(&mut self, word: &str) {
        match token::read(word) {
            Reading::Management(found) => {
                self.put_domain(FoundDomain::from(found.domain.clone(), Source::Token));
                self.management_token.get_or_insert(found);
            }
            Reading::ForSomethingElse(issuer) => {
                self.remark(Remark::TokenForSomethingElse);
                if let Some(domain) = issuer {
                    self.put_domain(FoundDomain::from(domain, Source::Token));
                }
            }
            Reading::Unreadable => self.remark(Remark::UnreadableToken),
        }
    }

    /// Keeps the first domain; a plain domain settles which of an address's two forms is meant.
    fn put_domain(&mut self, found: FoundDomain) {
        match &mut self.domain {
            None => self.domain = Some(found),
            Some(kept) if found.could_be(&kept.first) => kept.second = None,
            Some(kept)
                if kept
                    .second
                    .as_ref()
                    .is_some_and(|other| found.could_be(other)) =>
            {
                self.domain = Some(found);
            }
            Some(_) => self.remark(Remark::Several(Field::Domain)),
        }
    }

    fn remark(&mut self, remark: Remark) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }
}

/// Keeps the first value of a kind, and remarks on a different second one.
fn put<T: SameValue>(slot: &mut Option<T>, value: T, field: Field, remarks: &mut Vec<Remark>) {
    match slot {
        None => *slot = Some(value),
        Some(kept) if kept.same(&value) => {}
        Some(_) if remarks.contains(&Remark::Several(field)) => {}
        Some(_) => remarks.push(Remark::Several(field)),
    }
}

/// Whether two found values are the same one; `Secret` has no equality of its own on purpose.
trait SameValue {
    fn same(&self, other: &Self) -> bool;
}

impl SameValue for ClientId {
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl SameValue for ConnectionId {
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl SameValue for Secret {
    fn same(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

#[cfg(test)]
mod tests;
