// ShanKai's messages, each field listed once. Names and shapes are those of its document, settled by
// spec/shankai.md.
#pragma once

#include "endpoint/fields.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::wire::shankai {

// Texts are kept within bounds that no real name or address reaches.
inline constexpr std::int64_t name_most = 64;
inline constexpr std::int64_t text_most = 200;

struct token_request {
    std::string_view app_id;
    std::string_view secret;
};

struct token_answer {
    std::string access_token;
    std::int64_t expires_in = 0;
};

struct create_request {
    std::string name;
    std::optional<std::string> address;
    std::optional<std::string> contact;
    endpoint::scalar ic_id_mode;
};

struct named_organization {
    std::string org_id;
    std::string name;
};

struct organization_answer {
    std::string org_id;
};

struct find_request {
    std::optional<std::string> name;
};

// Where several were meant.
struct organizations_answer {
    std::string org_id;
    std::vector<named_organization> organizations;
};

struct update_request {
    std::string org_id;
    std::string name;
    std::optional<std::string> city;
    std::optional<std::string> district;
    std::optional<std::string> address;
    std::optional<std::string> contact;
    endpoint::scalar ic_id_mode;
};

struct organization_request {
    std::string org_id;
};

struct set_card_request {
    std::string org_id;
    std::string mobile;
    std::string name;
    endpoint::scalar card_no;
};

struct get_card_request {
    std::string org_id;
    std::string mobile;
    std::optional<std::string> name;
};

struct card_answer {
    std::variant<std::int64_t, std::string> card_no;
    std::string card_no_hex;
    std::string is_new;
};

struct user_request {
    std::string org_id;
    std::string mobile;
};

struct admin_request {
    std::string org_id;
    std::string login;
    std::string pass;
};

}  // namespace gatehouse::wire::shankai

