//! Cuts a Rust source into words, as far as names of modules and macros are concerned.

/// One word of the code; comments, texts and characters are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Name(String),
    /// `::`
    Path,
    Sign(char),
}

/// A word with the number of its line, from 1.
pub(super) type Placed = (usize, Word);

/// A path as it is used, every `crate`, `self` and `super` at its beginning resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Used {
    pub(super) line: usize,
    pub(super) path: String,
    /// The name under which a `pub use` hands it on.
    pub(super) handed_on: Option<String>,
}

/// The words of a source.
pub(super) fn words(source: &str) -> Vec<Placed> {
    let chars: Vec<char> = source.chars().collect();
    let mut words = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let start = at;
        let c = chars[at];
        match (c, chars.get(at + 1)) {
            ('/', Some('/')) => at = find(&chars, at, '\n'),
            ('/', Some('*')) => at = end_of_comment(&chars, at),
            ('"', _) => at = end_of_text(&chars, at),
            ('r', Some('"' | '#')) if is_raw(&chars, at) => at = end_of_raw(&chars, at),
            ('\'', _) => at = end_of_character(&chars, at),
            (':', Some(':')) => {
                words.push((line, Word::Path));
                at += 2;
            }
            _ if c.is_alphanumeric() || c == '_' => {
                while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '_') {
                    at += 1;
                }
                words.push((line, Word::Name(chars[start..at].iter().collect())));
                // `b"…"` and `br#"…"#` are texts: the letters before the quotes are no name.
                if matches!(chars.get(at), Some('"')) {
                    words.pop();
                }
            }
            _ => {
                if !c.is_whitespace() {
                    words.push((line, Word::Sign(c)));
                }
                at += 1;
            }
        }
        line += chars[start..at].iter().filter(|c| **c == '\n').count();
    }
    words
}

fn find(chars: &[char], from: usize, wanted: char) -> usize {
    let rest = chars[from..].iter().position(|c| *c == wanted);
    rest.map_or(chars.len(), |rest| from + rest)
}

