#include "api/sessions.hpp"

#include "api/caller.hpp"
#include "api/messages.hpp"
#include "endpoint/steps.hpp"
#include "model/tap_time.hpp"

#include <array>

namespace gatehouse::api {
namespace {

using base::errc;

constexpr std::size_t body_most = 4096;
constexpr std::size_t password_most = 128;

struct attempt {
    std::string login;
    base::secret password;
    std::string source;
    base::instant now;
};

net::reply answer(const session_item& made)
{
    net::reply with;
    with.status = 201;
    with.content_type = "application/json";
    with.headers.emplace_back("Cache-Control", "no-store");
    base::json_writer json(with.body);
    endpoint::write_json(json, made);
    return with;
}

net::reply refuse_throttled(std::chrono::seconds wait)
{
    net::reply with = refuse_errc(errc::throttled);
    with.retry_after = static_cast<unsigned>(wait.count());
    return with;
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

void serve_open(endpoint::exchange&& of)
{
    endpoint::form parameters;
    if (endpoint::read_form_body(of.request.header("Content-Type"), of.request.body, parameters))
        return of.ask.answer(refuse_errc(errc::malformed_input));
    const std::string login(parameters.find("login").value_or(""));
    const base::secret password(parameters.find("password").value_or(""));
    if (login.empty() || password.empty() || password.reveal().size() > password_most)
        return of.ask.answer(refuse({errc::missing_parameter, "login and password are needed"}));
    attempt tried{login, password, of.request.source.address.to_string(), of.with.clock.now()};
    if (const auto wait = of.with.throttle.blocked(ops::passwords, login, tried.source, tried.now))
        return of.ask.answer(refuse_throttled(*wait));
    of.with.readers.submit(std::make_unique<find_row>(of.with, std::move(of.ask), std::move(tried)));
}

constexpr std::array table{
    endpoint::route{"api.sessions", net::verb::post, "/api/v1/sessions", endpoint::audience::anyone,
                    body_most, serve_open, refuse_request},
};

}  // namespace

std::span<const endpoint::route> session_routes()
{
    return table;
}

}  // namespace gatehouse::api
