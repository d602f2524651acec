//! The words of all problems, and what each one means for the exit code.

use super::*;
use crate::domain::ids::{Auth0Domain, ConnectionId, DomainError};
use crate::domain::pasted::{DomainProblem, Field, Kind};
use crate::domain::permissions::Comparison;
use crate::domain::someone::UnusableQuery;

/// Words that no text for people may hold (design 1.0, 1.16, check list 31).
const BANNED: &[&str] = &[
    "invalid",
    "forbidden",
    "illegal",
    "failed to",
    "unknown error",
    "please",
    "sorry",
    "oops",
    "m2m",
    "endpoint",
    "payload",
    "scope",
    "null",
    "400",
    "401",
    "403",
    "404",
    "409",
    "429",
    "500",
    "502",
    "503",
];

const FIELDS: [Field; 5] = [
    Field::Domain,
    Field::ClientId,
    Field::ClientSecret,
    Field::ConnectionId,
    Field::ApiKey,
];

const KINDS: [Kind; 11] = [
    Kind::Domain,
    Kind::DashboardAddress,
    Kind::PrivateCloudDomain,
    Kind::OtherDomain,
    Kind::ClientId,
    Kind::ClientSecret,
    Kind::ConnectionId,
    Kind::ApiKey,
    Kind::UserKey,
    Kind::Token,
    Kind::Other,
];

fn acme() -> Auth0Domain {
    "acme.eu.auth0.com".parse().unwrap()
}

fn connection() -> ConnectionId {
    "conn_26yEiYymqy6ZmG".parse().unwrap()
}

const SOURCES: [ProxySource; 3] = [
    ProxySource::Settings,
    ProxySource::Variable("HTTPS_PROXY"),
    ProxySource::System,
];

/// Every form of a problem with a proxy.
fn proxies(service: Service) -> Vec<Issue> {
    let mut all = Vec::new();
    for source in SOURCES {
        for fault in [
            ProxyAddressFault::NotText,
            ProxyAddressFault::NotAnAddress,
            ProxyAddressFault::UnknownKind,
            ProxyAddressFault::HoldsPassword,
        ] {
            all.push(Issue::proxy_unusable(source, fault));
        }
        for has_credentials in [false, true] {
            let proxy = NamedProxy {
                address: "proxy.acme.example:3128".to_owned(),
                source,
                has_credentials,
                looks_up_here: has_credentials,
            };
            let host = "acme.eu.auth0.com";
            all.push(Issue::unreachable(service, host).through_proxy(host, &proxy));
            for fault in [
                ProxyFault::Unreached,
                ProxyFault::WantsPassword,
                ProxyFault::Refused,
            ] {
                all.push(Issue::in_the_proxys_way(service, host, &proxy, fault));
            }
        }
    }
    all
}

/// Every form of a problem with the app's own files.
fn folders() -> Vec<Issue> {
    let faults = [
        FolderFault::Full,
        FolderFault::NotAllowed,
        FolderFault::Damaged,
        FolderFault::Newer,
        FolderFault::Other,
    ];
    let both = |fault| {
        [
            Issue::data_folder_unusable("data", fault),
            Issue::history_unreadable("data", fault),
        ]
    };
    faults.into_iter().flat_map(both).collect()
}

/// Every form of a problem with a certificate.
fn certificates(service: Service) -> Vec<Issue> {
    let at = |text: &str| text.parse().unwrap();
    let times = Times {
        limit: at("2025-01-31T12:00:00Z"),
        now: at("2026-01-31T12:00:00Z"),
    };
    let mut all = Vec::new();
    for fault in [
        CertificateFault::Expired(None),
        CertificateFault::Expired(Some(times)),
        CertificateFault::NotYetValid(Some(times)),
        CertificateFault::WrongHost(Vec::new()),
        CertificateFault::WrongHost(["a", "b", "c", "d"].map(str::to_owned).to_vec()),
        CertificateFault::UnknownRoot,
        CertificateFault::Revoked,
        CertificateFault::Other,
    ] {
        for added in [None, Some("company.pem")] {
            let issue = Issue::certificate_refused(service, "acme.eu.auth0.com", &fault, added);
            all.push(issue);
        }
    }
    for fault in [
        CertificateFileFault::Empty,
        CertificateFileFault::TooLarge,
        CertificateFileFault::Utf16,
        CertificateFileFault::Binary,
        CertificateFileFault::NoCertificate,
        CertificateFileFault::PrivateKey,
        CertificateFileFault::OtherForm,
        CertificateFileFault::Damaged(2),
    ] {
        all.push(Issue::certificate_file_refused("ca.pem", fault));
    }
    all
}

