//! How long a limit on creating an export is waited out before everybody is read by walking instead.

use std::time::Duration;

use crate::domain::counted::Told;

/// It is always worth this long: an export is also the surer way.
const ALWAYS: Duration = Duration::from_secs(20);
/// Never longer than this, however many people there are: nothing would be seen of the sync meanwhile.
const NEVER_LONGER: Duration = Duration::from_mins(5);
/// Requests a second that a tenant allows at least where none are known.
const UNKNOWN: f64 = 10.0;
/// How many people one request of a walk brings.
const PAGE: f64 = 100.0;

/// As long as walking would take: whichever is sooner. `told` is what the first page said of how many there are, `known` how
/// many an earlier run has seen, and `free` the requests a second that are free.
pub fn worth_waiting(told: Told, known: u64, free: Option<f64>) -> Duration {
    let told = match told {
        Told::Exactly(total) | Told::AtLeast(total) => total,
        Told::Nothing => 0,
    };
    let pages = told.max(known) as f64 / PAGE;
    let walk = pages / free.unwrap_or(UNKNOWN).max(0.1);
    Duration::from_secs_f64(walk.min(NEVER_LONGER.as_secs_f64())).max(ALWAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_waited_as_long_as_walking_takes_and_never_for_minutes_on_end() {
        let at_least = Told::AtLeast(1_000);
        let seconds = |known, free| worth_waiting(at_least, known, free).as_secs();
        // A thousand people are walked in ten requests.
        assert_eq!(seconds(0, Some(2.0)), 20);
        assert_eq!(seconds(20_000, Some(2.0)), 100);
        assert_eq!(seconds(20_000, Some(16.0)), 20);
        assert_eq!(seconds(1_000_000, Some(2.0)), 300);
        assert_eq!(seconds(50_000, None), 50);
        assert_eq!(seconds(50_000, Some(0.0)), 300);
        assert_eq!(worth_waiting(Told::Nothing, 0, None), ALWAYS);
    }
}
