#include "net/request_target.hpp"

#include "net/ascii.hpp"

#include <algorithm>

namespace gatehouse::net {
namespace {

constexpr std::string_view marks_of_a_host = "-._~%!$&'()*+,;=:[]";

bool is_host_char(char c)
{
    return is_alphanumeric(c) || marks_of_a_host.find(c) != std::string_view::npos;
}

target_parts split_query(std::string_view path)
{
    const std::size_t mark = path.find('?');
    if (mark == std::string_view::npos)
        return {path, {}};
    return {path.substr(0, mark), path.substr(mark + 1)};
}

// The scheme's length with "://", or 0.
std::size_t scheme_length(std::string_view target)
{
    for (const std::string_view scheme : {"http://", "https://"})
        if (same_ignoring_case(target.substr(0, scheme.size()), scheme))
            return scheme.size();
    return 0;
}

}  // namespace

bool is_valid_host(std::string_view host)
{
    return std::all_of(host.begin(), host.end(), is_host_char);
}

std::optional<target_parts> split_target(verb method, std::string_view target)
{
    // A fragment is never sent; where one begins would be a matter of opinion.
    if (target.empty() || target.find('#') != std::string_view::npos)
        return std::nullopt;
    if (target.front() == '/')
        return split_query(target);
    if (target == "*" && method == verb::options)
        return target_parts{target, {}};
    const std::size_t scheme = scheme_length(target);
    if (scheme == 0)
        return std::nullopt;
    const std::string_view rest = target.substr(scheme);
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    if (end == 0 || !is_valid_host(rest.substr(0, end)))
        return std::nullopt;
    target_parts parts = split_query(rest.substr(end));
    if (parts.path.empty())
        parts.path = "/";
    return parts;
}

}  // namespace gatehouse::net
