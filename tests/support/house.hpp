// A whole server without sockets: the store on a folder of its own, a clock that stands still, requests in,
// replies out.
#pragma once

#include "endpoint/router.hpp"
#include "net/feed_queue.hpp"
#include "ops/provision.hpp"
#include "store/schema.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "support/temporary_folder.hpp"

#include <future>
#include <optional>
#include <stdexcept>

namespace gatehouse::support {

class fixed_clock final : public base::clock {
public:
    base::instant now() const override { return at_; }
    void set(base::instant at) { at_ = at; }

private:
    base::instant at_ = base::from_milliseconds(1'780'000'000'000);  // 2026-05-28T20:26:40Z
};

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
};

class house {
public:
    explicit house(std::vector<endpoint::route> routes, endpoint::profile as = endpoint::profile::lab)
        : routes_(std::move(routes)),
          profile_(as)
    {
        base::start_crypto();
        open();
    }

    // As after a restart: everything in memory is gone.
    void restart()
    {
        parts_.reset();
        open();
    }

    void provision(std::string_view json)
    {
        auto read = ops::read_provision_file(json);
        if (auto* faults = std::get_if<std::vector<std::string>>(&read))
            throw std::runtime_error("provisioning: " + faults->front());
        const auto& file = std::get<ops::provision_file>(read);
        const auto logins = ops::hash_logins(*parts_->database->reader(), file);
        write([&](store::transaction& in) { ops::provision(in, file, logins, clock.now()); });
    }

    // Runs on the writer and waits for the commit.
    void write(std::function<void(store::transaction&)> work)
    {
        auto job = std::make_unique<direct>(std::move(work));
        auto done = job->done.get_future();
        parts_->writer.submit(store::writer::write(std::move(job)));
        if (!done.get())
            throw std::runtime_error("the write failed");
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
        request.source.address = boost::asio::ip::make_address(what.source);
        parts_->router.handle(request, net::ticket(sink, {}));
        return sink.wait();
    }

    store::database& database() { return *parts_->database; }
    store::writer& writer() { return parts_->writer; }
    store::keyring& keys() { return parts_->keys; }
    const std::filesystem::path& folder() const { return folder_.path(); }

    fixed_clock clock;

private:
    class direct final : public store::write_job {
    public:
        explicit direct(std::function<void(store::transaction&)> work) : work_(std::move(work)) {}
        bool run(store::transaction& in) override
        {
            work_(in);
            return true;
        }
        void finish() noexcept override { done.set_value(true); }
        void fail(base::errc) noexcept override { done.set_value(false); }
        std::promise<bool> done;

    private:
        std::function<void(store::transaction&)> work_;
    };

    struct parts {
        parts(house& of, base::key master)
            : keys(master),
              database(opened(of.folder() / "gatehouse.db")),
              pictures(of.folder() / "pictures"),
              writer(
                  *database, keys, {}, [] {}, [](const std::string&) { std::abort(); }),
              readers(*database, 1, 100, [] {}),
              workers(1, 100),
              picture_keys(writer),
              throttle(keys.sources),
              sessions(keys),
              services{writer,
                       readers,
                       workers,
                       keys,
                       pictures,
                       picture_keys,
                       throttle,
                       sessions,
                       of.clock,
                       of.profile_,
                       [](const std::string&) { std::abort(); }},
              router(services, of.routes_)
        {}
        ~parts()
        {
            workers.stop();
            readers.stop();
            writer.stop();
        }
        parts(const parts&) = delete;
        parts& operator=(const parts&) = delete;

        static std::unique_ptr<store::database> opened(const std::filesystem::path& file)
        {
            auto made = store::sqlite::open(file);
            store::migrate(*made->writer(), made->dialect());
            return made;
        }

        store::keyring keys;
        std::unique_ptr<store::database> database;
        store::picture_files pictures;
        store::writer writer;
        store::readers readers;
        base::worker_pool workers;
        store::tap_picture_keys picture_keys;
        ops::throttle throttle;
        ops::sessions sessions;
        endpoint::services services;
        endpoint::router router;
    };

    void open()
    {
        bool made = false;
        parts_ = std::make_unique<parts>(*this, store::master_key(folder_.path() / "keys" / "master", made));
    }

    temporary_folder folder_;
    std::vector<endpoint::route> routes_;
    endpoint::profile profile_;
    std::unique_ptr<parts> parts_;
};

}  // namespace gatehouse::support
