"""backup, restore and verify beside a running server."""

import base64
import http.client
import json
import os
import random
import shutil
import stat
import subprocess
import threading
import time
import unittest
import urllib.parse

from server import GATEHOUSE, Server, kindergarten

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def run(*arguments):
    return subprocess.run([GATEHOUSE, *arguments], capture_output=True, text=True, timeout=60)


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


class Readers:
    """Readers that tap without pause; `told` maps (card, second) to the id that was answered."""

    def __init__(self, server, count=4):
        self.server, self.told, self.stopping = server, {}, False
        self.threads = [threading.Thread(target=self._tap, args=(reader,)) for reader in range(count)]
        for thread in self.threads:
            thread.start()

    def _tap(self, reader):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        second = 1_780_000_000 + reader
        while not self.stopping:
            second += len(self.threads)
            form = {"action": "service/card/kick", "appid": "app-one", "appsecret": "secret-one",
                    "authkid": "licence-one", "cardnum": "4711", "time_kick": second}
            if second % 50 == 0:
                form["image_base64"] = base64.b64encode(PNG)
            connection.request("POST", "/index.php", urllib.parse.urlencode(form),
                               {"Content-Type": "application/x-www-form-urlencoded"})
            answer = json.loads(connection.getresponse().read())
            assert answer["errcode"] == 0, answer
            self.told[second] = answer["data"]["id"]
        connection.close()

    def stop(self):
        self.stopping = True
        for thread in self.threads:
            thread.join()


