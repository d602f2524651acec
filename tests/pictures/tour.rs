//! The way through every screen. A new screen gets a `shot` where a person would meet it.

use crate::camera::Camera;

/// The pictures of README.md: for each look, the screens and the names of their files.
pub(crate) const README: [(&str, &[(&str, &str)]); 2] = [
    (
        "light",
        &[
            ("welcome", "welcome"),
            ("permission-missing-below", "problem"),
            ("automatic-second", "review"),
        ],
    ),
    (
        "dark",
        &[
            ("connection-values", "step"),
            ("synced", "sync"),
            ("sign-in-proved", "proof"),
        ],
    ),
];

/// From the first screen to the last.
pub(crate) fn all(camera: &mut Camera<'_>) {
    camera.shot("welcome");
    camera.press("Start");
    camera.see("Choose how to begin");
    camera.shot("welcome-missing");
    camera.press("Start with practice");
    camera.press("Start");
    camera.see("Auth0 and UserHub answer");
    camera.shot("before");
    camera.shot_below("before-below");
    camera.press("Continue");
    application(camera);
    userhub(camera);
    action(camera);
    check(camera);
    sync(camera);
    day_two(camera);
    someone(camera);
    sign_in(camera);
    rest(camera);
    trouble(camera);
    automatic(camera);
}

fn application(camera: &mut Camera<'_>) {
    camera.shot("tenant");
    camera.fill("Auth0 domain", "login.acme.com");
    camera.press("Check and continue");
    camera.see("login.acme.com is not an auth0.com domain");
    camera.shot("tenant-mistake");
    camera.shot_below("tenant-mistake-below");
    camera.press("Use the practice Auth0 domain");
    camera.see("Found practice.us.auth0.com");
    camera.shot("tenant-found");
    for page in ["application", "permission", "credentials-empty"] {
        camera.press("Continue");
        camera.shot(page);
        camera.shot_below(&format!("{page}-below"));
    }
    camera.press("Use the practice Client ID");
    camera.press("Use the practice Client Secret");
    camera.shot("credentials");
    camera.see("One permission is missing: delete:users");
    camera.shot("permission-missing");
    camera.shot_below("permission-missing-below");
    camera.press("Do this step in practice Auth0");
    camera.see("Auth0 is ready");
    camera.shot_below("auth0-ready");
    camera.press("Continue");
}

fn userhub(camera: &mut Camera<'_>) {
    camera.shot("connection-values");
    camera.shot_below("connection-values-below");
    camera.press("Copy secret Client Secret");
    camera.shot("connection-secret-copied");
    camera.press("Clear now");
    camera.press("Continue");
    camera.press("Use the practice connection ID");
    camera.press("Something else");
    camera.shot("connection-not-active");
    camera.shot_below("connection-not-active-below");
    camera.press("Active");
    camera.shot("connection");
    camera.press("Continue");
    camera.shot("key-empty");
    camera.press("Use the practice API key");
    camera.see("Try the connection with one person");
    camera.shot_below("key");
    camera.press("Find in Auth0");
    camera.press_like("@");
    camera.shot_below("key-person");
    camera.press_like(" as a test");
    camera.see("Auth0 and UserHub are connected.");
    camera.shot("key-checked");
    camera.shot_below("key-checked-below");
    camera.press("Continue");
}

fn action(camera: &mut Camera<'_>) {
    for page in [
        "action-create",
        "action-code",
        "action-dependency",
        "action-secrets",
        "action-deploy",
        "action-flow",
    ] {
        camera.shot(page);
        camera.shot_below(&format!("{page}-below"));
        if page == "action-code" {
            forms(camera);
        }
        camera.press("Continue");
    }
}

/// The Action in every form, from the page that pastes the code and back to it.
fn forms(camera: &mut Camera<'_>) {
    camera.press("Show other forms");
    for (form, screen) in [
        ("The documented code", "forms-documented"),
        ("The code without the package", "forms-without-package"),
        ("Terraform", "forms-terraform"),
        ("Auth0 Deploy CLI", "forms-deploy-cli"),
        ("Auth0 CLI", "forms-auth0-cli"),
    ] {
        camera.press(form);
        camera.shot(screen);
        camera.shot_below(&format!("{screen}-below"));
    }
    camera.press("Back");
}

fn check(camera: &mut Camera<'_>) {
    camera.shot("check");
    camera.press_like("Check again: ");
    camera.see("UserHub accepted the API key");
    camera.shot("checked");
    camera.shot_below("checked-below");
    camera.press("Continue");
    camera.shot("finish");
    camera.shot_below("finish-below");
}

fn sync(camera: &mut Camera<'_>) {
    camera.go("Sync");
    camera.shot("sync-empty");
    camera.press("Check first");
    camera.see("Sync 249 people");
    camera.shot("sync-planned");
    camera.shot_below("sync-planned-below");
    camera.press("Sync 249 people");
    camera.see("249 of 250 people are in UserHub. 1 needs attention.");
    camera.shot("synced");
    camera.shot_below("synced-below");
    camera.press("Save report as CSV");
    camera.see("No file was chosen");
    camera.shot("synced-saving");
}

