//! The form for the Auth0 CLI: a script that makes the documented calls with the CLI's own sign-in.
//!
//! It uses `auth0 api` alone, with bodies on standard input, so that no secret is an argument that other users of the
//! computer, or the shell's history, could see. The CLI ends without an error when Auth0 refuses something, so each
//! answer is looked at. Facts: contract auth0-api 7.2 and 8.

use super::parts::{Code, File, RUNTIME, Values, fill};
use crate::domain::permissions::Permission;

pub(super) fn files(code: Code, known: &Values<'_>) -> Vec<File> {
    let permissions = Permission::ALL.map(|one| format!("\"{}\"", one.as_str()));
    let packages = code.dependencies().iter().map(|package| {
        let (name, version) = (package.name, package.version);
        format!("{{name: \"{name}\", version: \"{version}\"}}")
    });
    let packages: Vec<String> = packages.collect();
    let text = fill(
        SCRIPT,
        &[
            ("%DOMAIN%", known.domain.unwrap_or_default()),
            ("%CLIENT_ID%", known.client_id.unwrap_or_default()),
            ("%CONNECTION_ID%", known.connection_id.unwrap_or_default()),
            ("%PERMISSIONS%", &permissions.join(", ")),
            ("%RUNTIME%", RUNTIME),
            ("%DEPENDENCIES%", &packages.join(", ")),
            ("%CODE%", code.text()),
        ],
    );
    vec![File {
        name: "userhub.sh",
        text,
    }]
}

const SCRIPT: &str = r#"#!/usr/bin/env bash
# UserHub by the Auth0 CLI 1.33 or later. Needs bash and jq. Save it as userhub.sh and:
#
#   auth0 login --scopes "create:client_grants"
#   bash userhub.sh
#
# It asks for what it does not know, and for the Admin API key, which it shows and
# stores nowhere. It does nothing if an Action named UserHub is there already.
#
# The last step WRITES THE WHOLE LOGIN FLOW, because Auth0 offers no other way. It keeps
# every Action that is there, in its order, and looks afterwards whether all are still
# there. Let nobody change the flow while it runs.
set -euo pipefail

AUTH0_DOMAIN=${AUTH0_DOMAIN:-%DOMAIN%}
AUTH0_CLIENT_ID=${AUTH0_CLIENT_ID:-%CLIENT_ID%}
export USERHUB_CONNECTION_ID=${USERHUB_CONNECTION_ID:-%CONNECTION_ID%}
export USERHUB_ADMIN_KEY=${USERHUB_ADMIN_KEY:-}
flow=actions/triggers/post-login/bindings

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stop() {
  printf '%s\n' "$*" >&2
  exit 1
}
api() { auth0 api "$@" --tenant "$AUTH0_DOMAIN" --no-input; }
# wanted FILTER: what the filter finds in Auth0's answer, or the end of the script.
wanted() {
  cat >"$work/answer"
  jq -er "$1" "$work/answer" 2>"$work/why" ||
    stop "Auth0 answered: $(cat "$work/answer")"
}

[ -n "$AUTH0_DOMAIN" ] ||
  read -rp 'Auth0 domain, as in acme.eu.auth0.com: ' AUTH0_DOMAIN
found=$(api get actions/actions --query actionName=UserHub </dev/null |
  wanted '.actions | length')
[ "$found" = 0 ] ||
  stop 'An Action named UserHub is already there. Nothing was changed.'

# 1. The application and its permissions, unless its Client ID is known.
if [ -z "$AUTH0_CLIENT_ID" ]; then
  jq -n '{
    name: "UserHub",
    app_type: "non_interactive",
    grant_types: ["client_credentials"],
    token_endpoint_auth_method: "client_secret_post"
  }' | api post clients >"$work/application"
  AUTH0_CLIENT_ID=$(wanted .client_id <"$work/application")
  jq -n --arg client "$AUTH0_CLIENT_ID" --arg domain "$AUTH0_DOMAIN" '{
    client_id: $client,
    audience: "https://\($domain)/api/v2/",
    subject_type: "client",
    scope: [%PERMISSIONS%]
  }' | api post client-grants | wanted .id >/dev/null
  printf 'Set up the connection in the UserHub Admin console with these values:\n'
  printf '  Auth0 Domain:  %s\n  Client ID:     %s\n' "$AUTH0_DOMAIN" "$AUTH0_CLIENT_ID"
  printf '  Client Secret: %s\n' "$(wanted .client_secret <"$work/application")"
  printf 'If you stop here, go on with: '
  printf 'AUTH0_CLIENT_ID=%s bash userhub.sh\n' "$AUTH0_CLIENT_ID"
fi

# 2. The Action, with its two secrets.
[ -n "$USERHUB_CONNECTION_ID" ] ||
  read -rp 'Connection ID, conn_...: ' USERHUB_CONNECTION_ID
[ -n "$USERHUB_ADMIN_KEY" ] ||
  read -rsp 'Admin API key (it is not shown): ' USERHUB_ADMIN_KEY
cat >"$work/code.js" <<'END_OF_CODE'
%CODE%END_OF_CODE
action=$(jq -n --rawfile code "$work/code.js" '{
  name: "UserHub",
  supported_triggers: [{id: "post-login", version: "v3"}],
  runtime: "%RUNTIME%",
  code: $code,
  dependencies: [%DEPENDENCIES%],
  secrets: [
    {name: "API_KEY", value: env.USERHUB_ADMIN_KEY},
    {name: "CONNECTION_ID", value: env.USERHUB_CONNECTION_ID}
  ]
}' | api post actions/actions | wanted .id)

# 3. Deploy it, once Auth0 has built it.
# wait_for FILTER VALUE WORD: until the filter finds the value, two minutes at most.
wait_for() {
  local found=
  for _ in $(seq 60); do
    found=$(api get "actions/actions/$action" </dev/null | wanted "$1 | tostring")
    case $found in "$2" | failed) break ;; esac
    sleep 2
  done
  [ "$found" = "$2" ] ||
    stop "Auth0 has not $3 the Action ($found). Look at it under Actions, Library."
}
wait_for .status built built
api post "actions/actions/$action/deploy" </dev/null | wanted .id >/dev/null
wait_for .all_changes_deployed true deployed

# 4. Put it at the end of the Login flow, and look whether all others are still there.
names() { jq -c '[.bindings[].display_name]' "$1"; }
api get "$flow" --query per_page=100 </dev/null >"$work/before"
wanted .bindings <"$work/before" >/dev/null
jq --arg action "$action" '{
  bindings: (
    [.bindings[] | {ref: {type: "action_id", value: .action.id}, display_name}]
    + [{ref: {type: "action_id", value: $action}, display_name: "UserHub"}]
  )
}' "$work/before" | api patch "$flow" | wanted .bindings >/dev/null
api get "$flow" --query per_page=100 </dev/null >"$work/after"
jq -ne --arg action "$action" \
  --slurpfile was "$work/before" --slurpfile is "$work/after" '
  [$is[0].bindings[].action.id] == [$was[0].bindings[].action.id] + [$action]
' >/dev/null || stop "The Login flow is not right now. It was: $(names "$work/before")"
printf 'Done. The Login flow is now: %s\n' "$(names "$work/after")"
"#;
