//! What Auth0's answers about the tenant, its token and its people say of the assumptions.

use super::{Assumption as A, Form, Noted, Refusal, Words, held, judged, otherwise};

/// The form of a search over people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Everybody, or by ids.
    Plain,
    /// By a range of dates.
    Range,
    /// Whom a range does not find.
    NotRange,
    /// By whether a field exists.
    Exists,
}

impl Search {
    /// The form of a search in Auth0's Lucene syntax.
    pub fn of(q: &str) -> Self {
        if q.contains("_exists_") {
            Self::Exists
        } else if !q.contains(" TO ") {
            Self::Plain
        } else if q.contains("NOT ") {
            Self::NotRange
        } else {
            Self::Range
        }
    }

    const fn assumption(self) -> Option<A> {
        match self {
            Self::Plain => None,
            Self::Range => Some(A::SearchRange),
            Self::NotRange => Some(A::SearchNot),
            Self::Exists => Some(A::SearchExists),
        }
    }
}

/// What a call of Auth0's asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The discovery document.
    Discovery,
    /// A token.
    Token,
    /// A page of a search over people.
    Users(Search),
    /// One person.
    User,
    /// A new export job.
    StartExport,
    /// A look at an export job.
    Export,
    /// Anything of the automatic set-up, or anything else.
    Other,
}

/// What a refusal says.
pub fn refused(asked: Asked, refusal: Refusal<'_>) -> Vec<Noted> {
    let Refusal {
        status, form, code, ..
    } = refusal;
    let told = Words::default().number(status.into()).and(", ").code(code);
    if asked == Asked::Discovery {
        // Any body will do: the tenant is not there to answer in its own form.
        return vec![Noted {
            held: status == 404,
            ..held(
                A::UnknownHost,
                Words::default().number(status.into()).and(said(form)),
            )
        }];
    }
    if form != Form::Object {
        let words = Words::of("an error of status ")
            .number(status.into())
            .and(" without a JSON object");
        return vec![otherwise(A::Auth0Json, words)];
    }
    let mut noted = Vec::new();
    if asked == Asked::Token {
        let (assumption, holds) = match status {
            401 => (A::TokenRefused, code == "access_denied"),
            403 => (
                A::TokenForbidden,
                matches!(code, "access_denied" | "unauthorized_client"),
            ),
            // Whatever else is refused, the program tells by these two.
            400 | 404 => (A::TokenForbidden, false),
            _ => return noted,
        };
        noted.push(Noted {
            held: holds,
            ..held(assumption, told)
        });
        return noted;
    }
    noted.push(if code.is_empty() {
        otherwise(A::Auth0Errors, told.clone())
    } else {
        held(A::Auth0Errors, Words::default())
    });
    let of = |assumption, holds| Noted {
        held: holds,
        ..held(assumption, told.clone())
    };
    match (asked, status) {
        // These say that the tenant's plan has no such thing, which is nothing about permissions.
        (_, 403)
            if matches!(
                code,
                "insufficient_entitlement" | "feature_not_enabled" | "operation_not_supported"
            ) => {}
        (_, 403) => noted.push(of(A::ScopeMissing, code == "insufficient_scope")),
        (Asked::User, 404) => noted.push(of(A::UserAbsent, code == "inexistent_user")),
        _ => {}
    }
    if let Asked::Users(search) = asked {
        if code == "invalid_paging" {
            noted.push(of(A::PageBeyond, status == 400));
        } else if let (400, Some(assumption)) = (status, search.assumption()) {
            noted.push(of(assumption, false));
        }
    }
    if asked == Asked::StartExport && (400..500).contains(&status) && status != 429 {
        noted.push(of(A::ExportAllowed, false));
    }
    noted
}

fn said(form: Form) -> &'static str {
    match form {
        Form::Empty => ", nothing",
        Form::NotJson => ", not JSON",
        Form::Object => ", an object",
        Form::OtherJson => ", other JSON",
    }
}

/// What the form of an answer says that was no refusal.
pub fn answered(form: Form) -> Noted {
    form.of_an_answer(A::Auth0Json)
}

/// What the discovery document says.
pub fn discovered(has_issuer: bool) -> Vec<Noted> {
    vec![judged(A::Issuer, has_issuer, "an answer without an issuer")]
}

/// A token's answer.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Whether it names the permissions.
    pub has_scope: bool,
    /// Whether it tells its life as a number.
    pub has_life: bool,
}

