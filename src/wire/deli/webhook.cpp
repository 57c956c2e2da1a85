#include "wire/deli/webhook.hpp"

#include "wire/deli/app_messages.hpp"
#include "wire/deli/signature.hpp"

namespace gatehouse::wire::deli {

net::outgoing_request request_of(const ops::app_letter& what)
{
    constexpr std::chrono::seconds whole{10};
    constexpr std::chrono::seconds connecting{3};
    constexpr std::size_t answer_most = std::size_t{16}
                                        << 10U;  // nobody reads it; what is longer costs the connection
    const envelope message = message_of(what);
    net::outgoing_request request;
    request.url = what.to.webhook;
    request.any_address = what.to.operator_allowed;
    request.body = write_message(message);
    request.headers = {"Content-Type: application/json; charset=UTF-8",
                       "sig: " + message_signature(message.action, message.from.value_or(""),
                                                   message.to.value_or(""), what.key,
                                                   message.time.value_or(0))};
    request.deadline = whole;
    request.connect_deadline = connecting;
    request.answer_most = answer_most;
    return request;
}

model::attempt attempt_of(const net::outgoing_answer& answer, base::instant began)
{
    constexpr unsigned success = 200;
    model::attempt attempt;
    attempt.at = began;
    attempt.took = answer.took;
    attempt.outcome = answer.reason;
    switch (answer.end) {
    case net::outgoing_end::answered:
        attempt.status = answer.status;
        attempt.end = answer.status == success ? model::attempt_end::delivered : model::attempt_end::failed;
        attempt.outcome = "the app answered " + std::to_string(answer.status);
        break;
    case net::outgoing_end::failed: attempt.end = model::attempt_end::failed; break;
    case net::outgoing_end::refused: attempt.end = model::attempt_end::refused; break;
    case net::outgoing_end::stopped: attempt.end = model::attempt_end::abandoned; break;
    }
    return attempt;
}

void webhook::carry(ops::app_letter what, done when_done)
{
    const base::instant began = clock_.now();
    by_.post(request_of(what), [when_done = std::move(when_done), began](const net::outgoing_answer& answer) {
        when_done(attempt_of(answer, began));
    });
}

}  // namespace gatehouse::wire::deli
