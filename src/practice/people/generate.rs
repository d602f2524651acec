//! What people are like: from a number to a whole person.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::dice::Dice;
use super::ids::{self, Kind};
use super::names::Name;
use super::person::{Field, Identity, Person};
use super::quirks::Quirk;

/// The people of one tenant, numbered from 0 in the order of their `created_at`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct People {
    seed: u64,
    count: u64,
    tied: u64,
    odd_dates: bool,
}

/// 2021-03-01T00:00:00Z: nobody was created before.
const BEGIN: i64 = 1_614_556_800_000;
/// About five years, in which a million people are created.
const YEARS: f64 = 158_000_000_000.0;
/// 2026-05-31T00:00:00Z: nobody's `updated_at` is later until somebody changes in the session.
pub(crate) const LAST_UPDATE: i64 = 1_780_185_600_000;
/// In every so many people there is a block who were created in the same millisecond, as by an import.
const BLOCK_EVERY: u64 = 6_000;
const BLOCK: std::ops::Range<u64> = 150..300;
const DAY: u64 = 86_400_000;

impl People {
    /// `count` people of a seed, of whom the first `tied` share one `created_at`.
    pub(crate) fn new(seed: u64, count: u64, tied: u64) -> Self {
        Self {
            seed,
            count,
            tied,
            odd_dates: false,
        }
    }

    /// The same people, a few of them with dates that are objects or numbers. No recording has any such date, and the
    /// official Python SDK stops at one; the client under test reads them all the same.
    pub(crate) fn with_odd_dates(self, odd_dates: bool) -> Self {
        Self { odd_dates, ..self }
    }

    fn quirk(&self, index: u64) -> Quirk {
        match Quirk::of(self.seed, index) {
            odd if odd.is_of_dates() && !self.odd_dates => Quirk::None,
            quirk => quirk,
        }
    }

    /// The names of the connections that people come from.
    pub(crate) fn connections() -> [&'static str; Kind::ALL.len()] {
        Kind::ALL.map(Kind::connection)
    }

