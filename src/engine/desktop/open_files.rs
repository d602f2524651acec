//! How many files the operating system lets this process have open at once. Each connection is one, and practice has both
//! ends of each in one process.

use crate::domain::issue::Issue;

/// How many are asked for where the system allows that: some systems begin with few and give more.
#[cfg(unix)]
const WANTED: u64 = 1024;
/// How many a command cannot do without.
#[cfg(unix)]
const NEEDED: u64 = 128;
/// The same with practice.
#[cfg(unix)]
const NEEDED_IN_PRACTICE: u64 = 320;

/// Asks for enough.
///
/// # Errors
/// An [`Issue`] in words where the system gives too few. To begin all the same would mean to wait for what never comes.
#[cfg(unix)]
pub fn ask_for_enough(practice: bool) -> Result<(), Issue> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    // None is as many as there are.
    let (now, most) = (
        limit.current.unwrap_or(u64::MAX),
        limit.maximum.unwrap_or(u64::MAX),
    );
    let more = now.max(WANTED.min(most));
    let raised = more == now
        || setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(more),
                ..limit
            },
        )
        .is_ok();
    let given = if raised { more } else { now };
    let needed = if practice { NEEDED_IN_PRACTICE } else { NEEDED };
    if given >= needed {
        return Ok(());
    }
    let detail = format!("{given} open files are allowed, and {needed} are needed");
    Err(Issue::no_more_files().with_detail(&detail))
}

/// Asks for enough: here the system sets no such limit.
#[cfg(not(unix))]
pub fn ask_for_enough(_practice: bool) -> Result<(), Issue> {
    Ok(())
}
