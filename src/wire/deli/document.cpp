// The OpenAPI document of Deli's platform.
#include "wire/deli/routes.hpp"

#include <array>
#include <string>

namespace gatehouse::wire::deli {
namespace {

constexpr std::string_view paths = R"({
"/gateway":{"post":{"operationId":"deli_gateway",
"summary":"What an app asks of the platform: one message, signed, answered at once.",
"parameters":[{"name":"sig","in":"header","required":true,"schema":{"type":"string"},
"description":"MD5 of action, from, to, the app's key and time, written side by side; hex digits in either case."}],
"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/message"}}}},
"responses":{"200":{"description":"Done, or refused with a code.",
"content":{"application/json":{"schema":{"$ref":"#/components/schemas/reply"}}}},
"400":{"description":"Not readable as HTTP."},
"413":{"description":"The body is over 4 MiB."}}}},
"/access_list":{"get":{"operationId":"deli_access_list",
"summary":"Where devices connect.","parameters":[],
"responses":{"200":{"description":"tcp://HOST:PORT or ssl://HOST:PORT of each.",
"content":{"application/json":{"schema":{"type":"object","required":["MQTT"],
"properties":{"MQTT":{"type":"array","items":{"type":"string"}}}}}}},
"400":{"description":"Not readable as HTTP."}}}},
"/fw/{file}":{"get":{"operationId":"deli_firmware",
"summary":"A program of a machine, as action 103 names it: whole, or one range of it.",
"parameters":[{"name":"file","in":"path","required":true,"schema":{"type":"string"},
"description":"MODEL-VERSION.bin."},
{"name":"Range","in":"header","required":false,"schema":{"type":"string"},
"description":"bytes=FIRST-LAST, bytes=FIRST- or bytes=-COUNT; several ranges are answered with the whole."},
{"name":"If-Range","in":"header","required":false,"schema":{"type":"string"},
"description":"The ETag of what the client has a part of."},
{"name":"If-None-Match","in":"header","required":false,"schema":{"type":"string"},
"description":"The ETag of what the client has."}],
"responses":{"200":{"description":"The whole; its ETag is its MD5 in quotes.",
"content":{"application/octet-stream":{}}},
"206":{"description":"The range.","content":{"application/octet-stream":{}}},
"304":{"description":"The client has it."},
"404":{"description":"Nothing of this name is published.",
"content":{"application/json":{"schema":{"$ref":"#/components/schemas/reply"}}}},
"416":{"description":"The range lies behind the end."}}}}})";

// The two addresses of one check.
constexpr std::string_view page_check = R"("parameters":[
{"name":"appId","in":"query","required":true,"schema":{"type":"string"},"description":"The app that the page is of."},
{"name":"timestamp","in":"query","required":true,"schema":{"type":"integer"},
"description":"Unix seconds or milliseconds, at most two hours off."},
{"name":"noncestr","in":"query","required":true,"schema":{"type":"string"},"description":"Any text."},
{"name":"sign","in":"query","required":true,"schema":{"type":"string"},
"description":"MD5 of appId=…&appKey=…&noncestr=…&timestamp=…, or of the names of 1.0; hex digits in either case."},
{"name":"callback","in":"query","required":false,"schema":{"type":"string","pattern":"^[A-Za-z_$][A-Za-z0-9_$.]{0,63}$"},
"description":"The answer is a script that calls it."}],
"responses":{"200":{"description":"0: the page is the app's. 100: something is missing. 101: wrong signature. 104: too old. 105: the app is suspended.",
"content":{"application/json":{"schema":{"$ref":"#/components/schemas/page_check"}},
"application/javascript":{"schema":{"type":"string"}}}},
"400":{"description":"callback is no name of a function."}}}})";

constexpr std::string_view page_check_schema = R"({"type":"object","required":["code","msg","data"],
"properties":{"code":{"type":"string"},"msg":{"type":"string"},"data":{"type":"object","required":["code","msg"],
"description":"The same once more, where some phones look for it.",
"properties":{"code":{"type":"string"},"msg":{"type":"string"}}}}})";

