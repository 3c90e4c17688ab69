#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The window of a job: cancelling, going on in the background, several drives, quitting."""

import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(os.environ["BURNISH_SOURCE"]) / "tests/lib"))

import burnish_app
import burnish_test
import iso_images
import job_window

from gi.repository import GLib

SIZE = 30_000_000


class JobWindowTest(burnish_app.TestCase):
    def start_slow(self, *media, size=SIZE, settings=job_window.SLOW):
        """Burnish with an image opened and drives that take their time."""
        self.iso = iso_images.make_iso(self.folder, size=size)
        drives = self.start_drives(*media, settings=settings)
        return self.start_app(drives=drives, args=[self.iso])

    def start_held(self, *media, size):
        """Burnish with an image opened and drives that do not come to an end until let_go()."""
        return self.start_slow(*media, size=size, settings=job_window.HELD)

    def close(self, app, window):
        """Closes the window of a job that goes on."""
        app.press(app.find("push button", "Close", within=window))
        app.wait(lambda: not [w for w in app.windows() if "Burning image.iso" in w.name], "the window's end")

    def reopened(self, app):
        """The window is another one for assistive technologies when it comes back."""
        return app.window(re.compile("Burning image.iso|Disc Burned"))

    def wait_for_writing(self, app, window, least=5):
        """Waits until a part of the disc is written, and holds the drive there."""
        job_window.wait_for_writing(app, window, least)

    def assert_still_writing(self, app, window):
        """The window says so once it is drawn."""
        app.find("label", "Writing", within=window)

    def ask_to_cancel(self, app, window):
        """Presses Cancel once the drive writes, and returns the question."""
        self.assert_still_writing(app, window)
        app.press(app.find("push button", "Cancel", within=window))
        return app.window("Stop Burning?")

    def cancel(self, app, window):
        dialog = self.ask_to_cancel(app, window)
        said = job_window.texts(dialog)
        app.press(app.find("push button", "Stop Burning", within=dialog))
        return said

    def assert_true_state(self, app, window):
        """What the window says of the disc is what the drive says."""
        states = {
            "The disc is blank and can be used.": "blank",
            "The disc is only partly written and cannot be used any more.": "spoiled",
            "What was written is lost, but the rest of the disc can still be used.": "appendable",
            "What is on the disc is lost; it can be written again.": "partly-written",
        }
        said = job_window.texts(window)
        found = [state for sentence, state in states.items() if sentence in said]
        self.assertEqual(len(found), 1, said)
        self.assertIn(app.drives.dump()["medium"]["status"], burnish_test.TRUE_STATES[found[0]], said)

    def test_cancel_write_once(self):
        app = self.start_slow("dvd+r")
        window = job_window.start_burn(app)
        self.wait_for_writing(app, window)
        said = self.cancel(app, window)
        self.assertIn("It can be written only once", said)
        window = job_window.wait_for_result(app, "Burning Stopped")
        self.assert_true_state(app, window)
        writes = [line for line in app.drives.log() if " WRITE_10 " in line]
        self.assertLess(len(writes) * 16, iso_images.n_blocks(self.iso))
        app.find("push button", "Try Again", within=window)

    def test_cancel_rewritable(self):
        app = self.start_slow("dvd+rw")
        window = job_window.start_burn(app)
        self.wait_for_writing(app, window)
        said = self.cancel(app, window)
        self.assertIn("The disc can be written again", said)
        window = job_window.wait_for_result(app, "Burning Stopped")
        self.assert_true_state(app, window)

    def test_keep_burning(self):
        app = self.start_held("dvd+r", size=8_000_000)
        window = job_window.start_burn(app)
        dialog = self.ask_to_cancel(app, window)
        app.press(app.find("push button", "Keep Burning", within=dialog))
        app.wait(lambda: dialog not in app.windows(), "the dialog's end")
        job_window.let_go(app)
        job_window.wait_for_result(app, "Disc Burned")
        self.assertEqual(app.drives.hash(iso_images.n_blocks(self.iso)), iso_images.sha256(self.iso))

    def test_a_question_ends_with_its_job(self):
        app = self.start_held("dvd+r", size=4_000_000)
        window = job_window.start_burn(app)
        self.ask_to_cancel(app, window)
        job_window.let_go(app)
        job_window.wait_for_result(app, "Disc Burned")
        app.wait_gone("label", "Stop Burning?")

    def test_percent_never_goes_back(self):
        app = self.start_slow("dvd+r", size=20_000_000)
        window = job_window.start_burn(app)
        seen = []

        def is_over():
            # One question for both: the more of them there is time for, the more is seen.
            title = window.name
            seen.append(job_window.percent_of(title))
            return title == "Disc Burned"

        app.wait(is_over, "the title of the result", timeout=120)
        app.find("label", "Disc Burned", window)
        shown = [number for number in seen if number is not None]
        self.assertEqual(shown, sorted(shown))
        self.assertLess(max(shown), 100)
        self.assertGreater(len(set(shown)), 3)

    def test_close_and_reopen(self):
        services = self.start_services()
        app = self.start_slow("dvd+r")
        window = job_window.start_burn(app)
        self.wait_for_writing(app, window, least=1)
        self.close(app, window)
        app.wait(lambda: services.notifications, "a notification")
        notification = services.notifications[-1]
        self.assertEqual(notification["title"], "Burning image.iso")
        self.assertIn("in the background", notification["body"])
        # A click on the notification.
        services.daemon.emit("ActionInvoked", "us", 1, "default")
        window = self.reopened(app)
        self.assert_still_writing(app, window)
        # Everything closed: the next start of the program comes back to the job.
        self.close(app, window)
        app.press(app.find("push button", "Close", within=app.windows()[0]))
        app.wait(lambda: not app.windows(), "no window")
        self.assertTrue(app.alive())
        self.assert_success(app.run_again())
        self.assert_still_writing(app, self.reopened(app))
        job_window.let_go(app)
        job_window.wait_for_result(app, "Disc Burned")
        self.assertEqual(app.drives.hash(iso_images.n_blocks(self.iso)), iso_images.sha256(self.iso))

    def test_show_job_over_dbus(self):
        app = self.start_held("dvd+r", size=10_000_000)
        window = job_window.start_burn(app)
        self.close(app, window)
        app.call_action("app.show-job", GLib.Variant("u", 1))
        self.reopened(app)
        job_window.let_go(app)
        job_window.wait_for_result(app, "Disc Burned")

    def test_notification_of_the_result(self):
        services = self.start_services()
        app = self.start_held("dvd+r", size=6_000_000)
        window = job_window.start_burn(app)
        self.close(app, window)
        app.wait(lambda: services.notifications, "a notification")
        job_window.let_go(app)
        app.wait(lambda: services.notifications and services.notifications[-1]["title"] == "Disc Burned",
                 "the notification of the result", timeout=60)
        self.assertIn("Every block was read back", services.notifications[-1]["body"])
        # The first notification was replaced.
        self.assertEqual(services.notifications[-1]["replaces"], 1)
        app.call_action("app.show-job", GLib.Variant("u", 1))
        app.raise_window(job_window.wait_for_result(app, "Disc Burned"))
        # Who has seen it does not need it any more.
        app.wait(lambda: services.daemon.calls("CloseNotification"), "the notification's withdrawal")

    def test_session_stays(self):
        services = self.start_services()
        app = self.start_held("dvd+r", size=10_000_000)
        self.assertEqual(services.inhibitors, {})
        job_window.start_burn(app)
        app.wait(lambda: services.inhibitors, "an inhibitor")
        (call,) = services.manager.calls("Inhibit")
        # Log-out is 1, suspend is 4.
        self.assertEqual(call[3] & 5, 5, call)
        job_window.let_go(app)
        job_window.wait_for_result(app, "Disc Burned")
        app.wait(lambda: not services.inhibitors, "the end of the inhibition")

    def test_two_drives(self):
        app = self.start_held("dvd+r", "bd-re", size=10_000_000)
        first = job_window.start_burn(app)
        row = app.find("combo box", "Burn To")
        app.focus(row)
        # The list opens, the other drive is chosen there, and the list closes.
        for key in ("Return", "Down", "Return"):
            app.tab(key)
        job_window.press_when_sensitive(app, "Burn")

        def others():
            return [w for w in app.windows() if w != first and re.search("Burning|Disc Burned", w.name)]

        (second,) = app.wait(others, "another window")
        for number in (0, 1):
            job_window.let_go(app, number)
        for window in (first, second):
            app.wait(lambda w=window: app.has("label", "Disc Burned", w), "the end", timeout=120)
        for number in (0, 1):
            self.assertEqual(app.drives.hash(iso_images.n_blocks(self.iso), number=number),
                             iso_images.sha256(self.iso))

    def test_quit_asks(self):
        app = self.start_slow("dvd+r")
        window = job_window.start_burn(app)
        self.wait_for_writing(app, window)
        app.call_action("app.quit")
        dialog = app.window("Stop and Quit?")
        self.assertIn("It can be written only once", job_window.texts(dialog))
        app.press(app.find("push button", "Do Not Quit", within=dialog))
        app.wait(lambda: dialog not in app.windows(), "the dialog's end")
        self.assert_still_writing(app, window)
        app.call_action("app.quit")
        app.press(app.find("push button", "Stop and Quit", within=app.window("Stop and Quit?")))
        app.wait_for_end(60)
        self.assertNotEqual(app.drives.dump()["medium"]["status"], "blank")


if __name__ == "__main__":
    burnish_app.main()
