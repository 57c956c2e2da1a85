// The visitor system's messages about WeChat ids, each field listed once. Names and shapes are those of its
// document, settled by spec/visitor.md.
#pragma once

#include "endpoint/fields.hpp"

#include <optional>
#include <string>

namespace gatehouse::wire::visitor {

inline constexpr std::int64_t name_most = 64;
inline constexpr std::int64_t text_most = 200;

struct binding_query {
    std::string wechat_id;
};

struct employee_binding_request {
    std::string wechat_id;
    std::string name;
    std::string phone;
};

struct visitor_binding_request {
    std::string wechat_id;
    std::string phone;
};

struct employee_answer {
    std::string avatar;
    std::string name;
    std::string department;
    std::int64_t subject_id = 0;
    std::string phone;
};

struct visitor_answer {
    std::string nick;
    std::string avatar;
    std::string phone;
};

struct bound_answer {
    std::string type;
    std::string name;
    std::string department;
    std::int64_t subject_id = -1;
    std::string avatar;
    std::string phone;
};

}  // namespace gatehouse::wire::visitor

namespace gatehouse::endpoint {

namespace visitor_fields {
using namespace wire::visitor;

inline constexpr constraint a_name{1, name_most};
inline constexpr constraint a_text{0, text_most};
inline constexpr constraint an_id{1, 128};
inline constexpr constraint anything{.form = text_form::free};
inline constexpr std::string_view example_phone = "13811111111";
inline constexpr std::string_view example_pass = R"({"id": 207,"qrcode":"83bae139a9bc445384f4fc7a2df6a047"})";
inline constexpr std::string_view example_photo =
    "/static/upload/photo/12/f4802fb12e74c4e1b4b102f65bf23811.jpg";
inline constexpr std::string_view example_picture = "/qrcode/83bae139a9bc445384f4fc7a2df6a047.jpg";
inline constexpr std::string_view time_form =
    "epoch seconds, milliseconds, or YYYY-MM-DD HH:MM:SS in the site's time zone";

template <class Message>
constexpr auto wechat_id = field{"weixinUserId",   &Message::wechat_id, presence::required,
                                 "The WeChat id.", "oABC123",           an_id};
template <class Message>
constexpr auto phone = field{"phone",      &Message::phone, presence::required,
                             "The phone.", example_phone,   a_name};
template <class Message>
constexpr auto subject_id = field{"subject_id", &Message::subject_id, presence::required,
                                  "Ours; it never changes.", "26"};
template <class Message>
constexpr auto koala_subject_id = field{"koala_subject_id", &Message::koala_subject_id, presence::required,
                                        "The face host's; 0 before it knows them.", "0"};
template <class Message>
constexpr auto pass_text = field{"qrcode", &Message::qrcode, presence::required,
                                 "What the QR code says; empty before the sign-in.", example_pass};
template <class Message>
constexpr auto pass_picture = field{"qrcode_img_url", &Message::qrcode_img_url, presence::required,
                                    "Its picture; empty before the sign-in.", example_picture};
template <class Message>
constexpr auto photo_given = field{"photo",
                                   &Message::photo,
                                   presence::optional,
                                   "A JPEG or PNG of at most 2 MiB and 25 megapixels, in base64.",
                                   {},
                                   anything};
template <class Message>
constexpr auto photo_shown = field{"photo", &Message::photo, presence::required,
                                   "Where it is to be had; empty: there is none.", example_photo};
template <class Message>
constexpr auto is_auth = field{"is_auth", &Message::is_auth, presence::required, "1: authorised; 0: not.",
                               "1"};
}  // namespace visitor_fields

template <>
inline constexpr auto fields_of<wire::visitor::binding_query> =
    std::tuple{visitor_fields::wechat_id<wire::visitor::binding_query>};

template <>
inline constexpr auto fields_of<wire::visitor::employee_binding_request> = [] {
    using m = wire::visitor::employee_binding_request;
    using namespace visitor_fields;
    return std::tuple{wechat_id<m>,
                      field{"name", &m::name, presence::required, "The employee's name.", "李四", a_name},
                      phone<m>};
}();

template <>
inline constexpr auto fields_of<wire::visitor::visitor_binding_request> = [] {
    using m = wire::visitor::visitor_binding_request;
    using namespace visitor_fields;
    return std::tuple{wechat_id<m>, phone<m>};
}();

template <>
inline constexpr auto fields_of<wire::visitor::employee_answer> = [] {
    using m = wire::visitor::employee_answer;
    using namespace visitor_fields;
    return std::tuple{
        field{"avatar", &m::avatar, presence::required,
              "Address of their face, which needs no credentials; empty where there is none, or no "
              "consent to it.",
              "/avatar/0000000000075b3f2e8d6b4a1c9e7025.jpg"},
        field{"name", &m::name, presence::required, "Their name.", "李四"},
        field{"department", &m::department, presence::required, "Theirs.", "法务部"}, subject_id<m>,
        phone<m>};
}();

template <>
inline constexpr auto fields_of<wire::visitor::visitor_answer> = [] {
    using m = wire::visitor::visitor_answer;
    using namespace visitor_fields;
    return std::tuple{field{"nick", &m::nick, presence::required, "What they call themself in WeChat."},
                      field{"avatar", &m::avatar, presence::required, "Address of their picture."}, phone<m>};
}();

template <>
inline constexpr auto fields_of<wire::visitor::bound_answer> = [] {
    using m = wire::visitor::bound_answer;
    using namespace visitor_fields;
    return std::tuple{field{"type", &m::type, presence::required, "employee or visitor.", "employee"},
                      field{"name", &m::name, presence::required, "The name, or the nick.", "李四"},
                      field{"department", &m::department, presence::required, "An employee's.", "市场部"},
                      field{"subject_id", &m::subject_id, presence::required, "An employee's, or -1.", "8"},
                      field{"avatar", &m::avatar, presence::required, "Address of their picture."},
                      phone<m>};
}();

}  // namespace gatehouse::endpoint