/// What a token's answer says.
pub fn token(answer: Token) -> Vec<Noted> {
    let instead = "an answer without a number in `expires_in`";
    vec![
        judged(A::TokenScope, answer.has_scope, "an answer without `scope`"),
        judged(A::TokenLife, answer.has_life, instead),
    ]
}

/// How the dates on a page came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// As texts that can be read.
    pub readable: u64,
    /// As anything else.
    pub odd: u64,
}

/// A page of a search over people.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// How many are on it.
    pub people: u64,
    /// Which page it is, from 0.
    pub number: u64,
    /// How many were asked for on a page.
    pub asked_for: u64,
    /// The total that it tells.
    pub total: Option<u64>,
    /// How `created_at` came.
    pub dates: Dates,
    /// Whether they come in order of `created_at`; `None` where that was not asked for.
    pub in_order: Option<bool>,
}

/// The most that a total tells (contract auth0-api 3.2).
const CAP: u64 = 1_000;

/// What a page of people says.
pub fn page(asked: Asked, page: Page) -> Vec<Noted> {
    let mut noted = Vec::new();
    match page.total {
        None => noted.push(otherwise(A::Total, Words::of("no total"))),
        Some(total) if total > CAP => {
            noted.push(otherwise(A::Total, Words::of("a total above 1,000")));
        }
        Some(CAP) => noted.push(held(A::Total, Words::of("a total of 1,000"))),
        // A small one shows nothing of the cap.
        Some(_) => {}
    }
    let before = page.number.saturating_mul(page.asked_for);
    let left = page.total.unwrap_or_default().saturating_sub(before);
    if left >= page.asked_for || page.people > page.asked_for {
        let is_full = page.people == page.asked_for;
        let words = Words::default()
            .number(page.people)
            .and(" of ")
            .number(page.asked_for);
        noted.push(Noted {
            held: is_full,
            ..held(A::PageSize, words)
        });
    }
    if page.dates != Dates::default() {
        noted.push(judged(
            A::Dates,
            page.dates.odd == 0,
            "dates of another form",
        ));
    }
    if let (Some(in_order), true) = (page.in_order, page.dates.readable > 1) {
        noted.push(judged(A::Sorted, in_order, "a page in another order"));
    }
    if let Asked::Users(search) = asked {
        let accepted = search.assumption();
        noted.extend(accepted.map(|assumption| held(assumption, Words::default())));
    }
    noted
}

/// An export job was accepted.
pub fn export_started() -> Noted {
    held(A::ExportAllowed, Words::default())
}

/// What an export job says.
pub fn export(status: &str, has_link: bool) -> Vec<Noted> {
    let mut noted = Vec::new();
    let is_known = matches!(status, "pending" | "processing" | "completed" | "failed");
    noted.push(if is_known {
        held(A::ExportStatus, Words::default())
    } else {
        otherwise(A::ExportStatus, Words::of("another status: ").code(status))
    });
    if status == "completed" {
        noted.push(judged(A::ExportLink, has_link, "no `location`"));
    }
    noted
}

/// What the beginning of an export's file says.
pub fn export_file(is_gzip: bool) -> Vec<Noted> {
    vec![judged(
        A::ExportGzip,
        is_gzip,
        "a file of another form, or unpacked on the way",
    )]
}

/// What the first line of an export's file says: whether it is a user at all, and how many fields nobody asked for.
pub fn export_line(is_user: bool, unasked: u64) -> Vec<Noted> {
    vec![if is_user && unasked == 0 {
        held(A::ExportFields, Words::default())
    } else if is_user {
        otherwise(
            A::ExportFields,
            Words::default().number(unasked).and(" fields more"),
        )
    } else {
        otherwise(A::ExportFields, Words::of("a line that is no user"))
    }]
}

/// The headers of an answer, as far as they are about limits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// Whether limit and remainder are both there, as numbers.
    pub readable: bool,
    /// Whether there is any header about limits.
    pub any: bool,
    /// Whether the answer says how long to wait.
    pub wait: bool,
}

/// What the headers of an answer about people say.
pub fn headers(asked: Asked, status: u16, limits: Limits) -> Vec<Noted> {
    let mut noted = Vec::new();
    if matches!(asked, Asked::Users(_) | Asked::User) && (200..300).contains(&status) {
        let instead = if limits.any {
            "headers of another form"
        } else {
            "no such headers"
        };
        noted.push(judged(A::Auth0Limits, limits.readable, instead));
    }
    if status == 429 {
        noted.push(judged(
            A::Auth0Wait,
            limits.wait,
            "a 429 that does not say so",
        ));
    }
    noted
}

#[cfg(test)]
mod tests;