/// One of every problem, and each form that its words can take.
fn all() -> Vec<Issue> {
    let (acme, us) = (acme(), acme().in_region("us"));
    let mut all = vec![
        Issue::record_unreadable("install-acme.eu.auth0.com.json"),
        Issue::no_file_to_save_to("/dev/full"),
        Issue::no_more_files(),
        Issue::file_not_removed("userhub-connect.desktop"),
        Issue::menu_of_another_kind(),
        Issue::practice_damaged("practice"),
        Issue::nobody_taken(&connection()),
        Issue::no_tenant_or_in_between("acme.eu.auth0.com", "a web page"),
        Issue::sign_in_refused("parameter organization is required"),
        Issue::not_allowed_by_auth0("feature_not_enabled"),
    ];
    let page = "a web page titled “Access denied”";
    for service in [Service::Auth0, Service::UserHub] {
        all.push(Issue::answered_in_between(service, "api.userhub.com", page));
        all.push(Issue::call_refused(service, "Odd. NOT_TODAY."));
        all.push(Issue::unreachable(service, "acme.eu.auth0.com"));
        all.extend(proxies(service));
        all.push(Issue::unusable_answers(service, "acme.eu.auth0.com"));
        all.extend(certificates(service));
        for when in [
            None,
            Some("in 40 seconds"),
            Some("after 27 November, 02:40 (in 12 hours)"),
        ] {
            all.push(Issue::slowed_down(service, when));
        }
    }
    for error in [
        DomainError::Empty,
        DomainError::NotAuth0,
        DomainError::PrivateCloud,
        DomainError::Auth0Itself,
        DomainError::Malformed,
    ] {
        all.push(Issue::domain(
            "login.acme.com",
            DomainProblem::NotADomain(error),
        ));
    }
    all.push(Issue::domain("x", DomainProblem::NoTenantInAddress));
    for other in [None, Some(&us)] {
        all.push(Issue::no_tenant(&acme, other));
        all.push(Issue::credentials_refused(&acme, other));
    }
    for scope in [
        "",
        "read:users",
        "read:users update:users",
        "read:users update:users create:users",
        "read:users update:users create:users delete:users",
    ] {
        all.push(Issue::permissions_missing(&Comparison::of(scope)));
    }
    for field in FIELDS {
        all.push(Issue::value_missing(field));
        all.push(Issue::value_malformed(field));
        for sign in ['\n', '…', '–', '\u{a0}'] {
            all.push(Issue::value_with_odd_sign(field, sign));
        }
        all.extend(KINDS.iter().map(|kind| Issue::wrong_kind(*kind, field)));
    }
    for trouble in [
        TemporaryKeyTrouble::Ended,
        TemporaryKeyTrouble::OtherTenant(us.clone()),
        TemporaryKeyTrouble::Lacks(vec!["read:actions".to_owned(), "create:actions".to_owned()]),
    ] {
        all.push(Issue::temporary_key(&trouble, 3, 5));
    }
    all.extend([
        Issue::token_quota_used_up("after 27 November, 02:40 (in 12 hours)"),
        Issue::api_not_authorized(),
        Issue::not_machine_to_machine(),
        Issue::package_not_found(),
        Issue::key_refused(),
        Issue::key_not_allowed(),
        Issue::no_connection(&connection()),
        Issue::nobody_found(&connection(), &acme, 20),
        Issue::connection_not_active(None),
        Issue::connection_not_active(Some("BROKEN")),
        Issue::sign_in_not_seen("Maria"),
        Issue::keys_not_saved(),
        Issue::keys_not_forgotten(),
        Issue::task_not_removed(),
        Issue::plan_overtaken(),
        Issue::interrupted(0, 1248),
        Issue::interrupted(621, 1248),
        Issue::nobody_in_auth0(&acme, 1248),
        Issue::other_tenant(&acme, &us),
        Issue::other_connection("conn_a", "conn_b"),
        Issue::run_in_progress("process 4711 since 10:42"),
        Issue::not_loopback("--auth0-url"),
        Issue::file_unreadable("--userhub-key-file", "key.txt"),
        Issue::no_data_folder(),
    ]);
    all.extend(unattended());
    all.extend(folders());
    all.extend(removals());
    all
}

fn unattended() -> [Issue; 5] {
    [
        Issue::first_run_unseen(),
        Issue::schedule_refused("systemctl --user", "said no"),
        Issue::schedule_needs_administrator("/etc/systemd/system/x.timer"),
        Issue::key_not_found_unattended(Field::ApiKey, "--userhub-key-file", "userhub-key"),
        Issue::key_file_open_to_others("--userhub-key-file", "key.txt"),
    ]
}

