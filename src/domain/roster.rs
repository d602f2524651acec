//! The roster: how each person of a plan stands, in a few bytes each, so that lists and the map hold nobody's data.
//!
//! Auth0's people come first, in order of id, and after them those whom only UserHub holds. A place in this order is a
//! person's `index`. Everything that a list shows of a person is fetched by what [`Roster::row`] says of the index.

use super::profile::Fields;
use super::tally::Outcome;

/// How a person stands in a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum SyncStatus {
    /// Nothing was to be done.
    UpToDate,
    /// To be added.
    ToAdd,
    /// To be updated.
    ToUpdate,
    /// Being seen to now.
    Working,
    /// Added.
    Added,
    /// Updated.
    Updated,
    /// A person has to look.
    Attention,
    /// Deleted in Auth0 while the sync was on.
    Left,
    /// UserHub holds them and Auth0 does not.
    OnlyInUserHub,
}

impl SyncStatus {
    /// How a person stands after this outcome.
    pub fn after(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Added => Self::Added,
            Outcome::Updated => Self::Updated,
            Outcome::UpToDate => Self::UpToDate,
            Outcome::Attention => Self::Attention,
            Outcome::Left => Self::Left,
        }
    }

    /// In words, the same everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::UpToDate => "Already up to date",
            Self::ToAdd => "To be added",
            Self::ToUpdate => "To be updated",
            Self::Working => "Working",
            Self::Added => "Added",
            Self::Updated => "Updated",
            Self::Attention => "Needs attention",
            Self::Left => "Left Auth0 meanwhile",
            Self::OnlyInUserHub => "Only in UserHub",
        }
    }

    /// Which of several people of one square decides how the square looks: the highest.
    fn weight(self) -> u8 {
        match self {
            Self::Attention => 7,
            Self::Working => 6,
            Self::ToUpdate => 5,
            Self::ToAdd => 4,
            Self::Updated => 3,
            Self::Added => 2,
            Self::OnlyInUserHub => 1,
            Self::UpToDate | Self::Left => 0,
        }
    }
}

/// Whom a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Everybody.
    #[default]
    All,
    /// Who is to be added.
    ToAdd,
    /// Who is to be updated.
    ToUpdate,
    /// Who is still to be seen to.
    Waiting,
    /// Who was added.
    Added,
    /// Who was updated.
    Updated,
    /// With whom nothing was to be done.
    UpToDate,
    /// Who needs attention.
    Attention,
    /// Whom only UserHub holds.
    OnlyInUserHub,
}

impl Filter {
    /// Whether a person who stands so is shown.
    pub fn shows(self, standing: SyncStatus) -> bool {
        match self {
            Self::All => true,
            Self::ToAdd => standing == SyncStatus::ToAdd,
            Self::ToUpdate => standing == SyncStatus::ToUpdate,
            Self::Waiting => matches!(
                standing,
                SyncStatus::ToAdd | SyncStatus::ToUpdate | SyncStatus::Working
            ),
            Self::Added => standing == SyncStatus::Added,
            Self::Updated => standing == SyncStatus::Updated,
            Self::UpToDate => standing == SyncStatus::UpToDate,
            Self::Attention => standing == SyncStatus::Attention,
            Self::OnlyInUserHub => standing == SyncStatus::OnlyInUserHub,
        }
    }
}

/// One person as a list shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The place on the roster.
    pub index: usize,
    /// Auth0's id.
    pub id: String,
    /// The name; empty where there is none.
    pub name: String,
    /// The e-mail address; empty where there is none.
    pub email: String,
    /// How they stand.
    pub standing: SyncStatus,
    /// In what the two sides differed when the plan was made.
    pub fields: Fields,
    /// Why they need attention; empty otherwise.
    pub reason: String,
}

impl Person {
    /// What they are called: the name, else the address, else the id.
    pub fn called(&self) -> &str {
        [&self.name, &self.email]
            .into_iter()
            .find(|text| !text.trim().is_empty())
            .unwrap_or(&self.id)
    }
}

