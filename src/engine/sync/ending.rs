//! How a run ends: for whoever asked for it, and for the next one that finds it in the journal.

use crate::domain::issue::ExitKind;
use crate::engine::failure::Failure;
use crate::protocol::setup::Setup;
use crate::protocol::sync::End;
use crate::store::journal::RunState;

/// How the run is left behind: over, given up, or (`None`) open for the next one to go on with.
pub(super) fn state_after(result: &Result<(), Failure>, setup: &Setup) -> Option<RunState> {
    match result {
        Ok(()) => Some(RunState::Finished),
        Err(failure) if failure.is_stop() => None,
        Err(failure) => match failure.issue(setup).exit() {
            ExitKind::Unreachable | ExitKind::Interrupted => None,
            ExitKind::Usage | ExitKind::Refused | ExitKind::Guard => Some(RunState::GivenUp),
        },
    }
}

/// How it ended, as the fronts are told.
pub(in crate::engine) fn end(result: Result<(), Failure>, setup: &Setup) -> End {
    match result {
        Ok(()) => End::Done,
        Err(failure) if failure.is_stop() => End::Interrupted,
        Err(failure) => End::Problem(Box::new(failure.issue(setup))),
    }
}
