//! What was set up, told without any secret: as text, as a page, and as a note for a developer.

use std::fmt::Write as _;

/// One line: a name, and what it is.
pub type Fact = (&'static str, String);

/// All that a summary tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// When it was made, as a person reads it.
    pub date: String,
    /// The names, IDs and ends of keys.
    pub facts: Vec<Fact>,
    /// The parts, with how each stands.
    pub parts: Vec<Fact>,
}

/// The form of a saved summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text.
    Text,
    /// A page for people, to read and to print.
    Html,
    /// A note for the developer who takes over.
    Note,
}

impl Form {
    /// The name that is offered for the file.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Text => "userhub-connect-summary.txt",
            Self::Html => "userhub-connect-summary.html",
            Self::Note => "userhub-connect-hand-over.txt",
        }
    }
}

const TITLE: &str = "Auth0 and UserHub: what was set up";

const KEEP: &str =
    "Delete nothing in Auth0: UserHub keeps using the application, and the Action the API key.";

impl Summary {
    /// The whole document.
    pub fn write(&self, form: Form) -> String {
        match form {
            Form::Text => self.text(),
            Form::Html => self.html(),
            Form::Note => self.note(),
        }
    }

    /// Lines of text, the names aligned.
    pub fn text(&self) -> String {
        format!(
            "{TITLE}\n{}\n\n{}\n{}\n{KEEP}\n",
            self.date,
            lines(&self.facts),
            lines(&self.parts)
        )
    }

    /// What a developer needs who goes on from here: the values, the commands, and where keys are.
    fn note(&self) -> String {
        let value = |name: &str| {
            let fact = self.facts.iter().find(|(known, _)| *known == name);
            fact.map_or("…", |(_, value)| value.as_str())
        };
        format!(
            "{TITLE}\n{}\n\n{}\n{}\n\
             How to go on from the command line. The secrets come from the environment, never from flags:\n\n\
             \x20   export AUTH0_DOMAIN={}\n\
             \x20   export AUTH0_CLIENT_ID={}\n\
             \x20   export AUTH0_CLIENT_SECRET=…\n\
             \x20   export USERHUB_CONNECTION_ID={}\n\
             \x20   export USERHUB_ADMIN_KEY=…\n\n\
             \x20   userhub-connect check             every check, with exit codes; --json for programs\n\
             \x20   userhub-connect sync --dry-run    what a sync would do, changing nothing\n\
             \x20   userhub-connect sync              carries it out\n\
             \x20   userhub-connect guide             the documented steps, with these values\n\
             \x20   userhub-connect snippet           the login Action's code\n\n{KEEP}\n",
            self.date,
            lines(&self.facts),
            lines(&self.parts),
            value("Auth0 domain"),
            value("Client ID"),
            value("Connection ID"),
        )
    }

    /// A page that needs nothing beside itself, in light and dark.
    fn html(&self) -> String {
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{TITLE}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{TITLE}</h1>\n<p>{}</p>\n\
             <h2>Values</h2>\n{}<h2>Parts</h2>\n{}<p class=\"keep\">{KEEP}</p>\n</main>\n</body>\n</html>\n",
            escaped(&self.date),
            table(&self.facts),
            table(&self.parts),
        )
    }
}

/// How a page looks that needs nothing beside itself, in light and dark.
pub(super) const STYLE: &str = ":root{color-scheme:light dark;--line:#d9dde4;--quiet:#4b5565;--soft:#ececfb}\
@media(prefers-color-scheme:dark){:root{--line:#323945;--quiet:#b3bbc8;--soft:#282c4a}}\
body{font:16px/1.5 system-ui,sans-serif;margin:0}main{max-width:44rem;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}p{color:var(--quiet)}\
dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;margin:0;border-top:1px solid var(--line)}\
dt,dd{margin:0;padding:.5rem 0;border-bottom:1px solid var(--line)}dt{color:var(--quiet)}dd{overflow-wrap:anywhere}\
.keep{background:var(--soft);color:inherit;padding:.75rem 1rem;border-radius:8px;margin-top:2rem}\
@media print{main{margin:0}}";

fn lines(facts: &[Fact]) -> String {
    let width = facts
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for (name, value) in facts {
        // Writing into a String cannot go wrong.
        let _written = writeln!(text, "{name:width$}  {value}");
    }
    text
}

fn table(facts: &[Fact]) -> String {
    let mut rows = String::from("<dl>\n");
    for (name, value) in facts {
        let _written = writeln!(
            rows,
            "<dt>{}</dt><dd>{}</dd>",
            escaped(name),
            escaped(value)
        );
    }
    rows.push_str("</dl>\n");
    rows
}

/// A text as HTML takes it.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary() -> Summary {
        Summary {
            date: "25 November 2026".to_owned(),
            facts: vec![
                ("Auth0 domain", "acme.eu.auth0.com".to_owned()),
                ("Client ID", "a<b>&\"c".to_owned()),
                ("Connection ID", "conn_1".to_owned()),
            ],
            parts: vec![("Create the API key", "Done · Checked just now".to_owned())],
        }
    }

    #[test]
    fn a_page_escapes_what_it_shows_and_loads_nothing() {
        let page = summary().write(Form::Html);
        assert!(page.contains("a&lt;b&gt;&amp;&quot;c") && !page.contains("a<b>"));
        assert!(
            !page.contains("http://") && !page.contains("https://"),
            "{page}"
        );
    }

    #[test]
    fn the_note_has_the_commands_with_the_values_in_them() {
        let note = summary().write(Form::Note);
        assert!(note.contains("export AUTH0_DOMAIN=acme.eu.auth0.com"));
        assert!(note.contains("userhub-connect sync --dry-run"));
        assert!(
            summary()
                .text()
                .contains("Auth0 domain   acme.eu.auth0.com")
        );
    }
}
