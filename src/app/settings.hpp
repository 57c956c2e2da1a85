// What the operator sets: by flag, or in a TOML file under the same name. Flags go before the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::app {

struct settings {
    std::string data = "./gatehouse-data";
    std::string provision;
    std::string http = "127.0.0.1:8080";
    std::string https;
    std::string tls_certificate;
    std::string tls_key;
    std::string mqtt;
    std::string mqtts;
    std::int64_t device_packet_bytes = 1 << 20;
    std::int64_t device_connections = 0;
    std::int64_t device_per_address = 0;
    std::string device_topic;
    std::vector<std::string> device_access_list;
    bool device_compat_v10 = true;
    bool device_ack_300 = false;
    std::int64_t device_firmware_bytes = 64 << 20;
    std::string device_ftp_user;
    std::string device_ftp_password;
    std::string database;
    bool lab = false;
    bool shankai_plain_http = false;
    std::int64_t io_threads = 0;
    std::int64_t workers = 2;
    std::int64_t tap_picture_days = 30;
    std::int64_t tell_within_minutes = 30;
    std::vector<std::string> outgoing_allow;
    std::string public_url;
    std::string visitor_phone_check = "length";
    std::string visitor_time_format = "epoch";
    std::vector<std::string> visitor_compat_from;
    std::string visitor_compat_since;
    std::vector<std::string> koala_groups;
    std::string wechat_url = "https://api.weixin.qq.com";
    std::string wechat_app_id;
    std::string wechat_app_secret;
    std::vector<std::string> wechat_fields;
    std::int64_t wechat_daily_each = 50;
    std::int64_t wechat_daily_all = 10'000;
    std::string sms_url = "https://dysmsapi.aliyuncs.com";
    std::string sms_key_id;
    std::string sms_key;
    std::string sms_sign_name;
    std::string sms_signature = "v2";
    std::vector<std::string> sms_fields;
    std::int64_t sms_value_most = 20;
    std::int64_t sms_daily_each = 10;
    std::int64_t sms_daily_all = 1'000;
};

// One row per setting: the name of the flag and of the TOML key. A dot in it stands for a table of the file
// and a dash of the flag.
struct setting_row {
    std::string_view name;
    std::string_view value_name;
    std::string_view meaning;
    std::string settings::*text = nullptr;
    bool settings::*flag = nullptr;
    std::int64_t settings::*number = nullptr;
    std::vector<std::string> settings::*list = nullptr;
};

const std::vector<setting_row>& setting_rows();

// "--io-threads" of "io_threads".
std::string flag_of(const setting_row& row);

// Fills what the file names; throws std::runtime_error with the place and the reason. An unknown key is
// refused.
void read_settings_file(const std::string& file, settings& into);

// docs/reference/configuration.md
std::string write_settings_page();

}  // namespace gatehouse::app