    /// The strategy of a connection: where its people come from.
    pub(crate) fn strategy(connection: &str) -> &'static str {
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| kind.connection() == connection);
        kind.map_or("auth0", Kind::provider)
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// When a person was created; never less than for the person before.
    pub(crate) fn created(&self, index: u64) -> i64 {
        let in_cycle = index % BLOCK_EVERY;
        let of_block = if BLOCK.contains(&in_cycle) {
            index - in_cycle + BLOCK.start
        } else {
            index
        };
        // Now and then two people who follow each other share a millisecond.
        let of_pair = if of_block % 50 == 7 {
            of_block - 1
        } else {
            of_block
        };
        let at = if of_pair < self.tied { 0 } else { of_pair };
        // Fewer people at first, and no dependence on how many there are: a larger tenant begins like a small one.
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "both numbers are far below 2^52"
        )]
        let offset = (YEARS * (at as f64 / 1e6).sqrt().sqrt()) as i64;
        BEGIN + offset
    }

    /// When a person last changed before the session.
    pub(crate) fn updated(&self, index: u64) -> i64 {
        let since = Dice::new(self.seed, index, 3).below(400 * DAY);
        let updated = self.created(index).saturating_add_unsigned(since);
        updated.min(LAST_UPDATE)
    }

    pub(crate) fn kind(&self, index: u64) -> Kind {
        // The first people show every kind once.
        let shown = usize::try_from(index).ok().and_then(|at| Kind::ALL.get(at));
        shown
            .copied()
            .unwrap_or_else(|| Kind::from_roll(Dice::new(self.seed, index, 4).below(1_000)))
    }

    pub(crate) fn user_id(&self, index: u64) -> String {
        let kind = self.kind(index);
        let subject = ids::subject(kind, self.seed, index);
        format!("{}|{subject}", kind.provider())
    }

    /// The number of the person with this id.
    pub(crate) fn index_of(&self, user_id: &str) -> Option<u64> {
        ids::candidates(user_id, self.seed)
            .find(|&index| index < self.count && self.user_id(index) == user_id)
    }

    /// A person's e-mail address, which may be that of the person before.
    pub(crate) fn email(&self, index: u64) -> Option<String> {
        if self.quirk(index) == Quirk::SharedEmail
            && let Some(before) = index.checked_sub(1)
            && self.kind(before) != self.kind(index)
            && let Some(shared) = self.own_email(before)
        {
            return Some(shared);
        }
        self.own_email(index)
    }

    /// The numbers of the people with this e-mail address: it holds its first owner's number.
    pub(crate) fn with_email(&self, email: &str) -> Vec<u64> {
        let local = email.split('@').next().unwrap_or_default();
        let letters = local.trim_end_matches(|c: char| c.is_ascii_digit());
        let Ok(owner) = local[letters.len()..].parse::<u64>() else {
            return Vec::new();
        };
        let may_share = owner..owner.saturating_add(2).min(self.count);
        may_share
            .filter(|&index| self.email(index).as_deref() == Some(email))
            .collect()
    }

    fn own_email(&self, index: u64) -> Option<String> {
        let kind = self.kind(index);
        let mut dice = Dice::new(self.seed, index, 5);
        let none = match kind {
            Kind::Sms | Kind::Ad => true,
            Kind::Github | Kind::Twitter => dice.one_in(3),
            Kind::Database => dice.one_in(200),
            _ => false,
        };
        let quirk = self.quirk(index);
        if none || matches!(quirk, Quirk::NoEmail | Quirk::SharedEmail) {
            return None;
        }
        let domain = dice.pick(&[
            "example.com",
            "example.org",
            "mail.example",
            "acme.example",
            "sub.mail.example",
        ]);
        let name = self.name(index).ascii;
        let email = format!("{name}{index}@{domain}");
        // Only accounts that Auth0 hosts are lower-cased for certain (contract auth0-api 3.6).
        if !kind.is_hosted() && dice.one_in(4) {
            let mut capital = email;
            capital[..1].make_ascii_uppercase();
            return Some(capital);
        }
        Some(email)
    }

    fn name(&self, index: u64) -> Name {
        Name::pick(&mut Dice::new(self.seed, index, 6))
    }

    /// The whole person, if there is one with this number.
    pub(crate) fn person(&self, index: u64) -> Person {
        let user_id = self.user_id(index);
        let mut person = Person::new(user_id, self.created(index), self.updated(index));
        let mut dice = Dice::new(self.seed, index, 7);
        let quirk = self.quirk(index);
        self.add_email(&mut person, index, quirk);
        self.add_identities(&mut person, index, quirk);
        self.add_names(&mut person, index, quirk, &mut dice);
        add_picture(&mut person, quirk, &mut dice);
        add_phone(&mut person, self.kind(index), quirk, &mut dice);
        add_sign_ins(&mut person, quirk, &mut dice);
        add_metadata(&mut person, quirk, &mut dice);
        add_provider_fields(&mut person, self.kind(index), quirk);
        if quirk == Quirk::Blocked || dice.one_in(100) {
            person.push("blocked", Field::Flag(true));
        }
        if quirk == Quirk::CreatedAsObject {
            let odd = mongo_date(person.created);
            person.set("created_at", odd);
        }
        person
    }

    fn add_email(&self, person: &mut Person, index: u64, quirk: Quirk) {
        let Some(email) = self.email(index) else {
            return;
        };
        person.push_text("email", email);
        let verified = Dice::new(self.seed, index, 8).below(10) > 0;
        person.push(
            "email_verified",
            match (quirk, verified) {
                (Quirk::VerifiedAsText, true) => Field::Text("true".into()),
                (Quirk::VerifiedAsText, false) => Field::Text("false".into()),
                _ => Field::Flag(verified),
            },
        );
    }

    fn add_identities(&self, person: &mut Person, index: u64, quirk: Quirk) {
        let kind = self.kind(index);
        let mut identities = vec![Identity {
            connection: kind.connection().into(),
            provider: kind.provider().into(),
            user_id: ids::subject(kind, self.seed, index),
            numeric: matches!(kind, Kind::Github | Kind::Twitter),
            social: kind.is_social(),
            profile_email: None,
        }];
        if quirk == Quirk::Linked {
            identities.push(Identity {
                connection: "google-oauth2".into(),
                provider: "google-oauth2".into(),
                user_id: format!("2{index:020}"),
                numeric: false,
                social: true,
                profile_email: Some(format!("linked{index}@example.net")),
            });
        }
        person.push("identities", Field::Identities(identities));
    }

    fn add_names(&self, person: &mut Person, index: u64, quirk: Quirk, dice: &mut Dice) {
        let name = self.name(index);
        let full = match quirk {
            Quirk::NoName => return,
            Quirk::EmptyName => String::new(),
            Quirk::LongName => long_name(&name),
            Quirk::EmojiName => "🦊 Fuchs \u{200f}\u{202e}👩\u{200d}🚀".to_owned(),
            // Auth0 takes the address for a database user's name when none was given.
            _ if self.kind(index) == Kind::Database && dice.one_in(10) => {
                let email = person.text("email").map(str::to_owned);
                email.unwrap_or_else(|| name.full())
            }
            _ => name.full(),
        };
        person.push_text("name", full);
        person.push_text("nickname", format!("{}{index}", name.ascii));
        if quirk != Quirk::EmptyName && !dice.one_in(5) {
            person.push_text("given_name", name.given);
            person.push_text("family_name", name.family);
        }
        if person.get("email").is_none() && self.kind(index) == Kind::Database {
            person.push_text("username", format!("{}{index}", name.ascii));
        }
    }
}

