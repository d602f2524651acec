#!/usr/bin/python3
"""What a person does in practice, from the first start to the last, in the release binary."""

import driver


def practice(binary):
    with driver.App(binary, "--practice") as app:
        app.pictures("opened")
        app.closes()
        app.opens()
        app.pictures("opened-again")
        app.finds_keyring_empty()
        app.closes()


driver.journey(practice)
