//! Counts both sides again, person by person in order of id. It knows nothing of the plan but whom its lists name.

use jiff::Timestamp;

use super::digest::IdDigest;
use super::{Certificate, Finding, Found, NAMED, Side};
use crate::domain::completeness::{Evidence, HowRead};
use crate::domain::issue::in_one_line;
use crate::domain::plan::Kept;
use crate::domain::profile::Profile;

/// All that is known of one id.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Auth0's record as it was read last, or why it could not be read; `None` where Auth0 did not name them.
    pub auth0: Option<Result<Profile, String>>,
    /// Auth0 has said since that it does not have them any longer.
    pub left: bool,
    /// That Auth0 does not have them is proved: it did not name them, and said so when it was asked for them.
    pub gone: bool,
    /// What UserHub holds, as it was listed or as it answered since.
    pub userhub: Option<HeldThere>,
    /// A difference that UserHub was asked to close and did not.
    pub kept: Option<Kept>,
    /// A list of the run names them, with what is in the way or what is to be done.
    pub named: bool,
}

/// What UserHub holds of one person.
#[derive(Clone, Debug, Default)]
pub struct HeldThere {
    /// UserHub's own id.
    pub userhub_id: String,
    /// The profile.
    pub profile: Profile,
    /// Whether it is marked for deletion.
    pub pending_deletion: bool,
    /// Whether UserHub answered so after its list was read.
    pub seen_again: bool,
}

/// The count so far. Memory does not grow with the people.
#[derive(Debug)]
pub struct Recount {
    listed: bool,
    auth0: IdDigest,
    userhub: IdDigest,
    seen_again: u64,
    certificate: Certificate,
}

impl Recount {
    /// Begins the count of these two sides, as they were read.
    pub fn new(
        (tenant, auth0, auth0_read): (String, Evidence, Option<Timestamp>),
        (connection, userhub, userhub_read): (String, Evidence, Option<Timestamp>),
        at: Timestamp,
    ) -> Self {
        let listed = userhub.how != HowRead::Journal;
        let mut not_proved = auth0.not_proved;
        not_proved.extend(userhub.not_proved);
        let side = |of, how, counted, read_at| Side {
            of,
            users: 0,
            digest: String::new(),
            how,
            read_at,
            counted,
            seen_again: 0,
        };
        let certificate = Certificate {
            at,
            auth0: side(tenant, auth0.how, auth0.counted, auth0_read),
            userhub: side(connection, userhub.how, userhub.counted, userhub_read),
            same: 0,
            kept: 0,
            different: 0,
            missing: 0,
            unknown: 0,
            attention: 0,
            only_in_userhub: 0,
            not_read: 0,
            left_auth0: 0,
            taken_back: auth0.taken_back,
            unexplained: 0,
            not_proved,
            people: Vec::new(),
        };
        Self {
            listed,
            auth0: IdDigest::default(),
            userhub: IdDigest::default(),
            seen_again: 0,
            certificate,
        }
    }

    /// Counts one id, which sorts after all before it; gives the person where the two sides differ.
    pub fn take(&mut self, id: &str, seen: Seen) -> Option<Found> {
        let Seen {
            auth0,
            left,
            gone,
            userhub,
            kept,
            named,
        } = seen;
        if left && auth0.is_some() {
            self.certificate.left_auth0 += 1;
        }
        let auth0 = auth0.filter(|_| !left);
        if auth0.is_some() {
            self.auth0.take(id);
        }
        if let Some(held) = &userhub {
            self.userhub.take(id);
            self.seen_again += u64::from(held.seen_again);
        }
        let is_theirs = auth0.is_some();
        let finding = self.compare((auth0.as_ref(), left || gone), userhub.as_ref(), kept);
        let Some(finding) = finding else {
            self.certificate.same += u64::from(is_theirs);
            return None;
        };
        let found = Found {
            id: id.to_owned(),
            name: name_of(auth0.as_ref(), userhub.as_ref()),
            userhub_id: userhub.map(|held| held.userhub_id),
            finding,
        };
        self.note(&found, named);
        Some(found)
    }

    /// In what one person differs; nothing where both sides agree, or neither has them.
    fn compare(
        &self,
        (auth0, is_gone): (Option<&Result<Profile, String>>, bool),
        userhub: Option<&HeldThere>,
        kept: Option<Kept>,
    ) -> Option<Finding> {
        let (expected, held) = match (auth0, userhub) {
            (None, None) => return None,
            (None, Some(_)) if is_gone => return Some(Finding::OnlyInUserHub),
            (None, Some(_)) => return Some(Finding::NotRead),
            (Some(Err(why)), _) => return Some(Finding::Unreadable { why: why.clone() }),
            (Some(Ok(_)), None) if self.listed => return Some(Finding::Missing),
            (Some(Ok(_)), None) => return Some(Finding::Unknown),
            (Some(Ok(expected)), Some(held)) => (expected, held),
        };
        if held.pending_deletion {
            return Some(Finding::PendingDeletion);
        }
        let fields = expected.differing(&held.profile);
        if fields.is_empty() {
            return None;
        }
        let was_asked = kept.is_some_and(|kept| {
            kept.expected == expected.fingerprint() && kept.held == held.profile.fingerprint()
        });
        let fields = fields.into();
        Some(if was_asked {
            Finding::Kept { fields }
        } else {
            Finding::Different { fields }
        })
    }

    fn note(&mut self, found: &Found, named: bool) {
        let certificate = &mut self.certificate;
        let (count, explained) = match found.finding {
            Finding::Missing => (&mut certificate.missing, named),
            Finding::Unknown => (&mut certificate.unknown, named),
            Finding::Different { .. } => (&mut certificate.different, named),
            // UserHub was asked, and its answer is known.
            Finding::Kept { .. } => (&mut certificate.kept, true),
            Finding::Unreadable { .. } | Finding::PendingDeletion => {
                (&mut certificate.attention, named)
            }
            Finding::OnlyInUserHub => (&mut certificate.only_in_userhub, true),
            Finding::NotRead => (&mut certificate.not_read, true),
        };
        *count += 1;
        if *count <= NAMED as u64 {
            certificate.people.push(found.clone());
        }
        certificate.unexplained += u64::from(!explained);
    }

    /// The certificate, once everybody was counted.
    pub fn finish(self) -> Certificate {
        let mut certificate = self.certificate;
        (certificate.auth0.users, certificate.auth0.digest) = self.auth0.finish();
        (certificate.userhub.users, certificate.userhub.digest) = self.userhub.finish();
        certificate.userhub.seen_again = self.seen_again;
        certificate.auth0.seen_again = certificate.left_auth0;
        certificate
    }
}

/// What a person is called, in Auth0 or else in UserHub.
fn name_of(auth0: Option<&Result<Profile, String>>, userhub: Option<&HeldThere>) -> Option<String> {
    let auth0 = auth0.and_then(|profile| profile.as_ref().ok()?.called());
    let name = auth0.or_else(|| userhub?.profile.called())?;
    Some(in_one_line(name))
}
