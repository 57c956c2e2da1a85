"""ShanKai over HTTPS: every call of the document and of the settled page, and every code they name."""

import http.client
import json
import subprocess
import threading
import time
import unittest
import urllib.parse

from server import Server, kindergarten
from tls_test import https_port, unchecked

KEY = "shankai-key-0123456789abcdef"
PROVISION = {
    "organizations": [{"key": "co", "kind": "company", "name": "公司", "doors": [{"key": "east", "name": "东门"}]}],
    "clients": [{"protocol": "shankai", "id": "app-one", "secret": "secret-one"},
                {"protocol": "shankai", "id": "app-two", "secret": "secret-two"}],
    "api_keys": [{"name": "admin", "key": KEY, "scope": "admin"}],
}
ZHANG, LI = "13823781234", "13911111111"


class Client:
    """An integrator: one connection that is kept, a token that is fetched when there is none."""

    def __init__(self, port, app="one", context=None):
        self.connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context or unchecked())
        self.app, self.token = app, None

    def send(self, method, target, body=None, headers=None):
        self.connection.request(method, target, body, headers or {})
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def take_token(self, secret=None):
        query = urllib.parse.urlencode({"app_id": f"app-{self.app}", "secret": secret or f"secret-{self.app}"})
        return self.send("GET", "/1.0/get_access_token?" + query)[1]

    def raw(self, name, body):
        if self.token is None:
            self.token = self.take_token()["data"]["access_token"]
        status, answer = self.send("POST", f"/1.0/{name}?access_token={self.token}", body,
                                   {"Content-Type": "application/json"})
        assert status == 200, (status, answer)
        return answer

    def call(self, call, /, **body):
        return self.raw(call, json.dumps(body, ensure_ascii=False).encode())

    def code(self, call, /, **body):
        return self.call(call, **body)["errcode"]


