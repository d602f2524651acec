//! Proxies, each of its kind a real one on this computer: what is asked through them, and what is said where one is in the
//! way. The services behind them are the practice world's, under their real names.

use tokio_util::sync::CancellationToken;
use userhub_connect::clients::error::Service;
use userhub_connect::clients::http::{Http, Limits, Route};
use userhub_connect::clients::proxy;
use userhub_connect::domain::pace::Manner;

use crate::output::Output;
use crate::program::{Program, Running};
use crate::stage::Stage;
use crate::tunnel::{Gate, Tunnel};

const USERHUB: &str = userhub_connect::clients::userhub::BASE;

/// A practice world behind a proxy. There is no other way to it under the services' names.
struct Behind {
    stage: Stage,
    tunnel: Tunnel,
}

impl Behind {
    fn new(gate: Gate) -> Self {
        let stage = Stage::of(3);
        let access = stage.world().access();
        let userhub = USERHUB.trim_start_matches("https://");
        let hosts = [
            (access.auth0_domain.as_str(), access.auth0_url.as_str()),
            (userhub, &access.userhub_url),
        ];
        let tunnel = stage.wait_for(Tunnel::start(gate, &hosts));
        std::fs::write(stage.home().join("root.pem"), &tunnel.root).unwrap();
        Self { stage, tunnel }
    }

    fn program(&self, words: &str, variables: &[(&str, &str)]) -> Program {
        let root = self.stage.home().join("root.pem");
        let program = self
            .stage
            .program(words)
            .without_flag("--auth0-url")
            .without_flag("--userhub-url")
            .flag("--ca-certificate", &root.display().to_string());
        let given = |program: Program, (name, value): &(&str, &str)| program.env(name, value);
        variables.iter().fold(program, given)
    }

    fn both(&self, variables: &[(&str, &str)]) -> Both {
        Both {
            checked: self.program("check", variables).start(),
            synced: self.program("sync", variables).start(),
        }
    }
}

/// A check and a sync that run side by side; most of their time is waiting.
struct Both {
    checked: Running,
    synced: Running,
}

impl Both {
    /// What they say: both in the same words, and neither with a password in them.
    #[track_caller]
    fn exit(self, code: i32) -> Output {
        let synced = self.synced.finish().exits(code).tells_a_problem();
        let checked = self.checked.finish().exits(code).never_says("hunter2");
        for line in synced.stderr.lines().rev().take(4) {
            let words = line.trim_start_matches("Why: ");
            assert!(checked.all_text().contains(words), "{words}\n{checked:?}");
        }
        synced.never_says("hunter2")
    }
}

#[test]
fn a_sync_goes_through_every_kind_of_proxy() {
    let basic = Gate::Password("Basic YW5uOmh1bnRlcjI="); // ann:hunter2
    let socks = Gate::SocksPassword("ann", "p@ss");
    for (gate, name, begin) in [
        (Gate::Open, "HTTPS_PROXY", ""),
        (Gate::Open, "all_proxy", "http://"),
        (basic, "https_proxy", "http://ann:hunter2@"),
        (Gate::Socks, "ALL_PROXY", "socks5h://"),
        // As GNOME sets it.
        (Gate::Socks, "ALL_PROXY", "socks://"),
        (socks, "all_proxy", "socks://ann:p%40ss@"),
    ] {
        let behind = Behind::new(gate);
        let address = format!("{begin}{}/", behind.tunnel.at);
        let address = address.trim_end_matches(if begin.is_empty() { "/" } else { "" });
        let said = behind.program("sync --json", &[(name, address)]).run();
        said.exits(0).sums_up([3, 0, 0, 0]).never_says("hunter2");
        assert!(behind.tunnel.opened() > 0);
    }
}

