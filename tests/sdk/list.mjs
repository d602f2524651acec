// Lists a practice tenant with the official SDK for Node, as somebody does who learns with it.
//
//   node list.mjs DOMAIN ACCESS    ACCESS is the line that `userhub-connect practice` prints
//
// Prints one line for each kind of thing, its name and how many there are; of log events, their types. Then it checks
// a token with the key that the tenant publishes, as an API does.
import { readFileSync } from "node:fs";
import { ManagementClient } from "auth0";
// The SDK's own dependency: it checks tokens, which the SDK itself does not.
import { createRemoteJWKSet, jwtVerify } from "jose";

const [domain, file] = process.argv.slice(2);
const access = JSON.parse(readFileSync(file, "utf8"));
const audience = `https://${access.auth0_domain}/api/v2/`;

const application = new ManagementClient({
  domain,
  audience,
  clientId: access.client_id,
  clientSecret: access.client_secret,
});
const explorer = new ManagementClient({ domain, audience, token: access.management_token });

const lists = {
  users: () => application.users.list({ per_page: 100 }),
  clients: () => explorer.clients.list({ take: 1 }),
  grants: () => explorer.clientGrants.list({ take: 1 }),
  actions: () => explorer.actions.list({ deployed: true }),
  connections: () => explorer.connections.list({ take: 5 }),
};
for (const [name, list] of Object.entries(lists)) {
  let count = 0;
  for await (const _ of await list()) count += 1;
  console.log(name, count);
}
const types = new Set();
for await (const event of await explorer.logs.list({ per_page: 100 })) types.add(event.type);
console.log("log", [...types].join());
const keys = createRemoteJWKSet(new URL(`https://${domain}/.well-known/jwks.json`));
const issuer = `https://${access.auth0_domain}/`;
const { payload } = await jwtVerify(access.management_token, keys, { audience, issuer });
console.log("token", payload.gty);
