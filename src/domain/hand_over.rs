//! A set-up handed over: one page that a colleague or an auditor reads in a browser, with the data in it from which the app
//! goes on elsewhere. No secret is in either.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::issue::redact_whole;
use super::summary::{STYLE, escaped};

/// What the data say they are.
const KIND: &str = "UserHub Connect hand-over";

/// Their newest form.
const VERSION: u32 = 1;

/// How a file of this kind begins.
const HEAD: &str =
    "<!doctype html>\n<html lang=\"en\" data-made-by=\"userhub-connect-hand-over\">\n";

/// What stands right before the data, and right behind them.
const DATA: [&str; 2] = [
    "<script type=\"application/json\" id=\"data\">\n",
    "\n</script>",
];

/// What a person reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Whose set-up it is.
    pub title: String,
    /// When this was made, and by which version.
    pub made: String,
    /// The sections, in order.
    pub sections: Vec<Section>,
}

/// A part of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: &'static str,
    /// What stands under it.
    pub words: String,
    /// The headings of the columns; none where there is no table.
    pub columns: &'static [&'static str],
    /// The rows, with a cell for each column.
    pub rows: Vec<Vec<String>>,
    /// What a program reads, letter for letter, below all that: what this program has counted itself, in which nobody has
    /// written anything. Its digests look like keys.
    pub exact: Option<(&'static str, String)>,
}

/// What the app reads: the set-up, and the files with which it goes on. Each is compressed and written in letters; one that is
/// not there is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Data {
    kind: String,
    version: u32,
    /// The set-up, as it is saved as a file.
    pub set_up: String,
    /// What was compared and synced.
    #[serde(default)]
    pub journal: String,
    /// What the checks came to.
    #[serde(default)]
    pub seen: String,
    /// What undoing the automatic set-up needs.
    #[serde(default)]
    pub record: String,
    /// What was set up and undone.
    #[serde(default)]
    pub changes: String,
}

/// Why a text is no hand-over that can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is none, or damaged.
    Other,
    /// A newer version has made it.
    Newer,
}

impl Data {
    /// Nothing but a set-up.
    pub fn of(set_up: String) -> Self {
        Self {
            kind: KIND.to_owned(),
            version: VERSION,
            set_up,
            journal: String::new(),
            seen: String::new(),
            record: String::new(),
            changes: String::new(),
        }
    }
}

/// The file.
pub fn write(page: &Page, data: &Data) -> String {
    let mut out = String::from(HEAD);
    let title = escaped(&redact_whole(&page.title));
    // Writing into a String cannot go wrong.
    let _written = write!(
        out,
        "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{STYLE}{MORE_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{}</p>\n",
        escaped(&page.made)
    );
    for section in &page.sections {
        section_into(&mut out, section);
    }
    out.push_str("</main>\n");
    out.push_str(DATA[0]);
    // Plain fields have a form as text always. Within strings alone there can be a `<`, which would end the data too early.
    let text = serde_json::to_string(data).unwrap_or_default();
    out.push_str(&text.replace('<', "\\u003c"));
    out.push_str(DATA[1]);
    out.push_str("\n</body>\n</html>\n");
    out
}

const MORE_STYLE: &str = "main{max-width:60rem}table{border-collapse:collapse;width:100%}\
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}\
th{color:var(--quiet);font-weight:400}pre{white-space:pre-wrap;overflow-wrap:anywhere}";

fn section_into(out: &mut String, section: &Section) {
    let _written = writeln!(out, "<h2>{}</h2>", escaped(section.heading));
    for paragraph in section.words.split('\n').filter(|words| !words.is_empty()) {
        let _written = writeln!(out, "<p>{}</p>", escaped(&redact_whole(paragraph)));
    }
    if !section.rows.is_empty() {
        table_into(out, section);
    }
    if let Some((what, text)) = &section.exact {
        let (what, text) = (escaped(what), escaped(text));
        let _written = writeln!(out, "<p>{what}</p>\n<pre>{text}</pre>");
    }
}

