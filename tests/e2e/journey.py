#!/usr/bin/python3
"""What a person does in practice, from the first start to everybody in UserHub."""

import driver


def practice(binary):
    with driver.App(binary, "--practice") as app:
        secret = connects_auth0(app)
        connects_userhub(app)
        sets_up_the_action(app)
        checks_everything(app)
        syncs(app)
        app.hides(secret)
        app.finds_keyring_empty()
        app.closes()
        app.opens()
        app.sees("button", "Leave practice")
        app.closes()


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
    app.clicks("button", "Show Client Secret")
    secret = app.reads("Client Secret")
    app.clicks("button", "Hide Client Secret")
    app.sees("button", "Show Client Secret")
    app.hides(secret)
    app.clicks("button", "Do this step in practice Auth0")
    app.sees("status", "Auth0 is ready. 250 users found.")
    app.clicks("button", "Continue")
    return secret


def connects_userhub(app):
    app.sees("heading", "Set up the connection in UserHub")
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
    app.clicks("button", "Continue without it")
    app.sees("heading", "You have been through all parts")
    app.pictures("finish")
    app.clicks("button", "Sync users now")


def syncs(app):
    app.sees("heading", "Sync users")
    app.clicks("button", "Check first")
    app.sees("button", "Sync 250 people", seconds=60)
    app.pictures("check-first")
    app.clicks("button", "Sync 250 people")
    app.sees("status", "249 of 250 people are in UserHub. 1 needs attention.", seconds=120)
    app.pictures("synced")


driver.journey(practice)
