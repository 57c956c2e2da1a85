"""People are told: from the tap to the receiver, with a receiver that fails, hangs and lies, and a server that dies."""

import base64
import http.client
import json
import os
import signal
import sys
import tempfile
import threading
import time
import unittest

from server import Server, kindergarten

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "fakes"))
from webhook_receiver import Receiver  # noqa: E402

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes....").decode()
ADMIN = {"Authorization": "Bearer admin-key-0123456789abcdef", "Content-Type": "application/json"}


def site(*urls):
    file = kindergarten()
    file["api_keys"] = [{"name": "admin", "key": "admin-key-0123456789abcdef", "scope": "admin"},
                        {"name": "site", "key": "site-key-0123456789abcdef", "scope": "site", "organization": "kg2"}]
    file["webhooks"] = [{"organization": "kg", "url": url, "secret": SECRET} for url in urls]
    return file


def eventually(what, seconds=20):
    """The first answer of `what` that counts; None when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.02)
    return None


class House(Server):
    def api(self, path, body=None, method=None, headers=ADMIN):
        status, _, text = self.ask("/api/v1" + path, None if body is None else json.dumps(body).encode(), headers,
                                   method)
        return status, json.loads(text) if text else None

    def bind(self, card="100", phone="13632241882"):
        return self.beiliao("service/card/match", cardnum=card, classid="1", data=f"{phone},家长;")["errcode"]

    def tap(self, card="100", ago=0):
        answer = self.beiliao("service/card/kick", cardnum=card, time_kick=str(int(time.time()) - ago))
        return answer["data"]["id"] if answer["errcode"] == 0 else None

    def deliveries(self, query=""):
        return self.api("/deliveries" + query)[1]["items"]

    def metric(self, name):
        lines = self.ask("/metrics")[2].decode().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name + " "))


class Deliveries(unittest.TestCase):
    def test_a_tap_reaches_the_webhook_signed(self):
        with Receiver(secret=SECRET) as receiver, House(site(receiver.url())) as house:
            self.assertEqual(house.bind(), 0)
            house.tap("999")  # bound to nobody: nobody is told
            number = house.tap()
            house.tap()  # perhaps a repeat, perhaps a second tap: told once each
            self.assertTrue(eventually(lambda: receiver.received))
            got = receiver.received[0]
            event = json.loads(got["body"])
            self.assertTrue(got["right"])
            self.assertLess(abs(time.time() - int(got["timestamp"])), 30)
            self.assertEqual((event["type"], str(event["data"]["id"])), ("punch.created", str(number)))
            self.assertEqual((event["data"]["unit_name"], event["data"]["told"]), ("大班", "家长"))
            punches = {p["id"]: p for p in house.api("/punches")[1]["items"]}
            self.assertEqual(event["data"], punches[event["data"]["id"]])
            made = eventually(lambda: [d for d in house.deliveries() if d["state"] == "delivered"])
            self.assertIn(got["id"], [d["id"] for d in made])
            self.assertGreater(house.metric("gatehouse_deliveries_delivered_total"), 0)
            self.assertEqual(house.stop(), 0)

    def test_a_receiver_that_fails_and_recovers_gets_the_same_id(self):
        with Receiver(secret=SECRET) as receiver, House(site(receiver.url("/switch"))) as house:
            receiver.switched = 503
            house.bind()
            house.tap()
            self.assertTrue(eventually(lambda: receiver.received))
            receiver.switched = 200
            self.assertTrue(eventually(lambda: len(receiver.received) > 1))
            first, second = receiver.received[:2]
            self.assertEqual((first["id"], first["right"]), (second["id"], second["right"]))
            self.assertTrue(4 < second["at"] - first["at"] < 8, second["at"] - first["at"])
            self.assertTrue(eventually(lambda: house.deliveries("?state=delivered")))
            history = house.api("/deliveries/" + first["id"])[1]["history"]
            self.assertEqual([attempt["status"] for attempt in history], [503, 200])

    def test_hostile_answers_harm_nobody(self):
        with Receiver() as receiver, Receiver() as elsewhere:
            paths = {"/huge": "delivered", "/gone": "dead", "/garbage": "pending", "/close": "pending",
                     "/long-head": "pending", "/retry-after/7": "pending", "/hang": "pending", "/endless": "pending",
                     "/redirect?to=" + elsewhere.url(): "pending", "/ok": "delivered"}
            with House(site(*[receiver.url(path) for path in paths])) as house:
                house.bind()
                house.tap()
                slow = ("/hang", "/endless")
                self.assertTrue(eventually(lambda: sum(d["outcome"] is not None for d in house.deliveries()) ==
                                           len(paths) - len(slow)), house.deliveries())
                hooks = {w["id"]: w for w in house.api("/organizations/1/webhooks")[1]["items"]}
                got = {hooks[d["channel_id"]]["url"].removeprefix(receiver.url("")): d for d in house.deliveries()}
                self.assertEqual({path: d["state"] for path, d in got.items()}, paths)
                self.assertIn("not followed", got["/redirect?to=" + elsewhere.url()]["outcome"])
                self.assertEqual(elsewhere.connections, 0)
                gone = next(w for w in hooks.values() if w["url"].endswith("/gone"))
                self.assertEqual((gone["status"], gone["disabled_reason"]),
                                 ("disabled", "the receiver answered 410 Gone"))
                began = time.monotonic()
                self.assertEqual(house.stop(), 0)
                self.assertLess(time.monotonic() - began, 10)

    def test_an_address_that_came_through_the_api_must_be_public_or_listed(self):
        with Receiver() as receiver, House(site()) as house:
            house.bind()
            made = [house.api("/organizations/1/webhooks", {"url": receiver.url().replace("127.0.0.1", host)})
                    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]")]
            self.assertEqual([status for status, _ in made], [201] * 5)
            house.tap()
            dead = eventually(lambda: len(house.deliveries("?state=dead")) == 5 and house.deliveries("?state=dead"))
            self.assertTrue(dead, house.deliveries())
            for each in dead:
                self.assertIn("is not public and the operator has not allowed it", each["outcome"])
            self.assertEqual(receiver.connections, 0)
        with Receiver() as receiver, House(site(), "--outgoing-allow", "127.0.0.0/8") as house:
            house.bind()
            secret = house.api("/organizations/1/webhooks", {"url": receiver.url()})[1]["secret"]
            receiver.secret = secret
            house.tap()
            self.assertTrue(eventually(lambda: receiver.received))
            self.assertTrue(receiver.received[0]["right"])

    def test_a_url_of_the_operator_that_is_changed_through_the_api_is_not_trusted_any_more(self):
        with Receiver() as receiver, House(site(receiver.url())) as house:
            house.bind()
            self.assertTrue(house.api("/webhooks/1")[1]["operator_allowed"])
            changed = house.api("/webhooks/1", {"url": receiver.url("/other")}, "PATCH")[1]
            self.assertFalse(changed["operator_allowed"])
            house.tap()
            self.assertTrue(eventually(lambda: house.deliveries("?state=dead")))
            self.assertEqual(receiver.connections, 0)

    def test_a_guardian_s_channel_gets_the_taps_of_the_child_s_card(self):
        with Receiver() as receiver, House(site(), "--outgoing-allow", "127.0.0.0/8") as house:
            house.bind("100", "13632241882")
            house.bind("100", "13632241883")
            house.bind("200", "13632241884")
            self.assertEqual(house.api("/people/1/channel")[0], 404)
            self.assertEqual(house.api("/people/1/channel", {"url": receiver.url("/one")}, "PUT")[0], 201)
            self.assertEqual(house.api("/people/3/channel", {"url": receiver.url("/three")}, "PUT")[0], 201)
            house.tap("100")
            self.assertTrue(eventually(lambda: receiver.received))
            self.assertEqual(json.loads(receiver.received[0]["body"])["data"]["told"], "家长")
            self.assertEqual(house.api("/people/1/channel", method="DELETE")[0], 204)
            house.tap("200")
            self.assertTrue(eventually(lambda: len(receiver.received) == 2))
            self.assertEqual([got["path"] for got in receiver.received], ["/one", "/three"])

    def test_a_dead_message_is_sent_again_by_hand(self):
        with Receiver(secret=SECRET) as receiver, House(site(receiver.url("/gone"))) as house:
            house.bind()
            house.tap()
            dead = eventually(lambda: house.deliveries("?state=dead"))[0]
            self.assertEqual(house.api("/webhooks/1", {"status": "active"}, "PATCH")[1]["disabled_reason"], None)
            self.assertEqual(house.api(f"/deliveries/{dead['id']}/resend", method="POST")[1]["state"], "pending")
            self.assertTrue(eventually(lambda: len(receiver.received) == 2))
            self.assertEqual({got["id"] for got in receiver.received}, {dead["id"]})

    def test_applying_the_file_again_changes_nothing_and_a_status_ends_a_webhook(self):
        with Receiver(secret=SECRET) as receiver, tempfile.TemporaryDirectory() as folder:
            file = site(receiver.url())
            with House(file, folder=folder) as house:
                before = house.api("/organizations/1/webhooks")
                self.assertEqual(house.stop(), 0)
            with House(file, folder=folder) as house:
                self.assertEqual(house.api("/organizations/1/webhooks"), before)
                self.assertEqual(house.stop(), 0)
            file["webhooks"][0]["status"] = "deleted"
            with House(file, folder=folder) as house:
                self.assertEqual(house.api("/organizations/1/webhooks")[1]["items"], [])
                house.bind()
                house.tap()
                time.sleep(0.5)
                self.assertEqual(house.deliveries(), [])

    def test_a_site_s_key_sees_its_own_only(self):
        with Receiver(secret=SECRET) as receiver, House(site(receiver.url())) as house:
            house.bind()
            house.tap()
            made = eventually(house.deliveries)[0]
            other = {**ADMIN, "Authorization": "Bearer site-key-0123456789abcdef"}
            self.assertEqual(house.api("/deliveries", headers=other)[1]["items"], [])
            self.assertEqual(house.api("/deliveries?organization_id=1", headers=other)[1]["items"], [])
            for path in (f"/deliveries/{made['id']}", "/webhooks/1", "/organizations/1/webhooks", "/people/1/channel"):
                self.assertEqual(house.api(path, headers=other)[0], 404, path)

    def test_a_server_that_is_killed_again_and_again_loses_no_message_and_changes_no_id(self):
        with Receiver(secret=SECRET) as receiver, tempfile.TemporaryDirectory() as folder:
            file = site(receiver.url("/slow/0.02"))  # so that each kill comes upon messages under way
            accepted, lock = set(), threading.Lock()
            for kill in range(20):
                with House(file, folder=folder) as house:
                    for card in range(4):
                        house.bind(str(100 + card))
                    over = threading.Event()

                    def load(card):
                        second = 0
                        while not over.is_set():
                            try:
                                number = house.tap(card, ago=60 * kill + second % 50)
                            except (OSError, ValueError, http.client.HTTPException):
                                return
                            second += 1
                            with lock:
                                accepted.add(int(number))

                    threads = [threading.Thread(target=load, args=(str(100 + card),)) for card in range(4)]
                    for thread in threads:
                        thread.start()
                    time.sleep(0.15 + 0.02 * kill)
                    house.process.send_signal(signal.SIGKILL)
                    house.process.wait()
                    over.set()
                    for thread in threads:
                        thread.join()
            with House(file, folder=folder) as house:
                def told():
                    with receiver.lock:
                        return {json.loads(got["body"])["data"]["id"] for got in receiver.received}
                self.assertGreater(len(accepted), 100)
                self.assertTrue(eventually(lambda: accepted <= told(), 60), len(accepted - told()))
                ids = {}
                for got in receiver.received:
                    self.assertTrue(got["right"])
                    ids.setdefault(json.loads(got["body"])["data"]["id"], set()).add(got["id"])
                self.assertEqual([ids[punch] for punch in ids if len(ids[punch]) > 1], [])
                self.assertEqual(len(set.union(*ids.values())), len(ids))
                self.assertGreater(len(receiver.received), len(ids), "no kill came upon a message: nothing is proven")
                self.assertEqual(house.stop(), 0)


if __name__ == "__main__":
    unittest.main()