namespace gatehouse::endpoint {

namespace shankai_fields {
using namespace wire::shankai;

inline constexpr std::string_view community = "oDF3iY9ffA-hqb2vVvbr7qxf6A0Q";
inline constexpr constraint a_name{1, name_most};
inline constexpr constraint a_text{0, text_most};
// What is not among a client's ids is unknown to it, whatever it looks like.
inline constexpr constraint an_id{0, unbounded, text_form::free};
inline constexpr constraint a_mobile{.form = text_form::mobile};
inline constexpr constraint anything{.form = text_form::free};

template <class Message>
constexpr auto org_id = field{"org_id",         &Message::org_id, presence::required,
                              "The community.", community,        an_id};
template <class Message>
constexpr auto mobile = field{
    "mobile", &Message::mobile, presence::required, "A mainland mobile number.", "13823781234", a_mobile};
template <class Message>
constexpr auto mode = field{"ic_id_mode",
                            &Message::ic_id_mode,
                            presence::required,
                            "0 or \"0\": ID cards, which bear the numbers that they were made with. 1 or "
                            "\"1\": IC cards, whose numbers are "
                            "set.",
                            R"("1")",
                            anything};
}  // namespace shankai_fields

template <>
inline constexpr auto fields_of<wire::shankai::token_request> = [] {
    using m = wire::shankai::token_request;
    using namespace shankai_fields;
    return std::tuple{field{"app_id", &m::app_id, presence::given, "The client.", "APPID"},
                      field{"secret", &m::secret, presence::given, "The client's secret.", "APPSECRET"}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::token_answer> = [] {
    using m = wire::shankai::token_answer;
    using namespace shankai_fields;
    return std::tuple{
        field{"access_token", &m::access_token, presence::required, "Goes with every other call."},
        field{"expires_in", &m::expires_in, presence::required, "Its life in seconds.", "7200"}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::create_request> = [] {
    using m = wire::shankai::create_request;
    using namespace shankai_fields;
    return std::tuple{
        field{"name", &m::name, presence::required, "Unique among the client's.", "桃花园小区", a_name},
        field{"address", &m::address, presence::optional, "Where it is.", "地址", a_text},
        field{"contact", &m::contact, presence::optional, "Whom to ask.", "0755-1234567", a_text}, mode<m>};
}();

template <>
inline constexpr auto fields_of<wire::shankai::named_organization> = [] {
    using m = wire::shankai::named_organization;
    using namespace shankai_fields;
    return std::tuple{field{"org_id", &m::org_id, presence::required, "Identifies it.", community},
                      field{"name", &m::name, presence::required, "Its name.", "桃花园小区"}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::organization_answer> = [] {
    using m = wire::shankai::organization_answer;
    using namespace shankai_fields;
    return std::tuple{field{"org_id", &m::org_id, presence::required,
                            "Identifies the community; with 1001 the one that has the name.", community}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::find_request> = [] {
    using m = wire::shankai::find_request;
    using namespace shankai_fields;
    return std::tuple{field{"name", &m::name, presence::optional, "Left out or empty: all of the client's.",
                            "桃花园小区", constraint{0, name_most}}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::organizations_answer> = [] {
    using m = wire::shankai::organizations_answer;
    using namespace shankai_fields;
    return std::tuple{
        field{"org_id", &m::org_id, presence::required, "The oldest.", community},
        field{"organizations", &m::organizations, presence::required, "All of them, oldest first."}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::update_request> = [] {
    using m = wire::shankai::update_request;
    using namespace shankai_fields;
    return std::tuple{
        org_id<m>,
        field{"name", &m::name, presence::required, "Unique among the client's.", "桃花园小区", a_name},
        field{"city", &m::city, presence::optional, "Left out: as it is.", "深圳", a_text},
        field{"district", &m::district, presence::optional, "Left out: as it is.", "宝安区", a_text},
        field{"address", &m::address, presence::optional, "Left out: as it is.", "地址", a_text},
        field{"contact", &m::contact, presence::optional, "Left out: as it is.", "0755-1234567", a_text},
        mode<m>};
}();

template <>
inline constexpr auto fields_of<wire::shankai::organization_request> = [] {
    using m = wire::shankai::organization_request;
    using namespace shankai_fields;
    return std::tuple{org_id<m>};
}();

template <>
inline constexpr auto fields_of<wire::shankai::set_card_request> = [] {
    using m = wire::shankai::set_card_request;
    using namespace shankai_fields;
    return std::tuple{org_id<m>, mobile<m>,
                      field{"name", &m::name, presence::required, "The resident's name.", "张三", a_name},
                      field{"card_no", &m::card_no, presence::required,
                            "Decimal, 1 to 2147483647, as a number or a text; or 0x and up to 20 hex digits.",
                            "123456", anything}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::get_card_request> = [] {
    using m = wire::shankai::get_card_request;
    using namespace shankai_fields;
    return std::tuple{
        org_id<m>, mobile<m>,
        field{"name", &m::name, presence::optional,
              "Adds the resident where the mobile is new and the community has ID cards; empty is left out.",
              "张三", constraint{0, name_most}}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::card_answer> = [] {
    using m = wire::shankai::card_answer;
    using namespace shankai_fields;
    return std::tuple{
        field{"card_no", &m::card_no, presence::required, "A number; a text with 0x where it was set so.",
              "123456"},
        field{"card_no_hex", &m::card_no_hex, presence::required, "The same number in hex.", "0x1E240"},
        field{"is_new", &m::is_new, presence::required,
              "\"true\" where this call allotted it, else \"false\".", "true"}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::user_request> = [] {
    using m = wire::shankai::user_request;
    using namespace shankai_fields;
    return std::tuple{org_id<m>, mobile<m>};
}();

template <>
inline constexpr auto fields_of<wire::shankai::admin_request> = [] {
    using m = wire::shankai::admin_request;
    using namespace shankai_fields;
    return std::tuple{
        org_id<m>,
        field{"login", &m::login, presence::required, "Unique in the whole server.", "office",
              constraint{3, 64}},
        field{"pass", &m::pass, presence::required, "8 to 128 bytes.", "correct horse", anything}};
}();

}  // namespace gatehouse::endpoint