fn table_into(out: &mut String, section: &Section) {
    out.push_str("<table>\n<tr>");
    for column in section.columns {
        let _written = write!(out, "<th scope=\"col\">{}</th>", escaped(column));
    }
    out.push_str("</tr>\n");
    for row in &section.rows {
        out.push_str("<tr>");
        for cell in row {
            let _written = write!(out, "<td>{}</td>", escaped(&redact_whole(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

/// Whether a text begins as a hand-over does. The rest of it may be long.
pub fn begins(text: &[u8]) -> bool {
    text.starts_with(HEAD.as_bytes())
}

/// Reads what the app goes on with.
///
/// # Errors
/// That there is none, or that this version does not know its form.
pub fn read(text: &str) -> Result<Data, Unreadable> {
    #[derive(Deserialize)]
    struct Versioned {
        kind: String,
        version: u32,
    }
    let (_, data) = text.split_once(DATA[0]).ok_or(Unreadable::Other)?;
    let (data, _) = data.split_once(DATA[1]).ok_or(Unreadable::Other)?;
    let head: Versioned = serde_json::from_str(data).map_err(|_| Unreadable::Other)?;
    match head {
        Versioned { kind, .. } if kind != KIND => Err(Unreadable::Other),
        Versioned { version, .. } if version > VERSION => Err(Unreadable::Newer),
        _ => serde_json::from_str(data).map_err(|_| Unreadable::Other),
    }
}

/// Who does what when something fails.
pub fn runbook() -> Section {
    let rows = [
        (
            "A sync has not come through for longer than twice its interval",
            "Whoever runs the computer with the schedule",
            "Look whether the computer is on, and whether Auth0 and UserHub can be reached from it. Start a sync in the window: it \
             goes on where it stopped, and says what is wrong.",
        ),
        (
            "Auth0 did not accept the Client ID and Client Secret",
            "Whoever administers Auth0",
            "Open the application in Auth0, copy both again, and enter them under Copy two values. If the secret was rotated, UserHub's \
             connection needs the new one too.",
        ),
        (
            "Permissions are missing",
            "Whoever administers Auth0",
            "Open the permissions of the application in Auth0, and tick the ones that the check names.",
        ),
        (
            "UserHub did not accept the API key",
            "Whoever administers UserHub",
            "Create a new key in the UserHub Admin console, enter it under Create the API key, and delete the old one. The login \
             Action uses the same key as a secret: enter it there too.",
        ),
        (
            "The connection is not active, or is not found",
            "Whoever administers UserHub",
            "Open Connections in the UserHub Admin console and put right what it names.",
        ),
        (
            "People need attention",
            "Whoever looks after the people",
            "Each has a reason and a way out beside the name, in the result of the sync and above. A later sync tries them again by itself.",
        ),
        (
            "Safety stop: Auth0 says that it has no users",
            "Whoever administers Auth0, before anybody else does anything",
            "Look in Auth0 whether this is the right tenant and whether its users are there. The sync has changed nothing, and goes \
             on once Auth0 names them again.",
        ),
        (
            "Safety stop: people would be removed, far more than is usual here",
            "Whoever looks after the people",
            "Only the removal was stopped; syncing goes on. Read under People who left who they are, and ask whoever administers \
             Auth0 whether they were meant to go, before anybody is removed.",
        ),
        (
            "A person signs in and is not seen in UserHub",
            "Whoever administers Auth0",
            "Run the sign-in test under Check everything. It names the step that is missing, most often the Action in the Login flow.",
        ),
        (
            "The computer with this set-up is lost",
            "Whoever takes over",
            "Open this file on another computer and give it both keys. Rotate both keys if somebody else may have them.",
        ),
    ];
    Section {
        heading: "When something fails",
        words: "Nothing has to be hurried: UserHub keeps everybody as they were last brought over, and a sync that was interrupted goes on."
            .to_owned(),
        columns: &["What is seen", "Who", "What to do"],
        rows: rows
            .map(|(what, who, todo)| [what, who, todo].map(str::to_owned).to_vec())
            .to_vec(),
        exact: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        Page {
            title: "acme <b>".to_owned(),
            made: "27 November 2026".to_owned(),
            sections: vec![runbook()],
        }
    }

    #[test]
    fn what_is_written_is_a_page_and_is_read_again() {
        let mut data = Data::of("{\"name\": \"</script><script>\"}".to_owned());
        data.journal = "abc".to_owned();
        let text = write(&page(), &data);
        assert!(begins(text.as_bytes()));
        assert_eq!(read(&text), Ok(data));
        assert!(text.contains("acme &lt;b&gt;") && text.contains("<th scope=\"col\">Who</th>"));
        assert_eq!(text.matches("<script").count(), 1);
    }

    #[test]
    fn what_is_none_and_what_is_newer_is_told_apart() {
        let text = write(&page(), &Data::of(String::new()));
        let newer = text.replace("\"version\":1", "\"version\":2");
        assert_eq!(read(&newer), Err(Unreadable::Newer));
        for other in [
            "",
            "<!doctype html>",
            &text[..text.len() - 40],
            &text.replace(KIND, "x"),
        ] {
            assert_eq!(read(other), Err(Unreadable::Other));
        }
        assert!(!begins(b"{\"kind\""));
    }

    #[test]
    fn a_key_in_a_name_is_not_handed_over() {
        let key = "sk_1234567890abcdefghijklmn";
        let mut page = page();
        page.title = format!("acme {key}");
        page.sections[0].rows[0][0] = key.to_owned();
        page.sections[0].words = key.to_owned();
        assert!(!write(&page, &Data::of(String::new())).contains(key));
    }
}
