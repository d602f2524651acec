//! The code of the Post Login Action for a tenant that cannot install the package.
//!
//! It makes the report-event call that UserHub documents (contract userhub-api 3.1, and 3.3 on encoding ids), and leaves
//! `wait` out, so that UserHub answers before it reads the person from Auth0. It logs no message of an error: that of a
//! header that cannot be sent repeats the header, and with it the key.

/// The code, with the line end after its last line.
pub(super) const CODE: &str = r#"// UserHub, the form WITHOUT the package @userhub/auth0-actions. This is not the
// documented code: it tells UserHub of each sign-in by one call of UserHub's
// documented API, and UserHub then reads the person from Auth0.
// Needs: runtime Node 22, no dependency, the secrets API_KEY and CONNECTION_ID.
// It never stops a sign-in: it waits two seconds at most, and what goes wrong is
// written to the Action's log alone.

const NOT_TOLD = "UserHub was not told of this sign-in";

exports.onExecutePostLogin = async (event, api) => {
  try {
    const { API_KEY, CONNECTION_ID } = event.secrets;
    if (!API_KEY || !CONNECTION_ID) {
      console.log(`${NOT_TOLD}: the secret API_KEY or CONNECTION_ID is missing`);
      return;
    }
    const connection = encodeURIComponent(CONNECTION_ID.trim());
    const person = `${encodeURIComponent(event.user.user_id)}@${connection}`;
    const url = `https://api.userhub.com/admin/v1/users/${person}:event`;
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "Authorization": `Bearer ${API_KEY.trim()}`,
        "Content-Type": "application/json",
        "UserHub-Api-Version": "2025-05-01",
      },
      body: JSON.stringify({ type: "SIGNIN" }),
      redirect: "error",
      signal: AbortSignal.timeout(2000), // milliseconds
    });
    if (!answer.ok) {
      console.log(`${NOT_TOLD}: it answered ${answer.status}`);
    }
    await answer.body?.cancel();
  } catch (error) {
    // Not the error's message, which can repeat the key.
    console.log(`${NOT_TOLD}: ${error.cause?.code ?? error.name}`);
  }
};
"#;
