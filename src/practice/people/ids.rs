//! The `user_id` of each person, and the way back from an id to the person's number.
//!
//! Each id holds the number, scrambled by a keyed bijection, as eight hexadecimal or up to ten decimal digits.
//! The way back tries every run of digits in an id, and the caller checks the one that makes the same id.

use super::dice::Dice;

/// Where a person comes from: the provider, and with it the form of the id (contract auth0-api 3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Database,
    Google,
    Saml,
    Waad,
    Sms,
    Email,
    /// Its identity's `user_id` is a JSON number.
    Github,
    /// Its identity's `user_id` is a JSON number that a double cannot hold.
    Twitter,
    Adfs,
    Ad,
    CustomOauth,
    /// A subject with blanks and letters beyond ASCII.
    SamlUnicode,
}

impl Kind {
    /// Every kind once, in the order in which the first people show them.
    pub(crate) const ALL: [Self; 12] = [
        Self::Database,
        Self::Google,
        Self::Saml,
        Self::Waad,
        Self::Sms,
        Self::Email,
        Self::Github,
        Self::Twitter,
        Self::Adfs,
        Self::Ad,
        Self::CustomOauth,
        Self::SamlUnicode,
    ];

    /// The kind that a roll of 0 to 999 stands for.
    pub(crate) fn from_roll(roll: u64) -> Self {
        match roll {
            0..620 => Self::Database,
            620..780 => Self::Google,
            780..835 => Self::Saml,
            835..885 => Self::Waad,
            885..915 => Self::Sms,
            915..945 => Self::Email,
            945..968 => Self::Github,
            968..973 => Self::Twitter,
            973..983 => Self::Adfs,
            983..989 => Self::Ad,
            989..995 => Self::CustomOauth,
            _ => Self::SamlUnicode,
        }
    }

    /// The identity's provider: what stands before the first bar of the id.
    pub(crate) fn provider(self) -> &'static str {
        match self {
            Self::Database => "auth0",
            Self::Google => "google-oauth2",
            Self::Saml | Self::SamlUnicode => "samlp",
            Self::Waad => "waad",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Github => "github",
            Self::Twitter => "twitter",
            Self::Adfs => "adfs",
            Self::Ad => "ad",
            Self::CustomOauth => "oauth2",
        }
    }

    /// The name of the tenant's connection.
    pub(crate) fn connection(self) -> &'static str {
        match self {
            Self::Database => "Username-Password-Authentication",
            Self::Google => "google-oauth2",
            Self::Saml => "acme-saml",
            Self::SamlUnicode => "naeme-idp",
            Self::Waad => "contoso-waad",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Github => "github",
            Self::Twitter => "twitter",
            Self::Adfs => "fabrikam-adfs",
            Self::Ad => "corp-ad",
            Self::CustomOauth => "my-idp",
        }
    }

    /// Whether the connection is a social one.
    pub(crate) fn is_social(self) -> bool {
        matches!(
            self,
            Self::Google | Self::Github | Self::Twitter | Self::CustomOauth
        )
    }

    /// Whether Auth0 keeps the accounts itself.
    pub(crate) fn is_hosted(self) -> bool {
        matches!(self, Self::Database | Self::Sms | Self::Email)
    }
}

/// The part of an id after its provider; for most kinds also the identity's own `user_id`.
pub(crate) fn subject(kind: Kind, seed: u64, index: u64) -> String {
    let token = scramble(seed, narrow(index));
    let mut dice = Dice::new(seed, index, 1);
    let noise = dice.next();
    match kind {
        Kind::Database | Kind::Sms | Kind::Email => format!(
            "6{:07x}{:08x}{token:08x}",
            noise & 0x0FFF_FFFF,
            (noise >> 28) & 0xFFFF_FFFF
        ),
        Kind::Google => format!("1{:010}{token:010}", noise % 10_000_000_000),
        Kind::Saml => format!("acme-saml|u.{token:08x}@acme.example"),
        Kind::Waad => format!(
            "{token:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            noise & 0xFFFF,
            (noise >> 16) & 0xFFF,
            (noise >> 28) & 0xFFF,
            dice.next() & 0xFFFF_FFFF_FFFF
        ),
        Kind::Github => token.to_string(),
        Kind::Twitter => format!("1{:08}{token:010}", noise % 100_000_000),
        Kind::Adfs => format!("john.{token:08x}@fabrikam.com"),
        Kind::Ad => format!("corp.example|CN=Jane {token:08x}/R%26D & Sales"),
        Kind::CustomOauth => format!("my-idp|{token:08x}#100%?x=1+2"),
        Kind::SamlUnicode => format!("naeme-idp|Näme 山田 {token:08x}"),
    }
}

/// The numbers that an id may stand for; the caller checks which one makes the same id.
pub(crate) fn candidates(user_id: &str, seed: u64) -> impl Iterator<Item = u64> + '_ {
    let hexadecimal = user_id
        .split(|c: char| !c.is_ascii_hexdigit())
        .filter(|run| run.len() >= 8)
        .filter_map(|run| u32::from_str_radix(&run[run.len() - 8..], 16).ok());
    let decimal = user_id
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .filter_map(|run| run[run.len().saturating_sub(10)..].parse::<u32>().ok());
    hexadecimal
        .chain(decimal)
        .map(move |token| u64::from(unscramble(seed, token)))
}

/// A practice tenant has at most a few million people; what is beyond 32 bits cannot be asked for.
fn narrow(index: u64) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

const ROUNDS: u64 = 4;

/// A Feistel network over 16-bit halves: a bijection of 32 bits, whatever the round function.
fn scramble(seed: u64, value: u32) -> u32 {
    let (mut left, mut right) = (value >> 16, value & 0xFFFF);
    for round in 0..ROUNDS {
        (left, right) = (right, left ^ round_bits(seed, round, right));
    }
    (left << 16) | right
}

fn unscramble(seed: u64, value: u32) -> u32 {
    let (mut left, mut right) = (value >> 16, value & 0xFFFF);
    for round in (0..ROUNDS).rev() {
        (left, right) = (right ^ round_bits(seed, round, left), left);
    }
    (left << 16) | right
}

fn round_bits(seed: u64, round: u64, half: u32) -> u32 {
    let bits = Dice::new(seed, u64::from(half), 0x1D5 + round).next();
    u32::try_from(bits >> 48).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrambling_goes_both_ways() {
        for value in [0, 1, 2, 249, 65_535, 65_536, 999_999, u32::MAX] {
            assert_eq!(unscramble(7, scramble(7, value)), value);
            assert_ne!(scramble(7, value), scramble(8, value));
        }
    }

    #[test]
    fn every_form_of_id_leads_back_to_its_number() {
        for kind in Kind::ALL {
            for index in [0, 17, 999_999] {
                let id = format!("{}|{}", kind.provider(), subject(kind, 3, index));
                assert!(candidates(&id, 3).any(|n| n == index), "{id}");
            }
        }
    }
}
