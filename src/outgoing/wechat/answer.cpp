#include "outgoing/wechat/answer.hpp"

#include "ops/notice.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>

namespace gatehouse::outgoing::wechat {
namespace {

using model::attempt_end;

constexpr int busy_attempts = 4;     // at first, and three times again
constexpr int message_attempts = 7;  // at first, and six times again

struct code_row {
    std::int64_t code;
    attempt_end end;
    std::string_view meaning;
};

// spec/wechat.md §7. What is not listed is final: it would fail again.
constexpr std::array codes{
    code_row{-1, attempt_end::failed, "the system is busy"},
    code_row{40001, attempt_end::failed, "the access token is not the newest, or the secret is wrong"},
    code_row{40014, attempt_end::failed, "the access token is invalid"},
    code_row{41001, attempt_end::failed, "the access token is missing"},
    code_row{42001, attempt_end::failed, "the access token is over"},
    code_row{40002, attempt_end::refused, "wrong grant type"},
    code_row{40003, attempt_end::unreached, "the openid is invalid"},
    code_row{40013, attempt_end::refused, "the app id is wrong"},
    code_row{40029, attempt_end::refused, "the code is wrong"},
    code_row{40037, attempt_end::refused, "the template is unknown"},
    code_row{40125, attempt_end::refused, "the app secret is wrong"},
    code_row{40163, attempt_end::refused, "the code was used before"},
    code_row{40164, attempt_end::refused, "this server's address is not in the account's list"},
    code_row{89503, attempt_end::refused, "the account's administrator must confirm this server's address"},
    code_row{43004, attempt_end::unreached, "the person does not follow the account"},
    code_row{43101, attempt_end::unreached, "the person refused such messages"},
    code_row{43117, attempt_end::postponed, "too many messages to this person"},
    code_row{45009, attempt_end::failed, "the account's limit of the day is reached"},
    code_row{45011, attempt_end::failed, "the account's limit of the minute is reached"},
    code_row{47003, attempt_end::refused, "a field does not fit the template"},
    code_row{48001, attempt_end::refused, "the account may not use this"},
    code_row{48004, attempt_end::refused, "the account is barred from this"},
    code_row{50002, attempt_end::refused, "the account is limited"},
};

code_row meaning_of(std::int64_t code)
{
    const auto known = std::find_if(codes.begin(), codes.end(),
                                    [code](const auto& row) { return row.code == code; });
    return known != codes.end() ? *known : code_row{code, attempt_end::refused, "refused"};
}

constexpr std::int64_t day_limit = 45009;
constexpr std::int64_t minute_limit = 45011;
constexpr std::int64_t person_limit = 43117;
constexpr std::int64_t busy = -1;
constexpr std::int64_t invalid_openid = 40003;

const boost::json::value* member(const boost::json::object& of, std::string_view name)
{
    return of.if_contains({name.data(), name.size()});
}

}  // namespace

std::string spoken::text(std::string_view name) const
{
    const auto* const found = member(body, name);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t spoken::number(std::string_view name) const
{
    const auto* const found = member(body, name);
    return found && found->is_int64() ? found->get_int64() : 0;
}

spoken read_answer(const net::outgoing_answer& answer)
{
    spoken read;
    read.end = answer.end;
    read.status = answer.status;
    read.reason = answer.reason;
    read.took = answer.took;
    if (answer.end != net::outgoing_end::answered)
        return read;
    boost::json::error_code error;
    const auto document = boost::json::parse(answer.body, error);
    const bool is_object = !error && document.is_object();
    const auto* const code = is_object ? member(document.get_object(), "errcode") : nullptr;
    if (!is_object || answer.status != 200 || (code && !code->is_int64())) {
        read.reason = "the answer is not WeChat's (status " + std::to_string(answer.status) + ")";
        return read;
    }
    read.errcode = code ? code->get_int64() : 0;
    if (read.errcode == 0)
        read.body = document.get_object();
    else
        read.reason = "WeChat answered " + std::to_string(read.errcode) + ": " +
                      std::string(meaning_of(read.errcode).meaning);
    return read;
}

bool asks_for_token(const spoken& answer)
{
    constexpr std::array<std::int64_t, 4> known{40001, 40014, 41001, 42001};
    return answer.end == net::outgoing_end::answered &&
           std::find(known.begin(), known.end(), answer.errcode) != known.end();
}

model::attempt attempt_of(const spoken& answer, base::instant began)
{
    model::attempt attempt;
    attempt.at = began;
    attempt.took = answer.took;
    attempt.outcome = answer.reason;
    attempt.attempts_most = message_attempts;
    if (answer.end == net::outgoing_end::refused || answer.end == net::outgoing_end::stopped) {
        attempt.end = answer.end == net::outgoing_end::refused ? attempt_end::refused
                                                               : attempt_end::abandoned;
        return attempt;
    }
    if (answer.end == net::outgoing_end::answered)
        attempt.status = answer.status;
    if (answer.is_right()) {
        attempt.end = attempt_end::delivered;
        attempt.outcome = "WeChat accepted it";
        if (const std::int64_t id = answer.number("msgid"); id != 0)
            attempt.receipt = std::to_string(id);
    } else if (answer.errcode != 0) {
        attempt.end = meaning_of(answer.errcode).end;
        attempt.is_unknown = answer.errcode == invalid_openid;
    }
    if (answer.errcode == busy)
        attempt.attempts_most = busy_attempts;
    else if (answer.errcode == day_limit)
        attempt.wait = ops::until_midnight_in_china(began + answer.took);
    else if (answer.errcode == minute_limit || answer.errcode == person_limit)
        attempt.wait = std::chrono::minutes(1);
    return attempt;
}

}  // namespace gatehouse::outgoing::wechat
