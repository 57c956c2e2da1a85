"""What a visit has the server tell Koala, WeChat and SMS, each a fake of tests/fakes/ that behaves as the real one."""

import base64
import http.client
import json
import os
import socket
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

from server import Server
from visitor_test import HOST, PROVISION, Caller, application

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fakes"))
from aliyun_sms import AliyunSms  # noqa: E402
from koala import Koala  # noqa: E402
from wechat import WeChat  # noqa: E402

KINDS = ("approval_reminder_to_employee", "visitor_signin_to_employee", "approval_pass_to_visitor", "signin_to_visitor")
TEMPLATES = {f"{kind}_{way}_id": template for kind in KINDS
             for way, template in (("wechat", "399LquLmEmb7-h-_Zu1n6EEjBf0qhgjS3Dn2M2FWRmQ"), ("sms", "SMS_167041492"))}
PASSWORD = "admin123456"
GUEST = "13900000001"


def eventually(ask, seconds=15):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := ask():
            return found
        time.sleep(0.02)
    return None


def servers(koala, password=PASSWORD):
    return {"koala_ip": koala.url.removeprefix("http://"), "koala_username": "test@megvii.com",
            "koala_password": password, "cloud_url": ""}


def a_visit(**change):
    return application(**{"phone": GUEST, "proposer": GUEST, "retinues": [{"name": "李四", "phone": "13900000002"}],
                          **change})


class Site:
    """A server with the three fakes, and callers of every kind."""

    def __init__(self, *flags, folder=None, fakes=None):
        self.koala, self.wechat, self.sms = fakes or (Koala(), WeChat(), AliyunSms())
        self.own_fakes = fakes is None
        self.secrets = tempfile.TemporaryDirectory()
        for name, text in (("wechat", self.wechat.app_secret + "\n"), ("sms", self.sms.key)):
            with open(os.path.join(self.secrets.name, name), "w") as file:
                file.write(text)
        at = lambda name: os.path.join(self.secrets.name, name)  # noqa: E731
        self.flags = ["--outgoing-allow", "127.0.0.1/32", "--public-url", "https://gate.example.cn/",
                      "--wechat-url", self.wechat.url, "--wechat-app-id", self.wechat.app_id,
                      "--wechat-app-secret", at("wechat"),
                      "--wechat-fields", "approval_reminder_to_employee.thing1 = {visitor_name}",
                      "--sms-url", self.sms.url, "--sms-key-id", self.sms.key_id, "--sms-key", at("sms"),
                      "--sms-sign-name", "门房", *flags]
        self.folder = folder

    def __enter__(self):
        if self.own_fakes:
            for fake in (self.koala, self.wechat, self.sms):
                fake.__enter__()
        self.server = Server(PROVISION, *self.flags, folder=self.folder).__enter__()
        if not self.server.ready:
            raise AssertionError(self.server.log())
        self.office, self.kiosk = Caller(self.server, "site-key"), Caller(self.server, "kiosk-key")
        return self

    def __exit__(self, *_):
        self.server.__exit__()
        if self.own_fakes:
            for fake in (self.koala, self.wechat, self.sms):
                fake.__exit__()
        self.secrets.cleanup()

    def configure(self):
        assert self.office.put("/v1/config/servers", **servers(self.koala))["code"] == 0
        assert self.office.put("/v1/config/templates", **TEMPLATES)["code"] == 0

    def page(self, openid, kind="code"):
        """A phone page whose WeChat id WeChat has proven."""
        opened = Caller(self.server).post("/v1/wechat/session", code=f"{kind}-{openid}")
        assert opened["code"] == 0, opened
        assert opened["data"]["weixinUserId"] == openid
        return Caller(self.server, opened["data"]["token"])

    def sign_in(self, phone=GUEST):
        signed = self.kiosk.post("/v1/visit/signin", phone=phone)
        assert signed["code"] == 0, signed
        return signed["data"]

    def deliveries(self, query=""):
        return self.office.get("/api/v1/deliveries" + query)["items"]

    def states(self):
        made = {}
        for each in self.deliveries("?limit=100"):
            made.setdefault(each["notice"], []).append(each["state"])
        return made


