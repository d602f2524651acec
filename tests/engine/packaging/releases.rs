//! Releases as the software centre and the package manager tell of them, from `assets/releases.md`.

use std::fmt::Write as _;
use std::fs;

use jiff::civil::Date;
use userhub_connect::domain::releases;

use super::{file, hold_file};

const METAINFO: &str = "com.userhub.connect.metainfo.xml";

#[test]
fn the_software_centre_is_told_of_every_release() {
    let there = fs::read_to_string(file(&format!("assets/{METAINFO}"))).unwrap();
    let (before, rest) = there.split_once("  <releases>\n").unwrap();
    let (_, after) = rest.split_once("  </releases>\n").unwrap();
    let mut wanted = format!("{before}  <releases>\n");
    for release in releases::all() {
        let (version, day) = (release.version, release.day);
        writeln!(wanted, "    <release version=\"{version}\" date=\"{day}\">").unwrap();
        wanted.push_str("      <description>\n        <ul>\n");
        for line in release.news() {
            assert!(!line.contains(['&', '<', '`']), "{line}");
            writeln!(wanted, "          <li>{line}</li>").unwrap();
        }
        wanted.push_str("        </ul>\n      </description>\n    </release>\n");
    }
    wanted.push_str("  </releases>\n");
    wanted.push_str(after);
    hold_file(METAINFO, wanted.as_bytes());
}

#[test]
fn the_package_manager_is_told_of_every_release() {
    let mut wanted = String::new();
    for release in releases::all() {
        let day: Date = release.day.parse().unwrap();
        let day = day.strftime("%a, %d %b %Y");
        write!(
            wanted,
            "userhub-connect ({}-1) unstable; urgency=medium\n\n",
            release.version
        )
        .unwrap();
        for line in release.news() {
            let mut length = 0;
            wanted.push_str("  *");
            for word in line.split(' ') {
                if length + word.len() > 72 {
                    wanted.push_str("\n   ");
                    length = 0;
                }
                length += word.len() + 1;
                write!(wanted, " {word}").unwrap();
            }
            wanted.push('\n');
        }
        write!(
            wanted,
            "\n -- UserHub <support@userhub.com>  {day} 12:00:00 +0000\n\n"
        )
        .unwrap();
    }
    hold_file("debian/changelog", wanted.trim_end().as_bytes());
}

#[test]
fn every_release_is_in_the_changelog() {
    let changelog = fs::read_to_string(file("CHANGELOG.md")).unwrap();
    for (index, release) in releases::all().iter().enumerate() {
        let is_there = changelog.contains(&format!("\n## {}", release.version));
        // The one that is being worked on has no number there before its day.
        let is_coming = index == 0 && changelog.contains("\n## Unreleased");
        assert!(is_there || is_coming, "{release:?}");
    }
}
