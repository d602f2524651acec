//! A long random test: people leave, come back, merge, are hidden; services fail, answers are lost, processes are killed.
//! Nobody who is in Auth0 when a removal begins is ever disabled or marked by it, nobody is done twice, and after everything
//! was restored UserHub is as it was.
//!
//! `REMOVALS_ROUNDS` and `REMOVALS_PEOPLE` say for how long and among how many, `REMOVALS_SEED` by which chance, so that
//! several can run beside each other: 220 rounds among 900 people are more than 10,000 removals.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use userhub_connect::practice::trouble::{Fault, Rule};

use super::dump::{differences, dump};
use super::removals;
use crate::stage::Stage;

/// Chance that is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn some<'a>(&mut self, ids: &'a [String], count: usize) -> Vec<&'a String> {
        (0..count.min(ids.len()))
            .map(|_| &ids[self.below(ids.len())])
            .collect()
    }
}

/// How many changes of people UserHub has carried out and answered.
fn answered(stage: &Stage) -> u64 {
    let routes = stage.userhub().requests().counts().routes;
    let of = |method: &str| routes.get(method).into_iter().flat_map(BTreeMap::values);
    let changes = of("DELETE").chain(of("PATCH"));
    changes
        .map(|route| route.total - route.too_many - route.failed)
        .sum()
}

/// Everybody's state in UserHub, by Auth0's id.
fn states(stage: &Stage) -> BTreeMap<String, String> {
    let people = dump(stage).into_values();
    let auth0 = |user: &Value| {
        let accounts = user["accountConnections"].as_array().unwrap().clone();
        let mut ids = accounts
            .into_iter()
            .filter_map(|one| Some(one["externalId"].as_str()?.to_owned()));
        ids.find(|id| id.contains('|'))
    };
    people
        .filter_map(|user| Some((auth0(&user)?, user["state"].as_str()?.to_owned())))
        .collect()
}

struct World {
    stage: Stage,
    dice: Dice,
    /// Everybody's record as it was at first.
    records: BTreeMap<String, Map<String, Value>>,
    /// Who became part of whom.
    merged: BTreeMap<String, String>,
    removed: u64,
}

impl World {
    fn new(people: u64, seed: u64) -> Self {
        let stage = Stage::of(people);
        for _ in 0..2 {
            stage.sync().run();
        }
        let ids = stage.tenant().person_ids().into_iter();
        let records = ids
            .map(|id| {
                let record = stage.tenant().person(&id).unwrap();
                (id, serde_json::from_value(record).unwrap())
            })
            .collect();
        Self {
            stage,
            dice: Dice(seed),
            records,
            merged: BTreeMap::new(),
            removed: 0,
        }
    }

    fn here(&self) -> Vec<String> {
        let ids = self.records.keys();
        ids.filter(|id| self.stage.tenant().person(id).is_some())
            .cloned()
            .collect()
    }

    /// Those whose identity lives on in another user, who is there and has it.
    fn living_on(&self) -> Vec<String> {
        let lives = |(id, into): &(&String, &String)| {
            let subject = id
                .split_once('|')
                .map_or(id.as_str(), |(_, subject)| subject);
            let person = self.stage.tenant().person(into).unwrap_or_default();
            let identities = person["identities"].as_array().cloned().unwrap_or_default();
            let is_it = |one: &Value| one["user_id"].to_string().trim_matches('"') == subject;
            identities.iter().skip(1).any(is_it)
        };
        let merged = self.merged.iter().filter(lives);
        merged.map(|(id, _)| id.clone()).collect()
    }

    /// Somebody leaves, comes back, is merged or hidden.
    fn fates(&mut self) {
        let here = self.here();
        let count = self.dice.below(self.records.len() / 5);
        for id in self.dice.some(&here, count) {
            self.stage.tenant().delete_person(id);
        }
        let away: Vec<String> = (self.records.keys())
            .filter(|id| !here.contains(id) && !self.merged.contains_key(*id))
            .cloned()
            .collect();
        let count = self.dice.below(away.len() + 1);
        for id in self.dice.some(&away, count) {
            self.come_back(id);
        }
        let here = self.here();
        if self.dice.one_in(4) && here.len() > 20 {
            let (one, other) = (self.dice.below(here.len()), self.dice.below(here.len()));
            if one != other && self.stage.tenant().merge_people(&here[one], &here[other]) {
                self.merged.insert(here[one].clone(), here[other].clone());
            }
        }
        let count = self.dice.below(6);
        let hidden: Vec<String> = self.dice.some(&here, count).into_iter().cloned().collect();
        self.stage.tenant().hide_people(&hidden);
    }

