//! What the journal knows of one person beside what both services say now.

use jiff::Timestamp;
use rusqlite::OptionalExtension as _;

use super::deeds::STANDING;
use super::gone::WITH_GONE;
use super::{Look, StoreError, latest_run, moment, version};
use crate::domain::removal::Act;
use crate::domain::someone::{Known, Ours, OursKind};

/// An act by its word, its moment and its run.
type Found = (String, Option<Timestamp>, i64);

impl Look {
    /// What earlier runs know of a person of Auth0's.
    pub fn known(&self, id: &str) -> Result<Known, StoreError> {
        let stored = self.stored(id)?;
        let (is_planned, keeps_own): (bool, bool) = self.db.query_row(
            "SELECT EXISTS (SELECT 1 FROM item WHERE id = ?1 AND outcome IS NULL),
             EXISTS (SELECT 1 FROM person WHERE id = ?1 AND kept_fields <> 0)",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let known = Known {
            compared_at: latest_run(&self.db)?
                .and_then(|run| run.sources_read_at.and(run.planned_at)),
            problem: stored.problem,
            is_planned,
            synced_at: stored.synced_at.and_then(|at| at.parse().ok()),
            keeps_own,
            ..Known::default()
        };
        if version(&self.db)? < WITH_GONE {
            return Ok(known);
        }
        let missed = self.db.query_row(
            "SELECT hinted_at, kept_at FROM gone WHERE id = ?1",
            [id],
            |row| Ok((moment(row.get(0)?), moment(row.get(1)?))),
        );
        let (missed_since, kept_at) = missed.optional()?.unwrap_or_default();
        Ok(Known {
            missed_since,
            kept_at,
            ours: self.ours(id)?,
            ..known
        })
    }

    /// What the app did to a person last, where that was not taken back.
    fn ours(&self, id: &str) -> Result<Option<Ours>, StoreError> {
        let sql = format!(
            "SELECT act, ended_at, run FROM deed WHERE id = ?1 AND {STANDING} ORDER BY seq DESC LIMIT 1"
        );
        let found = self
            .db
            .query_row(&sql, [id], |row| -> rusqlite::Result<Found> {
                let act: String = row.get(0)?;
                Ok((act, moment(row.get(1)?), row.get(2)?))
            });
        Ok(found.optional()?.and_then(|(act, at, run)| {
            let kind = match Act::from_word(&act)? {
                Act::Disable => OursKind::Disabled,
                Act::Mark => OursKind::Marked,
                Act::TakeBack => OursKind::TakenBack,
                Act::Enable | Act::Restore => return None,
            };
            Some(Ours { kind, at: at?, run })
        }))
    }
}
