// What WeChat's API answers: a JSON object, an error where its errcode is there and not 0; the HTTP status
// says nothing. https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
#pragma once

#include "model/delivery.hpp"
#include "net/outgoing.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace gatehouse::outgoing::wechat {

struct spoken {
    net::outgoing_end end = net::outgoing_end::failed;
    unsigned status = 0;
    std::int64_t errcode = 0;    // 0 also where there was no answer
    boost::json::object body{};  // where it was a right answer
    std::string reason;          // for people, where it was none
    std::chrono::milliseconds took{0};

    bool is_right() const { return end == net::outgoing_end::answered && errcode == 0 && reason.empty(); }
    // Of the right answer; empty or 0 where it is not there or of another type.
    std::string text(std::string_view name) const;
    std::int64_t number(std::string_view name) const;
};

// An errcode is named in `reason`; the vendor's own text is not repeated.
spoken read_answer(const net::outgoing_answer& answer);

// The access token is none, over, or not the newest: a new one may help.
bool asks_for_token(const spoken& answer);

// What a message's answer means for it.
model::attempt attempt_of(const spoken& answer, base::instant began);

}  // namespace gatehouse::outgoing::wechat
