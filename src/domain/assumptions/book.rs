//! What is written down of the assumptions: for each, the different answers that were met, and when each was first met.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Assumption, Noted, Words};

/// How many different answers are kept of each kind. Services have few; whatever comes more is only said to have come.
const MOST: usize = 6;

/// How an assumption stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Whatever was met agrees with it.
    Held,
    /// Something was met that does not.
    DidNotHold,
    /// Nothing was met that says anything of it.
    NotMet,
}

impl State {
    /// The word for programs and people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::DidNotHold => "did not hold",
            Self::NotMet => "not met yet",
        }
    }
}

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The real services.
    Services,
    /// Something on this computer: practice, or a test.
    ThisComputer,
}

impl Origin {
    /// The word for programs and people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::ThisComputer => "this computer",
        }
    }

    /// The origin of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Services, Self::ThisComputer]
            .into_iter()
            .find(|origin| origin.word() == word)
    }
}

/// One assumption with what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub assumption: Assumption,
    /// How it stands.
    pub state: State,
    /// What was seen; empty where nothing has to be said.
    pub seen: String,
    /// When that which decides was first seen.
    pub at: Option<Timestamp>,
}

/// An answer that was met, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Whether the assumption held.
    pub held: bool,
    /// What was seen.
    pub words: Words,
    /// When first.
    pub at: Timestamp,
}

/// All that was met so far. Its size is bounded whatever the services answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    rows: BTreeMap<Assumption, Vec<Met>>,
}

impl Book {
    /// Writes an answer down, and says whether it is a new one. A second is exact enough, and that is how it is kept.
    pub fn note(&mut self, noted: &Noted, at: Timestamp) -> bool {
        let met = Met {
            held: noted.held,
            words: noted.words.clone(),
            at: Timestamp::from_second(at.as_second()).unwrap_or(at),
        };
        self.take(noted.assumption, met)
    }

    /// Takes in an answer that was met earlier or by another process.
    pub fn take(&mut self, assumption: Assumption, met: Met) -> bool {
        let row = self.rows.entry(assumption).or_default();
        let same = row
            .iter_mut()
            .find(|old| old.held == met.held && old.words == met.words);
        if let Some(old) = same {
            let is_earlier = met.at < old.at;
            if is_earlier {
                old.at = met.at;
            }
            return is_earlier;
        }
        let of_its_kind = row.iter().filter(|old| old.held == met.held).count();
        if of_its_kind >= MOST {
            return false;
        }
        row.push(met);
        true
    }

    /// Everything that was met, in the order of the assumptions.
    pub fn all(&self) -> impl Iterator<Item = (Assumption, &Met)> {
        let rows = self.rows.iter();
        rows.flat_map(|(assumption, row)| row.iter().map(|met| (*assumption, met)))
    }

    /// Takes in everything of another book.
    pub fn merge(&mut self, other: &Self) {
        for (assumption, met) in other.all() {
            self.take(assumption, met.clone());
        }
    }

    /// Every assumption with what was answered.
    pub fn lines(&self) -> Vec<Line> {
        let all = Assumption::ALL.iter();
        all.map(|assumption| self.line(*assumption)).collect()
    }

    fn line(&self, assumption: Assumption) -> Line {
        let row = self.rows.get(&assumption).map_or(&[][..], Vec::as_slice);
        let state = match (row.iter().any(|met| !met.held), row.is_empty()) {
            (_, true) => State::NotMet,
            (true, false) => State::DidNotHold,
            (false, false) => State::Held,
        };
        let of = |held: bool| row.iter().filter(move |met| met.held == held);
        let decides = state == State::Held;
        let mut seen = joined(of(decides));
        if state == State::DidNotHold && of(true).next().is_some() {
            seen.push_str("; it held as well");
            let held = joined(of(true));
            if !held.is_empty() {
                seen.push_str(": ");
                seen.push_str(&held);
            }
        }
        Line {
            assumption,
            state,
            seen,
            at: of(decides).map(|met| met.at).min(),
        }
    }
}

