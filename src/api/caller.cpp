#include "api/caller.hpp"

#include "ops/clients.hpp"

namespace gatehouse::api {

net::reply refuse(const base::error& why)
{
    const base::error_row& row = base::row_of(why.code);
    std::string extra = "\"code\":\"";
    extra.append(row.id).append("\"");
    net::reply with = endpoint::problem(row.status, row.title, why.message.empty() ? row.title : why.message,
                                        extra);
    if (why.code == base::errc::unauthenticated)
        with.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (why.code == base::errc::overloaded)
        with.retry_after = 1;
    return with;
}

net::reply refuse_errc(base::errc why)
{
    return refuse({why, ""});
}

net::reply refuse_request(unsigned status, std::string_view reason)
{
    return endpoint::problem(status, "Refused", reason);
}

base::result<reader> find_reader(endpoint::services& with, const net::request& request)
{
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view header = request.header("Authorization");
    if (header.empty() && with.as == endpoint::profile::lab)
        return reader{};
    if (!header.starts_with(scheme))
        return base::error{base::errc::unauthenticated, ""};
    const base::secret shown(header.substr(scheme.size()));
    if (const auto key = ops::find_api_key(endpoint::current_index(with), with.keys, shown.reveal())) {
        if (key->scope == store::api_scope::kiosk || key->scope == store::api_scope::gate)
            return base::error{base::errc::not_permitted, ""};
        return reader{key->organization};
    }
    const base::instant now = with.clock.now();
    if (const auto session = with.sessions.find(shown, now))
        return reader{session->organization};
    const std::string source = request.source.address.to_string();
    if (with.throttle.failed(ops::machine_secrets, "api", source, now))
        return base::error{base::errc::throttled, ""};
    return base::error{base::errc::unauthenticated, ""};
}

}  // namespace gatehouse::api
