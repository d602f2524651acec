//! What was typed, and what it means: the values of flags, environment and files become a [`Setup`].

use std::io::{IsTerminal as _, Read as _};
use std::path::Path;
use std::time::Duration;

use super::args::{Options, UnattendedArgs};
use super::environment::variable;
use super::unattended::{self, Places};
use crate::clients::loopback::is_loopback;
use crate::domain::history::KEPT_DAYS;
use crate::domain::ids::{Auth0Domain, ClientId, ConnectionId};
use crate::domain::install::Way;
use crate::domain::issue::Issue;
use crate::domain::pasted::{Field, ManagementToken, classify, clean, odd_sign, read, read_domain};
use crate::domain::schedule::Installed;
use crate::domain::secret::Secret;
use crate::engine::install;
use crate::engine::install::handover::Whose;
use crate::engine::practice::unusable;
use crate::protocol::install::InstallSetup;
use crate::protocol::setup::{Endpoints, Setup, UserHubSetup};
use crate::store::folder::DataFolder;
use crate::store::secrets::Keyring;

/// Where the keys come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    /// Whoever types the command gives them, in the environment or in files.
    Given,
    /// Nobody is there.
    Unattended,
}

impl Keys {
    /// Where they come from for a run that is told so.
    pub(super) const fn of(args: &UnattendedArgs) -> Self {
        if args.unattended {
            Self::Unattended
        } else {
            Self::Given
        }
    }
}

/// The setup that the flags, the environment and the files describe.
pub(super) fn live(options: &Options, keys: Keys) -> Result<Setup, Issue> {
    let endpoints = endpoints(options)?;
    let typed = options.auth0_domain.as_deref().unwrap_or_default();
    if typed.trim().is_empty() {
        return Err(Issue::value_missing(Field::Domain));
    }
    let domain = read_domain(typed).map_err(|problem| Issue::domain(typed, problem))?;
    let client_id = plain(options.auth0_client_id.as_deref(), Field::ClientId)?;
    let both_from_stdin = [&options.auth0_client_secret_file, &options.userhub_key_file]
        .iter()
        .all(|file| file.as_deref() == Some(Path::new("-")));
    if both_from_stdin {
        return Err(Issue::one_standard_input());
    }
    let folder = data_folder(options)?;
    let whose = Whose {
        domain: domain.first.clone(),
        client_id: ClientId::new(client_id),
        connection: None,
    };
    let connection = || -> Result<ConnectionId, Issue> {
        plain(options.connection_id.as_deref(), Field::ConnectionId)?
            .parse()
            .map_err(|_| Issue::value_malformed(Field::ConnectionId))
    };
    let second = domain.second.as_ref();
    let (client_secret, connection, key) = match keys {
        Keys::Given => {
            let client_secret = secret(
                options.auth0_client_secret_file.as_deref(),
                "--auth0-client-secret-file",
                "AUTH0_CLIENT_SECRET",
                Field::ClientSecret,
            );
            let client_secret = or_kept(client_secret, &endpoints, &folder, &whose, second)?;
            let connection = connection()?;
            let key = secret(
                options.userhub_key_file.as_deref(),
                "--userhub-key-file",
                "USERHUB_ADMIN_KEY",
                Field::ApiKey,
            )?;
            (client_secret, connection, key)
        }
        Keys::Unattended => {
            let connection = connection()?;
            let whose = Whose {
                connection: Some(connection.clone()),
                ..whose.clone()
            };
            let files = [
                options.auth0_client_secret_file.as_deref(),
                options.userhub_key_file.as_deref(),
            ];
            let is_real = endpoints.auth0.is_none();
            let [client_secret, key] = unattended_keys(files, is_real, &folder, &whose, second)?;
            (client_secret.0, connection, key.0)
        }
    };
    let profile = folder
        .profile(&connection)
        .map_err(|error| unusable(&error, &folder))?;
    Ok(Setup {
        domain: domain.first,
        or_domain: domain.second,
        client_id: whose.client_id,
        client_secret,
        userhub: Some(UserHubSetup { connection, key }),
        endpoints,
        profile,
        keep_days: KEPT_DAYS,
    })
}

