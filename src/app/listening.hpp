// Where the server listens: read from the settings, told to the HTTP server, said when it is ready.
#pragma once

#include "app/settings.hpp"
#include "gateway/server.hpp"
#include "net/http_server.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <string_view>
#include <vector>

namespace gatehouse::app {

struct named_listener {
    std::string_view name;  // of the setting, and in the ready line
    boost::asio::ip::tcp::endpoint at;
    bool is_tls = false;
    bool is_mqtt = false;
};

using listener_addresses = std::vector<boost::asio::ip::tcp::endpoint>;

// Those of MQTT only `with_devices`. Throws std::runtime_error when an address cannot be read, none of HTTP
// is set, or the lab profile forbids one.
std::vector<named_listener> read_listeners(const settings& chosen, bool with_devices);

// Null where none speaks TLS.
const named_listener* find_tls(const std::vector<named_listener>& among);

// In the order of `listeners`; `tls` is what those of TLS show.
net::http_options http_options_of(const settings& chosen, const std::vector<named_listener>& listeners,
                                  const net::tls_identity* tls);

gateway::server_options gateway_options_of(const settings& chosen,
                                           const std::vector<named_listener>& listeners,
                                           const net::tls_identity* tls);

// tcp://HOST:PORT, ssl://HOST:PORT of the listeners for devices.
std::vector<std::string> device_addresses(const std::vector<named_listener>& listeners,
                                          const listener_addresses& of_mqtt);

// http://HOST:PORT of the first plain listener; https:// where all speak TLS.
std::string download_address(const std::vector<named_listener>& listeners, const listener_addresses& of_http);

// One line of JSON on standard output, for whoever started the server and waits for it. The addresses are in
// the order of the listeners of their kind.
void say_ready(const std::vector<named_listener>& listeners, const listener_addresses& of_http,
               const listener_addresses& of_mqtt);

}  // namespace gatehouse::app