class Backup(unittest.TestCase):
    def setUp(self):
        self.server = Server(kindergarten())
        self.addCleanup(self.server.__exit__)
        self.folder = self.server.folder
        self.target = os.path.join(self.folder, "backup")
        self.key = os.path.join(self.server.data, "keys/master")
        class_id = self.server.beiliao("service/meta/get")["data"]["classes"][0]["id"]
        bound = self.server.beiliao("service/card/match", cardnum="4711", classid=class_id, data="13632241882,甲;")
        self.assertEqual(bound["errcode"], 0)

    def tap(self, second):
        return self.server.beiliao("service/card/kick", cardnum="4711", time_kick=second)

    def back_up(self, *more):
        return run("backup", "--data", self.server.data, "--to", self.target, *more)

    def test_knows_after_a_restore_every_tap_that_was_acknowledged_before_it_began(self):
        readers = Readers(self.server)
        self.addCleanup(readers.stop)
        for _ in range(3):
            time.sleep(0.3)
            before = dict(readers.told)
            made = self.back_up()
            self.assertEqual(made.returncode, 0, made.stderr)
            self.assertGreaterEqual(lines(made)[-1]["last_punch"], len(before))
            self.assertEqual(run("verify", "--data", self.server.data).returncode, 0)
            with Server(folder=self.restored(), provision=None) as restored:
                for second in random.sample(sorted(before), min(200, len(before))):
                    again = restored.beiliao("service/card/kick", cardnum="4711", time_kick=second)
                    self.assertEqual(again["data"], {"id": before[second], "duplicate": True})
                self.assertEqual(restored.stop(), 0)
            self.assertEqual(run("verify", "--data", restored.data).returncode, 0)
            shutil.rmtree(self.target)
        self.assertGreater(len(readers.told), len(before), "the server went on")

    def restored(self):
        folder = os.path.join(self.folder, f"restored{time.monotonic_ns()}")
        done = run("restore", self.target, "--data", os.path.join(folder, "data"), "--keys", self.key)
        self.assertEqual(done.returncode, 0, done.stderr)
        return folder

    def test_is_for_its_owner_only_and_holds_no_key_unless_asked(self):
        made = self.back_up()
        self.assertEqual((made.returncode, made.stderr), (0, ""))
        for root, folders, files in os.walk(self.target):
            for name in files:
                self.assertEqual(stat.S_IMODE(os.stat(os.path.join(root, name)).st_mode), 0o600, name)
            for name in folders:
                self.assertEqual(stat.S_IMODE(os.stat(os.path.join(root, name)).st_mode), 0o700, name)
        with open(self.key, "rb") as file:
            key = file.read()
        for root, _, files in os.walk(self.target):
            for name in files:
                with open(os.path.join(root, name), "rb") as file:
                    self.assertNotIn(key, file.read(), name)
        self.target += "2"
        warned = self.back_up("--with-keys")
        self.assertEqual(warned.returncode, 0)
        self.assertIn("key_in_backup", warned.stderr)
        self.assertEqual(run("restore", self.target, "--data", self.folder + "/r").returncode, 0)

    def test_refuses_a_target_that_exists(self):
        self.assertEqual(self.back_up().returncode, 0)
        again = self.back_up()
        self.assertEqual(again.returncode, 2)
        self.assertIn("exists already", again.stderr)
        self.assertEqual(run("verify", "--backup", self.target).returncode, 0)

    def test_finds_damage_of_every_kind_by_its_exit_code_and_its_findings(self):
        self.assertEqual(self.back_up().returncode, 0)
        rng = random.Random(7)
        for name in ("gatehouse.db", "manifest.json"):
            path = os.path.join(self.target, name)
            with open(path, "rb") as file:
                whole = file.read()
            for _ in range(20):
                at = rng.randrange(len(whole))
                with open(path, "wb") as file:
                    file.write(whole[:at] + bytes([whole[at] ^ rng.randrange(1, 256)]) + whole[at + 1:])
                done = run("verify", "--backup", self.target)
                self.assertEqual((done.returncode, lines(done)[0]["finding"]), (3, "file_changed"), at)
            with open(path, "wb") as file:
                file.write(whole[:-1])
            self.assertEqual(run("verify", "--backup", self.target).returncode, 3)
            refused = run("restore", self.target, "--data", self.folder + "/r", "--keys", self.key)
            self.assertEqual(refused.returncode, 3)
            self.assertEqual(os.listdir(self.folder + "/r") if os.path.exists(self.folder + "/r") else [],
                             ["lock"] if name == "gatehouse.db" else [])
            with open(path, "wb") as file:
                file.write(whole)
            self.assertEqual(run("verify", "--backup", self.target).returncode, 0)
            shutil.rmtree(self.folder + "/r", ignore_errors=True)
        with open(os.path.join(self.target, "more"), "wb"):
            self.assertEqual(lines(run("verify", "--backup", self.target))[0]["finding"], "file_added")

    def test_says_that_the_master_key_is_missing_or_another_s(self):
        self.assertEqual(self.back_up().returncode, 0)
        missing = run("restore", self.target, "--data", self.folder + "/r")
        self.assertEqual(missing.returncode, 4)
        self.assertIn("--keys", missing.stderr)
        other = os.path.join(self.folder, "other")
        with open(other, "wb") as file:
            file.write(os.urandom(32))
        wrong = run("restore", self.target, "--data", self.folder + "/r", "--keys", other)
        self.assertEqual(wrong.returncode, 4)
        self.assertIn("is not the master key", wrong.stderr)
        self.assertFalse(os.path.exists(self.folder + "/r"))
        self.server.stop()
        os.replace(other, self.key)
        with Server(folder=self.folder) as refused:
            self.assertEqual(refused.process.wait(20), 2)
            self.assertIn("is not the one that this data hangs on", refused.log())

    def test_leaves_nothing_that_looks_complete_when_it_is_killed(self):
        for second in range(1_780_000_000, 1_780_000_200):
            self.tap(second)
        rng = random.Random(11)
        ended = 0
        for _ in range(20):
            process = subprocess.Popen([GATEHOUSE, "backup", "--data", self.server.data, "--to", self.target],
                                       stdout=subprocess.DEVNULL)
            time.sleep(rng.uniform(0, 0.06))
            process.kill()
            ended += process.wait() == 0
            if os.path.exists(self.target):
                self.assertEqual(run("verify", "--backup", self.target).returncode, 0)
                shutil.rmtree(self.target)
            for name in os.listdir(self.folder):
                if name.startswith("backup"):
                    self.assertTrue(name.endswith(".part"), name)
                    shutil.rmtree(os.path.join(self.folder, name))
        self.assertLess(ended, 20, "some were killed under way")
        self.assertEqual(self.tap(1_780_000_100)["data"]["duplicate"], True, "the server took no notice")

    def test_restores_nothing_over_anything_and_a_half_restored_folder_is_not_served(self):
        self.assertEqual(self.back_up().returncode, 0)
        refused = run("restore", self.target, "--data", self.server.data, "--keys", self.key)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("is not empty", refused.stderr)
        folder = self.restored()
        with open(os.path.join(folder, "data/restoring"), "wb"):
            pass
        with Server(folder=folder) as half:
            self.assertEqual(half.process.wait(20), 2)
            self.assertIn("did not come to its end", half.log())

    def test_works_on_a_folder_that_nobody_serves(self):
        self.tap(1_780_000_000)
        self.server.process.kill()
        self.server.process.wait()
        self.assertEqual(lines(self.back_up())[-1]["last_punch"], 1)
        self.assertEqual(run("verify", "--data", self.server.data).returncode, 0)
        nothing = run("backup", "--data", self.folder + "/nowhere", "--to", self.folder + "/b")
        self.assertEqual(nothing.returncode, 2)
        self.assertIn("no database", nothing.stderr)
        with Server(folder=self.folder) as again:
            self.assertEqual(again.stop(), 0)


if __name__ == "__main__":
    unittest.main()
