#include "wire/sewise/calls.hpp"

#include "base/log.hpp"
#include "endpoint/form.hpp"

namespace gatehouse::wire::sewise {
namespace {

using base::errc;

constexpr std::size_t parsed_at_once = std::size_t{64} << 10U;

std::string shown_elsewhere(const net::request& request)
{
    endpoint::form parameters;
    if (endpoint::read_urlencoded(request.query, parameters))
        return {};
    const auto named = parameters.find("access_token");
    return std::string(named ? *named : request.bearer_token());
}

std::string_view token_of(const arrived& from, const endpoint::json_view& body)
{
    const auto named = body.find("access_token");
    if (!named || named->kind() == endpoint::json_kind::null)
        return from.shown;
    return named->kind() == endpoint::json_kind::text ? named->text() : std::string_view();
}

// The call, or the answer to what is none.
std::variant<call, net::reply> recognise(endpoint::services& with, arrived from)
{
    if (from.body.empty() && !from.shown.empty())
        from.body = "{}";
    auto document = endpoint::json_document::parse(from.body);
    if (!document || document->root().kind() != endpoint::json_kind::object)
        return refused({errc::malformed_input, "the body is no JSON object"});
    const base::instant now = with.clock.now();
    const auto index = with.writer.published();
    const auto client = ops::find_kept_token(*index, with.keys,
                                             base::secret(token_of(from, document->root())), now);
    if (!client)
        return wrong_secret(with, "sewise token", from.source, errc::token_unknown);
    return call{std::move(from), std::move(*document), {*client, now}};
}

}  // namespace

net::reply wrong_secret(endpoint::services& with, std::string_view identity, const std::string& source,
                        errc why)
{
    const auto wait = with.throttle.failed(ops::machine_secrets, identity, source, with.clock.now());
    if (!wait)
        return refuse_errc(why);
    base::log(base::events::secret_throttled, {{"protocol", "sewise"}, {"source", std::string_view(source)}});
    return refuse_throttled(why, *wait);
}

void take(endpoint::exchange&& of, const std::function<void(endpoint::services&, net::ticket, call)>& then)
{
    if (of.request.method != net::verb::post && of.request.method != net::verb::get)
        return of.ask.answer(refused({errc::unknown_action, "POST"}));
    arrived from{std::string(of.request.body), shown_elsewhere(of.request), std::string(of.path[0]),
                 of.request.source.network()};
    const auto go_on = [&with = of.with, then](net::ticket ask, std::variant<call, net::reply> what) {
        if (auto* const reply = std::get_if<net::reply>(&what))
            ask.answer(std::move(*reply));
        else
            then(with, std::move(ask), std::get<call>(std::move(what)));
    };
    if (from.body.size() <= parsed_at_once)
        return go_on(std::move(of.ask), recognise(of.with, std::move(from)));
    endpoint::prepare(
        of.with, base::work_lane::bodies, std::move(of.ask),
        [&with = of.with, from = std::move(from)]() mutable { return recognise(with, std::move(from)); },
        go_on, refuse_errc);
}

}  // namespace gatehouse::wire::sewise
