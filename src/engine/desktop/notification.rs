//! One word to a person who looks elsewhere, through the desktop's own notifications.

use std::thread::Builder;

use notify_rust::Notification;

/// The name under which the desktop knows the window, and the icon that belongs to it.
const APP: &str = "UserHub Connect";
const ICON: &str = "com.userhub.connect";

/// Shows a notification. Where there is nobody to show it, nothing is lost: the window says the same.
///
/// It has a thread of its own, for which nobody waits: a desktop may not answer.
pub(in crate::engine) fn tell(title: String, body: String) {
    let thread = Builder::new().name("notification".to_owned());
    let started = thread.spawn(move || {
        let mut notification = Notification::new();
        notification.appname(APP).icon(ICON).summary(&title);
        if let Err(error) = notification.body(&body).show() {
            tracing::debug!(%error, "no notification");
        }
    });
    if let Err(error) = started {
        tracing::debug!(%error, "no notification");
    }
}
