//! What can come back from a service instead of an answer.

use std::fmt;
use std::time::Duration;

pub use crate::domain::issue::Service;
use crate::domain::issue::{CertificateFault, ProxyFault, redact};
use crate::domain::secret::Secret;

/// Why a call brought no usable answer.
///
/// No variant holds a credential, a request's body or a signed link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// No connection, no answer in time, or an answer that broke off.
    #[error("{service} could not be reached: {why}")]
    Unreachable {
        /// Which service.
        service: Service,
        /// What went wrong, for the technical details.
        why: String,
    },
    /// The proxy that is asked in the service's place is in the way. The service itself was asked nothing.
    #[error("the proxy is in the way to {service}: {why}")]
    Proxy {
        /// Which service was to be asked.
        service: Service,
        /// How it is in the way.
        fault: ProxyFault,
        /// What went wrong, for the technical details.
        why: String,
    },
    /// This computer gives this program no further connection; the service is not to blame.
    #[error("no more files can be open at once: {why}")]
    NoMoreFiles {
        /// What the operating system said.
        why: String,
    },
    /// The certificate that was shown is not one that this computer trusts.
    #[error("the certificate that was shown in the place of {service}'s is not accepted: {why}")]
    Untrusted {
        /// Which service.
        service: Service,
        /// What is wrong with it.
        fault: CertificateFault,
        /// Whether the proxy has shown it, and not whoever answers for the service.
        is_proxys: bool,
        /// What went wrong, for the technical details.
        why: String,
    },
    /// The service kept answering 429 for longer than we wait.
    #[error("{service} has asked to slow down: waited for {} seconds, {} more to wait", waited.as_secs(), left.as_secs())]
    SlowedDown {
        /// Which service.
        service: Service,
        /// How long was waited already.
        waited: Duration,
        /// How long it still asks to be left alone.
        left: Duration,
    },
    /// Signing in is refused with 429 for longer than we wait: the tokens of the tenant or of the application are used up.
    #[error("Auth0 gives no token for {} seconds", left.as_secs())]
    NoTokens {
        /// How long it still asks to be left alone.
        left: Duration,
    },
    /// The service understood the call and refused it, in its own form and with its own code.
    #[error("{0}")]
    Rejected(Rejection),
    /// Something in between answered in the service's place: a firewall, a proxy, the login page of a network; or the
    /// service's own front. It says nothing about credentials, permissions, people or connections. A redirect is one of
    /// these: credentials are never sent after it.
    #[error("{path} of {service} was answered {status} with {looks}")]
    Intercepted {
        /// Which service.
        service: Service,
        /// The path that was asked for, without its query.
        path: String,
        /// The HTTP status that it came with.
        status: u16,
        /// What the answer looks like, in words that can be shown.
        looks: String,
    },
    /// The answer was not what the service documents.
    #[error("{service} gave an answer to {path} that could not be read: {why}")]
    Unreadable {
        /// Which service.
        service: Service,
        /// The path that was asked for, without its query.
        path: String,
        /// What was wrong with it.
        why: String,
    },
    /// The person stopped the run while the call was waiting.
    #[error("stopped")]
    Stopped,
}

/// The forms in which the services refuse, each of which has words of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Auth0's `/oauth/token`: `{error, error_description}` (contract auth0-api 2.3).
    Token,
    /// Auth0's Management API: `{statusCode, error, message, errorCode?}` (contract auth0-api 2.4).
    Management,
    /// UserHub's: `{code, message, reason}` (contract userhub-api 2.1).
    UserHub,
}

/// A refusal in the service's own words. What is not in one of the [forms](Form) of a service is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Which service.
    pub service: Service,
    /// In which of its forms.
    pub form: Form,
    /// The HTTP status.
    pub status: u16,
    /// Auth0's `errorCode` or `error`, UserHub's `code`; empty where there was none.
    pub code: String,
    /// UserHub's `reason`; empty for Auth0.
    pub reason: String,
    /// The service's message, at most 200 characters of it.
    pub message: String,
}

/// The longest text of a service's that is kept, in characters.
const LONGEST: usize = 200;

