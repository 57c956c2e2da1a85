#!/usr/bin/env python3
"""A Koala face host (Megvii, API V1.2 to V3.2) in memory, for tests and for trying things out.

    tests/fakes/koala.py [--port 0] [--user test@megvii.com] [--password admin123456] [--session-seconds 1800]

Prints {"port": N} when it listens. Login wants the header "User-Agent: Koala Admin", else it answers its page; every
other call wants the session's cookie. It speaks subjects, photos, groups, doors (/system/screen), events, and pushes one
recognition over the WebSocket /video. How to have it misbehave: tests/fakes/vendor.py.
"""
import base64
import email.parser
import hashlib
import json
import os
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import vendor  # noqa: E402

PAGE = b"<html><body><form action='/auth/login'>login</form></body></html>"
BLANK = {"company_id": 1, "pinyin": "", "gender": 0, "email": "", "phone": "", "come_from": "", "interviewee": "",
         "purpose": 0, "remark": "", "start_time": 0, "end_time": 0, "extra_id": None}
KINDS = {"employee": (0,), "visitor": (1, 2), "vip": (2,), "yellowlist": (3,)}


class Koala(vendor.Fake):
    def __init__(self, port=0, user="test@megvii.com", password="admin123456", session_seconds=1800):
        super().__init__(Handler, port)
        self.user, self.password, self.session_seconds = user, password, float(session_seconds)
        self.sessions, self.subjects, self.photos, self.pictures, self.last = {}, {}, {}, {}, 0
        self.logins = 0

    def number(self):
        self.last += 1
        return self.last

    def end_sessions(self):
        with self.lock:
            self.sessions.clear()

    def crowd(self, name, count, **change):
        """So many newer visitors of this name."""
        with self.lock:
            for _ in range(count):
                number = self.number()
                self.subjects[number] = BLANK | {"id": number, "subject_type": 1, "name": name, "start_time": 1,
                                                 "end_time": 2, "photo_ids": []} | change

    def visitors(self):
        with self.lock:
            return [each for each in self.subjects.values() if each["subject_type"] in (1, 2)]


def right(data, page=None):
    return 200, {"code": 0, "data": data, "page": page or {}, "timecost": 1}


def wrong(code, desc):
    return 200, {"code": code, "data": {}, "desc": desc}


