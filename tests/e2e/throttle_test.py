"""Guessing is slowed where it comes from; nobody else notices."""

import http.client
import json
import threading
import unittest
import urllib.parse

from server import Server, kindergarten
from wire_test import form, post, statuses

KEY, PASSWORD = "throttle-key-0123456789abcdef", "right horse"


class Throttle(unittest.TestCase):
    def setUp(self):
        file = kindergarten()
        file["logins"] = [{"login": "admin", "password": PASSWORD, "role": "operator"},
                          {"login": "office", "password": PASSWORD, "role": "site_manager", "organization": "kg"}]
        file["api_keys"] = [{"name": "admin", "key": KEY, "scope": "admin"}]
        self.server = Server(file).__enter__()
        self.addCleanup(self.server.__exit__)

    def call(self, source, method, path, form=None, token=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, 20, source_address=(source, 0))
        connection.request(method, path, form and urllib.parse.urlencode(form),
                           {**({"Content-Type": "application/x-www-form-urlencoded"} if form else {}),
                            **({"Authorization": "Bearer " + token} if token else {})})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, answer.headers["Retry-After"], text

    def log_in(self, password, source, login="admin"):
        return self.call(source, "POST", "/api/v1/sessions", {"login": login, "password": password})[:2]

    def test_guessing_a_password_blocks_its_source_only(self):
        self.assertEqual([self.log_in("wrong", "127.0.0.1") for _ in range(10)], [(401, None)] * 10)
        status, wait = self.log_in(PASSWORD, "127.0.0.1")
        self.assertEqual(status, 429)
        self.assertTrue(0 < int(wait) <= 300, wait)
        self.assertEqual(self.log_in(PASSWORD, "127.0.0.2"), (201, None))

    def test_guessing_a_login_costs_no_other_login_of_its_source_and_no_other_source_anything(self):
        same, elsewhere, guesses = "127.0.0.5", "127.0.0.6", []
        opened = self.call(same, "POST", "/api/v1/sessions", {"login": "admin", "password": PASSWORD})
        token = json.loads(opened[2])["token"]

        def guess(name):
            for n in range(100):
                guesses.append((name, self.log_in(f"guess {n}", same, name)[0]))

        floods = [threading.Thread(target=guess, args=(name,)) for name in ("admin", "nobody", "root")]
        for flood in floods:
            flood.start()
        true_calls = []
        while any(flood.is_alive() for flood in floods) or len(true_calls) < 10:
            true_calls.append((self.log_in(PASSWORD, elsewhere)[0], self.log_in(PASSWORD, same, "office")[0],
                               self.call(same, "GET", "/api/v1/punches", token=token)[0]))
        self.assertEqual(set(true_calls), {(201, 201, 200)})
        for name in ("admin", "nobody", "root"):  # a login that stands is no easier to tell from one that does not
            self.assertEqual([status for each, status in guesses if each == name], [401] * 10 + [429] * 90, name)
        self.assertEqual(self.log_in(PASSWORD, same)[0], 429, "this pair alone waits, with the right password too")
        self.assertEqual(self.call(same, "DELETE", "/api/v1/sessions/current", token=token)[0], 204)

    def test_a_flood_of_wrong_secrets_beside_the_true_client_costs_it_nothing(self):
        wrong = post(form("service/meta/get").replace(b"secret-one", b"secret-0ne"))
        got = []
        flood = threading.Thread(target=lambda: got.extend(self.server.raw(wrong * 500) for _ in range(20)))
        flood.start()
        true_calls = []
        while flood.is_alive() or len(true_calls) < 100:
            true_calls.append(self.server.beiliao("service/meta/get")["errcode"])
        flood.join()
        self.assertEqual(set(true_calls), {0})
        told = b"".join(got)
        self.assertEqual((statuses(told).count(200), statuses(told).count(429)), (20, 9_980))
        self.assertEqual(told.count(b"Retry-After: "), 9_980)

    def test_wrong_keys_are_told_when_to_come_back_and_the_right_one_passes(self):
        wrong = [self.server.ask("/api/v1/punches", headers={"Authorization": f"Bearer {n}"}) for n in range(30)]
        self.assertEqual([status for status, _, _ in wrong], [401] * 20 + [429] * 10)
        self.assertEqual(self.server.ask("/api/v1/punches", headers={"Authorization": "Bearer " + KEY})[0], 200)
        self.assertEqual([headers["Retry-After"] is not None for _, headers, _ in wrong], [False] * 20 + [True] * 10)

    def test_guessing_keys_and_passwords_in_a_flood_costs_the_true_callers_nothing(self):
        def guess(path, headers, body):
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, 20,
                                                    source_address=("127.0.0.3", 0))
            statuses_seen = []
            for n in range(500):
                connection.request("POST", path, body, {name: value % n for name, value in headers.items()})
                answer = connection.getresponse()
                answer.read()
                statuses_seen.append(answer.status)
            connection.close()
            return statuses_seen

        form_type = {"Content-Type": "application/x-www-form-urlencoded%.0s"}
        guesses = [("/api/v1/cards/lost", {"Authorization": "Bearer guess-%d"}, b""),
                   ("/api/v1/sessions", form_type, b"login=admin&password=guess")]
        got = [[], []]
        floods = [threading.Thread(target=lambda n=n: got[n].extend(guess(*guesses[n]))) for n in range(2)]
        for flood in floods:
            flood.start()
        true_calls = []
        while any(flood.is_alive() for flood in floods) or len(true_calls) < 5:
            true_calls.append((self.log_in(PASSWORD, "127.0.0.4")[0],
                               self.server.ask("/api/v1/punches", headers={"Authorization": "Bearer " + KEY})[0]))
        self.assertEqual(set(true_calls), {(201, 200)})
        self.assertEqual([each.count(429) for each in got], [480, 490])


if __name__ == "__main__":
    unittest.main()
