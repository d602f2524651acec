//! Commands of this program that are printed to be pasted: with the flags that say where everything is, as they were typed.

use clap::{Arg, Command, CommandFactory as _};

use super::args::Cli;

/// Flags that hold for the run they were typed for alone.
const ONCE: [&str; 2] = ["practice-reset", "json"];

/// A command that may come next, such as `check`, for the same set-up and folder.
pub(super) fn command(words: &str) -> String {
    beside(words, &[])
}

/// As [`command`], where the command names the values of these flags itself.
pub(super) fn beside(words: &str, named: &[&str]) -> String {
    let cli = Cli::command();
    let is_wanted = |word: &Word| {
        let flag = word.flag.as_deref();
        flag.is_some_and(|flag| {
            global(&cli, flag).is_some() && !ONCE.contains(&flag) && !named.contains(&flag)
        })
    };
    in_one_line(words, typed(&cli, given()).into_iter().filter(is_wanted))
}

/// What was typed, with these flags in the place of those.
pub(super) fn again(without: &[&str], with: &[String]) -> String {
    let cli = Cli::command();
    let names = with.iter().filter_map(|flag| name(flag));
    let dropped: Vec<&str> = names.chain(without.iter().copied()).collect();
    let is_wanted = |word: &Word| {
        let flag = word.flag.as_deref();
        !flag.is_some_and(|flag| flag == "practice-reset" || dropped.contains(&flag))
    };
    let line = in_one_line("", typed(&cli, given()).into_iter().filter(is_wanted));
    let with: String = with.iter().flat_map(|flag| [" ", flag.as_ref()]).collect();
    line + &with
}

fn given() -> impl Iterator<Item = String> {
    let words = std::env::args_os().skip(1);
    words.map(|word| word.to_string_lossy().into_owned())
}

/// A word of a command line; a flag has its value with it.
#[derive(Debug)]
struct Word {
    /// The flag's long name.
    flag: Option<String>,
    text: Vec<String>,
}

/// The long name of a flag, without its value.
fn name(word: &str) -> Option<&str> {
    let long = word.strip_prefix("--")?;
    let long = long.split(['=', ' ']).next().unwrap_or_default();
    (!long.is_empty()).then_some(long)
}

fn typed(cli: &Command, mut words: impl Iterator<Item = String>) -> Vec<Word> {
    let mut all = Vec::new();
    while let Some(word) = words.next() {
        let flag = name(&word).map(str::to_owned);
        let has_value = flag.as_deref().is_some_and(|flag| {
            let flag = anywhere(cli, flag);
            flag.is_some_and(|flag| flag.get_action().takes_values())
        });
        let wants_more = has_value && !word.contains('=');
        let mut text = vec![word];
        if wants_more {
            text.extend(words.next());
        }
        all.push(Word { flag, text });
    }
    all
}

fn global<'a>(cli: &'a Command, flag: &str) -> Option<&'a Arg> {
    let mut all = cli.get_arguments();
    all.find(|arg| arg.is_global_set() && arg.get_long() == Some(flag))
}

/// A flag of the program or of any of its commands.
fn anywhere<'a>(cli: &'a Command, flag: &str) -> Option<&'a Arg> {
    let own = cli.get_arguments().find(|arg| arg.get_long() == Some(flag));
    own.or_else(|| cli.get_subcommands().find_map(|verb| anywhere(verb, flag)))
}

fn in_one_line(words: &str, typed: impl Iterator<Item = Word>) -> String {
    let mut line = "userhub-connect".to_owned();
    if !words.is_empty() {
        line.push(' ');
        line.push_str(words);
    }
    for word in typed.flat_map(|word| word.text) {
        line.push(' ');
        line.push_str(&quoted(&word));
    }
    line
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:@,+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_a_shell_would_read_otherwise_is_quoted() {
        assert_eq!(quoted("--data-dir=/tmp/x"), "--data-dir=/tmp/x");
        assert_eq!(quoted("auth0|1"), "'auth0|1'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn a_flag_has_its_value_with_it_whichever_way_it_is_written() {
        let line = "--practice removals mark --confirm 5 --data-dir=/x --all auth0|1";
        let words = line.split(' ').map(str::to_owned);
        let words = typed(&Cli::command(), words);
        let text: Vec<String> = words.iter().map(|word| word.text.join(" ")).collect();
        assert_eq!(
            text,
            [
                "--practice",
                "removals",
                "mark",
                "--confirm 5",
                "--data-dir=/x",
                "--all",
                "auth0|1"
            ]
        );
        assert_eq!(words[3].flag.as_deref(), Some("confirm"));
        assert_eq!(words[4].flag.as_deref(), Some("data-dir"));
        assert_eq!(words[6].flag, None);
    }
}
