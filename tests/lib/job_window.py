# SPDX-License-Identifier: GPL-2.0-or-later
"""What tests of jobs share: starting a burn from the page of an image, and the job's window."""

import re

# Settings of a drive that works in kB/s: slow enough to be met at work; and too slow to come to an
# end while anything else goes on, until let_go().
SLOW = ["write-kbps=1500", "read-kbps=20000"]
HELD = ["write-kbps=30"]


def hold(app, number=0):
    """Lets a drive that works go on as if it stood still."""
    app.drives.ctl(number, "set", *HELD)


def let_go(app, number=0):
    """Lets a drive go on at full speed."""
    app.drives.ctl(number, "set", "write-kbps=0")


def press_when_sensitive(app, name, within=None, timeout=20):
    def look():
        return next((b for b in app.find_all("push button", name, within) if app.state(b, "sensitive")), None)

    app.press(app.wait(look, f"a sensitive button {name!r}", timeout))


def start_burn(app, timeout=20):
    """Presses Burn on the page of an image and returns the window of the job."""
    press_when_sensitive(app, "Burn", timeout=timeout)
    return app.window(re.compile("Burning|Disc Burned"))


def percent_of(title):
    """What the title of a job's window says in the task bar; None while it says nothing."""
    found = re.match(r"(\d+)%", title)
    return int(found[1]) if found else None


def wait_for_writing(app, window, least=5):
    """Waits until a part of the disc is written, and holds the drive there."""

    def has_written():
        return (percent_of(window.name) or 0) >= least and app.has("label", "Writing", window)

    app.wait(has_written, "writing", timeout=60)
    hold(app)


def wait_for_result(app, title, timeout=120):
    """Waits for the page with the result and returns its window."""
    def look():
        return next((window for window in app.windows() if window.find_all("label", title)), None)

    return app.wait(look, f"a window with {title!r}", timeout)


def texts(window):
    """All that the window says."""
    return "\n".join(node.text for node in window.find_all("label"))
