//! The values of the set-up: typed, pasted and moved. Any field takes any value, and says where it belongs.
//!
//! A text with several values fills all fields. A single value in the wrong field is named, and moved when the person
//! says so. A secret never stays in a field whose letters can be read.

use crate::app::context::{Context, Mistake};
use crate::app::drafts::Drafts;
use crate::app::effects::Effects;
use crate::app::focus::FocusTarget;
use crate::app::private::Private;
use crate::app::signal::Signal;
use crate::domain::ids::Auth0Domain;
use crate::domain::issue::Issue;
use crate::domain::pasted::{self, Field, Kind, Pasted, classify};
use crate::domain::secret::Secret;
use crate::protocol::settings::SavedSetup;

/// The values of the set-up.
#[derive(Debug, Default)]
pub struct Credentials {
    /// What was typed.
    pub drafts: Drafts,
    /// A problem with what was typed on this page, found before anything was asked.
    pub mistake: Option<Mistake>,
    /// What the last paste was taken for.
    pub pasting: Pasting,
}

/// What the last paste was taken for.
#[derive(Debug, Default)]
pub struct Pasting {
    /// How the value of the domain's field was read, while it holds that value.
    pub read_as: Option<String>,
    /// The fields that one text filled, where it filled more than the one that was pasted into.
    pub filled: Vec<Field>,
    /// What fields held before that now hold another value; of a secret only that there was one.
    pub replaced: Vec<(Field, String)>,
    /// What could not be used as it is.
    pub remarks: Vec<&'static str>,
    /// A temporary key was among it. It was not kept.
    pub temporary_key: bool,
    /// A secret that was pasted where everybody could read it: taken out, and kept until it is moved.
    stray: Option<Secret>,
}

/// What the person does with the values.
#[derive(Clone, Debug)]
pub enum CredentialsMsg {
    /// They changed what a field holds.
    Edited(Field),
    /// They pasted into a field; the text may hold several values.
    Pasted(Field, Private),
    /// Nobody has typed in a field for a moment.
    Settled(Field),
    /// They want to change what was read from a pasted text.
    AskedToChange(Field),
    /// They want the value that was found in the wrong field to be moved to this one.
    MovedTo(Field),
}

impl Credentials {
    pub(in crate::app) fn update(&mut self, msg: CredentialsMsg, ctx: &Context) -> Effects {
        match msg {
            CredentialsMsg::Edited(field) => self.changed(field),
            CredentialsMsg::Pasted(field, text) => self.paste(field, &text.0, ctx),
            CredentialsMsg::Settled(field) => self.settled(field, ctx),
            CredentialsMsg::AskedToChange(field) => Signal::Focus(FocusTarget::Field(field)).into(),
            CredentialsMsg::MovedTo(field) => self.move_to(field, ctx),
        }
    }

    /// A field holds another value.
    fn changed(&mut self, field: Field) -> Effects {
        if field == Field::Domain {
            self.pasting.read_as = None;
        }
        if self
            .mistake
            .as_ref()
            .is_some_and(|(wrong, _)| *wrong == field)
        {
            self.mistake = None;
        }
        let mut effects = Effects::from(Signal::CredentialChanged(field));
        effects.save();
        effects
    }

    /// Enters a value, as if the person had typed it. What hung on the former one goes with it.
    fn change(&mut self, field: Field, value: &str) -> Effects {
        value.clone_into(self.drafts.get_mut(field));
        self.changed(field)
    }

    /// Enters a value that another subject has found; nothing follows where the field has it already.
    pub(in crate::app) fn fill(&mut self, field: Field, value: &Private) -> Effects {
        if self.drafts.get(field) == value.0 {
            return Effects::none();
        }
        self.change(field, &value.0)
    }

    /// Puts a value back that was there before.
    pub(in crate::app) fn put_back(&mut self, field: Field, value: Private) {
        *self.drafts.get_mut(field) = value.0;
    }

    /// Of the two domains that an address may mean, this one answers: the field holds it from now on.
    pub(in crate::app) fn domain_settled(&mut self, domain: &Auth0Domain) -> Effects {
        self.drafts.domain = domain.to_string();
        let mut effects = Effects::none();
        effects.save();
        effects
    }

    /// The page was left: what was said on it is put away.
    pub(in crate::app) fn page_left(&mut self) {
        self.mistake = None;
        self.pasting = Pasting::default();
    }

