// The thread that tells people: rounds of deliveries, one after the other, until it is stopped.
#pragma once

#include "ops/delivery_round.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace gatehouse::ops {

class dispatcher {
public:
    dispatcher(store::database& db, store::writer& writer, const store::keyring& keys,
               const base::clock& clock, senders to, delivery_options chosen);
    ~dispatcher();
    dispatcher(const dispatcher&) = delete;
    dispatcher& operator=(const dispatcher&) = delete;

    // Before the writer and the senders. What is under way ends within the grace, or is abandoned.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(3));

    const delivery_counters& counters() const { return round_.counters(); }

private:
    void run();
    bool wait(std::chrono::milliseconds most);

    std::mutex mutex_;
    std::condition_variable woken_;
    bool came_ = false;
    bool stopping_ = false;
    delivery_round round_;
    std::thread thread_;
};

}  // namespace gatehouse::ops
