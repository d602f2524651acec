//! `install` as an operator or a script uses it: plan, yes, undo; the two halves; the key from standard input; exit codes.

use super::*;
use crate::output::Output;
use crate::program::{Program, files_under};

struct Fixture {
    site: Site,
    _runtime: tokio::runtime::Runtime,
}

impl Fixture {
    fn new() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let _inside = runtime.enter();
        Self {
            site: Site::new(),
            _runtime: runtime,
        }
    }

    /// With the temporary key alone.
    fn first(&self, words: &str) -> Program {
        let site = &self.site;
        Program::new(site.folder.path())
            .args(words)
            .flag("--auth0-url", &site.url)
            .flag("--data-dir", &site.folder.path().display().to_string())
            .env("AUTH0_MANAGEMENT_TOKEN", &site.token())
    }

    /// With UserHub's values too.
    fn whole(&self, words: &str) -> Program {
        self.first(words)
            .flag("--connection-id", "conn_planted1")
            .env("USERHUB_ADMIN_KEY", KEY)
    }

    /// Nothing secret was said, and nothing secret lies on the disk.
    #[track_caller]
    fn keeps_its_secrets(&self, said: Output) -> Output {
        let files = files_under(self.site.folder.path());
        let files = files.iter().map(|file| std::fs::read(file).unwrap());
        let mut all: Vec<u8> = files.flatten().collect();
        all.extend(said.all_text().into_bytes());
        let all = String::from_utf8_lossy(&all).into_owned();
        for secret in [KEY, "practice_", "eyJ"] {
            assert!(!all.contains(secret), "{secret} in {all}");
        }
        said
    }
}

#[test]
fn plan_changes_nothing_yes_makes_it_and_undo_takes_it_back() {
    let fixture = Fixture::new();
    let before = fixture.site.tenant.picture();
    let said = fixture.whole("install --plan").run().exits(0);
    let said = fixture.keeps_its_secrets(said);
    let said = said.says("now:    1. Add roles → 2. Risk check");
    said.says("after:  1. Add roles → 2. Risk check → 3. UserHub")
        .says("5 changes");
    assert_same(&fixture.site.tenant.picture(), &before);
    let said = fixture.whole("install --yes --place 1").run().exits(0);
    fixture.keeps_its_secrets(said).says("done     flow");
    let said = fixture.whole("install --plan --json").run().exits(0);
    let plan = fixture.keeps_its_secrets(said).the("install_plan");
    assert_eq!(
        (&plan["changes"], &plan["flow_now"][0]),
        (&json!(0), &json!("UserHub"))
    );
    let said = fixture.first("install --undo").run().exits(0);
    fixture.keeps_its_secrets(said).says("as it was before");
    assert_same(&fixture.site.tenant.picture(), &before);
    fixture
        .first("install --undo")
        .run()
        .exits(0)
        .says("nothing to undo");
}

#[test]
fn the_first_half_ends_with_what_to_do_in_userhub_and_the_second_finishes() {
    let fixture = Fixture::new();
    let said = fixture.first("install --yes").run().exits(1);
    let said = fixture.keeps_its_secrets(said).says("Now UserHub, by hand");
    // There is no password store in this environment, so the page is named.
    let said = said.says("Client Secret  on the tab Credentials of https://manage.auth0.com/");
    said.says("USERHUB_ADMIN_KEY and USERHUB_CONNECTION_ID")
        .never_says("STOPPED");
    let half = fixture.site.tenant.picture();
    assert_eq!(half["applications"].as_array().unwrap().len(), 2);
    assert_eq!(half["actions"].as_array().unwrap().len(), 2);
    // Run again without them, it changes nothing and says the same.
    fixture
        .first("install --yes")
        .run()
        .exits(1)
        .says("Now UserHub, by hand");
    assert_same(&fixture.site.tenant.picture(), &half);
    let said = fixture.whole("install --yes --json").run().exits(0);
    let said = fixture.keeps_its_secrets(said);
    assert_eq!(said.the("install_plan")["changes"], 3);
    let done = &said.the("install_ended")["done"];
    assert_eq!(
        *done,
        json!(["application", "permissions", "action", "secrets", "flow"])
    );
}

#[test]
fn the_key_may_come_on_standard_input_and_what_is_no_key_is_told() {
    let fixture = Fixture::new();
    let token = fixture.site.token();
    let piped = |text: &str| {
        fixture
            .whole("install --plan")
            .without("AUTH0_MANAGEMENT_TOKEN")
            .stdin(text)
            .run()
    };
    let text = format!("Bearer {token}\n");
    fixture
        .keeps_its_secrets(piped(&text).exits(0))
        .says("5 changes");
    piped("")
        .exits(2)
        .tells_a_problem()
        .says("The temporary key is missing");
    piped("sk_something_else_altogether")
        .exits(2)
        .tells_a_problem();
    // Cut in its middle part, so that it still looks like a key.
    let cut = &token[..token.len() / 2];
    fixture.keeps_its_secrets(piped(cut).exits(2).tells_a_problem());
}

#[test]
fn one_of_userhubs_two_values_alone_is_a_mistake() {
    let fixture = Fixture::new();
    let only_key = fixture.first("install --yes").env("USERHUB_ADMIN_KEY", KEY);
    only_key
        .run()
        .exits(2)
        .tells_a_problem()
        .says("connection ID is missing");
    let only_connection = fixture
        .first("install --yes")
        .flag("--connection-id", "conn_planted1");
    only_connection
        .run()
        .exits(2)
        .tells_a_problem()
        .says("is missing");
    assert_eq!(fixture.site.tenant.requests().with_method("POST"), 0);
}

