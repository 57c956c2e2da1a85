#include "api/sessions.hpp"

#include "api/caller.hpp"
#include "api/messages.hpp"
#include "api/operation.hpp"
#include "model/tap_time.hpp"

#include <array>

namespace gatehouse::api {
namespace {

using base::errc;

constexpr std::size_t session_body_most = 4096;
constexpr std::size_t password_most = 128;  // bytes

struct attempt {
    std::string login;
    base::secret password;
    std::string source;
    base::instant now;
};

net::reply answer(const session_item& made)
{
    std::string body;
    base::json_writer json(body);
    endpoint::write_json(json, made);
    return json_reply(201, std::move(body));
}

net::reply refuse_throttled(std::chrono::seconds wait)
{
    return refuse({errc::throttled, {}, {}, static_cast<unsigned>(wait.count())});
}

// On a worker: the hash is slow on purpose. An unknown login takes as long as a wrong password.
net::reply judge(endpoint::services& with, const attempt& tried, const std::optional<store::login_row>& known)
{
    static const std::string nobody = base::hash_password(base::secret("nobody has this password"));
    const bool right = base::password_matches(known ? known->password_hash : nobody, tried.password) && known;
    if (!right) {
        const auto wait = with.throttle.failed(ops::passwords, tried.login, tried.source, tried.now);
        return wait ? refuse_throttled(*wait) : refuse_errc(errc::unauthenticated);
    }
    const std::string token = with.sessions.open(*known, tried.now);
    const auto session = with.sessions.find(base::secret(token), tried.now);
    return answer({token, known->role, model::rfc3339(session->ends_at)});
}

void check(endpoint::services& with, net::ticket ask, attempt tried, std::optional<store::login_row> known)
{
    endpoint::prepare(
        with, base::work_lane::passwords, std::move(ask),
        [&with, tried = std::move(tried), known = std::move(known)] { return judge(with, tried, known); },
        [](net::ticket held, net::reply made) { held.answer(std::move(made)); }, refuse_errc);
}

class find_row final : public store::read_job {
public:
    find_row(endpoint::services& with, net::ticket ask, attempt tried)
        : with_(with),
          ask_(std::move(ask)),
          tried_(std::move(tried))
    {}
    void run(store::connection& snapshot) override { known_ = store::find_login(snapshot, tried_.login); }
    void finish() noexcept override { check(with_, std::move(ask_), std::move(tried_), std::move(known_)); }
    void fail(errc why) noexcept override { ask_.answer(refuse_errc(why)); }

private:
    endpoint::services& with_;
    net::ticket ask_;
    attempt tried_;
    std::optional<store::login_row> known_;
};

// JSON, or a form as a page without script sends it.
base::result<session_request> read_request(const net::request& request)
{
    session_request asked;
    if (request.header("Content-Type").starts_with("application/json")) {
        const auto document = parse_body(request);
        if (!document)
            return document.error();
        endpoint::fault_list faults;
        endpoint::read_json(document->root(), asked, faults);
        return faults.empty() ? base::result<session_request>(asked) : faulty(faults);
    }
    endpoint::form parameters;
    if (endpoint::read_form_body(request.header("Content-Type"), request.body, parameters))
        return base::error{errc::malformed_input};
    asked.login = parameters.find("login").value_or("");
    asked.password = parameters.find("password").value_or("");
    if (asked.login.empty() || asked.password.empty() || asked.password.size() > password_most)
        return base::error{errc::missing_parameter, "login and password are needed"};
    return asked;
}

void serve_open(endpoint::exchange&& of)
{
    const auto asked = read_request(of.request);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    attempt tried{asked->login, base::secret(asked->password), of.request.source.address.to_string(),
                  of.with.clock.now()};
    if (const auto wait = of.with.throttle.blocked(ops::passwords, tried.login, tried.source, tried.now))
        return of.ask.answer(refuse_throttled(*wait));
    of.with.readers.submit(std::make_unique<find_row>(of.with, std::move(of.ask), std::move(tried)));
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

constexpr std::array table{
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
                    0,
                    serve_close,
                    refuse_request,
                    {"Logs out.", 204, nullptr, nullptr, detail::write_success<nothing>}},
};

}  // namespace

std::span<const endpoint::route> session_routes()
{
    return table;
}

}  // namespace gatehouse::api