class ShanKai(unittest.TestCase):
    def setUp(self):
        self.server = Server(PROVISION, "--https", "127.0.0.1:0").__enter__()
        self.addCleanup(self.server.__exit__)
        self.one = self.client()
        self.two = self.client("two")

    def client(self, app="one"):
        made = Client(https_port(self.server), app)
        self.addCleanup(made.connection.close)
        return made

    def create(self, name="桃花园小区", mode="1", client=None):
        return (client or self.one).call("create_organization", name=name, ic_id_mode=mode)["data"]["org_id"]

    def api(self, method, path, body=None):
        status, _, text = self.server.ask("/api/v1/" + path, body and json.dumps(body).encode(),
                                          {"Authorization": "Bearer " + KEY, "Content-Type": "application/json"},
                                          method)
        return status, json.loads(text) if text else None

    def test_walks_through_the_document_call_by_call(self):
        ok = {"errcode": 0, "errmsg": "ok"}
        token = self.one.take_token()
        self.assertEqual((token["errcode"], token["errmsg"], token["data"]["expires_in"]), (0, "ok", 7200))
        made = self.one.raw("create_organization", '{"name":"桃花园小区","address":"地址","contact":"0755-1234567",'
                                                   '"ic_id_mode":"1"}'.encode())
        org_id = made["data"]["org_id"]
        self.assertEqual(made, {**ok, "data": {"org_id": org_id}})
        self.assertRegex(org_id, r"^o[\w-]{27}$")
        self.assertEqual(self.one.call("get_organization", name="桃花园小区"), {**ok, "data": {"org_id": org_id}})
        self.assertEqual(self.one.call("update_organization", org_id=org_id, name="桃花园", city="深圳", district="宝安区",
                                       address="地址", contact="0755-1234567", ic_id_mode="1"), ok)
        self.assertEqual(self.one.call("set_card_no", org_id=org_id, mobile=ZHANG, name="张三", card_no=123456), ok)
        self.assertEqual(self.one.call("get_card_no", org_id=org_id, mobile=ZHANG, name=""),
                         {**ok, "data": {"card_no": 123456, "card_no_hex": "0x1E240", "is_new": "false"}})
        self.assertEqual(self.one.call("set_admin_user", org_id=org_id, login="office", **{"pass": "right horse"}), ok)
        door = self.one.call("add_door", org_id=org_id, name="东门")["data"]["door_id"]
        self.assertEqual(self.one.call("get_doors", org_id=org_id)["data"],
                         {"doors": [{"door_id": door, "name": "东门"}]})
        opened = self.one.call("open_door", org_id=org_id, door_id=door, card_no=123456)
        records = self.one.call("get_records", org_id=org_id)["data"]
        self.assertEqual([(each["record_id"], each["opened"], each["name"]) for each in records["records"]],
                         [(opened["data"]["record_id"], "true", "张三")])
        self.assertIsNone(records["cursor"])
        self.assertEqual(self.one.call("del_door", org_id=org_id, name="东门"), ok)
        self.assertEqual(self.one.call("del_user", org_id=org_id, mobile=ZHANG), ok)
        self.assertEqual(self.one.call("del_organization", org_id=org_id), ok)

    def test_gives_every_code_that_document_and_page_name(self):
        ic, sister, id_cards = self.create("桃花园"), self.create("李花园"), self.create("梨花园", 0)
        foreign = self.create("桃花园", client=self.two)
        card = {"org_id": ic, "mobile": ZHANG, "name": "张三", "card_no": 1}
        self.assertEqual(self.one.code("set_card_no", **card), 0)
        self.assertEqual(self.one.code("add_door", org_id=ic, name="东门"), 0)
        self.assertEqual(self.one.code("set_admin_user", org_id=ic, login="office", **{"pass": "right horse"}), 0)
        rows = [
            (1001, "create_organization", {"name": "桃花园", "ic_id_mode": 1}),
            (1001, "update_organization", {"org_id": id_cards, "name": "桃花园", "ic_id_mode": 0}),
            (4000, "create_organization", {"name": "杏花园", "ic_id_mode": 2}),
            (4000, "set_card_no", {**card, "mobile": "12345678901"}),
            (4000, "set_card_no", {**card, "card_no": True}),
            (4000, "get_card_no", {"org_id": id_cards, "mobile": LI}),
            (4000, "nothing_like_that", {}),
            (4004, "get_card_no", {"org_id": ic, "mobile": LI}),
            (4004, "del_user", {"org_id": ic, "mobile": LI}),
            (4005, "get_organization", {"name": "无名"}),
            (4005, "get_doors", {"org_id": foreign}),
            (4006, "set_card_no", {**card, "card_no": 2147483648}),
            (4006, "set_card_no", {**card, "card_no": "0x" + "F" * 21}),
            (4007, "set_card_no", {**card, "org_id": id_cards}),
            (4008, "set_admin_user", {"org_id": id_cards, "login": "office", "pass": "another horse"}),
            (4009, "add_door", {"org_id": ic, "name": "东门"}),
            (4010, "open_door", {"org_id": ic, "name": "西门", "card_no": 1}),
            (4010, "del_door", {"org_id": ic, "door_id": "999"}),
            (4011, "get_card_no", {"org_id": sister, "mobile": ZHANG}),
            (4012, "set_card_no", {**card, "mobile": LI}),
            (4013, "open_door", {"org_id": ic, "name": "东门", "card_no": 7}),
            (4013, "open_door", {"org_id": ic, "name": "东门", "mobile": LI}),
        ]
        for due, name, body in rows:
            self.assertEqual(self.one.code(name, **body), due, (name, body))
        self.assertEqual(self.one.take_token("wrong")["errcode"], 4001)
        self.one.token = "wrong"
        self.assertEqual(self.one.code("get_doors", org_id=ic), 4002)

    def test_curl_gets_what_the_document_shows(self):
        base = f"https://localhost:{https_port(self.server)}/1.0/"
        trusted = ["curl", "-sS", "--max-time", "20", "--cacert", self.server.data + "/tls/certificate.pem"]

        def curl(*arguments):
            return json.loads(subprocess.run([*trusted, *arguments], capture_output=True, check=True).stdout)

        token = curl(base + "get_access_token?app_id=app-one&secret=secret-one")["data"]["access_token"]
        made = curl(f"{base}create_organization?access_token={token}", "-d",
                    '{"name":"桃花园小区","address":"地址","contact":"0755-1234567","ic_id_mode":"1"}')
        self.assertEqual(made["errcode"], 0)
        found = curl(base + "get_organization", "-H", "Authorization: Bearer " + token, "-d", '{"name":"桃花园小区"}')
        self.assertEqual(found["data"], made["data"])

    def test_the_office_s_login_sees_its_community_alone(self):
        org_id = self.create()
        self.one.code("add_door", org_id=org_id, name="北门")
        self.one.code("set_admin_user", org_id=org_id, login="office", **{"pass": "right horse"})
        status, _, text = self.server.ask("/api/v1/sessions", {"login": "office", "password": "right horse"})
        self.assertEqual(status, 201, text)
        headers = {"Authorization": "Bearer " + json.loads(text)["token"]}
        seen = json.loads(self.server.ask("/api/v1/organizations", headers=headers)[2])["items"]
        self.assertEqual([each["name"] for each in seen], ["桃花园小区"])
        doors = json.loads(self.server.ask(f"/api/v1/organizations/{seen[0]['id']}/doors", headers=headers)[2])["items"]
        self.assertEqual([each["name"] for each in doors], ["北门"])
        self.assertEqual(self.server.ask("/api/v1/organizations/1/doors", headers=headers)[0], 404)

    def test_a_door_is_the_same_door_in_our_own_api(self):
        org_id = self.create()
        home = next(each["id"] for each in self.api("GET", "organizations")[1]["items"] if each["kind"] == "community")
        status, made = self.api("POST", f"organizations/{home}/doors", {"name": "西门"})
        self.assertEqual(status, 201)
        self.assertEqual(self.one.call("get_doors", org_id=org_id)["data"]["doors"],
                         [{"door_id": str(made["id"]), "name": "西门"}])
        self.assertEqual(self.one.code("add_door", org_id=org_id, name="西门"), 4009)
        self.assertEqual(self.api("PATCH", f"doors/{made['id']}", {"name": "正门"})[1]["name"], "正门")
        self.one.code("set_card_no", org_id=org_id, mobile=ZHANG, name="张三", card_no=1)
        self.assertEqual(self.one.code("open_door", org_id=org_id, name="正门", card_no=1), 0)
        newest = self.api("GET", "punches")[1]["items"][0]
        self.assertEqual((newest["door_id"], newest["person_name"], newest["marks"]), (made["id"], "张三", []))
        self.assertEqual(self.api("GET", "organizations/1/doors")[1]["items"][0]["name"], "东门")

    def test_a_card_reported_lost_once_opens_no_door_and_records_no_tap(self):
        home = {**PROVISION, **{name: rows + PROVISION.get(name, []) for name, rows in kindergarten().items()}}
        self.server = Server(home, "--https", "127.0.0.1:0").__enter__()
        self.addCleanup(self.server.__exit__)
        self.one = self.client()
        org_id = self.create()
        door = self.one.call("add_door", org_id=org_id, name="东门")["data"]["door_id"]
        self.one.code("set_card_no", org_id=org_id, mobile=ZHANG, name="张三", card_no=4567890)
        self.server.beiliao("service/card/match", "one", cardnum="0004567890", classid="1", data="13632241882,甲")

        def uses(ago):
            return (self.one.code("open_door", org_id=org_id, name="东门", card_no=4567890),
                    self.server.beiliao("service/card/kick", "one", cardnum="0004567890",
                                        time_kick=str(int(time.time()) - ago))["errcode"])

        self.assertEqual(uses(60), (0, 0))
        status, lost = self.api("POST", "cards/lost", {"number": "4567890"})
        self.assertEqual((status, [each["status"] for each in lost["credentials"]]), (200, ["lost", "lost"]))
        self.assertIn(int(door), lost["doors"])
        self.assertEqual(uses(0), (4013, 5106))
        kept = self.api("GET", "punches")[1]["items"][:2]
        self.assertEqual(sorted(bool(each["door_id"]) for each in kept), [False, True])
        self.assertTrue(all(each["marks"] for each in kept), kept)

    def test_a_community_that_was_deleted_comes_back_through_our_own_api(self):
        org_id = self.create()
        self.one.code("add_door", org_id=org_id, name="东门")
        self.one.code("set_card_no", org_id=org_id, mobile=ZHANG, name="张三", card_no=1)
        self.assertEqual(self.one.code("del_organization", org_id=org_id), 0)
        self.assertEqual(self.one.code("open_door", org_id=org_id, name="东门", card_no=1), 4005)
        ended = next(each for each in self.api("GET", "organizations")[1]["items"] if each["ended_at"])
        self.assertEqual(ended["status"], "closed")
        self.assertEqual(self.api("PATCH", f"organizations/{ended['id']}", {"status": "open"})[1]["ended_at"], None)
        self.assertEqual(self.one.code("open_door", org_id=org_id, name="东门", card_no=1), 0)

    def test_what_was_answered_is_there_after_a_kill(self):
        org_id = self.create()
        self.one.code("add_door", org_id=org_id, name="东门")
        self.one.code("set_card_no", org_id=org_id, mobile=ZHANG, name="张三", card_no="0xAB")
        record = self.one.call("open_door", org_id=org_id, name="东门", mobile=ZHANG)["data"]["record_id"]
        self.server.process.kill()
        self.server.process.wait()
        with Server(None, "--https", "127.0.0.1:0", folder=self.server.folder) as again:
            client = Client(https_port(again))
            self.assertEqual(client.call("get_card_no", org_id=org_id, mobile=ZHANG)["data"]["card_no"], "0xAB")
            self.assertEqual(client.call("get_records", org_id=org_id)["data"]["records"][0]["record_id"], record)
            client.connection.close()

    def test_guessing_is_slowed_where_it_comes_from_and_the_true_client_never_fails(self):
        port = https_port(self.server)
        self.one.take_token()
        statuses = {"secret": [], "token": []}

        def guess():
            client = Client(port)
            for n in range(300):
                statuses["secret"].append(client.send("GET", f"/1.0/get_access_token?app_id=app-one&secret={n}")[0])
                statuses["token"].append(client.send("POST", f"/1.0/get_doors?access_token={n}", "{}")[0])
            client.connection.close()

        flood = [threading.Thread(target=guess) for _ in range(3)]
        for each in flood:
            each.start()
        codes = set()
        calls = 0
        while any(each.is_alive() for each in flood) or calls < 100:
            codes.add(self.one.take_token()["errcode"])
            codes.add(self.one.code("get_organization", name="无名"))
            calls += 1
        for each in flood:
            each.join()
        self.assertEqual(codes, {0, 4005})
        for kind, got in statuses.items():
            self.assertEqual((got.count(200), got.count(429)), (20, 880), kind)

    def test_no_token_and_no_secret_stands_in_the_log(self):
        org_id = self.create()
        self.one.take_token("a-guess-that-is-wrong")
        self.one.code("set_admin_user", org_id=org_id, login="office", **{"pass": "right horse"})
        self.server.stop()
        for secret in (self.one.token, "secret-one", "a-guess-that-is-wrong", "right horse", "桃花园", ZHANG):
            self.assertNotIn(secret, self.server.log())

    def test_plain_http_from_elsewhere_is_refused_unless_it_was_switched_on(self):
        address = subprocess.run(["hostname", "-I"], capture_output=True, text=True).stdout.split()
        if not address:
            self.skipTest("this machine has no address but loopback")
        target = "/1.0/get_access_token?app_id=app-one&secret=secret-one"
        for flags, due in (((), (403, 4000)), (("--shankai-plain-http",), (200, 0))):
            with Server(PROVISION, *flags, http="0.0.0.0:0") as open_server:
                connection = http.client.HTTPConnection(address[0], open_server.port, timeout=20)
                connection.request("GET", target)
                answer = connection.getresponse()
                self.assertEqual((answer.status, json.loads(answer.read())["errcode"]), due)
                connection.close()


if __name__ == "__main__":
    unittest.main()
