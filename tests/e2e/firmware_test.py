"""A program of a machine from upload to upgrade, over the real wires: spec/deli-cloud.md §22, 3."""

import hashlib
import http.client
import json
import os
import socket
import subprocess
import tempfile
import unittest

from server import Server

ADMIN = "admin-key-0123456789abcdef"
KEYS = {"DL3785W": "demo-product-key", "PEN": "pen-key"}
FILE = {
    "organizations": [{"key": "co", "kind": "company", "name": "Example Ltd"}],
    "products": [{"model": "DL3785W", "type": "KQ", "key": KEYS["DL3785W"]},
                 {"model": "PEN", "type": "PPT", "key": KEYS["PEN"]}],
    "devices": [{"id": "DL3785W_1", "organization": "co"}],
    "api_keys": [{"name": "admin", "key": ADMIN, "scope": "admin"}],
}
PROGRAM = bytes(i * 7 // 64 % 251 for i in range(3_000_000))
HEADERS = {"Authorization": "Bearer " + ADMIN, "Content-Type": "application/octet-stream"}


class Machine:
    """A line of mosquitto's clients as one device."""

    def __init__(self, server, identifier):
        model = identifier.split("_")[0]
        password = hashlib.md5(f"{identifier}-{model}-{KEYS[model]}".encode()).hexdigest()
        port = json.loads(server.ready)["mqtt"].rsplit(":", 1)[1]
        self.name = identifier
        self.flags = ["-V", "mqttv311", "-p", port, "-i", identifier, "-u", model, "-P", password, "-q", "1"]

    def ask(self, action):
        message = json.dumps({"mid": "1", "from": self.name, "to": "system", "time": 0, "action": action})
        done = subprocess.run(["mosquitto_rr", *self.flags, "-t", "device", "-e", self.name, "-m", message, "-W", "20"],
                              capture_output=True, text=True, timeout=30)
        return json.loads(done.stdout)["data"]

    def listen(self, *topics):
        return subprocess.Popen(["stdbuf", "-oL", "mosquitto_sub", *self.flags, "-W", "60", "-v", "-d",
                                 *(flag for topic in topics for flag in ("-t", topic))],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def read_until(process, mark):
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if mark in line:
            return lines
    raise AssertionError(f"{mark} did not come: {lines}")


def end(process):
    process.kill()
    process.wait()
    process.stdout.close()


class Firmware(unittest.TestCase):
    def upload(self, server, query, program, product=1):
        return server.ask(f"/api/v1/products/{product}/firmware?{query}", program, HEADERS)

    def publish(self, server, made):
        status, _, body = server.ask(f"/api/v1/firmware/{json.loads(made[2])['id']}/publish", b"", HEADERS)
        self.assertEqual(status, 200, body)

    def test_published_it_is_announced_on_its_topic_and_fetched_in_parts(self):
        with Server(FILE, "--mqtt", "127.0.0.1:0") as server:
            listening = Machine(server, "DL3785W_1").listen("KQ", "KQ/DL3785W")
            pen = Machine(server, "PEN_1").listen("PPT", "PPT/PEN")
            self.addCleanup(end, listening)
            self.addCleanup(end, pen)
            for each in (listening, pen):
                read_until(each, "Subscribed (mid")
            asking = Machine(server, "DL3785W_2")
            self.assertEqual(asking.ask(103)["code"], 102)
            self.assertNotIn("product_version", asking.ask(102))
            for version, program in (("1.0", b"old"), ("1.1", PROGRAM)):
                made = self.upload(server, f"version={version}&upgrade_type=force", program)
                self.assertEqual(made[0], 201, made[2])
                self.publish(server, made)
            self.publish(server, self.upload(server, "version=9", b"pen", 2))

            heard = [line for line in read_until(listening, '"1.1"') if '"action":202' in line]
            self.assertEqual([line.split(" ")[0] for line in heard], ["KQ/DL3785W"] * 2)
            self.assertNotIn("to", json.loads(heard[1].split(" ", 1)[1]))
            heard = [line for line in read_until(pen, '"9"') if '"action":202' in line]
            self.assertEqual([line.split(" ")[0] for line in heard], ["PPT/PEN"])

            offer = asking.ask(103)
            self.assertEqual((offer["code"], offer["version"], offer["upgrade_type"]), (0, "1.1", "force"))
            self.assertEqual(asking.ask(102)["product_version"], "1.1")
            self.assertTrue(offer["file_path"].startswith(f"http://127.0.0.1:{server.port}/fw/"), offer)
            path = offer["file_path"].split(str(server.port))[1]
            got, tag = b"", None
            while len(got) < len(PROGRAM):
                wanted = {"Range": f"bytes={len(got)}-{len(got) + 999_999}", **({"If-Range": tag} if tag else {})}
                status, headers, part = server.ask(path, headers=wanted)
                self.assertEqual((status, headers["Content-Length"]), (206, str(len(part))))
                got, tag = got + part, headers["ETag"]
            self.assertEqual(hashlib.md5(got).hexdigest(), offer["checksum"])
            self.assertEqual(server.ask(path)[2], PROGRAM)
            status, headers, body = server.ask(path, method="HEAD")
            self.assertEqual((status, headers["Content-Length"], body), (200, str(len(PROGRAM)), b""))
            self.assertEqual(server.ask(path, headers={"Range": "bytes=9999999-"})[0], 416)
            self.assertEqual(server.stop(), 0)

    def test_an_order_is_answered_over_the_wire(self):
        with Server(FILE, "--mqtt", "127.0.0.1:0", "--device-access-list", "tcp://device.example.cn:1883") as server:
            self.assertEqual(json.loads(server.ask("/access_list")[2]), {"MQTT": ["tcp://device.example.cn:1883"]})
            orders = "/api/v1/devices/1/orders"
            headers = {**HEADERS, "Content-Type": "application/json"}
            self.assertEqual(server.ask(orders, b'{"command":"reboot"}', headers)[0], 409, "it is not connected")
            machine = Machine(server, "DL3785W_1")
            listening = machine.listen("DL3785W_1")
            self.addCleanup(end, listening)
            read_until(listening, "Subscribed (mid")
            status, _, body = server.ask(orders, b'{"command":"reboot"}', headers)
            self.assertEqual(status, 201, body)
            order = json.loads(read_until(listening, '"action":200')[-1].split(" ", 1)[1])
            self.assertEqual(order["data"], {"cmd": "reboot"})
            answer = {"mid": order["mid"], "from": "DL3785W_1", "to": "system", "time": 1, "action": 200,
                      "data": {"code": 0, "msg": "", "cmd": "reboot", "result": "ok"}}
            subprocess.run(["mosquitto_pub", *machine.flags, "-t", "device", "-m", json.dumps(answer)], check=True,
                           timeout=30)
            outcome = json.loads(server.ask(f"{orders}/{json.loads(body)['id']}", headers=headers)[2])
            self.assertEqual((outcome["state"], outcome["answer"]["result"]), ("answered", "ok"))

    def test_an_upload_that_is_too_large_or_breaks_off_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            with Server(FILE, "--device-firmware-bytes", "1000", folder=folder) as server:
                files = os.path.join(server.data, "firmware")
                self.assertEqual(self.upload(server, "version=1", b"x" * 1001)[0], 413)
                head = (f"POST /api/v1/products/1/firmware?version=1 HTTP/1.1\r\nHost: x\r\n"
                        f"Authorization: Bearer {ADMIN}\r\nContent-Length: 900\r\n\r\n").encode()
                with socket.create_connection(("127.0.0.1", server.port), timeout=20) as broken:
                    broken.sendall(head + b"x" * 500)
                self.assertEqual(os.listdir(files), [])
                self.assertEqual(self.upload(server, "version=1", b"x" * 1000)[0], 201)
                self.assertEqual(len(os.listdir(files)), 1)
                self.assertEqual(server.stop(), 0)
                # As a crash between the file and its row leaves it.
                for name in ("0123456789abcdef0123456789abcdef", "half.part"):
                    with open(os.path.join(files, name), "wb") as left:
                        left.write(b"x")
            with Server(None, folder=folder) as server:
                self.assertEqual(len(os.listdir(files)), 1)
                self.assertEqual(server.stop(), 0)

    def test_many_fetch_at_once_and_one_that_does_not_read_keeps_nobody(self):
        with Server(FILE) as server:
            self.publish(server, self.upload(server, "version=1", PROGRAM))
            slow = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=60) for _ in range(20)]
            for each in slow:
                self.addCleanup(each.close)
                each.request("GET", "/fw/DL3785W-1.bin")
            self.assertEqual(server.ask("/fw/DL3785W-1.bin")[2], PROGRAM)
            for each in slow:
                self.assertEqual(each.getresponse().read(), PROGRAM)


if __name__ == "__main__":
    unittest.main()
