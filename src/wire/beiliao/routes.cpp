#include "wire/beiliao/routes.hpp"

#include "base/log.hpp"
#include "endpoint/fields_form.hpp"
#include "endpoint/fields_write.hpp"
#include "endpoint/steps.hpp"
#include "ops/clients.hpp"
#include "wire/beiliao/handlers.hpp"

#include <array>
#include <atomic>

namespace gatehouse::wire::beiliao {
namespace {

using base::errc;

template <class Data>
net::reply envelope(const Data& data, int code, std::string_view message)
{
    constexpr std::size_t usual_answer = 1024;  // bytes; longer ones grow
    net::reply with;
    with.content_type = "application/json; charset=utf-8";
    with.body.reserve(usual_answer);
    base::json_writer json(with.body);
    json.open_object().name("data");
    endpoint::write_json(json, data);
    json.name("errcode").number(code).name("errmsg").text(message).close_object();
    return with;
}

net::reply refused(const base::error& why)
{
    const code_row& row = code_row_of(why.code);
    std::string message(row.sentence);
    if (!why.message.empty())
        message.append(": ").append(why.message);
    net::reply with;
    with.content_type = "application/json; charset=utf-8";
    base::json_writer json(with.body);
    json.open_object().name("data").raw("{}").name("errcode").number(row.code).name("errmsg").text(message);
    json.close_object();
    if (why.code == errc::overloaded) {
        with.status = 503;
        with.retry_after = 1;
    }
    if (why.code == errc::throttled) {
        with.status = 429;
        with.retry_after = why.retry_after;
    }
    return with;
}

net::reply refuse_errc(errc why)
{
    return refused({why, ""});
}

template <class Answer>
net::reply answered(const base::result<Answer>& outcome)
{
    return outcome ? envelope(*outcome, 0, "") : refused(outcome.error());
}

net::reply refuse_request(unsigned status, std::string_view reason)
{
    // Nobody could be recognised in it: answered like a call without parameters.
    net::reply with = refused(
        {status == 500 || status == 503 ? errc::internal : errc::unauthenticated, std::string(reason)});
    with.status = status;
    if (status == 503)
        with.retry_after = 1;
    return with;
}

struct call {
    endpoint::services& with;
    net::ticket ask;
    caller by;
    std::optional<errc> shut;  // the kindergarten is deleted or closed
};

using action_function = void (*)(call&& of, const endpoint::form& parameters);

struct action {
    std::string_view name;
    action_function serve;
};

void serve_meta(call&& of, const endpoint::form&)
{
    const auto* const home = endpoint::current_index(of.with).organization(of.by.organization);
    of.ask.answer(envelope(handle_meta(*home), 0, ""));
}

void serve_match(call&& of, const endpoint::form& parameters)
{
    const auto asked = endpoint::read_form<match_request>(parameters);
    if (!asked)
        return of.ask.answer(refused(asked.error()));
    auto order = read_match(of.by, of.with.keys, *asked);
    if (!order)
        return of.ask.answer(refused(order.error()));
    endpoint::write(
        of.with, std::move(of.ask),
        [order = std::move(*order)](store::transaction& in) { return handle_match(in, order); },
        [](const base::result<match_answer>& outcome) { return answered(outcome); });
}

void append_tap(endpoint::services& with, net::ticket ask, ops::tap what)
{
    endpoint::append(
        with, std::move(ask),
        [what = std::move(what)](const store::index& in) { return ops::judge_tap(in, what); },
        [](const std::optional<errc>& refusal, const std::optional<store::punch_outcome>& outcome) {
            return refusal ? refuse_errc(*refusal) : envelope(answer_kick(outcome.value()), 0, "");
        },
        refuse_errc);
}

// A worker decodes, encrypts and writes the picture; only then the tap goes to the writer.
void keep_picture(endpoint::services& with, net::ticket ask, ops::tap what, const model::time_zone& zone,
                  std::string image)
{
    endpoint::prepare(
        with, base::work_lane::pictures, std::move(ask),
        [&with, &zone, what = std::move(what), image = std::move(image)]() mutable {
            const auto bytes = read_image_text(image);
            const auto picture = bytes ? model::read_picture(*bytes) : model::picture_fault::not_a_picture;
            if (const auto* clean = std::get_if<model::clean_picture>(&picture))
                what.picture = with.pictures.keep(
                    what.organization, with.picture_keys.of(what.organization, zone, what.received_at),
                    clean->type, clean->bytes);
            else
                what.picture_unreadable = true;
            return std::move(what);
        },
        [&with](net::ticket held, ops::tap made) { append_tap(with, std::move(held), std::move(made)); },
        refuse_errc);
}

void serve_kick(call&& of, const endpoint::form& parameters)
{
    const auto asked = endpoint::read_form<kick_request>(parameters);
    auto what = asked ? read_kick(of.by, of.with.keys, *asked) : base::result<ops::tap>(asked.error());
    // What is wrong with the kindergarten is answered first; a tap that can be read is kept all the same.
    if (!what)
        return of.ask.answer(of.shut ? refuse_errc(*of.shut) : refused(what.error()));
    if (asked->image_base64.empty())
        append_tap(of.with, std::move(of.ask), std::move(*what));
    else
        keep_picture(of.with, std::move(of.ask), std::move(*what), *of.by.zone,
                     std::string(asked->image_base64));
}

constexpr std::array actions{
    action{"service/meta/get", serve_meta},
    action{"service/card/match", serve_match},
    action{"service/card/kick", serve_kick},
};

net::reply wrong_secret(endpoint::services& with, const net::request& request, std::string_view appid,
                        base::instant now)
{
    const std::string source = request.source.network();
    const auto wait = with.throttle.failed(ops::machine_secrets, appid, source, now);
    if (!wait)
        return refuse_errc(errc::unauthenticated);
    base::log(base::events::secret_throttled,
              {{"protocol", "beiliao"}, {"source", std::string_view(source)}});
    return refused({errc::throttled, {}, {}, static_cast<unsigned>(wait->count())});
}

void note_printed_credentials()
{
    static std::atomic<bool> said{false};
    if (!said.exchange(true))
        base::log(base::events::printed_credentials, {{"protocol", "beiliao"}});
}

// In the document's order: client, licence, kindergarten; then the action.
void serve_known(endpoint::exchange&& of, const endpoint::form& parameters)
{
    const auto text = [&parameters](std::string_view name) { return parameters.find(name).value_or(""); };
    const base::instant now = of.with.clock.now();
    const store::index& in = endpoint::current_index(of.with);
    const bool printed_allowed = of.with.as == endpoint::profile::lab;

    const std::string_view appid = text("appid");
    if (appid.empty())
        return of.ask.answer(refuse_errc(errc::unauthenticated));
    const auto client = ops::authenticate(in, of.with.keys, "beiliao", appid, text("appsecret"));
    if (!client)
        return of.ask.answer(wrong_secret(of.with, of.request, appid, now));
    if (!printed_allowed && is_printed_client(appid, text("appsecret"))) {
        note_printed_credentials();
        return of.ask.answer(refuse_errc(errc::unauthenticated));
    }
    const auto licence = ops::find_licence(in, of.with.keys, client->id, text("authkid"));
    const store::organization_entry* const home = licence ? in.organization(licence->organization) : nullptr;
    if (!home || (!printed_allowed && is_printed_licence(text("authkid"))))
        return of.ask.answer(refuse_errc(errc::licence_unknown));

    const std::string_view name = text("action");
    const auto found = std::find_if(actions.begin(), actions.end(),
                                    [name](const action& each) { return each.name == name; });
    std::optional<errc> shut;
    if (home->what.status == model::organization_status::deleted)
        shut = errc::organization_deleted;
    else if (home->what.status == model::organization_status::closed && found != actions.end() &&
             found->serve != serve_meta)
        shut = errc::organization_closed;
    if (shut && (found == actions.end() || found->serve != serve_kick))
        return of.ask.answer(refuse_errc(*shut));
    if (found == actions.end())
        return of.ask.answer(refuse_errc(errc::unknown_action));
    const caller by{client->id, client->card_format, home->what.id, home->zone, now};
    found->serve({of.with, std::move(of.ask), by, shut}, parameters);
}

void take_action(std::string_view query, endpoint::form& into)
{
    endpoint::form read;
    const auto fault = endpoint::read_urlencoded(query, read);
    if (const auto named = fault ? std::nullopt : read.find("action"))
        into.add("action", into.keep(*named));
}

// Any other method or body type, and a body that is no form, is answered like a call without parameters.
void serve(endpoint::exchange&& of)
{
    endpoint::form parameters;
    if (of.request.method == net::verb::post) {
        // `action` may stand in the query string; the body's own goes before it. Nothing else is taken from
        // there: addresses end up in logs.
        if (!of.request.query.empty())
            take_action(of.request.query, parameters);
        if (endpoint::read_form_body(of.request.header("Content-Type"), of.request.body, parameters))
            return of.ask.answer(refused({errc::unauthenticated, "请求体格式错误"}));
    }
    serve_known(std::move(of), parameters);
}

constexpr std::array table{
    endpoint::route{"beiliao", std::nullopt, "/index.php", endpoint::right::client,
                    endpoint::usual_body_limit, serve, refuse_request},
};

}  // namespace

std::span<const endpoint::route> routes()
{
    return table;
}

}  // namespace gatehouse::wire::beiliao
