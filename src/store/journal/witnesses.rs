//! Whom a cause of many failures is held against: people who are known to be good, and people from all over the plan.

use std::collections::BTreeMap;

use super::rows::PENDING_DELETION;
use super::{Item, Journal, StoreError};

/// How many people who are known to be good are enough.
const GOOD: usize = 3;
/// How many of the newest are looked through for them.
const LOOKED_THROUGH: i64 = 50;
/// From how many places of the plan people are taken.
const PLACES: i64 = 6;
/// From how many kinds of Auth0 connection somebody is taken.
const KINDS: usize = 6;

impl Journal {
    /// Whether UserHub has listed anybody of the connection.
    pub fn lists_anybody(&self) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM target)";
        Ok(self.db.query_row(sql, [], |row| row.get(0))?)
    }

    /// Some who are in UserHub through this connection, by its list or by what earlier runs brought about, whom Auth0 has
    /// too, and whom nothing has been found wrong with.
    pub fn known_good(&self, listed: bool) -> Result<Vec<String>, StoreError> {
        let from = if listed {
            format!("target WHERE flags & {PENDING_DELETION} = 0 ORDER BY seq DESC")
        } else {
            "person ORDER BY synced_at DESC".to_owned()
        };
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT id FROM (SELECT id FROM {from} LIMIT ?1) AS newest
             WHERE EXISTS (SELECT 1 FROM source WHERE source.id = newest.id)
             AND NOT EXISTS (SELECT 1 FROM item WHERE item.id = newest.id AND item.outcome = 'attention')
             LIMIT ?2"
        ))?;
        let ids = statement.query_map((LOOKED_THROUGH, GOOD.cast_signed()), |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Open people of the plan from different places of it, and of as many kinds of Auth0 connection (the part of an id
    /// before its last `|`) as a few can show.
    pub fn witnesses(&self) -> Result<Vec<Item>, StoreError> {
        let (first, last): (Option<i64>, Option<i64>) = self.db.query_row(
            "SELECT min(position), max(position) FROM item WHERE outcome IS NULL",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let (Some(first), Some(last)) = (first, last) else {
            return Ok(Vec::new());
        };
        let mut found = BTreeMap::new();
        for place in 0..PLACES {
            let at = first + (last - first).saturating_mul(place) / (PLACES - 1);
            for item in self.items_after(at.min(last) - 1, 1)? {
                found.insert(item.position, item);
            }
        }
        let mut after = first - 1;
        for _ in 0..KINDS {
            let Some(item) = self.items_after(after, 1)?.pop() else {
                break;
            };
            let kind = kind(item.id.as_str()).to_owned();
            found.insert(item.position, item);
            let next: Option<i64> = self.db.query_row(
                "SELECT min(position) FROM item WHERE outcome IS NULL AND position > ?1
                 AND substr(id, 1, ?2) <> ?3",
                (
                    after,
                    i64::try_from(kind.chars().count()).unwrap_or(i64::MAX),
                    &kind,
                ),
                |row| row.get(0),
            )?;
            let Some(next) = next else { break };
            after = next - 1;
        }
        Ok(found.into_values().collect())
    }
}

/// The part of an id that names its connection, with the bar.
fn kind(id: &str) -> &str {
    id.rfind('|').and_then(|bar| id.get(..=bar)).unwrap_or(id)
}
