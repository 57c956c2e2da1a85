"""The page's own reader of the live stream, run by node: breaks, restarts, a key that ends."""

import os
import subprocess
import tempfile
import threading
import time
import unittest

from stream_test import KEYS, House, site

HERE = os.path.dirname(os.path.abspath(__file__))
STREAM = os.path.join(HERE, "../../web/page/stream.js")
LONG = 60


class Page:
    def __init__(self, server, key=KEYS["admin"]):
        self.process = subprocess.Popen(["node", os.path.join(HERE, "page_stream.mjs"),
                                         f"http://127.0.0.1:{server.port}", key, os.path.abspath(STREAM)],
                                        stdout=subprocess.PIPE, text=True)
        self.lines = []
        self.thread = threading.Thread(target=self._read)
        self.thread.start()
        self.wait("begun")

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.strip())

    def wait(self, line):
        end = time.monotonic() + LONG
        while line not in self.lines:
            if time.monotonic() > end or self.process.poll() is not None and not self.thread.is_alive():
                raise AssertionError(f"never said {line}: {self.lines[-20:]}")
            time.sleep(0.01)

    def ids(self):
        return [int(line) for line in self.lines if line.isdigit()]

    def close(self):
        self.process.kill()
        self.process.wait()
        self.thread.join()
        self.process.stdout.close()


class PageStream(unittest.TestCase):
    def page(self, *arguments):
        made = Page(*arguments)
        self.addCleanup(made.close)
        return made

    def test_it_is_told_each_tap_once_over_a_kill_and_a_stop(self):
        with tempfile.TemporaryDirectory() as folder:
            with House(site(), folder=folder) as house:
                house.bind()
                port, page, numbers = house.port, self.page(house), house.taps(20)
                page.wait(str(numbers[-1]))
                numbers += house.taps(20, since=50)
                house.process.kill()
                house.process.wait()
            page.wait("broken fault")
            for turn in (1, 2):
                with House(site(), folder=folder, http=f"127.0.0.1:{port}") as house:
                    numbers += house.taps(300, since=1000 * turn)
                    page.wait(str(numbers[-1]))
                    self.assertEqual(house.stop(), 0)
            page.wait("broken ended")
            self.assertEqual(page.ids(), numbers)
            self.assertEqual(page.lines.count("begun"), 1)

    def test_a_server_that_knows_its_cursor_no_more_is_begun_with_anew(self):
        with House(site()) as house:
            house.bind()
            port, page = house.port, self.page(house)
            page.wait(str(house.taps(5)[-1]))
            self.assertEqual(house.stop(), 0)
        page.wait("broken ended")
        with House(site(), http=f"127.0.0.1:{port}") as other:
            other.bind()
            page.wait("broken 400")
            end = time.monotonic() + LONG
            while page.lines.count("begun") < 2 and time.monotonic() < end:
                time.sleep(0.01)
            before = page.ids()
            number = other.tap()
            while page.ids() == before and time.monotonic() < end:
                time.sleep(0.01)
            self.assertEqual(page.ids(), [*before, number])

    def test_it_ends_with_its_key(self):
        with House(site()) as house:
            page = self.page(house, KEYS["site"])
            key = next(key["id"] for key in house.api("GET", "api_keys")[1]["items"] if key["name"] == "site")
            self.assertEqual(house.api("DELETE", f"api_keys/{key}")[0], 204)
            page.wait("broken 401")
            self.assertEqual(page.process.wait(LONG), 0)
            self.assertEqual(page.lines, ["begun", "broken ended", "broken 401"])


if __name__ == "__main__":
    unittest.main()
