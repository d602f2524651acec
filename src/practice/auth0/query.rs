//! The search syntax of `q`: the part of Lucene's that Auth0 documents (contract auth0-api 3.4).
//!
//! What the documentation leaves open is refused, so that no client learns to lean on it here.

use std::iter::Peekable;
use std::str::Chars;

/// A parsed search.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Query {
    And(Vec<Query>),
    Or(Vec<Query>),
    Not(Box<Query>),
    Clause { field: String, test: Test },
}

/// What one field must be like.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    Exists,
    /// The whole value, letter by letter.
    Is(String),
    /// A pattern with `*` and `?`.
    Like(Vec<Piece>),
    Range(Range),
}

/// One piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Letter(char),
    AnyText,
    AnyLetter,
}

/// The two ends of a range; an open end is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) low: Option<String>,
    pub(crate) low_included: bool,
    pub(crate) high: Option<String>,
    pub(crate) high_included: bool,
}

/// Why a search was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Query validation error: '{0}' on property q")]
pub(crate) struct QueryError(String);

/// Fewer literal characters than this must not follow a leading wildcard.
const LEADING_WILDCARD_LITERALS: usize = 3;
/// Deeper nesting than this is refused rather than followed.
const DEEPEST: usize = 50;

/// Reads a search.
pub(crate) fn parse(text: &str) -> Result<Query, QueryError> {
    let mut parser = Parser {
        rest: text.chars().peekable(),
        depth: 0,
    };
    let query = parser.either(None)?;
    parser.skip_blanks();
    match parser.rest.peek() {
        None => Ok(query),
        Some(c) => error(format!("unexpected '{c}'")),
    }
}

fn error<T>(why: impl Into<String>) -> Result<T, QueryError> {
    Err(QueryError(why.into()))
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    depth: usize,
}

/// A word as it was written: with its patterns, or in quotes.
enum Word {
    Bare(Vec<Piece>),
    Quoted(String),
}

impl Parser<'_> {
    /// `a OR b OR c`; within `field:( … )` the field is known already.
    fn either(&mut self, field: Option<&str>) -> Result<Query, QueryError> {
        let mut parts = vec![self.both(field)?];
        while self.keyword("OR") {
            parts.push(self.both(field)?);
        }
        Ok(one_or(parts, Query::Or))
    }

    fn both(&mut self, field: Option<&str>) -> Result<Query, QueryError> {
        let mut parts = vec![self.perhaps_not(field)?];
        while self.keyword("AND") {
            parts.push(self.perhaps_not(field)?);
        }
        Ok(one_or(parts, Query::And))
    }

    fn perhaps_not(&mut self, field: Option<&str>) -> Result<Query, QueryError> {
        if self.keyword("NOT") {
            self.deeper()?;
            let inner = self.perhaps_not(field)?;
            self.depth -= 1;
            return Ok(Query::Not(Box::new(inner)));
        }
        self.skip_blanks();
        if self.rest.peek() == Some(&'(') {
            return self.group(field);
        }
        match field {
            Some(field) => {
                let test = self.test()?;
                clause(field, test)
            }
            None => self.clause(),
        }
    }

    fn group(&mut self, field: Option<&str>) -> Result<Query, QueryError> {
        self.rest.next();
        self.deeper()?;
        let inner = self.either(field)?;
        self.depth -= 1;
        self.skip_blanks();
        match self.rest.next() {
            Some(')') => Ok(inner),
            _ => error("missing ')'"),
        }
    }

    fn clause(&mut self) -> Result<Query, QueryError> {
        let mut field = String::new();
        while let Some(&c) = self.rest.peek() {
            if !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/')) {
                break;
            }
            field.push(c);
            self.rest.next();
        }
        if field.is_empty() || self.rest.next() != Some(':') {
            return error("a search names a field and a value");
        }
        if field == "_exists_" {
            let Word::Bare(pieces) = self.word()? else {
                return error("_exists_ names a field");
            };
            let field = letters(&pieces);
            return field.map_or_else(
                || error("_exists_ names a field"),
                |f| clause(&f, Test::Exists),
            );
        }
        if self.rest.peek() == Some(&'(') {
            return self.group(Some(&field));
        }
        let test = self.test()?;
        clause(&field, test)
    }

    fn test(&mut self) -> Result<Test, QueryError> {
        self.skip_blanks();
        if let Some('[' | '{') = self.rest.peek() {
            return self.range();
        }
        Ok(match self.word()? {
            Word::Quoted(text) => Test::Is(text),
            Word::Bare(pieces) if pieces == [Piece::AnyText] => Test::Exists,
            Word::Bare(pieces) => match letters(&pieces) {
                Some(text) => Test::Is(text),
                None => Test::Like(checked_pattern(pieces)?),
            },
        })
    }

    fn range(&mut self) -> Result<Test, QueryError> {
        let low_included = self.rest.next() == Some('[');
        let low = self.bound()?;
        if !self.keyword("TO") {
            return error("a range is written [low TO high]");
        }
        let high = self.bound()?;
        self.skip_blanks();
        let high_included = match self.rest.next() {
            Some(']') => true,
            Some('}') => false,
            _ => return error("a range is written [low TO high]"),
        };
        Ok(Test::Range(Range {
            low,
            low_included,
            high,
            high_included,
        }))
    }

    /// One end of a range; colons need no escape here.
    fn bound(&mut self) -> Result<Option<String>, QueryError> {
        self.skip_blanks();
        if self.rest.peek() == Some(&'"') {
            return self.quoted().map(Some);
        }
        let mut text = String::new();
        while let Some(&c) = self.rest.peek() {
            if c.is_whitespace() || matches!(c, ']' | '}' | '[' | '{' | '"') {
                break;
            }
            self.rest.next();
            text.push(if c == '\\' { self.escaped()? } else { c });
        }
        match text.as_str() {
            "" => error("a range has two ends"),
            "*" => Ok(None),
            _ => Ok(Some(text)),
        }
    }

    fn word(&mut self) -> Result<Word, QueryError> {
        if self.rest.peek() == Some(&'"') {
            return self.quoted().map(Word::Quoted);
        }
        let mut pieces = Vec::new();
        while let Some(&c) = self.rest.peek() {
            if c.is_whitespace() || c == ')' {
                break;
            }
            self.rest.next();
            pieces.push(match c {
                '\\' => Piece::Letter(self.escaped()?),
                '*' => Piece::AnyText,
                '?' => Piece::AnyLetter,
                '+' | '-' | '!' if pieces.is_empty() => return error(format!("unescaped '{c}'")),
                ':' | '/' | '^' | '~' | '(' | '[' | ']' | '{' | '}' | '"' => {
                    return error(format!("unescaped '{c}'"));
                }
                c => Piece::Letter(c),
            });
        }
        if pieces.is_empty() {
            return error("a search names a field and a value");
        }
        Ok(Word::Bare(pieces))
    }

    fn quoted(&mut self) -> Result<String, QueryError> {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escaped()?),
                Some(c) => text.push(c),
                None => return error("missing '\"'"),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, QueryError> {
        let next = self.rest.next();
        next.map_or_else(|| error("nothing after '\\'"), Ok)
    }

    /// Takes a keyword if it is the next word.
    fn keyword(&mut self, word: &str) -> bool {
        self.skip_blanks();
        let mut ahead = self.rest.clone();
        let same = word.chars().all(|c| ahead.next() == Some(c));
        if same && ahead.peek().is_none_or(|c| c.is_whitespace() || *c == '(') {
            self.rest = ahead;
            return true;
        }
        false
    }

    fn skip_blanks(&mut self) {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
    }

    fn deeper(&mut self) -> Result<(), QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return error("nested too deeply");
        }
        Ok(())
    }
}

