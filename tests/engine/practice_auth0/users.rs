//! Pages, searches, single people, and how they change.

use super::*;

#[tokio::test]
async fn pages_end_at_a_thousand_with_the_exact_error() {
    let caller = Caller::new(people(1_500)).await;
    let page = caller
        .get("/api/v2/users?page=9&per_page=100&include_totals=true")
        .await
        .json();
    assert_eq!(
        (&page["total"], &page["length"]),
        (&json!(1_000), &json!(100))
    );
    assert_eq!((&page["start"], &page["limit"]), (&json!(900), &json!(100)));
    let beyond = caller.get("/api/v2/users?page=10&per_page=100").await;
    assert_eq!(beyond.status, 400);
    assert_eq!(
        beyond.json(),
        json!({
            "statusCode": 400,
            "error": "Bad Request",
            "message": "You can only page through the first 1000 records. See \
                https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation",
            "errorCode": "invalid_paging",
        })
    );
    for (query, status) in [
        ("per_page=101", 400),
        ("per_page=ten", 400),
        ("from=abc&take=50", 400),
        ("sort=app_metadata.plan:1", 400),
        ("sort=created_at", 400),
        ("include_totals=maybe", 400),
        ("search_engine=v3&primary_order=false", 200),
    ] {
        let reply = caller.get(&format!("/api/v2/users?{query}")).await;
        assert_eq!(reply.status, status, "{query}");
    }
    let long = "x".repeat(9_000);
    let reply = caller.get(&format!("/api/v2/users?q={long}")).await;
    assert_eq!(reply.status, 414);
}

#[tokio::test]
async fn pages_of_fewer_people_end_empty() {
    let caller = Caller::new(people(120)).await;
    let page = caller.get("/api/v2/users?page=1&per_page=100").await.json();
    assert_eq!(page.as_array().unwrap().len(), 20);
    let page = caller.get("/api/v2/users?page=2&per_page=100").await.json();
    assert_eq!(page, json!([]));
    let page = caller
        .get("/api/v2/users?page=2&per_page=100&include_totals=true")
        .await
        .json();
    assert_eq!(
        page,
        json!({"start": 200, "limit": 100, "length": 0, "users": [], "total": 120})
    );
    let none = Caller::new(people(0)).await;
    assert_eq!(none.get("/api/v2/users").await.json(), json!([]));
}

#[tokio::test]
async fn a_walk_over_created_at_finds_everybody_once() {
    let caller = Caller::new(people(2_600)).await;
    let mut seen = HashSet::new();
    let mut from = None::<String>;
    for _ in 0..5 {
        let q = from.as_ref().map_or(String::new(), |from| {
            format!("&q={}", encoded(&format!("created_at:[{from} TO *]")))
        });
        let mut last = 0;
        for page in 0..10 {
            let path = format!("/api/v2/users?sort=created_at:1&per_page=100&page={page}{q}");
            let users = caller.get(&path).await.json();
            let users = users.as_array().unwrap();
            last = users.len();
            for user in users {
                seen.insert(user["user_id"].as_str().unwrap().to_owned());
                if let Some(created) = user["created_at"].as_str() {
                    from = Some(created.to_owned());
                }
            }
        }
        if last < 100 {
            break;
        }
    }
    assert_eq!(seen.len(), 2_600);
}

#[tokio::test]
async fn searches_find_what_they_say() {
    let caller = Caller::new(people(900)).await;
    let database = caller
        .ids(
            "identities.connection:\"Username-Password-Authentication\"",
            "&per_page=100",
        )
        .await;
    assert!(database.iter().all(|id| id.starts_with("auth0|")));
    assert_eq!(
        caller.ids("user_id:auth0|6*", "&per_page=100").await,
        database
    );
    let odd = caller.tenant.id_of(9);
    assert!(odd.contains('/') && odd.contains(' ') && odd.contains('%'));
    assert_eq!(caller.ids(&format!("user_id:\"{odd}\""), "").await, [odd]);
    let blocked = caller
        .find("blocked:true AND NOT email.domain:example.com", "")
        .await;
    for user in blocked.json().as_array().unwrap() {
        assert_eq!(user["blocked"], true);
    }
    let few = caller
        .find("logins_count:[1 TO 3}", "&fields=logins_count")
        .await;
    for user in few.json().as_array().unwrap() {
        assert!(user["logins_count"].as_i64().unwrap() < 3, "{user}");
        assert_eq!(user.as_object().unwrap().len(), 1);
    }
    let newest = caller
        .get("/api/v2/users?sort=created_at:-1&per_page=1")
        .await;
    assert_eq!(newest.json()[0]["user_id"], caller.tenant.id_of(899));
    let page = caller
        .get("/api/v2/users?sort=updated_at:-1&per_page=50")
        .await
        .json();
    let updated: Vec<&str> = page
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["updated_at"].as_str().unwrap())
        .collect();
    assert!(updated.is_sorted_by(|a, b| a >= b));
    for q in [
        "created_at:[1 TO",
        "john",
        "user_metadata.n:[1 TO 2]",
        "email:*a",
    ] {
        let reply = caller.find(q, "").await;
        assert_eq!(reply.status, 400, "{q}");
        assert_eq!(reply.json()["errorCode"], "invalid_query_string", "{q}");
    }
}

