"""The contract of the command line: the ready line, refusals, what stays."""

import json
import os
import stat
import subprocess
import tempfile
import unittest

from server import GATEHOUSE, Server, kindergarten


def run(*arguments):
    return subprocess.run([GATEHOUSE, *arguments], capture_output=True, text=True, timeout=20)


class CommandLine(unittest.TestCase):
    def test_says_ready_in_one_line_and_ends_with_0_on_sigterm(self):
        with Server(kindergarten()) as server:
            self.assertEqual(json.loads(server.ready), {"event": "ready", "http": f"127.0.0.1:{server.port}"})
            self.assertEqual(server.stop(), 0)
            self.assertEqual(server.process.stdout.read(), b"")
            for line in server.log().splitlines():
                self.assertIn("event", json.loads(line))

    def test_keeps_what_a_file_brought(self):
        with tempfile.TemporaryDirectory() as folder:
            with Server(kindergarten(), folder=folder) as server:
                first = server.beiliao("service/meta/get")
                server.stop()
            with Server(folder=folder) as server:
                self.assertEqual(server.beiliao("service/meta/get"), first)
            with Server(kindergarten(), folder=folder) as server:
                self.assertEqual(server.beiliao("service/meta/get"), first)
            key = os.path.join(folder, "data", "keys", "master")
            self.assertEqual(stat.S_IMODE(os.stat(key).st_mode), 0o600)

    def test_provision_applies_a_file_without_a_server(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "p.json")
            with open(file, "w") as out:
                json.dump(kindergarten(), out)
            self.assertEqual(run("provision", file, "--data", os.path.join(folder, "data")).returncode, 0)
            with Server(folder=folder) as server:
                self.assertEqual(server.beiliao("service/meta/get")["errcode"], 0)

    def test_tries_the_attendance_rules_on_cases(self):
        folder = os.path.join(os.path.dirname(__file__), "..", "attendance", "cases")
        files = sorted(os.path.join(folder, name) for name in os.listdir(folder))
        passed = run("cases", *files)
        self.assertRegex(passed.stdout.splitlines()[-1], r"^\d{3} passed, 0 failed$")
        self.assertEqual(passed.returncode, 0)
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "one.txt")
            with open(file, "w") as out:
                out.write("case x y\nrules:\n  shift Day 09:00-18:00\nschedule:\n  2026-03-10 Day\n"
                          "expect:\n  2026-03-10 normal\n")
            failed = run("cases", file)
            self.assertEqual((failed.returncode, failed.stdout.splitlines()[-1]), (1, "0 passed, 1 failed"))
            self.assertIn("status expected normal, got absent", failed.stdout)
            self.assertIn("no proof of presence, 540 absent [A-80]", failed.stdout)
            with open(file, "a") as out:
                out.write("  colours\n")
            refused = run("cases", file)
            self.assertEqual((refused.returncode, refused.stderr), (2, f"{file}:8: \"colours\" is nothing to expect here\n"))

    def test_refuses_a_second_server_on_one_folder(self):
        with Server(kindergarten()) as server:
            second = run("serve", "--data", server.data, "--http", "127.0.0.1:0")
            self.assertEqual(second.returncode, 2)
            self.assertIn("in use by another process", second.stderr)

    def test_refuses_the_lab_profile_outside_loopback_and_marks_its_answers_inside(self):
        with tempfile.TemporaryDirectory() as folder:
            refused = run("serve", "--lab", "--data", folder, "--http", "0.0.0.0:0")
            self.assertEqual(refused.returncode, 2)
        with Server(kindergarten(), "--lab") as server:
            status, headers, _ = server.ask("/healthz")
            self.assertEqual((status, headers["X-Profile"]), (200, "lab"))
            for name in ("X-Forwarded-For", "Forwarded", "Via"):
                self.assertEqual(server.ask("/index.php", {}, {name: "10.0.0.1"})[0], 403)
        with Server(kindergarten()) as server:
            self.assertIsNone(server.ask("/healthz")[1]["X-Profile"])
            self.assertEqual(server.ask("/api/v1/punches")[0], 401)

    def test_accepts_what_is_not_built_yet_and_says_so(self):
        with Server(kindergarten(), "--mqtt", "127.0.0.1:0", "--mqtts", "127.0.0.1:0", "--database", "postgresql:///g") as server:
            self.assertEqual(server.ask("/readyz")[0], 200)
            self.assertLessEqual({"http", "mqtt", "mqtts"}, json.loads(server.ready).keys())
            self.assertEqual(server.log().count('"event":"not_built"'), 1)

    def test_reads_a_toml_file_and_refuses_an_unknown_key_with_its_place(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "c.toml")
            with open(file, "w") as out:
                out.write("lab = true\ncolour = 1\n")
            refused = run("serve", "--config", file, "--data", folder)
            self.assertEqual(refused.returncode, 2)
            self.assertIn("c.toml:2: colour: there is no such setting", refused.stderr)

    def test_refuses_a_wrong_file_whole_with_every_place(self):
        file = kindergarten()
        file["organizations"][0]["kind"] = "zoo"
        file["licences"][1]["organization"] = "nowhere"
        with Server(file) as server:
            self.assertEqual(server.process.wait(20), 2)
            self.assertIn('/organizations/0/kind: does not know', server.log())
            self.assertIn('nowhere', server.log())
        self.assertEqual(run("version").stdout[:10], "gatehouse ")


if __name__ == "__main__":
    unittest.main()
