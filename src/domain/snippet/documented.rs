//! The code of the Post Login Action, as UserHub documents it (step P9).

/// The documented snippet, byte for byte, with the line end after its last line.
///
/// Print it as it is, without adding a line end: an operator's colleague will compare the two.
pub(super) const CODE: &str = r#"const { UserHubActions } = require("@userhub/auth0-actions");

exports.onExecutePostLogin = async (event, api) => {
  const actions = new UserHubActions({
    apiKey: event.secrets.API_KEY,
    connectionId: event.secrets.CONNECTION_ID,
  });

  await actions.postLogin(event);
};
"#;

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENTED: &str = include_str!("../../../tests/fixtures/snippet.js");
    const STEPS: &str = include_str!("../../../tests/fixtures/documented-steps.md");

    #[test]
    fn the_snippet_is_the_documented_one_byte_for_byte() {
        assert_eq!(CODE, DOCUMENTED);
        assert!(STEPS.contains(&format!("```js\n{CODE}```\n")));
    }
}
