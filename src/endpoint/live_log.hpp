// A log as it grows, for whoever watches it: one thread follows the log behind the writer, renders each entry
// once and sends it to every viewer that may see its organization. Who comes back from an earlier position is
// brought up to here in slices first. While nobody watches, it stands still.
#pragma once

#include "model/identifiers.hpp"
#include "net/feed.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace gatehouse::endpoint {

struct live_entry {
    std::int64_t number = 0;  // rises in the order of commit
    model::organization_id organization;
    std::string text;  // as every viewer gets it
};

// The log and how it reads. Called on the live log's thread only; may throw what the store throws.
class live_source {
public:
    virtual ~live_source() = default;

    // What is committed with after < number <= until, oldest first, at most `most` entries; of one
    // organization or, with none, of all.
    virtual std::vector<live_entry> read(model::organization_id of, std::int64_t after, std::int64_t until,
                                         std::size_t most) = 0;
    // The last number that is committed and not past `until`; 0 where there is none.
    virtual std::int64_t newest(model::organization_id of, std::int64_t until) = 0;

    // Head and first words of an answer, for a viewer who has seen all up to `position`.
    virtual net::reply head() const = 0;
    virtual std::string opening(std::int64_t position) const = 0;
    virtual std::string_view heartbeat() const = 0;
    // In the protocol of the log's route. Status 400 or 503.
    virtual net::reply refusal(unsigned status, std::string_view reason) const = 0;
};

struct viewer {
    model::organization_id organization;  // whose entries; none: all
    std::optional<std::int64_t> after;    // everything behind it; nothing: from now on
    // Asked before long again and again, on the live log's thread; no ends the answer.
    std::function<bool()> may_stay;
};

struct live_limits {
    using duration = std::chrono::milliseconds;

    std::size_t viewers = 2000;          // then 503
    std::size_t viewers_alike = 500;     // of one organization, or of those who see all; then 503
    std::size_t slice = 150;             // entries read at once
    std::size_t slice_bytes = 64 << 10;  // text sent at once to who comes back
    duration pause{5};                   // between two rounds: gathers what many commits bring
    duration catching_up{10};            // of a round, spent on those who come back
    duration patience{20};               // until those are asked again whether they have taken it
    duration look{1000};                 // between two looks at rights and vanished clients
    duration heartbeat{15'000};          // without another word
};

class live_log {
public:
    // `wake` delivers what was sent; called once a round.
    live_log(live_source& of, live_limits bounds, std::function<void()> wake);
    ~live_log();
    live_log(const live_log&) = delete;
    live_log& operator=(const live_log&) = delete;

    // Any thread. The answer begins once the viewer has its place: from then on it misses nothing.
    void join(net::ticket ask, viewer who);
    // Any thread, after each commit.
    void grew() noexcept;

    std::size_t viewers() const { return present_.load(std::memory_order_relaxed); }

    // Ends all answers.
    void stop();

private:
    using steady = std::chrono::steady_clock;

    struct coming {
        net::ticket ask;
        viewer who;
    };
    // Live where its position is the log's own; else behind, or ahead after a burst.
    struct place {
        viewer who;
        net::feed out;
        std::int64_t position = 0;
        steady::time_point spoke_at;
    };

    void run();
    bool wait();
    void round();
    void admit(coming&& each);
    void refuse(coming&& each, unsigned status, std::string_view reason) const;
    bool has_room_for(const viewer& who) const;
    void follow();
    void catch_up();
    void bring_on(place& who);
    void look_after();
    void say(place& to, const net::block& what);

    live_source& source_;
    const live_limits bounds_;
    const std::function<void()> wake_;
    std::atomic<std::size_t> present_{0};  // also those who are about to join

    std::mutex mutex_;
    std::condition_variable woken_;
    std::vector<coming> arriving_;
    bool has_grown_ = false;
    bool is_idle_ = false;
    bool is_stopping_ = false;

    // Of the thread alone.
    std::vector<place> places_;
    std::int64_t position_ = 0;  // everything up to here was sent to whoever is live
    std::size_t turn_ = 0;       // whose catching up comes next
    steady::time_point due_;     // the next round, whatever happens
    steady::time_point looked_at_;
    bool is_failing_ = false;
    std::thread thread_;
};

}  // namespace gatehouse::endpoint
