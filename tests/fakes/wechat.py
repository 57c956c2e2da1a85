#!/usr/bin/env python3
"""A WeChat service account's API in memory, for tests and for trying things out.

    tests/fakes/wechat.py [--port 0] [--app-id wx0123456789abcdef] [--app-secret …]

Prints {"port": N} when it listens. It gives access tokens (old ones serve no more), tickets, identities for the codes
"code-OPENID" (each once), and takes messages by template: who does not follow is answered 43004, an unknown template
40037. "snapshot-…" codes are of people who have not said who they are. How to have it misbehave: tests/fakes/vendor.py.
"""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import vendor  # noqa: E402

TEXTS = {-1: "system error", 40001: "invalid credential, access_token is invalid or not latest", 40003: "invalid openid",
         40013: "invalid appid", 40029: "invalid code", 40037: "invalid template_id", 40125: "invalid appsecret",
         40163: "code been used", 42001: "access_token expired", 43004: "require subscribe", 44002: "empty post data",
         45009: "reach max api daily quota limit", 47001: "data format error", 43002: "require POST method"}


class WeChat(vendor.Fake):
    def __init__(self, port=0, app_id="wx0123456789abcdef", app_secret="fake-secret-0123456789abcdef"):
        super().__init__(Handler, port)
        self.app_id, self.app_secret = app_id, app_secret
        self.tokens, self.token, self.used = 0, None, set()
        self.followers, self.templates = None, None  # None: everybody, every template
        self.messages = []

    def end_token(self):
        with self.lock:
            self.token = None


def wrong(code):
    return 200, {"errcode": code, "errmsg": TEXTS.get(code, "error") + " rid: 60f5d5f1-00000000-00000000"}


class Handler(vendor.Handler):
    def error_of(self, code):
        return wrong(int(code))

    def answer_of(self, path):
        paths = {"/cgi-bin/stable_token": self.stable_token, "/cgi-bin/token": self.plain_token,
                 "/cgi-bin/ticket/getticket": self.ticket, "/cgi-bin/message/template/send": self.template,
                 "/sns/oauth2/access_token": self.exchange, "/sns/userinfo": self.person}
        return paths[path]() if path in paths else wrong(-1)

    def give_token(self, given, anew):
        if given.get("grant_type") != "client_credential":
            return wrong(40002)
        if given.get("appid") != self.server.app_id:
            return wrong(40013)
        if given.get("secret") != self.server.app_secret:
            return wrong(40125)
        if anew or self.server.token is None:
            self.server.tokens += 1
            self.server.token = f"{self.server.tokens}_" + "t" * 510 + "/+="
        return 200, {"access_token": self.server.token, "expires_in": 7200}

    def stable_token(self):
        return self.give_token(self.json() or {}, False)

    def plain_token(self):
        return self.give_token(self.query, True)

    def has_token(self):
        return self.server.token is not None and self.query.get("access_token") == self.server.token

    def ticket(self):
        if not self.has_token():
            return wrong(40001)
        return 200, {"errcode": 0, "errmsg": "ok", "ticket": "ticket-of-the-fake", "expires_in": 7200}

    def template(self):
        if not self.has_token():
            return wrong(40001)
        if self.command != "POST":
            return wrong(43002)
        message = self.json()
        if not isinstance(message, dict) or not isinstance(message.get("data"), dict):
            return wrong(47001)
        if self.server.templates is not None and message.get("template_id") not in self.server.templates:
            return wrong(40037)
        if self.server.followers is not None and message.get("touser") not in self.server.followers:
            return wrong(43004)
        if all(message["client_msg_id"] != each["client_msg_id"] for each in self.server.messages):
            self.server.messages.append(message)
        return 200, {"errcode": 0, "errmsg": "ok", "msgid": 2**53 + len(self.server.messages)}

    def exchange(self):
        given = self.query
        if given.get("appid") != self.server.app_id:
            return wrong(40013)
        if given.get("secret") != self.server.app_secret:
            return wrong(40125)
        code = given.get("code", "")
        kind, _, openid = code.partition("-")
        if kind not in ("code", "snapshot", "consent") or not openid:
            return wrong(40029)
        if code in self.server.used:
            return wrong(40163)
        self.server.used.add(code)
        answer = {"access_token": "user-" + openid, "expires_in": 7200, "refresh_token": "again-" + openid,
                  "openid": openid, "scope": "snsapi_userinfo" if kind == "consent" else "snsapi_base"}
        return 200, answer | ({"is_snapshotuser": 1} if kind == "snapshot" else {})

    def person(self):
        if self.query.get("access_token") != "user-" + self.query.get("openid", ""):
            return wrong(40001)
        return 200, {"openid": self.query["openid"], "nickname": "小明", "sex": 0, "privilege": [],
                     "headimgurl": "https://thirdwx.qlogo.cn/mmopen/fake/132"}


if __name__ == "__main__":
    vendor.main(WeChat, __doc__, ("app_id", "wx0123456789abcdef"), ("app_secret", "fake-secret-0123456789abcdef"))
