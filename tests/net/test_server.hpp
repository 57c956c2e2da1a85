// A server on a free loopback port whose handler is a function of the test.
#pragma once

#include "net/http_server.hpp"
#include "net/raw_client.hpp"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::net::test {

// "POST /path?query body", as an answer's body.
inline reply echo_of(const request& wanted)
{
    std::string text(wanted.method_text);
    text.append(" ").append(wanted.path);
    if (!wanted.query.empty())
        text.append("?").append(wanted.query);
    text.append(" ").append(wanted.body);
    return {200, "text/plain", text, {}, {}, false};
}

// Limits short enough to be waited for.
inline limits quick_limits()
{
    limits bounds;
    bounds.tick = bounds.drain = std::chrono::milliseconds(10);
    bounds.linger = std::chrono::milliseconds(200);
    return bounds;
}

class test_handler final : public handler {
public:
    std::function<void(const request&, ticket)> on_request = [](const request& wanted, ticket ask) {
        ask.answer(echo_of(wanted));
    };
    std::size_t most_body = 1000;

    void handle(const request& wanted, ticket ask) override { on_request(wanted, std::move(ask)); }
    std::size_t body_limit(const request&) override { return most_body; }
    reply refusal(unsigned status, std::string_view path, std::string_view) override
    {
        return {status, "text/plain", std::to_string(status) + " " + std::string(path), {}, {}, false};
    }
};

// Keeps tickets until the test answers them.
class ticket_rack {
public:
    void put(ticket ask)
    {
        const std::lock_guard lock(mutex_);
        tickets_.push_back(std::move(ask));
        came_.notify_all();
    }
    // The oldest; waits for it.
    ticket take()
    {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [this] { return !tickets_.empty(); });
        return first();
    }
    // An empty one where none comes in that time.
    ticket take_within(std::chrono::milliseconds patience)
    {
        std::unique_lock lock(mutex_);
        return came_.wait_for(lock, patience, [this] { return !tickets_.empty(); }) ? first() : ticket{};
    }

private:
    ticket first()
    {
        ticket oldest = std::move(tickets_.front());
        tickets_.erase(tickets_.begin());
        return oldest;
    }

    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<ticket> tickets_;
};

// A free port of 127.0.0.1 or ::1.
inline listen_address any_port(transport over = transport_of_run(),
                               boost::asio::ip::address at = boost::asio::ip::address_v4::loopback())
{
    return {{at, 0}, over == transport::tls ? &test_identity() : nullptr};
}

class test_server {
public:
    explicit test_server(handler& answers, limits bounds = quick_limits(), unsigned threads = 1,
                         const listen_address& at = any_port())
        : server_(answers, options_for(bounds, threads, at))
    {
        std::signal(SIGPIPE, SIG_IGN);
        server_.start();
    }

    boost::asio::ip::tcp::endpoint address() const { return server_.addresses().front(); }
    raw_client connect(int receive_buffer = 0) const { return raw_client(address(), receive_buffer); }
    http_server* operator->() { return &server_; }

private:
    static http_options options_for(const limits& bounds, unsigned threads, const listen_address& at)
    {
        http_options options;
        options.listen = {at};
        options.threads = threads;
        options.bounds = bounds;
        options.headers = {{"X-Profile", "lab"}};
        return options;
    }

    http_server server_;
};

// A client whose request waits in the rack. Where deadlines are short, a machine that stands still for a
// moment may see a connection closed before its client has spoken: then another asks.
inline std::pair<raw_client, ticket> held_request(const test_server& server, ticket_rack& held,
                                                  std::string_view bytes, int receive_buffer = 0)
{
    for (;;) {
        raw_client client = server.connect(receive_buffer);
        client.send(bytes);
        while (!client.has_news())
            if (ticket ask = held.take_within(std::chrono::milliseconds(10)))
                return {std::move(client), std::move(ask)};
    }
}

// The same for a request that the handler answers at once: a client that has read its answer.
inline raw_client answered_client(const test_server& server, std::string_view bytes)
{
    for (;;) {
        raw_client client = server.connect();
        client.send(bytes);
        if (client.read())
            return client;
    }
}

inline std::string get(std::string_view path)
{
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

inline std::string post(std::string_view path, std::string_view body)
{
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}

}  // namespace gatehouse::net::test
