// Deliveries to webhooks: a POST that is signed, and what its answer means.
#pragma once

#include "net/outgoing.hpp"
#include "ops/letter.hpp"

#include <functional>

namespace gatehouse::outgoing::webhook {

// The body of the event `punch.created`, as our own API describes it.
using write_event = std::function<std::string(const store::punch_view&)>;

net::outgoing_request request_of(const ops::letter& what, const std::string& body, base::instant now);

// 2xx: delivered. 410: gone. Any other status failed, a redirect too; with Retry-After it says when to come
// again.
model::attempt attempt_of(const net::outgoing_answer& answer, base::instant began);

class webhook_sender final : public ops::sender {
public:
    // All of them outlive the sender.
    webhook_sender(net::outgoing_client& by, const base::clock& clock, write_event event)
        : by_(by),
          clock_(clock),
          event_(std::move(event))
    {}

    void send(ops::letter what, done when_done) override;
    void stop(std::chrono::milliseconds grace) override { by_.stop(grace); }

private:
    net::outgoing_client& by_;
    const base::clock& clock_;
    write_event event_;
};

}  // namespace gatehouse::outgoing::webhook