    /// Puts each value of a pasted text where it belongs. A text with nothing in it that we know stays as it is.
    fn paste(&mut self, field: Field, text: &str, ctx: &Context) -> Effects {
        let found = pasted::read(text);
        if ctx.is_practice() && looks_real(&found) {
            return self.refuse_real_key(field);
        }
        self.pasting = Pasting {
            remarks: found.remarks.iter().map(|remark| remark.text()).collect(),
            temporary_key: found.management_token.is_some(),
            ..Pasting::default()
        };
        let values = values(&found, text);
        let mut effects = match &values[..] {
            // A temporary key belongs into none of the fields, and so changes none that holds something.
            several if found.management_token.is_some() => {
                let free = several.iter().filter(|(place, _)| self.is_free(*place));
                let free: Vec<_> = free.cloned().collect();
                self.fill_all(&free)
            }
            [(place, value)] if *place != field => self.in_wrong_field(field, *place, value),
            [] => self.keep(field, text),
            several => self.spread(field, several),
        };
        if found.domain.is_some() && self.mistake.is_none() {
            self.pasting.read_as = found.read_as().into_iter().next();
        }
        effects.append(self.ready_to_check());
        effects
    }

    fn is_free(&self, field: Field) -> bool {
        self.drafts.get(field).trim().is_empty()
    }

    fn fill_all(&mut self, values: &[(Field, String)]) -> Effects {
        let mut effects = Effects::none();
        for (field, value) in values {
            effects.append(self.change(*field, value));
        }
        effects
    }

    /// Fills the field of each value. The one that was pasted into is emptied where the text has nothing for it.
    fn spread(&mut self, field: Field, values: &[(Field, String)]) -> Effects {
        let replaced = self.replaced_by(values);
        let mut effects = self.fill_all(values);
        if !values.iter().any(|(place, _)| *place == field) {
            effects.append(self.change(field, ""));
        }
        if values.len() > 1 {
            self.pasting.filled = values.iter().map(|(place, _)| *place).collect();
            self.pasting.replaced = replaced;
        }
        effects
    }

    /// What the fields hold that these values are about to replace by others.
    fn replaced_by(&self, values: &[(Field, String)]) -> Vec<(Field, String)> {
        let held = values.iter().filter_map(|(field, value)| {
            let before = self.drafts.get(*field).trim();
            let is_other = !before.is_empty() && before != value;
            is_other.then(|| (*field, before.to_owned()))
        });
        held.map(|(field, before)| {
            let told = if field.is_secret() {
                Secret::new(&before).masked()
            } else {
                before
            };
            (field, told)
        })
        .collect()
    }

    /// Whether a value in the field of the secret is the Client ID: its shape is only a habit, but the field of the Client ID
    /// has nothing else.
    fn is_misplaced_client_id(&self, field: Field, value: &str) -> bool {
        let id = self.drafts.client_id.trim();
        field == Field::ClientSecret
            && classify(value) == Kind::ClientId
            && (id.is_empty() || id == value)
    }

    /// A single value that belongs elsewhere: it stays where it was pasted, unless it is a secret that could be read there.
    ///
    /// Where the field takes it all the same, because its shape is only a habit, it is simply kept.
    fn in_wrong_field(&mut self, field: Field, place: Field, value: &str) -> Effects {
        let kind = classify(value);
        if field.accepts(kind) && !self.is_misplaced_client_id(field, value) {
            return self.keep(field, value);
        }
        let is_stray = place.is_secret() && !field.is_secret();
        if is_stray {
            self.pasting.stray = Some(Secret::new(value));
        }
        let effects = self.change(field, if is_stray { "" } else { value });
        self.mistake = Some((field, Issue::wrong_kind(kind, field)));
        effects
    }

    /// Keeps a text that holds nothing we know, without the blanks, quotes and `Bearer` around it.
    fn keep(&mut self, field: Field, text: &str) -> Effects {
        let effects = self.change(field, &pasted::clean(text));
        self.judge(field);
        effects
    }

    /// Says at once what is the matter with a field's value, where that can be seen without asking anybody.
    fn judge(&mut self, field: Field) {
        let text = self.drafts.get(field).to_owned();
        if text.trim().is_empty() {
            return;
        }
        let kind = classify(&text);
        let mistake = if field == Field::Domain {
            let problem = pasted::read_domain(&text).err();
            problem.map(|problem| Issue::domain(&text, problem))
        } else {
            let is_wrong = !field.accepts(kind) || self.is_misplaced_client_id(field, &text);
            is_wrong.then(|| Issue::wrong_kind(kind, field))
        };
        if let Some(issue) = mistake {
            let is_secret = matches!(kind, Kind::ApiKey | Kind::ClientSecret | Kind::Token);
            if is_secret && !field.is_secret() {
                self.drafts.get_mut(field).clear();
                if kind != Kind::Token {
                    self.pasting.stray = Some(Secret::new(&text));
                }
            }
            self.mistake = Some((field, issue));
        }
    }

