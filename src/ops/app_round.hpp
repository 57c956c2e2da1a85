// One round of what apps are told: what became of calls is written down, the logs are followed, what is due
// goes to the courier. Calls of one lane leave one after the other; a lane that fails holds up no other.
#pragma once

#include "ops/app_news_making.hpp"
#include "ops/round.hpp"
#include "ops/turns.hpp"
#include "store/app_calls.hpp"
#include "store/apps.hpp"
#include "store/writer.hpp"

#include <atomic>

namespace gatehouse::ops {

// Everything that a call needs, so that a courier asks the store nothing.
struct app_letter {
    store::app_call_view call;
    model::app to;
    base::secret key;
    std::optional<model::person>
        administrator;    // of its organization; only where the app was installed there
    std::string message;  // the device's, as received; empty: it carries none
    std::shared_ptr<const store::index> known;
};

// Carries calls to the apps' webhooks.
class app_courier {
public:
    using done = std::function<void(model::attempt)>;

    virtual ~app_courier() = default;
    // Does not wait. `when_done` is called once, on any thread; it neither throws nor waits.
    virtual void carry(app_letter what, done when_done) = 0;
    // Takes nothing more; what is under way ends within the grace, or is abandoned then.
    virtual void stop(std::chrono::milliseconds grace) = 0;
};

struct app_call_counters {
    std::atomic<std::uint64_t> delivered{0};
    std::atomic<std::uint64_t> failed{0};  // attempts
    std::atomic<std::uint64_t> dead{0};
    std::atomic<std::int64_t> pending{0};  // as of the last look
    std::atomic<std::int64_t> under_way{0};
};

inline constexpr std::chrono::days app_calls_kept{30};

class app_round final : public round {
public:
    // `came` is called, from any thread, when a call has ended.
    app_round(store::database& db, store::writer& writer, const store::keyring& keys,
              const base::clock& clock, app_courier& by, lane_limits limits, std::function<void()> came);

    bool is_wanted() const override;
    bool pass() override;
    void finish(std::chrono::milliseconds grace) override;

    const app_call_counters& counters() const { return counters_; }

private:
    struct ended_call {
        model::app_call of;
        model::attempt how;
        model::next_step next;
    };

    std::uint64_t commits() const { return writer_.counters().batches.load(std::memory_order_relaxed); }
    void write_outcomes();
    void settle(const ended_call& each);
    bool follow();
    void follow_rosters(base::instant now);
    void look(base::instant now);
    void send_due(base::instant now);
    bool serve(model::app_id app, std::size_t room, std::size_t under_way, base::instant now);
    bool send(store::app_call_view what, base::instant now);
    void clear_up(base::instant now);

    store::writer& writer_;
    const store::keyring& keys_;
    const base::clock& clock_;
    app_courier& by_;
    std::function<void()> came_;
    std::unique_ptr<store::connection> sql_;
    turns<model::app_id, model::device_id, caution> turns_;
    app_call_counters counters_;
    std::optional<std::uint64_t> seen_commits_;
    model::message_number followed_;  // messages up to here are for no app, or have their calls
    bool rosters_changed_ = false;
    base::instant roster_look_, next_look_, next_clearing_;
    std::vector<ended_call> unwritten_;

    mutable std::mutex mutex_;
    std::vector<ended_call> mail_;
};

}  // namespace gatehouse::ops
