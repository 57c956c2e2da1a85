#include "app/pages.hpp"

#include "app/assets.hpp"
#include "base/result.hpp"
#include "endpoint/steps.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::app {
namespace {

watched seen;

net::reply refuse_request(unsigned status, std::string_view reason)
{
    return endpoint::problem(status, "Refused", reason);
}

net::reply text(std::string body)
{
    net::reply with;
    with.content_type = "text/plain; version=0.0.4; charset=utf-8";
    with.body = std::move(body);
    return with;
}

void serve_asset(endpoint::exchange&& of)
{
    constexpr std::string_view folder = "/page/";
    const std::string_view path = of.request.path;
    const std::string_view wanted = path.starts_with(folder) ? path.substr(folder.size())
                                    : path == "/docs"        ? "docs.html"
                                                             : "index.html";
    const auto all = assets();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [wanted](const asset& a) { return a.path == wanted; });
    if (found == all.end())
        return of.ask.answer(endpoint::problem(404, "Not Found", "There is nothing at this address."));
    net::reply with;
    with.content_type = found->content_type;
    with.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    with.headers.emplace_back("Cache-Control", "no-cache");
    with.body = found->bytes;
    of.ask.answer(std::move(with));
}

void serve_health(endpoint::exchange&& of)
{
    of.ask.answer(text("ok\n"));
}

// Ready: the store answers a question.
void serve_readiness(endpoint::exchange&& of)
{
    endpoint::read(
        of.with, std::move(of.ask),
        [](store::connection& in) { return base::result<std::int64_t>(store::last_punch(in).value); },
        [](const base::result<std::int64_t>& last) {
            return last ? text("ready\n") : endpoint::problem(503, "Not ready", "The store does not answer.");
        });
}

class metrics_text {
public:
    void family(std::string_view name, std::string_view type, std::string_view help)
    {
        name_ = name;
        out_.append("# HELP ")
            .append(name)
            .append(" ")
            .append(help)
            .append("\n# TYPE ")
            .append(name)
            .append(" ");
        out_.append(type).append("\n");
    }
    void value(std::uint64_t value, std::string_view labels = {})
    {
        out_.append(name_);
        if (!labels.empty())
            out_.append("{").append(labels).append("}");
        out_.append(" ").append(std::to_string(value)).append("\n");
    }
    void single(std::string_view name, std::string_view type, std::string_view help, std::uint64_t of)
    {
        family(name, type, help);
        value(of);
    }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
    std::string name_;
};

void write_http(metrics_text& out, const net::counters& http)
{
    out.single("gatehouse_http_connections", "gauge", "Open connections.", http.open_connections);
    out.single("gatehouse_http_accepted_total", "counter", "Accepted connections.",
               http[net::count::accepted]);
    out.single("gatehouse_http_turned_away_total", "counter", "Connections over a limit.",
               http[net::count::turned_away]);
    out.family("gatehouse_tls_failed_handshakes_total", "counter",
               "TLS connections that ended before a request could be sent.");
    out.value(http[net::count::handshake_failures], "reason=\"failed\"");
    out.value(http[net::count::handshake_timeouts], "reason=\"timeout\"");
    out.single("gatehouse_http_requests_total", "counter", "Requests given to a handler.",
               http[net::count::requests]);
    out.single("gatehouse_http_received_bytes_total", "counter", "Bytes received.",
               http[net::count::bytes_in]);
    out.single("gatehouse_http_sent_bytes_total", "counter", "Bytes sent.", http[net::count::bytes_out]);
    out.single("gatehouse_http_dropped_answers_total", "counter", "Answers whose connection was gone.",
               http[net::count::dropped_answers]);
    out.single("gatehouse_http_feeds", "gauge", "Answers that go on: open streams.",
               http[net::count::feeds_begun] - http[net::count::feeds_ended]);
    out.single("gatehouse_http_feeds_total", "counter", "Streams begun.", http[net::count::feeds_begun]);
    out.single("gatehouse_http_feeds_cut_off_total", "counter", "Streams whose client did not read.",
               http[net::count::feeds_cut_off]);
    out.family("gatehouse_http_refused_total", "counter", "Requests that no handler saw, by status.");
    for (const unsigned status : net::refusal_statuses)
        out.value(http.refused(status), "status=\"" + std::to_string(status) + "\"");
}

void write_store(metrics_text& out, const store::writer& writer)
{
    const store::writer_counters& count = writer.counters();
    out.single("gatehouse_punches_total", "counter", "Punches stored since the start.", count.punches);
    out.single("gatehouse_punch_repeats_total", "counter", "Punches that stood already.", count.repeats);
    out.single("gatehouse_commits_total", "counter", "Commits.", count.batches);
    out.single("gatehouse_commit_jobs_total", "counter", "Jobs carried by them.", count.jobs);
    out.single("gatehouse_commit_microseconds_total", "counter", "Time spent in commits.",
               count.commit_microseconds);
    out.single("gatehouse_failed_batches_total", "counter", "Commits that failed; nothing of them stands.",
               count.failed_batches);
    out.single("gatehouse_overload_refusals_total", "counter", "Jobs refused because too many waited.",
               count.refused);
    out.single("gatehouse_writer_waiting", "gauge", "Jobs that wait for the writer.", writer.waiting());
    out.single("gatehouse_log_bytes", "gauge", "Bytes of the write-ahead log.",
               static_cast<std::uint64_t>(count.log_bytes.load()));
}

