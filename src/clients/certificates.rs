//! Certificates: what is wrong with one that was shown, and the further roots that a file holds.

use jiff::Timestamp;
use reqwest::Certificate;
use rustls::CertificateError;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, UnixTime};

use crate::domain::cleaning::without_invisible;
use crate::domain::issue::{CertificateFault, CertificateFileFault, Times};

/// What is wrong with a certificate, if an error is, or wraps, the refusal of one.
///
/// An `io::Error` keeps what it wraps to itself (its source is the wrapped error's source), so it is opened here.
pub(crate) fn fault(cause: &(dyn std::error::Error + 'static)) -> Option<CertificateFault> {
    if let Some(tls) = cause.downcast_ref() {
        return match tls {
            rustls::Error::InvalidCertificate(error) => Some(told(error)),
            _ => None,
        };
    }
    let wrapped = cause
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    wrapped.and_then(|wrapped| fault(wrapped))
}

fn told(error: &CertificateError) -> CertificateFault {
    match error {
        CertificateError::Expired => CertificateFault::Expired(None),
        CertificateError::ExpiredContext { time, not_after } => {
            CertificateFault::Expired(times(*not_after, *time))
        }
        CertificateError::NotValidYet => CertificateFault::NotYetValid(None),
        CertificateError::NotValidYetContext { time, not_before } => {
            CertificateFault::NotYetValid(times(*not_before, *time))
        }
        CertificateError::NotValidForName => CertificateFault::WrongHost(Vec::new()),
        CertificateError::NotValidForNameContext { presented, .. } => {
            CertificateFault::WrongHost(presented.iter().map(|name| bare(name)).collect())
        }
        // A root of the right name that has another key: most often the company has renewed its own.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            CertificateFault::UnknownRoot
        }
        CertificateError::Revoked => CertificateFault::Revoked,
        _ => CertificateFault::Other,
    }
}

fn times(limit: UnixTime, now: UnixTime) -> Option<Times> {
    let at = |time: UnixTime| Timestamp::from_second(i64::try_from(time.as_secs()).ok()?).ok();
    Some(Times {
        limit: at(limit)?,
        now: at(now)?,
    })
}

/// A name without what rustls writes around it: `DnsName("login.hotel.example")`.
fn bare(name: &str) -> String {
    let inner = name
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.unwrap_or(name).trim_matches('"').to_owned()
}

/// Reads the further roots of a file. What comes along when a file is edited, copied or sent (a mark of the encoding, blanks
/// before lines, line ends of any system, words between the certificates) is no reason to refuse it.
pub fn read_roots(file: &[u8]) -> Result<Vec<Certificate>, CertificateFileFault> {
    // One certificate in its binary form, as Windows exports it.
    if let Some(root) = root(&file.into()) {
        return Ok(vec![root]);
    }
    let text = text_of(file)?;
    let lines: Vec<&str> = text.split(['\n', '\r']).map(str::trim).collect();
    let begins = |words: &str| {
        let mut begins = lines
            .iter()
            .filter_map(|line| line.strip_prefix("-----BEGIN "));
        begins.any(|rest| rest.contains(words))
    };
    if !begins("") {
        return Err(CertificateFileFault::NoCertificate);
    }
    let pem = lines.join("\n");
    let mut roots = Vec::new();
    for (at, der) in CertificateDer::pem_slice_iter(pem.as_bytes()).enumerate() {
        let damaged = CertificateFileFault::Damaged(at + 1);
        let der = der.map_err(|_| damaged)?;
        roots.push(root(&der).ok_or(damaged)?);
    }
    if !roots.is_empty() {
        return Ok(roots);
    }
    Err(if begins("CERTIFICATE-----") && !begins("TRUSTED") {
        CertificateFileFault::Damaged(1)
    } else if begins("CERTIFICATE") || begins("PKCS7") || begins("CMS") {
        CertificateFileFault::OtherForm
    } else if begins("PRIVATE KEY") {
        CertificateFileFault::PrivateKey
    } else {
        CertificateFileFault::NoCertificate
    })
}

/// A root of its binary form. The HTTP client looks into it only later, and blames the service then.
fn root(der: &CertificateDer<'_>) -> Option<Certificate> {
    let mut store = rustls::RootCertStore::empty();
    store.add(der.clone().into_owned()).ok()?;
    Certificate::from_der(der).ok()
}