fn one_or(mut parts: Vec<Query>, many: fn(Vec<Query>) -> Query) -> Query {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        many(parts)
    }
}

/// Ranges are not for metadata (contract auth0-api 3.4).
fn clause(field: &str, test: Test) -> Result<Query, QueryError> {
    let root = field.split('.').next().unwrap_or_default();
    if matches!(test, Test::Range(_)) && matches!(root, "user_metadata" | "app_metadata") {
        return error("operator 'less or equal' is not supported");
    }
    Ok(Query::Clause {
        field: field.to_owned(),
        test,
    })
}

/// The text of pieces that are letters only.
fn letters(pieces: &[Piece]) -> Option<String> {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Letter(c) => Some(*c),
            Piece::AnyText | Piece::AnyLetter => None,
        })
        .collect()
}

fn checked_pattern(pieces: Vec<Piece>) -> Result<Vec<Piece>, QueryError> {
    let starts_with_letter = matches!(pieces.first(), Some(Piece::Letter(_)));
    let literals = pieces.iter().filter(|p| matches!(p, Piece::Letter(_)));
    if !starts_with_letter && literals.count() < LEADING_WILDCARD_LITERALS {
        return error("a leading wildcard needs at least 3 characters");
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> (String, Range) {
        match parse(text) {
            Ok(Query::Clause {
                field,
                test: Test::Range(range),
            }) => (field, range),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn ranges_have_open_mixed_and_quoted_ends() {
        let (field, ends) = range("updated_at:[2026-08-20T10:00:00.000Z TO *]");
        assert_eq!(field, "updated_at");
        assert_eq!(ends.low.as_deref(), Some("2026-08-20T10:00:00.000Z"));
        assert_eq!((ends.high, ends.low_included), (None, true));
        let (_, ends) = range(r#"logins_count:{"1" TO 5]"#);
        assert_eq!(
            (ends.low.as_deref(), ends.high.as_deref()),
            (Some("1"), Some("5"))
        );
        assert_eq!((ends.low_included, ends.high_included), (false, true));
    }

    #[test]
    fn and_binds_tighter_than_or() {
        let Ok(Query::Or(parts)) = parse("a:1 AND b:2 OR NOT c:3") else {
            panic!("an OR was expected");
        };
        assert!(matches!(parts[0], Query::And(_)));
        assert!(matches!(parts[1], Query::Not(_)));
        assert!(matches!(parse("a:1 AND (b:2 OR c:3)"), Ok(Query::And(_))));
        assert!(matches!(parse(r#"user_id:("a" OR "b")"#), Ok(Query::Or(_))));
    }

    #[test]
    fn escapes_and_wildcards() {
        let test = |text: &str| match parse(text) {
            Ok(Query::Clause { test, .. }) => test,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(
            test(r"user_id:ad\|a\ b\/c"),
            Test::Is("ad|a b/c".to_owned())
        );
        assert!(matches!(test("user_id:auth0|6*"), Test::Like(_)));
        assert_eq!(test("_exists_:email"), Test::Exists);
        assert_eq!(test("email:*"), Test::Exists);
    }

    #[test]
    fn what_is_wrong_is_refused() {
        for text in [
            "",
            "john",
            "a:1 b:2",
            "created_at:[1 TO",
            "created_at:[1 2]",
            "a:\"open",
            "a:(b",
            "email:*ab",
            "a:b:c",
            "user_metadata.n:[1 TO 2]",
            "a:1 AND",
            "a:1)",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"(".repeat(10_000)).is_err());
    }
}
