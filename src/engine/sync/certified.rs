//! *Complete*, as a sync may say it: both sides counted once more, and every count agreeing.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::domain::certificate::Certificate;
use crate::domain::tally::Tally;
use crate::engine::failure::Failure;
use crate::engine::persistence::journal_session::JournalSession;
use crate::store::StoreError;

/// Counts both sides of a run again.
///
/// A stop that comes now stops nothing that matters: the run has come to its end, and says that it was not certified.
pub(in crate::engine) async fn certify(
    session: &JournalSession,
    run: i64,
    stop: &CancellationToken,
) -> Result<Option<Arc<Certificate>>, Failure> {
    let (now, stop) = (clock::timestamp(), stop.clone());
    let certified = session
        .journal
        .with(move |journal| journal.certify(run, now, || stop.is_cancelled()))
        .await;
    match certified {
        Ok(certificate) => Ok(certificate.map(Arc::new)),
        Err(StoreError::Stopped) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether the counts of the plan and the certificate both say that everybody is accounted for.
pub(in crate::engine) fn is_complete(
    tally: Tally,
    read_auth0: u64,
    certificate: Option<&Certificate>,
) -> bool {
    certificate.is_some_and(|certificate| {
        let counted = certificate.auth0.users + certificate.left_auth0;
        certificate.is_complete() && tally.accounted_for() == read_auth0 && counted == read_auth0
    })
}
