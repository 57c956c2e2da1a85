"""Deli's platform: what an app that signs its messages gets, what it is told, and a machine of mosquitto's."""

import copy
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest

from server import Server

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "fakes"))
from webhook_receiver import Receiver  # noqa: E402

APP, KEY, DEVICE, ADMIN = "370000000000000001", "demo-app-key", "DL3785W_1234567890", "admin-key-0123456789abcdef"
FILE = {
    "organizations": [{"key": "co", "kind": "company", "name": "Example Ltd",
                       "units": [{"key": "law", "name": "R&D", "kind": "department"}]}],
    "people": [{"organization": "co", "key": "349944153787858944", "name": "Li Si", "unit": "law", "number": "7"}],
    "products": [{"model": "DL3785W", "type": "KQ", "key": "demo-product-key", "name": "Machine",
                  "features": ["fp", "fa"]}],
    "apps": [{"id": APP, "key": KEY, "name": "Attendance", "webhook": "http://127.0.0.1:9/hook", "address_book": True,
              "organizations": ["co"]}],
    "devices": [{"id": DEVICE, "name": "Front door", "organization": "co", "apps": [APP]}],
    "api_keys": [{"name": "admin", "key": ADMIN, "scope": "admin"}],
}
PASSWORD = hashlib.md5(f"{DEVICE}-DL3785W-demo-product-key".encode()).hexdigest()


def eventually(what, seconds=30):
    """The first answer of `what` that counts; None when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.02)
    return None


def site(**hooks):
    """The file above, with an app for each receiver."""
    file = copy.deepcopy(FILE)
    file["apps"] = [{"id": app, "key": KEY, "name": app, "webhook": url, "organizations": ["co"]}
                    for app, url in hooks.items()]
    file["devices"][0]["apps"] = list(hooks)
    return file


class Machine:
    """mosquitto_sub as the machine: connected until it is left."""

    def __init__(self, server):
        self.port = json.loads(server.ready)["mqtt"].rsplit(":", 1)[1]
        self.who = ["-V", "mqttv311", "-p", self.port, "-i", DEVICE, "-u", "DL3785W", "-P", PASSWORD, "-q", "1"]
        self.process = subprocess.Popen(["mosquitto_sub", *self.who, "-t", DEVICE], stdout=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def say(server, **message):
    """A message of the machine's; its connection takes the place of the one that stands."""
    port = json.loads(server.ready)["mqtt"].rsplit(":", 1)[1]
    return subprocess.run(["mosquitto_pub", "-V", "mqttv311", "-p", port, "-i", DEVICE, "-u", "DL3785W", "-P", PASSWORD,
                           "-q", "1", "-t", "device", "-m", json.dumps(message)], timeout=30).returncode


