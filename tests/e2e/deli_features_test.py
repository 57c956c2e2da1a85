"""A finger read by a machine over MQTT: asked for by its app, kept, noted on its way to the machine; and a login there."""

import json
import os
import sys
import unittest

import deli_test
from server import Server

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "fakes"))
from mqtt_machine import Machine  # noqa: E402

DEVICE, APP, ADMIN = deli_test.DEVICE, deli_test.APP, deli_test.ADMIN


def machine_at(server):
    return Machine(int(json.loads(server.ready)["mqtt"].rsplit(":", 1)[1]), DEVICE, "demo-product-key")


class DeliFeatures(deli_test.Deli):
    test_an_app_asks_and_reports_and_a_restart_changes_nothing = None

    def api(self, server, path, body=None, method=None):
        status, _, answer = server.ask(path, None if body is None else json.dumps(body).encode(),
                                       {"Authorization": "Bearer " + ADMIN, "Content-Type": "application/json"}, method)
        self.assertLess(status, 300, answer)
        return json.loads(answer or "null")

    def test_a_finger_is_asked_for_read_kept_and_given_to_the_machine_again(self):
        with Server(deli_test.FILE, "--mqtt", "127.0.0.1:0") as server:
            machine = machine_at(server)
            self.addCleanup(machine.socket.close)
            self.assertEqual(self.call(server, 500, {"cmd": "feature_input", "payload": {
                "user_id": "349944153787858944", "feature_type": "fp"}}, DEVICE)["code"], 0)
            self.assertEqual(machine.receive()["data"]["payload"]["feature_type"], "fp")
            machine.send({"cmd": "fp_input", "payload": {"user_id": "349944153787858944", "fp_data": "RlA="}})
            report = {"user_id": "349944153787858944", "client_type": "device", "client_id": DEVICE,
                      "event_type": "user_feature_input", "event_data": [{"feature_type": "fp", "feature_value": "RlA="}]}
            self.assertEqual(self.call(server, 600, report)["code"], 0)
            report["event_data"][0]["feature_value"] = "unasked"
            self.assertEqual(self.call(server, 600, report)["code"], 0)
            features = self.api(server, "/api/v1/people/1/features")["items"]
            self.assertEqual([(each["type"], each["state"]) for each in features], [("fp", "current"), ("fp", "aside")])

            self.assertEqual(self.call(server, 500, {"cmd": "user_sync", "payload": [
                {"user_id": 1, "name": "Li Si", "fp": "RlA="}]}, DEVICE)["code"], 0)
            self.assertEqual(machine.receive()["data"]["payload"], [{"user_id": 1, "name": "Li Si", "fp": "RlA="}])
            sent = self.api(server, "/api/v1/people/1/feature_sendings")["items"]
            self.assertEqual([(each["device"], each["type"], each["consented"]) for each in sent], [(DEVICE, "fp", False)])

            code = f"http://qr.delicloud.com?from=device&action=login&product=DL3785W&device={DEVICE}&conntype=auto"
            self.api(server, "/api/v1/people/1/device_logins", {"code": code, "state": "confirmed"})
            told = machine.receive()
            self.assertEqual((told["action"], told["data"]["status"], told["data"]["name"]), (205, 1, "Li Si"))
            check = {"user_id": told["data"]["user_id"], "client_id": DEVICE, "token": told["data"]["token"]}
            self.assertEqual(self.call(server, 509, check)["data"], {"user_id": "1", "name": "Li Si", "empno": "7"})
            self.assertEqual(self.call(server, 509, {**check, "token": "guess"})["code"], 103)

            held = self.api(server, "/api/v1/people/1/erase", {}, "POST")["devices"]
            self.assertEqual([(each["kind"], each["address"]) for each in held], [("machine", DEVICE)])
            with open(server.data + "/gatehouse.db", "rb") as file:
                self.assertNotIn(b"unasked", file.read())
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
