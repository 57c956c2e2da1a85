#include "wire/deli/routes.hpp"

#include "base/json_writer.hpp"
#include "base/log.hpp"
#include "endpoint/envelope.hpp"
#include "endpoint/steps.hpp"
#include "wire/deli/app_calls.hpp"
#include "wire/deli/downloads.hpp"
#include "wire/deli/page_check.hpp"
#include "wire/deli/people_push.hpp"

#include <array>

namespace gatehouse::wire::deli {
namespace {

constexpr std::size_t gateway_body_limit = std::size_t{4} << 20U;

net::reply reply_with(const gateway_reply& what)
{
    net::reply with = endpoint::json_reply();
    with.body = write_reply(what);
    return with;
}

// What never became a call: its status stays.
net::reply refuse_request(unsigned status, std::string_view reason)
{
    const code why = status < 500 ? code::bad_request : code::undefined;
    return endpoint::under_status(
        reply_with({static_cast<std::int64_t>(why), std::string(reason), 0, {}, {}}), status);
}

// Guessing is said in the log; what is right is always let in, so nobody is slowed.
void note_wrong_signature(endpoint::services& with, const std::string& source, base::instant now)
{
    if (with.throttle.failed(ops::machine_secrets, "deli app", source, now))
        base::log(base::events::secret_throttled,
                  {{"protocol", "deli"}, {"source", std::string_view(source)}});
}

net::reply try_again(base::instant now)
{
    return endpoint::under_status(
        reply_with({static_cast<std::int64_t>(code::undefined), "try again", seconds_of(now), {}, {}}), 503);
}

void read_roster(endpoint::exchange&& of, const roster_request& asked, base::instant now)
{
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, asked, now](store::connection& snapshot) {
            return base::result<gateway_reply>(answer_roster(snapshot, *with.writer.published(), asked, now));
        },
        [now](const base::result<gateway_reply>& outcome) {
            return outcome ? reply_with(*outcome) : try_again(now);
        });
}

class report_job final : public store::intake_job {
public:
    report_job(net::ticket ask, reported_checkin what, base::instant now)
        : ask_(std::move(ask)),
          what_(std::move(what)),
          now_(now)
    {}

    std::vector<store::punch_draft> run(store::transaction& in) override
    {
        std::vector<store::punch_draft> drafts;
        auto draft = what_.device.empty() ? ops::take_phone_report(in, what_.app, what_.who, now_)
                                          : ops::take_report(in, what_.device, what_.who, now_);
        if (draft)
            drafts.push_back(std::move(*draft));
        return drafts;
    }
    void finish(std::span<const store::punch_outcome> outcomes) noexcept override
    {
        ask_.answer_later(reply_with(answer_report(!outcomes.empty(), now_)));
    }
    void fail(base::errc) noexcept override { ask_.answer(try_again(now_)); }

private:
    net::ticket ask_;
    reported_checkin what_;
    base::instant now_;
};

// A deed under way, part by part (endpoint::sliced_call); then those whom a device is told to hold.
struct deed_part {
    gateway_reply reply;
    std::int64_t sending = 0;
};
struct deed_state {
    app_deed deed;
    endpoint::services* with;
    base::instant now;
    std::size_t next = 0;
    std::int64_t sending = 0;
    gateway_reply last{};

    deed_part run(store::transaction& in) const
    {
        if (next < deed.parts)
            return {deed.run(in, next)};
        return {ok(), ops::record_sending(in, *deed.people, sending, people_done(), now)};
    }
    bool take(deed_part part)
    {
        last = std::move(part.reply);
        if (last.code != 0)
            return false;
        const bool was_of_people = next >= deed.parts;
        sending = part.sending;
        ++next;
        if (next < deed.parts)
            return true;
        return deed.people &&
               !(was_of_people && (sending == 0 || people_done() >= deed.people->users.size()));
    }
    void end(net::ticket ask)
    {
        if (last.code == 0 && deed.down && !send_down(*with, std::move(*deed.down), sending))
            last = {
                static_cast<std::int64_t>(code::unreachable), "device is offline", seconds_of(now), {}, {}};
        ask.answer_later(reply_with(last));
    }
    net::reply refuse(base::errc) const { return try_again(now); }

private:
    gateway_reply ok() const { return {0, {}, seconds_of(now), {}, {}}; }
    std::size_t people_done() const { return (next - deed.parts) * ops::sent_a_slice; }
};

void serve_gateway(endpoint::exchange&& of)
{
    const base::instant now = of.with.clock.now();
    auto answer = answer_app({endpoint::current_index(of.with), of.with.devices, now}, of.request.body,
                             of.request.header("sig"));
    if (const auto* const roster = std::get_if<roster_request>(&answer))
        return read_roster(std::move(of), *roster, now);
    if (const auto* const report = std::get_if<reported_checkin>(&answer)) {
        of.with.writer.submit(
            store::writer::intake(std::make_unique<report_job>(std::move(of.ask), *report, now)));
        return;
    }
    if (auto* const deed = std::get_if<app_deed>(&answer))
        return endpoint::write_in_slices(of.with, std::move(of.ask),
                                         deed_state{std::move(*deed), &of.with, now});
    const auto& reply = std::get<gateway_reply>(answer);
    if (reply.code == static_cast<std::int64_t>(code::wrong_signature))
        note_wrong_signature(of.with, of.request.source.network(), now);
    of.ask.answer(reply_with(reply));
}

void serve_access_list(endpoint::exchange&& of)
{
    net::reply with = endpoint::json_reply();
    base::json_writer json(with.body);
    json.open_object().name("MQTT").open_array();
    if (of.with.devices)
        for (const std::string& each : of.with.devices->addresses())
            json.text(each);
    json.close_array().close_object();
    of.ask.answer(std::move(with));
}

void serve_page_check(endpoint::exchange&& of)
{
    const base::instant now = of.with.clock.now();
    endpoint::form asked;
    code what = code::bad_request;
    if (!endpoint::read_urlencoded(of.request.query, asked))
        what = check_page(endpoint::current_index(of.with), asked, now);
    if (what == code::wrong_signature)
        note_wrong_signature(of.with, of.request.source.network(), now);
    auto written = write_page_answer(what, asked);
    if (!written)
        return of.ask.answer(refuse_request(400, "callback is no name of a function"));
    net::reply with = endpoint::json_reply();
    with.content_type = written->content_type;
    with.headers.emplace_back("X-Content-Type-Options", "nosniff");
    with.body = std::move(written->body);
    of.ask.answer(std::move(with));
}

constexpr std::array table{
    endpoint::route{"deli_gateway", net::verb::post, "/gateway", endpoint::right::client, gateway_body_limit,
                    serve_gateway, refuse_request},
    endpoint::route{"deli_access_list", net::verb::get, "/access_list", endpoint::right::anyone,
                    endpoint::usual_body_limit, serve_access_list, refuse_request},
    endpoint::route{"deli_firmware", net::verb::get, "/fw/{file}", endpoint::right::anyone, 0, serve_firmware,
                    refuse_request},
    endpoint::route{"deli_phone_page_check", net::verb::get, "/app/premission/check/public",
                    endpoint::right::anyone, 0, serve_page_check, refuse_request},
    endpoint::route{"deli_web_page_check", net::verb::get, "/web/v1.0/cd/premission/check/public",
                    endpoint::right::anyone, 0, serve_page_check, refuse_request},
};

}  // namespace

std::span<const endpoint::route> routes()
{
    return table;
}

}  // namespace gatehouse::wire::deli
