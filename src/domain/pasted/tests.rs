//! Pasted texts as people paste them, and properties over any text.

use proptest::prelude::*;

use super::*;

const CLIENT_ID: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz012345";

fn secret() -> String {
    "s3cr-t_X".repeat(8)
}

fn domain_of(text: &str) -> Option<String> {
    read(text).domain.map(|found| found.first.to_string())
}

#[test]
fn a_dashboard_address_gives_domain_and_client_id() {
    let pasted = read(&format!(
        "https://manage.auth0.com/dashboard/eu/acme/applications/{CLIENT_ID}/settings"
    ));
    let domain = pasted.domain.unwrap();
    assert_eq!(domain.first.as_str(), "acme.eu.auth0.com");
    assert_eq!(domain.second, None);
    assert_eq!(domain.source, Source::DashboardAddress);
    assert_eq!(pasted.client_id, Some(ClientId::new(CLIENT_ID)));
}

#[test]
fn an_address_without_a_tenant_says_so() {
    for text in [
        "https://manage.auth0.com/#/applications",
        "https://manage.auth0.com/dashboard/eu/_/applications",
    ] {
        assert_eq!(read(text).remarks, [Remark::NoTenantInAddress], "{text}");
        assert_eq!(read_domain(text), Err(DomainProblem::NoTenantInAddress));
    }
}

#[test]
fn a_token_gives_its_tenant_and_is_not_shown() {
    let text = token::tests::token(&serde_json::json!({
        "iss": "https://acme.eu.auth0.com/",
        "aud": "https://acme.eu.auth0.com/api/v2/",
        "exp": 1_795_000_000,
    }));
    for form in [
        text.clone(),
        format!("Bearer {text}\n"),
        format!("token={text}"),
    ] {
        let pasted = read(&form);
        assert_eq!(pasted.domain.as_ref().unwrap().source, Source::Token);
        assert!(!format!("{pasted:?} {:?}", pasted.read_as()).contains(&text));
        assert_eq!(pasted.management_token.unwrap().token.expose(), text);
    }
}

#[test]
fn a_block_fills_all_values_with_or_without_labels() {
    let secret = secret();
    let blocks = [
        format!(
            "Domain: acme.eu.auth0.com\nClient ID: {CLIENT_ID}\nClient Secret: {secret}\n\
                 Connection ID: conn_26yEiYymqy6ZmG\nAPI key: sk_agX12345"
        ),
        format!(
            "AUTH0_DOMAIN=acme.eu.auth0.com AUTH0_CLIENT_ID={CLIENT_ID} \
                 AUTH0_CLIENT_SECRET='{secret}' USERHUB_CONNECTION_ID=conn_26yEiYymqy6ZmG \
                 USERHUB_ADMIN_KEY=sk_agX12345"
        ),
        format!(
            "{{\"domain\":\"https://acme.eu.auth0.com\",\"clientId\":\"{CLIENT_ID}\",\
                 \"clientSecret\":\"{secret}\",\"apiKey\":\"sk_agX12345\",\
                 \"connection\":\"conn_26yEiYymqy6ZmG\"}}"
        ),
        format!("acme.eu.auth0.com\n{CLIENT_ID}\n{secret}\nsk_agX12345\nconn_26yEiYymqy6ZmG"),
        format!(
            "Domain\nacme.eu.auth0.com\nClient ID\n{CLIENT_ID}\nClient Secret\n{secret}\n\
                 key sk_agX12345 of conn_26yEiYymqy6ZmG."
        ),
    ];
    for block in blocks {
        let pasted = read(&block);
        assert_eq!(
            domain_of(&block).as_deref(),
            Some("acme.eu.auth0.com"),
            "{block}"
        );
        assert_eq!(pasted.client_id.unwrap().as_str(), CLIENT_ID, "{block}");
        assert_eq!(pasted.client_secret.unwrap().expose(), secret, "{block}");
        assert_eq!(
            pasted.connection_id.unwrap().as_str(),
            "conn_26yEiYymqy6ZmG"
        );
        assert_eq!(pasted.api_key.unwrap().expose(), "sk_agX12345", "{block}");
        assert_eq!(pasted.remarks, [], "{block}");
    }
}

