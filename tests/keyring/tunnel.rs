//! A proxy behind which one host answers: what is asked of it through TLS goes to a service of this computer in the clear.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

pub(crate) struct Tunnel {
    /// The proxy's address.
    pub(crate) address: String,
    /// The certificate that vouches for the host, as PEM.
    pub(crate) root: String,
}

impl Tunnel {
    pub(crate) async fn start(host: &str, service: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap().pem();
        let acceptor = acceptor(host, &Issuer::new(params, key));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let service = service.trim_start_matches("http://").to_owned();
        let begin = format!("CONNECT {host}:443 ");
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, service, begin) = (acceptor.clone(), service.clone(), begin.clone());
                tokio::spawn(async move { serve(stream, &begin, acceptor, &service).await });
            }
        });
        Self { address, root }
    }
}

fn acceptor(host: &str, root: &Issuer<'_, KeyPair>) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    let certificate = params.signed_by(&key, root).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// Whoever asks for another host gets no answer.
async fn serve(mut stream: TcpStream, begin: &str, acceptor: TlsAcceptor, service: &str) {
    let mut asked = Vec::new();
    while !asked.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => asked.push(byte),
            Err(_) => return,
        }
    }
    if !asked.starts_with(begin.as_bytes())
        || stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.is_err()
    {
        return;
    }
    let (Ok(mut stream), Ok(mut service)) = (
        acceptor.accept(stream).await,
        TcpStream::connect(service).await,
    ) else {
        return;
    };
    drop(copy_bidirectional(&mut stream, &mut service).await);
}
