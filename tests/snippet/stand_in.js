// A stand-in for the package @userhub/auth0-actions, whose own code is not available. It has the documented constructor
// and the documented method, and it hides no error. What the real one does when UserHub is down is not known.

exports.UserHubActions = class {
  constructor({ apiKey, connectionId }) {
    Object.assign(this, { apiKey, connectionId });
  }

  async postLogin(event) {
    const person = `${encodeURIComponent(event.user.user_id)}@${this.connectionId}`;
    const answer = await fetch(`${process.env.USERHUB_URL}/admin/v1/users/${person}:event`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ type: "SIGNIN" }),
    });
    if (!answer.ok) {
      throw new Error(`UserHub answered ${answer.status}`);
    }
  }
};