class Handler(vendor.Handler):
    def error_of(self, code):
        return wrong(int(code), "参数错误")

    def fields(self):
        if self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            return dict(urllib.parse.parse_qsl(self.body.decode("utf-8", "replace")))
        return self.json()

    def file(self, name):
        head = f"Content-Type: {self.headers.get('Content-Type', '')}\r\n\r\n".encode()
        for part in email.parser.BytesParser().parsebytes(head + self.body).walk():
            if part.get_param("name", header="Content-Disposition") == name:
                return part.get_payload(decode=True)
        return None

    def answer_of(self, path):
        if path == "/auth/login":
            return self.log_in()
        cookie = self.headers.get("Cookie", "").removeprefix("session=")
        if self.server.sessions.get(cookie, 0) < time.time():
            return 200, PAGE
        if self.headers.get("Upgrade", "").lower() == "websocket":
            return self.push()
        parts = path.strip("/").split("/")
        if path == "/subject" and self.command == "POST":
            return self.create()
        if path == "/subject/photo" and self.command == "POST":
            return self.photo()
        if path in ("/mobile-admin/subjects/list", "/subject/list"):
            return self.list()
        if path == "/mobile-admin/subjects":
            return right(list(self.server.subjects.values()))
        if parts[0] == "subject" and len(parts) == 2 and parts[1].isdigit():
            return self.one(int(parts[1]))
        if path == "/subjects/group/list":
            return self.paged([{"id": 1, "name": "访客组", "comment": "", "subject_type": 1, "update_by": "admin",
                                "subject_count": len(self.server.visitors()), "update_time": 1628000000.5}])
        if path == "/system/screen":
            return right([{"id": 1, "camera_name": "门口", "camera_position": "东门", "box_address": "192.168.1.50",
                           "camera_address": "rtsp://192.168.1.60/stream", "camera_status": "1", "enable": 1}])
        if path == "/event/events":
            return self.paged([{"id": 1, "company_id": 1, "subject_id": None, "timestamp": int(time.time()),
                                "photo": "/static/upload/event/1.jpg", "confidence": 90.5, "quality": 0.9, "age": 30.0,
                                "gender": 0.9, "subject": None, "screen": {"id": 1, "camera_position": "东门"}}])
        return wrong(-1, "wrong method")

    def log_in(self):
        if self.headers.get("User-Agent") != "Koala Admin":
            return 200, PAGE
        given = self.fields() or {}
        if (given.get("username"), given.get("password")) != (self.server.user, self.server.password):
            return wrong(-1019, "账号或密码错误")
        self.server.logins += 1
        session = base64.urlsafe_b64encode(os.urandom(18)).decode()
        self.server.sessions[session] = time.time() + self.server.session_seconds
        account = {"id": 1, "username": self.server.user, "company_id": 1, "role_id": 2, "permission": [], "verify": False,
                   "lang": "zh-Hans", "company": {"id": 1, "name": "公司", "scenario": "写字楼"}}
        return 200, {"code": 0, "data": account, "page": {}}, {"Set-Cookie": f"session={session}; HttpOnly; Path=/"}

    def shown(self, subject):
        photos = [self.server.photos[each] for each in subject["photo_ids"]]
        return {key: value for key, value in subject.items() if key != "photo_ids"} | {"photos": photos}

    def paged(self, rows):
        try:
            size, page = int(self.query.get("size", 10)), int(self.query.get("page", 1))
        except ValueError:
            return wrong(-1002, "参数错误")
        shown = rows[(page - 1) * size:page * size]
        return right(shown, {"count": len(rows), "current": page, "size": size, "total": -(-len(rows) // size)})

    def list(self):
        kinds = KINDS.get(self.query.get("category"))
        if kinds is None:
            return wrong(-1002, "参数错误")
        rows = [self.shown(each) for each in self.server.subjects.values()
                if each["subject_type"] in kinds and self.query.get("name", "") in each["name"]]
        return self.paged(list(reversed(rows)))

    def fault(self, given):
        texts = ("name", "phone", "come_from", "interviewee", "remark", "department", "title")
        if not isinstance(given, dict) or not given.get("name") or given.get("subject_type") not in (0, 1, 2, 3):
            return True
        if any(not isinstance(given.get(each, ""), str) or len(given.get(each, "")) > 20 for each in texts):
            return True
        if any(each not in self.server.photos for each in given.get("photo_ids", [])):
            return True
        return given["subject_type"] != 0 and not 0 < given.get("start_time", 0) <= given.get("end_time", 0)

    def create(self):
        given = self.json()
        if self.fault(given):
            return wrong(-1002, "参数错误")
        subject = BLANK | {"id": self.server.number(), "create_time": int(time.time()), "photo_ids": []} | given
        self.server.subjects[subject["id"]] = subject
        return right(self.shown(subject))

    def one(self, number):
        subject = self.server.subjects.get(number)
        if subject is None:
            return wrong(-1001, "subject not exist")
        if self.command == "DELETE":
            del self.server.subjects[number]
        elif self.command == "PUT":
            changed = subject | (self.json() or {})
            if self.fault(changed):
                return wrong(-1002, "参数错误")
            subject.update(changed)
        return right(self.shown(subject))

    def photo(self):
        picture = self.file("photo")
        if not picture or not picture.startswith((b"\xff\xd8", b"\x89PNG")):
            return wrong(-300, "没有检测到人脸")
        number = self.server.number()
        self.server.pictures[number] = picture
        name = "v2_" + hashlib.sha1(picture).hexdigest() + ".jpg"
        self.server.photos[number] = {"id": number, "company_id": 1, "subject_id": None, "quality": 0.9, "version": 7,
                                      "url": "/static/upload/photo/2021-06-01/" + name,
                                      "origin_url": "/static/upload/origin/2021-06-01/" + name}
        return right(self.server.photos[number])

    def push(self):
        key = self.headers.get("Sec-WebSocket-Key", "") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        text = json.dumps({"type": "recognized", "error_code": 0, "error": "",
                           "data": {"status": "recognized", "timestamp": int(time.time()), "track": 12,
                                    "person": {"subject_id": 1, "confidence": 87.1, "tag": "{\"subject_type\":1}"}},
                           "screen": {"camera_position": "东门"}}).encode()
        self.wfile.write(b"\x81\x7e" + len(text).to_bytes(2, "big") + text)
        self.close_connection = True

    def send(self, answer, how=""):
        if answer is not None:  # a push has been sent already
            super().send(answer, how)


if __name__ == "__main__":
    vendor.main(Koala, __doc__, ("user", "test@megvii.com"), ("password", "admin123456"), ("session_seconds", "1800"))
