//! The forms of the Action that are made for tools, read in the tools' own languages.
//!
//! What the provider has is written down here from its documentation (version 1.55): Terraform itself would have to
//! fetch the provider to say so.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use hcl::eval::{Context, Evaluate as _};
use hcl::{Block, Body, Expression};
use serde_json::{Value, json};
use userhub_connect::clients::userhub::BASE;
use userhub_connect::domain::guide::{Known, Masked};
use userhub_connect::domain::ids::ClientId;
use userhub_connect::domain::secret::Secret;
use userhub_connect::domain::snippet::{Code, Form};

const CODES: [Code; 2] = [Code::Documented, Code::WithoutPackage];
const SECRET: &str = "the-client-secret-that-nobody-may-see";
const KEY: &str = "sk_the-admin-key-that-nobody-may-see";

/// The resources that the form may use, each with the attributes and blocks that the provider documents for it.
const PROVIDER: [(&str, &[&str]); 5] = [
    (
        "auth0_client",
        &["name", "description", "app_type", "grant_types"],
    ),
    (
        "auth0_client_credentials",
        &["client_id", "authentication_method"],
    ),
    (
        "auth0_client_grant",
        &["client_id", "audience", "scopes", "subject_type"],
    ),
    (
        "auth0_action",
        &[
            "name",
            "runtime",
            "deploy",
            "code",
            "supported_triggers",
            "dependencies",
            "secrets",
        ],
    ),
    (
        "auth0_trigger_action",
        &["trigger", "action_id", "display_name"],
    ),
];

fn known() -> Known {
    Known {
        domain: Some("acme.eu.auth0.com".parse().unwrap()),
        client_id: Some(ClientId::new("AbCdEf123456")),
        client_secret: Some(Masked::from(&Secret::new(SECRET))),
        connection_id: Some("conn_obXdd123".parse().unwrap()),
        api_key: Some(Masked::from(&Secret::new(KEY))),
    }
}

/// The files of a form as one text.
fn text(form: Form, known: &Known) -> String {
    let files = form.files(known).into_iter().map(|file| file.text);
    files.collect::<Vec<_>>().join("\n")
}

fn terraform(code: Code, known: &Known) -> Body {
    hcl::parse(&text(Form::Terraform(code), known)).unwrap()
}

fn labels(block: &Block) -> Vec<&str> {
    block.labels().iter().map(hcl::BlockLabel::as_str).collect()
}

/// The blocks of one kind, such as the resources.
fn blocks<'a>(body: &'a Body, kind: &'a str) -> impl Iterator<Item = &'a Block> {
    body.blocks().filter(move |one| one.identifier() == kind)
}

fn resource<'a>(body: &'a Body, kind: &str) -> &'a Body {
    let found = blocks(body, "resource").find(|one| labels(one) == [kind, "userhub"]);
    found.unwrap_or_else(|| panic!("no {kind}")).body()
}

fn attribute<'a>(body: &'a Body, name: &str) -> Option<&'a Expression> {
    let found = body.attributes().find(|one| one.key() == name);
    found.map(hcl::Attribute::expr)
}

/// An attribute as the text that Terraform would give to the provider.
fn evaluated(body: &Body, name: &str) -> String {
    let value = attribute(body, name).unwrap().evaluate(&Context::new());
    value.unwrap().as_str().unwrap().to_owned()
}

fn written(body: &Body, name: &str) -> String {
    hcl::format::to_string(attribute(body, name).unwrap()).unwrap()
}

#[test]
fn terraform_uses_the_providers_resources_and_no_other() {
    for code in CODES {
        let body = terraform(code, &Known::default());
        let mut used = Vec::new();
        for resource in blocks(&body, "resource") {
            let [kind, "userhub"] = labels(resource)[..] else {
                panic!("{:?}", resource.labels());
            };
            let (_, documented) = PROVIDER.iter().find(|(name, _)| *name == kind).unwrap();
            let inside = resource.body();
            let names = inside.attributes().map(hcl::Attribute::key);
            for name in names.chain(inside.blocks().map(Block::identifier)) {
                assert!(documented.contains(&name), "{kind} has no {name}");
            }
            used.push(kind);
        }
        assert_eq!(used, PROVIDER.map(|(name, _)| name));
        assert!(!text(Form::Terraform(code), &Known::default()).contains("auth0_trigger_actions"));
    }
}

#[test]
fn terraform_says_what_the_steps_say() {
    let body = terraform(Code::Documented, &known());
    let application = resource(&body, "auth0_client");
    assert_eq!(evaluated(application, "name"), "UserHub");
    assert_eq!(evaluated(application, "app_type"), "non_interactive");
    assert_eq!(
        written(application, "grant_types"),
        "[\n  \"client_credentials\"\n]"
    );
    let grant = resource(&body, "auth0_client_grant");
    let scopes = attribute(grant, "scopes").unwrap();
    let scopes = scopes.evaluate(&Context::new()).unwrap();
    let scopes: Vec<String> = hcl::from_value(scopes).unwrap();
    assert_eq!(
        scopes,
        ["read:users", "update:users", "delete:users", "create:users"]
    );
    assert_eq!(
        written(grant, "audience"),
        "\"https://${var.auth0_domain}/api/v2/\""
    );
    let action = resource(&body, "auth0_action");
    assert_eq!(evaluated(action, "runtime"), "node22");
    let package = blocks(action, "dependencies").next().unwrap().body();
    assert_eq!(evaluated(package, "name"), "@userhub/auth0-actions");
    let secrets: Vec<_> = blocks(action, "secrets")
        .map(|one| (evaluated(one.body(), "name"), written(one.body(), "value")))
        .collect();
    let wanted = [
        ("API_KEY", "var.userhub_api_key"),
        ("CONNECTION_ID", "var.userhub_connection_id"),
    ];
    assert_eq!(secrets, wanted.map(|(a, b)| (a.to_owned(), b.to_owned())));
    let bound = resource(&body, "auth0_trigger_action");
    assert_eq!(evaluated(bound, "trigger"), "post-login");
}

