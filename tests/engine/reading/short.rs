//! Pages that are shorter than they were asked for, and counts that are no counts: neither ends a reading.

use serde_json::{Value, json};
use userhub_connect::domain::completeness::NotProved;
use userhub_connect::practice::Options;
use userhub_connect::practice::auth0::ExportBehaviour;
use userhub_connect::practice::trouble::{Fault, Rule};

use super::{assert_adds, assert_adds_but, pages};
use crate::clients::Scene;

/// A list of Auth0's, as far as it is told from one person.
const LISTS: &str = "/api/v2/users?";

async fn tenant(people: u64, tied: u64) -> Scene {
    let mut options = Options {
        people,
        ..Options::default()
    };
    options.tenant.tied = tied;
    options.tenant.export = ExportBehaviour::Refused;
    Scene::start(options).await
}

fn always(scene: &Scene, fault: Fault) {
    let rule = Rule::always(fault).on_path(LISTS);
    scene.world.tenant().trouble().add(rule);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_not_full_is_not_the_last() {
    for (people, tied, most) in [
        (250, 0, 49),
        (250, 0, 50),
        (60, 60, 50),
        (300, 130, 50),
        (1_120, 0, 50),
        (1_300, 1_100, 50),
    ] {
        let scene = tenant(people, tied).await;
        always(&scene, Fault::ShortPages { most });
        let told = scene.compare().await;
        let what = format!("{people} people, {tied} of one date, {most} on a page");
        assert_eq!(told.exit(), 0, "{what}: {:?}", told.end);
        assert_adds(&told, scene.world.tenant().person_ids(), &what);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_counts_as_gone_because_pages_are_short() {
    let scene = tenant(250, 0).await;
    let first = scene.sync().await;
    first.assert_complete(&scene, "whole pages").await;
    always(&scene, Fault::ShortPages { most: 49 });
    let told = scene.sync().await;
    told.assert_complete(&scene, "short pages").await;
    assert_eq!(told.only_in_userhub, [""; 0]);
    assert_eq!(told.summary.tally.up_to_date, 250);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_odd_count_hides_nobody() {
    let uncounted = &["auth0_not_counted"][..];
    let short = &["auth0_short"][..];
    for (total, not_proved) in [
        (None, uncounted),
        (Some(Value::Null), uncounted),
        (Some(json!("250")), &[]),
        (Some(json!("many")), uncounted),
        (Some(json!(1000)), short),
        (Some(json!(7)), &["auth0_not_counted", "auth0_short"]),
        (Some(json!(100)), &[]),
        (Some(json!(260)), short),
        (Some(json!(5000)), short),
        (Some(json!(-1)), uncounted),
        (Some(json!({ "value": 250 })), uncounted),
    ] {
        let what = format!("a total of {total:?}");
        let scene = tenant(250, 0).await;
        let tenant = scene.world.tenant();
        always(&scene, Fault::Total(total));
        let told = scene.compare().await;
        assert_eq!(told.exit(), 0, "{what}: {:?}", told.end);
        assert_adds_but(&told, tenant.person_ids(), not_proved, &what);
        assert!(pages(&scene) < 200, "{what}: {} pages", pages(&scene));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_page_of_userhubs_is_not_the_last_either() {
    let scene = tenant(250, 0).await;
    scene.sync().await.assert_complete(&scene, "first").await;
    let userhub = scene.world.userhub();
    userhub
        .trouble()
        .add(Rule::always(Fault::ShortPages { most: 37 }).on_path("/users?"));
    let told = scene.sync().await;
    assert_eq!(told.planned, [], "everybody is there already");
    assert_eq!(told.summary.tally.up_to_date, 250);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_whose_tokens_go_round_is_left_and_nobody_suffers() {
    let scene = tenant(450, 0).await;
    scene.sync().await.assert_complete(&scene, "first").await;
    let userhub = scene.world.userhub();
    userhub.trouble().add(Rule::always(Fault::TokensGoRound));
    let before = userhub.requests().to("GET", "/admin/v1/users").total;
    let told = scene.compare().await;
    let asked = userhub.requests().to("GET", "/admin/v1/users").total - before;
    assert!(asked <= 5, "the list was asked for {asked} times");
    assert_eq!(told.exit(), 0, "{:?}", told.end);
    // Whom the list did not bring is imported, which changes nothing where they are there.
    assert_eq!(told.summary.read_auth0, 450);
    assert_eq!(told.only_in_userhub, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_question_is_asked_in_another_form() {
    // As they are sent: the range that finds odd dates, a range without quotes, and any range at all.
    let without = "q=NOT%20created_at%3A%5B";
    let plain = "created_at%3A%5B2";
    for (refused, people) in [
        (without, 1_100),
        (plain, 250),
        (plain, 1_100),
        ("q=created_at", 250),
        ("q=created_at", 1_100),
    ] {
        let scene = tenant(people, 0).await;
        let tenant = scene.world.tenant();
        // Behind the first page, so that no question but one for them finds them.
        for number in 140..145 {
            let nothing = json!({ "created_at": null });
            assert!(tenant.change_person(&tenant.id_of(number), nothing.as_object().unwrap()));
        }
        let rule = Rule::always(Fault::Status(400)).on_path(refused);
        tenant.trouble().add(rule);
        let told = scene.compare().await;
        let what = format!("{people} people, {refused} refused");
        assert_eq!(told.exit(), 0, "{what}: {:?}", told.end);
        assert_adds(&told, tenant.person_ids(), &what);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_could_not_be_asked_is_said_and_everybody_else_is_there() {
    // More share one date than a page holds: only by their ids could all of them be read, and that is refused.
    let scene = tenant(1_100, 250).await;
    let tenant = scene.world.tenant();
    let rule = Rule::always(Fault::Status(400)).on_path("sort=user_id");
    tenant.trouble().add(rule);
    let told = scene.compare().await;
    assert_eq!(told.exit(), 0, "{:?}", told.end);
    let not_proved: Vec<_> = told
        .summary
        .not_proved
        .iter()
        .map(NotProved::code)
        .collect();
    assert!(not_proved.contains(&"auth0_not_asked"), "{not_proved:?}");
    let added = told.all("add").len();
    assert!((1_100 - 250..1_100).contains(&added), "{added} of 1,100");
}
