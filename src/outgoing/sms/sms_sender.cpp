#include "outgoing/sms/sms_sender.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "base/fingerprint.hpp"
#include "base/json_writer.hpp"
#include "outgoing/sms/signature.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <ctime>

namespace gatehouse::outgoing::sms {
namespace {

using model::attempt_end;

constexpr std::string_view version = "2017-05-25";

std::string timestamp_of(base::instant at)
{
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

// A value that holds a pass stays whole: a part of one opens nothing.
std::string value_of(const ops::template_field& field, const account& by, const ops::words& with)
{
    const std::string value = ops::fill(field.pattern, with);
    return ops::names(field.pattern, "qrcode") ? value : ops::shortened(value, by.value_most);
}

std::string template_param(const account& by, const ops::notice& what)
{
    std::string text;
    base::json_writer json(text);
    json.open_object();
    const auto fields = by.fields.find(what.kind);
    if (fields != by.fields.end())
        for (const ops::template_field& each : fields->second)
            json.name(each.key).text(value_of(each, by, what.words));
    json.close_object();
    return text;
}

struct code_row {
    std::string_view code;
    attempt_end end;
    std::string_view meaning;
};

// spec/aliyun-sms.md §4. What is not listed: `isv.` is final, all else is tried again.
constexpr std::array codes{
    code_row{"OK", attempt_end::delivered, "accepted"},
    code_row{"Success", attempt_end::delivered, "accepted"},
    code_row{"success", attempt_end::delivered, "accepted"},
    code_row{"200", attempt_end::delivered, "accepted"},
    code_row{"isv.BUSINESS_LIMIT_CONTROL", attempt_end::postponed, "too many messages to this phone"},
    code_row{"isv.DAY_LIMIT_CONTROL", attempt_end::refused, "the account's limit of the day is reached"},
    code_row{"isv.MONTH_LIMIT_CONTROL", attempt_end::refused, "the account's limit of the month is reached"},
    code_row{"isv.MOBILE_NUMBER_ILLEGAL", attempt_end::refused, "no phone that can be sent to"},
    code_row{"isv.AMOUNT_NOT_ENOUGH", attempt_end::refused, "the account has no money left"},
    code_row{"isp.RAM_PERMISSION_DENY", attempt_end::refused, "the key may not send messages"},
    code_row{"SignatureDoesNotMatch", attempt_end::refused, "the key's secret is wrong"},
    code_row{"InvalidAccessKeyId.NotFound", attempt_end::refused, "the key is unknown"},
    code_row{"InvalidTimeStamp.Expired", attempt_end::refused, "this server's clock is wrong"},
};

code_row meaning_of(std::string_view code)
{
    const auto known = std::find_if(codes.begin(), codes.end(),
                                    [code](const auto& row) { return row.code == code; });
    if (known != codes.end())
        return *known;
    return {code, code.starts_with("isv.") ? attempt_end::refused : attempt_end::failed, {}};
}

// The vendor's codes are words; anything else is not repeated.
bool is_code(std::string_view text)
{
    constexpr std::size_t most = 64;
    return !text.empty() && text.size() <= most &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") ==
               std::string_view::npos;
}

// The limits are by minute, hour and day (分钟级, 小时级, 天级流控); only the message says which was reached.
std::chrono::seconds limit_of(std::string_view message, base::instant now)
{
    if (message.find("天级") != std::string_view::npos)
        return ops::until_midnight_in_china(now);
    return message.find("小时级") != std::string_view::npos ? std::chrono::hours(1) : std::chrono::minutes(1);
}

std::string text_at(const boost::json::object& in, std::string_view name)
{
    const auto* const found = in.if_contains({name.data(), name.size()});
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

void judge(const net::outgoing_answer& answer, model::attempt& into)
{
    boost::json::error_code error;
    const auto document = boost::json::parse(answer.body, error);
    const std::string code = error || !document.is_object() ? "" : text_at(document.get_object(), "Code");
    if (!is_code(code)) {
        into.end = attempt_end::failed;
        into.outcome = "the answer is not the vendor's (status " + std::to_string(answer.status) + ")";
        return;
    }
    const auto& object = document.get_object();
    const code_row row = meaning_of(code);
    into.end = row.end;
    into.outcome = "the vendor answered " + code;
    if (!row.meaning.empty())
        into.outcome.append(": ").append(row.meaning);
    if (const std::string receipt = text_at(object, "BizId"); row.end == attempt_end::delivered)
        into.receipt = ops::shortened(receipt, 64);
    if (row.end == attempt_end::postponed)
        into.wait = limit_of(text_at(object, "Message"), into.at + into.took);
}

}  // namespace

ops::template_fields standard_fields()
{
    using enum model::notice_kind;
    const ops::template_field name{"name", "{visitor_name}"};
    const ops::template_field time{"time", "{start_time}"};
    const ops::template_field code{"code", "{qrcode}"};
    return {{approval_reminder, {name, time}},
            {host_signin, {name, time}},
            {approval_pass, {name, time}},
            {guest_signin, {name, time, code}}};
}

net::outgoing_request request_of(const account& by, const ops::notice& what, std::string_view out_id,
                                 std::string_view nonce, base::instant now)
{
    parameters asked{{"PhoneNumbers", what.recipient},
                     {"SignName", by.sign_name},
                     {"TemplateCode", what.template_id},
                     {"TemplateParam", template_param(by, what)},
                     {"OutId", std::string(out_id)}};
    net::outgoing_request request;
    request.url = by.url + "/";
    request.any_address = by.url != vendors_url;
    request.deadline = std::chrono::seconds(10);
    request.only_once = true;
    if (by.signature == signature_version::v2) {
        asked.insert({{"Action", "SendSms"},
                      {"Version", std::string(version)},
                      {"Format", "JSON"},
                      {"RegionId", "cn-hangzhou"},
                      {"AccessKeyId", by.key_id},
                      {"SignatureMethod", "HMAC-SHA1"},
                      {"SignatureVersion", "1.0"},
                      {"SignatureNonce", std::string(nonce)},
                      {"Timestamp", timestamp_of(now)}});
        asked.emplace("Signature", signature_v2("POST", asked, by.key));
        request.body = canonical(asked);
        request.headers = {"Content-Type: application/x-www-form-urlencoded"};
        return request;
    }
    request.body = canonical(asked);
    const std::string digest = base::fingerprint_of(request.body);
    const std::size_t host = by.url.find("://") + 3;
    const parameters headers{{"host", by.url.substr(host)},
                             {"content-type", "application/x-www-form-urlencoded"},
                             {"x-acs-action", "SendSms"},
                             {"x-acs-content-sha256", digest},
                             {"x-acs-date", timestamp_of(now)},
                             {"x-acs-signature-nonce", std::string(nonce)},
                             {"x-acs-version", std::string(version)}};
    for (const auto& [name, value] : headers)
        request.headers.emplace_back(name).append(": ").append(value);
    request.headers.push_back("Authorization: " +
                              authorization_v3("POST", {}, headers, digest, by.key_id, by.key));
    return request;
}

model::attempt attempt_of(const net::outgoing_answer& answer, base::instant began)
{
    model::attempt attempt;
    attempt.at = began;
    attempt.took = answer.took;
    attempt.outcome = answer.reason;
    switch (answer.end) {
    case net::outgoing_end::answered:
        attempt.status = answer.status;
        judge(answer, attempt);
        break;
    case net::outgoing_end::failed: attempt.end = attempt_end::failed; break;
    case net::outgoing_end::refused: attempt.end = attempt_end::refused; break;
    case net::outgoing_end::stopped: attempt.end = attempt_end::abandoned; break;
    }
    return attempt;
}

void sms_sender::send(ops::letter what, done when_done)
{
    constexpr std::size_t nonce_bytes = 16;
    const base::instant began = clock_.now();
    if (as_.key_id.empty() || !what.said) {
        model::attempt refused;
        refused.at = began;
        refused.end = attempt_end::refused;
        refused.outcome = "SMS is not configured";
        return when_done(std::move(what), std::move(refused));
    }
    auto request = request_of(as_, *what.said, what.what.message,
                              base::to_hex(base::random_bytes(nonce_bytes)), began);
    by_.post(std::move(request),
             [what = std::move(what), when_done = std::move(when_done), began](net::outgoing_answer answer) {
                 when_done(what, attempt_of(answer, began));
             });
}

}  // namespace gatehouse::outgoing::sms
