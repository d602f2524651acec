//! The digest of a side: one number that two lists of ids share only if they are the same.

use sha2::{Digest as _, Sha256};

/// Takes in ids, sorted by their bytes and each once.
#[derive(Clone, Debug, Default)]
pub(super) struct IdDigest {
    hash: Sha256,
    ids: u64,
}

impl IdDigest {
    /// Takes in the next id. A line feed ends it, so that `ab` and `c` are not `a` and `bc`.
    pub(super) fn take(&mut self, id: &str) {
        self.hash.update(id.as_bytes());
        self.hash.update(b"\n");
        self.ids += 1;
    }

    /// How many ids there were, and the digest in hexadecimal.
    pub(super) fn finish(self) -> (u64, String) {
        let mut text = String::with_capacity(64);
        for byte in self.hash.finalize() {
            let halves = [byte >> 4, byte & 15];
            text.extend(
                halves
                    .iter()
                    .filter_map(|half| char::from_digit(u32::from(*half), 16)),
            );
        }
        (self.ids, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ids: &[&str]) -> String {
        let mut digest = IdDigest::default();
        for id in ids {
            digest.take(id);
        }
        digest.finish().1
    }

    #[test]
    fn it_is_what_sort_and_sha256sum_say() {
        // printf 'auth0|1\ngoogle-oauth2|2\n' | LC_ALL=C sort -u | sha256sum
        assert_eq!(
            of(&["auth0|1", "google-oauth2|2"]),
            "c6749cc86bc47ae653fda67b70d35f12361de0965be5519c968cfeab199e338f"
        );
        // The digest of nothing.
        assert_eq!(
            of(&[]),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn where_one_id_ends_is_part_of_it() {
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
    }
}
