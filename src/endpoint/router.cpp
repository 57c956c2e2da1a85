#include "endpoint/router.hpp"

#include "base/json_writer.hpp"
#include "base/log.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace gatehouse::endpoint {
namespace {

bool is_pattern(std::string_view path)
{
    return path.ends_with('*') || path.find('{') != std::string_view::npos;
}

// Everything below a path.
bool is_below(const route& row)
{
    return row.path.ends_with('*');
}

bool accepts(const route& row, net::verb method)
{
    return !row.method || *row.method == method ||
           (*row.method == net::verb::get && method == net::verb::head);
}

std::string_view name_of(net::verb method)
{
    constexpr std::array<std::string_view, 7> names{"GET",   "HEAD",   "POST",   "PUT",
                                                    "PATCH", "DELETE", "OPTIONS"};
    return names.at(static_cast<std::size_t>(method));
}

}  // namespace

bool came_through_a_proxy(const net::request& wanted)
{
    return wanted.has_header("Forwarded") || wanted.has_header("X-Forwarded-For") ||
           wanted.has_header("X-Real-IP") || wanted.has_header("Via");
}

net::reply problem(unsigned status, std::string_view title, std::string_view detail, std::string_view extra)
{
    net::reply with;
    with.status = status;
    with.content_type = "application/problem+json";
    base::json_writer json(with.body);
    json.open_object()
        .name("type")
        .text("about:blank")
        .name("title")
        .text(title)
        .name("status")
        .number(status);
    json.name("detail").text(detail);
    if (!extra.empty())
        json.raw(extra);
    json.close_object();
    return with;
}

std::optional<path_values> match_path(std::string_view pattern, std::string_view path)
{
    path_values values{};
    std::size_t count = 0;
    for (;;) {
        const std::size_t open = pattern.find('{');
        const std::string_view literal = pattern.substr(0, open);
        if (literal.ends_with('*'))
            return path.starts_with(literal.substr(0, literal.size() - 1)) ? std::optional{values}
                                                                           : std::nullopt;
        if (open == std::string_view::npos)
            return path == literal ? std::optional{values} : std::nullopt;
        if (!path.starts_with(literal))
            return std::nullopt;
        path.remove_prefix(literal.size());
        const std::size_t end = std::min(path.find('/'), path.size());
        if (end == 0 || count == values.size())
            return std::nullopt;
        values[count++] = path.substr(0, end);
        path.remove_prefix(end);
        pattern.remove_prefix(pattern.find('}') + 1);
    }
}

router::router(services& with, std::vector<route> table)
    : with_(with),
      table_(std::move(table)),
      requests_(std::make_unique<std::atomic<std::uint64_t>[]>(table_.size()))
{
    for (const route& row : table_) {
        if (!row.serve || !row.refuse)
            throw std::logic_error("the route " + std::string(row.name) + " is not whole");
        auto& beside = is_pattern(row.path) ? patterns_ : exact_[row.path];
        for (const route* const other : beside)
            if (other->path == row.path && (other->method == row.method || !other->method || !row.method))
                throw std::logic_error("two routes answer " + std::string(row.path));
        beside.push_back(&row);
    }
    std::stable_sort(patterns_.begin(), patterns_.end(), [](const route* a, const route* b) {
        return is_below(*a) ? is_below(*b) && a->path.size() > b->path.size() : is_below(*b);
    });
}

template <class Visit>
void router::each_covering(std::string_view path, Visit visit) const
{
    if (const auto exact = exact_.find(path); exact != exact_.end())
        for (const route* const row : exact->second)
            if (!visit(*row, path_values{}))
                return;
    for (const route* const row : patterns_)
        if (const auto values = match_path(row->path, path); values && !visit(*row, *values))
            return;
}

router::match router::find(const net::request& wanted) const
{
    match best;
    each_covering(wanted.path, [&](const route& row, const path_values& values) {
        if (best.speaks && is_below(row) && row.path != best.speaks->path)
            return false;  // rows that name the address more closely say which methods it takes
        if (!best.speaks)
            best.speaks = &row;
        if (!accepts(row, wanted.method))
            return true;
        best.found = &row;
        best.path = values;
        return false;
    });
    return best;
}

net::reply router::no_route(const net::request& wanted, const route* speaks) const
{
    if (!speaks)
        return problem(404, "Not Found", "There is nothing at this address.");
    net::reply with = speaks->refuse(405, "this address does not take this method");
    std::string allowed;
    each_covering(wanted.path, [&allowed](const route& row, const path_values&) {
        if (row.method)
            allowed.append(allowed.empty() ? "" : ", ").append(name_of(*row.method));
        return true;
    });
    with.headers.emplace_back("Allow", allowed);
    return with;
}

void router::handle(const net::request& wanted, net::ticket ask)
{
    const match at = find(wanted);
    if (!at.found)
        return ask.answer(no_route(wanted, at.speaks));
    if (with_.as == profile::lab && came_through_a_proxy(wanted))
        return ask.answer(at.found->refuse(403, "the lab profile takes no calls that came through a proxy"));
    if (at.found->over == transport::guarded && !wanted.local.is_tls && !wanted.local.is_loopback)
        return ask.answer(at.found->refuse(403, "this interface is served over HTTPS"));
    requests_[static_cast<std::size_t>(at.found - table_.data())].fetch_add(1, std::memory_order_relaxed);
    try {
        at.found->serve({with_, wanted, std::move(ask), *at.found, at.path});
    } catch (const std::exception& e) {
        // The ticket went with the exchange and has answered 500.
        base::log(base::events::job_failed,
                  {{"route", at.found->name}, {"reason", std::string_view(e.what())}});
    }
}

std::size_t router::body_limit(const net::request& head)
{
    const match at = find(head);
    if (!at.found || (at.found->may_send && !at.found->may_send(with_, head)))
        return stray_body_limit;
    return at.found->body_limit;
}

net::reply router::refusal(unsigned status, std::string_view path, std::string_view reason)
{
    const route* speaks = nullptr;
    each_covering(path, [&speaks](const route& row, const path_values&) {
        speaks = &row;
        return false;
    });
    if (speaks)
        return speaks->refuse(status, reason);
    // Nobody knows which interface was meant: a problem that also reads as the vendors' error envelopes.
    return problem(status, "Refused", reason,
                   R"("data":{},"errcode":5001,"errmsg":"the request is not readable HTTP")");
}

}  // namespace gatehouse::endpoint
