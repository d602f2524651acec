//! May this plan run? The last question before anything is changed.

/// How many people each part of the picture knows of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// People that Auth0's answer held.
    pub auth0: u64,
    /// People that UserHub holds through this connection.
    pub userhub: u64,
    /// People that earlier runs brought into UserHub.
    pub journal: u64,
}

/// The guard's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The plan may run.
    Allow,
    /// Auth0's answer was empty although people are known to be there: it looks like "everyone left", and is
    /// far more likely to be a wrong tenant or a failed read.
    RefuseEmptyAuth0 {
        /// How many people are known.
        known: u64,
    },
}

/// Judges a plan by what was seen. An empty tenant beside an empty UserHub is simply done.
pub fn judge(seen: Seen) -> Verdict {
    let known = seen.userhub.max(seen.journal);
    if seen.auth0 == 0 && known > 0 {
        Verdict::RefuseEmptyAuth0 { known }
    } else {
        Verdict::Allow
    }
}

/// Fewer than these may be gone without a question, however few are left.
const A_FEW: u64 = 20;

/// Most of those whom UserHub has through the connection are not in Auth0 any more: `gone` of `of`. It may be the wrong
/// tenant, or a connection that somebody has removed there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MostlyGone {
    /// How many UserHub has and Auth0 has not.
    pub gone: u64,
    /// How many UserHub has.
    pub of: u64,
}

/// Whether a plan has to be asked about before it is carried out: `only` are in UserHub alone, `both` on both sides.
pub fn mostly_gone(only: u64, both: u64) -> Option<MostlyGone> {
    (only >= A_FEW && only > both).then_some(MostlyGone {
        gone: only,
        of: only.saturating_add(both),
    })
}

/// How far a cause of failures can reach: one person, or everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A service is away or wants to be left alone. Nobody is behind that: it is everybody's at any time.
    Outage,
    /// Something has to be put right first. It is everybody's if somebody who is known to be good meets it too.
    Shared,
    /// The person is not found, or is refused. It is everybody's only while nobody has gone through and UserHub lists
    /// nobody of the connection, and a control says so.
    Unproved,
    /// A value of the person's is not taken. It is never everybody's.
    Theirs,
}

/// What is known of a connection before a run goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Whether somebody of this run has gone through already.
    pub through: bool,
    /// Whether UserHub lists somebody of the connection.
    pub listed: bool,
}

/// What a failure leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<C> {
    /// The run goes on.
    GoOn,
    /// It must be seen whether this cause meets others too, before anybody else is tried.
    Control(C),
    /// This cause meets everybody: the run ends.
    Everybodys(C),
}

/// How one person of a control fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// They went through.
    Through,
    /// They met the very same cause.
    Same,
    /// Something else happened, which proves nothing.
    Otherwise,
}

/// Watches the outcomes of a run for a cause that meets everybody.
///
/// Thousands of failures with one cause are one problem, and a few people who cannot be brought over are their own. When
/// [`EVERYBODY`] people in a row fail in the same way, an outage ends the run. Another cause is held against a control
/// first: people who are known to be good, or, where there are none, people from all over the plan.
#[derive(Clone, Debug)]
pub struct Watch<C> {
    /// The cause of the last failures in a row, and how many they are.
    row: Option<(C, u32)>,
    /// Whether nothing yet speaks for the connection.
    nobody_yet: bool,
    /// How long a row must be before a control is worth it: longer after each that has cleared the cause.
    ask_at: u32,
}

/// How many people must fail alike before it may be everybody's.
pub const EVERYBODY: u32 = 20;

impl<C: PartialEq + Copy> Watch<C> {
    /// Begins to watch.
    pub fn new(known: Known) -> Self {
        Self {
            row: None,
            nobody_yet: !known.through && !known.listed,
            ask_at: EVERYBODY,
        }
    }

    /// Notes that one person went through.
    pub fn succeeded(&mut self) {
        self.row = None;
        self.nobody_yet = false;
        self.ask_at = EVERYBODY;
    }

    /// Notes one failure.
    pub fn failed(&mut self, cause: C, reach: Reach) -> Step<C> {
        if reach == Reach::Theirs {
            // The service has looked at the person: whatever was in the row, it is there and at work.
            self.row = None;
            return Step::GoOn;
        }
        let count = match self.row {
            Some((seen, count)) if seen == cause => count.saturating_add(1),
            Some(_) | None => 1,
        };
        self.row = Some((cause, count));
        match reach {
            Reach::Outage if count >= EVERYBODY => Step::Everybodys(cause),
            Reach::Shared if count >= self.ask_at => Step::Control(cause),
            Reach::Unproved if count >= self.ask_at && self.nobody_yet => Step::Control(cause),
            Reach::Outage | Reach::Shared | Reach::Unproved | Reach::Theirs => Step::GoOn,
        }
    }