/// The file as text without what nobody sees in it.
fn text_of(file: &[u8]) -> Result<String, CertificateFileFault> {
    if file.starts_with(&[0xff, 0xfe]) || file.starts_with(&[0xfe, 0xff]) {
        return Err(CertificateFileFault::Utf16);
    }
    // Words between certificates may be in any encoding; zeros are in no text.
    if file.contains(&0) {
        return Err(CertificateFileFault::Binary);
    }
    let text = String::from_utf8_lossy(file);
    let text = without_invisible(&text);
    if text.trim().is_empty() {
        return Err(CertificateFileFault::Empty);
    }
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem() -> String {
        let der = &webpki_root_certs::TLS_SERVER_ROOT_CERTS[0];
        let body = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, der);
        let lines: Vec<&str> = body
            .as_bytes()
            .chunks(64)
            .map(|line| std::str::from_utf8(line).unwrap())
            .collect();
        let (begin, end) = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----");
        format!("{begin}\n{}\n{end}\n", lines.join("\n"))
    }

    fn refused(file: impl AsRef<[u8]>) -> CertificateFileFault {
        match read_roots(file.as_ref()) {
            Ok(roots) => panic!("{} roots", roots.len()),
            Err(fault) => fault,
        }
    }

    #[test]
    fn what_editors_and_copying_bring_along_is_no_reason_to_refuse() {
        let pem = pem();
        let indented = pem.replace('\n', "\n    ");
        for (text, count) in [
            (format!("\u{feff}{pem}"), 1),
            (format!("\u{feff}{pem}\u{feff}{pem}"), 2),
            (pem.replace('\n', "\r\n"), 1),
            (pem.replace('\n', "\r"), 1),
            (format!("    {indented}"), 1),
            (pem.replace("-----\n", "-----\u{200b} \n"), 1),
            (format!("Subject: Acme\n{pem}\nIssuer: Acme\n{pem}"), 2),
        ] {
            assert_eq!(
                read_roots(text.as_bytes()).unwrap().len(),
                count,
                "{text:?}"
            );
        }
        // Words in another encoding beside it, and the binary form.
        let latin = [b"Z\xfcrich\n", pem.as_bytes()].concat();
        assert_eq!(read_roots(&latin).unwrap().len(), 1);
        let der = &webpki_root_certs::TLS_SERVER_ROOT_CERTS[0];
        assert_eq!(read_roots(der).unwrap().len(), 1);
    }

    #[test]
    fn whatever_else_is_refused_with_its_reason() {
        let pem = pem();
        let named = |name: &str| pem.replace("CERTIFICATE", name);
        assert_eq!(refused(""), CertificateFileFault::Empty);
        assert_eq!(refused("\u{feff}\n "), CertificateFileFault::Empty);
        let wide: Vec<u8> = pem.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide = [&[0xff, 0xfe][..], &wide].concat();
        assert_eq!(refused(wide), CertificateFileFault::Utf16);
        assert_eq!(refused([0x30, 0x82, 0, 1]), CertificateFileFault::Binary);
        assert_eq!(refused("a letter"), CertificateFileFault::NoCertificate);
        assert_eq!(
            refused(named("DH PARAMETERS")),
            CertificateFileFault::NoCertificate
        );
        for name in ["PRIVATE KEY", "RSA PRIVATE KEY"] {
            assert_eq!(refused(named(name)), CertificateFileFault::PrivateKey);
        }
        for name in ["CERTIFICATE REQUEST", "TRUSTED CERTIFICATE", "PKCS7"] {
            assert_eq!(
                refused(named(name)),
                CertificateFileFault::OtherForm,
                "{name}"
            );
        }
        let cut = &pem[..pem.len() / 2];
        assert_eq!(refused(cut), CertificateFileFault::Damaged(1));
        let odd = pem.replace("\nM", "\n!");
        assert_eq!(refused(&odd), CertificateFileFault::Damaged(1));
        assert_eq!(
            refused(format!("{pem}{odd}")),
            CertificateFileFault::Damaged(2)
        );
        let other = pem.replace("\nMI", "\nAA");
        assert_eq!(
            refused(format!("{pem}{pem}{other}")),
            CertificateFileFault::Damaged(3)
        );
    }

    #[test]
    fn the_hosts_of_a_certificate_are_told_without_what_surrounds_them() {
        assert_eq!(bare("DnsName(\"a.example\")"), "a.example");
        assert_eq!(bare("IpAddress(127.0.0.1)"), "127.0.0.1");
        assert_eq!(bare("odd"), "odd");
    }
}
