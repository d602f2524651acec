//! A run as a report to keep or to send: rows go in, text comes out, piece by piece, so that a million people need no
//! memory. No secret is among what goes in.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::certificate::not_proved_in_words;
use super::history::{Kind, PastPerson, PastRun, took_in_words};
use super::issue::thousands;

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table for spreadsheets: one line for each person.
    Csv,
    /// A page for people, to read and to print.
    Html,
}

impl Format {
    /// How a file of this form is called at its end.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }
}

/// What a report is about.
#[derive(Clone, Debug)]
pub struct About {
    /// The Auth0 domain.
    pub auth0: String,
    /// The connection in UserHub.
    pub connection: String,
    /// The run.
    pub run: PastRun,
    /// The reasons for attention: why, what to do, and how many people.
    pub reasons: Vec<(String, String, u64)>,
}

/// What stands before the people.
pub fn head(format: Format, about: &About, zone: &TimeZone) -> String {
    match format {
        Format::Csv => line(&COLUMNS),
        Format::Html => html_head(about, zone),
    }
}

/// One person.
pub fn row(format: Format, person: &PastPerson, zone: &TimeZone) -> String {
    match format {
        Format::Csv => csv_row(person),
        Format::Html => html_row(person, zone),
    }
}

/// What stands after the people.
pub const fn foot(format: Format) -> &'static str {
    match format {
        Format::Csv => "",
        Format::Html => "</tbody>\n</table>\n</main>\n</body>\n</html>\n",
    }
}

/// The domain of the practice tenant.
const PRACTICE: &str = "practice.us.auth0.com";

const COLUMNS: [&str; 8] = [
    "auth0_id",
    "userhub_id",
    "name",
    "email",
    "outcome",
    "reason",
    "fix",
    "at",
];

fn csv_row(person: &PastPerson) -> String {
    let at = person.at.map(|at| at.to_string()).unwrap_or_default();
    line(&[
        &person.id,
        person.userhub_id.as_deref().unwrap_or_default(),
        person.name.as_deref().unwrap_or_default(),
        person.email.as_deref().unwrap_or_default(),
        person.words(),
        &person.reason,
        &person.fix,
        &at,
    ])
}

/// One line of CSV. No cell can be taken for a formula: people choose their own names.
fn line(cells: &[&str]) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing into memory does not go wrong, and a line that were not written would be missed in the count.
    drop(writer.write_record(cells.iter().map(|cell| harmless(cell))));
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A cell that spreadsheets take for text: what would begin a formula gets an apostrophe before it.
fn harmless(cell: &str) -> String {
    // Some spreadsheets pass over blanks and control characters before they look for a formula.
    let first = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let is_formula = first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula || cell.starts_with(['\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn html_head(about: &About, zone: &TimeZone) -> String {
    let run = &about.run;
    let title = format!("{} of {}", run.kind.words(), day(run.started_at, zone));
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{0} · UserHub Connect</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n{2}<p class=\"result\">{1}</p>\n<dl>\n",
        escaped(&title),
        escaped(&run.result()),
        practice(&about.auth0),
    );
    let mut fact = |name: &str, what: &str| {
        text.extend(["<dt>", name, "</dt><dd>", &escaped(what), "</dd>\n"]);
    };
    fact("Auth0", &about.auth0);
    fact("UserHub connection", &about.connection);
    fact("Begun", &moment(run.started_at, zone));
    if let Some(ended) = run.ended_at {
        fact("Ended", &moment(ended, zone));
    }
    if let Some(certificate) = &run.certificate {
        let words = match run.kind {
            Kind::Verify => certificate.verdict(),
            _ => certificate.words(),
        };
        fact("Certificate", &words);
        let users_in_auth0 = match certificate.taken_back {
            0 => "Users in Auth0",
            _ => "Users in Auth0 who are not left out",
        };
        for (name, side) in [
            (users_in_auth0, &certificate.auth0),
            ("Users in UserHub", &certificate.userhub),
        ] {
            let users = thousands(side.users);
            let (how, digest) = (side.how_words(), &side.digest);
            fact(
                name,
                &format!("{users}, {how}; SHA-256 of the IDs: {digest}"),
            );
        }
    } else if !run.not_proved.is_empty() {
        fact("Certificate", &not_proved_in_words(&run.not_proved));
    }
    match run.effort {
        Some(effort) => {
            fact("Time at work", &took_in_words(effort.took));
            fact("Requests to Auth0", &thousands(effort.auth0_requests));
            fact("Requests to UserHub", &thousands(effort.userhub_requests));
        }
        None => fact("Time and requests", "not known: it was cut off"),
    }
    if let Some(pace) = run.pace {
        fact("Pace", &pace.words());
    }
    text.push_str("</dl>\n");
    text.push_str(&counts(run));
    text.push_str(&reasons(&about.reasons));
    text.push_str(
        "<h2>People</h2>\n<p>Everybody who was not simply up to date.</p>\n<table>\n<thead><tr>\
         <th scope=\"col\">Name</th><th scope=\"col\">Email</th><th scope=\"col\">Auth0 ID</th>\
         <th scope=\"col\">Outcome</th><th scope=\"col\">Reason</th><th scope=\"col\">When</th></tr></thead>\n<tbody>\n",
    );
    text
}

/// What is said of a run in practice, so that nobody takes its people for real ones.
fn practice(auth0: &str) -> &'static str {
    if auth0 == PRACTICE {
        "<p class=\"practice\">Practice: everybody in this report is made up.</p>\n"
    } else {
        ""
    }
}

