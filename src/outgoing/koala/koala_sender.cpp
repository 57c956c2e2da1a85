#include "outgoing/koala/koala_sender.hpp"

#include <utility>

namespace gatehouse::outgoing::koala {
namespace {

constexpr std::string_view not_configured = "no face host is configured";

}  // namespace

void koala_sender::send(ops::letter what, done when_done)
{
    const base::instant began = clock_.now();
    if (!what.face || what.face->host.empty()) {
        model::attempt refused;
        refused.at = began;
        refused.end = model::attempt_end::refused;
        refused.outcome = not_configured;
        return when_done(std::move(what), std::move(refused));
    }
    auto made = std::make_unique<order>(order{std::move(what), std::move(when_done), began, {}});
    {
        const std::scoped_lock held(mutex_);
        if (std::exchange(is_busy_, true))
            return waiting_.push_back(std::move(made));
    }
    begin(std::move(made));
}

// A session is shown to the host and user that it was begun with, to nobody else.
void koala_sender::begin(std::unique_ptr<order> what)
{
    current_ = std::move(what);
    ops::face_entry& face = *current_->what.face;
    face.groups = groups_;
    std::string session = url_of(face.host) + " " + face.user;
    if (session != session_of_)
        cookie_.clear();
    session_of_ = std::move(session);
    current_->began = clock_.now();
    current_->talk.emplace(face, current_->what.secret, cookie_, within_);
    go_on();
}

void koala_sender::go_on()
{
    auto request = current_->talk->next();
    if (!request)
        return end();
    by_.post(std::move(*request), [this](const net::outgoing_answer& answer) {
        current_->talk->take(answer);
        go_on();
    });
}

void koala_sender::end()
{
    const std::unique_ptr<order> ended = std::move(current_);
    cookie_ = ended->talk->cookie();
    model::attempt how = ended->talk->outcome();
    how.at = ended->began;
    std::unique_ptr<order> next;
    {
        const std::scoped_lock held(mutex_);
        is_busy_ = !waiting_.empty();
        if (is_busy_) {
            next = std::move(waiting_.front());
            waiting_.pop_front();
        }
    }
    ended->when_done(std::move(ended->what), std::move(how));
    if (next)
        begin(std::move(next));
}

}  // namespace gatehouse::outgoing::koala
