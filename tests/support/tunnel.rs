//! A proxy on this computer behind which hosts answer by their own names: what is asked of them through TLS goes to services
//! of this computer in the clear.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected stops there"
)]

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// How the proxy is asked, and whom it lets through.
#[derive(Clone, Copy)]
pub(crate) enum Gate {
    /// `CONNECT`, everybody.
    Open,
    /// `CONNECT`, whoever says this in `Proxy-Authorization`; others are answered 407.
    Password(&'static str),
    /// `CONNECT`, nobody: everything is answered with this status.
    Closed(u16),
    /// SOCKS5, everybody.
    Socks,
    /// SOCKS5, whoever gives this user name and this password.
    SocksPassword(&'static str, &'static str),
}

pub(crate) struct Tunnel {
    /// Host and port.
    pub(crate) at: String,
    /// The certificate that vouches for the hosts, as PEM.
    pub(crate) root: String,
    opened: Arc<AtomicU64>,
}

struct Behind {
    gate: Gate,
    /// By host: the certificate, and the service.
    hosts: HashMap<String, (TlsAcceptor, String)>,
    opened: Arc<AtomicU64>,
}

impl Tunnel {
    /// Starts a proxy that leads to these services by these hosts.
    pub(crate) async fn start(gate: Gate, hosts: &[(&str, &str)]) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(params, key);
        let opened = Arc::new(AtomicU64::new(0));
        let hosts = hosts.iter().map(|(host, service)| {
            let service = service.trim_start_matches("http://").to_owned();
            ((*host).to_owned(), (acceptor(host, &issuer), service))
        });
        let behind = Arc::new(Behind {
            gate,
            hosts: hosts.collect(),
            opened: Arc::clone(&opened),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let behind = Arc::clone(&behind);
                tokio::spawn(async move { drop(behind.serve(stream).await) });
            }
        });
        Self { at, root, opened }
    }

    /// How often a way was opened.
    pub(crate) fn opened(&self) -> u64 {
        self.opened.load(Ordering::Relaxed)
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

impl Behind {
    /// Whoever asks for a host that is not known gets no answer.
    async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let host = match self.gate {
            Gate::Open | Gate::Password(_) | Gate::Closed(_) => self.connect(&mut stream).await?,
            Gate::Socks => socks(&mut stream, None).await?,
            Gate::SocksPassword(user, password) => {
                socks(&mut stream, Some((user, password))).await?
            }
        };
        let Some((acceptor, service)) = host.and_then(|host| self.hosts.get(&host)) else {
            return Ok(());
        };
        self.opened.fetch_add(1, Ordering::Relaxed);
        let mut stream = acceptor.accept(stream).await?;
        let mut service = TcpStream::connect(service).await?;
        copy_bidirectional(&mut stream, &mut service).await?;
        Ok(())
    }

    /// The host of `CONNECT host:443`, once it was answered.
    async fn connect(&self, stream: &mut TcpStream) -> std::io::Result<Option<String>> {
        let mut asked = Vec::new();
        while !asked.ends_with(b"\r\n\r\n") {
            asked.push(stream.read_u8().await?);
        }
        let asked = String::from_utf8_lossy(&asked).into_owned();
        let host = asked
            .strip_prefix("CONNECT ")
            .and_then(|rest| Some(rest.split_once(":443 ")?.0.to_owned()));
        let header = |line: &str| {
            let (name, value) = line.split_once(": ")?;
            let is_it = name.eq_ignore_ascii_case("proxy-authorization");
            is_it.then(|| value.to_owned())
        };
        let status = match self.gate {
            Gate::Closed(status) => status,
            Gate::Password(wanted) if asked.lines().find_map(header).as_deref() != Some(wanted) => {
                407
            }
            _ => 200,
        };
        let answer = format!("HTTP/1.1 {status} Said\r\n\r\n");
        stream.write_all(answer.as_bytes()).await?;
        Ok(host.filter(|_| status == 200))
    }
}

/// The host that is asked for by SOCKS5 (RFC 1928, and 1929 for the password), once it was answered.
async fn socks(
    stream: &mut TcpStream,
    wanted: Option<(&str, &str)>,
) -> std::io::Result<Option<String>> {
    let [version, count] = bytes(stream).await?;
    let mut methods = vec![0; usize::from(count)];
    stream.read_exact(&mut methods).await?;
    let method = if wanted.is_some() { 2 } else { 0 };
    if version != 5 || !methods.contains(&method) {
        stream.write_all(&[5, 0xff]).await?;
        return Ok(None);
    }
    stream.write_all(&[5, method]).await?;
    if let Some((user, password)) = wanted {
        let [_] = bytes(stream).await?;
        let given = (text(stream).await?, text(stream).await?);
        let fits = given == (user.to_owned(), password.to_owned());
        stream.write_all(&[1, u8::from(!fits)]).await?;
        if !fits {
            return Ok(None);
        }
    }
    let [_, _, _, kind] = bytes(stream).await?;
    let host = match kind {
        1 => Ipv4Addr::from(bytes::<4>(stream).await?).to_string(),
        _ => text(stream).await?,
    };
    let [_, _] = bytes(stream).await?;
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    Ok(Some(host))
}

async fn bytes<const COUNT: usize>(stream: &mut TcpStream) -> std::io::Result<[u8; COUNT]> {
    let mut read = [0; COUNT];
    stream.read_exact(&mut read).await?;
    Ok(read)
}

/// A text with its length before it.
async fn text(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut read = vec![0; usize::from(stream.read_u8().await?)];
    stream.read_exact(&mut read).await?;
    Ok(String::from_utf8_lossy(&read).into_owned())
}
