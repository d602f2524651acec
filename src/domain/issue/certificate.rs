//! Problems with certificates: E19 for what a service, or something in its place, has shown; E20 for a file of roots that is
//! refused.

use jiff::Timestamp;

use super::{Code, Fix, Issue, Service, in_one_line, list};

/// Why a certificate that was shown is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateFault {
    /// Its time is over, by this computer's clock.
    Expired(Option<Times>),
    /// Its time has not begun, by this computer's clock.
    NotYetValid(Option<Times>),
    /// It was made out for other hosts: these, as far as they are told.
    WrongHost(Vec<String>),
    /// Nobody whom this computer trusts vouches for it.
    UnknownRoot,
    /// Whoever issued it has taken it back.
    Revoked,
    /// Something else about it, which the technical details name.
    Other,
}

/// The moment that decides on a certificate, and this computer's time as it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// When its time ends, or begins.
    pub limit: Timestamp,
    /// What time this computer has.
    pub now: Timestamp,
}

/// Why a file of certificates is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateFileFault {
    /// There is nothing in it.
    Empty,
    /// It is larger than a file of certificates is.
    TooLarge,
    /// It is text of two bytes a sign (UTF-16), as some editors save it.
    Utf16,
    /// It is not text, and no certificate in its binary form either.
    Binary,
    /// It is text, and holds no certificate.
    NoCertificate,
    /// It holds a private key, and no certificate.
    PrivateKey,
    /// It holds certificates in another form: PKCS #7, OpenSSL's own, or a request for one.
    OtherForm,
    /// The certificate at this place, counted from 1, is damaged.
    Damaged(usize),
}

/// How many hosts of a certificate are told.
const SHOWN: usize = 3;

impl Issue {
    /// E19: the certificate of the host is not accepted. `added` is the file of further roots, where one is given.
    pub fn certificate_refused(
        service: Service,
        host: &str,
        fault: &CertificateFault,
        added: Option<&str>,
    ) -> Self {
        let issue = |what: String, why: String, fix: String| {
            Self::new(Code::CertificateNotTrusted, what, why, fix)
        };
        match fault {
            CertificateFault::Expired(times) => issue(
                format!("The certificate of {host} is out of date"),
                format!(
                    "{} Either this computer's clock is wrong, or whoever runs {host}, or a company security tool on the way, \
                     has let it run out.",
                    told(*times, "It was valid until")
                ),
                CLOCK.to_owned(),
            )
            .fixes([Fix::TryAgain]),
            CertificateFault::NotYetValid(times) => issue(
                format!("The certificate of {host} is not valid yet"),
                format!(
                    "{} Most often this computer's clock is wrong.",
                    told(*times, "It is valid from")
                ),
                CLOCK.to_owned(),
            )
            .fixes([Fix::TryAgain]),
            CertificateFault::WrongHost(made_for) => issue(
                format!("Somebody else than {host} answers at its address"),
                format!(
                    "The certificate that was shown was made out for {}, and not for {host}. The login page of a network, a \
                     company filter or a wrong entry in the network's list of names answers like this.",
                    hosts(made_for)
                ),
                format!(
                    "Open a web page in your browser: if this network wants you to sign in, do so, then try again. If it \
                     stays so, ask whoever runs the network why {host} leads elsewhere. Adding a certificate does not help."
                ),
            )
            .fixes([Fix::TryAgain, Fix::NetworkSettings]),
            CertificateFault::UnknownRoot => unknown_root(service, host, added),
            CertificateFault::Revoked => issue(
                format!("The certificate of {host} was taken back"),
                "Whoever issued it says that it must not be trusted any more.".to_owned(),
                format!(
                    "Do not go on in this network until whoever runs it, or {host}, has a new certificate. Adding a \
                     certificate does not help."
                ),
            )
            .fixes([Fix::TryAgain]),
            CertificateFault::Other => issue(
                format!("The certificate of {host} cannot be used"),
                "It is not made as a certificate of a web address must be; the technical details name what is wrong. \
                 Often it is that of a company security tool between this computer and the service."
                    .to_owned(),
                format!(
                    "Send the technical details to whoever runs the network, and ask for a way to {host} that has no such \
                     tool in it, or for a certificate of it that follows the rules."
                ),
            )
            .fixes([Fix::TryAgain, Fix::AddCertificate]),
        }
    }