fn long_name(name: &Name) -> String {
    let mut long = String::with_capacity(400);
    while long.chars().count() <= 200 {
        // Writing into memory cannot fail.
        write!(long, "{} {} ", name.given, name.family).unwrap_or_default();
    }
    long.push_str("der Letzte");
    long
}

fn add_picture(person: &mut Person, quirk: Quirk, dice: &mut Dice) {
    let picture: Cow<'static, str> = if quirk == Quirk::DataPicture {
        "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7".into()
    } else if dice.one_in(12) {
        return;
    } else {
        format!(
            "https://s.gravatar.example/avatar/{:016x}?s=480&r=pg",
            dice.next()
        )
        .into()
    };
    person.push("picture", Field::Text(picture));
}

fn add_phone(person: &mut Person, kind: Kind, quirk: Quirk, dice: &mut Dice) {
    let phone = match quirk {
        Quirk::LocalPhone => "(020) 7946 0958".to_owned(),
        _ if kind == Kind::Sms => format!("+49151{:08}", dice.below(100_000_000)),
        _ if dice.one_in(15) => format!("+1415555{:04}", dice.below(10_000)),
        _ => return,
    };
    if kind == Kind::Sms && quirk == Quirk::None {
        // A passwordless account is named after its number.
        person.set("name", Field::Text(phone.clone().into()));
    }
    person.push_text("phone_number", phone);
    person.push(
        "phone_verified",
        Field::Flag(kind == Kind::Sms || dice.one_in(2)),
    );
}

fn add_sign_ins(person: &mut Person, quirk: Quirk, dice: &mut Dice) {
    if quirk == Quirk::NeverSignedIn || dice.one_in(20) {
        return;
    }
    let last = person.updated;
    person.push(
        "last_login",
        match quirk {
            Quirk::LoginAsObject => mongo_date(last),
            Quirk::LoginAsNumber => Field::Whole(last),
            _ => Field::Time(last),
        },
    );
    let part = dice.next() & 0xFFFF;
    person.push_text(
        "last_ip",
        if dice.one_in(5) {
            format!("2001:db8:85a3::{part:x}")
        } else {
            format!("203.0.113.{}", part & 0xFF)
        },
    );
    let logins = i64::try_from(1 + dice.below(400)).unwrap_or(1);
    person.push("logins_count", Field::Whole(logins));
}

fn add_metadata(person: &mut Person, quirk: Quirk, dice: &mut Dice) {
    if quirk == Quirk::LargeMetadata {
        let mut list = String::from("{\"history\":[");
        for n in 0..400 {
            let comma = if n > 0 { "," } else { "" };
            // Writing into memory cannot fail.
            write!(
                list,
                "{comma}{{\"at\":\"{n}\",\"note\":\"größer als nötig {n}\"}}"
            )
            .unwrap_or_default();
        }
        list.push_str("]}");
        person.push("user_metadata", Field::Json(list.into()));
    } else if dice.one_in(3) {
        let metadata = dice.pick(&[
            r#"{"theme":"dark","language":"de"}"#,
            r#"{"newsletter":"0","tags":["a","b",["c"]]}"#,
            r#"{"colour":"grün","nested":{"deep":{"er":null}}}"#,
            "{}",
        ]);
        person.push("user_metadata", Field::Json((*metadata).into()));
    }
    if dice.one_in(4) {
        let metadata = dice.pick(&[
            r#"{"plan":"pro","roles":["admin"]}"#,
            r#"{"plan":"free","seats":"12"}"#,
        ]);
        person.push("app_metadata", Field::Json((*metadata).into()));
    }
}

