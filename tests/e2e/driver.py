"""Uses the app as a person with a keyboard, a mouse and an assistive technology does.

What is on the screen is read over AT-SPI. Under X, hands are xdotool's; under Wayland, where no program may press keys for
another one, they are those that an assistive technology has. A journey reads as a list of steps:

    with driver.App(binary, "--practice") as app:
        app.sees("heading", "Welcome")
        app.clicks("button", "Start with practice")
        app.fills("Auth0 domain", "acme.eu.auth0.com")
        app.sees("text", "Connected", seconds=30)
        app.pictures("connected")

Each step waits until it can be done. When one cannot, the journey ends with what is on the screen, in words and as a
picture.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import pyatspi
from gi.repository import Atspi, GLib

TITLE = "UserHub Connect"
OUT = pathlib.Path(os.environ["E2E_OUT"])
HOME = pathlib.Path.home()
BEGAN = time.monotonic()

# How AT-SPI calls what people know by these names.
ROLES = {
    "alert": {"alert", "notification"},
    "button": {"push button", "toggle button"},
    "checkbox": {"check box"},
    "choice": {"radio button", "check menu item", "radio menu item"},
    "field": {"entry", "password text", "text"},
    "heading": {"heading"},
    "link": {"link"},
    "progress": {"progress bar"},
    "status": {"status bar"},
    "text": {"label", "static", "paragraph"},
}


class JourneyEnded(Exception):
    """A step that could not be done."""


class X:
    """A person's hands and eyes under X: the mouse and the keyboard themselves."""

    # Whether a window can have the keyboard, and it can be seen which has it and what lies in the clipboard.
    sees_the_desktop = True

    def find_window(self, app):
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--all", "--pid", str(app.process.pid), "--name", TITLE],
            capture_output=True, text=True, check=False,
        )
        windows = found.stdout.split()
        return windows[0] if windows else None

    def activate(self, app):
        run("xdotool", "windowactivate", "--sync", app.window)

    def close(self, app):
        app.presses("alt+F4")

    def click(self, app, node):
        x, y = app.middle(node)
        run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def fill(self, app, name, node, text, seconds):
        self.click(app, node)
        app.until(f"the field {name!r} has the focus", lambda: app.focused() == name, seconds)
        app.presses("ctrl+a")
        app.types(text)

    def picture(self, app, path):
        run("import", "-window", app.window or "root", str(path))

    def tell(self):
        """Every window that there is, ours or not."""
        found = subprocess.run(["xdotool", "search", "--name", ".*"], capture_output=True, text=True, check=False)
        for window in found.stdout.split():
            name = subprocess.run(["xdotool", "getwindowname", window], capture_output=True, text=True, check=False)
            print(f"    window {window} {name.stdout.strip()!r}", file=sys.stderr)


class Wayland:
    """What an assistive technology does for a person: nothing but AT-SPI's own actions."""

    sees_the_desktop = False

    def find_window(self, app):
        return app.root()

    def activate(self, app):
        pass

    def close(self, app):
        # Nobody but the compositor's own user can ask a window to close.
        app.process.kill()

    def click(self, app, node):
        node.queryComponent().scrollTo(pyatspi.SCROLL_ANYWHERE)
        if not node.queryAction().doAction(0):
            raise JourneyEnded(f"{node.name!r} cannot be used by an assistive technology")

    def fill(self, app, name, node, text, seconds):
        if not node.queryEditableText().setTextContents(text):
            raise JourneyEnded(f"the field {name!r} cannot be filled by an assistive technology")

    def picture(self, app, path):
        """Of the whole screen: the compositor's own means of looking at itself."""
        for old in HOME.glob("wayland-screenshot-*.png"):
            old.unlink()
        subprocess.run(["weston-screenshooter"], check=True, cwd=HOME, stdout=subprocess.DEVNULL)
        (taken,) = HOME.glob("wayland-screenshot-*.png")
        shutil.move(taken, path)

    def tell(self):
        """The compositor's own windows are nobody's to list."""


HANDS = Wayland() if "WAYLAND_DISPLAY" in os.environ else X()


