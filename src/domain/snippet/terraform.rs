//! The form for Terraform: the application in one file, the Action in another.
//!
//! Two files, because the connection ID exists only after UserHub was given the application; one after the other they
//! are one configuration. Facts: contract auth0-api 8 and the documentation of the provider's resources. The Action is
//! bound by the resource that adds one Action to the Login flow, never by the one that owns the whole flow.

use super::parts::{Code, File, RUNTIME, Values, fill, indented};
use crate::domain::permissions::Permission;

pub(super) fn files(code: Code, known: &Values<'_>) -> Vec<File> {
    vec![
        File {
            name: "userhub-application.tf",
            text: application(known),
        },
        File {
            name: "userhub-action.tf",
            text: action(code, known),
        },
    ]
}

fn application(known: &Values<'_>) -> String {
    let permissions = Permission::ALL.map(|one| format!("\"{}\"", one.as_str()));
    let taken_over = known
        .client_id
        .map_or_else(String::new, |id| fill(TAKE_OVER, &[("%CLIENT_ID%", id)]));
    fill(
        APPLICATION,
        &[
            ("%DOMAIN%", &default(known.domain)),
            ("%TAKE_OVER%", &taken_over),
            ("%PERMISSIONS%", &permissions.join(", ")),
        ],
    )
}

fn action(code: Code, known: &Values<'_>) -> String {
    let dependencies: String = code
        .dependencies()
        .iter()
        .map(|package| {
            let values = [("%NAME%", package.name), ("%VERSION%", package.version)];
            fill(DEPENDENCY, &values)
        })
        .collect();
    // In a heredoc `${` and `%{` begin an expression, and are written twice to stand for themselves.
    let text = code.text().replace("${", "$${").replace("%{", "%%{");
    fill(
        ACTION,
        &[
            ("%CONNECTION_ID%", &default(known.connection_id)),
            ("%RUNTIME%", RUNTIME),
            ("%DEPENDENCIES%", &dependencies),
            ("%CODE%", &indented(&text, "    ")),
        ],
    )
}

/// The line that gives a variable its value, where the value is known.
fn default(value: Option<&str>) -> String {
    value.map_or_else(String::new, |value| {
        format!("  default     = \"{value}\"\n")
    })
}

const APPLICATION: &str = r#"# UserHub, 1 of 2: the application through which UserHub reads your Auth0 users.
# For Terraform 1.5 or later and the provider auth0/auth0 1.55.
#
# Read what `terraform plan` says before you apply it: nothing that was there before
# may be destroyed. The Client Secret will lie in Terraform's state as plain text.
# Keep the state where nobody else can read it. UserHub asks for the Client Secret
# when you set up the connection: terraform output -raw userhub_client_secret

terraform {
  required_version = ">= 1.5"

  required_providers {
    auth0 = {
      source  = "auth0/auth0"
      version = "~> 1.55"
    }
  }
}

# Terraform signs in with AUTH0_API_TOKEN, or with AUTH0_CLIENT_ID and
# AUTH0_CLIENT_SECRET, from the environment.
provider "auth0" {
  domain = var.auth0_domain
}

variable "auth0_domain" {
  type        = string
  description = "The tenant's own domain, which ends with auth0.com"
%DOMAIN%}
%TAKE_OVER%
resource "auth0_client" "userhub" {
  name        = "UserHub"
  app_type    = "non_interactive"
  grant_types = ["client_credentials"]
}

resource "auth0_client_credentials" "userhub" {
  client_id             = auth0_client.userhub.client_id
  authentication_method = "client_secret_post"
}

resource "auth0_client_grant" "userhub" {
  client_id    = auth0_client.userhub.client_id
  audience     = "https://${var.auth0_domain}/api/v2/"
  subject_type = "client"
  scopes       = [%PERMISSIONS%]
}

output "userhub_client_id" {
  value = auth0_client.userhub.client_id
}

output "userhub_client_secret" {
  value     = auth0_client_credentials.userhub.client_secret
  sensitive = true
}
"#;

const TAKE_OVER: &str = r#"
# The application is there already: Terraform takes it over and makes no second one.
import {
  to = auth0_client.userhub
  id = "%CLIENT_ID%"
}

import {
  to = auth0_client_credentials.userhub
  id = "%CLIENT_ID%"
}

# Its permissions may be there too. `auth0 client-grants list` shows their id,
# cgr_...; take them over as well.
# import {
#   to = auth0_client_grant.userhub
#   id = "cgr_..."
# }
"#;

const ACTION: &str = r#"# UserHub, 2 of 2: the Action that tells UserHub of each sign-in. Set up the connection
# in UserHub first.
#
# The Action is put at the end of the Login flow. The Actions that are there stay, in
# their order. If your configuration already has the resource that owns the whole
# flow, leave auth0_trigger_action out and add the Action there: the two work against
# each other. Both secrets will lie in Terraform's state as plain text. Keep the state
# where nobody else can read it. An Action named UserHub that is there already is not
# taken over: take it out of the flow and delete it first.

variable "userhub_connection_id" {
  type        = string
  description = "The connection ID in UserHub, conn_..."
%CONNECTION_ID%}

variable "userhub_api_key" {
  type        = string
  sensitive   = true
  description = "UserHub's Admin API key, from TF_VAR_userhub_api_key, never a file"
}

resource "auth0_action" "userhub" {
  name    = "UserHub"
  runtime = "%RUNTIME%"
  deploy  = true

  code = <<-EOT
%CODE%  EOT

  supported_triggers {
    id      = "post-login"
    version = "v3"
  }
%DEPENDENCIES%
  secrets {
    name  = "API_KEY"
    value = var.userhub_api_key
  }

  secrets {
    name  = "CONNECTION_ID"
    value = var.userhub_connection_id
  }
}

resource "auth0_trigger_action" "userhub" {
  trigger      = "post-login"
  action_id    = auth0_action.userhub.id
  display_name = "UserHub"
}
"#;

const DEPENDENCY: &str = r#"
  # Auth0 builds "latest" into the version that it is at that moment. Should a later
  # `terraform plan` want to change only this line back, write that version here: the
  # plan names it, and then nothing changes until you do.
  dependencies {
    name    = "%NAME%"
    version = "%VERSION%"
  }
"#;