#[tokio::test]
async fn ties_can_be_made_larger_than_any_window() {
    let options = TenantOptions {
        tied: 1_200,
        ..people(1_300)
    };
    let caller = Caller::new(options).await;
    let first = caller.tenant.person(&caller.tenant.id_of(0)).unwrap();
    let time = first["created_at"].as_str().unwrap();
    let q = encoded(&format!("created_at:[{time} TO {time}]"));
    let path = format!("/api/v2/users?q={q}&include_totals=true&per_page=1");
    assert_eq!(caller.get(&path).await.json()["total"], 1_000);
    let q = format!("created_at:[{time} TO {time}] AND user_id:google-oauth2|*");
    let path = format!(
        "/api/v2/users?q={}&include_totals=true&per_page=1",
        encoded(&q)
    );
    let total = caller.get(&path).await.json()["total"].as_u64().unwrap();
    assert!((100..400).contains(&total), "{total}");
}

#[tokio::test]
async fn every_id_reads_back_its_person() {
    let caller = Caller::new(people(60)).await;
    for index in 0..60 {
        let id = caller.tenant.id_of(index);
        let reply = caller.get(&format!("/api/v2/users/{}", encoded(&id))).await;
        assert_eq!(reply.json()["user_id"], id);
        assert_eq!(Some(reply.json()), caller.tenant.person(&id));
    }
    let reply = caller.get("/api/v2/users/auth0%7Cnobody").await;
    assert_eq!(reply.status, 404);
    assert_eq!(reply.json()["errorCode"], "inexistent_user");
}

/// A tenant whose index lags so far behind, in which somebody was created, somebody deleted and somebody changed: the caller,
/// and who they are, in that order.
async fn changed_a_moment_ago(index_lag: Duration) -> (Caller, [String; 3]) {
    let options = TenantOptions {
        index_lag,
        ..people(40)
    };
    let caller = Caller::new(options).await;
    let tenant = &caller.tenant;
    let created = tenant.create_person(&fields(&json!({
        "email": "new@example.com", "user_id": "samlp|new|a b/c",
    })));
    let (gone, changed) = (tenant.id_of(3), tenant.id_of(5));
    assert!(tenant.delete_person(&gone));
    assert!(tenant.change_person(
        &changed,
        &fields(&json!({"name": "New Name", "email": null}))
    ));
    (caller, [created, gone, changed])
}

const RECENT: &str = "updated_at:[2026-06-01 TO *]";

#[tokio::test]
async fn changes_show_by_id_at_once_and_in_no_search_before_the_lag_is_over() {
    let (caller, [created, gone, changed]) = changed_a_moment_ago(Duration::from_hours(1)).await;
    let path = |id: &str| format!("/api/v2/users/{}", encoded(id));
    assert_eq!(caller.get(&path(&gone)).await.status, 404);
    assert_eq!(
        caller.get(&path(&created)).await.json()["name"],
        "new@example.com"
    );
    let person = caller.get(&path(&changed)).await.json();
    assert_eq!(person["name"], "New Name");
    assert!(person.get("email").is_none());
    let by_email = "/api/v2/users-by-email?email=new@example.com";
    assert_eq!(caller.get(by_email).await.json()[0]["user_id"], created);
    assert!(caller.ids(RECENT, "").await.is_empty());
    let that_one = format!("user_id:\"{gone}\"");
    assert!(!caller.ids(&that_one, "").await.is_empty());
}

#[tokio::test]
async fn changes_show_in_searches_after_the_lag() {
    let (caller, [created, gone, changed]) = changed_a_moment_ago(Duration::from_millis(50)).await;
    let tenant = &caller.tenant;
    let shown = async {
        while caller.ids(RECENT, "&sort=updated_at:1").await.len() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let most = Duration::from_secs(20);
    assert!(tokio::time::timeout(most, shown).await.is_ok());
    assert!(
        caller
            .ids(&format!("user_id:\"{gone}\""), "")
            .await
            .is_empty()
    );
    assert_eq!(caller.ids("name:\"new name\"", "").await, [changed]);
    assert_eq!(tenant.count(), 40);
    let all = caller.get("/api/v2/users?per_page=100").await.json();
    assert_eq!(all.as_array().unwrap().len(), 40);
    assert_eq!(all[39]["user_id"], created);
}

#[tokio::test]
async fn a_sign_in_touches_bookkeeping_only() {
    let caller = Caller::new(people(10)).await;
    let id = caller.tenant.id_of(0);
    let before = caller.tenant.person(&id).unwrap();
    assert!(caller.tenant.sign_in(&id));
    let after = caller.tenant.person(&id).unwrap();
    assert_ne!(before["updated_at"], after["updated_at"]);
    let strip = |mut person: Value| {
        for name in ["last_login", "last_ip", "logins_count", "updated_at"] {
            person.as_object_mut().unwrap().remove(name);
        }
        person
    };
    assert_eq!(strip(before), strip(after));
    let recent = caller
        .ids("updated_at:[2026-06-01T00:00:00.000Z TO *]", "")
        .await;
    assert_eq!(recent, [id]);
}

#[tokio::test]
async fn people_can_leave_in_the_middle_of_a_walk() {
    let caller = Caller::new(people(300)).await;
    caller.tenant.after_requests(1, "page=0", |tenant| {
        for index in 0..10 {
            tenant.delete_person(&tenant.id_of(index));
        }
    });
    let mut seen = HashSet::new();
    for page in 0..3 {
        let path = format!("/api/v2/users?per_page=100&page={page}");
        for user in caller.get(&path).await.json().as_array().unwrap() {
            seen.insert(user["user_id"].as_str().unwrap().to_owned());
        }
    }
    // The first page still had the ten; the second began ten people further on.
    assert_eq!(seen.len(), 290);
    assert!(!seen.contains(&caller.tenant.id_of(100)));
}