constexpr std::string_view message_schema = R"({"type":"object","required":["from","time","action"],
"description":"Ids are texts; numbers are taken too and keep every digit.",
"properties":{"mid":{"type":"string","maxLength":64,"description":"Chosen by the sender; the answer has it too."},
"from":{"type":"string","description":"The app's id."},
"to":{"type":"string","description":"The device's id, or system."},
"time":{"type":"integer","description":"Unix seconds, at most 600 off."},
"action":{"type":"integer","description":"500: data goes to the device, as 301. 501: a message to people. 502: something to do. 503: how that stands. 504: a code whose scan opens the app. 505, 506: begins and ends to hear of what happens to people. 507: what changed of the people or departments of an organization. 508: what a device of the app's is. 509: whether a person's token holds. 600: a device or a phone saw somebody, or read a feature off them. 601: features that others enrolled."},
"data":{"type":"object","description":"Of 500: cmd and what the device knows by it. Of 501: org_id, user_ids and dept_ids (at most 1000 each, 2000 people), title (128 characters), content (8192; kept as it is), link (2048), priority (1 to 3). Of 502 also task_id (64, unique in the organization) and actions (at most 2: action, link, silent). Of 503: task_id, org_id, status (0 open, 1 done, 2 cancelled), update_time (seconds). Of 504: qrcode (512 characters), expire (seconds, -1: never). Of 505 and 506: event (sign_in, sign_off, wifi, ble, gps), org_id, user_ids. Of 507: org_id, target (user, dept), update_time (-1: from the beginning), size (at most 500). Of 508: device_id. Of 509: user_id, client_id, token. Of 600: user_id, client_type (device, android, ios), client_id, event_type, event_data (at most 256 KiB, and each feature). Of 601: user_id, feature_types."}}})";

constexpr std::string_view reply_schema = R"({"type":"object","required":["code","msg","time"],
"properties":{"code":{"type":"integer",
"description":"0: done. 100: not readable, or a member is missing. 101: wrong signature. 102: the device is offline, or what is named is not there. 103: the app may not do that, is not installed there, or nobody there has the user_id. 104: the time is too far off. 105: the app is suspended. 106: no such action. 107: the device is not bound to the app, or the app not installed there."},
"msg":{"type":"string"},"time":{"type":"integer"},"action":{"type":"integer"},"data":{"type":"object"}}})";

void write_paths(base::json_writer& json)
{
    std::string all(paths);
    all.pop_back();
    for (const auto& [path, id, summary] :
         {std::array<std::string_view, 3>{"/app/premission/check/public", "deli_phone_page_check",
                                          "Whether a page may use what the phone app offers."},
          std::array<std::string_view, 3>{"/web/v1.0/cd/premission/check/public", "deli_web_page_check",
                                          "The same for a page in a browser, which asks by a script."}})
        all.append(",\"")
            .append(path)
            .append("\":{\"get\":{\"operationId\":\"")
            .append(id)
            .append("\",\"summary\":\"")
            .append(summary)
            .append("\",")
            .append(page_check);
    json.raw(all.append("}"));
}

void write_schemas(base::json_writer& json)
{
    json.name("message")
        .raw(message_schema)
        .name("reply")
        .raw(reply_schema)
        .name("page_check")
        .raw(page_check_schema);
}

}  // namespace

const endpoint::api_document& document()
{
    static constexpr endpoint::api_document of{"openapi-deli.json",
                                               "Deli: apps and attendance machines",
                                               "The platform between attendance machines and the apps that "
                                               "use them, as Deli's documents have it and "
                                               "spec/deli-cloud.md settles it. Machines connect by MQTT.",
                                               write_paths,
                                               false,
                                               write_schemas};
    return of;
}

}  // namespace gatehouse::wire::deli