void write_deliveries(metrics_text& out, const ops::delivery_counters& count)
{
    out.single("gatehouse_deliveries_made_total", "counter", "Messages made of accepted taps.", count.made);
    out.single("gatehouse_deliveries_delivered_total", "counter", "Messages that a receiver took.",
               count.delivered);
    out.single("gatehouse_delivery_attempts_failed_total", "counter", "Attempts that failed.", count.failed);
    out.single("gatehouse_deliveries_dead_total", "counter", "Messages given up.", count.dead);
    out.single("gatehouse_deliveries_dropped_total", "counter",
               "Messages that nobody wanted any more before they left.", count.dropped);
    out.single("gatehouse_deliveries_pending", "gauge", "Messages that wait, as of the last look.",
               static_cast<std::uint64_t>(count.pending.load()));
    out.single("gatehouse_deliveries_under_way", "gauge", "Attempts under way.",
               static_cast<std::uint64_t>(count.under_way.load()));
}

void write_app_calls(metrics_text& out, const ops::app_call_counters& count)
{
    out.single("gatehouse_app_calls_delivered_total", "counter", "Calls that an app took.", count.delivered);
    out.single("gatehouse_app_call_attempts_failed_total", "counter", "Attempts that failed.", count.failed);
    out.single("gatehouse_app_calls_dead_total", "counter", "Calls given up.", count.dead);
    out.single("gatehouse_app_calls_pending", "gauge", "Calls that wait, as of the last look.",
               static_cast<std::uint64_t>(count.pending.load()));
    out.single("gatehouse_app_calls_under_way", "gauge", "Attempts under way.",
               static_cast<std::uint64_t>(count.under_way.load()));
}

void write_gateway(metrics_text& out, const gateway::counters& mqtt)
{
    using gateway::count;
    out.single("gatehouse_mqtt_connections", "gauge", "Open connections of devices.", mqtt.open_connections);
    out.single("gatehouse_mqtt_devices", "gauge", "Devices that are connected.",
               mqtt[count::arrivals] - std::min(mqtt[count::arrivals], mqtt[count::departures]));
    out.single("gatehouse_mqtt_accepted_total", "counter", "Accepted connections.", mqtt[count::accepted]);
    out.family("gatehouse_mqtt_connects_total", "counter", "Answers to CONNECT, by return code.");
    for (std::size_t code = 0; code < mqtt.answers.size(); ++code)
        out.value(mqtt.answers[code], "code=\"" + std::to_string(code) + "\"");
    out.single("gatehouse_mqtt_packets_total", "counter", "Packets received.", mqtt[count::packets]);
    out.single("gatehouse_mqtt_received_bytes_total", "counter", "Bytes received.", mqtt[count::bytes_in]);
    out.single("gatehouse_mqtt_sent_bytes_total", "counter", "Bytes sent.", mqtt[count::bytes_out]);
    out.single("gatehouse_mqtt_up_links_total", "counter", "Messages of devices.", mqtt[count::up_links]);
    out.single("gatehouse_mqtt_up_links_lost_total", "counter",
               "Messages that could not be kept; their device was not told that they were.",
               mqtt[count::up_links_lost]);
    out.single("gatehouse_mqtt_misdirected_total", "counter", "Messages to a topic that is nobody's.",
               mqtt[count::misdirected]);
    out.single("gatehouse_mqtt_down_links_total", "counter", "Messages to devices.", mqtt[count::down_links]);
    out.single("gatehouse_mqtt_down_links_dropped_total", "counter",
               "Messages to devices that were never acknowledged.", mqtt[count::down_links_dropped]);
    out.family("gatehouse_mqtt_closed_total", "counter", "Connections that the server ended, by reason.");
    for (const auto& [reason, what] :
         {std::pair{"limit", count::turned_away}, std::pair{"violation", count::violations},
          std::pair{"handshake", count::handshake_failures},
          std::pair{"connect_timeout", count::connect_timeouts}, std::pair{"silence", count::silences},
          std::pair{"slow_reader", count::slow_readers}, std::pair{"taken_over", count::taken_over},
          std::pair{"memory", count::out_of_memory}, std::pair{"stop", count::cut_off}})
        out.value(mqtt[what], std::string("reason=\"") + reason + "\"");
}

void serve_metrics(endpoint::exchange&& of)
{
    metrics_text out;
    write_http(out, seen.http->counted());
    write_store(out, seen.services->writer);
    write_deliveries(out, *seen.deliveries);
    write_app_calls(out, *seen.app_calls);
    if (seen.gateway)
        write_gateway(out, seen.gateway->counted());
    out.single("gatehouse_throttled_total", "counter", "Wrong secrets refused with 429.",
               seen.services->throttle.refused());
    out.single("gatehouse_visitor_compat_calls_total", "counter",
               "Visitor calls that passed without credentials.", seen.services->visitors.compat_calls);
    out.family("gatehouse_requests_total", "counter", "Requests by route.");
    const auto table = seen.router->table();
    for (std::size_t i = 0; i < table.size(); ++i)
        out.value(seen.router->requests(i), "route=\"" + std::string(table[i].name) + "\"");
    of.ask.answer(text(out.take()));
}

constexpr endpoint::needs anyone = endpoint::right::anyone;

constexpr std::array table{
    endpoint::route{"health", net::verb::get, "/healthz", anyone, 0, serve_health, refuse_request},
    endpoint::route{"ready", net::verb::get, "/readyz", anyone, 0, serve_readiness, refuse_request},
    endpoint::route{"metrics", net::verb::get, "/metrics", anyone, 0, serve_metrics, refuse_request},
    endpoint::route{"page", net::verb::get, "/", anyone, 0, serve_asset, refuse_request},
    endpoint::route{"docs", net::verb::get, "/docs", anyone, 0, serve_asset, refuse_request},
    endpoint::route{"page.files", net::verb::get, "/page/*", anyone, 0, serve_asset, refuse_request},
};

}  // namespace

void watch(const watched& what)
{
    seen = what;
}

std::span<const endpoint::route> page_routes()
{
    return table;
}

}  // namespace gatehouse::app