#[test]
fn a_very_long_text_is_read_in_one_pass() {
    let long = "a:b c=d conn_ eyJ ".repeat(100_000);
    let pasted = read(&format!("{long} conn_26yEiYymqy6ZmG"));
    assert_eq!(
        pasted.connection_id.unwrap().as_str(),
        "conn_26yEiYymqy6ZmG"
    );
}

#[test]
fn a_label_decides_where_the_shape_does_not() {
    let pasted = read("Client Secret: short-one-1\nClient ID: old-client\nAPI key: any-text-1");
    assert_eq!(pasted.client_secret.unwrap().expose(), "short-one-1");
    assert_eq!(pasted.client_id.unwrap().as_str(), "old-client");
    assert_eq!(pasted.api_key.unwrap().expose(), "any-text-1");
}

#[test]
fn an_unmistakable_shape_wins_over_a_wrong_label() {
    let pasted = read("API key: conn_26yEiYymqy6ZmG");
    assert!(pasted.api_key.is_none());
    assert!(pasted.connection_id.is_some());
}

#[test]
fn what_cannot_be_used_is_remarked_on() {
    for (text, remark) in [
        ("login.acme.com", Remark::NotADomain(DomainError::NotAuth0)),
        (
            "Domain: login.acme.com\nx",
            Remark::NotADomain(DomainError::NotAuth0),
        ),
        (
            "acme.auth0app.com",
            Remark::NotADomain(DomainError::PrivateCloud),
        ),
        ("pk_abcdef", Remark::UserKey),
        ("conn_a1 conn_b2", Remark::Several(Field::ConnectionId)),
        (
            "acme.eu.auth0.com other.eu.auth0.com",
            Remark::Several(Field::Domain),
        ),
        ("eyJhbGci.eyJpc3M", Remark::UnreadableToken),
    ] {
        assert_eq!(read(text).remarks, [remark], "{text}");
    }
    assert!(read("Nothing of use, e.g. a sentence.").is_empty());
}

#[test]
fn a_domain_beside_an_ambiguous_address_settles_it() {
    let address = "https://manage.auth0.com/dashboard/us/dev-x1/";
    for text in [
        format!("{address} dev-x1.auth0.com"),
        format!("dev-x1.auth0.com {address}"),
    ] {
        let pasted = read(&text);
        let domain = pasted.domain.unwrap();
        assert_eq!(domain.first.as_str(), "dev-x1.auth0.com");
        assert_eq!(domain.second, None);
        assert_eq!(pasted.remarks, []);
    }
}

#[test]
fn a_domain_field_names_what_it_got_instead() {
    assert_eq!(
        read_domain("conn_26yEi"),
        Err(DomainProblem::WrongKind(Kind::ConnectionId))
    );
    for (text, error) in [
        ("", DomainError::Empty),
        ("evilauth0.com", DomainError::NotAuth0),
        ("auth0.com", DomainError::Auth0Itself),
        ("acme.auth0.com.evil.com", DomainError::NotAuth0),
        ("x@acme.us.auth0.com", DomainError::Malformed),
        ("acme.auth0app.com", DomainError::PrivateCloud),
    ] {
        assert_eq!(
            read_domain(text),
            Err(DomainProblem::NotADomain(error)),
            "{text}"
        );
    }
    let found = read_domain(" HTTPS://Acme.EU.auth0.com/ ").unwrap();
    assert_eq!(found.first.as_str(), "acme.eu.auth0.com");
}

/// Ways in which a value arrives, with the value in the place of `@`.
const WRAPPINGS: &[&str] = &[
    "@",
    "  @\n",
    "\"@\"",
    "'@'",
    "`@`",
    "“@”",
    "<@>",
    "(@)",
    "value @ here",
    "\t@,\r\n",
    "LABEL=@",
    "label: @",
    "{\"x\":\"@\"}",
];