    fn come_back(&self, id: &str) {
        if self.stage.tenant().person(id).is_none() && !self.merged.contains_key(id) {
            let record = &self.records[id];
            self.stage.tenant().create_person(record);
            // Auth0 gives a new user the address for a name, which these did not have.
            if !record.contains_key("name") {
                self.stage.change(id, json!({ "name": null }));
            }
        }
    }

    fn faults(&mut self) {
        let of_auth0 = [
            Fault::Status(500),
            Fault::Status(404),
            Fault::HtmlPage(404),
            Fault::Corrupt,
            Fault::ResetBeforeAnswer,
        ];
        let of_userhub = [
            Fault::ResetAfterWork,
            Fault::Status(503),
            Fault::ResetBeforeAnswer,
            Fault::HtmlPage(502),
        ];
        let auth0 = of_auth0[self.dice.below(of_auth0.len())].clone();
        let userhub = of_userhub[self.dice.below(of_userhub.len())].clone();
        if self.dice.one_in(2) {
            let rule = Rule::always(auth0).for_share(0.15).on_path("/api/v2/users");
            self.stage.tenant().trouble().add(rule);
        }
        if self.dice.one_in(2) {
            let methods = ["DELETE", "PATCH", "GET", "POST"];
            let method = methods[self.dice.below(methods.len())];
            let rule = Rule::always(userhub).for_share(0.2).on_method(method);
            self.stage.userhub().trouble().add(rule);
        }
    }

    fn calm(&self) {
        self.stage.tenant().trouble().clear();
        self.stage.userhub().trouble().clear();
    }

    /// A removal of everybody on the list, sometimes killed in the middle; whoever is in Auth0 must be left alone.
    fn remove(&mut self) {
        let word = if self.dice.one_in(3) {
            "disable"
        } else {
            "mark"
        };
        let preview = removals(&self.stage, &format!("{word} --all")).run();
        let count = preview.all("removal_planned").len();
        let (here, before) = (self.here(), states(&self.stage));
        let living_on = self.living_on();
        self.faults();
        let command = format!("{word} --all --yes --confirm {count}");
        let writes = |stage: &Stage| {
            let requests = stage.userhub().requests();
            requests.with_method("DELETE") + requests.with_method("PATCH")
        };
        let at_first = writes(&self.stage);
        let answered_at_first = answered(&self.stage);
        if self.dice.one_in(3) && count > 2 {
            let some = 1 + self.dice.below(count) as u64;
            let mut running = removals(&self.stage, &command).start();
            self.stage.until("an end, or some writes", |stage| {
                running.has_ended() || writes(stage) >= at_first + some
            });
            running.kill();
        } else {
            removals(&self.stage, &command).run();
        }
        self.calm();
        let after = states(&self.stage);
        for id in here.iter().chain(&living_on) {
            assert_eq!(after.get(id), before.get(id), "{id} is in Auth0, {command}");
        }
        let changed = after
            .iter()
            .filter(|(id, state)| before.get(*id) != Some(state));
        let changed = changed.count() as u64;
        let done = answered(&self.stage) - answered_at_first;
        assert!(
            done <= changed,
            "{done} changes were answered and {changed} people changed: somebody was done twice by {command}"
        );
        self.removed += changed;
    }
}

#[test]
fn whatever_happens_nobody_who_is_in_auth0_is_removed_and_everything_can_be_restored() {
    let number = |name: &str| std::env::var(name).ok()?.parse().ok();
    let rounds = number("REMOVALS_ROUNDS").unwrap_or(8);
    let people = number("REMOVALS_PEOPLE").unwrap_or(150);
    let seed = number("REMOVALS_SEED").unwrap_or(7);
    let mut world = World::new(people, seed);
    let before = dump(&world.stage);
    for round in 0..rounds {
        world.fates();
        if world.dice.one_in(3) {
            world.faults();
            world.stage.sync().run();
            world.calm();
        }
        for _ in 0..2 {
            world.stage.sync().run();
        }
        world.remove();
        if world.dice.one_in(3) {
            removals(&world.stage, "restore --all --yes").run();
        }
        assert!(world.here().len() > 10, "round {round}");
    }
    world.stage.tenant().hide_people(&[]);
    for id in world.records.keys().cloned().collect::<Vec<_>>() {
        world.come_back(&id);
    }
    removals(&world.stage, "restore --all --yes").run();
    for _ in 0..2 {
        world.stage.sync().run();
    }
    let differ = differences(&before, &dump(&world.stage));
    let (count, removed) = (differ.len(), world.removed);
    assert!(
        differ.is_empty(),
        "{count} after {removed} removals: {}",
        differ.join("\n")
    );
    assert!(
        world.removed > 5 * rounds,
        "{} in {rounds} rounds",
        world.removed
    );
    eprintln!(
        "{} removals in {rounds} rounds among {people} people, seed {seed}",
        world.removed
    );
}