/// What there is once everything is set up: the Overview, and keeping in sync.
fn day_two(camera: &mut Camera<'_>) {
    camera.go("Overview");
    camera.see("1 person waits for you.");
    camera.shot("overview");
    camera.shot_below("overview-below");
    camera.press("Change how changes reach UserHub");
    camera.shot("keep");
    camera.press("Also when it is closed");
    camera.see("In practice nothing is installed");
    camera.shot_below("keep-files");
    camera.press("While this window is open");
    camera.press("Keep in sync while the window is open");
    camera.see("Changes can arrive within seconds");
    camera.press("Show me how");
    camera.shot("keep-permission");
    camera.press("Do this step in practice Auth0");
    camera.see("Last sign of life from Auth0");
    camera.press("Things happen");
    camera.see("in UserHub after");
    camera.wait_a_while(14);
    camera.press("Things happen");
    camera.shot("keep-live");
    camera.shot_below("keep-live-below");
    camera.go("Overview");
    camera.shot("overview-live");
    camera.press("Show me trouble");
    camera.press("Another program takes the live updates (E14)");
    camera.see("Another program holds the connection");
    camera.shot("keep-taken");
    camera.press("End the trouble");
    camera.press("Only when I press Sync");
    camera.press("Only sync when I press Sync");
}

/// One person, as both services have them.
fn someone(camera: &mut Camera<'_>) {
    camera.go("Ask about someone");
    camera.shot("someone-empty");
    camera.fill("Who", "Mar");
    camera.press("Ask");
    camera.see("people who fit this name");
    camera.shot("someone-several");
    camera.press_like("in both");
    camera.see("is in both");
    camera.shot("someone");
    camera.shot_below("someone-below");
}

/// The sign-in test, with a good end and with a bad one.
fn sign_in(camera: &mut Camera<'_>) {
    camera.go("Set-up");
    camera.press("Start watching (1 minute)");
    camera.see("Watching since");
    camera.shot("sign-in-watching");
    camera.press("Sign in as somebody new");
    camera.see("They were in UserHub at");
    camera.shot("sign-in-proved");
    camera.shot_below("sign-in-proved-below");
    camera.press("Watch again (1 minute)");
    camera.see("Watching since");
    camera.press("The Action is not in the Login flow");
    camera.press("Sign in as somebody new");
    camera.see("UserHub was not told");
    camera.shot("sign-in-not-there");
    camera.shot_below("sign-in-not-there-below");
}

fn rest(camera: &mut Camera<'_>) {
    camera.go("People who left");
    camera.see("Nobody waits for a decision.");
    camera.shot("left");
    camera.go("History");
    camera.shot("history");
    camera.go("Settings");
    camera.shot("settings");
    camera.shot_below("settings-below");
    camera.shot_at_end("settings-end");
    camera.go("Help");
    camera.shot("help");
    camera.press("Show a report for support");
    camera.see("This is the whole report. Nothing is sent: you save or copy it, and give it to whoever helps you.");
    camera.shot_at_end("settings-report");
}

fn trouble(camera: &mut Camera<'_>) {
    camera.press("Show me trouble");
    camera.shot("trouble-menu");
    camera.press("Auth0 cannot be reached (E1)");
    camera.see("We could not reach Auth0");
    camera.shot("trouble-unreachable");
    camera.press("Show me trouble");
    camera.press("The connection ID is in the field of the API key (E7)");
    camera.see("This is a connection ID, not an API key");
    camera.shot("trouble-wrong-kind");
    camera.press("End the trouble");
}

/// The app does the Auth0 part, and puts it back.
fn automatic(camera: &mut Camera<'_>) {
    camera.press("Leave practice");
    camera.press("Start with practice");
    camera.press("Start");
    camera.see("Auth0 and UserHub answer");
    camera.press("Let the app do it");
    camera.shot_below("before-by-the-app");
    camera.press("Continue");
    camera.shot("automatic-key");
    camera.press("Look at what would change");
    camera.shot_below("automatic-key-missing");
    camera.press("Use the practice temporary key");
    camera.see("The key is for practice.us.auth0.com");
    camera.shot_below("automatic-key-read");
    camera.press("Look at what would change");
    camera.see("Make these 2 changes");
    camera.shot("automatic-review");
    camera.shot_below("automatic-review-below");
    camera.press("Make these 2 changes");
    camera.see("The application is ready in Auth0");
    camera.shot("automatic-first-half");
    camera.shot_below("automatic-first-half-below");
    camera.press("Do Parts 3 and 4 in the practice UserHub");
    camera.see("Make these 3 changes");
    camera.shot("automatic-second");
    camera.shot_below("automatic-second-below");
    camera.press("Make these 3 changes");
    camera.shot("automatic-working");
    camera.see("The Auth0 part is set up");
    camera.shot("automatic-done");
    camera.press("Continue to the checks");
    camera.see("It came through a made-up sign-in");
    camera.shot_below("automatic-proved");
    camera.go("History");
    camera.see("3 changes were made in Auth0");
    camera.shot("setups-history");
    camera.press_like("Set-up, 3 changes");
    camera.see("What was changed in Auth0");
    camera.shot("setups-opened");
    camera.shot_below("setups-opened-below");
    camera.press("All earlier syncs");
    camera.press_like(", Sync,");
    camera.see("Save report");
    camera.press("Save as HTML");
    camera.see("No file was chosen");
    camera.shot("setups-run-saving");
    camera.press("All earlier syncs");
    camera.press_like("Set-up, 3 changes");
    camera.press("Undo this set-up");
    camera.see("Review what undo would do");
    camera.shot_below("setups-undo");
}
