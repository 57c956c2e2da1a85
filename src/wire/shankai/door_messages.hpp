// ShanKai's calls about doors. Its document has codes for them and shows none: they are ours, in its style
// (spec/shankai.md).
#pragma once

#include "wire/shankai/messages.hpp"

namespace gatehouse::wire::shankai {

inline constexpr std::int64_t records_most = 100;
inline constexpr std::int64_t records_usual = 50;

struct add_door_request {
    std::string org_id;
    std::string name;
};

struct door_answer {
    std::string door_id;
};

struct door_request {
    std::string org_id;
    std::optional<std::string> door_id;
    std::optional<std::string> name;
};

struct door_item {
    std::string door_id;
    std::string name;
};

struct doors_answer {
    std::vector<door_item> doors;
};

struct open_request {
    std::string org_id;
    std::optional<std::string> door_id;
    std::optional<std::string> name;
    std::optional<endpoint::scalar> card_no;
    std::optional<std::string> mobile;
};

struct record_answer {
    std::string record_id;
};

struct records_request {
    std::string org_id;
    std::optional<endpoint::scalar> start;
    std::optional<endpoint::scalar> end;
    std::optional<std::string> cursor;
    std::optional<endpoint::scalar> size;
};

struct record_item {
    std::string record_id;
    std::string time;
    std::string door_id;
    std::string door_name;
    std::string method;
    std::string card_no;
    std::string mobile;
    std::string name;
    std::string opened;
    std::string reason;
};

struct records_answer {
    std::vector<record_item> records;
    std::optional<std::string> cursor;
};

}  // namespace gatehouse::wire::shankai

namespace gatehouse::endpoint {

namespace shankai_fields {
template <class Message>
constexpr auto door_id = field{"door_id", &Message::door_id, presence::optional, "The door.", "1", an_id};
template <class Message>
constexpr auto door_name =
    field{"name", &Message::name, presence::optional, "The door's name, where `door_id` is left out.",
          "东门", a_name};
}  // namespace shankai_fields

template <>
inline constexpr auto fields_of<wire::shankai::add_door_request> = [] {
    using m = wire::shankai::add_door_request;
    using namespace shankai_fields;
    return std::tuple{
        org_id<m>, field{"name", &m::name, presence::required, "Unique in the community.", "东门", a_name}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::door_answer> = [] {
    using m = wire::shankai::door_answer;
    using namespace shankai_fields;
    return std::tuple{field{"door_id", &m::door_id, presence::required, "Identifies it.", "1"}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::door_request> = [] {
    using m = wire::shankai::door_request;
    using namespace shankai_fields;
    return std::tuple{org_id<m>, door_id<m>, door_name<m>};
}();

template <>
inline constexpr auto fields_of<wire::shankai::door_item> = [] {
    using m = wire::shankai::door_item;
    using namespace shankai_fields;
    return std::tuple{field{"door_id", &m::door_id, presence::required, "Identifies it.", "1"},
                      field{"name", &m::name, presence::required, "Its name.", "东门"}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::doors_answer> = [] {
    using m = wire::shankai::doors_answer;
    using namespace shankai_fields;
    return std::tuple{field{"doors", &m::doors, presence::required, "Oldest first."}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::open_request> = [] {
    using m = wire::shankai::open_request;
    using namespace shankai_fields;
    return std::tuple{
        org_id<m>, door_id<m>, door_name<m>,
        field{"card_no", &m::card_no, presence::optional, "The card that is shown.", "123456", anything},
        field{"mobile", &m::mobile, presence::optional,
              "The resident who opens without a card; one of the two.", "13823781234", a_mobile}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::record_answer> = [] {
    using m = wire::shankai::record_answer;
    using namespace shankai_fields;
    return std::tuple{field{"record_id", &m::record_id, presence::required, "Identifies the opening.", "1"}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::records_request> = [] {
    using m = wire::shankai::records_request;
    using namespace shankai_fields;
    return std::tuple{
        org_id<m>,
        field{"start", &m::start, presence::optional,
              "The first instant: epoch seconds, epoch milliseconds, or YYYY-MM-DD HH:MM:SS in the "
              "community's time zone.",
              R"("2026-05-28 08:00:00")", anything},
        field{"end", &m::end, presence::optional, "The first instant that is out.",
              R"("2026-05-29 00:00:00")", anything},
        field{"cursor", &m::cursor, presence::optional, "`cursor` of the page before.", {}, anything},
        field{"size", &m::size, presence::optional, "1 to 100; 50 when left out.", "50", anything}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::record_item> = [] {
    using m = wire::shankai::record_item;
    using namespace shankai_fields;
    return std::tuple{
        field{"record_id", &m::record_id, presence::required, "Identifies the opening.", "1"},
        field{"time", &m::time, presence::required, "YYYY-MM-DD HH:MM:SS in the community's time zone.",
              "2026-05-28 08:00:00"},
        field{"door_id", &m::door_id, presence::required, "The door.", "1"},
        field{"door_name", &m::door_name, presence::required, "Its name.", "东门"},
        field{"method", &m::method, presence::required,
              "card, mobile, or what a device says: face, fingerprint, password, qr, manual.", "card"},
        field{"card_no", &m::card_no, presence::required,
              "What was shown, as it was written; empty where it was a mobile.", "123456"},
        field{"mobile", &m::mobile, presence::required, "The resident's; may be empty.", "13823781234"},
        field{"name", &m::name, presence::required, "The resident's; may be empty.", "张三"},
        field{"opened", &m::opened, presence::required, "\"true\" or \"false\".", "true"},
        field{"reason", &m::reason, presence::required, "Why it did not open."}};
}();

template <>
inline constexpr auto fields_of<wire::shankai::records_answer> = [] {
    using m = wire::shankai::records_answer;
    using namespace shankai_fields;
    return std::tuple{field{"records", &m::records, presence::required, "Newest first."},
                      field{"cursor", &m::cursor, presence::required, "Of the next page; null at the end."}};
}();

}  // namespace gatehouse::endpoint
