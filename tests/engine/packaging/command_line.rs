//! Man pages, one a command, and completion scripts: both from what the program itself takes.

use std::collections::BTreeMap;
use std::fs;

use clap::ValueEnum as _;
use clap_complete::Shell;
use userhub_connect::cli;

use super::hold_folder;

/// Every command's page by its file's name.
fn pages() -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    clap_mangen::generate_to(cli::command(), folder.path()).unwrap();
    fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            let page = fs::read_to_string(entry.path()).unwrap();
            (name, laid_out(&page).into_bytes())
        })
        .collect()
}

/// The page with its tables as they are in `--help`: a text that is laid out by more than one space is not filled.
fn laid_out(page: &str) -> String {
    let mut out = String::new();
    let mut is_table = false;
    for line in page.lines() {
        let is_row =
            !line.starts_with('.') && (line.contains("  ") || is_table && !line.is_empty());
        if is_row != is_table {
            out.push_str(if is_row { ".nf\n" } else { ".fi\n" });
            is_table = is_row;
        }
        let line = if line == ".SH EXTRA" {
            ".SH NOTES"
        } else {
            line
        };
        out.push_str(line);
        out.push('\n');
    }
    if is_table {
        out.push_str(".fi\n");
    }
    out
}

#[test]
fn man_pages_are_those_of_the_commands() {
    let pages = pages();
    for name in [
        "",
        "-sync",
        "-removals",
        "-removals-keep",
        "-schedule-print",
    ] {
        let name = format!("userhub-connect{name}.1");
        assert!(pages.contains_key(&name), "no {name}");
    }
    hold_folder("man", &pages);
}

#[test]
fn completions_are_those_of_the_shells() {
    let shells = [Shell::Bash, Shell::Fish, Shell::Zsh];
    assert!(
        shells
            .iter()
            .all(|shell| Shell::value_variants().contains(shell))
    );
    let scripts = shells.map(|shell| {
        let name = match shell {
            Shell::Bash => "userhub-connect",
            Shell::Fish => "userhub-connect.fish",
            _ => "_userhub-connect",
        };
        (name.to_owned(), cli::completions(shell))
    });
    hold_folder("completions", &BTreeMap::from(scripts));
}
