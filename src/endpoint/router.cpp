#include "endpoint/router.hpp"

#include "base/json_writer.hpp"
#include "base/log.hpp"

namespace gatehouse::endpoint {
namespace {

bool covers(const route& row, std::string_view path)
{
    if (row.path.ends_with('*'))
        return path.starts_with(row.path.substr(0, row.path.size() - 1));
    return path == row.path;
}

// Somebody's proxy in front means that the caller is not on this machine, whatever its address says.
bool came_through_a_proxy(const net::request& wanted)
{
    return wanted.has_header("Forwarded") || wanted.has_header("X-Forwarded-For") || wanted.has_header("Via");
}

bool accepts(const route& row, net::verb method)
{
    return !row.method || *row.method == method ||
           (*row.method == net::verb::get && method == net::verb::head);
}

}  // namespace

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

router::router(services& with, std::vector<route> table)
    : with_(with),
      table_(std::move(table)),
      requests_(std::make_unique<std::atomic<std::uint64_t>[]>(table_.size()))
{}

router::match router::find(const net::request& wanted) const
{
    match best;
    for (const route& row : table_) {
        if (!covers(row, wanted.path))
            continue;
        best.path_known = true;
        if (!accepts(row, wanted.method))
            continue;
        // An exact path goes before a pattern.
        if (!best.found || !row.path.ends_with('*'))
            best.found = &row;
        if (!row.path.ends_with('*'))
            break;
    }
    return best;
}

void router::handle(const net::request& wanted, net::ticket ask)
{
    const match at = find(wanted);
    if (!at.found) {
        ask.answer(at.path_known
                       ? problem(405, "Method Not Allowed", "This address does not take this method.")
                       : problem(404, "Not Found", "There is nothing at this address."));
        return;
    }
    if (with_.as == profile::lab && came_through_a_proxy(wanted)) {
        ask.answer(at.found->refuse(403, "the lab profile takes no calls that came through a proxy"));
        return;
    }
    requests_[static_cast<std::size_t>(at.found - table_.data())].fetch_add(1, std::memory_order_relaxed);
    try {
        at.found->serve({with_, wanted, std::move(ask)});
    } catch (const std::exception& e) {
        // The ticket went with the exchange and has answered 500.
        base::log(base::events::job_failed,
                  {{"route", at.found->name}, {"reason", std::string_view(e.what())}});
    }
}

std::size_t router::body_limit(const net::request& head)
{
    const match at = find(head);
    return at.found ? at.found->body_limit : 0;
}

net::reply router::refusal(unsigned status, std::string_view path, std::string_view reason)
{
    for (const route& row : table_)
        if (!path.empty() && covers(row, path))
            return row.refuse(status, reason);
    // Nobody knows which interface was meant: a problem that also reads as the vendors' error envelopes.
    return problem(status, "Refused", reason,
                   R"("data":{},"errcode":5001,"errmsg":"the request is not readable HTTP")");
}

}  // namespace gatehouse::endpoint
