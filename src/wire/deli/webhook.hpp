// Calls of apps' webhooks: a POST of one message, signed in a header, and what its answer means
// (spec/deli-cloud.md §8.3).
#pragma once

#include "net/outgoing.hpp"
#include "ops/app_round.hpp"

namespace gatehouse::wire::deli {

net::outgoing_request request_of(const ops::app_letter& what);
// 200 and nothing else is success; what it says is passed over.
model::attempt attempt_of(const net::outgoing_answer& answer, base::instant began);

class webhook final : public ops::app_courier {
public:
    // Both outlive it.
    webhook(net::outgoing_client& by, const base::clock& clock) : by_(by), clock_(clock) {}

    void carry(ops::app_letter what, done when_done) override;
    void stop(std::chrono::milliseconds grace) override { by_.stop(grace); }

private:
    net::outgoing_client& by_;
    const base::clock& clock_;
};

}  // namespace gatehouse::wire::deli
