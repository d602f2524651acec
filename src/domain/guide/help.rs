//! What to do where a person does not see what a step names: two lines for each label of a web page.

use super::{Known, Part, Step};

/// Two lines of help for a step whose label cannot be found; `None` for a step without a label.
pub fn help(step: &Step) -> Option<&'static str> {
    step.label?;
    HELP.iter()
        .find(|(steps, _)| steps.contains(&step.id))
        .map(|(_, lines)| *lines)
}

/// Two lines for the steps of these ids.
const HELP: &[(&[&str], &str)] = &[
    (
        &["C5"],
        "Save is at the bottom of the form.\n\
         If it is grey, a field above is still empty.",
    ),
    (
        &["K7"],
        "The button is at the bottom of the form.\n\
         The key is shown right after it, once.",
    ),
    (
        &["A1", "P1"],
        "The dashboard is at manage.auth0.com.\n\
         After signing in you should see Applications in the menu on the left. If you see no menu, your account may not do this: ask whoever manages Auth0.",
    ),
    (
        &["A3"],
        "Applications is the first group of the menu on the left; click it once to unfold it.\n\
         On a narrow screen the menu hides behind the three lines at the top left.",
    ),
    (
        &["A4"],
        "The button is at the top right of the list of applications.\n\
         If it is missing, your account may only look. Ask for the role Admin or Editor - Specific Apps.",
    ),
    (
        &["A5"],
        "It is the first field of the window that Create Application opens.\n\
         The name is only for you: any other one will do too.",
    ),
    (
        &["A6"],
        "It is the row of four large boxes under the name.\n\
         Machine to Machine is the last one, with a small cog. The type can be changed later on the Settings tab.",
    ),
    (
        &["A7"],
        "The button is at the bottom of the same window.\n\
         It becomes active once a type is chosen.",
    ),
    (
        &["A8"],
        "Right after Create, Auth0 asks which API the application may use. If you closed that question, open Applications → APIs → Auth0 Management API.\n\
         There the application is listed on the tab Application Access (formerly Machine to Machine Applications).",
    ),
    (
        &["A9"],
        "The list is long. Type users in its filter box to see only a few.\n\
         Tick exactly these four; more do no harm, and fewer are told by the check.",
    ),
    (
        &["A10"],
        "The button is under the list of permissions. It may be called Update where the application had some already.\n\
         Nothing is kept before it is clicked.",
    ),
    (
        &["A11"],
        "Open Applications → Applications and click the name UserHub. The Client ID stands in the header of that page.\n\
         The Client Secret is on the tab Credentials, hidden: click the copy icon beside it.",
    ),
    (
        &["C1"],
        "Click the name of your tenant at the top left, then Tenant settings. Developers unfolds in the menu there.\n\
         If Developers is missing, your account may not do this: ask whoever manages UserHub.",
    ),
    (
        &["C2"],
        "Connections are listed by kind. Setup stands in the row of Auth0.\n\
         If that row says Edit instead, there is a connection already: open it and use that one.",
    ),
    (
        &["C3", "C4"],
        "The fields are on the form that Setup opens.\n\
         If they are filled already, replace what is in them with the values here.",
    ),
    (
        &["C6"],
        "The status stands beside the name of the connection. Wait a few seconds, then load the page again.\n\
         If it says something else, go on to the next page and choose Something else: it says what to do.",
    ),
    (
        &["C7"],
        "It stands on the page of the connection, and in that page's address.\n\
         Copy the whole address if you like: the ID is cut out of it.",
    ),
    (
        &["K1"],
        "Click the name of your tenant at the top left, then Tenant settings. Developers unfolds in the menu there.\n\
         API keys is beside Connections.",
    ),
    (
        &["K2"],
        "The button is at the top right of the list of keys.\n\
         If it is missing, your account may only look. Ask whoever manages UserHub.",
    ),
    (
        &["K3"],
        "It is the first field of the form.\n\
         The description is only for you: any other one will do too.",
    ),
    (
        &["K4"],
        "It is a list under the description.\n\
         Choose Admin API, not User API: a User API key cannot add users.",
    ),
    (
        &["K5"],
        "Leave the field empty, so that the key does not end by itself.\n\
         With a date, everything stops on that day.",
    ),
    (
        &["K6"],
        "It is a list further down the form.\n\
         If Auth0 is not in it, set up the connection first (Part 3).",
    ),
    (
        &["K8"],
        "The key is shown in a window right after Create.\n\
         If that window is closed already, delete the key and create a new one: UserHub does not show it again.",
    ),
    (
        &["P2"],
        "The name of the tenant is at the top left of the dashboard; click it to choose another one.\n\
         It must be the tenant of Part 2, whose name stands at the top right of this page.",
    ),
    (
        &["P3"],
        "Actions is further down the menu on the left; click it once to unfold it.\n\
         Library is its first entry.",
    ),
    (
        &["P4"],
        "Look at the top right of the Library. It may say Create Action; then choose Build from scratch.\n\
         If neither is there, your account may only look.",
    ),
    (
        &["P5"],
        "It is the first field of the window.\n\
         The name is what you look for later in the Login flow.",
    ),
    (
        &["P6"],
        "It is a list under the name.\n\
         Login / Post Login runs right after a person has signed in.",
    ),
    (
        &["P7"],
        "It is a list under the trigger.\n\
         Take the one that is marked as recommended, usually Node 22.",
    ),
    (
        &["P8"],
        "The button is at the bottom of the window.\n\
         Then the editor opens, with some code in it already.",
    ),
    (
        &["P9"],
        "Click anywhere in the code in Auth0, press Ctrl+A (Cmd+A on a Mac), then paste.\n\
         Nothing of the code that was there before may stay.",
    ),
    (
        &["P10"],
        "The icons are at the left edge of the editor; the cube is the last or the last but one.\n\
         If the name is not found, use the form of the Action without the package.",
    ),
    (
        &["P11", "P15"],
        "The icons are at the left edge of the editor; the key opens Secrets.\n\
         Add Secret is a button in the panel that opens.",
    ),
    (
        &["P12", "P16"],
        "Key and Value are the two fields of the window that Add Secret opens.\n\
         Capital letters and the underscore matter.",
    ),
    (
        &["P13", "P17"],
        "Value is the second field of the window.\n\
         Copy secret puts the whole value into the clipboard, though only its end is shown here.",
    ),
    (
        &["P14", "P18"],
        "The button is at the bottom of the small window.\n\
         Then the key's name is in the list of secrets.",
    ),
    (
        &["P19"],
        "Deploy is at the top right of the editor.\n\
         If it is grey, the newest version is deployed already.",
    ),
    (
        &["P20", "P21"],
        "Actions is in the menu on the left; it may have Triggers in the place of Flows.\n\
         The card is called Login or post-login.",
    ),
    (
        &["P22"],
        "The list of Actions is at the right of the drawing of the flow.\n\
         Custom is the tab with the Actions that you made. If UserHub is not there, it was not deployed.",
    ),
    (
        &["P23"],
        "Hold the mouse down on UserHub, move it onto the line between Start and the end, and let go.\n\
         If other Actions are there, put it after them.",
    ),
    (
        &["P24"],
        "Apply is at the top right. It becomes active after the drawing was changed.\n\
         Without it the Action never runs, and nothing says so.",
    ),
];

/// A question that can be sent to somebody who knows the page; it holds no secret.
pub fn question(step: &Step, known: &Known) -> Option<String> {
    let label = step.label?;
    let console = match step.part {
        Part::Application | Part::Action => "the Auth0 dashboard",
        Part::Connection | Part::Key => "the UserHub Admin console",
    };
    let tenant = known.domain.as_ref().map_or_else(String::new, |domain| {
        format!(" Our Auth0 tenant is {domain}.")
    });
    Some(format!(
        "Hello,\n\nwe are connecting Auth0 to UserHub. In {console} I am to do this (step {}):\n\n    {}\n\nI cannot find “{label}”.{tenant} Where is it, or what is needed so that I see it?\n\nThank you",
        step.id, step.words
    ))
}

#[cfg(test)]
mod tests {
    use super::super::STEPS;
    use super::*;

    #[test]
    fn every_step_with_a_label_has_two_lines_of_help_and_a_question() {
        for step in STEPS.iter().filter(|step| step.label.is_some()) {
            let help = help(step).unwrap_or_default();
            assert_eq!(help.lines().count(), 2, "{}", step.id);
            let question = question(step, &Known::default()).unwrap();
            assert!(question.contains(step.words), "{}", step.id);
        }
    }
}
