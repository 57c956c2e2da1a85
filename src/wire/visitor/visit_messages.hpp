// The visitor system's messages about visits and passes.
#pragma once

#include "wire/visitor/messages.hpp"

#include <variant>
#include <vector>

namespace gatehouse::wire::visitor {

inline constexpr std::int64_t page_size_usual = 5;
inline constexpr std::int64_t page_size_most = 100;

// Epoch seconds, or a reading of the site's clock where the operator chose so.
using shown_time = std::variant<std::int64_t, std::string>;

struct companion_request {
    std::string name;
    std::string phone;
    std::optional<std::string> photo;
};

struct application_request {
    endpoint::scalar subject_type;
    std::string name;
    std::string phone;
    std::optional<endpoint::scalar> purpose;
    std::optional<std::string> remark;
    std::optional<std::string> come_from;
    std::string proposer;
    std::string interviewee;
    std::string interviewee_phone;
    endpoint::scalar start_time;
    endpoint::scalar end_time;
    std::optional<std::string> photo;
    std::optional<std::vector<companion_request>> companions;
};

struct companion_answer {
    std::int64_t subject_id = 0;
    std::string name;
    std::string phone;
    std::string photo;
    std::int64_t koala_subject_id = 0;
};

template <class Companion>
struct visit_answer {
    std::string come_from;
    std::string department;
    shown_time end_time;
    std::string group_ids;
    std::int64_t group_ids2 = 0;
    std::int64_t id = 0;
    std::string interviewee;
    std::string interviewee_phone;
    std::string name;
    std::string phone;
    std::string photo;
    std::int64_t photo_id = 0;
    std::string proposer;
    std::int64_t purpose = 0;
    std::string remark;
    shown_time start_time;
    std::int64_t subject_id = 0;
    std::int64_t koala_subject_id = 0;
    std::int64_t subject_type = 1;
    std::vector<Companion> companions;
};

using application_answer = visit_answer<companion_answer>;

struct auth_record : visit_answer<companion_answer> {
    std::int64_t is_auth = 0;
};

struct companion_record : companion_answer {
    std::string qrcode;
    std::string qrcode_img_url;
};

struct visit_record : visit_answer<companion_record> {
    std::int64_t is_auth = 0;
    shown_time signin_time;
    std::string qrcode;
    std::string qrcode_img_url;
};

struct records_query {
    std::optional<std::string> type;
    std::optional<std::string> proposer;
    std::optional<std::string> name;
    std::optional<std::string> phone;
    std::optional<std::string> interviewee;
    std::optional<std::string> interviewee_phone;
    std::optional<std::string> start_time;
    std::optional<std::string> end_time;
    std::optional<std::string> is_auth;
    std::optional<std::string> page;
    std::optional<std::string> size;
};

struct auth_records_query {
    std::optional<std::string> phone;
    std::optional<std::string> page;
    std::optional<std::string> size;
};

struct page_answer {
    std::int64_t count = 0;
    std::int64_t current = 1;
    std::int64_t size = page_size_usual;
    std::int64_t total = 0;
};

struct auth_request {
    std::optional<endpoint::scalar> auth;
    std::optional<std::string> reason;
};

struct purpose_answer {
    std::string label;
    std::int64_t value = 0;
};

struct nda_answer {
    std::int64_t id = 0;
    std::string text;
};

struct sign_in_request {
    std::string phone;
    std::optional<endpoint::scalar> nda_id;
};

struct signed_in_guest {
    std::int64_t subject_id = 0;
    std::string name;
    std::string phone;
    std::string qrcode;
    std::string qrcode_img_url;
    std::int64_t koala_subject_id = 0;
};

struct sign_in_answer : signed_in_guest {
    std::int64_t id = 0;
    std::vector<signed_in_guest> companions;
};

struct code_request {
    std::string qrcode;
};

}  // namespace gatehouse::wire::visitor

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<wire::visitor::companion_request> = [] {
    using m = wire::visitor::companion_request;
    using namespace visitor_fields;
    return std::tuple{field{"name", &m::name, presence::required, "Their name.", "李四", a_name}, phone<m>,
                      photo_given<m>};
}();