#[test]
fn terraform_installs_either_code_byte_for_byte() {
    for code in CODES {
        let body = terraform(code, &Known::default());
        let action = resource(&body, "auth0_action");
        assert_eq!(evaluated(action, "code"), code.text());
        assert_eq!(
            blocks(action, "dependencies").count(),
            code.dependencies().len()
        );
    }
}

#[test]
fn terraform_asks_for_what_is_not_known_and_hides_the_key() {
    let variable = |known: &Known, name: &str, of: &str| {
        let body = terraform(Code::Documented, known);
        let found = blocks(&body, "variable").find(|one| labels(one) == [name]);
        let found = found.unwrap().body().clone();
        attribute(&found, of).map(Expression::to_string)
    };
    let nothing = Known::default();
    for (name, value) in [
        ("auth0_domain", "\"acme.eu.auth0.com\""),
        ("userhub_connection_id", "\"conn_obXdd123\""),
    ] {
        assert_eq!(variable(&nothing, name, "default"), None);
        assert_eq!(variable(&known(), name, "default").as_deref(), Some(value));
    }
    assert_eq!(variable(&known(), "userhub_api_key", "default"), None);
    let sensitive = variable(&known(), "userhub_api_key", "sensitive");
    assert_eq!(sensitive.as_deref(), Some("true"));
    // An application that is there is taken over; none is made up where there is none.
    let taken = |known: &Known| blocks(&terraform(Code::Documented, known), "import").count();
    assert_eq!((taken(&nothing), taken(&known())), (0, 2));
}

fn yaml(code: Code, known: &Known) -> Value {
    let files = Form::DeployCli(code).files(known);
    assert_eq!(files[0].name, "tenant.yaml");
    let read: Value = serde_saphyr::from_str(&files[0].text).unwrap();
    // The file that the lines name is the one that comes with them.
    assert_eq!(read["actions"][0]["code"], format!("./{}", files[1].name));
    assert_eq!(files[1].text, code.text());
    read
}

#[test]
fn deploy_cli_names_what_the_steps_name_and_no_flow() {
    let read = yaml(Code::Documented, &known());
    let secrets = json!([
        {"name": "API_KEY", "value": "##USERHUB_API_KEY##"},
        {"name": "CONNECTION_ID", "value": "conn_obXdd123"},
    ]);
    let wanted = json!({
        "clients": [{
            "name": "UserHub",
            "app_type": "non_interactive",
            "grant_types": ["client_credentials"],
            "token_endpoint_auth_method": "client_secret_post",
        }],
        "clientGrants": [{
            "client_id": "UserHub",
            "audience": "https://acme.eu.auth0.com/api/v2/",
            "subject_type": "client",
            "scope": ["read:users", "update:users", "delete:users", "create:users"],
        }],
        "actions": [{
            "name": "UserHub",
            "code": "./actions/UserHub/code.js",
            "runtime": "node22",
            "deployed": true,
            "supported_triggers": [{"id": "post-login", "version": "v3"}],
            "dependencies": [{"name": "@userhub/auth0-actions", "version": "latest"}],
            "secrets": secrets,
        }],
    });
    // There are no triggers among them: with these lines alone an import drops nobody's Action from the flow.
    assert_eq!(read, wanted);

    let other = yaml(Code::WithoutPackage, &Known::default());
    assert_eq!(other["actions"][0]["dependencies"], json!([]));
    assert_eq!(
        other["clientGrants"][0]["audience"],
        "https://##AUTH0_DOMAIN##/api/v2/"
    );
}

/// The flow's lines are comments. Without their marks they are what the tool reads.
#[test]
fn deploy_cli_shows_the_flow_as_the_tool_reads_it() {
    let form = Form::DeployCli(Code::Documented);
    let text = form.files(&known()).swap_remove(0).text;
    let (_, flow) = text.split_once("# triggers:\n").unwrap();
    let lines = flow.lines().map(|line| line.strip_prefix("# ").unwrap());
    let flow = lines.collect::<Vec<_>>().join("\n");
    let read: Value = serde_saphyr::from_str(&flow).unwrap();
    let last = json!({"action_name": "UserHub", "display_name": "UserHub"});
    assert_eq!(read["post-login"][1], last);
}

#[test]
fn no_form_holds_a_secret_or_text_that_could_break_out() {
    let mut hostile = known();
    hostile.client_id = Some(ClientId::new("x\"; rm -rf ~; '`$(boom)"));
    for form in Form::ALL {
        for code in CODES {
            let form = form.with(code);
            let shown = text(form, &known());
            for secret in [SECRET, KEY, "••••"] {
                assert!(!shown.contains(secret), "{}: {secret}", form.name());
            }
            assert!(!text(form, &hostile).contains("boom"), "{}", form.name());
        }
    }
}

#[test]
fn the_code_without_the_package_calls_the_service_that_the_app_calls() {
    let code = Code::WithoutPackage.text();
    assert_eq!(code.matches("https://").count(), 1);
    assert!(code.contains(&format!("`{BASE}/admin/v1/users/")));
}
