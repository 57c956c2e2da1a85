"""Sewise over the true server: the document's calls with curl, the bulk form, the brake, the undo, faces, links."""

import base64
import http.server
import json
import subprocess
import tempfile
import threading
import time
import unittest

from server import GATEHOUSE, Server

KEY = "sewise-key-0123456789abcdef"
JPEG = base64.b64decode("/9j/2Q==")
PROVISION = {
    "organizations": [{"key": "kg", "kind": "kindergarten", "name": "示范幼儿园"}],
    "clients": [{"protocol": "sewise", "id": "platform", "secret": "secret", "card_format": "decimal"},
                {"protocol": "beiliao", "id": "0123456789abcdef0123456789abcdef", "secret": "reader-secret",
                 "card_format": "decimal"}],
    "licences": [{"client": "0123456789abcdef0123456789abcdef", "organization": "kg",
                  "code": "fedcba9876543210fedcba9876543210"}],
    "links": [{"client": "platform", "kind": "school", "id": "7", "organization": "kg"}],
    "api_keys": [{"name": "admin", "key": KEY, "scope": "admin"}],
}


def wait_until(condition):
    for _ in range(200):
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


class Platform(unittest.TestCase):
    def setUp(self):
        self.server = Server(PROVISION, *self.options())
        self.addCleanup(self.server.__exit__)
        self.token = self.take_token()

    def options(self):
        return []

    def curl(self, path, body, method="POST"):
        """As the document's examples have it."""
        done = subprocess.run(["curl", "-sS", "--max-time", "20", "-X", method, "-H", "Content-Type:application/json",
                               "-d", json.dumps(body), f"http://127.0.0.1:{self.server.port}{path}"],
                              capture_output=True, check=True)
        return json.loads(done.stdout)

    def take_token(self):
        answer = self.curl("/v1/channel/token", {"appid": "platform", "secret": "secret"}, "GET")
        self.assertEqual(answer["status"], 200)
        return answer["data"]["access_token"]

    def call(self, name, **body):
        return self.curl("/v1/abutment/" + name, {"access_token": self.token, **body})

    def school(self, number=1, name="深圳中学"):
        return self.call("syncSaveOrganMetadata", organName=name, organKind=2, provinceName="广东省",
                         cityName="深圳市", areaName="南山区", otherId=number)

    def api(self, method, path, body=None):
        status, _, text = self.server.ask("/api/v1/" + path, body and json.dumps(body).encode(),
                                          {"Authorization": "Bearer " + KEY, "Content-Type": "application/json"},
                                          method)
        return status, json.loads(text) if text else None

    def beiliao(self, action, **fields):
        client, licence = PROVISION["clients"][1], PROVISION["licences"][0]
        fields = {"action": action, "appid": client["id"], "appsecret": client["secret"],
                  "authkid": licence["code"], **fields}
        arguments = [part for name, value in fields.items() for part in ("--data-urlencode", f"{name}={value}")]
        done = subprocess.run(["curl", "-sS", "--max-time", "20", *arguments,
                               f"http://127.0.0.1:{self.server.port}/index.php"], capture_output=True, check=True)
        return json.loads(done.stdout)