#[tokio::test]
async fn socks5_is_asked_by_the_address_that_this_computer_knows() {
    // A service at an address of documentation (RFC 5737): nobody else answers there.
    let host = "192.0.2.1";
    let stage = tokio::task::spawn_blocking(|| Stage::of(0)).await.unwrap();
    let auth0 = stage.world().access().auth0_url.clone();
    let tunnel = Tunnel::start(Gate::Socks, &[(host, &auth0)]).await;
    for kind in ["socks5", "socks5h"] {
        let before = tunnel.opened();
        let base = format!("https://{host}");
        let way = proxy::way_to(&base, Some(&format!("{kind}://{}", tunnel.at))).unwrap();
        let route = Route {
            base,
            certificates: reqwest::Certificate::from_pem_bundle(tunnel.root.as_bytes()).unwrap(),
            proxy: way,
            manner: Manner::USUAL,
        };
        let stop = CancellationToken::new();
        let http = Http::new(Service::Auth0, route, Limits::CHECK, stop).unwrap();
        assert!(http.answers().await.unwrap().is_some(), "{kind}");
        assert_eq!(tunnel.opened(), before + 1, "{kind}");
    }
    tokio::task::spawn_blocking(move || drop(stage))
        .await
        .unwrap();
}

#[test]
fn a_proxy_that_wants_a_password_says_so_itself() {
    let behind = Behind::new(Gate::Password("Basic YW5uOnA="));
    let at = &behind.tunnel.at;
    let plain = format!("http://{at}");
    behind
        .both(&[("HTTPS_PROXY", &plain)])
        .exit(4)
        .says(&format!("The proxy {at} wants a user name and a password"))
        .says(&format!(
            "in the variable HTTPS_PROXY, written like http://NAME:PASSWORD@{at}"
        ));
    let wrong = format!("http://ann:hunter2@{at}");
    behind
        .both(&[("all_proxy", &wrong)])
        .exit(4)
        .says(&format!(
            "The proxy {at} does not accept the user name and the password"
        ))
        .says("the variable all_proxy");
    assert_eq!(behind.tunnel.opened(), 0);
}

#[test]
fn a_proxy_that_cannot_be_reached_or_opens_no_way_is_blamed_as_itself() {
    let mut cases = Vec::new();
    for kind in ["http", "https", "socks", "socks5h", "socks4a"] {
        let behind = Behind::new(Gate::Open);
        let nobody = format!("{kind}://ann:hunter2@127.0.0.1:9");
        let both = behind.both(&[("ALL_PROXY", &nobody)]);
        let words = [
            "We could not reach the proxy 127.0.0.1:9".to_owned(),
            "since the variable ALL_PROXY names it".to_owned(),
        ];
        cases.push((behind, both, words));
    }
    for (gate, kind) in [
        (Gate::Closed(403), "http"),
        (Gate::Closed(502), "http"),
        (Gate::SocksPassword("ann", "p"), "socks"),
    ] {
        let behind = Behind::new(gate);
        let address = format!("{kind}://{}", behind.tunnel.at);
        let both = behind.both(&[("HTTPS_PROXY", &address)]);
        let words = [
            format!("The proxy {} did not open the way", behind.tunnel.at),
            "take the address in the variable HTTPS_PROXY away".to_owned(),
        ];
        cases.push((behind, both, words));
    }
    for (_behind, both, words) in cases {
        let said = both.exit(4);
        words
            .into_iter()
            .fold(said, |said, words| said.says(&words));
    }
}

#[test]
fn a_value_that_is_no_proxy_is_named_with_its_variable_and_not_shown() {
    let behind = Behind::new(Gate::Open);
    for (name, value, why) in [
        (
            "HTTPS_PROXY",
            "http//ann:hunter2@proxy:3128",
            "not written like an address",
        ),
        (
            "https_proxy",
            "http://ann:hunter2#3@proxy:3128",
            "not written like an address",
        ),
        (
            "ALL_PROXY",
            "quic://ann:hunter2@proxy:3128",
            "a kind of proxy that this program does not know",
        ),
    ] {
        let said = behind.both(&[(name, value)]).exit(2);
        said.says(&format!(
            "The proxy's address in the variable {name} cannot be used"
        ))
        .says(why);
    }
    assert_eq!(behind.tunnel.opened(), 0);
    // What is on this computer is asked without any.
    let practice = behind
        .stage
        .program("check")
        .env("ALL_PROXY", "not an address");
    practice.run().exits(0);
}

#[test]
fn the_first_variable_that_is_set_decides() {
    let behind = Behind::new(Gate::Open);
    let good = behind.tunnel.at.as_str();
    let nobody = "127.0.0.1:9";
    let taken = [
        ("HTTPS_PROXY", good),
        ("https_proxy", nobody),
        ("ALL_PROXY", nobody),
    ];
    behind.program("sync", &taken).run().exits(0);
    assert!(behind.tunnel.opened() > 0);
}
