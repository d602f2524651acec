//! What each page is for, in a few sentences, opened with F1 or the button beside the page's heading.

use eframe::egui::Ui;

use crate::app::msg::{Msg, NavigationMsg};
use crate::app::state::State;
use crate::domain::issue::Code;
use crate::protocol::places::Place;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner};

/// Draws the explanation above the page, while it is wanted.
pub(crate) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    if !state.navigation.explaining {
        return;
    }
    let issue = state.readiness.run.result.issue();
    let (title, body) = match issue.map(|issue| issue.code) {
        Some(Code::RateLimited) => LIMITS,
        _ => words(state.navigation.place),
    };
    let close = Banner::info(title)
        .icon(Icon::Question)
        .body(body)
        .show_with(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                let close = widgets::secondary(ui, "Close this explanation").clicked();
                widgets::small(ui, "Esc closes it too");
                close
            })
            .inner
        });
    if close {
        said.push(Msg::Navigation(NavigationMsg::ClosedExplanation));
    }
    widgets::gap(ui, space::L);
}

/// Where a limit was met, it is what wants an explanation.
const LIMITS: (&str, &str) = (
    "Why Auth0 limits how fast we may go",
    "Auth0 answers each tenant only so many times a second: about twice on the free plan, more often on the others. Your own \
     applications share this. So this app looks at how much the others leave, uses a little less than that, slows down when Auth0 asks for it, and goes on by \
     itself. It takes longer, and nobody is missed.",
);

const AUTOMATIC: (&str, &str) = (
    "What the app does with the temporary key",
    "It looks at your Auth0 tenant, shows what there is and what there would be, and makes only the changes that you \
             agree to. Actions that are in your Login flow stay there in their order. Everything can be undone, and the key \
             ends by itself.",
);

const FORMS: (&str, &str) = (
    "What the forms are",
    "Two are code to paste into Auth0. Three are for a developer's tools. What is known of yours is filled in.",
);

const HELP: (&str, &str) = (
    "How help works here",
    "Every page explains itself: press F1. Every problem says why, and what to do about it. Whoever helps you needs the \
             report: it holds no secret, and nothing of it is sent by itself.",
);

const fn words(place: Place) -> (&'static str, &'static str) {
    match place {
        Place::Welcome => (
            "What this app does",
            "Auth0 knows who may sign in to your product. UserHub keeps your users and bills them. This app connects the \
             two, checks every step by a real call, and then brings your users from Auth0 into UserHub. It never deletes \
             anybody.",
        ),
        Place::Before => (
            "What has to be there before you begin",
            "You work in two web pages beside this window, so you need access to both. The app looks by itself whether it \
             can reach both services, whether the clock is right (a wrong clock breaks signing in), and whether this \
             computer can keep your keys.",
        ),
        Place::Automatic => AUTOMATIC,
        Place::Tenant => (
            "Which tenant is meant",
            "A company can have several tenants in Auth0, such as one for tests and one for production. Every address of \
             the Auth0 dashboard says which one is open, so pasting any of them is enough. Nothing is changed by it.",
        ),
        Place::Application => (
            "Why an application is needed",
            "UserHub does not sign in to Auth0 as you. It signs in as an application of its own, which you can switch off \
             in Auth0 at any time without changing anything else.",
        ),
        Place::Permission => (
            "What the four permissions are for",
            "The application may do only what you allow. UserHub reads users, and changes, creates or removes one in Auth0 \
             when you do so in UserHub. This app itself only ever reads.",
        ),
        Place::Credentials => (
            "What the two values are",
            "Client ID and Client Secret are like the name and password of the application. The name is no secret. The \
             password is: it is kept out of every file and every log, and only its last four characters are shown.",
        ),
        Place::ConnectionValues => (
            "What the connection is",
            "The connection tells UserHub how to sign in to your Auth0 tenant. It needs the three values that you have \
             already; copy each into the field of the same name.",
        ),
        Place::Connection => (
            "What the connection ID is for",
            "UserHub can have several connections. The ID names the one to Auth0, so that users are brought in through it. \
             It is proved in Part 4, once there is a key to ask with.",
        ),
        Place::Key => (
            "What the API key is for",
            "With this key the app asks UserHub to bring a user in. The login Action of Part 5 uses the same key. UserHub \
             shows it only once; if it is lost, create a new one and delete the old one.",
        ),
        Place::ActionCreate | Place::ActionCode => (
            "What the Action does",
            "An Action is a small program that Auth0 runs at each sign-in. This one tells UserHub that somebody has signed \
             in, so that a new person appears there at once. What happens to a sign-in while UserHub cannot be reached is up \
             to UserHub's package; the form without the package lets everybody in.",
        ),
        Place::ActionForms => FORMS,
        Place::ActionDependency => (
            "Why the Action needs a package",
            "The documented code uses a package of UserHub's, which Auth0 adds by its name. If Auth0 cannot find it, there \
             is a form of the Action without it that does the same.",
        ),
        Place::ActionSecrets => (
            "Why the keys are kept as secrets",
            "What is entered as a secret does not appear in the Action's code, and nobody can read it again in Auth0. The \
             code looks for the two names, so they must be written exactly so.",
        ),
        Place::ActionDeploy => (
            "Why it has to be deployed",
            "Auth0 runs the version that was deployed last. A draft that is only saved is never run.",
        ),
        Place::ActionFlow => (
            "Why it has to be in the flow",
            "The Login flow is the list of Actions that run at a sign-in, in their order. An Action that is not in the list \
             never runs, and nothing says so. Apply keeps the change.",
        ),
        Place::Check => (
            "What is checked",
            "Each line is a real call, made now. What cannot be seen with the application's four permissions is said to be \
             so, and a sign-in test covers it.",
        ),
        Place::Finish => (
            "What you have now",
            "The summary names what was set up, without any secret, so that it can be sent to a colleague or kept.",
        ),
        Place::Sync => (
            "What a sync does",
            "It reads both sides, compares them, and asks UserHub to add or to read again those who differ. Look first: \
             that changes nothing. Nobody is removed, on either side.",
        ),
        Place::History => (
            "What is kept here",
            "Every check and every sync, with what came of it, as it was then.",
        ),
        Place::Help => HELP,
        Place::Settings => (
            "What can be set",
            "How the window looks, where keys are kept, and how the network is reached. Each change holds at once.",
        ),
    }
}
