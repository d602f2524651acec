#!/usr/bin/python3
"""What a person does in practice, from the first start to everybody in UserHub."""

import driver


# Typed where a Client Secret belongs; it opens nothing.
SECRET = "e2e-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUV"

# Nobody listens there: what is asked of the real services ends on this computer.
NOWHERE = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}


def both(binary):
    practice(binary)
    in_earnest(binary)


def in_earnest(binary):
    """A set-up of one's own, without a network: its secret goes to the keyring, and the window comes back where it was."""
    with driver.App(binary, environment=NOWHERE) as app:
        app.sees("heading", "Connect Auth0 to UserHub")
        app.clicks("choice", "Set up for real")
        app.clicks("button", "Start")
        app.sees("heading", "Check you have what you need")
        app.clicks("checkbox", "I can open the Auth0 dashboard and see Applications in the left menu")
        app.clicks("checkbox", "I can open the UserHub Admin console and see Developers")
        app.clicks("button", "Continue")
        app.sees("heading", "Tell us which Auth0 tenant")
        app.fills("Auth0 domain", "acme.eu.auth0.com")
        app.clicks("button", "Check and continue")
        app.sees("alert", "We could not reach the proxy 127.0.0.1:9", seconds=60)
        app.pictures("no-network")
        for heading in ["Create the application", "Give it permission", "Copy two values"]:
            app.clicks("button", "Continue without it" if heading == "Create the application" else "Continue")
            app.sees("heading", heading)
        app.fills("Client Secret", SECRET, secret=True)
        app.finds_in_keyring("UserHub Connect", "client-secret")
        app.sees("text", "Saved in your computer's password store. Never in a file, never in the log.")
        app.hides(SECRET)
        app.closes()
        app.opens()
        app.sees("heading", "Copy two values")
        app.sees("status", "Picking up where you left off")
        app.hides(SECRET)
        app.pictures("picked-up")
        hands_over(app, binary)
        app.closes()


def hands_over(app, binary):
    """The set-up goes to a colleague as a file, without its secret."""
    path = str(app.data_dir.with_suffix(".json"))
    app.clicks("link", "Settings")
    app.sees("heading", "Change settings")
    app.clicks("button", "Save acme.eu.auth0.com as a file")
    app.fills("Where to save it", path)
    app.clicks("button", "Save here")
    app.sees("status", f"Saved to {path}")
    app.hides(SECRET)
    with driver.App(binary, environment=NOWHERE) as other:
        other.clicks("button", "Open a set-up file")
        other.fills("Which file", path)
        other.pictures("a-set-up-file")
        other.clicks("button", "Open this file")
        other.sees("heading", "Check you have what you need")
        other.closes()


def practice(binary):
    with driver.App(binary, "--practice") as app:
        if driver.HANDS.sees_the_desktop:
            has_one_window(app, binary)
        secret = connects_auth0(app)
        connects_userhub(app, secret)
        sets_up_the_action(app)
        checks_everything(app)
        syncs(app)
        if secret:
            app.hides(secret)
        app.finds_keyring_empty()
        app.closes()
        app.opens()
        app.sees("button", "Leave practice")
        app.closes()


def has_one_window(app, binary):
    """A second start brings the window back to the front, also from under the window of another folder."""
    app.puts_away()
    app.starts_again()
    app.is_in_front()
    with driver.App(binary) as other:
        other.is_in_front()
        app.starts_again()
        app.is_in_front()
    app.kills()
    app.opens()
    app.starts_again()


def connects_auth0(app):
    app.sees("heading", "Check you have what you need")
    app.sees("status", "Internet: Passed")
    app.clicks("checkbox", "I can open the Auth0 dashboard and see Applications in the left menu")
    app.pictures("before-you-start")
    app.clicks("button", "Continue")

    app.sees("heading", "Tell us which Auth0 tenant")
    app.fills("Auth0 domain", "practice.us.auth0.com")
    app.sees("status", "Found practice.us.auth0.com (region: US).")
    app.clicks("button", "Continue")

    app.sees("heading", "Create the application")
    app.clicks("button", "Continue")
    app.sees("heading", "Give it permission")
    app.clicks("button", "Continue")

    app.sees("heading", "Copy two values")
    app.clicks("button", "Use the practice Client ID")
    app.clicks("button", "Use the practice Client Secret")
    # The practice tenant lacks one permission on purpose.
    app.sees("alert", "One permission is missing: delete:users")
    app.pictures("a-permission-is-missing")
    secret = shows_the_secret(app)
    app.clicks("button", "Do this step in practice Auth0")
    app.sees("status", "Auth0 is ready. 250 users found.")
    app.clicks("button", "Continue")
    return secret


def shows_the_secret(app):
    """What it is; nothing where no window has the keyboard, in which no secret is shown."""
    app.clicks("button", "Show Client Secret")
    if not driver.HANDS.sees_the_desktop:
        app.sees("button", "Show Client Secret")
        return None
    secret = app.reads("Client Secret")
    app.clicks("button", "Hide Client Secret")
    app.sees("button", "Show Client Secret")
    app.hides(secret)
    return secret


def connects_userhub(app, secret):
    app.sees("heading", "Set up the connection in UserHub")
    if secret:
        app.clicks("button", "Copy secret Client Secret")
        if app.copied() != secret:
            raise driver.JourneyEnded("something else than the secret was copied")
        app.clicks("button", "Clear now")
        app.finds_clipboard_empty()
    app.clicks("button", "Continue")
    app.sees("heading", "Copy the connection ID")
    app.clicks("button", "Use the practice connection ID")
    app.clicks("choice", "Active")
    app.clicks("button", "Continue")

    app.sees("heading", "Create the API key")
    app.clicks("button", "Use the practice API key")
    app.sees("status", "The key may list users: Passed")
    app.clicks("button", "Continue")


def sets_up_the_action(app):
    for heading in [
        "Create the Action",
        "Paste the code",
        "Add the dependency",
        "Add two secrets",
        "Deploy the Action",
        "Put it in the Login flow",
    ]:
        app.sees("heading", heading)
        app.clicks("button", "Continue")


def checks_everything(app):
    app.sees("heading", "Check everything")
    app.clicks("button", "Check everything")
    app.sees("status", "API key: Passed")
    app.pictures("check-everything")
    app.clicks("button", "Continue")
    app.sees("heading", "You have been through all parts")
    app.pictures("finish")
    app.clicks("button", "Sync people now")


def syncs(app):
    app.sees("heading", "Sync people")
    app.clicks("button", "Check first")
    app.sees("button", "Sync 250 people", seconds=60)
    app.pictures("check-first")
    app.clicks("button", "Sync 250 people")
    app.sees("status", "249 of 250 people are in UserHub. 1 needs attention.", seconds=120)
    app.pictures("synced")


driver.journey(both)