fn end_of_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at + 1 < chars.len() {
        match (chars[at], chars[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    chars.len()
}

fn end_of_text(chars: &[char], mut at: usize) -> usize {
    at += 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

fn is_raw(chars: &[char], at: usize) -> bool {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    chars.get(at + 1 + hashes) == Some(&'"')
}

fn end_of_raw(chars: &[char], at: usize) -> usize {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let mut end: Vec<char> = vec!['"'];
    end.resize(hashes + 1, '#');
    let from = at + 2 + hashes;
    let rest = chars[from..]
        .windows(end.len())
        .position(|part| part == end);
    rest.map_or(chars.len(), |rest| from + rest + end.len())
}

/// The end of `'x'`; of a lifetime it is only the mark.
fn end_of_character(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => find(chars, at + 3, '\'') + 1,
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

/// The words outside of `#[cfg(test)]` modules.
pub(super) fn without_tests(words: &[Placed]) -> Vec<Placed> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if is_test_module(&words[at..]) {
            at = after_block(words, at);
        } else {
            kept.push(words[at].clone());
            at += 1;
        }
    }
    kept
}

/// Whether `#[cfg(test)]` stands here, with a module behind it.
fn is_test_module(words: &[Placed]) -> bool {
    // Most words are no beginning of one: nothing is put together for them.
    if !matches!(words.first(), Some((_, Word::Sign('#')))) {
        return false;
    }
    let text: String = words.iter().take(12).map(|(_, word)| text(word)).collect();
    let behind = text.strip_prefix("#[cfg(test)]").unwrap_or_default();
    let seen_from = ["", "pub", "pub(crate)", "pub(super)"];
    seen_from
        .iter()
        .any(|seen_from| behind.starts_with(&format!("{seen_from}mod")))
}

fn text(word: &Word) -> String {
    match word {
        Word::Name(name) => name.clone(),
        Word::Path => "::".to_owned(),
        Word::Sign(sign) => sign.to_string(),
    }
}

/// The place behind the next block, or behind the next `;` if that comes first.
fn after_block(words: &[Placed], mut at: usize) -> usize {
    let mut depth = 0;
    while at < words.len() {
        match words[at].1 {
            Word::Sign('{') => depth += 1,
            Word::Sign('}') => depth -= 1,
            Word::Sign(';') if depth == 0 => return at + 1,
            _ => {}
        }
        at += 1;
        if depth == 0 && words[at - 1].1 == Word::Sign('}') {
            break;
        }
    }
    at
}

/// Every path that a source uses, in `use` declarations and elsewhere.
///
/// `module` is the module that the file is, as in `["engine", "run"]`.
pub(super) fn paths(words: &[Placed], module: &[String]) -> Vec<Used> {
    let mut reader = Reader {
        words,
        at: 0,
        module: module.to_vec(),
        inner: Vec::new(),
        depth: 0,
        is_public: false,
        used: Vec::new(),
    };
    while reader.at < words.len() {
        reader.step();
    }
    reader.used
}

struct Reader<'a> {
    words: &'a [Placed],
    at: usize,
    module: Vec<String>,
    /// The depths at which the modules inside the file were opened.
    inner: Vec<usize>,
    depth: usize,
    /// Whether the declaration being read hands on what it names.
    is_public: bool,
    used: Vec<Used>,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<&Word> {
        self.words.get(self.at + ahead).map(|(_, word)| word)
    }

    fn step(&mut self) {
        let (line, word) = self.words[self.at].clone();
        let before = self.at.checked_sub(1).map(|at| &self.words[at].1);
        let goes_on = matches!(before, Some(Word::Path | Word::Sign('.')));
        match word {
            Word::Name(name) if name == "use" => {
                self.is_public = before == Some(&Word::Name("pub".to_owned()));
                self.at += 1;
                self.tree(line, &[]);
                self.is_public = false;
                return;
            }
            Word::Name(name) if name == "mod" => {
                if let (Some(Word::Name(inner)), Some(Word::Sign('{'))) =
                    (self.peek(1), self.peek(2))
                {
                    self.module.push(inner.clone());
                    self.inner.push(self.depth);
                }
            }
            Word::Name(_) if !goes_on => {
                let path = self.path();
                if path.len() > 1 {
                    self.note(line, &path, None);
                }
                return;
            }
            Word::Sign('{') => self.depth += 1,
            Word::Sign('}') => {
                self.depth = self.depth.saturating_sub(1);
                if self.inner.last() == Some(&self.depth) {
                    self.inner.pop();
                    self.module.pop();
                }
            }
            _ => {}
        }
        self.at += 1;
    }

    /// Names joined by `::`; a last `::` before a brace or an angle is passed over too.
    fn path(&mut self) -> Vec<String> {
        let mut path = Vec::new();
        while let Some(Word::Name(name)) = self.peek(0) {
            path.push(name.clone());
            self.at += 1;
            if self.peek(0) != Some(&Word::Path) {
                break;
            }
            self.at += 1;
        }
        path
    }

    /// One branch of a `use` declaration.
    fn tree(&mut self, line: usize, before: &[String]) {
        if self.peek(0) == Some(&Word::Path) {
            self.at += 1;
        }
        let mut path = before.to_vec();
        path.extend(self.path());
        match self.peek(0) {
            Some(Word::Sign('{')) => {
                self.at += 1;
                while !matches!(self.peek(0), None | Some(Word::Sign('}'))) {
                    self.tree(line, &path);
                    if self.peek(0) == Some(&Word::Sign(',')) {
                        self.at += 1;
                    }
                }
                self.at += 1;
            }
            Some(Word::Sign('*')) => {
                self.at += 1;
                self.note(line, &path, None);
            }
            // `use<'a>` in a type, which names no module.
            Some(Word::Sign('<')) if path.is_empty() => {}
            Some(Word::Name(name)) if name == "as" => {
                let alias = match self.peek(1) {
                    Some(Word::Name(alias)) => Some(alias.clone()),
                    _ => None,
                };
                self.at += 2;
                self.note(line, &path, alias);
            }
            Some(Word::Sign(',' | ';' | '}')) => self.note(line, &path, path.last().cloned()),
            // Not a declaration after all: nothing is lost by going on behind the word.
            _ => self.at += 1,
        }
    }

    fn note(&mut self, line: usize, path: &[String], name: Option<String>) {
        let mut here = vec!["crate".to_owned()];
        here.extend(self.module.iter().cloned());
        let mut rest = path;
        let absolute = match rest.first().map(String::as_str) {
            Some("crate" | "userhub_connect") => {
                rest = &rest[1..];
                vec!["crate".to_owned()]
            }
            Some("self" | "super") => {
                while let Some(first) = rest.first() {
                    match first.as_str() {
                        "self" => {}
                        "super" => drop(here.pop()),
                        _ => break,
                    }
                    rest = &rest[1..];
                }
                here
            }
            _ => Vec::new(),
        };
        let whole: Vec<String> = absolute.into_iter().chain(rest.iter().cloned()).collect();
        self.used.push(Used {
            line,
            path: whole.join("::"),
            handed_on: name.filter(|_| self.is_public),
        });
    }
}
