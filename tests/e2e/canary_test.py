"""No secret reaches a log, an answer, a metric or a data file."""

import base64
import os
import time
import unittest

from server import Server, kindergarten

SECRETS = {name: f"canary-{name}-7f3a9c51e2" for name in
           ("secret", "licence", "api-key", "password", "product", "app", "webhook", "guess")}
WEBHOOK_SECRET = "whsec_" + base64.b64encode(SECRETS["webhook"].encode()).decode()
CARD = "909123456789"


def places_of(needle, texts):
    forms = (needle.encode(), needle.encode().hex().encode(), base64.b64encode(needle.encode())[:-4],
             base64.urlsafe_b64encode(needle.encode())[:-4])
    return [name for name, octets in texts.items() if any(form in octets for form in forms)]


def files_below(folder):
    found = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


class Canaries(unittest.TestCase):
    def provision(self):
        file = kindergarten(secret=SECRETS["secret"], licence=SECRETS["licence"])
        file["api_keys"] = [{"name": "admin", "key": SECRETS["api-key"], "scope": "admin"}]
        file["logins"] = [{"login": "admin", "password": SECRETS["password"], "role": "operator"}]
        file["products"] = [{"model": "M", "type": "KQ", "key": SECRETS["product"], "name": "n", "features": []}]
        file["apps"] = [{"id": "1", "key": SECRETS["app"], "name": "n", "webhook": "http://127.0.0.1:9/"}]
        file["webhooks"] = [{"organization": "kg", "url": "http://127.0.0.1:9/", "secret": WEBHOOK_SECRET}]
        return file

    def answers(self, server):
        right = {"appid": "app-one", "appsecret": SECRETS["secret"], "authkid": SECRETS["licence"]}
        key, guess = {"Authorization": "Bearer " + SECRETS["api-key"]}, {"Authorization": "Bearer " + SECRETS["guess"]}
        asked = [
            server.ask("/index.php", {"action": "service/meta/get", **right}),
            server.ask("/index.php", {"action": "service/card/match", "cardnum": CARD, "classid": "1",
                                      "data": "13632241882,甲", **right}),
            server.ask("/index.php", {"action": "service/card/kick", "cardnum": CARD,
                                      "time_kick": str(int(time.time())), **right}),
            server.ask("/index.php", {"action": "service/card/kick", "cardnum": SECRETS["guess"], "time_kick": "x", **right}),
            server.ask("/index.php", {"action": "service/meta/get", **right, "appsecret": SECRETS["guess"]}),
            server.ask("/index.php?appsecret=" + SECRETS["secret"] + "&action=" + SECRETS["guess"], right),
            server.ask("/" + SECRETS["guess"]), server.ask("/api/v1/punches", headers=key),
            server.ask("/api/v1/punches", headers=guess), server.ask("/api/v1/punches?cursor=" + SECRETS["guess"], headers=key),
            server.ask("/api/v1/sessions", {"login": "admin", "password": SECRETS["guess"]}),
            server.ask("/api/v1/sessions", {"login": "admin", "password": SECRETS["password"]}),
            server.ask("/metrics"),
        ]
        self.assertEqual([status for status, _, _ in asked],
                         [200] * 6 + [404, 200, 401, 422, 401, 201, 200])
        asked.append((0, "", server.raw(b"BROKEN " + SECRETS["guess"].encode() + b"\r\n\r\n")))
        return {f"answer {i}": str(headers).encode() + body for i, (_, headers, body) in enumerate(asked)}

    def test_nothing_shows_a_secret_or_a_card(self):
        with Server(self.provision()) as server:
            texts = self.answers(server)
            texts.update(files_below(server.data))
            self.assertEqual(server.stop(), 0)
            texts.update({"stopped " + name: octets for name, octets in files_below(server.data).items()})
            texts["log"] = server.log().encode()
            master = texts.pop("keys/master")
            texts.pop("stopped keys/master")
        for name, secret in SECRETS.items():
            self.assertEqual(places_of(secret, texts), [], name)
        self.assertEqual([name for name, octets in texts.items() if master in octets], [], "the master key")
        cards = {name: octets for name, octets in texts.items() if not name.startswith("answer")}
        self.assertEqual(places_of(CARD, cards), [], "the card")

    def test_a_faulty_file_is_refused_without_quoting_its_secrets(self):
        file = self.provision()
        file["clients"][0]["colour"] = "red"
        with Server(file) as server:
            self.assertEqual(server.process.wait(20), 2)
            log = {"log": server.log().encode()}
        self.assertIn(b"/clients/0: does not know the member", log["log"])
        for name, secret in SECRETS.items():
            self.assertEqual(places_of(secret, log), [], name)

    def test_the_search_finds_what_is_there(self):
        for planted in (b"xx canary yy", b"xx" + b"canary".hex().encode(), base64.b64encode(b"canary1234")):
            self.assertEqual(places_of("canary" if b"xx" in planted else "canary1234", {"here": planted}), ["here"])


if __name__ == "__main__":
    unittest.main()