/// Somebody as a short list has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Auth0's id.
    pub id: String,
    /// What they are called: the name, else the address, else the id.
    pub called: String,
    /// By what else they are known: the address, else the id; empty where they are called that already.
    pub also: String,
}

/// Where a person's record lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The number of the record: Auth0's, or UserHub's where only UserHub holds the person.
    pub record: u32,
    /// The place in the plan; 0 for those who are not in it.
    pub position: u32,
}

/// Which people are wanted, and which stretch of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Whom.
    pub filter: Filter,
    /// Only these, by index, where a search has found some.
    pub found: Option<&'a [bool]>,
    /// Only these, by index, where one square of the map is asked for.
    pub square: Option<usize>,
    /// Those who were finished later than so many are not moved to the top: the list stands still.
    pub finished: Option<usize>,
    /// How many are passed over.
    pub from: usize,
    /// How many are given at most.
    pub count: usize,
}

/// A stretch of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// The people of it, by index.
    pub people: Vec<usize>,
    /// How many people the list has in all.
    pub total: usize,
    /// How many would have come to the top since the list stands still.
    pub newer: usize,
}

/// The people of the map, as squares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Squares {
    /// How many people one square stands for.
    pub each: usize,
    /// How many people there are.
    pub people: usize,
    /// How each square looks: as the one of its people who deserves most attention.
    pub squares: Vec<SyncStatus>,
}

/// The most squares of the map.
pub const MOST_SQUARES: usize = 1000;

/// How many people stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; STANDINGS.len()]);

const STANDINGS: [SyncStatus; 9] = [
    SyncStatus::UpToDate,
    SyncStatus::ToAdd,
    SyncStatus::ToUpdate,
    SyncStatus::Working,
    SyncStatus::Added,
    SyncStatus::Updated,
    SyncStatus::Attention,
    SyncStatus::Left,
    SyncStatus::OnlyInUserHub,
];

impl Counts {
    /// How many people a filter shows.
    pub fn of(&self, filter: Filter) -> usize {
        let counts = STANDINGS.iter().zip(self.0);
        counts
            .filter(|(standing, _)| filter.shows(**standing))
            .map(|(_, count)| count)
            .sum()
    }

    fn moved(&mut self, from: Option<SyncStatus>, to: SyncStatus) {
        if let Some(count) = from.and_then(|from| self.0.get_mut(from as usize)) {
            *count = count.saturating_sub(1);
        }
        if let Some(count) = self.0.get_mut(to as usize) {
            *count += 1;
        }
    }
}

/// The roster itself.
#[derive(Debug, Default)]
pub struct Roster {
    standings: Vec<SyncStatus>,
    rows: Vec<Row>,
    /// The index of each place in the plan.
    by_position: Vec<u32>,
    /// Who was finished while the roster was kept, in that order.
    finished: Vec<u32>,
    /// How many of Auth0's people there are; those after them are UserHub's alone.
    people: usize,
    counts: Counts,
}

impl Roster {
    /// Adds the next person.
    pub fn push(&mut self, row: Row, standing: SyncStatus) {
        let index = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let position = row.position as usize;
        if position > 0 {
            if self.by_position.len() <= position {
                self.by_position.resize(position + 1, u32::MAX);
            }
            if let Some(slot) = self.by_position.get_mut(position) {
                *slot = index;
            }
        }
        self.rows.push(row);
        self.standings.push(standing);
        self.counts.moved(None, standing);
        if standing != SyncStatus::OnlyInUserHub {
            self.people = self.rows.len();
        }
    }

    /// How many are on it.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nobody is on it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many were finished while it was kept.
    pub fn finished(&self) -> usize {
        self.finished.len()
    }

    /// Where the record of a person lies.
    pub fn row(&self, index: usize) -> Option<(Row, SyncStatus)> {
        Some((*self.rows.get(index)?, *self.standings.get(index)?))
    }

    /// How the person at a place of the plan stands.
    pub fn status_of(&self, position: u32) -> Option<SyncStatus> {
        let index = *self.by_position.get(position as usize)?;
        self.standings.get(index as usize).copied()
    }

