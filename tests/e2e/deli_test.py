"""Deli's platform over HTTP: what an app that signs its messages gets, before and after a restart."""

import hashlib
import json
import tempfile
import time
import unittest

from server import Server

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


if __name__ == "__main__":
    unittest.main()
