// A whole server without sockets: the store on a folder of its own, a clock that stands still, requests in,
// replies out.
#pragma once

#include "endpoint/router.hpp"
#include "net/feed_queue.hpp"
#include "support/store_room.hpp"

#include <optional>

namespace gatehouse::support {

// Takes one answer; waited for by the test.
class waiting_sink final : public net::answer_sink {
public:
    void issued() noexcept override {}
    void answered(net::ticket_id, net::reply&& with, net::urgency) noexcept override
    {
        answer_.set_value(std::move(with));
    }
    void abandoned(net::ticket_id) noexcept override
    {
        net::reply nothing;
        nothing.status = 500;
        answer_.set_value(std::move(nothing));
    }
    void begun(net::ticket_id, net::reply&& head, std::unique_ptr<net::feed_queue>) noexcept override
    {
        answer_.set_value(std::move(head));
    }
    void sent(net::ticket_id, net::feed_piece&&, net::urgency) noexcept override {}
    void ended(net::ticket_id, net::feed_piece&&) noexcept override {}
    net::reply wait()
    {
        auto coming = answer_.get_future();
        if (coming.wait_for(std::chrono::seconds(60)) != std::future_status::ready)
            throw std::runtime_error("no answer");
        return coming.get();
    }

private:
    std::promise<net::reply> answer_;
};

struct sent {
    net::verb method = net::verb::post;
    std::string path{};
    std::string query{};
    std::string body{};
    std::string content_type = "application/x-www-form-urlencoded";
    std::string authorization{};
    std::string source = "127.0.0.1";
    net::listener_facts local{false, true};
};

class house : public store_room {
public:
    explicit house(std::vector<endpoint::route> routes, endpoint::profile as = endpoint::profile::lab)
        : routes_(std::move(routes)),
          profile_(as)
    {
        open();
    }

    // As after a restart: everything in memory is gone.
    void restart()
    {
        parts_.reset();
        store_room::restart();
        open();
    }

    net::reply ask(const sent& what)
    {
        waiting_sink sink;
        std::vector<net::header_field> headers{{"Content-Type", what.content_type}};
        if (!what.authorization.empty())
            headers.push_back({"Authorization", what.authorization});
        net::request request;
        request.method = what.method;
        request.path = what.path;
        request.query = what.query;
        request.body = what.body;
        request.headers = headers;
        request.local = what.local;
        request.source.address = boost::asio::ip::make_address(what.source);
        parts_->router.handle(request, net::ticket(sink, {}));
        return sink.wait();
    }

    endpoint::services& services() { return parts_->services; }
    endpoint::router& router() { return parts_->router; }

private:
    struct parts {
        explicit parts(house& of)
            : readers(of.database(), 1, 100, [] {}),
              workers(1, 100),
              picture_keys(of.writer()),
              throttle(of.keys().sources),
              sessions(of.keys()),
              tokens(of.keys()),
              services{of.writer(),   readers,      workers,     of.keys(),
                       of.pictures(), picture_keys, throttle,    sessions,
                       tokens,        of.clock,     of.profile_, [](const std::string&) { std::abort(); }},
              router(services, of.routes_)
        {}
        ~parts()
        {
            workers.stop();
            readers.stop();
        }
        parts(const parts&) = delete;
        parts& operator=(const parts&) = delete;

        store::readers readers;
        base::worker_pool workers;
        store::tap_picture_keys picture_keys;
        ops::throttle throttle;
        ops::sessions sessions;
        ops::tokens tokens;
        endpoint::services services;
        endpoint::router router;
    };

    void open() { parts_ = std::make_unique<parts>(*this); }

    std::vector<endpoint::route> routes_;
    endpoint::profile profile_;
    std::unique_ptr<parts> parts_;
};

}  // namespace gatehouse::support
