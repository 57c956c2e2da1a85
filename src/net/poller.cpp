#include "net/poller.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace gatehouse::net {
namespace {

constexpr std::size_t events_a_round = 256;

void require(bool succeeded, const char* during)
{
    if (!succeeded)
        throw boost::system::system_error(errno, boost::system::system_category(), during);
}

int milliseconds_until(std::chrono::steady_clock::time_point until)
{
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

std::uint32_t event_of(readiness what)
{
    return what == readiness::input ? EPOLLIN : EPOLLOUT;
}

}  // namespace

poller::poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)), alarm_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    require(epoll_ && alarm_, "epoll_create1");
    // Edges: each write is one, so it need not be read.
    epoll_event told{EPOLLIN | EPOLLET, {nullptr}};
    require(::epoll_ctl(epoll_.descriptor(), EPOLL_CTL_ADD, alarm_.descriptor(), &told) == 0, "epoll_ctl");
}

void poller::watch(waiter& who, std::uint32_t events)
{
    if (who.watched_ == events)
        return;
    const int change = who.watched_ == 0 ? EPOLL_CTL_ADD : events == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;
    epoll_event told{events, {&who}};
    const bool done = ::epoll_ctl(epoll_.descriptor(), change, who.descriptor_, &told) == 0;
    who.watched_ = done ? events : 0;
    if (!done && events != 0)
        ready_already(who);  // out of memory: trying it is all that is left
}

void poller::wait(waiter& who, int descriptor, readiness what)
{
    who.descriptor_ = descriptor;
    who.wanted_ |= event_of(what);
    if ((who.watched_ & who.wanted_) != who.wanted_)
        watch(who, who.watched_ | who.wanted_);
}

void poller::ready_already(waiter& who)
{
    if (!std::exchange(who.is_ready_already_, true))
        ready_already_.push_back(&who);
}

void poller::forget(waiter& who)
{
    who.wanted_ = 0;
    watch(who, 0);
    for (epoll_event& each : round_)
        if (each.data.ptr == &who)
            each.data.ptr = nullptr;
    if (std::exchange(who.is_ready_already_, false))
        std::replace(ready_already_.begin(), ready_already_.end(), &who, static_cast<waiter*>(nullptr));
}

void poller::dispatch(waiter& who, std::uint32_t events)
{
    if ((events & (EPOLLHUP | EPOLLERR)) != 0)
        events |= EPOLLIN | EPOLLOUT;
    const std::uint32_t hit = events & who.wanted_;
    if (hit == 0)
        return watch(who, who.wanted_);  // nobody waits for it any more
    who.wanted_ &= ~hit;
    who.ready((hit & EPOLLIN) != 0, (hit & EPOLLOUT) != 0);
}

bool poller::run(std::chrono::steady_clock::time_point until)
{
    std::array<epoll_event, events_a_round> events;
    is_asleep_.store(true);
    const bool hurries = is_woken_.load() || !ready_already_.empty();
    const int count = ::epoll_wait(epoll_.descriptor(), events.data(), static_cast<int>(events.size()),
                                   hurries ? 0 : milliseconds_until(until));
    is_asleep_.store(false);
    const bool woken = is_woken_.exchange(false);
    round_ = std::span(events).first(static_cast<std::size_t>(std::max(count, 0)));
    while (!round_.empty()) {
        const epoll_event next = round_.front();
        round_ = round_.subspan(1);
        if (next.data.ptr)
            dispatch(*static_cast<waiter*>(next.data.ptr), next.events);
    }
    // By place: who is called may add others, for the next round.
    for (std::size_t i = 0, all = ready_already_.size(); i < all; ++i)
        if (waiter* const who = std::exchange(ready_already_[i], nullptr)) {
            who->is_ready_already_ = false;
            who->wanted_ &= ~static_cast<std::uint32_t>(EPOLLIN);
            who->ready(true, false);
        }
    std::erase(ready_already_, nullptr);
    return woken;
}

void poller::wake() noexcept
{
    is_woken_.store(true);
    const std::uint64_t one = 1;
    if (is_asleep_.load()) [[maybe_unused]]
        const ssize_t told = ::write(alarm_.descriptor(), &one, sizeof one);
}

}  // namespace gatehouse::net
