//! First contact: listens at the door of each service, and writes down which assumptions its answers bear out.
//!
//! What is looked for in an answer is here; what it means is decided in
//! [`domain::assumptions`](crate::domain::assumptions). It costs next to nothing: of each kind of call only the first answers
//! are read a second time, and nothing of them is kept but what [`Words`](crate::domain::assumptions::Words) can hold.

mod auth0;
mod heard;
mod notes;
mod setup;
mod signs;
mod userhub;

pub use self::notes::Observer;

use self::heard::Heard;
use super::call::{Call, Reply};
use super::error::Service;
use crate::domain::secret::Secret;

impl Observer {
    /// Hears the answer to a call; `sent` are the secrets that went with it, should they come back as if they were codes.
    pub(in crate::clients) fn heard(
        &self,
        service: Service,
        call: &Call,
        reply: &Reply,
        sent: &[&Secret],
    ) {
        if reply.status.is_redirection() {
            // It comes from something in between.
            return;
        }
        let heard = Heard { call, reply, sent };
        match service {
            Service::Auth0 => auth0::heard(self, &heard),
            Service::UserHub => userhub::heard(self, &heard),
        }
    }

    /// Hears the beginning of an export's file, which was asked for with these fields.
    pub(in crate::clients) fn export_began(&self, first: &[u8], fields: &[&str]) {
        self.note(auth0::export_began(first, fields));
    }
}

#[cfg(test)]
mod tests;
