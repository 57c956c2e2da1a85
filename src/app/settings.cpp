#include "app/settings.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <stdexcept>

namespace gatehouse::app {
namespace {

setting_row text_row(std::string_view name, std::string_view value, std::string settings::*at,
                     std::string_view meaning)
{
    return {name, value, meaning, at, nullptr, nullptr};
}

setting_row number_row(std::string_view name, std::int64_t settings::*at, std::string_view meaning)
{
    return {name, "NUMBER", meaning, nullptr, nullptr, at};
}

setting_row list_row(std::string_view name, std::string_view value, std::vector<std::string> settings::*at,
                     std::string_view meaning)
{
    return {name, value, meaning, nullptr, nullptr, nullptr, at};
}

template <class Value>
void take(const toml::node& from, const std::string& place, Value& into)
{
    const auto value = from.value<Value>();
    if (!value)
        throw std::runtime_error(place + ": has the wrong type");
    into = *value;
}

void take(const toml::node& from, const std::string& place, std::vector<std::string>& into)
{
    const toml::array* const list = from.as_array();
    if (!list)
        throw std::runtime_error(place + ": must be a list");
    into.clear();
    for (const toml::node& each : *list)
        take(each, place, into.emplace_back());
}

void read_table(const toml::table& from, const std::string& within, const std::string& file, settings& into)
{
    for (const auto& [key, node] : from) {
        const std::string name = within + std::string(key.str());
        if (const toml::table* const table = node.as_table()) {
            read_table(*table, name + ".", file, into);
            continue;
        }
        const auto& rows = setting_rows();
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [&name](const auto& r) { return r.name == name; });
        std::string place = file;
        place.append(":").append(std::to_string(node.source().begin.line)).append(": ").append(name);
        if (row == rows.end())
            throw std::runtime_error(place + ": there is no such setting");
        if (row->text)
            take(node, place, into.*row->text);
        else if (row->flag)
            take(node, place, into.*row->flag);
        else if (row->list)
            take(node, place, into.*row->list);
        else
            take(node, place, into.*row->number);
    }
}

}  // namespace

std::string flag_of(const setting_row& row)
{
    std::string flag = "--" + std::string(row.name);
    std::replace_if(
        flag.begin(), flag.end(), [](char c) { return c == '_' || c == '.'; }, '-');
    return flag;
}

