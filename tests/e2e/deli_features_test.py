"""A finger read by a machine over MQTT: asked for by its app, kept, noted on its way to the machine; and a login there."""

import hashlib
import json
import socket
import struct
import unittest

import deli_test
from server import Server

DEVICE, APP, ADMIN = deli_test.DEVICE, deli_test.APP, deli_test.ADMIN


class Machine:
    """As little of MQTT 3.1.1 as a machine needs: QoS 1 up, whatever comes down."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 20)
        self.packet = 0
        password = hashlib.md5(f"{DEVICE}-DL3785W-demo-product-key".encode()).hexdigest()
        texts = b"".join(struct.pack("!H", len(text)) + text.encode() for text in (DEVICE, "DL3785W", password))
        self.write(0x10, b"\0\4MQTT\4\xc2\0\x3c" + texts)
        kind, body = self.read()
        assert (kind, body) == (0x20, b"\0\0"), (kind, body)

    def write(self, kind, body):
        length, left = b"", len(body)
        while True:
            length += bytes([left % 128 | (0x80 if left > 127 else 0)])
            left //= 128
            if not left:
                break
        self.socket.sendall(bytes([kind]) + length + body)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            assert more, "the server closed the connection"
            data += more
        return data

    def read(self):
        kind, length, shift = self.exactly(1)[0], 0, 0
        while True:
            byte = self.exactly(1)[0]
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 128:
                return kind, self.exactly(length)

    def send(self, data):
        """Returns when it is acknowledged."""
        self.packet += 1
        message = {"mid": str(self.packet), "to": "", "time": 5, "action": 300, "data": data}
        self.write(0x32, struct.pack("!H", 6) + b"device" + struct.pack("!H", self.packet) + json.dumps(message).encode())
        kind, body = self.read()
        assert (kind, body) == (0x40, struct.pack("!H", self.packet)), (kind, body)

    def receive(self):
        """The next message but for notices of whose it is (203, 204)."""
        while True:
            kind, body = self.read()
            assert kind & 0xF6 == 0x32, kind
            topic = struct.unpack("!H", body[:2])[0]
            self.write(0x40, body[2 + topic:4 + topic])
            message = json.loads(body[4 + topic:])
            if message["action"] not in (203, 204):
                return message


class DeliFeatures(deli_test.Deli):
    test_an_app_asks_and_reports_and_a_restart_changes_nothing = None

    def api(self, server, path, body=None, method=None):
        status, _, answer = server.ask(path, None if body is None else json.dumps(body).encode(),
                                       {"Authorization": "Bearer " + ADMIN, "Content-Type": "application/json"}, method)
        self.assertLess(status, 300, answer)
        return json.loads(answer or "null")

    def test_a_finger_is_asked_for_read_kept_and_given_to_the_machine_again(self):
        with Server(deli_test.FILE, "--mqtt", "127.0.0.1:0") as server:
            machine = Machine(int(json.loads(server.ready)["mqtt"].rsplit(":", 1)[1]))
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