impl Rejection {
    /// The same refusal, fit to be shown and kept: what was sent with the call is taken out, should the service or
    /// something in between have repeated it, and long texts are cut.
    pub(crate) fn without(self, sent: &[&Secret]) -> Self {
        Self {
            code: shown(&self.code, sent),
            reason: shown(&self.reason, sent),
            message: shown(&self.message, sent),
            ..self
        }
    }
}

/// The shortest text that is taken for a secret, in bytes.
const SHORTEST: usize = 6;

/// A foreign text without the secrets and without whatever looks like one, in one line of at most 200 characters.
pub(crate) fn shown(text: &str, sent: &[&Secret]) -> String {
    let mut text = text.to_owned();
    // A text of a few letters stands in many words, and no real key or token is so short.
    for secret in sent
        .iter()
        .filter(|secret| secret.expose().len() >= SHORTEST)
    {
        text = text.replace(secret.expose(), "•••");
    }
    redact(&text).chars().take(LONGEST).collect()
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answered {}", self.service, self.status)?;
        for part in [&self.code, &self.reason, &self.message] {
            if !part.is_empty() {
                write!(f, ", {part}")?;
            }
        }
        Ok(())
    }
}

impl ClientError {
    /// The refusal, if it is one.
    pub fn rejection(&self) -> Option<&Rejection> {
        match self {
            Self::Rejected(rejection) => Some(rejection),
            Self::Unreachable { .. }
            | Self::Proxy { .. }
            | Self::NoMoreFiles { .. }
            | Self::Untrusted { .. }
            | Self::SlowedDown { .. }
            | Self::NoTokens { .. }
            | Self::Unreadable { .. }
            | Self::Intercepted { .. }
            | Self::Stopped => None,
        }
    }

    /// Whether the call has surely changed nothing: the service refused it, or it was never sent.
    pub fn changed_nothing(&self) -> bool {
        match self {
            // 408 is given by what stands between, too, when the service has not answered it in time.
            Self::Rejected(rejection) => {
                (400..500).contains(&rejection.status) && rejection.status != 408
            }
            Self::SlowedDown { .. }
            | Self::NoTokens { .. }
            | Self::Untrusted { .. }
            | Self::Proxy { .. }
            | Self::NoMoreFiles { .. } => true,
            Self::Unreachable { .. }
            | Self::Unreadable { .. }
            | Self::Intercepted { .. }
            | Self::Stopped => false,
        }
    }

    /// Whether it may be about the one user who was asked for, and not about everybody.
    pub fn is_about_one(&self) -> bool {
        match self {
            Self::Rejected(rejection) => !matches!(rejection.status, 401 | 403 | 429),
            Self::Unreadable { .. } | Self::Intercepted { .. } => true,
            Self::Unreachable { .. }
            | Self::Proxy { .. }
            | Self::NoMoreFiles { .. }
            | Self::Untrusted { .. }
            | Self::SlowedDown { .. }
            | Self::NoTokens { .. }
            | Self::Stopped => false,
        }
    }

    /// Whether a call that came to no answer may come to one a moment later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::NoMoreFiles { .. } | Self::Intercepted { .. } => true,
            Self::Proxy { fault, .. } => *fault != ProxyFault::WantsPassword,
            Self::Untrusted { .. }
            | Self::SlowedDown { .. }
            | Self::NoTokens { .. }
            | Self::Rejected(_)
            | Self::Unreadable { .. }
            | Self::Stopped => false,
        }
    }

    /// The HTTP status of a refusal; none where the answer was not the service's own.
    pub fn status(&self) -> Option<u16> {
        self.rejection().map(|rejection| rejection.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_taken_out_even_where_a_text_is_cut() {
        let sent = Secret::new("hunter2-hunter2");
        for before in 0..220 {
            let text = format!("{} {} ", "w".repeat(before % 30), "w ".repeat(before / 2));
            let text = format!("{text}hunter2-hunter2 and more");
            let refusal = Rejection {
                service: Service::UserHub,
                form: Form::UserHub,
                status: 400,
                code: "hunter2-hunter2".to_owned(),
                reason: "key=hunter2-hunter2".to_owned(),
                message: text,
            };
            let refusal = refusal.without(&[&sent]);
            assert!(!refusal.to_string().contains("hunter"), "{refusal}");
            assert!(refusal.message.chars().count() <= LONGEST);
        }
    }
}