class App:
    """The app in its window. Opened by `with`, closed at its end."""

    def __init__(self, binary, *arguments, data_dir=None, environment=None):
        self.binary = binary
        self.arguments = arguments
        self.environment = {**os.environ, **(environment or {})}
        self.data_dir = pathlib.Path(data_dir or tempfile.mkdtemp(prefix="data-", dir=HOME))
        self.log = OUT / "app.log"
        self.process = None
        self.window = None

    def __enter__(self):
        try:
            self.opens()
        except BaseException as error:
            # No `with` has begun that would end what was started.
            self.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, kind, error, trace):
        if error is not None:
            self._tell_what_is_there()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    # Steps.

    def opens(self):
        """Starts the app, and waits for its window and its tree of widgets."""
        say("opens the app")
        command = [self.binary, *self.arguments, "--data-dir", str(self.data_dir)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.environment)
        self.window = self.until("the window is open", lambda: HANDS.find_window(self), 20)
        self.until("the window tells its widgets", self.root, 20)
        HANDS.activate(self)

    def closes(self):
        """Closes the window as its own button does, and waits for the end of the process."""
        say("closes the window")
        HANDS.close(self)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            raise JourneyEnded("the app did not end within 20 s") from None
        if code != 0 and HANDS.sees_the_desktop:
            raise JourneyEnded(f"the app ended with code {code}; its words are in {self.log}")

    def kills(self):
        """Ends the process as a crash does."""
        say("kills the app")
        self.process.kill()
        self.process.wait()

    def puts_away(self):
        """Minimizes the window."""
        say("puts the window away")
        run("xdotool", "windowminimize", "--sync", self.window)

    def starts_again(self, seconds=20):
        """Starts the program once more, which ends by itself and says why."""
        say("starts the program once more")
        command = [self.binary, *self.arguments, "--data-dir", str(self.data_dir)]
        second = subprocess.run(command, capture_output=True, text=True, env=self.environment, timeout=seconds, check=False)
        if second.returncode != 0 or "is open already" not in second.stderr:
            raise JourneyEnded(f"the second start ended with code {second.returncode}: {second.stderr}")

    def is_in_front(self):
        """Waits until this window has the keyboard."""
        say("has the window in front")
        self.until("the window is in front", lambda: _front() == self.window, 10)

    def copied(self, seconds=10):
        """Waits until something lies in the clipboard, and returns it."""
        return self.until("something is in the clipboard", _clipboard, seconds)

    def finds_clipboard_empty(self, seconds=10):
        say("finds the clipboard empty")
        self.until("the clipboard is empty", lambda: not _clipboard(), seconds)

    def sees(self, role, name, seconds=20):
        """Waits until something with this role and exactly this name is there, and returns it."""
        say(f"sees the {role} {name!r}")
        return self._wait_for(role, name, seconds)

    def no_longer_sees(self, role, name, seconds=20):
        say(f"no longer sees the {role} {name!r}")
        self.until(f"the {role} {name!r} is gone", lambda: self.find(role, name) is None, seconds)

    def clicks(self, role, name, seconds=20):
        """Clicks something that can be used."""
        say(f"clicks the {role} {name!r}")
        HANDS.click(self, self._wait_for(role, name, seconds, usable=True))

    def fills(self, name, text, seconds=20, secret=False):
        """Writes over what is in a field."""
        say(f"fills the field {name!r}" + ("" if secret else f" with {text!r}"))
        node = self._wait_for("field", name, seconds, usable=True)
        HANDS.fill(self, name, node, text, seconds)

    def reads(self, name, seconds=20):
        """What is written in a field."""
        say(f"reads the field {name!r}")
        return _content(self._wait_for("field", name, seconds))

    def types(self, text):
        """Types on the keyboard. Slowly: faster, X loses characters that have to be put on a key first."""
        run("xdotool", "type", "--delay", "60" if not text.isascii() else "15", "--", text)

    def presses(self, *keys):
        """Presses keys one after the other, each as in `Tab`, `ctrl+Return` or `shift+Tab`."""
        run("xdotool", "key", "--delay", "40", *keys)

    def scrolls(self, clicks):
        """Turns the wheel over the middle of the window: down, or up if less than 0."""
        x, y, width, height = self._bounds(self.root())
        run("xdotool", "mousemove", str(x + width // 2), str(y + height // 2))
        run("xdotool", "click", "--repeat", str(abs(clicks)), "--delay", "30", "5" if clicks > 0 else "4")

    def pictures(self, name):
        """Keeps a picture of the window in the out folder."""
        path = OUT / f"{name}.png"
        HANDS.picture(self, path)
        return path

    # Questions.

    def find(self, role, name):
        """What has this role and exactly this name, or None. Text has its words as its name."""
        wanted = ROLES[role]
        for node in self.nodes():
            if node.getRoleName() in wanted and node.name == name and _has(node, pyatspi.STATE_SHOWING):
                return node
        return None

    def focused(self):
        """The name of what has the keyboard's focus, or None."""
        for node in self.nodes():
            if _has(node, pyatspi.STATE_FOCUSED) and node.getRoleName() != "frame":
                return node.name
        return None

    def nodes(self):
        """Everything in the window, in reading order."""
        root = self.root()
        return [] if root is None else list(_walk(root))

    def texts(self):
        """All words that an assistive technology can read: names, descriptions and what is in fields."""
        texts = []
        for node in self.nodes():
            texts += [node.name, node.description, _content(node)]
        return [text for text in texts if text]

    def hides(self, secret):
        """Fails if a secret can be read in the window, in what the app printed, or in a file that it wrote."""
        say("looks for the secret where it must not be")
        places = [f"the text {text!r}" for text in self.texts() if secret in text]
        files = [self.log, *self.data_dir.rglob("*"), *HOME.rglob("*")]
        places += sorted({str(path) for path in files if path.is_file() and secret.encode() in path.read_bytes()})
        if places:
            raise JourneyEnded(f"the secret is in {', '.join(places)}")

    def keyring(self, service):
        """The user names under which the keyring holds something for this service."""
        return sorted(_attribute(line) for line in _keyring("service", service) if "attribute.username = " in line)

    def finds_in_keyring(self, service, ending, seconds=20):
        """Waits until the keyring holds one entry of this service whose user name ends so."""
        say(f"finds the entry {ending!r} in the keyring")
        self.until(
            f"the keyring holds {ending!r} of {service!r}",
            lambda: [name for name in self.keyring(service) if name.endswith(ending)],
            seconds,
        )

    def finds_keyring_empty(self):
        """Fails if anything at all is in the keyring: practice must leave it alone."""
        say("finds the keyring empty")
        kept = [line for line in _keyring() if line.startswith("attribute.")]
        if kept:
            raise JourneyEnded(f"the keyring holds {kept}")

    # The rest is how it is done.

    def root(self):
        """The window in the tree, read anew: the library's own cache would need an event loop to stay true."""
        # To ask a process that is gone takes minutes.
        self._check_alive("its widgets are read")
        desktop = pyatspi.Registry.getDesktop(0)
        desktop.clear_cache()
        for application in desktop:
            if application is None or application.get_process_id() != self.process.pid:
                continue
            application.set_cache_mask(Atspi.Cache.NONE)
            for window in application:
                if window is not None and window.childCount:
                    return window
        return None

    def _wait_for(self, role, name, seconds, usable=False):
        def there():
            node = self.find(role, name)
            if node is not None and usable and not _has(node, pyatspi.STATE_ENABLED):
                return None
            return node

        return self.until(f"there is a {role} {name!r}" + (" that can be used" if usable else ""), there, seconds)

    def middle(self, node):
        """Where to click, after it has been brought into view and has come to rest."""
        node.queryComponent().scrollTo(pyatspi.SCROLL_ANYWHERE)

        def at_rest():
            # On a busy machine the window may not have begun to scroll when it is looked at next.
            seen = [self._bounds(node)]
            for _ in range(3):
                time.sleep(0.15)
                seen.append(self._bounds(node))
            return seen[0] if len(set(seen)) == 1 else None

        x, y, width, height = self.until(f"{node.name!r} has come to rest", at_rest, 10)
        return x + width // 2, y + height // 2

    def _bounds(self, node):
        extents = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        return extents.x, extents.y, extents.width, extents.height

    def until(self, what, look, seconds):
        """Looks again and again until there is something to return."""
        end = time.monotonic() + seconds
        while True:
            self._check_alive(what)
            try:
                found = look()
            except GLib.Error:
                # A widget went away while it was read.
                found = None
            if found:
                return found
            if time.monotonic() > end:
                raise JourneyEnded(f"waited {seconds} s in vain until {what}")
            time.sleep(0.1)

    def _check_alive(self, what):
        code = self.process.poll()
        if code is not None:
            words = self.log.read_text(errors="replace")[-2000:]
            raise JourneyEnded(f"the app ended with code {code} before {what}; its last words:\n{words}")

    def _tell_what_is_there(self):
        if self.process.poll() is not None:
            return
        self._tell_of_the_process()
        try:
            for node in self.nodes():
                states = [name for state, name in STATES if _has(node, state)]
                print(f"    {node.getRoleName()} {node.name!r} {' '.join(states)}", file=sys.stderr)
            print(f"    picture: {self.pictures('where-it-ended')}", file=sys.stderr)
        except (GLib.Error, OSError, subprocess.CalledProcessError, TypeError) as error:
            print(f"    (the screen cannot be read: {error})", file=sys.stderr)

    def _tell_of_the_process(self):
        """What it waits for, and what it wrote down: all there is to go by where no window came."""
        print(f"    load of the machine {os.getloadavg()}, {os.cpu_count()} cores", file=sys.stderr)
        for task in sorted(pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()):
            try:
                name, *fields = (task / "stat").read_text().split("(", 1)[1].rsplit(")", 1)
                waits = (task / "wchan").read_text()
            except OSError:
                # A thread that has ended since.
                continue
            fields = fields[0].split()
            ticks = int(fields[11]) + int(fields[12])
            print(f"    thread {name}: state {fields[0]}, {ticks} ticks used, waits in {waits}", file=sys.stderr)
        for path in [self.log, *sorted(self.data_dir.rglob("*.log*"))]:
            if path.is_file():
                print(f"    {path}:\n{path.read_text(errors='replace')[-2000:]}", file=sys.stderr)
        HANDS.tell()


STATES = [(pyatspi.STATE_FOCUSED, "focused"), (pyatspi.STATE_CHECKED, "checked")]


def journey(steps):
    """Runs the steps with the binary from the command line, and ends the process with what came of it."""
    if shutil.which(sys.argv[1]) is None:
        sys.exit(f"no such program: {sys.argv[1]}")
    try:
        steps(sys.argv[1])
    except JourneyEnded as ended:
        sys.exit(f"the journey ended: {ended}")
    print(f"the journey is done; pictures are in {OUT}")


def say(step):
    print(f"{time.monotonic() - BEGAN:6.1f} s  {step}", flush=True)


def run(*command):
    subprocess.run(command, check=True)


def _front():
    """The window that has the keyboard, or None."""
    active = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True, check=False)
    return active.stdout.strip() or None


def _clipboard():
    """What lies in the clipboard, read by another program."""
    command = ["xclip", "-selection", "clipboard", "-out"]
    return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False).stdout


def _keyring(*attributes):
    """What the keyring holds with these attributes, without the secrets themselves."""
    command = ["secret-tool", "search", "--all", *(attributes or ("xdg:schema", "org.freedesktop.Secret.Generic"))]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line for line in (found.stdout + found.stderr).splitlines() if not line.startswith("secret = ")]


def _attribute(line):
    return line.split(" = ", 1)[1]


def _walk(node):
    yield node
    for child in node:
        if child is not None:
            yield from _walk(child)


def _has(node, state):
    return node.getState().contains(state)


def _content(node):
    """What is written in a field; a password field tells only bullets."""
    try:
        text = node.queryText()
    except NotImplementedError:
        return ""
    return text.getText(0, -1)