fn counts(run: &PastRun) -> String {
    let Some(counts) = run.counts else {
        return String::new();
    };
    let tally = counts.tally;
    let all = [
        ("Added", tally.added),
        ("Updated", tally.updated),
        ("To add", counts.to_add),
        ("To update", counts.to_update),
        ("Already up to date", tally.up_to_date),
        ("Need attention", tally.attention),
        ("Left Auth0", tally.left),
        ("Only in UserHub", tally.only_in_userhub),
    ];
    let mut text = "<ul class=\"counts\">\n".to_owned();
    for (name, count) in all {
        if count > 0 {
            let count = thousands(count);
            text.extend([
                "<li><strong>",
                &count,
                "</strong> <span>",
                name,
                "</span></li>\n",
            ]);
        }
    }
    text.push_str("</ul>\n");
    text
}

fn reasons(reasons: &[(String, String, u64)]) -> String {
    if reasons.is_empty() {
        return String::new();
    }
    let mut text = "<h2>Need attention</h2>\n<ul class=\"reasons\">\n".to_owned();
    for (why, fix, people) in reasons {
        let (why, people, fix) = (escaped(why), thousands(*people), escaped(fix));
        text.extend([
            "<li><strong>",
            &why,
            " (",
            &people,
            ")</strong><br>",
            &fix,
            "</li>\n",
        ]);
    }
    text.push_str("</ul>\n");
    text
}

fn html_row(person: &PastPerson, zone: &TimeZone) -> String {
    let text = |text: &Option<String>| escaped(text.as_deref().unwrap_or_default());
    // A name may be written from right to left: it must not turn the rest of its line round.
    format!(
        "<tr><td><bdi>{}</bdi></td><td class=\"long\"><bdi>{}</bdi></td><td class=\"long\"><code>{}</code></td><td>{}</td>\
         <td>{}</td><td class=\"at\">{}</td></tr>\n",
        text(&person.name),
        text(&person.email),
        escaped(&person.id),
        person.words(),
        reason_and_fix(person),
        person.at.map(|at| moment(at, zone)).unwrap_or_default(),
    )
}

/// Why a person needs attention, and what to do about it.
fn reason_and_fix(person: &PastPerson) -> String {
    let reason = escaped(&person.reason);
    if person.fix.is_empty() {
        return reason;
    }
    format!(
        "{reason}<span class=\"fix\">{}</span>",
        escaped(&person.fix)
    )
}

/// Text in which nothing is HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Control characters are no text of a page.
            c if c.is_control() && c != '\n' => safe.push('\u{FFFD}'),
            c => safe.push(c),
        }
    }
    safe
}

fn day(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    at.strftime("%-d %B %Y").to_string()
}

fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    at.strftime("%-d %b %Y, %H:%M:%S (%:z)").to_string()
}

