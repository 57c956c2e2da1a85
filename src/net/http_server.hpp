// The HTTP/1.1 server: listeners, I/O threads, counters. It knows no protocol above HTTP.
#pragma once

#include "net/counters.hpp"
#include "net/http.hpp"
#include "net/limits.hpp"
#include "net/listener.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::net {

struct http_options {
    std::vector<listen_address> listen;
    unsigned threads = 1;
    limits bounds;
    // Header lines that every answer carries.
    std::vector<std::pair<std::string, std::string>> headers;
};

class http_server {
public:
    // `answers` must outlive the server.
    http_server(handler& answers, http_options options);
    // stop() without grace, and join().
    ~http_server();

    // Opens all listeners, then serves. Throws boost::system::system_error when an address cannot be had.
    void start();
    // In the order of http_options::listen, with the ports that were taken.
    const std::vector<boost::asio::ip::tcp::endpoint>& addresses() const;

    // Any thread: delivers what ticket::answer_later left; each I/O thread with mail is woken once.
    void wake() noexcept;

    // Any thread, at once; join() waits for the end. What was received or is being received is answered, with
    // `Connection: close`; what is not finished after the grace is cut off.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(10)) noexcept;
    void join();

    // A ticket may outlive the server; its answer is then dropped.
    std::size_t tickets_in_flight() const;
    counters counted() const;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

}  // namespace gatehouse::net