class VisitNews(unittest.TestCase):
    def test_a_visit_is_told_from_application_to_sign_in(self):
        with Site() as site:
            site.configure()
            host, guest = site.page("o-host"), site.page("o-guest", "consent")
            self.assertEqual(host.post("/v1/subject/binding", weixinUserId="o-host", name="富贵", phone=HOST)["code"], 0)
            bound = guest.post("/v1/visitor/binding", weixinUserId="o-guest", phone=GUEST)
            self.assertEqual((bound["code"], bound["data"]["nick"]), (0, "小明"))
            visit = guest.post("/v1/subject", **a_visit())["data"]["id"]
            self.assertTrue(eventually(lambda: site.wechat.messages))
            self.assertEqual((site.wechat.messages[0]["touser"], site.wechat.messages[0]["data"]),
                             ("o-host", {"thing1": {"value": "haha"}}))
            self.assertEqual(host.put(f"/v1/auth/{visit}")["code"], 0)
            self.assertTrue(eventually(lambda: len(site.wechat.messages) == 2))
            self.assertEqual(site.wechat.messages[1]["touser"], "o-guest")
            signed = site.sign_in()
            self.assertTrue(eventually(lambda: len(site.wechat.messages) == 4 and site.sms.messages))
            code = json.loads(signed["qrcode"])["qrcode"]
            told = {each["touser"]: each for each in site.wechat.messages[2:]}
            self.assertEqual(told["o-guest"]["url"], f"https://gate.example.cn/qrcode/{code}.jpg")
            self.assertEqual(told["o-host"]["data"]["keyword1"]["value"], "haha")
            sms = site.sms.messages[0]
            self.assertEqual((sms["phone"], sms["template"], sms["sign_name"]),
                             ("13900000002", "SMS_167041492", "门房"))
            self.assertEqual(sms["fields"]["code"], json.loads(signed["retinues"][0]["qrcode"])["qrcode"])
            subjects = eventually(lambda: len(site.koala.visitors()) == 2 and site.koala.visitors())
            self.assertEqual([(each["name"], each["phone"], each["interviewee"], each["purpose"]) for each in subjects],
                             [("haha", GUEST, "富贵", 3), ("李四", "13900000002", "富贵", 3)])
            self.assertTrue(eventually(lambda: set(sum(site.states().values(), [])) == {"delivered", "pending"}))
            self.assertEqual(set(site.states()["face_removal"]), {"pending"}, "until the visit's end")
            self.assertEqual(site.koala.logins, 1)
            record = site.office.get("/v1/visit/records?type=web")["data"][0]
            self.assertEqual([record["koala_subject_id"], record["retinues"][0]["koala_subject_id"]],
                             [each["id"] for each in subjects])
            self.assertEqual(site.wechat.tokens, 1)
            # The ways of a site are no webhooks, to be seen or changed as such.
            self.assertEqual(site.office.get("/api/v1/organizations/1/webhooks")["items"], [])
            for way in {each["channel_id"] for each in site.deliveries("?limit=100")}:
                self.assertEqual(site.office.ask("GET", f"/api/v1/webhooks/{way}")[0], 404)
            # Deleted: the face host knows nobody of it any more.
            self.assertEqual(site.office.ask("DELETE", f"/v1/visit/records/{visit}")[1]["code"], 0)
            self.assertTrue(eventually(lambda: not site.koala.visitors()), site.koala.visitors())
            self.assertEqual(site.server.stop(), 0)
            for secret in (PASSWORD, site.wechat.app_secret, site.sms.key, code):
                self.assertNotIn(secret, site.server.log())

    def test_who_does_not_follow_the_account_gets_an_sms(self):
        with Site() as site:
            site.configure()
            site.wechat.followers = {"o-host"}
            guest = site.page("o-guest")
            guest.post("/v1/visitor/binding", weixinUserId="o-guest", phone=GUEST)
            visit = guest.post("/v1/subject", **a_visit(retinues=[]))["data"]["id"]
            self.assertTrue(eventually(lambda: site.sms.messages), "the host has no WeChat id: by SMS")
            self.assertEqual(site.sms.messages[0]["phone"], HOST)
            self.assertEqual(site.office.put(f"/v1/auth/{visit}")["code"], 0)
            self.assertTrue(eventually(lambda: len(site.sms.messages) == 2))
            self.assertEqual((site.sms.messages[1]["phone"], site.wechat.messages), (GUEST, []))

    def test_sign_in_answers_while_all_three_hang_and_everything_is_told_when_they_are_back(self):
        with Site() as site:
            site.configure()
            site.office.post("/v1/subject", **a_visit(proposer=HOST))
            self.assertTrue(eventually(lambda: site.sms.messages))
            for fake in (site.koala, site.wechat, site.sms):
                fake.misbehave_always("hang")
            signed = site.sign_in()
            self.assertEqual(len(json.loads(signed["qrcode"])["qrcode"]), 32)
            self.assertTrue(eventually(lambda: site.koala.paths() and len(site.sms.paths()) > 1), "they were asked at once")
            self.assertEqual(len(site.sms.messages), 1)
            for fake in (site.koala, site.wechat, site.sms):
                fake.misbehave_always("")
            self.assertTrue(eventually(lambda: len(site.koala.visitors()) == 2 and len(site.sms.messages) == 4, 60),
                            site.states())

    def test_a_killed_server_tells_after_its_restart_and_enters_nobody_twice(self):
        with tempfile.TemporaryDirectory() as folder, Koala() as koala, WeChat() as wechat, AliyunSms() as sms:
            fakes = (koala, wechat, sms)
            with Site(folder=folder, fakes=fakes) as site:
                site.configure()
                site.office.post("/v1/subject", **a_visit(proposer=HOST))
                koala.misbehave("/subject", "lost")   # taken, and the answer lost
                koala.misbehave("/subject", "hang", 9)
                site.sign_in()
                self.assertTrue(eventually(lambda: koala.visitors()))
                site.server.process.kill()
                site.server.process.wait()
            with koala.lock:
                koala.next.clear()
            with Site(folder=folder, fakes=fakes) as site:
                self.assertTrue(eventually(lambda: site.states().get("face_entry") == ["delivered"] * 2, 30), site.states())
                self.assertEqual(sorted(each["name"] for each in koala.visitors()), ["haha", "李四"])

    def test_a_guest_is_found_among_250_newer_ones_of_their_name(self):
        with Site() as site:
            site.configure()
            visit = site.office.post("/v1/subject", **a_visit(proposer=HOST))["data"]["id"]
            site.koala.misbehave("/subject", "lost")  # taken, and the answer lost
            site.sign_in()
            self.assertTrue(eventually(site.koala.visitors))
            site.koala.crowd("haha", 250)
            self.assertTrue(eventually(lambda: site.states().get("face_entry") == ["delivered"] * 2, 30), site.states())
            ours = [each for each in site.koala.visitors() if each["phone"]]
            self.assertEqual(sorted(each["name"] for each in ours), ["haha", "李四"], "nobody twice")
            site.koala.crowd("haha", 250)
            self.assertEqual(site.office.ask("DELETE", f"/v1/visit/records/{visit}")[1]["code"], 0)
            self.assertTrue(eventually(lambda: len(site.koala.visitors()) == 500), len(site.koala.visitors()))
            self.assertFalse([each for each in site.koala.visitors() if each["phone"]])

    def test_photos_reach_the_face_host_without_where_they_were_taken(self):
        with Site() as site:
            site.configure()
            text = lambda picture: base64.b64encode(picture).decode()  # noqa: E731
            png = b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82"
            answer = site.office.post("/v1/subject", **a_visit(
                proposer=HOST, photo=text(b"\xff\xd8\xff\xe1\x00\x08Exif\x00\x00\xff\xd9"),
                retinues=[{"name": "李四", "phone": "13900000002", "photo": text(png)}]))
            self.assertTrue(answer["data"]["photo"].startswith("https://gate.example.cn/static/upload/photo/"), answer)
            site.sign_in()
            self.assertTrue(eventually(lambda: len(site.koala.visitors()) == 2), site.states())
            sent = [[site.koala.pictures[each] for each in subject["photo_ids"]] for subject in site.koala.visitors()]
            self.assertEqual(sent, [[b"\xff\xd8\xff\xd9"], [png]])
            kinds = [each["body"].count("image/png") for each in site.koala.asked if each["path"] == "/subject/photo"]
            self.assertEqual(kinds, [0, 1])
            bad = site.office.post("/v1/subject", **a_visit(proposer=HOST, photo="AAAA"))
            self.assertEqual(bad["code"], 400, bad)

    def test_a_guest_of_a_host_that_was_changed_costs_nobody_else_their_entry(self):
        with Site() as site, Koala() as other:
            site.configure()
            visit = site.office.post("/v1/subject", **a_visit(proposer=HOST, retinues=[]))["data"]["id"]
            site.sign_in()
            self.assertTrue(eventually(lambda: site.states().get("face_entry") == ["delivered"]))
            other.crowd("haha", 3)
            self.assertIn(site.koala.visitors()[0]["id"], other.subjects)
            self.assertEqual(site.office.put("/v1/config/servers", **servers(other))["code"], 0)
            self.assertEqual(site.office.ask("DELETE", f"/v1/visit/records/{visit}")[1]["code"], 0)
            self.assertTrue(eventually(lambda: "delivered" in site.states()["face_removal"]), site.states())
            self.assertEqual(len(other.visitors()), 3)

    def test_the_password_is_shown_to_its_own_host_only(self):
        with Site() as site, Koala() as other:
            site.configure()
            self.assertEqual(site.office.get("/v1/config/servers")["data"]["koala_password"], "********")
            self.assertEqual(site.office.put("/v1/config/servers", **servers(other, "********"))["code"], 400)
            self.assertEqual(site.office.put("/v1/config/servers", **servers(other, "another"))["code"], 0)
            site.office.post("/v1/subject", **a_visit(proposer=HOST))
            site.sign_in()
            self.assertTrue(eventually(lambda: other.paths("/auth/login")))
            self.assertEqual(site.koala.asked, [])
            self.assertNotIn(PASSWORD, json.dumps(other.asked))
            refused = eventually(lambda: [d for d in site.deliveries() if d["notice"] == "face_entry" and d["outcome"]])
            self.assertIn("-1019", refused[0]["outcome"])
            everything = json.dumps(site.deliveries()) + site.server.log()
            self.assertNotIn("another", everything)

    def test_who_comes_with_two_visits_at_one_time_stands_in_the_face_host_for_each(self):
        with Site() as site:
            site.configure()
            alone = a_visit(name="张三", proposer=HOST, retinues=[])
            party = {**alone, "name": "王五", "phone": "13900000009", "retinues": [{"name": "张三", "phone": GUEST}]}
            for body in (alone, party):
                self.assertEqual(site.office.post("/v1/subject", **body)["code"], 0)
                site.sign_in(body["phone"])
            self.assertTrue(eventually(lambda: len(site.koala.visitors()) == 3), site.koala.visitors())
            self.assertEqual(site.office.ask("POST", "/api/v1/visits/1/sign_out")[0], 200)
            self.assertTrue(eventually(lambda: len(site.koala.visitors()) == 2), site.koala.visitors())
            self.assertEqual({each["description"] for each in site.koala.visitors()}, {"visit 2, guest 2", "visit 2, guest 3"})

    def test_a_face_host_that_leads_elsewhere_leads_nowhere(self):
        with Site() as site, Koala() as elsewhere:
            site.configure()
            site.koala.misbehave_always("redirect:" + elsewhere.url + "/auth/login")
            site.office.post("/v1/subject", **a_visit(proposer=HOST, retinues=[]))
            site.sign_in()
            made = eventually(lambda: [d for d in site.deliveries() if d["notice"] == "face_entry" and d["outcome"]])
            self.assertIn("a redirect is not followed", made[0]["outcome"])
            self.assertEqual(elsewhere.connections, 0)
            # The operator has listed 127.0.0.1, which localhost. is; nothing beside it.
            for host, code in (("127.0.0.2", 400), ("169.254.169.254", 400), ("[::1]", 400), ("[::ffff:127.0.0.2]", 400),
                               ("2130706433", 400), ("localhost.", 0)):
                answer = site.office.put("/v1/config/servers", **{**servers(site.koala), "koala_ip": host})
                self.assertEqual(answer["code"], code, host)

    def test_a_phone_page_is_opened_by_a_code_once_and_signed_for_its_scripts(self):
        with Site() as site:
            anybody = Caller(site.server)
            page = site.page("o-1")
            self.assertEqual(anybody.ask("POST", "/v1/wechat/session", {"code": "code-o-1"})[0], 401, "it serves once")
            self.assertEqual(anybody.ask("POST", "/v1/wechat/session", {"code": "guessed"})[0], 401)
            self.assertEqual(anybody.ask("POST", "/v1/wechat/session", {"code": "snapshot-o-2"})[0], 401)
            self.assertEqual(anybody.post("/v1/wechat/session")["code"], 400)
            self.assertEqual(page.get("/v1/subject/binding?weixinUserId=o-1")["code"], 0)
            self.assertEqual(page.ask("GET", "/v1/subject/binding?weixinUserId=o-2")[0], 403)
            where = "https://gate.example.cn/visit?a=1"
            signed = page.get("/v1/wechat/js_config?url=" + urllib.parse.quote(where, ""))["data"]
            self.assertEqual(len(signed["signature"]), 40)
            self.assertEqual(anybody.ask("GET", "/v1/wechat/js_config?url=x")[0], 401)
            url = anybody.get("/v1/wechat/authorize?redirect_uri=" + urllib.parse.quote(where, ""))["data"]["url"]
            self.assertTrue(url.startswith("https://open.weixin.qq.com/connect/oauth2/authorize?appid="), url)
            site.wechat.misbehave_always("hang")
            waiting = threading.Thread(target=lambda: anybody.ask("POST", "/v1/wechat/session", {"code": "code-o-9"}))
            waiting.start()
            self.assertTrue(eventually(lambda: len(site.wechat.paths("/sns/")) > 4))
            self.assertEqual(site.office.get("/v1/config/servers")["code"], 0)
            self.assertEqual(site.server.stop(), 0, "a page that waits for WeChat does not keep the server")
            waiting.join(20)

    def test_a_day_s_budget_holds_over_a_restart(self):
        with tempfile.TemporaryDirectory() as folder, Koala() as koala, WeChat() as wechat, AliyunSms() as sms:
            for _ in range(2):
                with Site("--sms-daily-each", "2", folder=folder, fakes=(koala, wechat, sms)) as site:
                    site.office.put("/v1/config/templates", **TEMPLATES)
                    for _ in range(3):
                        self.assertEqual(site.office.post("/v1/subject", **a_visit())["code"], 0)
                    self.assertTrue(eventually(lambda: not site.deliveries("?state=pending")))
            self.assertEqual([each["phone"] for each in sms.messages], [HOST] * 2)