    /// Nobody has typed for a moment: what was typed is judged, and what can be checked by itself is checked.
    fn settled(&mut self, field: Field, ctx: &Context) -> Effects {
        if self.is_free(field) {
            return Effects::none();
        }
        if ctx.is_practice() && looks_real(&pasted::read(self.drafts.get(field))) {
            return self.refuse_real_key(field);
        }
        self.judge(field);
        let mut effects = Effects::none();
        effects.save();
        effects.append(self.ready_to_check());
        effects
    }

    /// What is not called wrong already can be checked.
    fn ready_to_check(&self) -> Effects {
        match self.mistake {
            Some(_) => Effects::none(),
            None => Signal::CredentialsSettled.into(),
        }
    }

    /// Takes the value out of the field that it was pasted into, and puts it where it belongs.
    fn move_to(&mut self, place: Field, ctx: &Context) -> Effects {
        let Some((from, _)) = self.mistake.take() else {
            return Effects::none();
        };
        let stray = self.pasting.stray.take();
        let text = stray.map_or_else(
            || std::mem::take(self.drafts.get_mut(from)),
            |secret| secret.expose().to_owned(),
        );
        let mut effects = self.changed(from);
        effects.append(self.paste(place, &text, ctx));
        self.pasting.filled = vec![place];
        effects.signal(Signal::Focus(FocusTarget::Field(from)));
        effects
    }

    /// Empties a field of practice that a real key was put into, and says why.
    fn refuse_real_key(&mut self, field: Field) -> Effects {
        let effects = self.change(field, "");
        self.mistake = Some((field, Issue::practice_needs_no_key(field)));
        effects
    }

    /// Puts back what was kept of a set-up; its secrets come from the password store.
    pub(in crate::app) fn restore(&mut self, setup: &SavedSetup) {
        self.drafts.domain.clone_from(&setup.domain);
        self.drafts.client_id.clone_from(&setup.client_id);
        self.drafts.connection_id.clone_from(&setup.connection_id);
    }

    /// Writes down what is kept of a set-up. Of secrets that is only whether they are there, where that is known.
    pub(in crate::app) fn record(&self, setup: &mut SavedSetup, secrets_known: bool) {
        let drafts = &self.drafts;
        setup.domain.clone_from(&drafts.domain);
        setup.client_id.clone_from(&drafts.client_id);
        setup.connection_id.clone_from(&drafts.connection_id);
        if secrets_known {
            setup.has_client_secret = !drafts.client_secret.is_empty();
            setup.has_api_key = !drafts.api_key.is_empty();
        }
    }
}

/// The values of a text, each with the field where it belongs.
fn values(found: &Pasted, text: &str) -> Vec<(Field, String)> {
    // A dashboard address of the region `us` may mean two domains: it is kept whole, and read when it is used.
    let domain = found.domain.as_ref().map(|domain| {
        if domain.second.is_some() {
            pasted::address_in(text).unwrap_or_else(|| domain.first.to_string())
        } else {
            domain.first.to_string()
        }
    });
    let secret = |value: &Option<Secret>| value.as_ref().map(|value| value.expose().to_owned());
    let client_id = found.client_id.as_ref().map(ToString::to_string);
    let connection_id = found.connection_id.as_ref().map(ToString::to_string);
    [
        (Field::Domain, domain),
        (Field::ClientId, client_id),
        (Field::ClientSecret, secret(&found.client_secret)),
        (Field::ConnectionId, connection_id),
        (Field::ApiKey, secret(&found.api_key)),
    ]
    .into_iter()
    .filter_map(|(field, value)| Some((field, value?)))
    .collect()
}

/// Whether a text holds a key that is not one of the practice world's.
fn looks_real(found: &Pasted) -> bool {
    let real = |text: &str| !text.contains("practice");
    found.api_key.as_ref().is_some_and(|key| real(key.expose()))
        || found
            .client_secret
            .as_ref()
            .is_some_and(|secret| real(secret.expose()))
        || found.management_token.is_some()
}

#[cfg(test)]
mod tests;
