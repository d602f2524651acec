//! `snippet`: the Action in the form that was asked for.

use super::args::{FormName, Options, SnippetArgs};
use super::exit::Exit;
use super::guide;
use super::next;
use super::out::Out;
use crate::domain::guide::Known;
use crate::domain::snippet::{Code, Form};

/// Prints the form, the documented one byte for byte. A file of a tool's form that holds nothing but the code is named
/// instead, so that what is printed can go into one file.
pub(super) fn print(options: &Options, args: &SnippetArgs, out: Out) -> Exit {
    let form = asked(args);
    // What is pasted into Auth0 is the same for everybody: nothing that was typed beside it can spoil it.
    let known = if form.is_for_a_tool() {
        match guide::known(options) {
            Ok(known) => known,
            Err(issue) => return out.problem(&issue),
        }
    } else {
        Known::default()
    };
    for (at, file) in form.files(&known).iter().enumerate() {
        if out.is_json() {
            Out::event(&serde_json::json!({
                "event": "file", "form": form.name(), "name": file.name, "text": file.text,
            }));
        } else if form.is_for_a_tool() && file.text == form.code().text() {
            out.say(format!(
                "The code goes into {}: {}",
                file.name,
                next::command(&format!("snippet --form {}", pasted(form.code()).name()))
            ));
        } else {
            // Two files, printed into one, are kept apart by an empty line.
            if at > 0 {
                Out::line("");
            }
            Out::raw(file.text.as_bytes());
        }
    }
    Exit::Done
}

fn asked(args: &SnippetArgs) -> Form {
    let form = match args.form {
        FormName::Documented => Form::Documented,
        FormName::WithoutPackage => Form::WithoutPackage,
        FormName::Terraform => Form::Terraform(Code::Documented),
        FormName::DeployCli => Form::DeployCli(Code::Documented),
        FormName::Auth0Cli => Form::Auth0Cli(Code::Documented),
    };
    if args.without_package {
        form.with(Code::WithoutPackage)
    } else {
        form
    }
}

fn pasted(code: Code) -> Form {
    Form::Documented.with(code)
}