/// What was seen, in the order in which it was.
fn joined<'a>(met: impl Iterator<Item = &'a Met>) -> String {
    let mut met: Vec<&Met> = met.collect();
    met.sort_by_key(|met| (met.at, met.words.as_str()));
    let words: Vec<&str> = met.iter().map(|met| met.words.as_str()).collect();
    let is_full = words.len() >= MOST;
    let words: Vec<&str> = words
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    let mut text = words.join("; ");
    if is_full {
        text.push_str("; and perhaps more");
    }
    text
}

/// The lines as a person reads them: a count, then whatever was answered.
pub fn told(lines: &[Line]) -> String {
    let count = |state: State| lines.iter().filter(|line| line.state == state).count();
    let mut text = format!(
        "{} held, {} did not hold, {} not met yet",
        count(State::Held),
        count(State::DidNotHold),
        count(State::NotMet)
    );
    for state in [State::DidNotHold, State::Held, State::NotMet] {
        for line in lines.iter().filter(|line| line.state == state) {
            text.extend(["\n", state.word(), ": ", line.assumption.code()]);
            if !line.seen.is_empty() {
                text.extend([" (", &line.seen, ")"]);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::{held, otherwise};
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn line(book: &Book) -> Line {
        let lines = book.lines();
        assert_eq!(lines.len(), Assumption::ALL.len());
        let of = |line: &Line| line.assumption == Assumption::ImportAnswers;
        lines.into_iter().find(of).unwrap()
    }

    #[test]
    fn an_answer_counts_once_and_the_first_time_is_kept() {
        let mut book = Book::default();
        assert_eq!(line(&book).state, State::NotMet);
        let noted = held(Assumption::ImportAnswers, Words::of("200"));
        assert!(book.note(&noted, at(20)));
        assert!(!book.note(&noted, at(30)));
        assert_eq!(line(&book).at, Some(at(20)));
        assert!(book.note(&noted, at(10)));
        let said = line(&book);
        assert_eq!((said.state, said.at), (State::Held, Some(at(10))));
        assert_eq!(said.seen, "200");
    }

    #[test]
    fn what_did_not_hold_once_is_said_whatever_came_before_and_after() {
        let noted = |is_held: bool, words| {
            if is_held {
                held(Assumption::ImportAnswers, Words::of(words))
            } else {
                otherwise(Assumption::ImportAnswers, Words::of(words))
            }
        };
        for order in [[true, false], [false, true]] {
            let mut book = Book::default();
            for (moment, held) in (1..).zip(order) {
                book.note(&noted(held, if held { "a" } else { "b" }), at(moment));
            }
            let said = line(&book);
            assert_eq!(said.state, State::DidNotHold);
            assert_eq!(said.seen, "b; it held as well: a");
        }
    }

    #[test]
    fn a_service_that_answers_otherwise_each_time_fills_nothing() {
        let mut book = Book::default();
        for number in 0..1_000 {
            let words = Words::of("seen ").number(number);
            book.note(&held(Assumption::ImportAnswers, words.clone()), at(1));
            book.note(&otherwise(Assumption::ImportAnswers, words), at(1));
        }
        assert_eq!(book.all().count(), 2 * MOST);
        assert!(line(&book).seen.contains("and perhaps more"));
    }

    #[test]
    fn what_was_seen_is_told_in_the_order_in_which_it_was_to_the_second() {
        let noted = |words| held(Assumption::ImportAnswers, Words::of(words));
        let mut book = Book::default();
        book.note(&noted("late"), at(20));
        book.note(&noted("early"), at(10));
        let half = Timestamp::from_millisecond(10_500).unwrap();
        book.note(&noted("as early"), half);
        assert_eq!(line(&book).seen, "as early; early; late");
        assert_eq!(line(&book).at, Some(at(10)));
    }

    #[test]
    fn two_books_are_one() {
        let (mut mine, mut theirs) = (Book::default(), Book::default());
        mine.note(&held(Assumption::ImportAnswers, Words::of("a")), at(5));
        theirs.note(&held(Assumption::ImportAnswers, Words::of("a")), at(3));
        theirs.note(&otherwise(Assumption::ImportAnswers, Words::of("b")), at(4));
        mine.merge(&theirs);
        assert_eq!(mine.all().count(), 2);
        let first = mine.all().map(|(_, met)| met.at).min();
        assert_eq!(first, Some(at(3)));
    }
}
