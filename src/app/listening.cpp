#include "app/listening.hpp"

#include "base/json_writer.hpp"
#include "base/log.hpp"

#include <sched.h>

#include <algorithm>
#include <iostream>
#include <stdexcept>

namespace gatehouse::app {
namespace {

namespace asio = boost::asio;

asio::ip::tcp::endpoint read_address(const std::string& text)
{
    const std::size_t colon = text.rfind(':');
    std::string host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(host, error);
    int port = -1;
    try {
        port = colon == std::string::npos ? -1 : std::stoi(text.substr(colon + 1));
    } catch (const std::logic_error&) {
        port = -1;
    }
    if (error || port < 0 || port > 65535)
        throw std::runtime_error("\"" + text + "\" is no ADDR:PORT");
    return {address, static_cast<std::uint16_t>(port)};
}

std::string text_of(const asio::ip::tcp::endpoint& at)
{
    const std::string host = at.address().to_string();
    return (at.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(at.port());
}

// Cores that this process may run on: what std::thread::hardware_concurrency() answers counts the others too.
unsigned usable_cores()
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    const bool known = sched_getaffinity(0, sizeof cores, &cores) == 0;
    return known ? static_cast<unsigned>(std::max(1, CPU_COUNT(&cores))) : 1;
}

void check(const named_listener& listener, const std::string& address, bool lab)
{
    if (listener.at.address().is_loopback())
        return;
    if (lab)
        throw std::runtime_error("the lab profile listens on loopback only, not on " + address);
    if (!listener.is_tls)
        base::log(listener.is_mqtt ? base::events::plain_mqtt : base::events::plain_http,
                  {{"address", std::string_view(address)}});
}

unsigned threads_of(const settings& chosen)
{
    return chosen.io_threads > 0 ? static_cast<unsigned>(chosen.io_threads) : usable_cores();
}

std::size_t size_of(std::int64_t number)
{
    return static_cast<std::size_t>(std::max<std::int64_t>(number, 0));
}

}  // namespace

std::vector<named_listener> read_listeners(const settings& chosen, bool with_devices)
{
    std::vector<named_listener> found;
    const auto add = [&](std::string_view name, const std::string& address, bool is_tls, bool is_mqtt) {
        if (address.empty())
            return;
        found.push_back({name, read_address(address), is_tls, is_mqtt});
        check(found.back(), address, chosen.lab);
    };
    add("http", chosen.http, false, false);
    add("https", chosen.https, true, false);
    if (found.empty())
        throw std::runtime_error("no listener is set: http, https");
    if (with_devices) {
        add("mqtt", chosen.mqtt, false, true);
        add("mqtts", chosen.mqtts, true, true);
    }
    return found;
}

const named_listener* find_tls(const std::vector<named_listener>& among)
{
    const auto found = std::find_if(among.begin(), among.end(), [](const auto& each) { return each.is_tls; });
    return found == among.end() ? nullptr : &*found;
}

net::http_options http_options_of(const settings& chosen, const std::vector<named_listener>& listeners,
                                  const net::tls_identity* tls)
{
    net::http_options options;
    for (const named_listener& each : listeners)
        if (!each.is_mqtt)
            options.listen.push_back({each.at, each.is_tls ? tls : nullptr});
    options.threads = threads_of(chosen);
    options.headers.emplace_back("X-Content-Type-Options", "nosniff");
    if (chosen.lab)
        options.headers.emplace_back("X-Profile", "lab");
    return options;
}

gateway::server_options gateway_options_of(const settings& chosen,
                                           const std::vector<named_listener>& listeners,
                                           const net::tls_identity* tls)
{
    gateway::server_options options;
    for (const named_listener& each : listeners)
        if (each.is_mqtt)
            options.listen.push_back({each.at, each.is_tls ? tls : nullptr});
    options.threads = threads_of(chosen);
    options.bounds.packet = size_of(chosen.device_packet_bytes);
    options.bounds.connections = size_of(chosen.device_connections);
    options.bounds.per_source = size_of(chosen.device_per_address);
    options.bounds.rules.downlink_topic = chosen.device_topic;
    return options;
}

std::vector<std::string> device_addresses(const std::vector<named_listener>& listeners,
                                          const listener_addresses& of_mqtt)
{
    std::vector<std::string> found;
    auto next = of_mqtt.begin();
    for (const named_listener& each : listeners)
        if (each.is_mqtt)
            found.push_back((each.is_tls ? "ssl://" : "tcp://") + text_of(*next++));
    return found;
}

std::string download_address(const std::vector<named_listener>& listeners, const listener_addresses& of_http)
{
    std::string found;
    auto next = of_http.begin();
    for (const named_listener& each : listeners) {
        if (each.is_mqtt)
            continue;
        const std::string host = text_of(*next++);
        if (!each.is_tls)
            return "http://" + host;
        if (found.empty())
            found = "https://" + host;
    }
    return found;
}

void say_ready(const std::vector<named_listener>& listeners, const listener_addresses& of_http,
               const listener_addresses& of_mqtt)
{
    std::string line;
    base::json_writer json(line);
    json.open_object().name("event").text("ready");
    auto next_of_http = of_http.begin();
    auto next_of_mqtt = of_mqtt.begin();
    for (const named_listener& each : listeners) {
        const std::string address = text_of(each.is_mqtt ? *next_of_mqtt++ : *next_of_http++);
        json.name(each.name).text(address);
        base::log(base::events::started, {{each.name, std::string_view(address)}});
    }
    json.close_object();
    std::cout << line << std::endl;
}

}  // namespace gatehouse::app
