// A whole server without sockets: the store on a folder of its own, a clock that stands still, requests in,
// replies out.
#pragma once

#include "endpoint/router.hpp"
#include "support/listening_sink.hpp"
#include "support/store_room.hpp"

#include <optional>

namespace gatehouse::support {

// A log on which nothing happens, for tests that do not watch it.
class silent_source final : public endpoint::live_source {
public:
    std::vector<endpoint::live_entry> read(model::organization_id, std::int64_t, std::int64_t,
                                           std::size_t) override
    {
        return {};
    }
    std::int64_t newest(model::organization_id, std::int64_t) override { return 0; }
    net::reply head() const override { return {}; }
    std::string opening(std::int64_t) const override { return "silence"; }
    std::string_view heartbeat() const override { return "silence"; }
    net::reply refusal(unsigned status, std::string_view) const override
    {
        return {status, {}, {}, {}, {}, false};
    }
};

using source_maker =
    std::function<std::unique_ptr<endpoint::live_source>(store::database&, const store::keyring&)>;

struct sent {
    net::verb method = net::verb::post;
    std::string path{};
    std::string query{};
    std::string body{};
    std::string content_type = "application/x-www-form-urlencoded";
    std::string authorization{};
    std::string last_event_id{};
    std::string api_key{};
    net::header_field proxied{};  // by a proxy
    std::vector<net::header_field> more{};
    std::string source = "127.0.0.1";
    net::listener_facts local{false, true};
};

class house : public store_room {
public:
    explicit house(
        std::vector<endpoint::route> routes, endpoint::profile as = endpoint::profile::lab,
        source_maker watched = [](auto&, auto&) { return std::make_unique<silent_source>(); },
        endpoint::live_limits bounds = {})
        : routes_(std::move(routes)),
          profile_(as),
          watched_(std::move(watched)),
          bounds_(bounds)
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
        listening_sink sink;
        ask(what, sink);
        return sink.head();
    }
    // For an answer that goes on; the sink must outlive the house, or hear the end.
    void ask(const sent& what, listening_sink& sink)
    {
        std::vector<net::header_field> headers{{"Content-Type", what.content_type}};
        if (!what.authorization.empty())
            headers.push_back({"Authorization", what.authorization});
        if (!what.api_key.empty())
            headers.push_back({"X-Api-Key", what.api_key});
        if (!what.last_event_id.empty())
            headers.push_back({"Last-Event-ID", what.last_event_id});
        if (!what.proxied.name.empty())
            headers.push_back(what.proxied);
        headers.insert(headers.end(), what.more.begin(), what.more.end());
        net::request request;
        request.method = what.method;
        request.path = what.path;
        request.query = what.query;
        request.body = what.body;
        request.headers = headers;
        request.local = what.local;
        request.source.address = boost::asio::ip::make_address(what.source);
        parts_->router.handle(request, net::ticket(sink, {}));
    }

    endpoint::services& services() { return parts_->services; }
    endpoint::router& router() { return parts_->router; }

private:
    struct parts {
        explicit parts(house& of)
            : firmware(of.folder() / "firmware"),
              reports(of.folder() / "reports"),
              readers(of.database(), 1, 100, [&of] { of.answered(); }),
              workers(1, 100),
              picture_keys(of.writer()),
              throttle(of.keys().sources),
              sessions(of.keys()),
              tokens(of.keys()),
              known_cards(of.keys()),
              watched(of.watched_(of.database(), of.keys())),
              live(*watched, of.bounds_, [] {}),
              visitors(of.keys()),
              services{of.writer(),
                       readers,
                       workers,
                       of.keys(),
                       of.pictures(),
                       firmware,
                       reports,
                       picture_keys,
                       throttle,
                       sessions,
                       tokens,
                       known_cards,
                       live,
                       visitors,
                       of.clock,
                       of.profile_,
                       [](const std::string&) { std::abort(); }},
              router(services, of.routes_)
        {}
        ~parts()
        {
            live.stop();
            workers.stop();
            readers.stop();
        }
        parts(const parts&) = delete;
        parts& operator=(const parts&) = delete;

        store::firmware_files firmware;
        store::report_files reports;
        store::readers readers;
        base::worker_pool workers;
        store::tap_picture_keys picture_keys;
        ops::throttle throttle;
        ops::sessions sessions;
        ops::tokens tokens;
        ops::known_cards known_cards;
        std::unique_ptr<endpoint::live_source> watched;
        endpoint::live_log live;
        endpoint::visiting visitors;
        endpoint::services services;
        endpoint::router router;
    };

    void open() { parts_ = std::make_unique<parts>(*this); }

    std::vector<endpoint::route> routes_;
    endpoint::profile profile_;
    source_maker watched_;
    endpoint::live_limits bounds_;
    std::unique_ptr<parts> parts_;
};

}  // namespace gatehouse::support
