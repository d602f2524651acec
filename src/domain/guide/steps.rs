//! The fifty rows, in the documented order. A table: one row, one step, in our own words.

use super::{Part, Proof, Step, Value};
use crate::domain::links::Place;

/// A row with nothing to enter, nowhere to go, and only the person's word that it is done.
const fn row(id: &'static str, part: Part, words: &'static str) -> Step {
    Step {
        id,
        part,
        words,
        label: None,
        also_called: None,
        enter: &[],
        note: &[],
        place: None,
        verified: Proof::MarkedByYou,
    }
}

impl Step {
    const fn label(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }

    const fn also_called(mut self, name: &'static str) -> Self {
        self.also_called = Some(name);
        self
    }

    const fn enter(mut self, values: &'static [Value]) -> Self {
        self.enter = values;
        self
    }

    const fn note(mut self, values: &'static [Value]) -> Self {
        self.note = values;
        self
    }

    const fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    const fn shown_by(mut self, proof: Proof) -> Self {
        self.verified = proof;
        self
    }
}

/// The 49 numbered steps and C7, from A1 to P24.
pub const STEPS: &[Step] = &[
    row("A1", Part::Application, "Open the Auth0 dashboard")
        .label("Auth0 dashboard")
        .at(Place::Dashboard)
        .shown_by(Proof::Reach),
    row("A2", Part::Application, "Switch to the tenant to be connected (your company's space in Auth0)")
        .at(Place::TenantThenApplications)
        .shown_by(Proof::Reach),
    row("A3", Part::Application, "In the left menu, open Applications → Applications")
        .label("Applications → Applications")
        .at(Place::Applications)
        .shown_by(Proof::SignIn),
    row("A4", Part::Application, "Click Create Application")
        .label("Create Application")
        .shown_by(Proof::SignIn),
    row("A5", Part::Application, "Enter the Name")
        .label("Name")
        .enter(&[Value::Fixed("UserHub")]),
    row("A6", Part::Application, "Choose the Application type")
        .label("Application type")
        .also_called("Machine to Machine Applications")
        .enter(&[Value::Choice("Machine to Machine")])
        .shown_by(Proof::SignIn),
    row("A7", Part::Application, "Click Create")
        .label("Create")
        .shown_by(Proof::SignIn),
    row("A8", Part::Application, "When Auth0 asks for an API, choose")
        .label("API")
        .also_called("Application Access, or Machine to Machine Applications")
        .enter(&[Value::Choice("Auth0 Management API")])
        .at(Place::AuthorizedClients)
        .shown_by(Proof::SignIn),
    row("A9", Part::Application, "Choose these four permissions")
        .label("permissions")
        .enter(&[Value::Permissions])
        .shown_by(Proof::Permissions),
    row("A10", Part::Application, "Click Authorize")
        .label("Authorize")
        .also_called("Update, or Edit and then Grant Access")
        .shown_by(Proof::SignIn),
    row("A11", Part::Application, "Note the Client ID (in the page header) and the Client Secret (on the Credentials tab)")
        .label("Client Secret")
        .note(&[Value::ClientId, Value::ClientSecret])
        .at(Place::Application)
        .shown_by(Proof::SignIn),
    row("C1", Part::Connection, "In the UserHub Admin console, open Tenant settings → Developers dropdown → Connections")
        .label("Connections")
        .at(Place::Connections)
        .shown_by(Proof::Connection),
    row("C2", Part::Connection, "Click Setup, on Auth0")
        .label("Setup")
        .shown_by(Proof::Connection),
    row("C3", Part::Connection, "Enter the Auth0 Domain, which must end with auth0.com")
        .label("Auth0 Domain")
        .enter(&[Value::Domain])
        .shown_by(Proof::Connection),
    row("C4", Part::Connection, "Enter the Client ID and Client Secret of step A11")
        .label("Client ID and Client Secret")
        .enter(&[Value::ClientId, Value::ClientSecret])
        .shown_by(Proof::Connection),
    row("C5", Part::Connection, "Click Save")
        .label("Save")
        .shown_by(Proof::Connection),
    row("C6", Part::Connection, "See that the status becomes Active (an older console has a Test connection button that says why not)")
        .label("Active")
        .shown_by(Proof::Connection),
    row("C7", Part::Connection, "Copy the connection ID, which starts with conn_")
        .label("connection ID")
        .note(&[Value::ConnectionId])
        .at(Place::Connections)
        .shown_by(Proof::Connection),
    row("K1", Part::Key, "In the UserHub Admin console, open Tenant settings → Developers dropdown → API keys")
        .label("API keys")
        .at(Place::ApiKeys)
        .shown_by(Proof::Key),
    row("K2", Part::Key, "Click New API key")
        .label("New API key")
        .shown_by(Proof::Key),
    row("K3", Part::Key, "Enter the Description")
        .label("Description")
        .enter(&[Value::Fixed("Auth0 Action")]),
    row("K4", Part::Key, "Choose the Type")
        .label("Type")
        .enter(&[Value::Choice("Admin API")])
        .shown_by(Proof::Key),
    row("K5", Part::Key, "Choose the expiration")
        .label("expiration")
        .enter(&[Value::Choice("none")]),
    row("K6", Part::Key, "Open the Integrations dropdown and choose")
        .label("Integrations")
        .enter(&[Value::Choice("Auth0")])
        .shown_by(Proof::Connection),
    row("K7", Part::Key, "Click Create")
        .label("Create")
        .shown_by(Proof::Key),
    row("K8", Part::Key, "Note the key, which UserHub shows only once; it starts with sk_ or userhub_admin_")
        .label("key")
        .note(&[Value::ApiKey])
        .shown_by(Proof::Key),
    row("P1", Part::Action, "Open the Auth0 dashboard")
        .label("Auth0 dashboard")
        .at(Place::Dashboard),
    row("P2", Part::Action, "Switch to the tenant of step A2")
        .label("tenant")
        .at(Place::TenantThenActions)
        .shown_by(Proof::SignInTest),
    row("P3", Part::Action, "In the left menu, open Actions → Library")
        .label("Actions → Library")
        .at(Place::ActionsLibrary)
        .shown_by(Proof::SignInTest),
    row("P4", Part::Action, "Click Build Custom")
        .label("Build Custom")
        .also_called("Create Action, then Build from scratch")
        .shown_by(Proof::SignInTest),
    row("P5", Part::Action, "Enter the Name")
        .label("Name")
        .enter(&[Value::Fixed("UserHub")]),
    row("P6", Part::Action, "Choose the Trigger")
        .label("Trigger")
        .enter(&[Value::Choice("Login / Post Login")])
        .shown_by(Proof::SignInTest),
    row("P7", Part::Action, "Choose the Runtime")
        .label("Runtime")
        .also_called("Node 22 (Recommended)")
        .enter(&[Value::Choice("the latest recommended Node")]),
    row("P8", Part::Action, "Click Create")
        .label("Create")
        .shown_by(Proof::SignInTest),
    row("P9", Part::Action, "Replace all the code with the snippet")
        .label("snippet")
        .enter(&[Value::Snippet])
        .shown_by(Proof::SignInTest),
    row("P10", Part::Action, "Click the Dependencies icon in the left panel (a cube), then Add Dependency, and enter")
        .label("Add Dependency")
        .enter(&[Value::Fixed("@userhub/auth0-actions")])
        .shown_by(Proof::SignInTest),
    row("P11", Part::Action, "Click the Secrets icon in the left panel (a key), then Add Secret")
        .label("Add Secret")
        .shown_by(Proof::SignInTest),
    row("P12", Part::Action, "Enter the Key, in capital letters")
        .label("Key")
        .enter(&[Value::Fixed("API_KEY")])
        .shown_by(Proof::SignInTest),
    row("P13", Part::Action, "Enter the Value, which is the Admin API key of step K8")
        .label("Value")
        .enter(&[Value::ApiKey])
        .shown_by(Proof::SignInTest),
    row("P14", Part::Action, "Click Create")
        .label("Create")
        .shown_by(Proof::SignInTest),
    row("P15", Part::Action, "Click Add Secret again")
        .label("Add Secret")
        .shown_by(Proof::SignInTest),
    row("P16", Part::Action, "Enter the Key, in capital letters")
        .label("Key")
        .enter(&[Value::Fixed("CONNECTION_ID")])
        .shown_by(Proof::SignInTest),
    row("P17", Part::Action, "Enter the Value, which is the connection ID of step C7")
        .label("Value")
        .enter(&[Value::ConnectionId])
        .shown_by(Proof::SignInTest),
    row("P18", Part::Action, "Click Create")
        .label("Create")
        .shown_by(Proof::SignInTest),
    row("P19", Part::Action, "Click Deploy (Save Draft is not enough)")
        .label("Deploy")
        .shown_by(Proof::SignInTest),
    row("P20", Part::Action, "In the left menu, open Actions → Flows")
        .label("Actions → Flows")
        .also_called("Actions → Triggers")
        .at(Place::LoginFlow)
        .shown_by(Proof::SignInTest),
    row("P21", Part::Action, "Open the Login card")
        .label("Login card")
        .also_called("post-login")
        .at(Place::LoginFlow)
        .shown_by(Proof::SignInTest),
    row("P22", Part::Action, "Open the Custom tab, on the right")
        .label("Custom tab")
        .shown_by(Proof::SignInTest),
    row("P23", Part::Action, "Drag the UserHub action between Start and End")
        .label("UserHub action")
        .also_called("Complete, for End")
        .shown_by(Proof::SignInTest),
    row("P24", Part::Action, "Click Apply; without it the Action never runs")
        .label("Apply")
        .shown_by(Proof::SignInTest),
];
