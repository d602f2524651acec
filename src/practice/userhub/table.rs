//! The table of the people that UserHub holds, and every statement on it.

use std::borrow::Cow;

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Row, named_params};

use super::profile::Profile;

/// The people's table, with the connection that it is reached by.
#[derive(Debug)]
pub(super) struct Table(Connection);

/// Whose row is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The running number, from which UserHub's own id is made.
    Number(i64),
    /// The id at Auth0.
    External(String),
}

/// One row, borrowed from SQLite for as long as the statement stands on it.
#[derive(Debug)]
pub(super) struct Person<'a> {
    pub(super) number: i64,
    pub(super) external_id: &'a str,
    pub(super) profile: Profile<'a>,
    /// Milliseconds since 1970, as all times here.
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) deleted: Option<i64>,
}

/// In which order people are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    NewestFirst,
    LastDeletedFirst,
    ByName,
    ByEmail,
    ByNameAndEmail,
    ByEmailAndName,
}

/// The last person of a page: the next page starts behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) sort_key: String,
    pub(super) number: i64,
}

/// What became of a pulled profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refreshed {
    /// The person is held with this profile now.
    Held,
    /// Nobody with this external id is held.
    Missing,
    /// The person is marked for deletion and was left alone.
    PendingDeletion,
}

const COLUMNS: &str = "number, external_id, name, email, email_verified, phone, phone_verified, image, \
                       disabled, created, updated, deleted";

const INSERT: &str = "INSERT INTO people (external_id, name, email, email_verified, phone, phone_verified, \
                      image, disabled, edited, created, updated) VALUES (:external_id, :name, :email, \
                      :email_verified, :phone, :phone_verified, :image, :disabled, 0, :now, :now)";

const INDEX: &str =
    "CREATE UNIQUE INDEX IF NOT EXISTS people_by_external_id ON people (external_id)";

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS people (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    external_id TEXT NOT NULL,
    name TEXT, email TEXT, email_verified INTEGER NOT NULL,
    phone TEXT, phone_verified INTEGER NOT NULL, image TEXT,
    disabled INTEGER NOT NULL, edited INTEGER NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER
) STRICT";

impl Table {
    /// Creates the table when the file is new.
    ///
    /// The numbers are never used twice, because ids are made from them.
    pub(super) fn open(connection: Connection) -> rusqlite::Result<Self> {
        connection.execute_batch(SCHEMA)?;
        connection.execute_batch(INDEX)?;
        Ok(Self(connection))
    }

    /// Starts a transaction that may write.
    pub(super) fn begin(&self) -> rusqlite::Result<()> {
        self.0.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(())
    }

    /// Ends the transaction: it is committed, or undone when that fails.
    pub(super) fn commit(&self) -> rusqlite::Result<()> {
        let committed = self.0.prepare_cached("COMMIT")?.execute([]);
        if committed.is_err() {
            self.0.execute_batch("ROLLBACK")?;
        }
        committed.map(drop)
    }

