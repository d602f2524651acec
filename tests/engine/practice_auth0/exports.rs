//! Export jobs and their files.

use super::*;

#[tokio::test]
async fn an_export_holds_everybody_with_the_fields_that_were_named() {
    let caller = Caller::new(people(2_345)).await;
    let order = json!({
        "format": "json",
        "fields": [
            {"name": "user_id"}, {"name": "email"}, {"name": "email_verified"}, {"name": "name"},
            {"name": "identities"}, {"name": "created_at"}, {"name": "tenantid", "export_as": "directory"},
        ],
    });
    let link = caller.export(order).await;
    assert!(link.starts_with(&caller.tenant.export_url()));
    assert!(!link.starts_with(&caller.tenant.url()));
    let file = caller.download(&link).await;
    assert_eq!(file.body[..2], [0x1f, 0x8b]);
    let people = lines(&file.body);
    assert_eq!(people.len(), 2_345);
    let ids: HashSet<&str> = people
        .iter()
        .filter_map(|p| p["user_id"].as_str())
        .collect();
    assert_eq!(ids.len(), 2_345);
    assert!(people.iter().all(|p| p.get("updated_at").is_none()));
    assert!(people.iter().any(|p| p["directory"].is_string()));
    assert!(
        people
            .iter()
            .any(|p| p["identities"][0]["user_id"].is_number())
    );
    let saml = caller.tenant.connection_id("acme-saml");
    let link = caller
        .export(json!({"format": "json", "connection_id": saml, "limit": 7}))
        .await;
    let people = lines(&caller.download(&link).await.body);
    assert_eq!(people.len(), 7);
    assert!(people.iter().all(|p| {
        p["user_id"]
            .as_str()
            .unwrap()
            .starts_with("samlp|acme-saml|")
    }));
}

#[tokio::test]
async fn an_export_is_csv_unless_json_is_asked_for() {
    let caller = Caller::new(people(30)).await;
    let link = caller
        .export(json!({"fields": [{"name": "user_id"}, {"name": "blocked"}]}))
        .await;
    let mut text = String::new();
    let file = caller.download(&link).await.body;
    GzDecoder::new(&file[..]).read_to_string(&mut text).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "\"user_id\",\"blocked\"");
    assert_eq!(lines.len(), 31);
    assert!(lines[1].starts_with("\"'auth0|"), "{}", lines[1]);
}

#[tokio::test]
async fn export_links_grow_old_and_want_no_credential() {
    let caller = Caller::new(people(30)).await;
    let link = caller.export(json!({"format": "json"})).await;
    assert!(!caller.tenant.export_host_saw_authorization());
    let with_token = caller.client.get(&link).bearer_auth(&caller.token);
    assert_eq!(reply(with_token).await.unwrap().status, 400);
    assert!(caller.tenant.export_host_saw_authorization());
    caller.tenant.advance_export_clock(Duration::from_mins(1));
    let old = caller.download(&link).await;
    assert_eq!(old.status, 403);
    assert!(old.body.starts_with(b"<?xml"));
    let forged = link.replace("Signature=", "Signature=0");
    assert_eq!(caller.download(&forged).await.status, 403);
    let id = link
        .split('/')
        .find(|part| part.starts_with("job_"))
        .unwrap();
    caller.tenant.age_jobs(Duration::from_hours(25));
    assert_eq!(caller.get(&format!("/api/v2/jobs/{id}")).await.status, 404);
}

#[tokio::test]
async fn export_jobs_can_be_refused_fail_or_stay_pending() {
    let caller = Caller::new(people(5)).await;
    let path = "/api/v2/jobs/users-exports";
    for body in [
        json!({"formats": "json"}),
        json!({"fields": [[{"name": "email"}]]}),
        json!({"limit": 0}),
        json!({"connection_id": "con_short"}),
    ] {
        let reply = caller.ask(Method::POST, path, Some(body)).await;
        assert_eq!(reply.status, 400);
        assert_eq!(reply.json()["errorCode"], "invalid_body");
    }
    caller.tenant.set_export(ExportBehaviour::Refused);
    assert_eq!(
        caller.ask(Method::POST, path, Some(json!({}))).await.status,
        403
    );
    for (behaviour, status) in [
        (ExportBehaviour::Fails, "failed"),
        (ExportBehaviour::StaysPending, "pending"),
    ] {
        caller.tenant.set_export(behaviour);
        let job = caller.ask(Method::POST, path, Some(json!({}))).await.json();
        tokio::time::sleep(Duration::from_millis(230)).await;
        let path = format!("/api/v2/jobs/{}", job["id"].as_str().unwrap());
        let job = caller.get(&path).await.json();
        assert_eq!(job["status"], status);
        assert!(job.get("location").is_none());
    }
}

#[tokio::test]
async fn exports_can_arrive_short_or_cut_off() {
    let caller = Caller::new(people(400)).await;
    let trouble = caller.tenant.trouble();
    let link = caller.export(json!({"format": "json"})).await;
    trouble.add(Rule::always(Fault::ShortExport).times(1));
    assert_eq!(lines(&caller.download(&link).await.body).len(), 200);
    trouble.add(Rule::always(Fault::TruncatedBody).times(1));
    let cut = caller.download(&link).await.body;
    let mut text = String::new();
    assert!(GzDecoder::new(&cut[..]).read_to_string(&mut text).is_err());
    trouble.add(Rule::always(Fault::ResetInBody).times(1));
    let response = caller.client.get(&link).send().await.unwrap();
    assert!(response.bytes().await.is_err());
    assert_eq!(lines(&caller.download(&link).await.body).len(), 400);
}

#[tokio::test]
async fn exports_can_lack_their_middle_or_their_end() {
    let caller = Caller::new(people(400)).await;
    let trouble = caller.tenant.trouble();
    let link = caller.export(json!({"format": "json"})).await;
    for (from, to, left) in [(100, 160, 340), (150, u64::MAX, 150)] {
        trouble.add(Rule::always(Fault::ExportLacks { from, to }).times(1));
        let people = lines(&caller.download(&link).await.body);
        assert_eq!(people.len(), left);
        let gone = caller.tenant.id_of(from);
        assert!(people.iter().all(|person| person["user_id"] != *gone));
    }
    let rule = r#"{"fault":{"export_lacks":{"from":1,"to":2}}}"#;
    assert!(serde_json::from_str::<Rule>(rule).is_ok());
}