    /// Takes in how a control went: `good` are people known to be good, `others` people from all over the plan, who are
    /// tried only where nobody is known to be good. With nobody left to try, the row itself was the whole plan.
    pub fn controlled(&mut self, cause: C, good: &[Tried], others: &[Tried]) -> Step<C> {
        let asked = if good.is_empty() { others } else { good };
        let nobody_left = asked.is_empty() && self.nobody_yet;
        let all_same = !asked.is_empty() && asked.iter().all(|tried| *tried == Tried::Same);
        if nobody_left || all_same {
            return Step::Everybodys(cause);
        }
        if asked.contains(&Tried::Through) {
            self.nobody_yet = false;
        }
        self.row = None;
        self.ask_at = self.ask_at.saturating_mul(2);
        Step::GoOn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_auth0_is_refused_when_anybody_is_known() {
        let seen = |auth0, userhub, journal| {
            judge(Seen {
                auth0,
                userhub,
                journal,
            })
        };
        assert_eq!(seen(0, 0, 0), Verdict::Allow);
        assert_eq!(seen(1, 900, 900), Verdict::Allow);
        assert_eq!(seen(0, 3, 0), Verdict::RefuseEmptyAuth0 { known: 3 });
        assert_eq!(seen(0, 0, 7), Verdict::RefuseEmptyAuth0 { known: 7 });
    }

    #[test]
    fn a_tenant_that_has_lost_most_of_its_people_is_asked_about() {
        let asked = |only, both| mostly_gone(only, both).map(|it| (it.gone, it.of));
        assert_eq!(asked(2_930, 70), Some((2_930, 3_000)));
        assert_eq!(asked(70, 2_930), None, "people leave");
        assert_eq!(asked(19, 0), None, "a few");
        assert_eq!(asked(20, 20), None, "half of them");
    }

    /// A watch that begins with these two facts: whether somebody is through, and whether somebody is listed.
    fn watch(through: u8, listed: u8) -> Watch<&'static str> {
        Watch::new(Known {
            through: through == 1,
            listed: listed == 1,
        })
    }

    /// The last step of so many equal failures, of which those before it must go on.
    fn row(watch: &mut Watch<&'static str>, reach: Reach, length: u32) -> Step<&'static str> {
        for _ in 1..length {
            assert_eq!(watch.failed("same", reach), Step::GoOn);
        }
        watch.failed("same", reach)
    }

    #[test]
    fn an_outage_ends_a_run_at_any_time() {
        for (through, listed) in [(0, 0), (1, 1)] {
            let mut watch = watch(through, listed);
            watch.succeeded();
            assert_eq!(row(&mut watch, Reach::Outage, EVERYBODY - 1), Step::GoOn);
            watch.succeeded();
            let last = row(&mut watch, Reach::Outage, EVERYBODY);
            assert_eq!(last, Step::Everybodys("same"));
        }
    }

    #[test]
    fn a_value_that_is_not_taken_is_never_everybodys_and_ends_a_row() {
        let mut watch = watch(0, 0);
        assert_eq!(row(&mut watch, Reach::Theirs, 500), Step::GoOn);
        row(&mut watch, Reach::Outage, EVERYBODY - 1);
        watch.failed("other", Reach::Theirs);
        assert_eq!(watch.failed("same", Reach::Outage), Step::GoOn);
    }

    #[test]
    fn people_who_are_not_found_are_looked_into_only_while_nothing_speaks_for_the_connection() {
        for (through, listed) in [(1, 0), (0, 1)] {
            let mut watch = watch(through, listed);
            assert_eq!(row(&mut watch, Reach::Unproved, 500), Step::GoOn);
        }
        let mut spoken_for = watch(0, 0);
        spoken_for.succeeded();
        assert_eq!(row(&mut spoken_for, Reach::Unproved, 500), Step::GoOn);
        let mut watch = watch(0, 0);
        let last = row(&mut watch, Reach::Unproved, EVERYBODY);
        assert_eq!(last, Step::Control("same"));
    }

    #[test]
    fn what_is_to_be_put_right_is_looked_into_at_any_time_and_less_often_when_cleared() {
        let mut watch = watch(1, 1);
        let last = row(&mut watch, Reach::Shared, EVERYBODY);
        assert_eq!(last, Step::Control("same"));
        assert_eq!(watch.controlled("same", &[Tried::Through], &[]), Step::GoOn);
        let last = row(&mut watch, Reach::Shared, 2 * EVERYBODY);
        assert_eq!(last, Step::Control("same"));
        watch.succeeded();
        let last = row(&mut watch, Reach::Shared, EVERYBODY);
        assert_eq!(last, Step::Control("same"));
    }

    #[test]
    fn a_row_is_of_one_cause() {
        let mut watch = watch(1, 1);
        for _ in 0..100 {
            assert_eq!(watch.failed("one", Reach::Outage), Step::GoOn);
            assert_eq!(watch.failed("other", Reach::Outage), Step::GoOn);
        }
    }

    #[test]
    fn a_control_decides_by_those_who_are_known_to_be_good() {
        use Tried::{Otherwise, Same, Through};
        let decide =
            |good: &[Tried], others: &[Tried]| watch(0, 0).controlled("same", good, others);
        let everybodys = Step::Everybodys("same");
        assert_eq!(decide(&[Same, Same], &[Through]), everybodys);
        assert_eq!(decide(&[Same, Through], &[Same]), Step::GoOn);
        assert_eq!(decide(&[Same, Otherwise], &[]), Step::GoOn);
        assert_eq!(decide(&[], &[Same, Same]), everybodys);
        assert_eq!(decide(&[], &[Same, Through]), Step::GoOn);
        assert_eq!(decide(&[], &[Same, Otherwise]), Step::GoOn);
        assert_eq!(decide(&[], &[]), everybodys, "the row was the whole plan");
        let mut known = watch(1, 0);
        assert_eq!(known.controlled("same", &[], &[]), Step::GoOn);
    }

    #[test]
    fn whoever_goes_through_in_a_control_speaks_for_the_connection() {
        let mut cleared = watch(0, 0);
        row(&mut cleared, Reach::Unproved, EVERYBODY);
        cleared.controlled("same", &[], &[Tried::Through]);
        assert_eq!(row(&mut cleared, Reach::Unproved, 500), Step::GoOn);
        let mut open = watch(0, 0);
        row(&mut open, Reach::Unproved, EVERYBODY);
        open.controlled("same", &[], &[Tried::Otherwise]);
        let last = row(&mut open, Reach::Unproved, 2 * EVERYBODY);
        assert_eq!(last, Step::Control("same"));
    }
}
