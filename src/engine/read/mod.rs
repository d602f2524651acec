//! Reading both services completely: a token and a journal go in; everybody is in the journal, and what the reading proves
//! comes out ([`Evidence`](crate::domain::completeness::Evidence)).
//!
//! [`auth0`] chooses the way: pages held against a count, an [`export`] held against other questions ([`cross_check`]), or
//! keyset pagination along a date ([`paginate`]). [`lookup`] asks by id for whoever is known and was not read.

pub(super) mod again;
pub(super) mod auth0;
pub(super) mod by_id;
pub(super) mod changes;
pub(super) mod collector;
pub(super) mod cross_check;
pub(super) mod export;
pub(super) mod lookup;
pub(super) mod page_reader;
pub(super) mod paginate;
pub(super) mod userhub;