fn removals() -> [Issue; 11] {
    [
        Issue::removals_stopped(
            214,
            "214 people of 1,248 people are more than 2 in 100.",
            true,
        ),
        Issue::removals_stopped(1, "The newest comparison is not proved complete.", false),
        Issue::decision_about_nobody(),
        Issue::not_on_the_list("auth0|1"),
        Issue::nothing_done_to("auth0|1"),
        Issue::nothing_to_restore(7),
        Issue::policy_days(0),
        Issue::policy_left_out(2),
        Issue::not_the_set_up("acme.eu.auth0.com"),
        Issue::asks_for_nobody(UnusableQuery::TooLong),
        Issue::asks_for_nobody(UnusableQuery::NoPerson("an organization")),
    ]
}

#[test]
fn no_text_holds_a_banned_word() {
    for issue in all() {
        let labels: Vec<String> = issue.fixes.iter().map(Fix::label).collect();
        let (labels, in_window) = (labels.join("\n"), issue.window_fix());
        let text = format!("{issue}\n{labels}\n{in_window}").to_lowercase();
        for word in BANNED {
            assert!(!text.contains(word), "\"{word}\" in:\n{text}");
        }
    }
}

#[test]
fn every_problem_says_all_three_in_whole_sentences() {
    for issue in all() {
        assert!(!issue.what.ends_with('.'), "{issue}");
        for text in [issue.why.as_str(), &issue.fix, issue.window_fix()] {
            assert!(text.ends_with(['.', '?']), "{issue}");
        }
        for text in [
            issue.what.as_str(),
            &issue.why,
            &issue.fix,
            issue.window_fix(),
        ] {
            assert!(!text.contains("  "), "{issue}");
        }
    }
}

/// What looks at the Action finds, and what the window alone meets.
fn of_the_window() -> Vec<Issue> {
    let names = ["API_KEY"];
    vec![
        Issue::action_missing(),
        Issue::action_not_in_flow("UserHub"),
        Issue::action_not_deployed("UserHub"),
        Issue::action_older_deployed("UserHub"),
        Issue::action_secret_missing(&names, &["CONNECTION_ID"]),
        Issue::action_secret_missing(&names, &[]),
        Issue::action_package_missing("@userhub/auth0-actions"),
        Issue::action_runtime_gone("node18", "node22"),
        Issue::rehearsal_failed("TypeError", "broken"),
        Issue::rehearsal_slow(21_000),
        Issue::changed_meanwhile("The Login flow"),
        Issue::flow_is_full(20),
        Issue::no_such_plan(),
        Issue::temporary_key_wanted(),
        Issue::practice_needs_no_temporary_key(),
        Issue::connection_not_active(Some("CONNECTION_NOT_ACTIVE")),
        Issue::cannot_start(),
    ]
}

/// Whether a word is the number of a documented step, a flag, or a name that only code has. The names of the Action's two
/// secrets are what Auth0 shows.
fn is_for_the_code(word: &str) -> bool {
    let number = word.strip_prefix(['A', 'C', 'K', 'P']).unwrap_or_default();
    let is_step = number.len() <= 2 && number.parse::<u8>().is_ok();
    let is_upper = |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_';
    let is_name = word.contains('_') && word.chars().all(is_upper);
    let is_shown_by_auth0 = ["API_KEY", "CONNECTION_ID"].contains(&word);
    // Whose company has set such a variable has to know which.
    let is_known = is_shown_by_auth0 || word.ends_with("_PROXY");
    let is_flag = word
        .strip_prefix("--")
        .is_some_and(|flag| flag.starts_with(char::is_lowercase));
    is_step || is_flag || is_name && !is_known
}

#[test]
fn nothing_that_is_written_for_the_command_line_or_the_code_stands_in_the_window() {
    let only_in_a_terminal = [
        Issue::not_loopback("--auth0-url"),
        Issue::one_standard_input(),
        Issue::no_data_folder(),
        Issue::file_unreadable("--userhub-key-file", "key.txt"),
        Issue::key_not_found_unattended(Field::ApiKey, "--userhub-key-file", "userhub-key"),
        Issue::key_file_open_to_others("--userhub-key-file", "key.txt"),
        Issue::schedule_refused("systemctl --user", "said no"),
    ];
    let mut issues = all();
    issues.extend(of_the_window());
    for issue in issues {
        // Nobody has a window before them in an unattended run.
        let is_unattended = issue.why.contains("nattended run");
        if only_in_a_terminal.contains(&issue) || is_unattended {
            continue;
        }
        let labels: Vec<String> = issue.fixes.iter().map(Fix::label).collect();
        let labels = labels.join(" ");
        for text in [&issue.what, &issue.why, issue.window_fix(), &labels] {
            // A service's own words are quoted as they are.
            let text = text.split(['“', '”']).step_by(2).collect::<String>();
            let is_part = |sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == '-');
            let found = text.split(is_part).find(|word| is_for_the_code(word));
            assert_eq!(found, None, "{text}");
            for words in ["userhub-connect ", "127.0.0.1", "`"] {
                assert!(!text.contains(words), "{text}");
            }
        }
    }
}