    /// Notes how the person at a place of the plan stands now. One who is finished goes to the top of lists.
    pub fn note(&mut self, position: u32, standing: SyncStatus) {
        let Some(&index) = self.by_position.get(position as usize) else {
            return;
        };
        if let Some(slot) = self.standings.get_mut(index as usize) {
            self.counts.moved(Some(*slot), standing);
            *slot = standing;
            if !matches!(
                standing,
                SyncStatus::Working | SyncStatus::ToAdd | SyncStatus::ToUpdate
            ) {
                self.finished.push(index);
            }
        }
    }

    /// How many people stand how.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How many of these people, by index, stand how.
    pub fn counts_of(&self, found: &[bool]) -> Counts {
        let mut counts = Counts::default();
        for (standing, _) in self
            .standings
            .iter()
            .zip(found)
            .filter(|(_, found)| **found)
        {
            counts.moved(None, *standing);
        }
        counts
    }

    /// The people who are wanted. Whoever was finished last comes first; all others follow in order of id.
    pub fn list(&self, wanted: &Wanted<'_>) -> Slice {
        let newest = wanted
            .finished
            .unwrap_or(usize::MAX)
            .min(self.finished.len());
        let (newest, later) = self.finished.split_at(newest);
        let mut listed = vec![false; self.rows.len()];
        let mut order = Vec::with_capacity(newest.len());
        for index in newest.iter().rev().map(|index| *index as usize) {
            if let Some(listed) = listed.get_mut(index).filter(|listed| !**listed) {
                *listed = true;
                order.push(index);
            }
        }
        // Whoever was finished since the list stands still keeps their place in it, where they have one.
        let mut hidden = vec![
            false;
            if wanted.filter == Filter::All {
                0
            } else {
                self.rows.len()
            }
        ];
        for index in later {
            if let Some(hidden) = hidden.get_mut(*index as usize) {
                *hidden = true;
            }
        }
        let rest = (0..self.rows.len()).filter(|index| {
            listed.get(*index) == Some(&false) && hidden.get(*index) != Some(&true)
        });
        let mut stretch = Slice {
            newer: later
                .iter()
                .filter(|index| self.is_wanted(**index as usize, wanted))
                .count(),
            ..Slice::default()
        };
        for index in order.into_iter().chain(rest) {
            if self.is_wanted(index, wanted) {
                if stretch.total >= wanted.from && stretch.people.len() < wanted.count {
                    stretch.people.push(index);
                }
                stretch.total += 1;
            }
        }
        stretch
    }

    fn is_wanted(&self, index: usize, wanted: &Wanted<'_>) -> bool {
        self.standings
            .get(index)
            .is_some_and(|standing| wanted.filter.shows(*standing))
            && wanted
                .found
                .is_none_or(|found| found.get(index) == Some(&true))
            && wanted
                .square
                .is_none_or(|square| index < self.people && index / self.each() == square)
    }

    /// How many people one square of the map stands for.
    fn each(&self) -> usize {
        self.people.div_ceil(MOST_SQUARES).max(1)
    }

    /// The map.
    pub fn squares(&self) -> Squares {
        let people = self.standings.get(..self.people).unwrap_or_default();
        let worst = |several: &[SyncStatus]| several.iter().copied().max_by_key(|one| one.weight());
        Squares {
            each: self.each(),
            people: self.people,
            squares: people.chunks(self.each()).filter_map(worst).collect(),
        }
    }

