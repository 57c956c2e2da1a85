#include "app/telling.hpp"

#include "api/punches.hpp"
#include "app/outgoing_accounts.hpp"
#include "app/visitors.hpp"
#include "base/log.hpp"
#include "ops/background.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace gatehouse::app {
namespace {

net::outgoing_options outgoing_options_of(const settings& chosen, std::size_t answer_most = 64U << 10U)
{
    net::outgoing_options options;
    options.answer_most = answer_most;
    options.allowed = read_networks("outgoing.allow", chosen.outgoing_allow);
    return options;
}

// Attempts under way at one app, and at all.
constexpr ops::lane_limits app_lanes{16, 256};

ops::delivery_options delivery_options_of(const settings& chosen, const store::picture_files& pictures)
{
    constexpr std::int64_t minutes_most = 7 * 24 * 60;
    if (chosen.tell_within_minutes < 1 || chosen.tell_within_minutes > minutes_most)
        throw std::runtime_error("tell_within_minutes must be from 1 to " + std::to_string(minutes_most));
    ops::delivery_options options;
    options.making.tell_within = std::chrono::minutes(chosen.tell_within_minutes);
    const std::string_view url = chosen.public_url;
    options.public_url = url.substr(0, url.find_last_not_of('/') + 1);
    options.pictures = &pictures;
    return options;
}

// Before anything is sent: a way that is configured no more must not be tried.
store::writer& settled(store::writer& writer, const settings& chosen, const base::clock& clock)
{
    const auto ways = ways_of(chosen);
    const model::organization_id site = writer.published()->visitor_site;
    if (site && !ops::run_behind(
                    writer, [&](store::transaction& in) { ops::settle_ways(in, site, ways, clock.now()); }))
        throw std::runtime_error("the ways to tell of visits could not be set; the log has the reason");
    return writer;
}

// An invalid code, one that was used, none: the caller's doing. All else is WeChat's or the operator's.
bool is_guess(std::int64_t errcode)
{
    constexpr std::array<std::int64_t, 3> of_the_code{40029, 40163, 41008};
    return std::find(of_the_code.begin(), of_the_code.end(), errcode) != of_the_code.end();
}

// What WeChat refused is for the operator to read; a person is told only that it did.
void note(const outgoing::wechat::spoken& why)
{
    base::log(base::events::wechat_refused, {{"reason", std::string_view(why.reason)}});
}

}  // namespace

telling::telling(const settings& chosen, store::database& db, store::writer& writer,
                 const store::keyring& keys, const store::picture_files& pictures, const base::clock& clock)
    : client_(outgoing_options_of(chosen)),
      wechat_client_(outgoing_options_of(chosen)),
      webhooks_(client_, clock, api::write_punch_event),
      face_hosts_(client_, clock, groups_of(chosen)),
      wechat_(wechat_client_, clock, wechat_of(chosen)),
      templates_(wechat_, wechat_client_, clock),
      sms_(client_, clock, sms_of(chosen)),
      dispatcher_([&](std::function<void()> came) {
          auto made = std::make_shared<ops::delivery_round>(
              db, settled(writer, chosen, clock), keys, clock,
              ops::senders{&webhooks_, &face_hosts_, &templates_, &sms_},
              delivery_options_of(chosen, pictures), std::move(came));
          deliveries_ = made.get();
          return made;
      }),
      app_client_(outgoing_options_of(chosen)),
      apps_(app_client_, clock),
      app_dispatcher_([&](std::function<void()> came) {
          auto made = std::make_shared<ops::app_round>(db, writer, keys, clock, apps_, app_lanes,
                                                       std::move(came));
          app_calls_ = made.get();
          return made;
      }),
      face_client_(outgoing_options_of(chosen, outgoing::face::answer_most)),
      faces_(db, writer, keys, pictures, face_client_, clock)
{}

void telling::serve(endpoint::visiting& pages)
{
    if (!wechat_.is_configured())
        return;
    pages.identify = [this](std::string_view code, endpoint::identified done) {
        wechat_.identify(code, [done = std::move(done)](const auto& who) {
            if (const auto* const why = std::get_if<outgoing::wechat::spoken>(&who)) {
                note(*why);
                return done({}, is_guess(why->errcode));
            }
            const auto& known = std::get<outgoing::wechat::identity>(who);
            done(endpoint::wechat_identity{known.openid, known.nick, known.avatar}, false);
        });
    };
    pages.sign_page = [this](std::string_view url,
                             std::function<void(std::optional<endpoint::page_signature>)> done) {
        wechat_.sign(url, [done = std::move(done)](const auto& made) {
            if (const auto* const why = std::get_if<outgoing::wechat::spoken>(&made)) {
                note(*why);
                return done(std::nullopt);
            }
            const auto& page = std::get<outgoing::wechat::page_signature>(made);
            done(endpoint::page_signature{page.app_id, page.timestamp, page.nonce, page.signature});
        });
    };
    pages.authorize_url = [this](std::string_view redirect, std::string_view scope, std::string_view state) {
        return outgoing::wechat::authorize_url(wechat_.settings(), redirect, scope, state);
    };
}

void telling::stop()
{
    faces_.stop();
    app_dispatcher_.stop();
    dispatcher_.stop();
    wechat_client_.stop(std::chrono::milliseconds(0));
}

}  // namespace gatehouse::app
