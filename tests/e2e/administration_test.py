"""What is administered through /api/v1 holds for the very next call of an interface, and after a restart."""

import json
import time
import unittest

from server import Server, kindergarten

ADMIN, SITE = "admin-key-0123456789abcdef", "site-key-0123456789abcdef"


class Administration(unittest.TestCase):
    def setUp(self):
        file = kindergarten()
        file["api_keys"] = [{"name": "admin", "key": ADMIN, "scope": "admin"},
                            {"name": "site", "key": SITE, "scope": "site", "organization": "kg2"}]
        self.server = Server(file).__enter__()
        self.addCleanup(self.server.__exit__)
        for client, unit in (("one", "1"), ("two", "2")):
            bound = self.server.beiliao("service/card/match", client, cardnum="0004567890", classid=unit,
                                        data="13632241882,甲")
            self.assertEqual(bound["errcode"], 0)

    def api(self, method, path, body=None, key=ADMIN):
        status, _, answer = self.server.ask(
            "/api/v1/" + path, None if body is None else json.dumps(body).encode(),
            {"Authorization": "Bearer " + key, "Content-Type": "application/json"}, method)
        return status, json.loads(answer) if answer else None

    def tap(self, client="one"):
        return self.server.beiliao("service/card/kick", client, cardnum="0004567890",
                                   time_kick=str(int(time.time())))["errcode"]

    def test_a_card_reported_lost_opens_nothing_from_its_next_tap_on_and_the_tap_is_kept(self):
        self.assertEqual((self.tap("one"), self.tap("two")), (0, 0))
        status, lost = self.api("POST", "cards/lost", {"number": "4567890"})
        self.assertEqual((status, [each["status"] for each in lost["credentials"]]), (200, ["lost", "lost"]))
        self.assertEqual((lost["clients"], lost["devices"]), ([1, 2], []))
        time.sleep(1.1)  # another second: the same one again is a repeat of the tap before
        self.assertEqual((self.tap("one"), self.tap("two")), (5106, 5106))
        items = self.api("GET", "punches")[1]["items"]
        self.assertEqual([each["marks"] for each in items], [["credential_unknown"]] * 2 + [[]] * 2)
        self.assertEqual(self.server.stop(), 0)
        self.server = Server(folder=self.server.folder).__enter__()
        self.addCleanup(self.server.__exit__)
        self.assertEqual(self.tap("one"), 5106)
        credential = lost["credentials"][0]["id"]
        self.assertEqual(self.api("PATCH", f"credentials/{credential}", {"status": "active"})[0], 200)
        time.sleep(1.1)
        self.assertEqual((self.tap("one"), self.tap("two")), (0, 5106))
        actions = [each["action"] for each in self.api("GET", f"credentials/{credential}/history")[1]["items"]]
        self.assertEqual(actions, ["credential.update", "credential.update", "credential.tell", "credential.create"])

    def test_a_manager_loses_it_at_home_only(self):
        status, lost = self.api("POST", "cards/lost", {"number": "4567890"}, SITE)
        self.assertEqual((status, [each["organization_id"] for each in lost["credentials"]]), (200, [2]))
        self.assertEqual((self.tap("one"), self.tap("two")), (0, 5106))

    def test_a_client_a_licence_and_a_secret_end_with_the_answer(self):
        meta = lambda **more: self.server.beiliao("service/meta/get", **more)["errcode"]  # noqa: E731
        self.assertEqual(meta(), 0)
        licence = self.api("GET", "clients/1/licences")[1]["items"][0]["id"]
        self.assertEqual(self.api("DELETE", f"licences/{licence}")[0], 204)
        self.assertEqual(meta(), 5002)
        status, made = self.api("POST", "clients/1/licences", {"organization_id": 1})
        self.assertEqual((status, meta(authkid=made["code"])), (201, 0))
        secret = self.api("PUT", "clients/1/secret", {})[1]["secret"]
        self.assertEqual((meta(authkid=made["code"]), meta(authkid=made["code"], appsecret=secret)), (5001, 0))
        self.assertEqual(self.api("DELETE", "clients/1")[0], 204)
        self.assertEqual(meta(authkid=made["code"], appsecret=secret), 5001)

    def test_a_login_ends_its_sessions_and_its_deeds_are_on_record(self):
        made = {"login": "office", "password": "correct horse", "role": "operator"}
        self.assertEqual(self.api("POST", "logins", made)[0], 201)
        opened = self.api("POST", "sessions", {"login": "office", "password": "correct horse"}, "")
        token = opened[1]["token"]
        self.assertEqual(self.api("POST", "organizations", {"kind": "school", "name": "校"}, token)[0], 201)
        self.assertEqual(self.api("PUT", "sessions/current/password",
                                  {"old_password": "correct horse", "password": "battery staple"}, token)[0], 204)
        self.assertEqual(self.api("GET", "logins", key=token)[0], 401)
        deeds = [each["action"] for each in self.api("GET", "changes?actor=login%20office")[1]["items"]]
        self.assertEqual(deeds, ["login.update", "organization.create"])

    def test_the_reference_is_served_from_here(self):
        for path in ("/docs", "/page/docs.js", "/docs/openapi.json", "/docs/openapi-beiliao.json"):
            self.assertEqual(self.server.ask(path)[0], 200, path)


if __name__ == "__main__":
    unittest.main()
