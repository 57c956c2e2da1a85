// What a phone page asks about itself, and is answered.
#pragma once

#include "wire/visitor/messages.hpp"

namespace gatehouse::wire::visitor {

struct page_request {
    std::string code;
};

struct page_answer_session {
    std::string token;
    std::int64_t ends_at = 0;
    std::string wechat_id;
    std::string nick;
    std::string avatar;
};

struct signature_query {
    std::string url;
};

struct signature_answer {
    std::string app_id;
    std::int64_t timestamp = 0;
    std::string nonce;
    std::string signature;
};

struct authorize_query {
    std::string redirect_uri;
    std::optional<std::string> scope;
    std::optional<std::string> state;
};

struct authorize_answer {
    std::string url;
};

}  // namespace gatehouse::wire::visitor

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<wire::visitor::page_request> = [] {
    using m = wire::visitor::page_request;
    return std::tuple{field{"code", &m::code, presence::required,
                            "The code that WeChat brought; it serves once.", "0a1b2c", constraint{1, 512}}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::page_answer_session> = [] {
    using m = wire::visitor::page_answer_session;
    return std::tuple{
        field{"token", &m::token, presence::required,
              "To be shown with every call: `Authorization: Bearer`."},
        field{"ends_at", &m::ends_at, presence::required, "When it serves no more, in epoch seconds.",
              "1780000000"},
        field{"weixinUserId", &m::wechat_id, presence::required, "The WeChat id that was proven.", "oABC123"},
        field{"nick", &m::nick, presence::required, "Empty unless they let it be seen."},
        field{"avatar", &m::avatar, presence::required, "Address of their picture; empty as `nick`."}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::signature_query> = [] {
    using m = wire::visitor::signature_query;
    return std::tuple{field{"url", &m::url, presence::required, "The page's whole address.",
                            "https://gate.example.cn/visit?a=1", constraint{1, 2048}}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::signature_answer> = [] {
    using m = wire::visitor::signature_answer;
    return std::tuple{field{"appId", &m::app_id, presence::required, "The account's."},
                      field{"timestamp", &m::timestamp, presence::required, "Epoch seconds.", "1414587457"},
                      field{"nonceStr", &m::nonce, presence::required, "Random.", "Wm3WZYTPz0wzccnW"},
                      field{"signature", &m::signature, presence::required, "As `wx.config` takes it."}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::authorize_query> = [] {
    using m = wire::visitor::authorize_query;
    return std::tuple{
        field{"redirect_uri", &m::redirect_uri, presence::required, "Where WeChat brings the code.",
              "https://gate.example.cn/visit", constraint{1, 2048}},
        field{"scope", &m::scope, presence::optional, "`snsapi_base` (left out), or `snsapi_userinfo`.",
              "snsapi_base", constraint{0, 32}},
        field{"state", &m::state, presence::optional, "Comes back with the code.", "a1", constraint{0, 128}}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::authorize_answer> = [] {
    using m = wire::visitor::authorize_answer;
    return std::tuple{field{"url", &m::url, presence::required, "Where the browser is to go."}};
}();

}  // namespace gatehouse::endpoint