class KoalaFake(unittest.TestCase):
    """The sequence that clients in six languages agree on, by the standard library alone: the fake is what it claims."""

    def call(self, method, path, body=None, **headers):
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        text = answer.read()
        return answer, (json.loads(text) if answer.headers["Content-Type"].startswith("application/json") else text)

    def test_login_photo_and_visitor(self):
        with Koala() as fake:
            self.line = http.client.HTTPConnection(fake.url.removeprefix("http://"))
            login = json.dumps({"username": fake.user, "password": fake.password})
            self.assertIn(b"<html>", self.call("POST", "/auth/login", login)[1], "without the header it is a browser's")
            answer, account = self.call("POST", "/auth/login", login, **{"User-Agent": "Koala Admin"})
            cookie = {"Cookie": answer.headers["Set-Cookie"].split(";")[0]}
            self.assertEqual((account["code"], account["data"]["username"]), (0, fake.user))
            self.assertIn(b"<html>", self.call("GET", "/system/screen")[1], "without the cookie")
            form = urllib.parse.urlencode({"username": fake.user, "password": fake.password})
            headers = {"User-Agent": "Koala Admin", "Content-Type": "application/x-www-form-urlencoded"}
            answer, account = self.call("POST", "/auth/login", form, **headers)
            self.assertEqual((account["code"], account["data"]["username"]), (0, fake.user), "as a form")
            self.assertIn("session=", answer.headers["Set-Cookie"])
            wrong = form.replace("password=", "password=x")
            self.assertEqual(self.call("POST", "/auth/login", wrong, **headers)[1]["code"], -1019)
            photo = (b"--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"photo.jpg\"\r\n"
                     b"Content-Type: image/jpeg\r\n\r\n\xff\xd8\xff\xd9\r\n--x--\r\n")
            number = self.call("POST", "/subject/photo", photo, **cookie,
                               **{"Content-Type": "multipart/form-data; boundary=x"})[1]["data"]["id"]
            visitor = {"subject_type": 1, "name": "张三", "phone": "13811111111", "purpose": 2, "start_time": 1,
                       "end_time": 2, "photo_ids": [number], "group_ids": []}
            made = self.call("POST", "/subject", json.dumps(visitor), **cookie)[1]["data"]
            self.assertTrue(made["photos"][0]["url"].startswith("/static/upload/photo/"))
            listed = self.call("GET", "/mobile-admin/subjects/list?category=visitor&name=%E5%BC%A0", **cookie)[1]
            self.assertEqual(([each["id"] for each in listed["data"]], listed["page"]["total"]), ([made["id"]], 1))
            self.assertEqual(self.call("GET", "/mobile-admin/subjects/list", **cookie)[1]["code"], -1002)
            everybody = self.call("GET", "/mobile-admin/subjects", **cookie)[1]["data"]
            self.assertEqual([(each["id"], each["photo_ids"]) for each in everybody], [(made["id"], [number])])
            cleared = self.call("PUT", f"/subject/{made['id']}", json.dumps({"photo_ids": []}), **cookie)[1]["data"]
            self.assertEqual(cleared["photos"], [])
            self.assertEqual(self.call("DELETE", f"/subject/{made['id']}", **cookie)[1]["data"]["name"], "张三")
            self.assertEqual(self.call("GET", "/mobile-admin/subjects", **cookie)[1]["data"], [])
            for path in ("/subjects/group/list", "/system/screen", "/event/events?category=user"):
                self.assertEqual(self.call("GET", path, **cookie)[1]["code"], 0, path)
            self.line.close()

    def test_a_login_may_be_a_form_and_a_recognition_is_pushed(self):
        with Koala() as fake:
            self.line = http.client.HTTPConnection(fake.url.removeprefix("http://"))
            form = urllib.parse.urlencode({"username": fake.user, "password": fake.password})
            as_form = {"User-Agent": "Koala Admin", "Content-Type": "application/x-www-form-urlencoded"}
            self.assertEqual(self.call("POST", "/auth/login", form.replace("admin", "x"), **as_form)[1]["code"], -1019)
            answer = self.call("POST", "/auth/login", form, **as_form)[0]
            cookie = answer.headers["Set-Cookie"].split(";")[0]
            self.line.close()
            with socket.create_connection(fake.server_address) as line:
                line.sendall(f"GET /video?url=rtsp HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nUpgrade: websocket\r\n"
                             "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
                head, _, frame = line.makefile("rb").read().partition(b"\r\n\r\n")
            self.assertTrue(head.startswith(b"HTTP/1.1 101 "), head)
            self.assertIn(b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", head)  # of RFC 6455, 1.3
            self.assertEqual((frame[:2], int.from_bytes(frame[2:4], "big")), (b"\x81\x7e", len(frame) - 4))
            said = json.loads(frame[4:])
            self.assertEqual((said["type"], said["data"]["person"]["subject_id"]), ("recognized", 1))


if __name__ == "__main__":
    unittest.main()
