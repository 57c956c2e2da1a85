// The OpenAPI document of Deli's platform.
#include "wire/deli/routes.hpp"

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

constexpr std::string_view message_schema = R"({"type":"object","required":["from","time","action"],
"description":"Ids are texts; numbers are taken too and keep every digit.",
"properties":{"mid":{"type":"string","maxLength":64,"description":"Chosen by the sender; the answer has it too."},
"from":{"type":"string","description":"The app's id."},
"to":{"type":"string","description":"The device's id, or system."},
"time":{"type":"integer","description":"Unix seconds, at most 600 off."},
"action":{"type":"integer","description":"500: data goes to the device, as 301. 600: a device saw somebody. 507: what changed of the people or departments of an organization. 508: what a device of the app's is."},
"data":{"type":"object","description":"Of 500: cmd and what the device knows by it. Of 507: org_id, target (user, dept), update_time (-1: from the beginning), size (at most 500). Of 508: device_id."}}})";

constexpr std::string_view reply_schema = R"({"type":"object","required":["code","msg","time"],
"properties":{"code":{"type":"integer",
"description":"0: done. 100: not readable, or a member is missing. 101: wrong signature. 102: the device is offline. 103: the app may not read the address book. 104: the time is too far off. 105: the app is suspended. 106: no such action. 107: the device is not bound to the app, or the app not installed there."},
"msg":{"type":"string"},"time":{"type":"integer"},"action":{"type":"integer"},"data":{"type":"object"}}})";

void write_paths(base::json_writer& json)
{
    json.raw(paths);
}

void write_schemas(base::json_writer& json)
{
    json.name("message").raw(message_schema).name("reply").raw(reply_schema);
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