/// Both keys of a run that nobody watches, the Client Secret first, each with where it was found. A service of this
/// computer, which is not `is_real`, has none in the password store.
fn unattended_keys(
    [secret, key]: [Option<&Path>; 2],
    is_real: bool,
    folder: &DataFolder,
    whose: &Whose,
    second: Option<&Auth0Domain>,
) -> Result<[(Secret, &'static str); 2], Issue> {
    let of_domain = |domain: &Auth0Domain| Whose {
        domain: domain.clone(),
        ..whose.clone()
    };
    let all: Vec<Whose> = [Some(&whose.domain), second]
        .into_iter()
        .flatten()
        .filter(|_| is_real)
        .map(of_domain)
        .collect();
    let find = |field, file: Option<&Path>, flag| {
        let places = Places {
            file,
            flag,
            folder,
            whose: all.clone(),
        };
        unattended::find(field, &places, |path, flag| {
            let secret = Secret::new(&read_file(path, flag)?);
            accepted(secret.expose(), field)?;
            Ok(secret)
        })
    };
    Ok([
        find(Field::ClientSecret, secret, "--auth0-client-secret-file")?,
        find(Field::ApiKey, key, "--userhub-key-file")?,
    ])
}

/// The tenant's domain, the Client ID and the connection, as they were given; where `unknown` is given, it stands for what is
/// missing.
pub(super) fn names(
    options: &Options,
    unknown: Option<fn(Field) -> &'static str>,
) -> Result<[String; 3], Issue> {
    let given = [
        (options.auth0_domain.as_deref(), Field::Domain),
        (options.auth0_client_id.as_deref(), Field::ClientId),
        (options.connection_id.as_deref(), Field::ConnectionId),
    ];
    let mut names = <[String; 3]>::default();
    for (name, (given, field)) in names.iter_mut().zip(given) {
        let is_given = given.is_some_and(|given| !given.trim().is_empty());
        *name = match (unknown, field) {
            (Some(unknown), _) if !is_given => unknown(field).to_owned(),
            (_, Field::Domain) if is_given => {
                let typed = given.unwrap_or_default();
                let found = read_domain(typed).map_err(|problem| Issue::domain(typed, problem))?;
                // An address that fits two domains is decided by each run.
                match found.second {
                    Some(_) => clean(typed).into_owned(),
                    None => found.first.to_string(),
                }
            }
            _ => plain(given, field)?,
        };
    }
    if names[2].parse::<ConnectionId>().is_err() {
        return Err(Issue::value_malformed(Field::ConnectionId));
    }
    Ok(names)
}

/// Where a schedule's runs find their keys.
pub(super) fn keys_of(one: &Installed, folder: &DataFolder) -> Result<[&'static str; 2], Issue> {
    if one.practice {
        return Ok(["practice itself"; 2]);
    }
    let found = read_domain(&one.domain).map_err(|problem| Issue::domain(&one.domain, problem))?;
    let whose = Whose {
        domain: found.first,
        client_id: ClientId::new(one.client_id.as_str()),
        connection: one.connection.parse().ok(),
    };
    let files = one.key_files.each_ref().map(Option::as_deref);
    let keys = unattended_keys(files, true, folder, &whose, found.second.as_ref())?;
    Ok(keys.map(|(_, place)| place))
}

/// What the automatic set-up needs: a temporary key, and of the rest what is known.
pub(super) fn install(options: &Options) -> Result<InstallSetup, Issue> {
    let endpoints = endpoints(options)?;
    let token = temporary_key(options)?;
    let typed = options.auth0_domain.as_deref().unwrap_or_default();
    let domain = match typed.trim() {
        "" => token.domain.clone(),
        typed => {
            let found = read_domain(typed).map_err(|problem| Issue::domain(typed, problem))?;
            // An address of the region us fits two domains, and the key says which one it is.
            match found.second {
                Some(second) if second == token.domain => second,
                _ => found.first,
            }
        }
    };
    let application = match &options.auth0_client_id {
        None => None,
        given => Some(ClientId::new(plain(given.as_deref(), Field::ClientId)?)),
    };
    let folder = data_folder(options)?;
    let installs = folder.installs();
    Ok(InstallSetup {
        domain,
        token,
        application,
        userhub: userhub_if_given(options)?,
        endpoints,
        folder: installs.map_err(|error| unusable(&error, &folder))?,
        way: Way::CommandLine,
    })
}

/// UserHub's side, where both of its values are given. One alone is a mistake.
fn userhub_if_given(options: &Options) -> Result<Option<UserHubSetup>, Issue> {
    let has_connection = options.connection_id.is_some();
    let has_key =
        options.userhub_key_file.is_some() || !matches!(variable("USERHUB_ADMIN_KEY"), Ok(None));
    if !has_connection && !has_key {
        return Ok(None);
    }
    let connection = plain(options.connection_id.as_deref(), Field::ConnectionId)?
        .parse()
        .map_err(|_| Issue::value_malformed(Field::ConnectionId))?;
    let key = secret(
        options.userhub_key_file.as_deref(),
        "--userhub-key-file",
        "USERHUB_ADMIN_KEY",
        Field::ApiKey,
    )?;
    Ok(Some(UserHubSetup { connection, key }))
}

const TEMPORARY_KEY: &str = "AUTH0_MANAGEMENT_TOKEN";

/// The temporary key: from the environment, else from standard input, which must not be a terminal that would show it.
fn temporary_key(options: &Options) -> Result<ManagementToken, Issue> {
    let given = variable(TEMPORARY_KEY).map_err(|_| Issue::not_a_temporary_key(None))?;
    let text = match given {
        Some(text) => text,
        None if std::io::stdin().is_terminal() => return Err(Issue::temporary_key_missing()),
        None if options.userhub_key_file.as_deref() == Some(Path::new("-")) => {
            return Err(Issue::temporary_key_missing());
        }
        None => read_file(Path::new("-"), "standard input")?,
    };
    if text.trim().is_empty() {
        return Err(Issue::temporary_key_missing());
    }
    as_temporary_key(&text)
}

fn as_temporary_key(text: &str) -> Result<ManagementToken, Issue> {
    let pasted = read(text);
    let remark = pasted.remarks.first().map(|remark| remark.text());
    let token = pasted.management_token;
    token.ok_or_else(|| Issue::not_a_temporary_key(remark))
}

/// The temporary key of the environment, if one is given there.
pub(super) fn temporary_key_if_given() -> Result<Option<ManagementToken>, Issue> {
    let given = variable(TEMPORARY_KEY).map_err(|_| Issue::not_a_temporary_key(None))?;
    given.map(|text| as_temporary_key(&text)).transpose()
}

/// The connection that was typed, if one was.
pub(super) fn connection(options: &Options) -> Result<Option<ConnectionId>, Issue> {
    let given = options.typed_connection.as_deref().map(clean);
    match given.filter(|given| !given.is_empty()) {
        None => Ok(None),
        Some(given) => {
            accepted(&given, Field::ConnectionId)?;
            let id = given.parse();
            id.map(Some)
                .map_err(|_| Issue::value_malformed(Field::ConnectionId))
        }
    }
}

/// The folder under which everything is written.
pub(super) fn data_folder(options: &Options) -> Result<DataFolder, Issue> {
    DataFolder::find(options.data_dir.clone()).ok_or_else(Issue::no_data_folder)
}

fn endpoints(options: &Options) -> Result<Endpoints, Issue> {
    Ok(Endpoints {
        auth0: loopback(options.auth0_url.as_deref(), "--auth0-url")?,
        userhub: loopback(options.userhub_url.as_deref(), "--userhub-url")?,
        ca_certificate: options.ca_certificate.clone(),
        proxy: None,
        gentle: options.gentle,
        wait_for_hours: options.wait_for_hours,
    })
}

/// An address that may stand in for a service's own: of this computer alone, with nothing but scheme, host and port.
fn loopback(address: Option<&str>, flag: &str) -> Result<Option<String>, Issue> {
    let Some(address) = address else {
        return Ok(None);
    };
    let refused = || Issue::not_loopback(flag);
    let url = url::Url::parse(address.trim()).map_err(|_| refused())?;
    let bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if matches!(url.scheme(), "http" | "https") && is_loopback(&url) && bare {
        Ok(Some(url.as_str().trim_end_matches('/').to_owned()))
    } else {
        Err(refused())
    }
}

/// The longest value that is no secret, in bytes; real ones have less than forty.
const LONGEST_ID: usize = 128;

/// A value that is no secret.
fn plain(given: Option<&str>, field: Field) -> Result<String, Issue> {
    let value = given.map(clean).unwrap_or_default();
    accepted(&value, field)?;
    if value.len() > LONGEST_ID {
        return Err(Issue::value_malformed(field));
    }
    Ok(value.into_owned())
}

/// How long the password store may take: nobody may be there to unlock it.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// A Client Secret that was not given may be in the password store, where `install` or the window has kept it.
///
/// A service of this computer has none there, so that practice never asks.
fn or_kept(
    given: Result<Secret, Issue>,
    endpoints: &Endpoints,
    folder: &DataFolder,
    whose: &Whose,
    second: Option<&Auth0Domain>,
) -> Result<Secret, Issue> {
    let missing = match given {
        Err(issue) if issue == Issue::value_missing(Field::ClientSecret) => issue,
        decided => return decided,
    };
    if endpoints.auth0.is_some() {
        return Err(missing);
    }
    let store = Keyring::within(PATIENCE);
    for domain in [Some(&whose.domain), second].into_iter().flatten() {
        let whose = Whose {
            domain: domain.clone(),
            ..whose.clone()
        };
        match install::handover::find(folder, &store, &whose, Field::ClientSecret) {
            Ok(Some(secret)) => return Ok(secret),
            Ok(None) => {}
            Err(trouble) => return Err(missing.with_detail(&trouble.to_string())),
        }
    }
    Err(missing)
}

/// A secret: from the file that was named, else from the environment. It is never a flag's value.
fn secret(file: Option<&Path>, flag: &str, name: &str, field: Field) -> Result<Secret, Issue> {
    let text = match file {
        Some(path) => read_file(path, flag)?,
        None => variable(name)
            .map_err(|_| Issue::value_malformed(field))?
            .unwrap_or_default(),
    };
    let secret = Secret::new(&text);
    accepted(secret.expose(), field)?;
    Ok(secret)
}

/// Refuses a value that is missing, or that is plainly one of another kind.
fn accepted(value: &str, field: Field) -> Result<(), Issue> {
    if value.is_empty() {
        return Err(Issue::value_missing(field));
    }
    let kind = classify(value);
    if !field.accepts(kind) {
        return Err(Issue::wrong_kind(kind, field));
    }
    match odd_sign(value) {
        Some(sign) => Err(Issue::value_with_odd_sign(field, sign)),
        None => Ok(()),
    }
}

/// The largest file that a secret is read from, in bytes.
const LARGEST_SECRET: u64 = 64 * 1024;

fn read_file(path: &Path, flag: &str) -> Result<String, Issue> {
    let unreadable = |error: std::io::Error| {
        Issue::file_unreadable(flag, &path.display().to_string()).with_detail(&error.to_string())
    };
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(LARGEST_SECRET)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
    } else {
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(LARGEST_SECRET)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bare_addresses_of_this_computer_stand_in_for_a_service() {
        let taken = |text| loopback(Some(text), "--auth0-url").ok().flatten();
        assert_eq!(
            taken("http://127.0.0.1:8080/").as_deref(),
            Some("http://127.0.0.1:8080")
        );
        assert_eq!(taken("https://[::1]:1").as_deref(), Some("https://[::1]:1"));
        for text in [
            "https://acme.eu.auth0.com",
            "http://127.0.0.1.evil.example",
            "http://user@127.0.0.1",
            "http://127.0.0.1/path",
            "ftp://127.0.0.1",
            "127.0.0.1:80",
            "",
        ] {
            assert!(loopback(Some(text), "--auth0-url").is_err(), "{text}");
        }
    }
}