class Told(unittest.TestCase):
    """What apps are told, by receivers that are well and one that hangs."""

    def heard(self, receiver, app, action=None):
        """The messages for an app, each with a right signature."""
        found = []
        for line in list(receiver.received):
            message = json.loads(line["body"])
            if message["to"] != app or action not in (None, message["action"]):
                continue
            text = f"{message['action']}{message['from']}{message['to']}{KEY}{message['time']}"
            self.assertEqual(line["sig"], hashlib.md5(text.encode()).hexdigest(), message)
            self.assertEqual(line["type"], "application/json; charset=UTF-8")
            found.append(message)
        return found

    def actions(self, receiver, app):
        return [message["action"] for message in self.heard(receiver, app)]

    def test_a_message_reaches_every_app_and_one_that_hangs_delays_no_other(self):
        data = {"cmd": "checkin", "users": [{"user_id": 9007199254740993, "feature_type": "fp", "time": 1503025335}],
                "more": {"kept": 1.5}}
        with Receiver() as receiver, tempfile.TemporaryDirectory() as folder:
            file = site(good=receiver.url("/good"), hangs=receiver.url("/hang"), moved=receiver.url(
                "/redirect?to=http://127.0.0.1:9/"), floods=receiver.url("/huge"))
            with Server(file, "--mqtt", "127.0.0.1:0", folder=folder) as server:
                self.assertTrue(eventually(lambda: self.actions(receiver, "good") == [400, 402]))
                self.assertEqual(say(server, mid="c1", to="", time=1509984020, action=300, data=data), 0)
                got = eventually(lambda: self.heard(receiver, "good", 405))
                self.assertEqual([(m["mid"], m["from"], m["time"], m["data"]) for m in got],
                                 [("c1", DEVICE, 1509984020, data)])
                self.assertTrue(eventually(lambda: self.heard(receiver, "floods", 405)))
                self.assertEqual(self.actions(receiver, "good")[:2], [400, 402])
                before = len(self.heard(receiver, "good", 405))
                for number in range(20):
                    self.assertEqual(say(server, mid=f"o{number}", to="good", time=1, action=300,
                                         data={"cmd": "x", "n": number}), 0)
                self.assertTrue(eventually(lambda: len(self.heard(receiver, "good", 405)) == before + 20))
                self.assertEqual([m["data"]["n"] for m in self.heard(receiver, "good", 405)[before:]], list(range(20)))
                headers = {"Authorization": "Bearer " + ADMIN}
                waits = lambda: {call["app_id"] for call in json.loads(server.ask(  # noqa: E731
                    "/api/v1/app_calls?state=pending", headers=headers)[2])["items"]}
                self.assertTrue(eventually(lambda: waits() == {"hangs", "moved"}), waits())
                self.assertIn("gatehouse_app_calls_dead_total 0", server.ask("/metrics")[2].decode())
                server.process.kill()  # what was not delivered is tried again, what was is not
                server.process.wait()
            count = len(self.heard(receiver, "good"))
            hung = len(self.heard(receiver, "hangs", 400))
            with Server(None, "--mqtt", "127.0.0.1:0", folder=folder) as server:
                self.assertTrue(eventually(lambda: len(self.heard(receiver, "hangs", 400)) > hung))
                self.assertEqual(self.heard(receiver, "hangs", 400)[-1], self.heard(receiver, "hangs", 400)[0])
                self.assertLessEqual(len(self.heard(receiver, "good", 405)), before + 21)
                self.assertLessEqual(len(self.heard(receiver, "good")), count + 2)
                self.assertEqual(server.stop(), 0)

    def test_a_machine_that_moves_is_unbound_and_bound_and_a_file_applied_again_says_nothing(self):
        with Receiver() as receiver, tempfile.TemporaryDirectory() as folder:
            file = site(good=receiver.url("/ok"))
            told = lambda: self.actions(receiver, "good")  # noqa: E731
            with Server(file, folder=folder) as server:
                self.assertTrue(eventually(lambda: told() == [400, 402]), told())
                self.assertEqual(server.stop(), 0)
            file["organizations"].append({"key": "co2", "kind": "company", "name": "Other Ltd"})
            file["devices"][0]["organization"] = "co2"
            for _ in range(2):
                with Server(file, folder=folder) as server:
                    self.assertTrue(eventually(lambda: len(told()) == 5), told())
                    self.assertEqual((sorted(told()[2:4]), told()[4]), ([400, 403], 402))
                    bound = self.heard(receiver, "good", 402)[-1]["data"]
                    self.assertEqual((bound["org_id"], bound["status"], bound["product"]["model"]),
                                     ("2", 0, "DL3785W"))
                    time.sleep(1)  # for what must not come
                    self.assertEqual(server.stop(), 0)
            self.assertEqual(len(told()), 5)

    def test_a_machine_that_goes_is_offline_once(self):
        with Receiver() as receiver, Server(site(good=receiver.url("/ok")), "--mqtt", "127.0.0.1:0") as server:
            statuses = lambda: [m["data"]["status"] for m in self.heard(receiver, "good", 404)]  # noqa: E731
            with Machine(server):
                self.assertTrue(eventually(lambda: statuses() == [1]))
                self.assertEqual(self.heard(receiver, "good", 404)[0]["data"],
                                 {"device_id": DEVICE, "name": "Front door", "status": 1})
                self.assertEqual(self.actions(receiver, "good"), [400, 402, 404])
            with Machine(server):  # back within five seconds: it was not away
                self.assertIsNone(eventually(lambda: len(statuses()) > 1, 7))
            self.assertTrue(eventually(lambda: statuses() == [1, 0]))
            self.assertIsNone(eventually(lambda: len(statuses()) > 2, 2))
            self.assertEqual(server.stop(), 0)