const STYLE: &str = "\
:root{--text:#1b1f24;--quiet:#57606a;--ground:#fff;--soft:#f3f5f7;--line:#d0d7de}\
@media(prefers-color-scheme:dark){:root{--text:#e8eaed;--quiet:#a4abb3;--ground:#14171a;--soft:#1f2327;--line:#3a4047}}\
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);\
font:15px/1.5 Inter,system-ui,sans-serif}main{max-width:70rem;margin:0 auto;padding:2rem 1.25rem}\
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}.result{font-size:1.1rem;margin:.25rem 0 1rem}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin:0}dt{color:var(--quiet)}dd{margin:0}\
.counts{display:flex;flex-wrap:wrap;gap:.75rem;list-style:none;padding:0;margin:1.25rem 0}\
.counts li{background:var(--soft);border:1px solid var(--line);border-radius:.5rem;padding:.5rem .9rem}\
.counts strong{font-size:1.3rem;display:block}.counts span{color:var(--quiet)}.reasons li{margin:.4rem 0}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;\
border-bottom:1px solid var(--line)}th{background:var(--soft);white-space:nowrap}\
td.at{white-space:nowrap}.long{overflow-wrap:anywhere;min-width:9rem}code{font-size:.85em}\
.fix{display:block;color:var(--quiet)}.practice{background:var(--soft);border:2px solid var(--line);padding:.5rem .9rem;\
border-radius:.5rem;font-weight:600}\
@page{size:A4;margin:14mm}@media print{body{font-size:9.5pt}td.at{white-space:normal}.long{min-width:0}:root{--text:#000;--quiet:#333;--ground:#fff;--soft:#f3f3f3;--line:#bbb}main{max-width:none;padding:0}\
thead{display:table-header-group}tr{break-inside:avoid}}";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::history::{Ending, PastAction, PastOutcome, People};

    fn person(name: &str) -> PastPerson {
        PastPerson {
            id: "auth0|1".to_owned(),
            userhub_id: None,
            name: Some(name.to_owned()),
            email: None,
            action: PastAction::Add,
            outcome: Some(PastOutcome::Added),
            reason: String::new(),
            fix: String::new(),
            at: Some(Timestamp::UNIX_EPOCH),
        }
    }

    #[test]
    fn no_name_becomes_a_formula() {
        let formulas = [
            "=HYPERLINK(\"http://x\")",
            "+1",
            "-1",
            "@SUM(A1)",
            " =1",
            "\t=1",
            "\r=1",
            "＝1",
        ];
        for name in formulas {
            let line = row(Format::Csv, &person(name), &TimeZone::UTC);
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(line.as_bytes());
            let read = reader.records().next().unwrap().unwrap();
            assert_eq!(&read[2], format!("'{name}"), "{line:?}");
        }
        for name in ["Ann-Marie", "山田 太郎", "a=b", ""] {
            assert_eq!(harmless(name), name);
        }
    }

    #[test]
    fn what_people_are_called_stays_in_its_cell() {
        let name = "O'Brien, \"Bob\"\nSmith";
        let text = row(Format::Csv, &person(name), &TimeZone::UTC);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].len(), &records[0][2]), (COLUMNS.len(), name));
    }

    #[test]
    fn nothing_in_a_page_is_html_but_its_own() {
        let name = "<script>alert('x')</script> & \"co\"";
        let about = About {
            auth0: name.to_owned(),
            connection: name.to_owned(),
            run: PastRun {
                act: None,
                id: 1,
                kind: Kind::Sync,
                ending: Ending::Done,
                started_at: Timestamp::UNIX_EPOCH,
                ended_at: None,
                counts: None,
                effort: None,
                people: People::Kept(1),
                not_proved: Vec::new(),
                certificate: None,
                pace: None,
            },
            reasons: vec![(name.to_owned(), name.to_owned(), 1)],
        };
        let page = head(Format::Html, &about, &TimeZone::UTC)
            + &row(Format::Html, &person(name), &TimeZone::UTC)
            + foot(Format::Html);
        assert!(!page.contains("<script"), "{page}");
        let safe = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;co&quot;";
        assert_eq!(page.matches(safe).count(), 5);
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
        assert!(!page.contains("src=") && !page.contains("href="));
    }

    #[test]
    fn a_page_for_an_auditor_names_who_needs_attention_with_what_to_do_and_marks_practice() {
        let about = |auth0: &str| About {
            auth0: auth0.to_owned(),
            connection: "conn_x".to_owned(),
            run: PastRun {
                act: None,
                id: 1,
                kind: Kind::Sync,
                ending: Ending::Done,
                started_at: Timestamp::UNIX_EPOCH,
                ended_at: None,
                counts: None,
                effort: None,
                people: People::Kept(1),
                not_proved: Vec::new(),
                certificate: None,
                pace: None,
            },
            reasons: Vec::new(),
        };
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let head = |auth0| head(Format::Html, &about(auth0), &zone);
        assert!(head(PRACTICE).contains("everybody in this report is made up"));
        assert!(!head("acme.eu.auth0.com").contains("made up"));
        assert!(head("acme.eu.auth0.com").contains("02:00:00 (+02:00)"));
        // It fits a sheet of paper, and only what has no blanks is broken within a word.
        assert!(STYLE.contains("size:A4") && !STYLE.contains("td{text-align:left;overflow-wrap"));
        let told = PastPerson {
            reason: "No email address in Auth0".to_owned(),
            fix: "Add one, then try again.".to_owned(),
            ..person("Ada")
        };
        let row = row(Format::Html, &told, &zone);
        assert!(row.contains(
            "No email address in Auth0<span class=\"fix\">Add one, then try again.</span>"
        ));
    }
}
