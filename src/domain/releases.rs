//! What is new in each release, in the words of `assets/releases.md`: for whoever starts a newer version than the last time.

/// The file that has the words.
const TEXT: &str = include_str!("../../assets/releases.md");

/// A release as it is told to whoever uses the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release<'a> {
    /// Its version, as in `0.1.0`.
    pub version: &'a str,
    /// Its day, as in `2026-11-27`.
    pub day: &'a str,
    /// What is new, a sentence each.
    text: &'a str,
}

impl<'a> Release<'a> {
    /// What is new, a sentence each.
    pub fn news(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.text.lines().filter_map(|line| line.strip_prefix("- "))
    }
}

/// Every release, newest first.
pub fn all() -> Vec<Release<'static>> {
    read(TEXT)
}

/// The releases that are newer than a version, newest first. A version that cannot be read is older than all.
pub fn since(version: &str) -> Vec<Release<'static>> {
    let mut releases = all();
    releases.retain(|release| is_newer(release.version, version));
    releases
}

/// Whether a version is newer than another.
pub fn is_newer(version: &str, than: &str) -> bool {
    numbers(version) > numbers(than)
}

/// A version's three numbers; what stands behind a `-` or `+` is left out.
fn numbers(version: &str) -> Option<[u32; 3]> {
    let version = version.split(['-', '+']).next()?;
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    Some([numbers.next()??, numbers.next()??, numbers.next()??])
}

fn read(text: &str) -> Vec<Release<'_>> {
    let sections = text.split("\n## ").skip(1);
    let release = |section| {
        let (head, text): (&str, _) = str::split_once(section, '\n')?;
        let (version, day) = head.strip_suffix(')')?.split_once(" (")?;
        Some(Release { version, day, text })
    };
    sections.filter_map(release).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_a_release_with_its_lines() {
        let text = "# What is new\n\nWords.\n\n## 0.10.0 (2027-01-02)\n\n- One.\n- Two.\n\n## 0.9.1 (2026-12-01)\n- Old.\n";
        let releases = read(text);
        let told: Vec<_> = releases
            .iter()
            .map(|release| {
                (
                    release.version,
                    release.day,
                    release.news().collect::<Vec<_>>(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("0.10.0", "2027-01-02", vec!["One.", "Two."]),
                ("0.9.1", "2026-12-01", vec!["Old."]),
            ]
        );
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        for (version, than, newer) in [
            ("0.10.0", "0.9.9", true),
            ("0.9.9", "0.10.0", false),
            ("0.1.0", "0.1.0", false),
            ("0.1.0", "0.1.0-rc1", false),
            ("1.0.0", "", true),
            ("1.0.0", "yesterday", true),
        ] {
            assert_eq!(is_newer(version, than), newer, "{version} {than}");
        }
    }

    #[test]
    fn the_newest_release_is_this_version() {
        let releases = all();
        assert_eq!(releases[0].version, env!("CARGO_PKG_VERSION"));
        assert!(releases.iter().all(|release| release.news().count() > 0));
        let in_order = releases
            .windows(2)
            .all(|two| is_newer(two[0].version, two[1].version));
        assert!(in_order);
        assert_eq!(since("0.0.9"), releases);
        assert_eq!(since(env!("CARGO_PKG_VERSION")), []);
    }
}
