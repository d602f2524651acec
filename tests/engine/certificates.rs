//! Certificates: what is wrong with one is told apart, and a company's root makes it trusted. The servers are real ones on
//! this computer.

use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::output::Output;
use crate::program::Program;

/// A made-up company, whose certificates nobody else trusts.
struct Company(CertifiedIssuer<'static, KeyPair>);

impl Company {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Serves a discovery document over TLS; gives the port.
    async fn serve(&self, params: CertificateParams) -> u16 {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let mut request = [0; 4096];
                    if stream.read(&mut request).await.is_err() {
                        return;
                    }
                    let body = r#"{"issuer":"https://acme.eu.auth0.com/"}"#;
                    let head = format!(
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                        body.len()
                    );
                    drop(stream.write_all(format!("{head}{body}").as_bytes()).await);
                    drop(stream.shutdown().await);
                });
            }
        });
        port
    }
}

fn made_for(host: &str) -> CertificateParams {
    CertificateParams::new(vec![host.to_owned()]).unwrap()
}

/// A command against a port of this computer, with a file of further roots where one is given.
fn program(words: &str, port: u16, folder: &Path, certificate: Option<&Path>) -> Program {
    let address = format!("https://localhost:{port}");
    let program = Program::new(folder)
        .args(words)
        .args("--auth0-domain acme.eu.auth0.com --auth0-client-id x --connection-id conn_abc")
        .flag("--auth0-url", &address)
        .flag("--userhub-url", &address)
        .flag("--data-dir", &folder.display().to_string())
        .env("AUTH0_CLIENT_SECRET", "planted-secret")
        .env("USERHUB_ADMIN_KEY", "sk_planted");
    match certificate {
        Some(file) => program.flag("--ca-certificate", &file.display().to_string()),
        None => program,
    }
}

/// A folder with a file of these bytes in it, `company.pem`.
fn folder_with(pem: impl AsRef<[u8]>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("company.pem"), pem).unwrap();
    folder
}

/// What `check` and `sync` say, in the same words.
fn refused(port: u16, folder: &Path, certificate: Option<&Path>) -> Output {
    let checked = program("check", port, folder, certificate).run().exits(4);
    let synced = program("sync", port, folder, certificate).run().exits(4);
    // The time that the clock says stands in the other two.
    let lines: Vec<&str> = synced.stderr.lines().rev().collect();
    for words in [lines[1], lines[3]] {
        assert!(checked.all_text().contains(words), "{words}\n{checked:?}");
    }
    synced.tells_a_problem().says("(Details: E19, ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_companys_certificate_is_refused_until_its_root_is_given() {
    let (company, another) = (Company::new(), Company::new());
    let port = company.serve(made_for("localhost")).await;
    let folder = folder_with(company.0.pem());
    let file = folder.path().join("company.pem");

    refused(port, folder.path(), None)
        .says("is not trusted")
        .says("reading the traffic")
        .says("--ca-certificate FILE");

    // Where one was given, adding one is no advice. This one has the right name and another key, as after a renewal.
    let other = folder_with(another.0.pem());
    let other_file = other.path().join("company.pem");
    refused(port, folder.path(), Some(&other_file))
        .says(&format!(
            "The certificates in {} were added",
            other_file.display()
        ))
        .never_says("ask for its root certificate and add it");

    let trusted = program("check --json", port, folder.path(), Some(&file)).run();
    let reach = &trusted.all("check")[0];
    assert_eq!(
        (&reach["name"], &reach["state"]),
        (&"auth0.reach".into(), &"passed".into())
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_time_and_a_wrong_host_are_told_from_an_unknown_root() {
    let company = Company::new();
    let folder = folder_with(company.0.pem());
    let file = folder.path().join("company.pem");
    let said = async |params: CertificateParams| {
        let port = company.serve(params).await;
        let said = refused(port, folder.path(), Some(&file));
        said.says("Adding a certificate does not help")
            .says(&format!("localhost:{port}"))
    };

    let mut expired = made_for("localhost");
    expired.not_before = date_time_ymd(2020, 1, 1);
    expired.not_after = date_time_ymd(2021, 2, 3);
    said(expired)
        .await
        .says("is out of date")
        .says("It was valid until 2021-02-03 00:00 (UTC), and this computer's clock says 20")
        .says("date, time and time zone");

    let mut early = made_for("localhost");
    early.not_before = date_time_ymd(3020, 1, 1);
    early.not_after = date_time_ymd(3021, 1, 1);
    said(early)
        .await
        .says("is not valid yet")
        .says("It is valid from 3020-01-01 00:00 (UTC)")
        .says("clock is wrong");

    said(made_for("login.hotel.example"))
        .await
        .says("Somebody else than localhost")
        .says("made out for login.hotel.example, and not for localhost")
        .says("if this network wants you to sign in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mark_of_the_encoding_is_no_reason_to_refuse_a_file_and_other_reasons_are_named() {
    let company = Company::new();
    let pem = company.0.pem();
    let port = company.serve(made_for("localhost")).await;
    let check = |contents: &[u8]| {
        let folder = folder_with(contents);
        let file = folder.path().join("company.pem");
        program("check", port, folder.path(), Some(&file)).run()
    };
    for taken in [
        format!("\u{feff}{pem}"),
        pem.replace('\n', "\r\n  "),
        format!("# Acme\n{pem}"),
    ] {
        check(taken.as_bytes()).says("ok           auth0.reach");
    }
    check(company.0.der()).says("ok           auth0.reach");
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(pem.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let two = format!("{pem}{}", pem.replace("\nM", "\n!"));
    for (contents, why) in [
        (&wide[..], "saved as UTF-16 text"),
        (company.0.key().serialize_pem().as_bytes(), "a private key"),
        (b"", "nothing in it"),
        (&two.into_bytes(), "Certificate 2 in it is damaged"),
    ] {
        check(contents)
            .exits(2)
            .says("company.pem holds no certificate that can be used")
            .says(why);
    }
}