    /// E20: a file of certificates is refused.
    pub fn certificate_file_refused(path: &str, fault: CertificateFileFault) -> Self {
        const NEEDED: &str =
            "A certificate file is text that starts with -----BEGIN CERTIFICATE-----.";
        let why = match fault {
            CertificateFileFault::Empty => format!("There is nothing in it. {NEEDED}"),
            CertificateFileFault::TooLarge => {
                format!("It is too large for a file of certificates. {NEEDED}")
            }
            CertificateFileFault::Utf16 => {
                "It was saved as UTF-16 text (some editors call it Unicode), and must be plain text."
                    .to_owned()
            }
            CertificateFileFault::Binary => {
                format!("It is not text, and no certificate in the binary form (DER) either. {NEEDED}")
            }
            CertificateFileFault::NoCertificate => NEEDED.to_owned(),
            CertificateFileFault::PrivateKey => {
                "It holds a private key and no certificate. A private key belongs to one server alone and should not be \
                 here."
                    .to_owned()
            }
            CertificateFileFault::OtherForm => format!(
                "It holds something else in its place: a request for a certificate, or a certificate in the form PKCS #7 or \
                 in OpenSSL's own. {NEEDED}"
            ),
            CertificateFileFault::Damaged(at) => format!(
                "Certificate {at} in it is damaged or was not copied completely."
            ),
        };
        let (fix, in_window) = match fault {
            CertificateFileFault::Utf16 => (
                "Save it again as plain text (UTF-8).".to_owned(),
                "Save it again as plain text (UTF-8).".to_owned(),
            ),
            _ => (
                "Ask for your company's root certificate in the PEM form and give it with --ca-certificate FILE."
                    .to_owned(),
                "Ask for your company's root certificate in the PEM form and choose that file."
                    .to_owned(),
            ),
        };
        Self::new(
            Code::InputUnusable,
            format!("The file {path} holds no certificate that can be used"),
            why,
            fix,
        )
        .in_window(in_window)
        .fixes([Fix::NetworkSettings])
    }
}

/// What to do about a time that does not fit.
const CLOCK: &str = "Look at this computer's date, time and time zone, set them to automatic if they are wrong, and try again. If they \
                     are right, ask whoever runs the network or the security tool to renew the certificate. Adding a \
                     certificate does not help.";

fn told(times: Option<Times>, begins: &str) -> String {
    let Some(Times { limit, now }) = times else {
        return "Its time and this computer's clock do not fit together.".to_owned();
    };
    let shown = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M").to_string();
    format!(
        "{begins} {} (UTC), and this computer's clock says {} (UTC).",
        shown(limit),
        shown(now)
    )
}

fn hosts(made_for: &[String]) -> String {
    let mut names: Vec<String> = made_for
        .iter()
        .take(SHOWN)
        .map(|name| in_one_line(name))
        .collect();
    if names.is_empty() {
        return "another host".to_owned();
    }
    if made_for.len() > SHOWN {
        names.push("others".to_owned());
    }
    list(&names)
}

fn unknown_root(service: Service, host: &str, added: Option<&str>) -> Issue {
    let tool = format!(
        "Something between this computer and {service} is reading the traffic, often a company security tool"
    );
    let (why, fix, in_window) = match added {
        None => (
            format!(
                "{tool}: it shows a certificate of its own, for which nobody vouches whom this computer trusts."
            ),
            "If your company uses such a tool, ask for its root certificate and add it (on the command line: \
             --ca-certificate FILE). If nobody knows of one, use another network: somebody may be listening.",
            "If your company uses such a tool, ask for its root certificate and add it. If nobody knows of one, use another \
             network: somebody may be listening.",
        ),
        Some(file) => (
            format!(
                "{tool}. The certificates in {file} were added, but none of them vouches for the one that was shown: they may \
                 belong to another tool, or be no root certificates."
            ),
            "Ask for the root certificate of the very tool that reads this computer's traffic, and give that one with \
             --ca-certificate FILE; a file may hold several.",
            "Ask for the root certificate of the very tool that reads this computer's traffic, and add that one; a file may \
             hold several.",
        ),
    };
    Issue::new(
        Code::CertificateNotTrusted,
        format!("The certificate of {host} is not trusted"),
        why,
        fix,
    )
    .in_window(in_window)
    .fixes([Fix::AddCertificate, Fix::TryAgain])
}