const std::vector<setting_row>& setting_rows()
{
    static const std::vector<setting_row> rows{
        text_row("data", "DIR", &settings::data, "The data folder; made when it is not there."),
        text_row("provision", "FILE.json", &settings::provision,
                 "A provisioning file, applied at every start."),
        text_row("http", "ADDR:PORT", &settings::http,
                 "The plain HTTP listener. Port 0 takes a free one; empty: none."),
        text_row("https", "ADDR:PORT", &settings::https,
                 "The HTTPS listener; none unless set. Port 0 takes a free one."),
        text_row(
            "tls_certificate", "FILE.pem", &settings::tls_certificate,
            "The certificate of TLS listeners, those that lead to its root behind it. Unset: a self-signed "
            "one, made in the data folder. A changed file is taken without a restart."),
        text_row("tls_key", "FILE.pem", &settings::tls_key,
                 "The key of `tls_certificate`, without a passphrase."),
        text_row("mqtt", "ADDR:PORT", &settings::mqtt,
                 "The MQTT listener for devices; none unless set. Port 0 takes a free one."),
        text_row("mqtts", "ADDR:PORT", &settings::mqtts,
                 "The MQTT listener over TLS; none unless set. Port 0 takes a free one."),
        number_row("device.packet_bytes", &settings::device_packet_bytes,
                   "Bytes of a device's message, at most; a longer one closes its connection."),
        number_row("device.connections", &settings::device_connections,
                   "Connections of devices, at most; 0: what the system allows."),
        number_row("device.per_address", &settings::device_per_address,
                   "Connections of devices from one address, at most; 0: any number."),
        text_row("device.topic", "TOPIC", &settings::device_topic,
                 "Where devices get their own messages, such as `device`. Unset: each under its identifier."),
        list_row("device.access_list", "URL", &settings::device_access_list,
                 "Where devices are told to connect, such as tcp://device.example.cn:1883; none: at the MQTT "
                 "listeners. A list in the file; as a flag, once for each."),
        {"device.compat_v10", "",
         "Devices are told things under the names of version 1.0 of their protocol too. Off: "
         "`--device-compat-v10=false`.",
         nullptr, &settings::device_compat_v10, nullptr},
        {"device.ack_300", "",
         "A device's message to an app is answered when it was taken, beside the acknowledgement of MQTT.",
         nullptr, &settings::device_ack_300, nullptr},
        number_row("device.firmware_bytes", &settings::device_firmware_bytes,
                   "Bytes of a file of firmware, at most."),
        text_row("device.ftp_user", "NAME", &settings::device_ftp_user,
                 "As whom devices send their logs by FTP. Unset: they are not told of a user."),
        text_row("device.ftp_password", "FILE", &settings::device_ftp_password,
                 "A file with the password of `device.ftp_user` and nothing else."),
        text_row("database", "URL", &settings::database,
                 "A PostgreSQL database. Not built yet: SQLite is used."),
        {"lab", "", "The lab profile: loopback only, documented calls pass without credentials.", nullptr,
         &settings::lab, nullptr},
        {"shankai_plain_http", "",
         "ShanKai is spoken over plain HTTP outside loopback too; its secrets then cross the network "
         "readable.",
         nullptr, &settings::shankai_plain_http, nullptr},
        number_row("io_threads", &settings::io_threads, "Threads that serve connections; 0: one a core."),
        number_row("workers", &settings::workers, "Threads for pictures and passwords."),
        number_row("tap_picture_days", &settings::tap_picture_days, "Days that pictures of taps are kept."),
        number_row("tell_within_minutes", &settings::tell_within_minutes,
                   "Nobody is told of a tap that is older than this many minutes."),
        {"outgoing.allow", "NETWORK",
         "Networks that are not public and may be sent to all the same, such as "
         "10.0.0.0/8. A list in the file; as a flag, once for each.",
         nullptr, nullptr, nullptr, &settings::outgoing_allow},
        text_row("public_url", "URL", &settings::public_url,
                 "Where the outside world finds this server, such as https://gate.example.cn: addresses in "
                 "answers then begin with it. Unset: they are paths."),
        text_row("visitor.phone_check", "HOW", &settings::visitor_phone_check,
                 "How strictly visitors' phones are looked at: length (5 to 20 digits), mobile, off."),
        text_row("visitor.time_format", "HOW", &settings::visitor_time_format,
                 "Times in the visitor system's answers: epoch (seconds), or text in the site's time zone."),
        {"visitor.compat_from", "NETWORK",
         "Networks whose visitor calls pass without credentials, but for the back office's own. A list in "
         "the "
         "file; as a flag, once for each.",
         nullptr, nullptr, nullptr, &settings::visitor_compat_from},
        text_row("visitor.compat_since", "DATE", &settings::visitor_compat_since,
                 "The day (YYYY-MM-DD, UTC) from which `visitor.compat_from` holds: for 90 days."),
        list_row(
            "koala.groups", "ID", &settings::koala_groups,
            "Groups of the face host that guests come into, by their numbers there; none: what the host lets "
            "visitors open. A list in the file; as a flag, once for each."),
        text_row("wechat.url", "URL", &settings::wechat_url,
                 "Where WeChat's API stands; to be changed for trials only."),
        text_row("wechat.app_id", "ID", &settings::wechat_app_id,
                 "The service account by which visits are told of. Unset: nothing is sent by WeChat."),
        text_row("wechat.app_secret", "FILE", &settings::wechat_app_secret,
                 "A file with the account's secret and nothing else."),
        list_row(
            "wechat.fields", "LINE", &settings::wechat_fields,
            "What the fields of a template say, such as "
            "`approval_pass_to_visitor.thing1 = {visitor_name}`. A message that no line names has `first`, "
            "`keyword1` to `keyword3` and `remark`. A list in the file; as a flag, once for each."),
        number_row("wechat.daily_each", &settings::wechat_daily_each,
                   "Messages a day to one person, at most."),
        number_row("wechat.daily_all", &settings::wechat_daily_all, "Messages a day to all, at most."),
        text_row("sms.url", "URL", &settings::sms_url,
                 "Where Aliyun's SMS service stands; to be changed for trials only."),
        text_row("sms.key_id", "ID", &settings::sms_key_id,
                 "The access key by which SMS are sent. Unset: none are."),
        text_row("sms.key", "FILE", &settings::sms_key,
                 "A file with the access key's secret and nothing else."),
        text_row("sms.sign_name", "TEXT", &settings::sms_sign_name,
                 "The approved signature before each text."),
        text_row("sms.signature", "HOW", &settings::sms_signature, "How requests are signed: v2 or v3."),
        list_row(
            "sms.fields", "LINE", &settings::sms_fields,
            "As `wechat.fields`. A message that no line names has `name`, `time` and, with a pass, `code`."),
        number_row("sms.value_most", &settings::sms_value_most,
                   "Characters of a field's value; a pass is never cut."),
        number_row("sms.daily_each", &settings::sms_daily_each, "SMS a day to one phone, at most."),
        number_row("sms.daily_all", &settings::sms_daily_all, "SMS a day to all phones, at most."),
    };
    return rows;
}

void read_settings_file(const std::string& file, settings& into)
{
    toml::table table;
    try {
        table = toml::parse_file(file);
    } catch (const toml::parse_error& e) {
        throw std::runtime_error(file + ":" + std::to_string(e.source().begin.line) + ": " +
                                 std::string(e.description()));
    }
    read_table(table, "", file, into);
}

std::string write_settings_page()
{
    const settings defaults;
    std::string page =
        "# Configuration\n\nEvery setting is a flag of `gatehouse serve` (`--name`) and a key of the "
        "TOML file given with `--config`. Flags go before the file. This page is written by "
        "`gatehouse openapi --write docs/reference`.\n\n| name | value | default | meaning |\n"
        "|---|---|---|---|\n";
    for (const setting_row& row : setting_rows()) {
        const std::string standard = row.text   ? defaults.*row.text
                                     : row.flag ? (defaults.*row.flag ? "on" : "off")
                                     : row.list ? ""
                                                : std::to_string(defaults.*row.number);
        page.append("| `").append(row.name).append("` | ").append(row.value_name.empty() ? "–"
                                                                                         : row.value_name);
        page.append(" | ").append(standard.empty() ? "–" : "`" + standard + "`").append(" | ");
        page.append(row.meaning).append(" |\n");
    }
    return page;
}

}  // namespace gatehouse::app