    /// Shows one person to `use_it`.
    pub(super) fn find<T>(
        &self,
        key: &Key,
        use_it: impl FnOnce(&Person<'_>) -> T,
    ) -> rusqlite::Result<Option<T>> {
        let by_number = format!("SELECT {COLUMNS} FROM people WHERE number = ?1");
        let by_id = format!("SELECT {COLUMNS} FROM people WHERE external_id = ?1");
        let shown = |row: &Row<'_>| Ok(use_it(&person(row)?));
        match key {
            Key::Number(number) => self
                .0
                .prepare_cached(&by_number)?
                .query_row([number], shown),
            Key::External(id) => self.0.prepare_cached(&by_id)?.query_row([id], shown),
        }
        .optional()
    }

    /// Adds a person; whoever is there already stays as they are.
    pub(super) fn add(&self, id: &str, profile: &Profile<'_>, now: i64) -> rusqlite::Result<()> {
        let insert = format!("{INSERT} ON CONFLICT (external_id) DO NOTHING");
        insert_with(&mut self.0.prepare_cached(&insert)?, id, profile, now)
    }

    /// Takes over a profile that was just pulled.
    ///
    /// With `keep_edits` a person who was edited in UserHub keeps UserHub's own values. The time of the
    /// update moves only when a value changes.
    pub(super) fn refresh(
        &self,
        id: &str,
        profile: &Profile<'_>,
        keep_edits: bool,
        now: i64,
    ) -> rusqlite::Result<Refreshed> {
        let mut look = self.0.prepare_cached(
            "SELECT number, deleted IS NOT NULL, edited FROM people WHERE external_id = ?1",
        )?;
        let found: Option<(i64, bool, bool)> = look
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        match found {
            None => return Ok(Refreshed::Missing),
            Some((_, true, _)) => return Ok(Refreshed::PendingDeletion),
            Some((_, false, true)) if keep_edits => {}
            Some((number, false, _)) => self.set_profile(number, profile, false, now)?,
        }
        Ok(Refreshed::Held)
    }

    /// Gives a person the values that somebody typed in at UserHub.
    pub(super) fn edit(
        &self,
        number: i64,
        profile: &Profile<'_>,
        now: i64,
    ) -> rusqlite::Result<()> {
        self.set_profile(number, profile, true, now)
    }

    fn set_profile(
        &self,
        number: i64,
        profile: &Profile<'_>,
        edited: bool,
        now: i64,
    ) -> rusqlite::Result<()> {
        let mut update = self.0.prepare_cached(
            "UPDATE people SET name = :name, email = :email, email_verified = :email_verified, \
             phone = :phone, phone_verified = :phone_verified, image = :image, disabled = :disabled, \
             edited = :edited, updated = :now \
             WHERE number = :number AND (name, email, email_verified, phone, phone_verified, \
             image, disabled, edited) IS NOT (:name, :email, :email_verified, :phone, :phone_verified, \
             :image, :disabled, :edited)",
        )?;
        update.execute(named_params! {
            ":number": number,
            ":name": profile.name, ":email": profile.email,
            ":email_verified": profile.email_verified,
            ":phone": profile.phone, ":phone_verified": profile.phone_verified,
            ":image": profile.image, ":disabled": profile.disabled,
            ":edited": edited, ":now": now,
        })?;
        Ok(())
    }

    /// The number of the person with this id of Auth0's.
    pub(super) fn number_of(&self, id: &str) -> rusqlite::Result<Option<i64>> {
        self.0
            .prepare_cached("SELECT number FROM people WHERE external_id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()
    }

    /// Marks a person for deletion, or takes the mark away (`None`).
    pub(super) fn mark(&self, number: i64, deleted: Option<i64>, now: i64) -> rusqlite::Result<()> {
        let mut mark = self
            .0
            .prepare_cached("UPDATE people SET deleted = ?2, updated = ?3 WHERE number = ?1")?;
        mark.execute((number, deleted, now))?;
        Ok(())
    }

    /// Takes a person out for good.
    pub(super) fn purge(&self, number: i64) -> rusqlite::Result<()> {
        self.0
            .prepare_cached("DELETE FROM people WHERE number = ?1")?
            .execute([number])?;
        Ok(())
    }

    /// Takes everybody out for good who is marked for deletion, and says how many they were.
    pub(super) fn purge_marked(&self) -> rusqlite::Result<usize> {
        self.0
            .execute("DELETE FROM people WHERE deleted IS NOT NULL", [])
    }

    /// How many people are held, those marked for deletion included.
    pub(super) fn count(&self) -> rusqlite::Result<u64> {
        let count: i64 = self
            .0
            .query_row("SELECT count(*) FROM people", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Shows the people behind a position one after the other, until `go_on` says no.
    pub(super) fn walk(
        &self,
        order: Order,
        behind: Option<&Position>,
        mut go_on: impl FnMut(&Person<'_>) -> bool,
    ) -> rusqlite::Result<()> {
        let condition = match (order, behind) {
            (_, None) => "?1 IS NULL AND ?2 IS NULL",
            (Order::NewestFirst, _) => "?1 IS NOT NULL AND number < ?2",
            (Order::LastDeletedFirst, _) => {
                "(ifnull(deleted, 0), number) < (CAST(?1 AS INTEGER), ?2)"
            }
            (Order::ByName, _) => "(ifnull(name, ''), number) > (?1, ?2)",
            (Order::ByEmail, _) => "(ifnull(email, ''), number) > (?1, ?2)",
            (Order::ByNameAndEmail, _) => {
                "(ifnull(name, '') || char(1) || ifnull(email, ''), number) > (?1, ?2)"
            }
            (Order::ByEmailAndName, _) => {
                "(ifnull(email, '') || char(1) || ifnull(name, ''), number) > (?1, ?2)"
            }
        };
        let by = match order {
            Order::NewestFirst => "number DESC",
            Order::LastDeletedFirst => "ifnull(deleted, 0) DESC, number DESC",
            Order::ByName => "ifnull(name, ''), number",
            Order::ByEmail => "ifnull(email, ''), number",
            Order::ByNameAndEmail => "ifnull(name, '') || char(1) || ifnull(email, ''), number",
            Order::ByEmailAndName => "ifnull(email, '') || char(1) || ifnull(name, ''), number",
        };
        let query = format!("SELECT {COLUMNS} FROM people WHERE {condition} ORDER BY {by}");
        let mut statement = self.0.prepare_cached(&query)?;
        let behind = (
            behind.map(|b| b.sort_key.as_str()),
            behind.map(|b| b.number),
        );
        let mut rows = statement.query(behind)?;
        while let Some(row) = rows.next()? {
            if !go_on(&person(row)?) {
                break;
            }
        }
        Ok(())
    }

    /// Puts everybody of an iterator into an empty table; the index is built once, at the end.
    pub(super) fn fill<'p>(
        &self,
        people: impl Iterator<Item = (String, Profile<'p>)>,
        now: i64,
    ) -> rusqlite::Result<()> {
        self.0.execute_batch("DROP INDEX people_by_external_id")?;
        let mut insert = self.0.prepare_cached(INSERT)?;
        for (id, profile) in people {
            insert_with(&mut insert, &id, &profile, now)?;
        }
        self.0.execute_batch(INDEX)
    }
}

fn insert_with(
    statement: &mut CachedStatement<'_>,
    id: &str,
    profile: &Profile<'_>,
    now: i64,
) -> rusqlite::Result<()> {
    statement.execute(named_params! {
        ":external_id": id,
        ":name": profile.name, ":email": profile.email, ":email_verified": profile.email_verified,
        ":phone": profile.phone, ":phone_verified": profile.phone_verified, ":image": profile.image,
        ":disabled": profile.disabled, ":now": now,
    })?;
    Ok(())
}

fn person<'r>(row: &'r Row<'_>) -> rusqlite::Result<Person<'r>> {
    Ok(Person {
        number: row.get(0)?,
        external_id: row.get_ref(1)?.as_str()?,
        profile: Profile {
            name: text(row.get_ref(2)?)?,
            email: text(row.get_ref(3)?)?,
            email_verified: row.get(4)?,
            phone: text(row.get_ref(5)?)?,
            phone_verified: row.get(6)?,
            image: text(row.get_ref(7)?)?,
            disabled: row.get(8)?,
        },
        created: row.get(9)?,
        updated: row.get(10)?,
        deleted: row.get(11)?,
    })
}

fn text(value: ValueRef<'_>) -> rusqlite::Result<Option<Cow<'_, str>>> {
    Ok(value.as_str_or_null()?.map(Cow::Borrowed))
}
