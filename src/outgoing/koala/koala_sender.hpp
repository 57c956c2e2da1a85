// Deliveries to a face host: one talk after the other, since hosts are small machines, and one session for
// all.
#pragma once

#include "net/outgoing.hpp"
#include "ops/letter.hpp"
#include "outgoing/koala/talk.hpp"

#include <deque>
#include <memory>
#include <mutex>

namespace gatehouse::outgoing::koala {

class koala_sender final : public ops::sender {
public:
    // The first two outlive the sender. `groups`: those of the host that guests come into.
    koala_sender(net::outgoing_client& by, const base::clock& clock, std::vector<std::int64_t> groups = {},
                 const deadlines& within = {})
        : by_(by),
          clock_(clock),
          groups_(std::move(groups)),
          within_(within)
    {}

    void send(ops::letter what, done when_done) override;
    void stop(std::chrono::milliseconds grace) override { by_.stop(grace); }

private:
    struct order {
        ops::letter what;
        done when_done;
        base::instant began;
        std::optional<koala::talk> talk;
    };

    void begin(std::unique_ptr<order> what);
    void go_on();
    void end();

    net::outgoing_client& by_;
    const base::clock& clock_;
    const std::vector<std::int64_t> groups_;
    const deadlines within_;

    std::mutex mutex_;
    std::deque<std::unique_ptr<order>> waiting_;
    bool is_busy_ = false;

    // Of whoever carries the order that is under way: handed from thread to thread under the mutexes.
    std::unique_ptr<order> current_;
    std::string session_of_;  // host and user
    std::string cookie_;
};

}  // namespace gatehouse::outgoing::koala
