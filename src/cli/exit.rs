//! The exit codes, which scripts rely on.

use std::process::ExitCode;

use crate::domain::issue::Issue;

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Everybody is accounted for.
    Done,
    /// It finished, and some people need attention.
    Attention,
    /// A value is missing or is not what it should be.
    Usage,
    /// A problem; the code is the problem's own.
    Problem(u8),
    /// Interrupted.
    Interrupted,
}

impl From<&Issue> for Exit {
    fn from(issue: &Issue) -> Self {
        Self::Problem(issue.exit().code())
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Attention => 1,
            Exit::Usage => 2,
            Exit::Problem(code) => code,
            Exit::Interrupted => 130,
        })
    }
}
