//! Writing a person as UserHub's JSON (contract userhub-api 3.4 and 3.5, the 2025 shape without nulls).

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::ids;
use super::profile::Profile;
use super::table::Person;

/// How much of a person is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// Without the account connections.
    Basic,
    /// Everything.
    Full,
}

/// What a person's record shows of the connections: their JSON objects, and the Auth0 tenant's dashboard.
#[derive(Clone, Debug)]
pub(super) struct Nested {
    pub(super) auth0: String,
    pub(super) stripe: String,
    /// Where a user's page in the Auth0 dashboard starts, up to the encoded id.
    pub(super) dashboard: String,
}

/// What stays bare in the last part of a dashboard link; the samples leave `@` bare.
const BARE: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'@');

/// Appends one person's JSON object.
pub(super) fn write_person(out: &mut Vec<u8>, person: &Person<'_>, view: View, nested: &Nested) {
    let created = time(person.created);
    let updated = time(person.updated);
    out.extend_from_slice(br#"{"id":"#);
    string(out, &ids::user_id(person.number));
    let state = match person.deleted {
        Some(_) => r#","state":"PENDING_DELETION","stateReason":"DELETED""#,
        None if person.profile.disabled => r#","state":"DISABLED""#,
        None => r#","state":"ACTIVE""#,
    };
    out.extend_from_slice(state.as_bytes());
    write_profile(out, &person.profile);
    member(out, "imageUrl", person.profile.image.as_ref());
    out.extend_from_slice(br#","accountConnections":["#);
    if view == View::Full {
        write_accounts(out, person, nested, &created, &updated);
    }
    out.extend_from_slice(br#"],"memberships":["#);
    if view == View::Full && owns_an_organization(person.number) {
        write_ownership(out, person.number, &created);
    }
    out.push(b']');
    if view == View::Full && has_subscription(person.number) {
        write_subscription(out, person.number, &created);
    }
    out.extend_from_slice(br#","signupTime":"#);
    string(out, &created);
    if person.profile.disabled {
        out.extend_from_slice(br#","disabled":true"#);
    }
    out.extend_from_slice(match view {
        View::Basic => br#","view":"BASIC""#,
        View::Full => br#","view":"FULL""#,
    });
    write_times(out, &created, &updated);
}

/// Whether somebody pays for a plan of their own. Invented, as is who does.
pub(super) fn has_subscription(number: i64) -> bool {
    number % 41 == 11
}

/// Whether somebody owns an organization. Invented, as is who does.
pub(super) fn owns_an_organization(number: i64) -> bool {
    number % 61 == 17
}

/// A subscription in the form of contract userhub-api 3.4.
fn write_subscription(out: &mut Vec<u8>, number: i64, created: &str) {
    let code = ids::code(number);
    let subscription = serde_json::json!({
        "id": format!("sub_{code}"),
        "state": "ACTIVE",
        "anchorTime": created,
        "plan": {
            "id": "plan_practice",
            "displayName": "Practice plan",
            "product": { "id": "prod_practice", "uniqueId": "practice", "displayName": "Practice" },
        },
    });
    out.extend_from_slice(br#","subscription":"#);
    out.extend_from_slice(subscription.to_string().as_bytes());
}

/// A membership in an owner's role; the members of a role beyond its names are invented.
fn write_ownership(out: &mut Vec<u8>, number: i64, created: &str) {
    let membership = serde_json::json!({
        "organization": { "id": format!("org_{}", ids::code(number)), "displayName": "Practice Ltd" },
        "role": { "id": "role_practice", "uniqueId": "owner", "displayName": "Owner", "type": "OWNER" },
        "createTime": created,
        "updateTime": created,
    });
    out.extend_from_slice(membership.to_string().as_bytes());
}

/// Some people are customers at Stripe too; for some of those that account comes first.
fn write_accounts(
    out: &mut Vec<u8>,
    person: &Person<'_>,
    nested: &Nested,
    created: &str,
    updated: &str,
) {
    let at_stripe = person.number % 7 == 3;
    let stripe_first = person.number % 14 == 3;
    if at_stripe && stripe_first {
        write_stripe_account(out, person, nested, created);
        out.push(b',');
    }
    write_auth0_account(out, person, nested, created, updated);
    if at_stripe && !stripe_first {
        out.push(b',');
        write_stripe_account(out, person, nested, created);
    }
}

fn write_auth0_account(
    out: &mut Vec<u8>,
    person: &Person<'_>,
    nested: &Nested,
    created: &str,
    updated: &str,
) {
    out.extend_from_slice(br#"{"connection":"#);
    out.extend_from_slice(nested.auth0.as_bytes());
    out.extend_from_slice(br#","externalId":"#);
    string(out, person.external_id);
    out.extend_from_slice(br#","adminUrl":""#);
    out.extend_from_slice(nested.dashboard.as_bytes());
    for part in percent_encode(person.external_id.as_bytes(), &BARE) {
        out.extend_from_slice(part.as_bytes());
    }
    out.extend_from_slice(br#"","state":"ACTIVE""#);
    write_profile(out, &person.profile);
    out.extend_from_slice(br#","paymentMethods":[]"#);
    write_times(out, created, updated);
}

fn write_stripe_account(out: &mut Vec<u8>, person: &Person<'_>, nested: &Nested, created: &str) {
    let id = format!("cus_{}", ids::code(person.number));
    out.extend_from_slice(br#"{"connection":"#);
    out.extend_from_slice(nested.stripe.as_bytes());
    out.extend_from_slice(br#","externalId":"#);
    string(out, &id);
    out.extend_from_slice(br#","adminUrl":"#);
    string(
        out,
        &format!("https://dashboard.stripe.com/test/customers/{id}"),
    );
    out.extend_from_slice(
        br#","state":"ACTIVE","currencyCode":"USD","balanceAmount":"0","paymentMethods":[]"#,
    );
    write_times(out, created, created);
}

/// The members that a user and an account connection share.
fn write_profile(out: &mut Vec<u8>, profile: &Profile<'_>) {
    member(out, "displayName", profile.name.as_ref());
    member(out, "email", profile.email.as_ref());
    if profile.email.is_some() {
        flag(out, "emailVerified", profile.email_verified);
    }
    member(out, "phoneNumber", profile.phone.as_ref());
    if profile.phone.is_some() {
        flag(out, "phoneNumberVerified", profile.phone_verified);
    }
}

/// Writes the two times that every object ends with, and closes the object.
fn write_times(out: &mut Vec<u8>, created: &str, updated: &str) {
    out.extend_from_slice(br#","createTime":"#);
    string(out, created);
    out.extend_from_slice(br#","updateTime":"#);
    string(out, updated);
    out.push(b'}');
}

fn member(out: &mut Vec<u8>, name: &str, value: Option<&Cow<'_, str>>) {
    if let Some(value) = value {
        write_name(out, name);
        string(out, value);
    }
}

fn flag(out: &mut Vec<u8>, name: &str, value: bool) {
    write_name(out, name);
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

fn write_name(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(br#",""#);
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(br#"":"#);
}

/// Appends a text as a JSON string.
pub(super) fn string(out: &mut Vec<u8>, text: &str) {
    // Writing a text into memory cannot fail; a failure would show as invalid JSON.
    drop(serde_json::to_writer(out, text));
}

/// A time in RFC 3339 with milliseconds, left out when there are none, as UserHub's samples do.
pub(super) fn time(milliseconds: i64) -> String {
    const PRINTER: DateTimePrinter = DateTimePrinter::new();
    let time = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    PRINTER.timestamp_to_string(&time)
}
