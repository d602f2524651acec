//! A tenant that is set up more than once, for several applications or connections: the record that is on top is that of
//! the set-up that is meant, and the others lie below it.

use super::found::Found;
use super::record::{ApplicationRecord, Record};
use super::targets;
use crate::domain::ids::{ClientId, ConnectionId};

impl Record {
    /// Turns to the record of this application and this connection, where the tenant has been set up more than once.
    pub fn turn_to(&mut self, application: Option<&ClientId>, connection: Option<&ConnectionId>) {
        let fit = |record: &Self| {
            let theirs = record.secrets.as_ref().map(|secrets| &secrets.connection);
            let same_connection = connection.is_some() && theirs == connection;
            let used = record.application.as_ref();
            let used = used.and_then(ApplicationRecord::client_id);
            let same_application = application.is_some() && used == application;
            u8::from(same_connection) * 2 + u8::from(same_application)
        };
        // The latest of those that fit best; the one that is on top stays there when none fits better.
        let best = self
            .earlier
            .iter()
            .enumerate()
            .map(|(at, it)| (fit(it), at));
        let Some((best, at)) = best.max() else { return };
        if best > fit(self) {
            let mut all = std::mem::take(&mut self.earlier);
            let mut turned = all.remove(at);
            all.push(self.clone());
            turned.earlier = all;
            *self = turned;
        }
    }

    /// Begins the record of another set-up of the same tenant; what is recorded stays below it.
    pub fn begin_another(&mut self) {
        let mut all = std::mem::take(&mut self.earlier);
        all.push(self.clone());
        *self = Self {
            earlier: all,
            ..Self::new(self.domain.clone())
        };
    }

    /// Takes the record of this set-up away; what is left is that of the one before it.
    pub fn without_latest(mut self) -> Option<Self> {
        let mut latest = self.earlier.pop()?;
        latest.earlier = self.earlier;
        Some(latest)
    }

    /// Whether a set-up with this application and this Action would be another one than the recorded one. What is recorded
    /// and no longer there tells nothing.
    pub fn is_of_another(
        &self,
        found: &Found,
        application: Option<&ClientId>,
        action: Option<Option<&str>>,
    ) -> bool {
        let recorded = self.application.as_ref();
        let recorded = recorded.and_then(|it| targets::recorded_application(found, it));
        let other_application = recorded.is_some() && recorded.as_ref() != application;
        let recorded = self.action.as_ref();
        let recorded = recorded.and_then(|it| targets::recorded_action(found, it));
        let other_action = action.is_some_and(|it| recorded.is_some() && recorded.as_deref() != it);
        other_application || other_action
    }
}
