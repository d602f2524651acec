//! Who is known and was not read: the difference between Auth0's side and what the journal knows besides.

use std::collections::HashSet;

use super::{Journal, StoreError};
use crate::domain::ids::Auth0UserId;

impl Journal {
    /// How many people were read of Auth0, each counted once.
    pub fn count_sources(&self) -> Result<u64, StoreError> {
        let count: i64 = self
            .db
            .query_row("SELECT count(DISTINCT id) FROM source", [], |row| {
                row.get(0)
            })?;
        Ok(count.cast_unsigned())
    }

    /// Those of these people who were not read of Auth0. It looks once at everybody who was.
    pub fn not_read(
        &self,
        ids: impl IntoIterator<Item = Auth0UserId>,
    ) -> Result<HashSet<Auth0UserId>, StoreError> {
        let mut left: HashSet<String> = ids.into_iter().map(|id| id.to_string()).collect();
        let mut statement = self.db.prepare_cached("SELECT id FROM source")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            left.remove(row.get_ref(0)?.as_str().unwrap_or_default());
            if left.is_empty() {
                break;
            }
        }
        Ok(left.into_iter().map(Auth0UserId::new).collect())
    }
}