template <>
inline constexpr auto fields_of<wire::visitor::application_request> = [] {
    using m = wire::visitor::application_request;
    using namespace visitor_fields;
    return std::tuple{
        field{"subject_type", &m::subject_type, presence::required, "1: visitor.", "1", anything},
        field{"name", &m::name, presence::required, "The main visitor.", "haha", a_name},
        phone<m>,
        field{"purpose", &m::purpose, presence::optional,
              "0 other, 1 interview, 2 business, 3 family and friends, 4 a parcel.", "3", anything},
        field{"remark", &m::remark, presence::optional, "Anything.", "hello", a_text},
        field{"come_from", &m::come_from, presence::optional, "Whose people they are.", "ZY", a_text},
        field{"proposer", &m::proposer, presence::required, "The phone of whoever applies.", example_phone,
              a_name},
        field{"interviewee", &m::interviewee, presence::required, "Whom they visit.", "富贵", a_name},
        field{"interviewee_phone", &m::interviewee_phone, presence::required, "The phone of that employee.",
              example_phone, a_name},
        field{"start_time", &m::start_time, presence::required, time_form, "1596104964", anything},
        field{"end_time", &m::end_time, presence::required, time_form, "1596108564", anything},
        photo_given<m>,
        field{"retinues",
              &m::companions,
              presence::optional,
              "Who comes along: at most 20.",
              {},
              constraint{0, 20}}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::companion_answer> = [] {
    using m = wire::visitor::companion_answer;
    using namespace visitor_fields;
    return std::tuple{subject_id<m>, field{"name", &m::name, presence::required, "Their name.", "李四"},
                      phone<m>, photo_shown<m>, koala_subject_id<m>};
}();

template <class Companion>
inline constexpr auto fields_of<wire::visitor::visit_answer<Companion>> = [] {
    using m = wire::visitor::visit_answer<Companion>;
    using namespace visitor_fields;
    constexpr std::string_view when = "Epoch seconds, or text where the operator chose so.";
    return std::tuple{
        field{"come_from", &m::come_from, presence::required, "Whose people they are.", "ZY"},
        field{"department", &m::department, presence::required, "The host's.", "法务部"},
        field{"end_time", &m::end_time, presence::required, when},
        field{"group_ids", &m::group_ids, presence::required, "Empty."},
        field{"group_ids2", &m::group_ids2, presence::required, "0."},
        field{"id", &m::id, presence::required, "Identifies the visit.", "428"},
        field{"interviewee", &m::interviewee, presence::required, "Whom they visit.", "富贵"},
        field{"interviewee_phone", &m::interviewee_phone, presence::required, "Their phone.", example_phone},
        field{"name", &m::name, presence::required, "The main visitor.", "haha"},
        phone<m>,
        photo_shown<m>,
        field{"photo_id", &m::photo_id, presence::required, "Identifies it; 0: there is none.", "15"},
        field{"proposer", &m::proposer, presence::required, "The phone of whoever applied.", example_phone},
        field{"purpose", &m::purpose, presence::required, "0 to 4.", "3"},
        field{"remark", &m::remark, presence::required, "As it was given.", "hello"},
        field{"start_time", &m::start_time, presence::required, when},
        subject_id<m>,
        koala_subject_id<m>,
        field{"subject_type", &m::subject_type, presence::required, "1: visitor.", "1"},
        field{"retinues", &m::companions, presence::required, "Who comes along."}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::auth_record> =
    std::tuple_cat(fields_of<wire::visitor::application_answer>,
                   std::tuple{visitor_fields::is_auth<wire::visitor::auth_record>});

template <>
inline constexpr auto fields_of<wire::visitor::companion_record> =
    std::tuple_cat(fields_of<wire::visitor::companion_answer>,
                   std::tuple{visitor_fields::pass_text<wire::visitor::companion_record>,
                              visitor_fields::pass_picture<wire::visitor::companion_record>});

template <>
inline constexpr auto fields_of<wire::visitor::visit_record> = [] {
    using m = wire::visitor::visit_record;
    using namespace visitor_fields;
    return std::tuple_cat(fields_of<visit_answer<companion_record>>,
                          std::tuple{is_auth<m>,
                                     field{"signin_time", &m::signin_time, presence::required,
                                           "When they signed in; 0, or empty, before."},
                                     pass_text<m>, pass_picture<m>});
}();

template <>
inline constexpr auto fields_of<wire::visitor::records_query> = [] {
    using m = wire::visitor::records_query;
    using namespace visitor_fields;
    return std::tuple{
        field{"type", &m::type, presence::optional, "mobile or web; needed.", "mobile", anything},
        field{"proposer", &m::proposer, presence::optional, "The phone of whoever applied; mobile needs it.",
              example_phone, anything},
        field{"name", &m::name, presence::optional, "A part of the main visitor's name.", "haha", anything},
        field{"phone", &m::phone, presence::optional, "The main visitor's.", "12345678", anything},
        field{"interviewee", &m::interviewee, presence::optional, "A part of the host's name.", "富贵",
              anything},
        field{"interviewee_phone", &m::interviewee_phone, presence::optional, "The host's.", example_phone,
              anything},
        field{"start_time", &m::start_time, presence::optional, "Visits that begin then or later.",
              "1596104964", anything},
        field{"end_time", &m::end_time, presence::optional, "Visits that end then or earlier.", "1596108564",
              anything},
        field{"is_auth", &m::is_auth, presence::optional, "1: authorised ones; 0: the others.", "1",
              anything},
        field{"page", &m::page, presence::optional, "Which page; 1 when left out.", "1", anything},
        field{"size", &m::size, presence::optional, "Of a page: 1 to 100; 5 when left out.", "5", anything}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::auth_records_query> = [] {
    using m = wire::visitor::auth_records_query;
    using namespace visitor_fields;
    return std::tuple{
        field{"phone", &m::phone, presence::optional, "The employee's.", example_phone, anything},
        field{"page", &m::page, presence::optional, "Which page; 1 when left out.", "1", anything},
        field{"size", &m::size, presence::optional, "Of a page: 1 to 100; 5 when left out.", "5", anything}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::page_answer> = [] {
    using m = wire::visitor::page_answer;
    return std::tuple{field{"count", &m::count, presence::required, "Rows that match.", "1"},
                      field{"current", &m::current, presence::required, "This page.", "1"},
                      field{"size", &m::size, presence::required, "Of a page.", "5"},
                      field{"total", &m::total, presence::required, "Pages.", "1"}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::auth_request> = [] {
    using m = wire::visitor::auth_request;
    using namespace visitor_fields;
    return std::tuple{
        field{"auth", &m::auth, presence::optional, "0 refuses; 1, or left out: authorises.", "1", anything},
        field{"reason", &m::reason, presence::optional, "Why it is refused.", {}, a_text}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::purpose_answer> = [] {
    using m = wire::visitor::purpose_answer;
    return std::tuple{field{"label", &m::label, presence::required, "What people read.", "其它"},
                      field{"value", &m::value, presence::required, "What `purpose` says.", "0"}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::nda_answer> = [] {
    using m = wire::visitor::nda_answer;
    return std::tuple{field{"id", &m::id, presence::required, "What `nda_id` says at the sign-in.", "1"},
                      field{"text", &m::text, presence::required, "What guests agree to."}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::sign_in_request> = [] {
    using m = wire::visitor::sign_in_request;
    using namespace visitor_fields;
    return std::tuple{phone<m>,
                      field{"nda_id", &m::nda_id, presence::optional,
                            "Which text the guests agreed to, where the site has one.", "1", anything}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::signed_in_guest> = [] {
    using m = wire::visitor::signed_in_guest;
    using namespace visitor_fields;
    return std::tuple{subject_id<m>,   field{"name", &m::name, presence::required, "Their name.", "李四"},
                      phone<m>,        pass_text<m>,
                      pass_picture<m>, koala_subject_id<m>};
}();

template <>
inline constexpr auto fields_of<wire::visitor::sign_in_answer> = [] {
    using m = wire::visitor::sign_in_answer;
    using namespace visitor_fields;
    return std::tuple_cat(
        std::tuple{field{"id", &m::id, presence::required, "Identifies the visit.", "207"}},
        fields_of<signed_in_guest>,
        std::tuple{field{"retinues", &m::companions, presence::required, "Who comes along."}});
}();

template <>
inline constexpr auto fields_of<wire::visitor::code_request> = [] {
    using m = wire::visitor::code_request;
    using namespace visitor_fields;
    return std::tuple{field{"qrcode", &m::qrcode, presence::required,
                            "What the reader read: the whole JSON text, or its hex alone.", example_pass,
                            anything}};
}();

}  // namespace gatehouse::endpoint