class Deli(unittest.TestCase):
    def call(self, server, action, data, to=None, key=KEY):
        message = {"from": APP, "time": int(time.time()), "action": action, "data": data}
        if to:
            message["to"] = to
        text = f"{action}{APP}{to or ''}{key}{message['time']}"
        headers = {"sig": hashlib.md5(text.encode()).hexdigest().upper(), "Content-Type": "application/json"}
        status, _, body = server.ask("/gateway", json.dumps(message).encode(), headers)
        self.assertEqual(status, 200)
        return json.loads(body)

    def punches(self, server):
        return json.loads(server.ask("/api/v1/punches", headers={"Authorization": "Bearer " + ADMIN})[2])["items"]

    def report(self, server, user):
        return self.call(server, 600, {"user_id": user, "client_type": "device", "client_id": DEVICE,
                                       "event_type": "user_checkin", "event_data": {"id_type": "fa", "time": 1503025335}})

    def test_an_app_asks_and_reports_and_a_restart_changes_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            for provision in (FILE, None):
                with Server(provision, folder=folder) as server:
                    self.assertEqual(self.call(server, 500, {"cmd": "user_update"}, DEVICE)["code"], 102)
                    self.assertEqual(self.call(server, 500, {"cmd": "user_update"}, DEVICE, "wrong")["code"], 101)
                    device = self.call(server, 508, {"device_id": DEVICE})["data"]
                    self.assertEqual((device["status"], device["name"], device["product"]["features"]),
                                     (0, "Front door", [{"type": "fp"}, {"type": "fa"}]))
                    users = self.call(server, 507, {"org_id": device["org_id"], "update_time": -1, "target": "user",
                                                    "size": 10})["data"]["users"]
                    self.assertEqual([(user["name"], user["empno"]) for user in users], [("Li Si", "7")])
                    self.assertEqual(self.report(server, users[0]["user_id"])["code"], 0)
                    self.assertEqual(self.report(server, 99)["code"], 103)
                    self.assertEqual(self.call(server, 600, {
                        "user_id": users[0]["user_id"], "client_type": "ios", "client_id": "phone-udid-1",
                        "event_type": "user_checkin", "event_data": {"id_type": "gps", "time": 1503025000}})["code"], 0)
                    self.assertEqual([(punch["source"], punch["method"], punch["person_id"])
                                      for punch in self.punches(server)], [("phone", "phone", 1), ("device/1", "face", 1)])
                    self.assertEqual(json.loads(server.ask("/access_list")[2]), {"MQTT": []})
                    self.assertEqual(server.ask("/gateway")[0], 405)
                    self.assertEqual(server.stop(), 0)

    def held(self, server):
        path = "/api/v1/people/1/devices"
        items = json.loads(server.ask(path, headers={"Authorization": "Bearer " + ADMIN})[2])["items"]
        return [(item["held"]["state"], item["held"]["features"]) for item in items]

    def until(self, condition):
        end = time.monotonic() + 30
        while not condition():
            self.assertLess(time.monotonic(), end, "it did not come")
            time.sleep(0.05)

    def test_what_a_machine_acknowledges_and_then_names_it_holds(self):
        with Server(FILE, "--mqtt", "127.0.0.1:0") as server:
            password = hashlib.md5(f"{DEVICE}-DL3785W-demo-product-key".encode()).hexdigest()
            port = json.loads(server.ready)["mqtt"].rsplit(":", 1)[1]
            machine = ["-V", "mqttv311", "-p", port, "-i", DEVICE, "-u", "DL3785W", "-P", password, "-q", "1"]
            sync = {"cmd": "user_sync", "payload": {"update_time": 500, "users": [
                {"user_id": "349944153787858944", "name": "Li Si", "fp": "RlA="}]}}
            hearing = subprocess.Popen(["mosquitto_sub", *machine, "-t", DEVICE, "-W", "60"],
                                       stdout=subprocess.PIPE, text=True)
            self.until(lambda: self.call(server, 500, sync, DEVICE)["code"] == 0)
            # It is told whose it is (203, 204), too, where it was fast enough.
            came = next(message for message in map(json.loads, hearing.stdout) if message["action"] == 301)
            self.assertEqual(came["data"], sync)
            hearing.terminate()
            hearing.communicate(timeout=60)
            self.until(lambda: self.held(server) == [("arrived", ["fp"])])
            asked = {"mid": "1", "action": 300, "time": int(time.time()),
                     "data": {"cmd": "user_sync", "payload": {"size": 10, "update_time": 500}}}
            subprocess.run(["mosquitto_pub", *machine, "-t", "device", "-m", json.dumps(asked)], check=True, timeout=60)
            self.until(lambda: self.held(server) == [("confirmed", ["fp"])])
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
