//! The form for auth0-deploy-cli: lines to merge into a `tenant.yaml`, and the code as the file that they name.
//!
//! The flow's own lines are comments: the tool writes the whole Login flow from them, so that lines which name the one
//! Action would drop all others. Facts: contract auth0-api 8, and the tool's documentation of keywords, `##NAME##`,
//! which it fills in from the environment.

use super::parts::{Code, File, RUNTIME, Values, fill};
use crate::domain::permissions::Permission;

pub(super) fn files(code: Code, known: &Values<'_>) -> Vec<File> {
    let permissions = Permission::ALL.map(|one| format!("      - {}\n", one.as_str()));
    let packages = code.dependencies().iter().map(|package| {
        let (name, version) = (package.name, package.version);
        format!("      - name: \"{name}\"\n        version: {version}\n")
    });
    let packages: String = packages.collect();
    let dependencies = if packages.is_empty() {
        "    dependencies: []\n".to_owned()
    } else {
        format!("    dependencies:\n{packages}")
    };
    let text = fill(
        TENANT,
        &[
            ("%DOMAIN%", known.domain.unwrap_or("##AUTH0_DOMAIN##")),
            ("%PERMISSIONS%", &permissions.concat()),
            ("%RUNTIME%", RUNTIME),
            ("%DEPENDENCIES%", &dependencies),
            (
                "%CONNECTION_ID%",
                known.connection_id.unwrap_or("##USERHUB_CONNECTION_ID##"),
            ),
        ],
    );
    vec![
        File {
            name: "tenant.yaml",
            text,
        },
        File {
            name: "actions/UserHub/code.js",
            text: code.text().to_owned(),
        },
    ]
}

const TENANT: &str = r###"# UserHub for auth0-deploy-cli 8.44 (YAML format). Merge these lines into the
# tenant.yaml that `a0deploy export` wrote. An import OVERWRITES what it names.
#
# - Keep AUTH0_ALLOW_DELETE=false. With true, the import deletes every application,
#   grant and Action that is not listed.
# - An application or an Action named UserHub that is there already gets these
#   settings. The permissions listed here take the place of those that the application
#   has.
# - Look first: a0deploy import --input_file tenant.yaml --dry-run
# - The tool fills in what stands between ## and ## from the environment. Set
#   USERHUB_API_KEY there, never here.
# - The tool does not see that a secret has changed. After a new key, enter it in
#   Auth0 under the Action's secrets.

clients:
  - name: UserHub
    app_type: non_interactive
    grant_types:
      - client_credentials
    token_endpoint_auth_method: client_secret_post

clientGrants:
  - client_id: UserHub
    audience: "https://%DOMAIN%/api/v2/"
    subject_type: client
    scope:
%PERMISSIONS%
actions:
  - name: UserHub
    code: ./actions/UserHub/code.js
    runtime: %RUNTIME%
    deployed: true
    supported_triggers:
      - id: post-login
        version: v3
%DEPENDENCIES%    secrets:
      - name: API_KEY
        value: "##USERHUB_API_KEY##"
      - name: CONNECTION_ID
        value: "%CONNECTION_ID%"

# The Login flow. An import REPLACES the whole flow by what stands under triggers,
# also with AUTH0_ALLOW_DELETE=false. So add the last two lines to the post-login list
# that the export wrote, after the Actions that are there:
# triggers:
#   post-login:
#     - action_name: <each Action that is in the flow now, in its order>
#       display_name: <its name in the flow>
#     - action_name: UserHub
#       display_name: UserHub
"###;