#[test]
fn every_code_of_the_table_has_a_constructor() {
    let mut codes: Vec<Code> = all().iter().map(|issue| issue.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let names: Vec<String> = codes.iter().map(Code::to_string).collect();
    let wanted: Vec<String> = (1..=21).map(|number| format!("E{number}")).collect();
    assert_eq!(names, wanted);
}

#[test]
fn exit_codes_are_those_of_the_command_line() {
    let exit = |issue: Issue| issue.exit().code();
    let not_auth0 = DomainProblem::NotADomain(DomainError::NotAuth0);
    assert_eq!(exit(Issue::domain("login.acme.com", not_auth0)), 2);
    assert_eq!(
        exit(Issue::wrong_kind(Kind::ConnectionId, Field::ApiKey)),
        2
    );
    assert_eq!(exit(Issue::value_missing(Field::ApiKey)), 2);
    assert_eq!(exit(Issue::no_tenant(&acme(), None)), 3);
    assert_eq!(exit(Issue::credentials_refused(&acme(), None)), 3);
    assert_eq!(exit(Issue::api_not_authorized()), 3);
    assert_eq!(exit(Issue::nobody_found(&connection(), &acme(), 20)), 3);
    assert_eq!(exit(Issue::connection_not_active(None)), 3);
    assert_eq!(exit(Issue::unreachable(Service::Auth0, "x")), 4);
    assert_eq!(exit(Issue::nobody_in_auth0(&acme(), 2)), 5);
    assert_eq!(
        exit(Issue::other_tenant(&acme(), &acme().in_region("us"))),
        5
    );
    assert_eq!(exit(Issue::interrupted(1, 2)), 130);
}

#[test]
fn a_terminal_gets_the_four_parts() {
    let issue = Issue::key_refused().with_detail("UNAUTHENTICATED for sk_agX12345");
    let lines: Vec<String> = issue.to_string().lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "UserHub did not accept the API key");
    assert!(lines[1].starts_with("Why: It was deleted"));
    assert!(lines[2].starts_with("How to fix it: Create a new key"));
    assert_eq!(lines[3], "(Details: E8, UNAUTHENTICATED for •••)");
}

#[test]
fn the_missing_permission_is_named_and_the_others_are_said_to_be_fine() {
    let found = Comparison::of("read:users update:users create:users");
    let issue = Issue::permissions_missing(&found);
    assert_eq!(issue.what, "One permission is missing: delete:users");
    assert!(
        issue
            .fix
            .contains("tick delete:users and click Update. The other three are fine.")
    );
    assert_eq!(issue.fixes[1].label(), "Copy delete:users");
}

#[test]
fn a_connection_id_in_the_keys_place_is_named_and_can_be_moved() {
    let issue = Issue::wrong_kind(Kind::ConnectionId, Field::ApiKey);
    assert_eq!(issue.what, "This is a connection ID, not an API key");
    assert_eq!(issue.fixes[0], Fix::MoveTo(Field::ConnectionId));
}

#[test]
fn a_secret_typed_as_the_domain_is_not_repeated() {
    let not_auth0 = DomainProblem::NotADomain(DomainError::NotAuth0);
    for secret in [
        "s3cr-t_X".repeat(8),
        "user:pass.word@host".to_owned(),
        "https://u:topsecret@x.test".to_owned(),
        "x?key=topsecret.1".to_owned(),
    ] {
        let shown = Issue::domain(&secret, not_auth0).to_string();
        assert!(
            shown.starts_with("This is not an auth0.com domain"),
            "{shown}"
        );
    }
    let shown = Issue::domain(" login.acme.com ", not_auth0).to_string();
    assert!(shown.starts_with("login.acme.com is not"), "{shown}");
}

#[test]
fn a_better_domain_is_offered() {
    let us = acme().in_region("us");
    let issue = Issue::no_tenant(&acme(), Some(&us));
    assert!(issue.fix.ends_with("Did you mean acme.us.auth0.com?"));
    assert_eq!(issue.fixes[0], Fix::UseDomain(us));
}

#[test]
fn counts_are_written_with_commas() {
    assert_eq!(thousands(0), "0");
    assert_eq!(thousands(999), "999");
    assert_eq!(thousands(1248), "1,248");
    assert_eq!(thousands(1_000_000), "1,000,000");
    assert_eq!(people(1), "1 person");
}

#[test]
fn a_foreign_text_obeys_nothing_on_a_terminal() {
    let issue = Issue::nobody_with_id(&crate::domain::ids::Auth0UserId::new("x\ny\u{1b}[2J"));
    assert_eq!(issue.what, "Auth0 has nobody with the id x\\ny\\u{1b}[2J");
}