#[test]
fn a_choice_is_asked_for_with_the_flags_that_make_it() {
    let fixture = Fixture::new();
    fixture
        .site
        .tenant
        .add_action(&older_action(), true)
        .unwrap();
    let before = fixture.site.tenant.picture();
    fixture
        .whole("install --plan")
        .run()
        .exits(1)
        .says("--second")
        .says("// an older one");
    fixture
        .whole("install --yes")
        .run()
        .exits(2)
        .tells_a_problem()
        .says("--second");
    assert_same(&fixture.site.tenant.picture(), &before);
    fixture.whole("install --yes --second").run().exits(0);
    assert_eq!(
        fixture.site.tenant.picture()["actions"][3]["name"],
        "UserHub 2"
    );
    assert_eq!(
        fixture.site.tenant.picture()["actions"][2],
        before["actions"][2]
    );
    fixture.whole("install --undo").run().exits(0);
    fixture
        .whole("install --yes --use-existing --form without-package")
        .run()
        .exits(0);
    fixture.whole("install --undo").run().exits(0);
    assert_same(&fixture.site.tenant.picture(), &before);
}

#[test]
fn the_exit_codes_are_those_of_sync() {
    let fixture = Fixture::new();
    let site = &fixture.site;
    let other = fixture
        .whole("install --yes")
        .flag("--auth0-domain", "acme.eu.auth0.com");
    other
        .run()
        .exits(3)
        .tells_a_problem()
        .says("The temporary key is for the tenant practice");
    let gone = fixture
        .whole("install --yes")
        .flag("--auth0-url", "http://127.0.0.1:9");
    gone.run().exits(4).tells_a_problem();
    // Somebody changes the flow after it was looked at.
    site.tenant
        .after_post("/deploy", |tenant| tenant.add_to_flow("Foreign"));
    fixture
        .whole("install --yes")
        .run()
        .exits(5)
        .tells_a_problem()
        .says("was changed in Auth0 meanwhile");
    fixture.whole("install --undo").run().exits(0);
    site.tenant.fail_builds(Some("no such package"));
    fixture
        .whole("install --yes")
        .run()
        .exits(3)
        .tells_a_problem()
        .says("Use the form without it");
    fixture
        .whole("install --yes --form without-package")
        .run()
        .exits(0);
    fixture
        .whole("install --forget")
        .run()
        .exits(0)
        .says("Auth0 stays as it is");
    fixture
        .whole("install --undo")
        .run()
        .exits(0)
        .says("nothing to undo");
}

#[test]
fn the_practice_world_remembers_from_one_run_to_the_next() {
    let home = tempfile::tempdir().unwrap();
    let run = |words: &str| Program::new(home.path()).args(words).run();
    run("install --practice --plan --data-dir data")
        .exits(0)
        .says("5 changes");
    run("install --practice --yes --data-dir data")
        .exits(0)
        .says("done     flow");
    let again = run("install --practice --yes --json --data-dir data").exits(0);
    assert_eq!(again.the("install_plan")["changes"], 0);
    run("install --practice --undo --data-dir data").exits(0);
    run("install --practice --plan --data-dir data")
        .exits(0)
        .says("5 changes");
}

#[test]
fn history_tells_what_was_set_up_and_undone_also_of_one_that_was_killed() {
    let home = tempfile::tempdir().unwrap();
    let run = |words: &str| {
        Program::new(home.path())
            .args(words)
            .args("--practice --data-dir data")
            .run()
    };
    let setups = || run("history --json").exits(0).all("setup");
    run("install --yes --place 1").exits(0);
    // It changes nothing, and so is nothing to tell.
    run("install --yes").exits(0);
    let [made] = &setups()[..] else {
        panic!("{:?}", setups())
    };
    let facts = ["kind", "what", "way", "ending", "auth0"].map(|fact| made[fact].as_str().unwrap());
    assert_eq!(
        facts,
        [
            "setup",
            "made",
            "command line",
            "done",
            "practice.us.auth0.com"
        ]
    );
    assert_eq!(made["can_undo"], true);
    let changes = made["changes"].as_array().unwrap();
    let names: Vec<&str> = changes
        .iter()
        .filter_map(|it| it["change"].as_str())
        .collect();
    assert_eq!(
        names,
        ["application", "permissions", "action", "secrets", "flow"]
    );
    assert_eq!(changes[3]["after"], "API_KEY and CONNECTION_ID set");
    assert_eq!(changes[4]["before"], "1. Add roles → 2. Risk check");
    run("history").exits(0).says("install --undo");

    run("install --undo").exits(0);
    let [undone, made] = &setups()[..] else {
        panic!("{:?}", setups())
    };
    assert_eq!(
        (&undone["what"], &undone["ending"]),
        (&json!("undone"), &json!("done"))
    );
    assert_eq!(undone["changes"][0]["after"], "Add roles, Risk check again");
    assert_eq!(made["undone_at"], undone["ended_at"]);
    assert_eq!(made["can_undo"], false);
    // Nothing is left to undo, so nothing more is told.
    run("install --undo").exits(0);
    assert_eq!(setups().len(), 2);

    // What a killed one leaves: its beginning alone.
    let file = home
        .path()
        .join("data/practice/changes-practice.us.auth0.com.jsonl");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.lines().next().unwrap()).unwrap();
    assert_eq!(setups()[0]["ending"], "not known");
    run("history").exits(0).says("At work now, or cut off");
}