    /// Which index each record of Auth0's belongs to.
    pub fn by_record(&self) -> Vec<u32> {
        let people = self.rows.get(..self.people).unwrap_or_default();
        let most = people.iter().map(|row| row.record).max().unwrap_or(0);
        let mut by_record = vec![u32::MAX; most as usize + 1];
        for (index, row) in (0..).zip(people) {
            if let Some(slot) = by_record.get_mut(row.record as usize) {
                *slot = index;
            }
        }
        by_record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People 0 and 1 are up to date, 2 to 5 are to be added at places 1 to 4; one is only in UserHub.
    fn six() -> Roster {
        let mut roster = Roster::default();
        for record in 1..=2 {
            let position = 0;
            roster.push(Row { record, position }, SyncStatus::UpToDate);
        }
        for position in 1..=4 {
            let record = position + 2;
            roster.push(Row { record, position }, SyncStatus::ToAdd);
        }
        let (record, position) = (1, 5);
        roster.push(Row { record, position }, SyncStatus::OnlyInUserHub);
        roster
    }

    fn all(roster: &Roster, filter: Filter, finished: Option<usize>) -> Vec<usize> {
        let wanted = Wanted {
            filter,
            finished,
            count: 100,
            ..Wanted::default()
        };
        let stretch = roster.list(&wanted);
        assert_eq!(stretch.people.len(), stretch.total);
        stretch.people
    }

    #[test]
    fn whoever_was_finished_last_comes_first_and_nobody_twice() {
        let mut roster = six();
        roster.note(3, SyncStatus::Working);
        roster.note(3, SyncStatus::Added);
        roster.note(1, SyncStatus::Attention);
        assert_eq!(all(&roster, Filter::All, None), [2, 4, 0, 1, 3, 5, 6]);
        // Tried again and gone well: they come to the top once more.
        roster.note(3, SyncStatus::Updated);
        assert_eq!(all(&roster, Filter::All, None), [4, 2, 0, 1, 3, 5, 6]);
        assert_eq!(all(&roster, Filter::Added, None), [0; 0]);
        assert_eq!(all(&roster, Filter::Waiting, None), [3, 5]);
        for filter in [
            Filter::All,
            Filter::Updated,
            Filter::Waiting,
            Filter::UpToDate,
        ] {
            assert_eq!(roster.counts().of(filter), all(&roster, filter, None).len());
        }
    }

    #[test]
    fn a_list_that_stands_still_is_not_moved_by_those_who_are_finished_later() {
        let mut roster = six();
        roster.note(1, SyncStatus::Added);
        let before = all(&roster, Filter::All, Some(1));
        roster.note(2, SyncStatus::Added);
        roster.note(4, SyncStatus::Added);
        assert_eq!(all(&roster, Filter::All, Some(1)), before);
        assert_eq!(all(&roster, Filter::Added, Some(1)), [2]);
        assert_eq!(all(&roster, Filter::Added, None), [5, 3, 2]);
        let still = Wanted {
            filter: Filter::Added,
            finished: Some(1),
            ..Wanted::default()
        };
        assert_eq!(roster.list(&still).newer, 2);
    }

    #[test]
    fn a_stretch_is_given_with_the_number_of_all() {
        let roster = six();
        let found: Vec<bool> = (0..7).map(|index| index != 3).collect();
        let wanted = Wanted {
            filter: Filter::ToAdd,
            found: Some(&found),
            from: 1,
            count: 1,
            ..Wanted::default()
        };
        let stretch = roster.list(&wanted);
        assert_eq!((stretch.people, stretch.total), (vec![4], 3));
    }

    #[test]
    fn a_square_looks_like_the_one_who_deserves_most_attention() {
        let mut roster = Roster::default();
        for position in 1..=2500 {
            let record = position;
            roster.push(Row { record, position }, SyncStatus::ToAdd);
        }
        for position in 1..=6 {
            roster.note(position, SyncStatus::Added);
        }
        roster.note(2, SyncStatus::Attention);
        let map = roster.squares();
        assert_eq!((map.each, map.people, map.squares.len()), (3, 2500, 834));
        assert_eq!(
            map.squares.get(..3),
            Some(&[SyncStatus::Attention, SyncStatus::Added, SyncStatus::ToAdd][..])
        );
        let wanted = Wanted {
            square: Some(833),
            count: 10,
            ..Wanted::default()
        };
        assert_eq!(roster.list(&wanted).people, [2499]);
    }

    #[test]
    fn whom_only_userhub_holds_is_in_the_list_and_not_on_the_map() {
        let roster = six();
        assert_eq!((roster.squares().people, roster.len()), (6, 7));
        assert_eq!(all(&roster, Filter::OnlyInUserHub, None), [6]);
        assert_eq!(roster.by_record(), [u32::MAX, 0, 1, 2, 3, 4, 5]);
    }
}
