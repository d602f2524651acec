//! The program in the desktop's menu: the entry of the packages, with the place where this program lies.

/// The entry as packages install it.
const ENTRY: &str = include_str!("../../assets/com.userhub.connect.desktop");

/// How the packages' entry calls the program: it is where the shell finds it.
const CALL: &str = "Exec=userhub-connect";

/// Where the entry lies, under a folder of data.
pub const ENTRY_PATH: &str = "applications/com.userhub.connect.desktop";

/// The packages' entry for a program that lies at this path. A menu leaves it out when the program is gone.
pub fn entry(program: &str) -> String {
    let mut entry = String::with_capacity(ENTRY.len() + 4 * program.len());
    for line in ENTRY.lines() {
        match line.strip_prefix(CALL) {
            Some(rest) => {
                entry.push_str("Exec=");
                entry.push_str(&quoted(program));
                entry.push_str(rest);
            }
            None => entry.push_str(line),
        }
        entry.push('\n');
        if line == CALL {
            entry.push_str("TryExec=");
            entry.push_str(&escaped(program));
            entry.push('\n');
        }
    }
    entry
}

/// A path as a word of a command: between quotes, in which four signs have a meaning, and with no field code in it.
fn quoted(path: &str) -> String {
    let mut word = String::from("\"");
    for sign in path.chars() {
        if matches!(sign, '"' | '`' | '$' | '\\') {
            word.push('\\');
        }
        if sign == '%' {
            word.push('%');
        }
        word.push(sign);
    }
    word.push('"');
    escaped(&word)
}

/// A text as the value of a key, in which a backslash and what ends a line have a form of their own.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\t', "\\t")
        .replace('\r', "\\r")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_packages_entry_but_for_the_place_of_the_program() {
        let entry = entry("/opt/connect/userhub-connect");
        let own: Vec<&str> = entry
            .lines()
            .filter(|line| !ENTRY.lines().any(|packaged| packaged == *line))
            .collect();
        assert_eq!(
            own,
            [
                "Exec=\"/opt/connect/userhub-connect\"",
                "TryExec=/opt/connect/userhub-connect",
                "Exec=\"/opt/connect/userhub-connect\" --practice",
            ]
        );
        let kept = ENTRY.lines().filter(|line| !line.starts_with("Exec="));
        for line in kept {
            assert!(entry.lines().any(|one| one == line), "{line}");
        }
    }

    #[test]
    fn a_path_with_odd_signs_is_one_word() {
        assert_eq!(quoted("/a b/c"), "\"/a b/c\"");
        assert_eq!(quoted("/100%/x"), "\"/100%%/x\"");
        // A dollar sign is escaped within the quotes, and that backslash once more in the file.
        assert_eq!(quoted("/$x"), "\"/\\\\$x\"");
        assert_eq!(quoted("/a\\b"), "\"/a\\\\\\\\b\"");
        assert_eq!(escaped("/a\nb"), "/a\\nb");
    }
}
