//! How one code differs from another, line by line, for people to see before anything is overwritten.

use similar::{ChangeTag, TextDiff};

/// The Action's code now and after. The window shows it in two tones with a sign before each line, so that colour is
/// never the only signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeDifference {
    /// The whole code as it is; `None` where there is no Action yet.
    pub now: Option<String>,
    /// The whole code as it will be.
    pub after: String,
    /// Both in one, line by line.
    pub lines: Vec<CodeLine>,
}

/// One line of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// Where it stands.
    pub side: Side,
    /// The line, without its end.
    pub text: String,
}

/// In which of the two codes a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In both.
    Both,
    /// Now alone: it goes.
    Now,
    /// After alone: it comes.
    After,
}

impl Side {
    /// The sign before the line, as in any comparison of files.
    pub const fn sign(self) -> char {
        match self {
            Self::Both => ' ',
            Self::Now => '-',
            Self::After => '+',
        }
    }
}

impl CodeDifference {
    /// Compares; without a code now every line comes.
    pub fn of(now: Option<&str>, after: &str) -> Self {
        let difference = TextDiff::from_lines(now.unwrap_or_default(), after);
        let lines = difference.iter_all_changes().map(|line| CodeLine {
            side: match line.tag() {
                ChangeTag::Equal => Side::Both,
                ChangeTag::Delete => Side::Now,
                ChangeTag::Insert => Side::After,
            },
            text: line.value().trim_end_matches(['\r', '\n']).to_owned(),
        });
        Self {
            now: now.map(str::to_owned),
            after: after.to_owned(),
            lines: lines.collect(),
        }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.side == Side::Both)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_stay_go_and_come_are_told_apart() {
        let difference = CodeDifference::of(Some("a\nb\nc\n"), "a\nB\nc\n");
        let shown: Vec<String> = difference
            .lines
            .iter()
            .map(|line| format!("{}{}", line.side.sign(), line.text))
            .collect();
        assert_eq!(shown, [" a", "-b", "+B", " c"]);
        assert!(!difference.is_empty());
        assert!(CodeDifference::of(Some("a\n"), "a\n").is_empty());
        assert!(!CodeDifference::of(None, "a\n").is_empty());
    }
}
