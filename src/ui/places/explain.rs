//! What each page is for, in a few sentences, opened with F1 or the button beside the page's heading.

use eframe::egui::Ui;

use crate::app::msg::{Msg, NavigationMsg};
use crate::app::state::State;
use crate::domain::issue::Code;
use crate::domain::removal::policy::{after_a_sync, until_decided};
use crate::protocol::places::Place;
use crate::ui::theme::{Icon, space};
use crate::ui::widgets::{self, Banner};

/// Draws the explanation above the page, while it is wanted.
pub(crate) fn ui(ui: &mut Ui, state: &State, said: &mut Vec<Msg>) {
    if !state.navigation.explaining {
        return;
    }
    let issue = state.readiness.run.result.issue();
    let place = state.navigation.place;
    let (title, body) = match issue.map(|issue| issue.code) {
        Some(Code::RateLimited) => LIMITS,
        _ => words(place),
    };
    let by_itself = state.removals.by_itself();
    let body = match place {
        Place::Sync => format!("{body} {}", after_a_sync(by_itself)),
        Place::Left => format!("{body} {} {FOR_GOOD}", until_decided(by_itself)),
        _ => body.to_owned(),
    };
    let close = Banner::info(title)
        .icon(Icon::Question)
        .body(&body)
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

const SOMEONE: (&str, &str) = (
    "Where the answer comes from",
    "Auth0 and UserHub are both asked at this moment, by an email address, a name or an ID. What earlier syncs on this computer \
     know of the person is added. Nothing is changed, and nothing is written down.",
);

const FORMS: (&str, &str) = (
    "What the forms are",
    "Two are code to paste into Auth0. Three are for a developer's tools. What is known of yours is filled in.",
);

const OVERVIEW: (&str, &str) = (
    "What the Overview says",
    "Whether Auth0 and UserHub agree, by the last complete comparison and what has come since, and who waits for you. It \
             is green only with a complete comparison behind it that is not old. Looking at this page changes nothing.",
);

const KEEP_IN_SYNC: (&str, &str) = (
    "How changes can reach UserHub",
    "While this window is open, the app can bring over changes as they happen: Auth0 tells it of each, it reads that \
             person in Auth0, and asks UserHub to do the same. Every day it compares everybody, so that nothing is missed. \
             When the window is closed, a task on this computer can go on.",
);

const SYNC: (&str, &str) = (
    "What a sync does",
    "It reads both sides, compares them, and asks UserHub to add or to read again those who differ. Look first: \
             that changes nothing.",
);

const HISTORY: (&str, &str) = (
    "What is kept here",
    "Every comparison and every sync, what was set up, and what was done to people who left, as it was then.",
);

const LEFT: (&str, &str) = (
    "Who is on this list",
    "People whom UserHub has and Auth0 does not. Auth0 was asked for each of them twice, and each time for a person who is \
             there.",
);

const FOR_GOOD: &str = "Nobody is removed for good from here.";

const HELP: (&str, &str) = (
    "How help works here",
    "Every page explains itself: press F1. Every problem says why, and what to do about it. Whoever helps you needs the \
             report: it holds no secret, and nothing of it is sent by itself.",
);

const ABOUT: (&str, &str) = (
    "What stands here",
    "Which version this is, what leaves this computer and where to, where everything is kept, and whose work is in the app.",
);

const fn words(place: Place) -> (&'static str, &'static str) {
    match place {
        Place::Welcome => (
            "What this app does",
            "Auth0 knows who may sign in to your product. UserHub keeps your users and bills them. This app connects the \
             two, checks every step by a real call, and then brings your users from Auth0 into UserHub. It removes \
             nobody unless you say so.",
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
             in, so that a new person appears there at once. If UserHub cannot be reached at that moment, the form \
             without the package lets your users sign in as usual; with the package, that is up to the package.",
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
        Place::Overview => OVERVIEW,
        Place::KeepInSync => KEEP_IN_SYNC,
        Place::Sync => SYNC,
        Place::Left => LEFT,
        Place::Someone => SOMEONE,
        Place::History => HISTORY,
        Place::Help => HELP,
        Place::About => ABOUT,
        Place::Settings => (
            "What can be set",
            "How the window looks, where keys are kept, and how the network is reached. Each change holds at once.",
        ),
    }
}
