"""Beiliao with curl, as the document's readers send it."""

import base64
import json
import os
import random
import struct
import subprocess
import tempfile
import time
import unittest
import zlib

from server import Server

APPID, SECRET = "08560e99366c6653e9a408f154da734c", "c724f2d614aabc62376c94f67170c458"
LICENCE = "4b77d8e78c6ef930130170c13ee7ffc3"
DOCUMENT_REQUEST = f"action=service/meta/get&appid={APPID}&appsecret={SECRET}&authkid={LICENCE}"
PROVISION = {
    "organizations": [{"key": "kg", "kind": "kindergarten", "name": "0 贝聊幼儿园",
                       "units": [{"key": "1", "name": "贝聊中班1"}, {"key": "2", "name": ";,lmk"}]}],
    "clients": [{"protocol": "beiliao", "id": APPID, "secret": SECRET}],
    "licences": [{"client": APPID, "organization": "kg", "code": LICENCE}],
}


def png(side):
    """Random pixels, which cannot be packed: side 720 makes 1.5 MB."""
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rng = random.Random(1)
    rows = b"".join(b"\0" + rng.randbytes(side * 3) for _ in range(side))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))


class Curl(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(PROVISION, "--lab").__enter__()
        cls.address = f"http://127.0.0.1:{cls.server.port}/index.php"

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def curl(self, *arguments):
        return subprocess.run(["curl", "-sS", "--max-time", "30", *arguments], capture_output=True, check=True).stdout

    def test_the_document_s_request_gets_the_document_s_answer(self):
        got = json.loads(self.curl("-X", "POST", self.address, "-d", DOCUMENT_REQUEST))
        made = got["data"].pop("createdatetime")
        self.assertRegex(made, r"^\d{10}$")
        self.assertEqual(got, {
            "data": {"name": "0 贝聊幼儿园", "status": 1,
                     "classes": [{"id": "2", "name": ";,lmk"}, {"id": "1", "name": "贝聊中班1"}]},
            "errcode": 0, "errmsg": ""})

    def test_the_strict_profile_does_not_know_the_printed_credentials(self):
        with Server(PROVISION) as strict:
            got = self.curl(f"http://127.0.0.1:{strict.port}/index.php", "-d", DOCUMENT_REQUEST)
            self.assertEqual((json.loads(got)["data"], json.loads(got)["errcode"]), ({}, 5001))

    def test_any_other_method_or_body_is_a_call_without_parameters(self):
        bare = ["-w", "\n%{http_code}", self.address]
        text = json.dumps(dict(pair.split("=", 1) for pair in DOCUMENT_REQUEST.split("&")))
        for arguments in (["-X", "GET"], ["-G", "-d", DOCUMENT_REQUEST], ["-X", "PUT", "-d", DOCUMENT_REQUEST],
                          ["-H", "Content-Type: application/json", "-d", text]):
            body, status = self.curl(*arguments, *bare).rsplit(b"\n", 1)
            self.assertEqual((status, json.loads(body)["errcode"]), (b"200", 5001), arguments)
        self.assertTrue(self.curl("-I", self.address).startswith(b"HTTP/1.1 200 "))

    def test_every_answer_of_the_lab_says_so(self):
        for arguments in (["-d", DOCUMENT_REQUEST], ["-X", "GET"], ["-d", "appid=a&appsecret=b"],
                          ["-H", "Content-Encoding: gzip", "-d", "x"], ["-H", "Via: 1.1 x"]):
            self.assertIn(b"X-Profile: lab\r\n", self.curl("-i", *arguments, self.address), arguments)

    def test_one_connection_serves_several_calls(self):
        made = self.curl("-d", DOCUMENT_REQUEST, "-o", "/dev/null", "-w", "%{num_connects} ", self.address,
                         "-o", "/dev/null", self.address, "-o", "/dev/null", self.address)
        self.assertEqual(made, b"1 0 0 ")

    def test_a_large_picture_comes_back_as_it_was_sent_however_curl_sent_it(self):
        picture = png(720)
        self.assertGreater(len(picture), 1_500_000)
        call = {"action": "service/card/kick", "appid": APPID, "appsecret": SECRET, "authkid": LICENCE}
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "picture")
            with open(file, "wb") as out:
                out.write(base64.b64encode(picture))
            for card, form in (("41", lambda n, v: ["-F", f"{n}={v}"]),
                               ("42", lambda n, v: ["--data-urlencode", f"{n}={v}"])):
                fields = {**call, "cardnum": card, "time_kick": str(int(time.time()))}
                arguments = [part for item in fields.items() for part in form(*item)]
                arguments += ["-F", f"image_base64=<{file}"] if card == "41" else \
                    ["--data-urlencode", f"image_base64@{file}"]
                seen = self.curl("-v", "--stderr", "-", "-H", "Expect: 100-continue", *arguments, self.address)
                self.assertIn(b"HTTP/1.1 100 Continue", seen)
                # Nobody has bound the card: it is answered so, and kept with its picture.
                self.assertIn(b'"errcode":5106', seen)
                items = json.loads(self.server.ask("/api/v1/punches")[2])["items"]
                tap = next(item for item in items if item["shown"] == card)
                self.assertEqual((tap["marks"], tap["has_picture"]), (["credential_unknown"], True))
                status, headers, body = self.server.ask(f"/api/v1/pictures/{tap['id']}")
                self.assertEqual((status, headers["Content-Type"], body == picture), (200, "image/png", True))


if __name__ == "__main__":
    unittest.main()
