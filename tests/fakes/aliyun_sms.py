#!/usr/bin/env python3
"""Aliyun's SMS service (dysmsapi, 2017-05-25) in memory, for tests and for trying things out.

    tests/fakes/aliyun_sms.py [--port 0] [--key-id testId] [--key testSecret]

Prints {"port": N} when it listens. It checks both signatures by a computation of its own, never takes a nonce twice, and
answers SendSms. How to have it misbehave: tests/fakes/vendor.py.
"""
import base64
import calendar
import hashlib
import hmac
import json
import os
import re
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import vendor  # noqa: E402


def quoted(text):
    return urllib.parse.quote(text, safe="-_.~")


def canonical(given):
    return "&".join(f"{quoted(name)}={quoted(given[name])}" for name in sorted(given, key=lambda name: name.encode()))


def text_to_sign(method, given):
    return f"{method}&{quoted('/')}&{quoted(canonical({k: v for k, v in given.items() if k != 'Signature'}))}"


def signature_v2(key, method, given):
    return base64.b64encode(hmac.new((key + "&").encode(), text_to_sign(method, given).encode(), hashlib.sha1)
                            .digest()).decode()


def signature_v3(key, method, query, headers, names, digest):
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    asked = "\n".join([method, "/", canonical(query), lines, ";".join(names), digest])
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(asked.encode()).hexdigest()
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


class AliyunSms(vendor.Fake):
    def __init__(self, port=0, key_id="testId", key="testSecret"):
        super().__init__(Handler, port)
        self.key_id, self.key, self.nonces, self.messages = key_id, key, set(), []


class Handler(vendor.Handler):
    def error_of(self, code):
        code, _, message = code.partition("|")
        return (200 if code.startswith(("isv.", "isp.")) else 400), {"RequestId": "R", "Code": code,
                                                                    "Message": message or "refused"}

    def answer_of(self, _):
        form = dict(urllib.parse.parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))
        given = self.query | form
        headers = {name.lower(): value for name, value in self.headers.items()}
        is_v3 = headers.get("authorization", "").startswith("ACS3-HMAC-SHA256 ")
        fault = self.fault_of_v3(headers) if is_v3 else self.fault_of_v2(given)
        if fault:
            return self.error_of(fault)
        action = headers.get("x-acs-action") if is_v3 else given.get("Action")
        version = headers.get("x-acs-version") if is_v3 else given.get("Version")
        if (action, version) != ("SendSms", "2017-05-25"):
            return self.error_of("InvalidAction.NotFound")
        return self.send_sms(given)

    def fault_of_time(self, text, nonce):
        try:
            at = calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))
        except (TypeError, ValueError):
            return "InvalidTimeStamp.Format"
        if abs(at - time.time()) > 900:
            return "InvalidTimeStamp.Expired"
        if not nonce or nonce in self.server.nonces:
            return "SignatureNonceUsed"
        self.server.nonces.add(nonce)
        return None

    def fault_of_v2(self, given):
        if given.get("AccessKeyId") != self.server.key_id:
            return "InvalidAccessKeyId.NotFound"
        if not hmac.compare_digest(signature_v2(self.server.key, self.command, given), given.get("Signature", "")):
            return "SignatureDoesNotMatch|server string to sign is:" + text_to_sign(self.command, given)
        return self.fault_of_time(given.get("Timestamp"), given.get("SignatureNonce"))

    def fault_of_v3(self, headers):
        shown = re.fullmatch(r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})",
                             headers["authorization"])
        if not shown or shown[1] != self.server.key_id:
            return "InvalidAccessKeyId.NotFound"
        names = shown[2].split(";")
        digest = hashlib.sha256(self.body).hexdigest()
        wanted = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"}
        if not wanted <= set(names) or any(name not in headers for name in names) or names != sorted(names):
            return "SignatureDoesNotMatch"
        right = signature_v3(self.server.key, self.command, self.query, headers, names, digest)
        if digest != headers["x-acs-content-sha256"] or not hmac.compare_digest(right, shown[3]):
            return "SignatureDoesNotMatch"
        return self.fault_of_time(headers["x-acs-date"], headers["x-acs-signature-nonce"])

    def send_sms(self, given):
        if not re.fullmatch(r"(\+86|0086|86)?1\d{10}", given.get("PhoneNumbers", "")):
            return self.error_of("isv.MOBILE_NUMBER_ILLEGAL")
        if not given.get("SignName"):
            return self.error_of("isv.SMS_SIGNATURE_ILLEGAL")
        if not re.fullmatch(r"SMS_\d+", given.get("TemplateCode", "")):
            return self.error_of("isv.SMS_TEMPLATE_ILLEGAL")
        try:
            fields = json.loads(given.get("TemplateParam", "{}"))
        except ValueError:
            return self.error_of("isv.INVALID_JSON_PARAM")
        if not isinstance(fields, dict) or not all(isinstance(each, str) for each in fields.values()):
            return self.error_of("isv.INVALID_JSON_PARAM")
        if any("://" in each for each in fields.values()):
            return self.error_of("isv.PARAM_NOT_SUPPORT_URL")
        self.server.messages.append({"phone": given["PhoneNumbers"], "template": given["TemplateCode"],
                                     "sign_name": given["SignName"], "fields": fields, "out_id": given.get("OutId")})
        return 200, {"RequestId": "R", "BizId": f"900619746936498440^{len(self.server.messages)}", "Code": "OK",
                     "Message": "OK"}


if __name__ == "__main__":
    vendor.main(AliyunSms, __doc__, ("key_id", "testId"), ("key", "testSecret"))
