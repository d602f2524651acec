//! What systemd is told by a service that stays: that it has begun, what it does, that it is alive, and that it ends.
//!
//! The protocol is one datagram a message to the socket that `NOTIFY_SOCKET` names (sd_notify(3)). Without a service manager
//! nothing is told, and one that does not listen changes nothing.

#[cfg(unix)]
use std::os::unix::net::UnixDatagram;

/// The service manager, if there is one.
#[derive(Debug, Default)]
pub(super) struct ServiceManager {
    #[cfg(unix)]
    socket: Option<UnixDatagram>,
    is_ready: bool,
}

/// The variable that names the socket.
#[cfg(unix)]
const SOCKET: &str = "NOTIFY_SOCKET";

impl ServiceManager {
    /// The one that has started this process.
    pub(super) fn of_this_process() -> Self {
        Self {
            #[cfg(unix)]
            socket: std::env::var_os(SOCKET).and_then(|name| connect(&name)),
            is_ready: false,
        }
    }

    /// It does this now. The first time it has begun.
    pub(super) fn does(&mut self, what: &str) {
        let ready = if std::mem::replace(&mut self.is_ready, true) {
            ""
        } else {
            "READY=1\n"
        };
        let what = what.replace(['\n', '\r'], " ");
        self.tell(&format!("{ready}STATUS={what}\nWATCHDOG=1"));
    }

    /// It goes on.
    pub(super) fn is_alive(&self) {
        self.tell("WATCHDOG=1");
    }

    /// It ends.
    pub(super) fn ends(&self) {
        self.tell("STOPPING=1");
    }

    #[cfg(unix)]
    fn tell(&self, message: &str) {
        if let Some(socket) = &self.socket
            && let Err(error) = socket.send(message.as_bytes())
        {
            tracing::debug!(%error, "the service manager does not listen");
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "there is nobody to tell")]
    fn tell(&self, _: &str) {}
}

/// The socket: a path, or on Linux a name that begins with `@` and has no path.
#[cfg(unix)]
fn connect(name: &std::ffi::OsStr) -> Option<UnixDatagram> {
    use std::os::unix::ffi::OsStrExt as _;
    let socket = UnixDatagram::unbound().ok()?;
    // One that does not listen must not hold up the watch.
    socket.set_nonblocking(true).ok()?;
    match name.as_bytes() {
        #[cfg(target_os = "linux")]
        [b'@', name @ ..] => {
            use std::os::linux::net::SocketAddrExt as _;
            let address = std::os::unix::net::SocketAddr::from_abstract_name(name).ok()?;
            socket.connect_addr(&address).ok()?;
        }
        [b'/', ..] => socket.connect(std::path::Path::new(name)).ok()?,
        _ => return None,
    }
    Some(socket)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn heard(socket: &UnixDatagram) -> String {
        let mut bytes = [0; 400];
        let length = socket.recv(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    }

    #[test]
    fn it_is_told_once_that_it_is_ready_and_each_time_what_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        let manager = UnixDatagram::bind(&path).unwrap();
        let mut told = ServiceManager {
            socket: connect(path.as_os_str()),
            is_ready: false,
        };
        told.does("Comparing\neverybody.");
        assert_eq!(
            heard(&manager),
            "READY=1\nSTATUS=Comparing everybody.\nWATCHDOG=1"
        );
        told.does("Live.");
        assert_eq!(heard(&manager), "STATUS=Live.\nWATCHDOG=1");
        told.is_alive();
        assert_eq!(heard(&manager), "WATCHDOG=1");
        told.ends();
        assert_eq!(heard(&manager), "STOPPING=1");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_socket_without_a_path_is_found_and_a_strange_name_is_nobody() {
        use std::os::linux::net::SocketAddrExt as _;
        let name = format!("userhub-connect-test-{}", std::process::id());
        let address = std::os::unix::net::SocketAddr::from_abstract_name(&name).unwrap();
        let manager = UnixDatagram::bind_addr(&address).unwrap();
        let told = ServiceManager {
            socket: connect(format!("@{name}").as_ref()),
            is_ready: true,
        };
        told.is_alive();
        assert_eq!(heard(&manager), "WATCHDOG=1");
        for nobody in ["", "notify", "/nowhere/at/all"] {
            assert!(connect(nobody.as_ref()).is_none(), "{nobody}");
        }
        ServiceManager::default().is_alive();
    }
}