/// What identity providers send beyond the fields that every user may have.
fn add_provider_fields(person: &mut Person, kind: Kind, quirk: Quirk) {
    match kind {
        Kind::Waad => {
            person.push_text("tenantid", "9f1c3f4e-0000-4000-8000-000000000001");
            person.push(
                "groups",
                Field::Json(r#"["Everyone","Sales & R&D"]"#.into()),
            );
        }
        Kind::Google => person.push_text("locale", "en-GB"),
        Kind::Twitter => person.push_text("screen_name", "practice"),
        _ => {}
    }
    if quirk == Quirk::OwnAttributes {
        person.push("dob", Field::Json("null".into()));
        person.push(
            "http://schemas.example/claims/clearance",
            Field::Json(r#"{"level":3,"codes":[1,2.5,"x"]}"#.into()),
        );
    }
}

fn mongo_date(time: i64) -> Field {
    let mut json = b"{\"$date\":\"".to_vec();
    super::times::write_iso(&mut json, time);
    json.extend_from_slice(b"\"}");
    Field::Json(String::from_utf8(json).unwrap_or_default().into())
}

#[cfg(test)]
mod tests {
    use super::super::person::Selection;
    use super::*;

    fn json(people: People, index: u64) -> serde_json::Value {
        let mut out = Vec::new();
        people.person(index).write_json(&mut out, &Selection::All);
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn every_person_is_found_again_by_id_and_email() {
        let people = People::new(42, 3_000, 0);
        for index in 0..3_000 {
            assert_eq!(people.index_of(&people.user_id(index)), Some(index));
            if let Some(email) = people.email(index) {
                assert!(people.with_email(&email).contains(&index), "{email}");
            }
            assert_eq!(json(people, index)["user_id"], people.user_id(index));
        }
        assert_eq!(people.index_of(&people.user_id(3_000)), None);
        assert_eq!(people.index_of("auth0|nobody"), None);
    }

    #[test]
    fn creation_never_goes_back_and_ties_are_where_they_are_asked_for() {
        let people = People::new(1, 20_000, 1_200);
        let times: Vec<i64> = (0..20_000).map(|n| people.created(n)).collect();
        assert!(times.is_sorted());
        assert_eq!(times[0], times[1_199]);
        assert!(times[1_199] < times[1_200]);
        let people = People::new(1, 1_000_000, 0);
        assert_eq!(people.created(150), people.created(299));
        assert!(people.created(149) < people.created(150));
        assert!(people.created(999_999) < LAST_UPDATE);
        assert!((0..1_000).all(|n| people.updated(n) >= people.created(n)));
    }

    #[test]
    fn the_default_tenant_shows_every_oddity_but_odd_dates() {
        let people = People::new(1, 250, 0);
        for index in 0..250 {
            let person = json(people, index);
            let dates = ["created_at", "updated_at", "last_login"];
            let mut dates = dates.iter().filter_map(|name| person.get(name));
            assert!(dates.all(serde_json::Value::is_string), "{person}");
        }
        let people = people.with_odd_dates(true);
        let all: Vec<serde_json::Value> = (0..250).map(|n| json(people, n)).collect();
        let any = |test: &dyn Fn(&serde_json::Value) -> bool| all.iter().any(test);
        assert!(any(&|p| p.get("email").is_none()));
        assert!(any(&|p| p.get("name").is_none()));
        assert!(any(&|p| p["name"] == ""));
        assert!(any(&|p| p["name"]
            .as_str()
            .is_some_and(|n| n.chars().count() > 200)));
        assert!(any(&|p| p["identities"][0]["user_id"].is_number()));
        assert!(any(
            &|p| p["email_verified"] == "true" || p["email_verified"] == "false"
        ));
        assert!(any(&|p| p["last_login"].is_object()));
        assert!(any(&|p| p["last_login"].is_number()));
        assert!(any(&|p| p["created_at"].is_object()));
        assert!(any(&|p| p["blocked"] == true));
        assert!(any(&|p| p["identities"][1]["profileData"].is_object()));
        assert!(any(&|p| p.to_string().len() > 15_000));
        let ids: Vec<&str> = all.iter().filter_map(|p| p["user_id"].as_str()).collect();
        for part in ["@", " ", "/", "%", "山", "#", "+"] {
            assert!(ids.iter().any(|id| id.contains(part)), "{part}");
        }
        let mut emails: Vec<&str> = all.iter().filter_map(|p| p["email"].as_str()).collect();
        emails.sort_unstable();
        assert!(emails.windows(2).any(|pair| pair[0] == pair[1]));
    }
}
