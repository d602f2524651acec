"""Lists a practice tenant with the official SDK for Python, as somebody does who learns with it.

    python3 list.py DOMAIN ACCESS    ACCESS is the line that `userhub-connect practice` prints

Prints one line for each kind of thing, its name and how many there are; of log events, their types. Then it checks a
token with the key that the tenant publishes, as an API does.
"""

import json
import sys

from auth0.authentication.token_verifier import AsymmetricSignatureVerifier
from auth0.management import ManagementClient

domain, file = sys.argv[1:]
with open(file, encoding="utf-8") as line:
    access = json.load(line)
audience = f"https://{access['auth0_domain']}/api/v2/"

application = ManagementClient(
    domain=domain,
    audience=audience,
    client_id=access["client_id"],
    client_secret=access["client_secret"],
)
explorer = ManagementClient(domain=domain, token=access["management_token"])

lists = {
    "users": lambda: application.users.list(per_page=100),
    "clients": lambda: explorer.clients.list(per_page=1),
    "grants": lambda: explorer.client_grants.list(take=1),
    "actions": lambda: explorer.actions.list(deployed=True),
    "connections": lambda: explorer.connections.list(take=5),
}
for name, things in lists.items():
    print(name, sum(1 for _ in things()))

print("log", ",".join({event.type for event in explorer.logs.list(per_page=100)}))
keys = AsymmetricSignatureVerifier(f"https://{domain}/.well-known/jwks.json")
print("token", keys.verify_signature(access["management_token"])["gty"])
