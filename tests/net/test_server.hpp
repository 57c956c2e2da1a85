// A server on a free loopback port whose handler is a function of the test.
#pragma once

#include "net/http_server.hpp"
#include "net/raw_client.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::net::testing {

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
        ticket first = std::move(tickets_.front());
        tickets_.erase(tickets_.begin());
        return first;
    }

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<ticket> tickets_;
};

class test_server {
public:
    explicit test_server(handler& answers, limits bounds = quick_limits(), unsigned threads = 1)
        : server_(answers, options_for(bounds, threads))
    {
        server_.start();
    }

    boost::asio::ip::tcp::endpoint address() const { return server_.addresses().front(); }
    raw_client connect(int receive_buffer = 0) const { return raw_client(address(), receive_buffer); }
    http_server* operator->() { return &server_; }

private:
    static http_options options_for(const limits& bounds, unsigned threads)
    {
        http_options options;
        options.listen = {{{boost::asio::ip::address_v4::loopback(), 0}, nullptr}};
        options.threads = threads;
        options.bounds = bounds;
        options.headers = {{"X-Profile", "lab"}};
        return options;
    }

    http_server server_;
};

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

}  // namespace gatehouse::net::testing
