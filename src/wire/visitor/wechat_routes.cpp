#include "wire/visitor/wechat_routes.hpp"

#include "endpoint/openapi_parts.hpp"
#include "endpoint/steps.hpp"
#include "store/visitor_site.hpp"
#include "wire/visitor/document.hpp"
#include "wire/visitor/envelope.hpp"
#include "wire/visitor/reading.hpp"
#include "wire/visitor/wechat_messages.hpp"

#include <array>
#include <memory>

namespace gatehouse::wire::visitor {
namespace {

using base::errc;

constexpr std::string_view no_account = "no WeChat account is configured";

// std::function copies; a ticket must not be.
std::shared_ptr<net::ticket> hold(endpoint::exchange& of)
{
    return std::make_shared<net::ticket>(std::move(of.ask));
}

net::reply refuse_code(endpoint::services& with, const std::string& source, bool is_guess)
{
    if (!is_guess)
        return refuse_errc(errc::overloaded);
    const auto wait = with.throttle.failed(ops::machine_secrets, "wechat", source, with.clock.now());
    if (!wait)
        return refuse_errc(errc::unauthenticated);
    return refused({errc::throttled, {}, {}, static_cast<unsigned>(wait->count())});
}

net::reply open_page(endpoint::services& with, model::organization_id site,
                     const endpoint::wechat_identity& who)
{
    const auto made = with.visitors.sessions.open(site, who.openid, with.clock.now());
    const auto ends_at = std::chrono::floor<std::chrono::seconds>(made.ends_at).time_since_epoch();
    return envelope(page_answer_session{made.token, ends_at.count(), who.openid, who.nick, who.avatar});
}

// What they let be seen is kept with what they are bound to.
void open_with_profile(endpoint::services& with, net::ticket ask, model::organization_id site,
                       const endpoint::wechat_identity& who)
{
    endpoint::write(
        with, std::move(ask),
        [site, who](store::transaction& in) -> base::result<endpoint::nothing> {
            store::put_wechat_profile(in, site, who.openid, who.nick, who.avatar);
            return endpoint::nothing{};
        },
        [&with, site, who](const base::result<endpoint::nothing>& done) {
            return done ? open_page(with, site, who) : refused(done.error());
        });
}

// The code is the credential: WeChat says whose it is.
void serve_open(endpoint::exchange&& of)
{
    auto asked = read_request<page_request, fields_in::body>(of.request);
    if (!asked)
        return of.ask.answer(refused(asked.error()));
    if (!of.with.visitors.identify)
        return of.ask.answer(refused({errc::not_found, std::string(no_account)}));
    const model::organization_id site = endpoint::current_index(of.with).visitor_site;
    if (!site)
        return of.ask.answer(refuse_errc(errc::organization_unknown));
    const std::string source = of.request.source.network();
    if (const auto wait = of.with.throttle.blocked(ops::machine_secrets, "wechat", source,
                                                   of.with.clock.now()))
        return of.ask.answer(refused({errc::throttled, {}, {}, static_cast<unsigned>(wait->count())}));
    of.with.visitors.identify(asked->code,
                              [&with = of.with, ask = hold(of), site,
                               source](const std::optional<endpoint::wechat_identity>& who, bool is_guess) {
                                  if (!who)
                                      return ask->answer(refuse_code(with, source, is_guess));
                                  if (!who->nick.empty() || !who->avatar.empty())
                                      return open_with_profile(with, std::move(*ask), site, *who);
                                  ask->answer(open_page(with, site, *who));
                              });
}

void serve_signature(endpoint::exchange&& of)
{
    auto what = take<signature_query, fields_in::query>(of, for_phones);
    if (!what)
        return of.ask.answer(refused(what.error()));
    if (!of.with.visitors.sign_page)
        return of.ask.answer(refused({errc::not_found, std::string(no_account)}));
    of.with.visitors.sign_page(
        what->asked.url, [ask = hold(of)](const std::optional<endpoint::page_signature>& made) {
            ask->answer(
                made ? envelope(signature_answer{made->app_id, made->timestamp, made->nonce, made->signature})
                     : refuse_errc(errc::overloaded));
        });
}

void serve_authorize(endpoint::exchange&& of)
{
    const auto asked = read_request<authorize_query, fields_in::query>(of.request);
    if (!asked)
        return of.ask.answer(refused(asked.error()));
    if (!of.with.visitors.authorize_url)
        return of.ask.answer(refused({errc::not_found, std::string(no_account)}));
    const std::string scope = asked->scope.value_or("snsapi_base");
    const std::string state = asked->state.value_or("");
    if (scope != "snsapi_base" && scope != "snsapi_userinfo")
        return of.ask.answer(refused(faulty("scope", "must be snsapi_base or snsapi_userinfo")));
    of.ask.answer(
        envelope(authorize_answer{of.with.visitors.authorize_url(asked->redirect_uri, scope, state)}));
}

template <class Request>
void write_query(base::json_writer& json)
{
    endpoint::for_each_field<Request>([&json](const auto& f) {
        endpoint::write_text_parameter(json, f.name, "query", f.needed == endpoint::presence::required,
                                       f.meaning);
    });
}

}  // namespace

std::span<const endpoint::route> wechat_routes()
{
    static constexpr std::array table{
        endpoint::route{"visitor_open_page",
                        net::verb::post,
                        "/v1/wechat/session",
                        endpoint::right::anyone,
                        4096,
                        serve_open,
                        refuse_request,
                        {"Opens a phone page by the code that WeChat brought.", 200, nullptr,
                         write_request<page_request>, write_answer<page_answer_session>}},
        endpoint::route{sign_page_name,
                        net::verb::get,
                        "/v1/wechat/js_config",
                        endpoint::right::client,
                        0,
                        serve_signature,
                        refuse_request,
                        {"What a page's scripts give `wx.config`.", 200, write_query<signature_query>,
                         nullptr, write_answer<signature_answer>}},
        endpoint::route{"visitor_authorize_page",
                        net::verb::get,
                        "/v1/wechat/authorize",
                        endpoint::right::anyone,
                        0,
                        serve_authorize,
                        refuse_request,
                        {"Where a page sends the browser for a code.", 200, write_query<authorize_query>,
                         nullptr, write_answer<authorize_answer>}},
    };
    return table;
}

}  // namespace gatehouse::wire::visitor
