//! Exit 4: services that cannot be reached or answer with nothing that can be used. They are given time, and no more.

use userhub_connect::practice::trouble::{Fault, Rule, Trouble};

use crate::program::Running;
use crate::stage::Stage;

/// A port of this computer on which nobody answers.
const NOBODY: &str = "http://127.0.0.1:9";

/// The cases, each with a world of its own, run side by side: most of their time is waiting.
struct Cases(Vec<(String, Stage, Running)>);

impl Cases {
    fn start(&mut self, stage: Stage, name: &str, verb: &str, flag: Option<&str>) {
        let mut program = stage.program(&format!("{verb} --json"));
        if let Some(flag) = flag {
            program = program.flag(flag, NOBODY);
        }
        let running = program.start();
        self.0.push((format!("{name}, {verb}"), stage, running));
    }

    #[track_caller]
    fn all_end_with_exit_4(self) {
        for (name, stage, running) in self.0 {
            let said = running.finish();
            assert_eq!(said.code, Some(4), "{name}: {said:?}");
            if name.ends_with("sync") {
                assert_eq!(said.the("problem")["code"], "E1");
                assert_eq!(said.summary()["complete"], false);
            } else {
                let states = said.all("check");
                let problem = states.iter().find(|check| check["state"] == "problem");
                assert!(problem.is_some_and(|check| check["fix"] != ""));
            }
            assert_eq!(stage.held(), 0);
        }
    }
}

fn faults() -> [(&'static str, Fault); 5] {
    [
        ("500", Fault::Status(500)),
        ("a page of HTML with 502", Fault::HtmlPage(502)),
        ("a page of HTML with 200", Fault::HtmlPage(200)),
        ("JSON that breaks off", Fault::InvalidJson),
        ("no answer", Fault::ResetBeforeAnswer),
    ]
}

fn both_verbs(cases: &mut Cases, name: &str, trouble: impl Fn(&Stage) -> (&Trouble, Rule)) {
    for verb in ["check", "sync"] {
        let stage = Stage::of(5);
        let (of_service, rule) = trouble(&stage);
        of_service.add(rule);
        cases.start(stage, name, verb, None);
    }
}

#[test]
fn services_that_give_no_usable_answer() {
    let mut cases = Cases(Vec::new());
    for verb in ["check", "sync"] {
        cases.start(Stage::of(5), "no Auth0", verb, Some("--auth0-url"));
        cases.start(Stage::of(5), "no UserHub", verb, Some("--userhub-url"));
    }
    for (name, fault) in faults() {
        let rule = Rule::always(fault.clone());
        both_verbs(&mut cases, &format!("UserHub, {name}"), |stage| {
            (stage.userhub().trouble(), rule.clone())
        });
        // What a host without a tenant answers to the first question is not documented: there, any 2xx that is not
        // the expected JSON is "no tenant".
        let rule = match fault {
            Fault::InvalidJson | Fault::HtmlPage(200) => rule.on_path("/oauth/token"),
            _ => rule,
        };
        both_verbs(&mut cases, &format!("Auth0, {name}"), |stage| {
            (stage.tenant().trouble(), rule.clone())
        });
    }
    cases.all_end_with_exit_4();
}

#[test]
fn words_for_a_person() {
    let stage = Stage::of(5);
    let said = stage.program("check").flag("--auth0-url", NOBODY).run();
    said.exits(4)
        .says("We could not reach Auth0")
        .says("How to fix it: ");
}
