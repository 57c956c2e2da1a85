"""The visitor system over a socket: the document's examples, the callers of the strict profile, a day's visitors."""

import base64
import http.client
import json
import os
import random
import subprocess
import time
import unittest

from server import GATEHOUSE, Server

HOST = "13811111111"
PROVISION = {
    "organizations": [{"key": "co", "kind": "company", "name": "公司",
                       "units": [{"key": "law", "name": "法务部", "kind": "department"}]}],
    "people": [{"organization": "co", "key": "e1", "name": "富贵", "phone": HOST, "unit": "law"},
               {"organization": "co", "key": "e2", "name": "李四", "phone": "13822222222"}],
    "api_keys": [{"name": "site", "key": "site-key", "scope": "site", "organization": "co"},
                 {"name": "kiosk 1", "key": "kiosk-key", "scope": "kiosk", "organization": "co"},
                 {"name": "东闸机", "key": "gate-key", "scope": "gate", "organization": "co"}],
    "visitor": {"organization": "co"},
}


class Caller:
    def __init__(self, server, key=None):
        self.server = server
        self.headers = {"Content-Type": "application/json"}
        if key:
            self.headers["Authorization"] = "Bearer " + key

    def ask(self, method, path, body=None):
        """(status, answer)"""
        text = None if body is None else json.dumps(body).encode()
        status, _, answer = self.server.ask(path, text, self.headers, method)
        return status, json.loads(answer) if answer else None

    def get(self, path):
        return self.ask("GET", path)[1]

    def post(self, path, **body):
        return self.ask("POST", path, body)[1]

    def put(self, path, **body):
        return self.ask("PUT", path, body)[1]


def application(**change):
    now = int(time.time())
    return {"subject_type": 1, "name": "haha", "phone": "12345678", "purpose": 3, "remark": "hello", "come_from": "ZY",
            "proposer": "12345678", "interviewee": "富贵", "interviewee_phone": HOST, "start_time": now,
            "end_time": now + 3600, "retinues": [{"name": "李四", "phone": "12345678", "photo": ""},
                                                 {"name": "王某", "phone": "12345678", "photo": ""}], **change}


