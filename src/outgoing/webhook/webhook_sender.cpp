#include "outgoing/webhook/webhook_sender.hpp"

#include "net/retry_after.hpp"
#include "outgoing/webhook/signature.hpp"

namespace gatehouse::outgoing::webhook {
namespace {

std::string seconds_of(base::instant at)
{
    return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

model::attempt_end end_of(unsigned status)
{
    constexpr unsigned gone = 410;
    if (status == gone)
        return model::attempt_end::gone;
    return status >= 200 && status < 300 ? model::attempt_end::delivered : model::attempt_end::failed;
}

std::string outcome_of(unsigned status)
{
    const std::string outcome = "the receiver answered " + std::to_string(status);
    return status >= 300 && status < 400 ? outcome + "; a redirect is not followed" : outcome;
}

}  // namespace

net::outgoing_request request_of(const ops::letter& what, const std::string& body, base::instant now)
{
    const std::string timestamp = seconds_of(now);
    const base::secret key = model::webhook_key(what.secret.reveal()).value();
    net::outgoing_request request;
    request.url = what.to.address;
    request.any_address = what.to.operator_allowed;
    request.body = body;
    request.headers = {"Content-Type: application/json", "webhook-id: " + what.what.message,
                       "webhook-timestamp: " + timestamp,
                       "webhook-signature: " + signature_of(key, what.what.message, timestamp, body)};
    return request;
}

model::attempt attempt_of(const net::outgoing_answer& answer, base::instant began)
{
    model::attempt attempt;
    attempt.at = began;
    attempt.took = answer.took;
    attempt.outcome = answer.reason;
    switch (answer.end) {
    case net::outgoing_end::answered:
        attempt.status = answer.status;
        attempt.end = end_of(answer.status);
        attempt.outcome = outcome_of(answer.status);
        if (attempt.end == model::attempt_end::failed)
            attempt.wait = net::read_retry_after(answer.retry_after, began + answer.took);
        break;
    case net::outgoing_end::failed: attempt.end = model::attempt_end::failed; break;
    case net::outgoing_end::refused: attempt.end = model::attempt_end::refused; break;
    case net::outgoing_end::stopped: attempt.end = model::attempt_end::abandoned; break;
    }
    return attempt;
}

void webhook_sender::send(ops::letter what, done when_done)
{
    const base::instant began = clock_.now();
    net::outgoing_request request = request_of(what, event_(what.punch), began);
    by_.post(std::move(request),
             [what = std::move(what), when_done = std::move(when_done), began](net::outgoing_answer answer) {
                 when_done(what, attempt_of(answer, began));
             });
}

}  // namespace gatehouse::outgoing::webhook