fn wrapped(value: &str, label: &str, wrapping: usize) -> String {
    WRAPPINGS[wrapping % WRAPPINGS.len()]
        .replace("LABEL", label)
        .replace("label", label)
        .replace('@', value)
}

proptest! {
    #[test]
    fn a_domain_is_found_again(
        tenant in "[a-z0-9][a-z0-9-]{1,20}[a-z0-9]",
        region in prop::sample::select(crate::domain::ids::REGIONS),
        scheme in prop::sample::select(&["", "https://", "http://", "HTTPS://"][..]),
        tail in prop::sample::select(&["", "/", "/api/v2/", "/login?x=1"][..]),
        wrapping in 0..WRAPPINGS.len(),
    ) {
        let domain = format!("{tenant}.{region}.auth0.com");
        prop_assume!(domain.parse::<Auth0Domain>().is_ok());
        let text = wrapped(&format!("{scheme}{domain}{tail}"), "AUTH0_DOMAIN", wrapping);
        prop_assert_eq!(domain_of(&text), Some(domain), "{}", text);
    }

    #[test]
    fn a_dashboard_address_is_found_again(
        tenant in "[a-z0-9][a-z0-9-]{1,20}[a-z0-9]",
        region in prop::sample::select(&["eu", "au", "jp", "ca", "uk"][..]),
        id in "[A-Za-z0-9]{32}",
        wrapping in 0..WRAPPINGS.len(),
    ) {
        let domain = format!("{tenant}.{region}.auth0.com");
        prop_assume!(domain.parse::<Auth0Domain>().is_ok());
        let address = format!("https://manage.auth0.com/dashboard/{region}/{tenant}/applications/{id}/settings");
        let pasted = read(&wrapped(&address, "Domain", wrapping));
        let found = pasted.domain.unwrap();
        prop_assert_eq!(found.first.as_str(), domain);
        prop_assert_eq!(pasted.client_id, Some(ClientId::new(id)));
    }

    #[test]
    fn ids_and_secrets_are_found_again(
        id in "[A-Za-z0-9]{32}",
        secret in "[A-Za-z0-9_-]{64}",
        connection in "conn_[A-Za-z0-9]{14}",
        key in "(sk_|userhub_admin_)[A-Za-z0-9_=+/-]{8,40}",
        wrapping in 0..WRAPPINGS.len(),
    ) {
        prop_assume!(classify(&secret) == Kind::ClientSecret);
        prop_assert_eq!(read(&wrapped(&id, "Client ID", wrapping)).client_id, Some(ClientId::new(id)));
        let found = read(&wrapped(&secret, "AUTH0_CLIENT_SECRET", wrapping)).client_secret.unwrap();
        prop_assert_eq!(found.expose(), secret);
        let found = read(&wrapped(&connection, "Connection ID", wrapping)).connection_id.unwrap();
        prop_assert_eq!(found.as_str(), connection);
        let pasted = read(&wrapped(&key, "API_KEY", wrapping));
        let debug = format!("{pasted:?}");
        prop_assert!(!debug.contains(&key));
        let found = pasted.api_key.unwrap();
        prop_assert_eq!(found.expose(), key);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in any::<String>()) {
        let pasted = read(&text);
        let _ = (classify(&text), read_domain(&text).is_ok(), pasted.read_as());
    }

    #[test]
    fn texts_made_of_our_own_parts_are_read_without_a_panic(
        parts in prop::collection::vec(prop::sample::select(&[
            "conn_", "eyJ", ".", "https://", "manage.auth0.com", "/dashboard/", "us", "/", "%",
             "%E4", "é", ":", "=",
            "\"", " ", "\n", "Client ID", "applications", "_", "*", "auth0.com", "sk_", "Bearer ",
        ][..]), 0..24)
    ) {
        let text = parts.concat();
        let pasted = read(&text);
        let _ = (classify(&text), read_domain(&text).is_ok(), pasted.read_as());
    }
}
