// The messages of Beiliao's document (seeds/000, steps three to five), field by field.
#pragma once

#include "endpoint/fields.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::wire::beiliao {

// In every call. Views into the request.
struct credentials {
    std::string_view appid;
    std::string_view appsecret;
    std::string_view authkid;
};

struct match_request {
    std::string_view cardnum;
    std::string_view classid;
    std::string_view data;
};

struct kick_request {
    std::string_view cardnum;
    std::string_view time_kick;
    std::string_view image_base64;
};

struct class_item {
    std::string id;
    std::string_view name;
};

// Names are views into the index that it was made from.
struct meta_answer {
    std::string_view name;
    std::string createdatetime;
    std::int64_t status = 1;
    std::vector<class_item> classes;
};

struct member {
    std::string phone;
    std::string name;
    bool registered = false;
};

struct match_answer {
    std::string cardnum;
    std::vector<member> members;
};

struct kick_answer {
    std::string id;
    bool duplicate = false;
};

}  // namespace gatehouse::wire::beiliao

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<wire::beiliao::credentials> =
    std::tuple{field{"appid", &wire::beiliao::credentials::appid, presence::required, "The client.",
                     "08560e99366c6653e9a408f154da734c"},
               field{"appsecret", &wire::beiliao::credentials::appsecret, presence::required,
                     "The client's secret.", "c724f2d614aabc62376c94f67170c458"},
               field{"authkid", &wire::beiliao::credentials::authkid, presence::required,
                     "The licence of this client for one kindergarten.", "4b77d8e78c6ef930130170c13ee7ffc3"}};

template <>
inline constexpr auto fields_of<wire::beiliao::match_request> = std::tuple{
    field{"cardnum", &wire::beiliao::match_request::cardnum, presence::required, "The card's number as read.",
          "0040856634"},
    field{"classid", &wire::beiliao::match_request::classid, presence::given,
          "The class that the card belongs to.", "2463"},
    field{"data", &wire::beiliao::match_request::data, presence::given,
          "At most 100 pairs phone,name; separated by semicolons.", "13632241882,XXX;13632231882,DDD;"}};

template <>
inline constexpr auto fields_of<wire::beiliao::kick_request> = std::tuple{
    field{"cardnum", &wire::beiliao::kick_request::cardnum, presence::required, "The card's number as read.",
          "0040856634"},
    field{"time_kick", &wire::beiliao::kick_request::time_kick, presence::required,
          "When the card was shown: epoch seconds, epoch milliseconds, or YYYY-MM-DD HH:MM:SS in the "
          "kindergarten's time zone.",
          "1700000000"},
    field{"image_base64", &wire::beiliao::kick_request::image_base64, presence::optional,
          "A JPEG or PNG picture of at most 2 MiB, in base64."}};

template <>
inline constexpr auto fields_of<wire::beiliao::class_item> = std::tuple{
    field{"id", &wire::beiliao::class_item::id, presence::required, "Identifies the class.", "2463"},
    field{"name", &wire::beiliao::class_item::name, presence::required, "Its name.", "萌妹一班"}};

template <>
inline constexpr auto fields_of<wire::beiliao::meta_answer> = std::tuple{
    field{"name", &wire::beiliao::meta_answer::name, presence::required, "The kindergarten.", "0 贝聊幼儿园"},
    field{"createdatetime", &wire::beiliao::meta_answer::createdatetime, presence::required,
          "When it was registered, in epoch seconds.", "1376198719"},
    field{"status", &wire::beiliao::meta_answer::status, presence::required, "1 open, 0 closed."},
    field{"classes", &wire::beiliao::meta_answer::classes, presence::required, "Its classes, newest first."}};

template <>
inline constexpr auto fields_of<wire::beiliao::member> = std::tuple{
    field{"phone", &wire::beiliao::member::phone, presence::required, "The account's phone.", "13632241882"},
    field{"name", &wire::beiliao::member::name, presence::required, "The account's name.", "XXX"},
    field{"registered", &wire::beiliao::member::registered, presence::required,
          "Whether this call made the account."}};

template <>
inline constexpr auto fields_of<wire::beiliao::match_answer> =
    std::tuple{field{"cardnum", &wire::beiliao::match_answer::cardnum, presence::required, "As it was sent.",
                     "0040856634"},
               field{"members", &wire::beiliao::match_answer::members, presence::required,
                     "The pairs of this call in order."}};

template <>
inline constexpr auto fields_of<wire::beiliao::kick_answer> =
    std::tuple{field{"id", &wire::beiliao::kick_answer::id, presence::required, "Identifies the tap.", "1"},
               field{"duplicate", &wire::beiliao::kick_answer::duplicate, presence::required,
                     "Whether the same tap stood already."}};

}  // namespace gatehouse::endpoint
