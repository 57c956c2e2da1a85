"""A month of an office's attendance told to the running server, and what it must sum up to."""

import datetime
import json
import subprocess
import unittest

import deli_test
from server import GATEHOUSE, Server


class Attendance(unittest.TestCase):
    def tell(self, server, patience):
        return subprocess.run([GATEHOUSE, "simulate", "attendance", "--url", f"http://127.0.0.1:{server.port}",
                               "--provision", server.file, "--people", "12", "--days", "10", "--patience",
                               str(patience)], capture_output=True, text=True, timeout=110)

    def sums(self, server):
        today = datetime.date.today()
        body = server.ask(f"/api/v1/organizations/1/attendance/sums?from={today - datetime.timedelta(20)}&to={today}",
                          headers={"Authorization": f"Bearer {deli_test.ADMIN}"})[2]
        return json.loads(body)["items"]

    def decide(self, server, rules):
        request = json.dumps({"since": "2026-01-02", "rules": rules}).encode()
        status, _, body = server.ask("/api/v1/organizations/1/attendance/rules/shift/Day", request,
                                     {"Authorization": f"Bearer {deli_test.ADMIN}",
                                      "Content-Type": "application/json"}, "PUT")
        self.assertEqual(status, 200, body)

    def test_a_month_sums_up_to_what_was_told_and_to_something_else_under_another_rule(self):
        with Server(deli_test.FILE) as server:
            first = self.tell(server, 60)
            self.assertEqual(first.returncode, 0, first.stderr)
            summary = json.loads(first.stdout)
            self.assertEqual(summary["wrong"], 0)
            self.assertGreater(summary["punches"], 100)
            again = self.tell(server, 60)  # every punch stands already
            self.assertEqual(again.returncode, 0, again.stderr)
            before = self.sums(server)
            self.decide(server, ["08:00-18:00", "break 12:00-13:00", "grace 5 late 5 early"])
            self.assertTrue(deli_test.eventually(lambda: self.sums(server) != before), "days stayed as they were")
            control = self.tell(server, 3)
            self.assertEqual(control.returncode, 1, control.stdout)
            self.assertGreater(json.loads(control.stdout)["wrong"], 0)
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
