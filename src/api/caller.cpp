#include "api/caller.hpp"

#include "base/json_writer.hpp"
#include "ops/clients.hpp"

namespace gatehouse::api {
namespace {

// The members of a problem that are ours: the row of the error table, and every fault with its place.
std::string members_of(const base::error& why)
{
    std::string text;
    base::json_writer json(text);
    json.open_object().name("code").text(base::row_of(why.code).id);
    if (!why.faults.empty()) {
        json.name("errors").open_array();
        for (const base::fault& each : why.faults)
            json.open_object()
                .name("pointer")
                .text(each.where)
                .name("detail")
                .text(each.detail)
                .close_object();
        json.close_array();
    }
    json.close_object();
    return text.substr(1, text.size() - 2);
}

std::optional<caller> find_known(endpoint::services& with, const base::secret& shown, base::instant now)
{
    const store::index& in = endpoint::current_index(with);
    if (const auto key = ops::find_api_key(in, with.keys, shown.reveal()))
        return caller{"key " + key->name, right_of(key->scope), key->organization, now};
    const auto session = with.sessions.find(shown, in, now);
    if (!session)
        return std::nullopt;
    const store::login_row& who = session->who;
    return caller{"login " + who.login, right_of_role(who.role), who.organization, now, who.login};
}

}  // namespace

net::reply refuse(const base::error& why)
{
    const base::error_row& row = base::row_of(why.code);
    net::reply with = endpoint::problem(row.status, row.title, why.message.empty() ? row.title : why.message,
                                        members_of(why));
    if (why.code == base::errc::unauthenticated)
        with.headers.emplace_back("WWW-Authenticate", "Bearer");
    with.retry_after = why.retry_after;
    if (why.code == base::errc::overloaded)
        with.retry_after = 1;
    return with;
}

net::reply refuse_errc(base::errc why)
{
    return refuse({why});
}

net::reply refuse_request(unsigned status, std::string_view reason)
{
    return endpoint::problem(status, "Refused", reason);
}

endpoint::right right_of(store::api_scope scope)
{
    switch (scope) {
    case store::api_scope::admin: return endpoint::right::administer;
    case store::api_scope::site: return endpoint::right::manage;
    case store::api_scope::read: return endpoint::right::see;
    case store::api_scope::kiosk:
    case store::api_scope::gate: break;
    }
    return endpoint::right::anyone;
}

endpoint::right right_of_role(std::string_view role)
{
    if (role == "operator")
        return endpoint::right::administer;
    if (role == "site_manager")
        return endpoint::right::manage;
    return role == "auditor" ? endpoint::right::see : endpoint::right::anyone;
}

bool still_admits(endpoint::services& with, const base::secret& token, const caller& was,
                  endpoint::right needed)
{
    if (token.empty())
        return with.as == endpoint::profile::lab;
    const auto known = find_known(with, token, with.clock.now());
    return known && known->up_to >= needed && known->organization == was.organization;
}

bool may_use(endpoint::services& with, const net::request& request, endpoint::right needed)
{
    const std::string_view token = request.bearer_token();
    if (token.empty())
        return with.as == endpoint::profile::lab && !request.has_header("Authorization");
    const auto known = find_known(with, base::secret(token), with.clock.now());
    return known && known->up_to >= needed;
}

base::result<caller> find_caller(endpoint::services& with, const net::request& request,
                                 endpoint::right needed)
{
    const base::instant now = with.clock.now();
    const std::string_view token = request.bearer_token();
    if (!request.has_header("Authorization") && with.as == endpoint::profile::lab)
        return caller{"lab", endpoint::right::administer, {}, now};
    if (token.empty())
        return base::error{base::errc::unauthenticated};
    const std::string source = request.source.network();
    auto known = find_known(with, base::secret(token), now);
    if (known && known->up_to < needed)
        return base::error{base::errc::not_permitted};
    if (known) {
        known->source = source;
        return *std::move(known);
    }
    const auto wait = with.throttle.failed(ops::machine_secrets, "api", source, now);
    if (!wait)
        return base::error{base::errc::unauthenticated};
    return base::error{base::errc::throttled, {}, {}, static_cast<unsigned>(wait->count())};
}

}  // namespace gatehouse::api
