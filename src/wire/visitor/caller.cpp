#include "wire/visitor/caller.hpp"

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "ops/clients.hpp"

namespace gatehouse::wire::visitor {
namespace {

using base::errc;

caller_class class_of(store::api_scope scope)
{
    switch (scope) {
    case store::api_scope::admin:
    case store::api_scope::site: return caller_class::office;
    case store::api_scope::kiosk: return caller_class::kiosk;
    case store::api_scope::gate: return caller_class::gate;
    case store::api_scope::read: break;
    }
    return caller_class::auditor;
}

std::string_view shown_token(const net::request& request)
{
    const std::string_view bearer = request.bearer_token();
    return bearer.empty() ? request.header("X-Api-Key") : bearer;
}

// Who showed no credentials: let in by the profile, or not.
std::optional<caller> find_stranger(endpoint::services& with, const net::request& request, base::instant now)
{
    endpoint::visiting& visitors = with.visitors;
    if (with.as == endpoint::profile::lab)
        return caller{caller_class::anybody, {}, "lab", {}, {}, now};
    if (!visitors.compat.covers(request, now))
        return std::nullopt;
    return caller{caller_class::anybody, {}, "compat " + request.source.address.to_string(), {}, {}, now};
}

void note_compat(endpoint::visiting& visitors, const net::request& request)
{
    visitors.compat_calls.fetch_add(1, std::memory_order_relaxed);
    const std::string source = request.source.address.to_string();
    base::log(base::events::compat_call, {{"source", std::string_view(source)}});
}

// A page as the audit trail names it: the same for all of its deeds, and the WeChat id is not read from it.
std::string page_name(const store::keyring& keys, std::string_view wechat_id)
{
    constexpr std::uint64_t page_tag = 60;
    constexpr std::size_t digits = 12;
    const base::digest of_page = base::keyed_digest(keys.sources, page_tag, wechat_id);
    return "phone page " + base::to_hex(of_page.view()).substr(0, digits);
}

// Whose the token is; the organization is none where it is for all.
std::optional<caller> find_known(endpoint::services& with, const store::index& in, const base::secret& shown,
                                 base::instant now)
{
    if (const auto key = ops::find_api_key(in, with.keys, shown.reveal()))
        return caller{class_of(key->scope), key->organization, "key " + key->name, key->name, {}, now};
    if (const auto session = with.sessions.find(shown, in, now)) {
        const store::login_row& who = session->who;
        const bool manages = who.role == "operator" || who.role == "site_manager";
        return caller{manages ? caller_class::office : caller_class::auditor,
                      who.organization,
                      "login " + who.login,
                      {},
                      {},
                      now};
    }
    if (const auto page = with.visitors.sessions.find(shown, now))
        return caller{caller_class::phone, page->site, page_name(with.keys, page->wechat_id), {},
                      page->wechat_id,     now};
    return std::nullopt;
}

base::error refuse_stranger(endpoint::services& with, const net::request& request, bool showed_something,
                            base::instant now)
{
    if (!showed_something)
        return {errc::unauthenticated};
    const std::string source = request.source.network();
    const auto wait = with.throttle.failed(ops::machine_secrets, "visitor", source, now);
    if (!wait)
        return {errc::unauthenticated};
    return {errc::throttled, {}, {}, static_cast<unsigned>(wait->count())};
}

}  // namespace

base::result<caller> find_caller(endpoint::services& with, const net::request& request,
                                 caller_classes allowed)
{
    const base::instant now = with.clock.now();
    const store::index& in = endpoint::current_index(with);
    const std::string_view token = shown_token(request);
    const bool showed = !token.empty() || request.has_header("Authorization") ||
                        request.has_header("X-Api-Key");
    auto found = showed ? find_known(with, in, base::secret(token), now) : find_stranger(with, request, now);
    if (!found)
        return refuse_stranger(with, request, showed, now);
    if (!has(allowed, found->as))
        return base::error{found->as == caller_class::anybody ? errc::unauthenticated : errc::not_permitted};
    const store::organization_entry* const site = in.organization(in.visitor_site);
    const bool is_elsewhere = found->site && found->site != in.visitor_site;
    if (is_elsewhere)
        return base::error{errc::not_permitted};
    if (!site || site->what.status != model::organization_status::open)
        return base::error{errc::organization_unknown};
    found->site = in.visitor_site;
    if (found->as == caller_class::anybody && with.as != endpoint::profile::lab)
        note_compat(with.visitors, request);
    return *std::move(found);
}

}  // namespace gatehouse::wire::visitor
