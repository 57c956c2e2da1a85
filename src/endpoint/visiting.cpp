#include "endpoint/visiting.hpp"

#include "base/text.hpp"
#include "endpoint/route.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::endpoint {
namespace {

using boost::asio::ip::address;

bool is_listed(const address& what, const std::vector<net::network>& networks)
{
    return std::any_of(networks.begin(), networks.end(),
                       [&what](const net::network& each) { return each.contains(what); });
}

bool is_port(std::string_view text)
{
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number > 0;
}

// Without a scheme and a port; nothing where it has another shape.
std::string host_of(std::string_view text)
{
    for (const std::string_view scheme : {"http://", "https://"})
        if (base::fold_case(text.substr(0, scheme.size())) == scheme)
            text.remove_prefix(scheme.size());
    if (text.ends_with('/'))
        text.remove_suffix(1);
    const bool is_bracketed = text.starts_with('[');
    const std::size_t end = is_bracketed ? text.find(']') : text.find(':');
    if (is_bracketed && end == std::string_view::npos)
        return {};
    const std::string_view host = is_bracketed ? text.substr(1, end - 1) : text.substr(0, end);
    const std::string_view rest = end == std::string_view::npos ? std::string_view{}
                                                                : text.substr(end + (is_bracketed ? 1 : 0));
    const bool fits = rest.empty() || (rest[0] == ':' && is_port(rest.substr(1)));
    return fits ? std::string(host) : std::string();
}

// Of names in the DNS, the last label of none is a number: what looks so is an address in disguise.
bool is_host_name(std::string_view host)
{
    constexpr std::size_t most = 253;
    if (host.empty() || host.size() > most ||
        host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") !=
            std::string_view::npos)
        return false;
    if (host.ends_with('.'))
        host.remove_suffix(1);
    const std::size_t point = host.rfind('.');
    const std::string_view last = point == std::string_view::npos ? host : host.substr(point + 1);
    return !last.empty() && (last[0] < '0' || last[0] > '9');
}

}  // namespace

bool compat_rule::covers(const net::request& asked, base::instant now) const
{
    return now >= since && now < until && !came_through_a_proxy(asked) &&
           is_listed(asked.source.address, from);
}

bool may_be_face_host(std::string_view text, const std::vector<net::network>& allowed)
{
    const std::string host = host_of(text);
    if (const std::optional<address> at = net::read_address(host))
        return net::may_be_on_site(*at, allowed);
    if (!is_host_name(host))
        return false;
    std::string name = base::fold_case(host);
    if (name.ends_with('.'))
        name.pop_back();
    const bool is_local = name == "localhost" || name.ends_with(".localhost") ||
                          name == "metadata.google.internal";
    return !is_local || is_listed(boost::asio::ip::make_address("127.0.0.1"), allowed);
}

}  // namespace gatehouse::endpoint
