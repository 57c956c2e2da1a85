"""What is another organization's answers octet for octet like what does not exist."""

import base64
import json
import re
import time
import unittest

from curl_test import png
from server import Server, kindergarten
from wire_test import form, post

SITE_KEY, ADMIN_KEY = "site-key-0123456789abcdef", "admin-key-0123456789abcdef"


class Isolation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        file = kindergarten()
        file["api_keys"] = [{"name": "site", "key": SITE_KEY, "scope": "site", "organization": "kg"},
                            {"name": "admin", "key": ADMIN_KEY, "scope": "admin"}]
        cls.server = Server(file).__enter__()
        cls.now = int(time.time())
        cls.bound = cls.server.beiliao("service/card/match", "two", cardnum="500", classid="2", data="13632241882,乙;")
        cls.taps = [cls.tap("one", "100"), cls.tap("two", "500", image_base64=picture_text())]

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    @classmethod
    def tap(cls, client, card, **more):
        return cls.server.beiliao("service/card/kick", client, cardnum=card, time_kick=str(cls.now), **more)["errcode"]

    def octets(self, request):
        return re.sub(rb"Date: [^\r]*\r\n", b"", self.server.raw(request))

    def get(self, path, key=SITE_KEY):
        return self.octets(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\r\n".encode())

    def test_the_ground_is_as_this_test_takes_it(self):
        self.assertEqual((self.bound["errcode"], self.taps), (0, [5106, 0]))

    def test_foreign_licences_classes_and_cards_are_missing_ones(self):
        match = {"cardnum": "300", "data": "13632241883,甲"}
        kick = {"time_kick": str(self.now)}
        for foreign, missing in (
                (form("service/meta/get", authkid="licence-two"), form("service/meta/get", authkid="licence-six")),
                (form("service/card/match", classid="2", **match), form("service/card/match", classid="9", **match)),
                (form("service/card/kick", cardnum="500", **kick), form("service/card/kick", cardnum="501", **kick))):
            self.assertEqual(self.octets(post(foreign)), self.octets(post(missing)))

    def test_a_site_key_sees_its_own_punches_only(self):
        own = json.loads(self.server.ask("/api/v1/punches", headers={"Authorization": "Bearer " + SITE_KEY})[2])
        everyone = json.loads(self.server.ask("/api/v1/punches", headers={"Authorization": "Bearer " + ADMIN_KEY})[2])
        self.assertEqual({item["organization_id"] for item in own["items"]}, {1})
        self.assertEqual({item["organization_id"] for item in everyone["items"]}, {1, 2})
        self.assertEqual(own["items"], [item for item in everyone["items"] if item["organization_id"] == 1])

    def test_a_foreign_picture_is_a_missing_one(self):
        everyone = json.loads(self.server.ask("/api/v1/punches", headers={"Authorization": "Bearer " + ADMIN_KEY})[2])
        number = next(item["id"] for item in everyone["items"] if item["has_picture"])
        foreign = self.get(f"/api/v1/pictures/{number}")
        self.assertTrue(self.get(f"/api/v1/pictures/{number}", ADMIN_KEY).startswith(b"HTTP/1.1 200 "))
        self.assertTrue(foreign.startswith(b"HTTP/1.1 404 "))
        self.assertEqual(foreign, self.get("/api/v1/pictures/999999"))

    def test_the_same_card_and_second_in_two_kindergartens_are_two_taps(self):
        self.assertEqual(self.tap("two", "500"), 0)
        answers = [self.server.beiliao("service/card/match", client, cardnum="700", classid=unit, data="13632241884,丙")
                   for client, unit in (("one", "1"), ("two", "2"))]
        # Known in one kindergarten, the phone is new in the other.
        self.assertEqual([answer["data"]["members"][0]["registered"] for answer in answers], [True, True])
        taps = [self.server.beiliao("service/card/kick", client, cardnum="700", time_kick=str(self.now))
                for client in ("one", "two")]
        self.assertEqual([tap["data"]["duplicate"] for tap in taps], [False, False])


def picture_text():
    return base64.b64encode(png(16)).decode()


if __name__ == "__main__":
    unittest.main()
