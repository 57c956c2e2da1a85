"""The disk is full: the server goes on serving, says so to whoever taps, and needs no restart when there is room."""

import base64
import json
import os
import subprocess
import tempfile
import time
import unittest

from curl_test import png
from server import Server, kindergarten
from sick_disk import SickDisk

KEY = "disk-full-key-0123456789abcdef"
ROOM_LEFT = 256 * 1024


class SmallDisk:
    """A file system of its own, filled by a file."""

    environment = None

    def __init__(self, folder):
        self.folder = folder
        self.mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "gatehouse-test", folder],
                                      capture_output=True, check=False).returncode == 0
        self.ballast = os.path.join(folder, "ballast")

    def fill(self):
        with open(self.ballast, "wb", buffering=0) as file:
            try:
                while file.write(bytes(65536)) == 65536:
                    pass
            except OSError:
                pass
            file.truncate(max(0, file.tell() - ROOM_LEFT))

    def empty(self):
        os.remove(self.ballast)

    def close(self):
        if self.mounted:
            subprocess.run(["umount", self.folder], check=True)


class Day:
    """Taps of one card, a second each, and what became of them."""

    def __init__(self, server):
        self.server = server
        self.second = int(time.time()) - 100_000
        self.kept, self.refused = [], []

    def send(self, second, **more):
        answer = self.server.beiliao("service/card/kick", cardnum="7", time_kick=str(second), **more)
        (self.kept if answer["errcode"] == 0 else self.refused).append(second)
        return answer

    def tap(self, **more):
        self.second += 1
        return self.send(self.second, **more)["errcode"]

    def listed(self):
        """The taps that the server shows, page after page, by number."""
        found, cursor = [], ""
        while cursor is not None:
            query = f"?limit=200{'&cursor=' + cursor if cursor else ''}"
            page = json.loads(self.server.ask("/api/v1/punches" + query, headers={"Authorization": "Bearer " + KEY})[2])
            found += [item["device_time"] for item in page["items"]]
            cursor = page["next"]
        return found


class DiskFull(unittest.TestCase):
    def live(self, folder, disk):
        file = kindergarten()
        file["api_keys"] = [{"name": "admin", "key": KEY, "scope": "admin"}]
        with Server(file, folder=folder, environment=disk.environment) as server:
            self.assertEqual(server.beiliao("service/card/match", cardnum="7", classid="1",
                                            data="13632241882,甲")["errcode"], 0)
            day = Day(server)
            picture = base64.b64encode(png(16)).decode()
            self.assertEqual([day.tap() for _ in range(5)] + [day.tap(image_base64=picture)], [0] * 6)
            disk.fill()
            self.until_full(day)
            self.while_full(day, picture)
            disk.empty()
            self.recovers(day)
            self.assertIn('"event":"batch_failed"', server.log())
            self.assertEqual(server.stop(), 0)
        with Server(folder=folder, environment=disk.environment) as server:
            day.server = server
            self.assertEqual(len(day.listed()), len(day.kept))
            self.assertEqual(day.send(day.kept[0])["data"]["duplicate"], True)

    def until_full(self, day):
        answers = [0]
        while answers[-1] == 0:
            self.assertLess(len(answers), 2000, "the disk is never full")
            answers.append(day.tap())
        self.assertEqual(answers[-1], 5199)

    def while_full(self, day, picture):
        server = day.server
        # A small commit may still fit where a larger one did not.
        answers = [day.tap() for _ in range(60)]
        self.assertLessEqual(set(answers), {0, 5199})
        self.assertEqual(set(answers[-20:]), {5199})
        self.assertEqual(day.tap(image_base64=picture), 5199)
        self.assertEqual(server.beiliao("service/card/match", cardnum="8", classid="1",
                                        data="13632241883,乙")["errcode"], 5199)
        self.assertEqual(server.beiliao("service/meta/get")["data"]["name"], "园")
        self.assertEqual([server.ask(path)[0] for path in ("/healthz", "/readyz", "/metrics", "/")], [200] * 4)
        self.assertEqual(len(day.listed()), len(day.kept))
        self.assertEqual(day.send(day.kept[0])["data"]["duplicate"], True, "a repeat needs no room")
        day.kept.pop()

    def recovers(self, day):
        deadline = time.monotonic() + 5
        while day.tap() != 0:
            self.assertLess(time.monotonic(), deadline, "no tap is kept though there is room again")
        again, day.refused = day.refused, []
        self.assertEqual({day.send(second)["data"]["duplicate"] for second in again}, {False})
        self.assertEqual(day.refused, [])
        self.assertEqual(len(set(day.listed())), len(day.listed()))
        self.assertEqual(len(day.listed()), len(day.kept))

    def test_a_small_file_system_fills_up_and_is_emptied(self):
        with tempfile.TemporaryDirectory() as folder:
            disk = SmallDisk(folder)
            if not disk.mounted:
                self.skipTest("no file system can be mounted here")
            try:
                self.live(folder, disk)
            finally:
                disk.close()

    def test_files_cannot_grow_for_a_while(self):
        with tempfile.TemporaryDirectory() as folder:
            self.live(folder, SickDisk(folder))


if __name__ == "__main__":
    unittest.main()
