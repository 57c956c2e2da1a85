// Sewise's messages, each field listed once. Names and shapes are those of its document, settled by
// spec/sewise.md. Types alone are checked here: what a value means is the mapping's matter.
#pragma once

#include "endpoint/fields.hpp"

#include <optional>
#include <string>

namespace gatehouse::wire::sewise {

struct token_request {
    std::optional<std::string> appid;
    std::optional<std::string> secret;
    std::optional<std::string> access_token;
};

struct token_answer {
    std::string access_token;
    std::string expire;
    std::int64_t expires_in = 0;
};

struct school_request {
    std::string organName;
    std::int64_t organKind = 0;
    std::string provinceName;
    std::string cityName;
    std::string areaName;
    endpoint::scalar otherId;
};

struct class_request {
    std::string className;
    std::string gradeName;
    endpoint::scalar otherSchoolId;
    endpoint::scalar otherId;
};

struct user_request {
    endpoint::scalar uid;
    std::optional<std::string> event;
    std::optional<std::string> username;
    std::optional<std::int64_t> type;
    std::optional<std::int64_t> sex;
    std::optional<std::string> faceIn;
    std::optional<endpoint::scalar> otherSchoolId;
    std::optional<endpoint::scalar> otherClassId;
};

// A row of the bulk form.
struct user_row : user_request {
    std::optional<std::string> cardnum;
};

}  // namespace gatehouse::wire::sewise

namespace gatehouse::endpoint {

namespace sewise_fields {
constexpr constraint anything{0, unbounded, text_form::free};
constexpr constraint any_number{std::numeric_limits<std::int64_t>::min()};
}  // namespace sewise_fields

template <>
inline constexpr auto fields_of<wire::sewise::token_request> = [] {
    using m = wire::sewise::token_request;
    using namespace sewise_fields;
    return std::tuple{
        field{"appid", &m::appid, presence::optional, "The platform's identifier.", "platform-1", anything},
        field{"secret", &m::secret, presence::optional, "Its secret.", {}, anything},
        field{"access_token",
              &m::access_token,
              presence::optional,
              "In the place of both: the token that is to hold another 24 hours.",
              {},
              anything}};
}();

template <>
inline constexpr auto fields_of<wire::sewise::token_answer> = [] {
    using m = wire::sewise::token_answer;
    return std::tuple{field{"access_token", &m::access_token, presence::required, "40 letters and digits.",
                            "oIC9LNQLkTmbGY8kk8RSGzVn1hcb4ITbSQcjpKTN"},
                      field{"expire", &m::expire, presence::required, "YYYY-MM-DD HH:MM:SS in Asia/Shanghai.",
                            "2018-07-18 17:08:43"},
                      field{"expires_in", &m::expires_in, presence::required, "Seconds.", "86400"}};
}();

template <>
inline constexpr auto fields_of<wire::sewise::school_request> = [] {
    using m = wire::sewise::school_request;
    using namespace sewise_fields;
    return std::tuple{
        field{"organName", &m::organName, presence::required, "1 to 64 characters.", "深圳中学", anything},
        field{"organKind", &m::organKind, presence::required, "1 小学, 2 初中, 3 高中, 4 大学, 5 其他.", "1",
              any_number},
        field{"provinceName", &m::provinceName, presence::required, "The province.", "广东省", anything},
        field{"cityName", &m::cityName, presence::required, "The city.", "深圳市", anything},
        field{"areaName", &m::areaName, presence::required, "The district.", "南山区", anything},
        field{"otherId", &m::otherId, presence::required,
              "The platform's id of the school: 64 bits, a number or decimal text.", "1", anything}};
}();

template <>
inline constexpr auto fields_of<wire::sewise::class_request> = [] {
    using m = wire::sewise::class_request;
    using namespace sewise_fields;
    return std::tuple{
        field{"className", &m::className, presence::required, "1 to 64 characters.", "尖子班", anything},
        field{"gradeName", &m::gradeName, presence::required, "The grade or year.", "2018级", anything},
        field{"otherSchoolId", &m::otherSchoolId, presence::required, "Of which school.", "1", anything},
        field{"otherId", &m::otherId, presence::required, "The platform's id of the class.", "132",
              anything}};
}();

template <>
inline constexpr auto fields_of<wire::sewise::user_request> = [] {
    using m = wire::sewise::user_request;
    using namespace sewise_fields;
    return std::tuple{
        field{"uid", &m::uid, presence::required, "The platform's id of the user.", "132", anything},
        field{"event", &m::event, presence::optional,
              "`new`: the uid must not exist yet. Left out: changes, or adds where there is none.", "new",
              anything},
        field{"username", &m::username, presence::optional,
              "The name, 1 to 64 characters; needed for somebody new.", "张小冰", anything},
        field{"type", &m::type, presence::optional, "1 pupil, 2 teacher (where left out for somebody new).",
              "1", any_number},
        field{"sex", &m::sex, presence::optional, "0 male, 1 female.", "0", any_number},
        field{"faceIn",
              &m::faceIn,
              presence::optional,
              "A face: base64 (or a data URL) of a JPEG or PNG of at most 2 MiB, or its http(s) address.",
              {},
              anything},
        field{"otherSchoolId", &m::otherSchoolId, presence::optional, "The school; needed for somebody new.",
              "1", anything},
        field{"otherClassId", &m::otherClassId, presence::optional, "The class.", "132", anything}};
}();

template <>
inline constexpr auto fields_of<wire::sewise::user_row> = [] {
    using m = wire::sewise::user_row;
    using namespace sewise_fields;
    return std::tuple_cat(
        fields_of<wire::sewise::user_request>,
        std::tuple{field{"cardnum", &m::cardnum, presence::optional,
                         "A card that is bound in the school: the user bears it from now on.", "0123456789",
                         anything}});
}();

}  // namespace gatehouse::endpoint
