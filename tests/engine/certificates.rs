//! Certificates: one that is not trusted is told as such, and a company's root makes it trusted.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// Serves a discovery document over TLS, with a certificate that only `root` vouches for; gives the port.
async fn serve(root: &Issuer<'_, KeyPair>) -> u16 {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()])
        .unwrap()
        .signed_by(&key, root)
        .unwrap();
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

fn check(port: u16, folder: &Path, certificate: Option<&Path>) -> Output {
    let address = format!("https://localhost:{port}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_userhub-connect"));
    command
        .env_clear()
        .env("AUTH0_CLIENT_SECRET", "planted-secret")
        .env("USERHUB_ADMIN_KEY", "sk_planted");
    command.args([
        "check",
        "--json",
        "--auth0-domain",
        "acme.eu.auth0.com",
        "--auth0-client-id",
        "x",
    ]);
    command.args([
        "--connection-id",
        "conn_abc",
        "--auth0-url",
        &address,
        "--userhub-url",
        &address,
    ]);
    command.arg("--data-dir").arg(folder);
    if let Some(certificate) = certificate {
        command.arg("--ca-certificate").arg(certificate);
    }
    command.output().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_companys_certificate_is_refused_until_its_root_is_given() {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let root = params.self_signed(&key).unwrap();
    let port = serve(&Issuer::new(params, key)).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("company.pem");
    std::fs::write(&file, root.pem()).unwrap();

    let refused = check(port, folder.path(), None);
    let said = String::from_utf8(refused.stdout).unwrap();
    let reach = said.lines().next().unwrap();
    assert!(
        reach.contains("auth0.reach") && reach.contains("problem"),
        "{said}"
    );
    assert!(
        reach.contains("reading the traffic") || reach.contains("certificate"),
        "{said}"
    );
    assert_eq!(refused.status.code(), Some(4));

    let trusted = check(port, folder.path(), Some(&file));
    let said = String::from_utf8(trusted.stdout).unwrap();
    assert!(said.lines().next().unwrap().contains("passed"), "{said}");
}