class Sewise(Platform):
    def test_walks_through_the_document_call_by_call(self):
        self.assertRegex(self.token, r"^[A-Za-z0-9]{40}$")
        renewed = self.curl("/v1/channel/token", {"access_token": self.token}, "GET")
        self.assertEqual((renewed["data"]["access_token"], renewed["data"]["expires_in"]), (self.token, 86400))
        school = self.school()
        self.assertEqual(school, {"status": 200, "message": "success", "data": {
            "access_token": self.token, "organName": "深圳中学", "organKind": 2, "provinceName": "广东省",
            "cityName": "深圳市", "areaName": "南山区", "otherId": 1, "id": school["data"]["id"]}})
        unit = self.call("syncSaveClassMetadata", className="尖子班", gradeName="2018级", otherSchoolId=1, otherId=132)
        self.assertEqual((unit["status"], unit["data"]["className"]), (200, "尖子班"))
        user = self.call("syncSaveUserMetadata", uid=132, event="new", username="张小冰", type=1, sex=0,
                         otherSchoolId=1, otherClassId=132)
        self.assertEqual((user["status"], user["message"], user["data"]["uid"]), (200, "success", 132))
        gone = {"status": 200, "message": "Delete success"}
        for name, code in (("syncDeleteUserMetadata/132", "40430"), ("syncDeleteClassMetadata/132", "40420"),
                           ("syncDeleteOrganMetadata/1", "40410")):
            self.assertEqual(self.curl("/v1/abutment/" + name, {"access_token": self.token}, "GET"), gone)
            again = self.call(name)
            self.assertEqual((again["status"], again["code"]), (404, code))
        self.assertEqual(self.curl("/v1/abutment/syncSaveOrganMetadata", {"access_token": "x"})["status"], 403)

    def test_a_class_that_came_in_here_is_the_kindergarten_s_and_a_card_becomes_the_pupil_s(self):
        self.school(7, "示范幼儿园")
        made = self.call("syncSaveClassMetadata", className="大一班", gradeName="大班", otherSchoolId=7, otherId=1)
        classes = self.beiliao("service/meta/get")["data"]["classes"]
        self.assertEqual(classes, [{"id": str(made["data"]["id"]), "name": "大一班"}])
        before = self.beiliao("service/card/kick", cardnum="0000123456", time_kick=str(int(time.time())))
        self.beiliao("service/card/match", cardnum="0000123456", classid=classes[0]["id"],
                     data="13800138000,妈妈;")
        row = self.call("syncBatch", users=[{"uid": 5, "username": "小明", "type": 1, "otherSchoolId": 7,
                                             "otherClassId": 1, "cardnum": "123456"}])["data"]["users"][0]
        self.assertEqual((row["status"], row["message"]), (200, "success"))
        punches = self.api("GET", "punches")[1]["items"]
        self.assertEqual([(each["person_id"], each["person_name"]) for each in punches], [(row["id"], "小明")],
                         "a tap from before it was bound")
        relations = self.api("GET", f"people/{row['id']}/relations")[1]["items"]
        self.assertEqual([(each["kind"], each["other_id"]) for each in relations], [("guardian", row["id"])])
        self.assertIsNotNone(before)

    def test_deletes_past_the_limits_are_held_and_the_operator_drops_them(self):
        home = self.school()["data"]["id"]
        self.assertEqual(self.api("PUT", f"organizations/{home}/roster_brake",
                                  {"deletes": 2, "share": 10, "window_minutes": 60})[0], 200)
        users = [{"uid": each, "username": f"学生{each}", "type": 1, "otherSchoolId": 1} for each in range(10)]
        self.assertEqual({row["status"] for row in self.call("syncBatch", users=users)["data"]["users"]}, {200})
        for each in range(5):
            self.assertEqual(self.call(f"syncDeleteUserMetadata/{each}")["message"], "Delete success")
        held = self.api("GET", f"organizations/{home}/held_deletes")[1]["items"]
        self.assertEqual([each["external_id"] for each in held], ["2", "3", "4"])
        self.assertEqual(len(self.api("GET", f"organizations/{home}/people")[1]["items"]), 8)
        self.assertEqual(self.api("POST", f"held_deletes/{held[0]['id']}/release")[1]["state"], "released")
        self.assertEqual(self.api("POST", f"organizations/{home}/held_deletes", {"outcome": "drop"})[1],
                         {"settled": 2, "more": False})
        self.assertEqual(len(self.api("GET", f"organizations/{home}/people")[1]["items"]), 7)

    def test_a_run_of_the_bulk_form_is_shown_before_and_taken_back_after(self):
        home = self.school()["data"]["id"]
        users = [{"uid": each, "username": f"学生{each}", "type": 1, "otherSchoolId": 1} for each in range(300)]
        dry = self.call("syncBatch", dry_run=True, users=users)["data"]["users"]
        self.assertEqual({row["change"] for row in dry}, {"create"})
        self.assertEqual(self.api("GET", f"organizations/{home}/people")[1]["items"], [])
        self.call("syncBatch", users=users)
        run = self.api("GET", "roster_runs")[1]["items"][0]
        self.assertEqual((run["form"], run["deeds"], run["state"]), ("batch", 300, "done"))
        self.assertEqual(self.api("POST", f"roster_runs/{run['id']}/undo")[0], 202)
        wait_until(lambda: self.api("GET", f"roster_runs/{run['id']}")[1]["state"] == "undone")
        self.assertEqual(self.api("GET", f"organizations/{home}/people")[1]["items"], [])

    def people(self, home):
        count, after = 0, ""
        while after is not None:
            page = self.api("GET", f"organizations/{home}/people?limit=200" + (f"&cursor={after}" if after else ""))[1]
            count, after = count + len(page["items"]), page["next"]
        return count

    def start_again_killed(self):
        self.server.process.kill()
        self.server.process.wait()
        return Server(folder=self.server.folder)

    def test_a_school_s_delete_and_its_undo_go_on_after_the_server_was_killed_in_the_middle(self):
        home, many = self.school(7)["data"]["id"], 800
        self.api("PUT", f"organizations/{home}/roster_brake", {"deletes": 10000, "share": 100, "window_minutes": 60})
        users = [{"uid": each, "username": f"学生{each}", "type": 1, "otherSchoolId": 7} for each in range(many)]
        self.call("syncBatch", users=users)
        with subprocess.Popen(["curl", "-sS", "-X", "POST", "-d", json.dumps({"access_token": self.token}),
                               f"http://127.0.0.1:{self.server.port}/v1/abutment/syncDeleteOrganMetadata/7"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            wait_until(lambda: self.people(home) < many)
            killed = self.start_again_killed()
        with killed as self.server:
            wait_until(lambda: self.people(home) == 0)
            self.assertEqual(self.call("syncDeleteOrganMetadata/7")["code"], "40410")
            run = self.api("GET", "roster_runs")[1]["items"][0]
            self.assertEqual(self.api("POST", f"roster_runs/{run['id']}/undo")[0], 202)
            wait_until(lambda: self.people(home) > 0)
            killed = self.start_again_killed()
        with killed as self.server:
            wait_until(lambda: self.api("GET", f"roster_runs/{run['id']}")[1]["state"] == "undone")
            self.assertEqual(self.people(home), many)

    def test_a_token_and_ids_outlive_a_restart(self):
        made = self.school()
        self.assertEqual(self.server.stop(), 0)
        with Server(folder=self.server.folder) as self.server:
            self.assertEqual(self.school()["data"]["id"], made["data"]["id"])

    def test_simulated_platform_is_answered_as_is_due(self):
        path = self.server.data + "/platform.json"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(PROVISION, file)
        done = subprocess.run([GATEHOUSE, "simulate", "sewise", "--url", f"http://127.0.0.1:{self.server.port}",
                               "--provision", path, "--pupils", "120", "--classes", "6", "--first-id", "100"],
                              capture_output=True, check=True)
        summary = json.loads(done.stdout)
        self.assertEqual((summary["wrong"], summary["calls"]["rows"], summary["batch"]["rows"]), (0, 127, 127))


class Faces(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/face.jpg" else 404)
        self.end_headers()
        self.wfile.write(JPEG)

    def log_message(self, *_):
        pass


class FacesByAddress(Platform):
    def options(self):
        self.source = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Faces)
        threading.Thread(target=self.source.serve_forever, daemon=True).start()
        self.addCleanup(self.source.server_close)
        self.addCleanup(self.source.shutdown)
        return ["--config", self.allowing()]

    def allowing(self):
        with tempfile.NamedTemporaryFile("w", suffix=".toml", delete=False) as file:
            file.write('[outgoing]\nallow = ["127.0.0.0/8"]\n')
        return file.name

    def face_of(self, person):
        return self.api("GET", f"people/{person}/face")[1]

    def test_are_fetched_behind_kept_aside_and_used_once_there_is_a_consent(self):
        self.school()
        base = f"http://127.0.0.1:{self.source.server_port}"
        answer = self.call("syncSaveUserMetadata", uid=1, username="n", type=1, otherSchoolId=1,
                           faceIn=base + "/face.jpg")
        self.assertEqual(answer["message"], "success; faceIn is kept aside until a consent is recorded")
        person = answer["data"]["id"]
        wait_until(lambda: self.face_of(person)["state"] == "aside")
        self.assertEqual(self.api("GET", f"people/{person}/face/picture")[0], 409)
        self.assertEqual(self.api("PUT", f"people/{person}/face_consent",
                                  {"given_by": "self", "is_14_or_older": True, "given_at": "2026-01-01T00:00:00Z",
                                   "notice": "人脸仅用于校门"})[0], 200)
        self.assertEqual(self.face_of(person)["state"], "usable")
        status, _, body = self.server.ask(f"/api/v1/people/{person}/face/picture", None,
                                          {"Authorization": "Bearer " + KEY}, "GET")
        self.assertEqual((status, body), (200, JPEG))
        self.call("syncSaveUserMetadata", uid=1, faceIn=base + "/missing.jpg")
        wait_until(lambda: self.face_of(person)["fetching"] == "the address answered 404")
        self.assertEqual(self.api("POST", f"people/{person}/erase"),
                         (200, {"person_id": person, "devices": [], "clients": [1]}))
        self.assertEqual(self.api("POST", f"people/{person}/erase")[0], 404)
        again = self.call("syncSaveUserMetadata", uid=1, username="n", otherSchoolId=1)
        self.assertNotEqual(again["data"]["id"], person)

    def test_go_with_whom_the_platform_deleted_and_the_operator_erases(self):
        self.school()
        user = self.call("syncSaveUserMetadata", uid=1, username="n", otherSchoolId=1,
                         faceIn=base64.b64encode(JPEG).decode())
        person = user["data"]["id"]
        self.call("syncDeleteUserMetadata/1")
        self.assertEqual(self.api("POST", f"people/{person}/erase")[1]["clients"], [1])
        again = self.call("syncSaveUserMetadata", uid=1, username="n", otherSchoolId=1)
        self.assertNotEqual(again["data"]["id"], person)


class FacesElsewhere(Platform):
    def test_are_not_fetched_from_an_address_that_nobody_allowed(self):
        self.school()
        person = self.call("syncSaveUserMetadata", uid=1, username="n", otherSchoolId=1,
                           faceIn="http://127.0.0.1:9/face.jpg")["data"]["id"]
        reason = wait_until(lambda: (self.api("GET", f"people/{person}/face")[1]["fetching"] or "waiting")
                            .replace("waiting", ""))
        self.assertIn("not public", reason)


if __name__ == "__main__":
    unittest.main()
