"""Deli's scenario in one run: a machine and an app that meet nowhere but here (spec/deli-cloud.md §22, item 9)."""

import json
import os
import sys
import time
import unittest

import deli_features_test
import deli_test
from server import Server

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "fakes"))
from webhook_receiver import Receiver  # noqa: E402

APP, DEVICE = deli_test.APP, deli_test.DEVICE


class Scenario(deli_features_test.DeliFeatures):
    test_a_finger_is_asked_for_read_kept_and_given_to_the_machine_again = None
    test_what_a_machine_acknowledges_and_then_names_it_holds = None

    def hears(self, receiver, action, command=None):
        """The app's next message of that kind."""
        def found():
            for line in receiver.received[self.heard:]:
                message = json.loads(line["body"])
                if message["action"] == action and command in (None, message["data"].get("cmd")):
                    return message
            return None

        message = deli_test.eventually(found)
        self.assertIsNotNone(message, f"{action} {command} did not come")
        return message

    def test_from_the_app_s_installation_to_a_check_in_that_was_sent_twice(self):
        self.heard = 0
        with Receiver() as receiver:
            file = json.loads(json.dumps(deli_test.FILE))
            file["apps"] = [{"id": APP, "key": deli_test.KEY, "name": "Attendance", "webhook": receiver.url("/ok"),
                             "address_book": True}]
            file["devices"] = []
            with Server(file, "--mqtt", "127.0.0.1:0") as server:
                machine = deli_features_test.machine_at(server)
                self.addCleanup(machine.socket.close)

                self.api(server, "/api/v1/organizations/1/apps/1", {}, "PUT")
                home = self.hears(receiver, 400)["data"]["org_id"]
                users = self.call(server, 507, {"org_id": home, "update_time": -1, "target": "user", "size": 100})
                user = users["data"]["users"][0]
                self.assertEqual(user["name"], "Li Si")

                found = self.api(server, "/api/v1/devices")["items"][0]
                self.assertEqual(found["identifier"], DEVICE)
                self.api(server, f"/api/v1/devices/{found['id']}/organization", {"organization_id": 1}, "PUT")
                self.api(server, f"/api/v1/devices/{found['id']}/apps/1", {}, "PUT")
                self.assertEqual(self.hears(receiver, 402)["data"]["device_id"], DEVICE)

                self.assertEqual(self.call(server, 500, {"cmd": "feature_input", "payload": {
                    "user_id": user["user_id"], "feature_type": "fp"}}, DEVICE)["code"], 0)
                self.assertEqual(machine.receive()["data"]["payload"]["user_id"], user["user_id"])
                machine.send({"cmd": "fp_input", "payload": {"user_id": user["user_id"], "fp_data": "RlA="}})
                read = self.hears(receiver, 405, "fp_input")["data"]["payload"]
                self.assertEqual(read["fp_data"], "RlA=")
                self.assertEqual(self.call(server, 600, {
                    "user_id": read["user_id"], "client_type": "device", "client_id": DEVICE,
                    "event_type": "user_feature_input",
                    "event_data": [{"feature_type": "fp", "feature_value": read["fp_data"]}]})["code"], 0)

                self.assertEqual(self.call(server, 500, {"cmd": "user_update", "payload": {
                    "update_time": 1502867086000}}, DEVICE)["code"], 0)
                self.assertEqual(machine.receive()["data"]["cmd"], "user_update")
                machine.send({"cmd": "user_sync", "payload": {"size": 10, "update_time": 0}})
                self.assertEqual(self.hears(receiver, 405, "user_sync")["data"]["payload"]["size"], 10)
                people = [{"user_id": user["user_id"], "name": user["name"], "fp": "RlA="}]
                self.assertEqual(self.call(server, 500, {"cmd": "user_sync", "payload": people}, DEVICE)["code"], 0)
                self.assertEqual(machine.receive()["data"], {"cmd": "user_sync", "payload": people})

                seen = {"cmd": "checkin", "org_id": home, "users": [
                    {"user_id": user["user_id"], "feature_type": "fp", "time": int(time.time())}]}
                machine.send(seen)
                self.assertEqual(self.hears(receiver, 405, "checkin")["data"], seen)
                report = {"user_id": user["user_id"], "client_type": "device", "client_id": DEVICE,
                          "event_type": "user_checkin",
                          "event_data": {"id_type": "fp", "time": seen["users"][0]["time"]}}
                self.assertEqual(self.call(server, 600, report)["code"], 0)
                machine.send(seen)
                self.assertEqual([(punch["method"], punch["source"], punch["person_id"]) for punch in self.punches(server)],
                                 [("fingerprint", f"device/{found['id']}", int(user["user_id"]))])
                self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