class Visitors(unittest.TestCase):
    def serve(self, *flags):
        server = Server(PROVISION, *flags).__enter__()
        self.addCleanup(server.__exit__)
        return server

    def test_the_lab_answers_the_document_s_calls_as_it_shows_them(self):
        anybody = Caller(self.serve("--lab"))
        employee = {"avatar": "", "name": "李四", "department": "", "subject_id": 2, "phone": "13822222222"}
        self.assertEqual(anybody.post("/v1/subject/binding", weixinUserId="wx1", name="李四", phone="13822222222"),
                         {"code": 0, "err_msg": "", "data": employee})
        self.assertEqual(anybody.get("/v1/subject/binding?weixinUserId=wx1")["data"], employee)
        self.assertEqual(anybody.get("/v1/subject/binding?weixinUserId=wx2"), {"code": 0, "err_msg": "", "data": {}})
        self.assertEqual(anybody.get("/v1/wechat/is_binding?weixinUserId=wx2"),
                         {"code": 404, "err_msg": "没有该微信号绑定的用户"})
        made = anybody.post("/v1/subject", **application())
        self.assertEqual(made["code"], 0, made)
        self.assertEqual(made["data"]["department"], "法务部")
        self.assertEqual([each["name"] for each in made["data"]["retinues"]], ["李四", "王某"])
        self.assertEqual(anybody.post("/v1/visit/signin", phone="12345678")["code"], -202)
        self.assertEqual(anybody.put(f"/v1/auth/{made['data']['id']}"), {"code": 0, "err_msg": ""})
        signed = anybody.post("/v1/visit/signin", phone="12345678")["data"]
        record = anybody.get("/v1/visit/records?type=mobile&proposer=12345678")
        self.assertEqual(record["page"], {"count": 1, "current": 1, "size": 5, "total": 1})
        self.assertEqual(record["data"][0]["qrcode"], signed["qrcode"])
        self.assertEqual(anybody.post("/v1/visit/qrcode", qrcode=signed["qrcode"]), {"code": 0, "err_msg": ""})
        self.assertEqual(anybody.post("/v1/visit/qrcode", qrcode="0" * 32)["code"], -207)
        for ending in ("jpg", "png", "svg"):
            status, headers, picture = anybody.server.ask(signed["qrcode_img_url"].replace(".jpg", "." + ending))
            self.assertEqual(status, 200)
            self.assertGreater(len(picture), 500)
            self.assertTrue(headers["Cache-Control"].startswith("private"))
        self.assertEqual(anybody.ask("GET", "/v1/config/servers")[0], 401)
        self.assertEqual(anybody.ask("DELETE", "/subject")[0], 404)
        self.assertEqual(anybody.ask("DELETE", "/v1/subject/binding/wx1")[1], {"code": 0, "err_msg": ""})

    def test_a_visit_goes_through_the_callers_of_the_strict_profile_and_survives_a_kill(self):
        server = self.serve()
        office, kiosk, gate = (Caller(server, key) for key in ("site-key", "kiosk-key", "gate-key"))
        home = office.get("/api/v1/organizations")["items"][0]["id"]
        pages = {}
        for who in ("wx-host", "wx-guest"):
            status, opened = office.ask("POST", f"/api/v1/organizations/{home}/phone_sessions", {"wechat_id": who})
            self.assertEqual(status, 201, opened)
            pages[who] = Caller(server, opened["token"])
        host, guest = pages["wx-host"], pages["wx-guest"]
        self.assertEqual(host.post("/v1/subject/binding", weixinUserId="wx-host", name="富贵", phone=HOST)["code"], 0)
        self.assertEqual(guest.post("/v1/visitor/binding", weixinUserId="wx-guest", phone="12345678")["code"], 0)
        self.assertEqual(Caller(server).ask("POST", "/v1/subject", application())[0], 401)
        visit = guest.post("/v1/subject", **application())["data"]["id"]
        self.assertEqual(guest.ask("PUT", f"/v1/auth/{visit}")[0], 403)
        self.assertEqual(kiosk.ask("PUT", f"/v1/auth/{visit}")[0], 403)
        self.assertEqual(host.put(f"/v1/auth/{visit}")["code"], 0)
        self.assertEqual(gate.ask("POST", "/v1/visit/signin", {"phone": "12345678"})[0], 403)
        signed = kiosk.post("/v1/visit/signin", phone="12345678")["data"]
        self.assertEqual(gate.post("/v1/visit/qrcode", qrcode=signed["qrcode"])["code"], 0)
        self.assertEqual(kiosk.ask("POST", "/v1/visit/qrcode", {"qrcode": signed["qrcode"]})[0], 403)
        # The passage is recorded behind the answer.
        for _ in range(200):
            inside = office.get(f"/api/v1/organizations/{home}/inside")["people"]
            if inside[0]["last_door"]:
                break
            time.sleep(0.05)
        self.assertEqual([(each["kind"], each["last_door"]) for each in inside],
                         [("visitor", "东闸机"), ("companion", ""), ("companion", "")])
        server.process.kill()
        server.process.wait()
        with Server(None, folder=server.folder) as again:
            self.assertEqual(Caller(again, "kiosk-key").post("/v1/visit/signin", phone="12345678")["data"], signed)
            self.assertEqual(Caller(again, "gate-key").post("/v1/visit/qrcode", qrcode=signed["qrcode"])["code"], 0)
            office = Caller(again, "site-key")
            self.assertEqual(office.ask("POST", f"/api/v1/visits/{visit}/sign_out")[1]["status"], "authorised")
            self.assertEqual(Caller(again, "gate-key").post("/v1/visit/qrcode", qrcode=signed["qrcode"])["code"], -209)
            self.assertEqual(office.get(f"/api/v1/organizations/{home}/inside")["people"], [])

    def test_what_the_office_does_beyond_the_document(self):
        server = self.serve("--public-url", "https://visit.example.cn/")
        office, kiosk, gate = (Caller(server, key) for key in ("site-key", "kiosk-key", "gate-key"))
        home = f"/api/v1/organizations/{office.get('/api/v1/organizations')['items'][0]['id']}"
        employee = office.get(home + "/people")["items"][0]["id"]

        def deed(name, status, **body):
            answered, visit = office.ask("POST", f"/api/v1/visits/1/{name}", body or None)
            self.assertEqual((answered, visit.get("status")), (200, status), visit)

        day = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))
        status, sent = office.ask("POST", home + "/invitations", {
            "host_id": employee, "starts_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "ends_at": day})
        self.assertEqual(status, 201, sent)
        link = sent["url"].removeprefix("https://visit.example.cn")
        status, headers, page = server.ask(link)
        self.assertEqual((status, headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        self.assertIn("富贵 邀请您来访", page.decode() if isinstance(page, bytes) else page)
        form = {"name": "张三", "phone": "12345678", "come_from": "ZY", "companions": "李四 12345679\r\n"}
        self.assertEqual(server.ask(link, form)[0], 200)
        self.assertEqual(server.ask(link, form)[0], 404, "it was used")
        self.assertEqual(office.get(home + "/invitations")["items"][0]["visit_id"], 1)

        self.assertEqual(office.ask("PUT", home + "/nda", {"text": "不得拍照"})[1]["id"], 1)
        self.assertEqual(kiosk.get("/v1/visit/nda")["data"], {"id": 1, "text": "不得拍照"})
        self.assertEqual(kiosk.post("/v1/visit/signin", phone="12345678")["code"], 409)
        self.assertEqual(office.ask("GET", "/api/v1/visits/1/badges")[0], 409)
        signed = kiosk.post("/v1/visit/signin", phone="12345678", nda_id=1)
        self.assertEqual(signed["code"], 0, signed)
        code = signed["data"]["qrcode"]
        self.assertEqual(office.get("/api/v1/visits/1")["nda_id"], 1)
        self.assertEqual(gate.post("/v1/visit/qrcode", qrcode=code)["code"], 0)
        status, headers, badges = server.ask("/api/v1/visits/1/badges", None, office.headers)
        self.assertEqual((status, headers["Content-Type"], badges[:8]), (200, "application/pdf", b"%PDF-1.4"))

        deed("refuse", "refused", reason="临时有事")
        self.assertEqual(office.get("/api/v1/visits/1")["reason"], "临时有事")
        self.assertEqual(gate.post("/v1/visit/qrcode", qrcode=code)["code"], -203)
        deed("authorise", "authorised")
        self.assertEqual(gate.post("/v1/visit/qrcode", qrcode=code)["code"], 0)
        deed("sign_out", "authorised")
        self.assertEqual(gate.post("/v1/visit/qrcode", qrcode=code)["code"], -209)
        self.assertEqual(kiosk.post("/v1/visit/signin", phone="12345678")["data"]["qrcode"], code)

        status, entry = office.ask("POST", home + "/blocked_visitors", {"name": "李某", "aliases": ["李四"]})
        self.assertEqual(status, 201, entry)
        self.assertEqual(gate.post("/v1/visit/qrcode", qrcode=code)["code"], -203)
        self.assertEqual(office.ask("POST", "/v1/subject", application())[0], 403)
        self.assertEqual(office.ask("DELETE", f"/api/v1/blocked_visitors/{entry['id']}")[0], 204)
        deed("authorise", "authorised")
        deed("cancel", "cancelled")
        self.assertEqual(gate.post("/v1/visit/qrcode", qrcode=code)["code"], -203)
        self.assertEqual(office.ask("POST", "/api/v1/visits/1/authorise")[0], 409)
        self.assertEqual([each["action"] for each in office.get("/api/v1/changes?limit=200")["items"]
                          if each["action"].startswith("visit.")][::-1],
                         ["visit.apply", "visit.sign_in", "visit.refuse", "visit.authorise", "visit.sign_out",
                          "visit.sign_in", "visit.refuse", "visit.authorise", "visit.cancel"])

    def show_hostile_paths(self, server, shown, endings):
        """Five thousand beside and around a picture's address: none but its own answers anything, and no file is read."""
        folder, _, name = shown.rpartition("/")
        canary = b"what stands in a file"
        for path in (os.path.join(server.data, "canary.jpg"), os.path.join(server.folder, "canary.jpg"),
                     os.path.join(server.data, name)):
            with open(path, "wb") as file:
                file.write(canary)
        rng = random.Random(1)
        pieces = ["..", "../", "..%2f", "%2e%2e/", "..%5c", "....//", "/", "%00", ";", "?", "#", ".jpg", ".png", "canary.jpg",
                  "keys/master", "data/", "etc/passwd", "%252e%252e%252f", "\\", "~", name, name[:32], name.upper()]
        paths = {server.data + "/canary.jpg", "/canary.jpg", "..%2fcanary.jpg", name + "/", name + "%00.png",
                 ".." + folder, "..%2f..%2f..%2f..%2f..%2fetc%2fpasswd"}
        while len(paths) < 5000:
            paths.add("".join(rng.choice(pieces) for _ in range(rng.randint(1, 6))))
        true = [shown.replace(".jpg", ending) for ending in endings]
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        for path in [name, *sorted(paths)]:
            whole = folder + "/" + path.partition("#")[0]
            connection.request("GET", whole)
            answer = connection.getresponse()
            body = answer.read()
            # The addresses that it has may be followed by a query.
            self.assertEqual(answer.status == 200, whole.partition("?")[0] in true, (path, answer.status))
            self.assertNotIn(canary, body)
        connection.close()

    def test_five_thousand_hostile_paths_of_pictures_read_no_file(self):
        server = self.serve("--lab")
        anybody = Caller(server)
        anybody.post("/v1/subject", **application(proposer=HOST))
        shown = anybody.post("/v1/visit/signin", phone="12345678")["data"]["qrcode_img_url"]
        self.show_hostile_paths(server, shown, (".jpg", ".png", ".svg"))

    def test_the_face_that_a_platform_gave_is_an_employee_s_avatar_and_hostile_paths_beside_it_read_no_file(self):
        platform = {"clients": [{"protocol": "sewise", "id": "platform", "secret": "secret"}],
                    "links": [{"client": "platform", "kind": "school", "id": "7", "organization": "co"}]}
        server = Server({**PROVISION, **platform}).__enter__()
        self.addCleanup(server.__exit__)
        office = Caller(server, "site-key")
        token = Caller(server).ask("GET", "/v1/channel/token", {"appid": "platform", "secret": "secret"})[1]["data"]
        face = b"\xff\xd8\xff\xd9"
        saved = Caller(server).post("/v1/abutment/syncSaveUserMetadata", access_token=token["access_token"], uid=1,
                                    username="王老师", type=2, otherSchoolId=7, faceIn=base64.b64encode(face).decode())
        teacher = f"/api/v1/people/{saved['data']['id']}"
        self.assertEqual(office.ask("PATCH", teacher, {"phone": "13844444444"})[0], 200)

        def avatar():
            return office.post("/v1/subject/binding", weixinUserId="wx1", name="王老师", phone="13844444444")["data"]["avatar"]

        self.assertEqual(avatar(), "", "there is no consent")
        self.assertEqual(office.ask("PUT", teacher + "/face_consent", {
            "given_by": "self", "is_14_or_older": True, "given_at": "2026-01-01T00:00:00Z", "notice": "仅用于通行"})[0], 200)
        shown = avatar()
        self.assertRegex(shown, "^/avatar/[0-9a-f]{32}\\.jpg$")
        status, headers, picture = server.ask(shown)
        self.assertEqual((status, headers["Content-Type"], picture), (200, "image/jpeg", face))
        self.assertEqual(headers["Cache-Control"], "private, no-store")
        self.show_hostile_paths(server, shown, (".jpg",))
        self.assertEqual(office.ask("POST", teacher + "/erase")[0], 200)
        self.assertEqual(server.ask(shown)[0], 404)

    def test_a_body_may_be_as_long_as_its_call_needs(self):
        server = self.serve("--lab")
        anybody = Caller(server)

        def announce(method, path, size):
            answer = server.raw(f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                f"Content-Length: {size}\r\n\r\n".encode(), end=False)
            return answer.split(b" ", 2)[1], json.loads(answer.partition(b"\r\n\r\n")[2])["code"]

        self.assertEqual(announce("POST", "/v1/subject", (4 << 20) + 1), (b"413", 400))
        for method, path in (("POST", "/v1/visit/signin"), ("POST", "/v1/subject/binding"), ("PUT", "/v1/auth/1"),
                             ("PUT", "/v1/config/servers"), ("DELETE", "/v1/visit/records/1"),
                             ("POST", "/v1/visit/qrcode"), ("PUT", "/v1/subject")):
            self.assertEqual(announce(method, path, (64 << 10) + 1), (b"413", 400), path)
        self.assertEqual(announce("GET", "/v1/subject/purpose", 1), (b"413", 400))
        for method, path, status in (("PUT", "/v1/visit/qrcode", 405), ("PATCH", "/v1/subject", 405),
                                     ("POST", "/v1/config/templates", 405), ("POST", "/v1/visit/qrcode/", 404)):
            self.assertEqual(anybody.ask(method, path, {"x": "y" * 40_000})[0], status, (method, path))
        picture = "A" * (4 << 20)
        self.assertEqual(anybody.ask("POST", "/v1/subject", application(x=picture[:-4096]))[1]["code"], 0)
        padded = {"phone": "99999999", "x": picture[:(64 << 10) - 100]}
        self.assertEqual(anybody.ask("POST", "/v1/visit/signin", padded)[1]["code"], -201)

    def test_no_phone_no_pass_and_no_password_stands_in_the_log(self):
        server = self.serve()
        office = Caller(server, "site-key")
        office.put("/v1/config/servers", koala_ip="192.168.18.53", koala_username="u", koala_password="admin123456",
                   cloud_url="")
        office.post("/v1/subject", **application(proposer=HOST))
        signed = office.post("/v1/visit/signin", phone="12345678")["data"]
        self.assertEqual(office.get("/v1/config/servers")["data"]["koala_password"], "********")
        server.stop()
        for secret in ("admin123456", "12345678", HOST, json.loads(signed["qrcode"])["qrcode"], "site-key"):
            self.assertNotIn(secret, server.log())

    def test_a_day_of_visitors_is_played_without_a_wrong_answer(self):
        server = self.serve()
        played = subprocess.run(
            [GATEHOUSE, "simulate", "visitors", "--url", f"http://127.0.0.1:{server.port}", "--provision", server.file,
             "--seconds", "3", "--speed", "50", "--parties", "3"], capture_output=True, text=True, timeout=60)
        self.assertEqual(played.returncode, 0, played.stderr)
        summary = json.loads(played.stdout.splitlines()[-1])
        self.assertGreater(summary["passages"], 5, summary)
        self.assertEqual((summary["wrong"], summary["unanswered"]), (0, 0), summary)

    def test_what_the_operator_set_wrong_stops_the_start(self):
        for flags in (("--visitor-phone-check", "x"), ("--visitor-time-format", "x"), ("--public-url", "x"),
                      ("--visitor-compat-from", "10.0.0.0/8"), ("--visitor-compat-from", "x")):
            with self.subTest(flags):
                server = self.serve(*flags)
                self.assertEqual(server.process.wait(20), 2)


if __name__ == "__main__":
    unittest.main()
