//! Finds the recordings that lie beside the repository, if they do, and takes the answers out of them.
//!
//! Two forms of YAML are read, as far as these files go: those of go-vcr (`url`, `method`, `body`, `code`) and of Ruby's
//! VCR (`uri`, `method`, `string`, `code`). In both a request stands before its answer.

use std::fs;
use std::path::{Path, PathBuf};

/// A recorded answer about people, jobs or tokens.
pub(super) struct Tape {
    pub(super) file: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) status: u16,
    pub(super) body: String,
}

/// All answers of the kinds that the clients read. None, where the recordings are not at hand.
pub(super) fn tapes() -> Vec<Tape> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/recordings");
    let mut files = Vec::new();
    for sdk in ["go-auth0", "ruby-auth0", "terraform-provider-auth0"] {
        collect(&folder.join(sdk), &mut files);
    }
    let tapes: Vec<Tape> = files.iter().flat_map(|file| read(file)).collect();
    assert!(files.is_empty() || tapes.len() > 40, "{}", tapes.len());
    tapes
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|kind| kind == "yaml" || kind == "yml")
        {
            files.push(path);
        }
    }
}

fn read(file: &Path) -> Vec<Tape> {
    let text = fs::read_to_string(file).unwrap();
    let name = file.file_name().unwrap().to_string_lossy();
    let lines: Vec<&str> = text.lines().collect();
    let mut tapes = Vec::new();
    let (mut method, mut path, mut answer, mut body, mut status) =
        (String::new(), String::new(), false, None, None);
    for (at, line) in lines.iter().enumerate() {
        let (key, value) = line
            .trim_start_matches([' ', '-'])
            .split_once(':')
            .unwrap_or_default();
        let value = value.trim();
        match key {
            "request" => answer = false,
            "response" => (answer, body, status) = (true, None, None),
            "method" if !answer => method = value.to_uppercase(),
            "url" | "uri" if !answer => path = path_of(value),
            "body" | "string" if answer && value.starts_with('\'') => {
                body = Some(quoted(&lines[at..]));
            }
            "code" if answer => status = value.parse().ok(),
            _ => {}
        }
        if let (Some(known), Some(text)) = (status, &body) {
            let tape = Tape {
                file: name.to_string(),
                method: method.clone(),
                path: path.clone(),
                status: known,
                body: text.clone(),
            };
            // Each answer is one tape: what was read of it must not be met again in the next request.
            (answer, body, status) = (false, None, None);
            if is_ours(&tape) {
                tapes.push(tape);
            }
        }
    }
    tapes
}

/// The answers that one of the clients' calls could meet: no sub-resources, nothing that was overwritten.
fn is_ours(tape: &Tape) -> bool {
    let parts: Vec<&str> = tape.path.trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        ["oauth", "token"] => true,
        ["api", "v2", "users" | "users-by-email"] | ["api", "v2", "users" | "jobs", _] => {
            tape.body.starts_with(['{', '[']) && tape.body.len() > 2
        }
        _ => false,
    }
}

fn path_of(url: &str) -> String {
    let url = url.trim_matches(['"', '\'']);
    let after_host = url.splitn(4, '/').nth(3).unwrap_or_default();
    format!("/{}", after_host.split('?').next().unwrap_or_default())
}

/// A text in single quotes, which may go on over several lines.
fn quoted(lines: &[&str]) -> String {
    let first = lines[0].split_once('\'').unwrap_or_default().1;
    let mut text = first.to_owned();
    let mut rest = lines[1..].iter();
    // A quote inside the text is written twice; the one at its end stands alone.
    while text.matches('\'').count().is_multiple_of(2) {
        text.push(' ');
        text.push_str(rest.next().unwrap().trim());
    }
    text.trim_end_matches('\'').replace("''", "'")
}
