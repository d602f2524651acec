//! What a person has turned on for one set-up to be done by itself with people who left: a file of its own in the profile.
//!
//! A file that is missing, cannot be read or says what no person can have turned on stands for nothing being done.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::StoreError;
use super::file;
use crate::domain::removal::Policy;

const NAME: &str = "removal-policy.json";

/// The most bytes that such a file has.
const MOST: u64 = 64 * 1024;

/// What is turned on; `None` for nothing.
pub fn read(profile: &Path) -> Option<Policy> {
    let path = profile.join(NAME);
    let bytes = match file::read_up_to(&path, MOST) {
        Ok(bytes) => bytes,
        Err(error) => {
            if error.kind() != ErrorKind::NotFound {
                tracing::warn!(%error, "what is done by itself cannot be read, so that nothing is");
            }
            return None;
        }
    };
    let policy = serde_json::from_slice::<Policy>(&bytes)
        .ok()
        .filter(Policy::is_sound);
    if policy.is_none() {
        tracing::warn!("what is done by itself makes no sense, so that nothing is");
    }
    policy
}

/// Turns it on, or (`None`) off.
///
/// # Errors
/// [`StoreError`] when the file can be neither written nor taken away: what was turned on before still is.
pub fn write(profile: &Path, policy: Option<&Policy>) -> Result<(), StoreError> {
    let path = profile.join(NAME);
    let done = match policy {
        Some(policy) => {
            let bytes = serde_json::to_vec_pretty(policy).map_err(std::io::Error::other);
            fs::create_dir_all(profile)
                .and(bytes)
                .and_then(|bytes| file::replace(&path, &bytes))
        }
        None => match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        },
    };
    done.map_err(StoreError::io(&path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::removal::Automatic;

    #[test]
    fn it_is_kept_and_a_file_that_makes_no_sense_turns_nothing_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        assert_eq!(read(path), None);
        let policy = Policy {
            act: Automatic::Disable,
            after_days: 14,
            set_up: "acme".to_owned(),
            turned_on_at: jiff::Timestamp::UNIX_EPOCH,
        };
        write(path, Some(&policy)).unwrap();
        assert_eq!(read(path), Some(policy.clone()));
        for odd in [
            r#"{"act":"disable","after_days":0,"set_up":"acme","turned_on_at":"1970-01-01T00:00:00Z"}"#,
            r#"{"act":"purge","after_days":3,"set_up":"acme","turned_on_at":"1970-01-01T00:00:00Z"}"#,
            r#"{"act":"mark","after_days":3,"turned_on_at":"1970-01-01T00:00:00Z"}"#,
            "[]",
            "",
        ] {
            fs::write(path.join(NAME), odd).unwrap();
            assert_eq!(read(path), None, "{odd}");
        }
        write(path, Some(&policy)).unwrap();
        write(path, None).unwrap();
        write(path, None).unwrap();
        assert_eq!(read(path), None);
    }
}
