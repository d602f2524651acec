//! A D-Bus session with gnome-keyring, both gone when it is dropped.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// It lives as long as its standard input is open.
const SCRIPT: &str = r#"
printf '%s' "$PASSWORD" | gnome-keyring-daemon $UNLOCK --components=secrets >/dev/null 2>&1
printf '%s\n' "$DBUS_SESSION_BUS_ADDRESS"
cat >/dev/null
"#;

pub(crate) struct Session {
    pub(crate) address: String,
    child: Child,
    stdin: Option<ChildStdin>,
}

impl Session {
    /// Its keyring lies under `home`; a locked one has a password that nobody is there to type.
    pub(crate) fn start(home: &Path, unlocked: bool) -> Self {
        let run = home.join("run");
        std::fs::create_dir_all(&run).unwrap();
        let mut command = Command::new("dbus-run-session");
        command
            .args(["--", "sh", "-c", SCRIPT])
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", &run)
            .env("PASSWORD", "for the test only")
            .env("UNLOCK", if unlocked { "--unlock" } else { "--start" })
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        for variable in [
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_STATE_HOME",
            "XDG_CACHE_HOME",
        ] {
            command.env_remove(variable);
        }
        let mut child = command.spawn().unwrap();
        let stdin = child.stdin.take();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        Self {
            address: address.trim().to_owned(),
            child,
            stdin,
        }
    }

    /// What the keyring holds, asked by another program than ours.
    pub(crate) fn secret(&self, account: &str) -> Option<String> {
        let said = Command::new("secret-tool")
            .args(["lookup", "service", "UserHub Connect", "username", account])
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .output()
            .unwrap();
        Some(String::from_utf8(said.stdout).unwrap()).filter(|text| !text.is_empty())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(mut stdin) = self.stdin.take() {
            drop(stdin.flush());
        }
        drop(self.child.wait());
    }
}
