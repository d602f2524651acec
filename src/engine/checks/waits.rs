//! Tells what is waited for while something is asked that a person waits for, so that no wait is silent.

use std::time::Duration;

/// How often a wait is told.
const TICK: Duration = Duration::from_millis(100);

/// Does `work`, and tells meanwhile what is `waited` for: a service by its name, and how long it still lasts.
pub(in crate::engine) async fn telling<T>(
    waited: impl Fn() -> Option<(&'static str, Duration)>,
    tell: impl Fn(&'static str, Duration),
    work: impl Future<Output = T>,
) -> T {
    let ticks = async {
        loop {
            tokio::time::sleep(TICK).await;
            if let Some((service, left)) = waited() {
                tell(service, left);
            }
        }
    };
    tokio::select! {
        biased;
        done = work => done,
        never = ticks => never,
    }
}
