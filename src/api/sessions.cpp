#include "api/sessions.hpp"

#include "api/caller.hpp"
#include "api/messages.hpp"
#include "api/operation.hpp"
#include "model/tap_time.hpp"
#include "ops/logins.hpp"

#include <array>

namespace gatehouse::api {
namespace {

using base::errc;

constexpr std::size_t session_body_most = 4096;

net::reply answer(const session_item& made)
{
    std::string body;
    base::json_writer json(body);
    endpoint::write_json(json, made);
    return json_reply(201, std::move(body));
}

net::reply open_session(endpoint::services& with, const ops::password_attempt& tried)
{
    const auto index = with.writer.published();
    const auto who = ops::check_password(*index, with.throttle, tried);
    if (!who)
        return refuse(who.error());
    const ops::opened_session made = with.sessions.open(*who, tried.now);
    return answer({made.token, who->role, model::rfc3339(made.ends_at)});
}

// JSON, or a form as a page without script sends it.
base::result<session_request> read_request(const net::request& request)
{
    session_request asked;
    endpoint::fault_list faults;
    if (request.header("Content-Type").starts_with("application/json")) {
        const auto document = parse_body(request);
        if (!document)
            return document.error();
        endpoint::read_json(document->root(), asked, faults);
    } else {
        endpoint::form parameters;
        if (endpoint::read_form_body(request.header("Content-Type"), request.body, parameters))
            return base::error{errc::malformed_input, "the form cannot be read"};
        endpoint::read_query(parameters, asked, faults);
    }
    return faults.empty() ? base::result<session_request>(asked) : faulty(faults);
}

void serve_open(endpoint::exchange&& of)
{
    const auto asked = read_request(of.request);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    ops::password_attempt tried{asked->login, asked->password, of.request.source.address.to_string(),
                                of.with.clock.now()};
    // Before the queue of the workers: who is slowed does not stand in others' way.
    if (const auto wait = ops::blocked(of.with.throttle, tried))
        return of.ask.answer(refuse(*wait));
    endpoint::prepare(
        of.with, base::work_lane::passwords, std::move(of.ask),
        [&with = of.with, tried = std::move(tried)] { return open_session(with, tried); },
        [](net::ticket held, net::reply made) { held.answer(std::move(made)); }, refuse_errc);
}

// Ends the session whose token is shown; an API key has none.
void serve_close(endpoint::exchange&& of)
{
    const auto by = find_caller(of.with, of.request, of.at.who);
    if (!by)
        return of.ask.answer(refuse(by.error()));
    of.with.sessions.close(base::secret(of.request.bearer_token()));
    of.ask.answer(json_reply(204, {}));
}

}  // namespace

std::span<const endpoint::route> session_routes()
{
    static constexpr std::array table{
        endpoint::route{"open_session",
                        net::verb::post,
                        "/api/v1/sessions",
                        endpoint::right::anyone,
                        session_body_most,
                        serve_open,
                        refuse_request,
                        {"Logs in with a password.", 201, nullptr, detail::write_message<session_request>,
                         detail::write_success<session_item>}},
        endpoint::route{"close_session",
                        net::verb::delete_,
                        "/api/v1/sessions/current",
                        endpoint::right::see,
                        empty_body_most,
                        serve_close,
                        refuse_request,
                        {"Logs out.", 204, nullptr, nullptr, detail::write_success<nothing>}},
    };
    return table;
}

}  // namespace gatehouse::api
