#include "net/outgoing.hpp"

#include "net/outgoing_call.hpp"

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <utility>

namespace gatehouse::net {
namespace {

constexpr long idle_connections_most = 64;
constexpr int poll_most = 1000;  // milliseconds; a wake-up ends it earlier

constexpr const char* stopped_reason = "the server was stopped before the answer came";

void start_curl()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK)
        throw std::runtime_error(curl_easy_strerror(started));
}

void end_at_once(const outgoing_client::done& when_done, outgoing_end how, std::string reason)
{
    outgoing_answer answer;
    answer.end = how;
    answer.reason = std::move(reason);
    when_done(std::move(answer));
}

}  // namespace

struct outgoing_client::parts {
    using instant = std::chrono::steady_clock::time_point;

    struct order {
        outgoing_request what;
        done when_done;
    };

    explicit parts(outgoing_options chosen) : options(std::move(chosen))
    {
        start_curl();
        multi = curl_multi_init();
        if (!multi)
            throw std::bad_alloc();
        curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, idle_connections_most);
        thread = std::thread([this] { run(); });
    }
    ~parts() { curl_multi_cleanup(multi); }
    parts(const parts&) = delete;
    parts& operator=(const parts&) = delete;

    void submit(outgoing_request what, done when_done)
    {
        bool stopped = false;
        {
            const std::scoped_lock held(mutex);
            stopped = stop_at.has_value();
            if (!stopped && under_way < options.requests_most) {
                orders.push_back({std::move(what), std::move(when_done)});
                ++under_way;
                curl_multi_wakeup(multi);
                return;
            }
        }
        if (stopped)
            end_at_once(when_done, outgoing_end::stopped, stopped_reason);
        else
            end_at_once(when_done, outgoing_end::failed, "too many requests are under way");
    }

    void stop(std::chrono::milliseconds grace)
    {
        {
            const std::scoped_lock held(mutex);
            if (!stop_at)
                stop_at = std::chrono::steady_clock::now() + grace;
        }
        curl_multi_wakeup(multi);
        if (thread.joinable())
            thread.join();
    }

    void run()
    {
        for (;;) {
            for (order& each : take())
                begin(std::move(each));
            int running = 0;
            curl_multi_perform(multi, &running);
            collect();
            if (is_over())
                break;
            curl_multi_poll(multi, nullptr, 0, poll_time(), nullptr);
        }
        for (order& each : take())
            end_at_once(each.when_done, outgoing_end::stopped, stopped_reason);
        for (auto& [handle, call] : std::exchange(calls, {})) {
            curl_multi_remove_handle(multi, handle);
            call->end(outgoing_end::stopped, stopped_reason);
        }
    }

    bool is_over()
    {
        const std::scoped_lock held(mutex);
        return stop_at && (under_way == 0 || std::chrono::steady_clock::now() >= *stop_at);
    }

    int poll_time()
    {
        const std::scoped_lock held(mutex);
        if (!stop_at)
            return poll_most;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*stop_at -
                                                                       std::chrono::steady_clock::now());
        return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, poll_most));
    }

    std::vector<order> take()
    {
        const std::scoped_lock held(mutex);
        return std::exchange(orders, {});
    }

    void begin(order what)
    {
        auto call = std::make_unique<outgoing_call>(options, std::move(what.what), std::move(what.when_done));
        curl_multi_add_handle(multi, call->handle());
        calls.emplace(call->handle(), std::move(call));
    }

    void collect()
    {
        int left = 0;
        while (const CURLMsg* const message = curl_multi_info_read(multi, &left)) {
            const CURLcode code = message->data.result;
            const auto ended = calls.extract(message->easy_handle);
            curl_multi_remove_handle(multi, ended.key());
            {
                const std::scoped_lock held(mutex);
                --under_way;
            }
            ended.mapped()->finish(code);
        }
    }

    const outgoing_options options;
    CURLM* multi = nullptr;
    std::unordered_map<CURL*, std::unique_ptr<outgoing_call>> calls;  // the thread's own

    std::mutex mutex;
    std::vector<order> orders;
    std::size_t under_way = 0;
    std::optional<instant> stop_at;
    std::thread thread;
};

outgoing_client::outgoing_client(outgoing_options options)
    : parts_(std::make_unique<parts>(std::move(options)))
{}

outgoing_client::~outgoing_client()
{
    stop(std::chrono::milliseconds(0));
}

void outgoing_client::post(outgoing_request what, done when_done)
{
    parts_->submit(std::move(what), std::move(when_done));
}

void outgoing_client::get(outgoing_request what, done when_done)
{
    what.method = "GET";
    parts_->submit(std::move(what), std::move(when_done));
}

void outgoing_client::stop(std::chrono::milliseconds grace)
{
    parts_->stop(grace);
}

}  // namespace gatehouse::net
