#include "gateway/loop.hpp"

#include "gateway/session.hpp"

namespace gatehouse::gateway {
namespace {

constexpr std::size_t input_size = 64 * 1024;
constexpr std::size_t deadline_slots = 512;
constexpr int accepts_at_once = 64;  // then others have a turn

}  // namespace

loop::loop(const loop_environment& shared)
    : shared_(shared),
      mailbox_(std::make_shared<mailbox>([this] { poller_.wake(); })),
      now_(net::steady::now()),
      deadlines_(shared.bounds.tick, deadline_slots, now_),
      input_(input_size)
{}

loop::~loop()
{
    mailbox_->close();
}

boost::asio::ip::tcp::endpoint loop::listen(const net::listen_address& at)
{
    listeners_.push_back(
        std::make_unique<net::listener>(poller_, at, [this](net::listener& from) { accept_from(from); }));
    return listeners_.back()->local();
}

void loop::run()
{
    now_ = net::steady::now();
    for (const auto& each : listeners_)
        each->wait();
    auto next_tick = now_ + shared_.bounds.tick;
    while (!is_stopping_ || is_listening_ || sessions_ > 0) {
        if (poller_.run(next_tick))
            deliver_mail();
        if (net::steady::now() >= next_tick) {
            tick();
            next_tick = now_ + shared_.bounds.tick;
        }
    }
    mailbox_->close();
}

void loop::accept_from(net::listener& from)
{
    for (int i = 0; i < accepts_at_once; ++i) {
        net::listener::accepted taken = from.accept();
        if (taken.how == net::listener::outcome::exhausted) {
            counts_.add(count::accept_failures);
            exhausted_.push_back(&from);
            return;
        }
        if (taken.how == net::listener::outcome::none_left)
            break;
        admit(std::move(taken.connection), taken.source, from);
    }
    from.wait();
}

void loop::admit(net::socket connected, const net::peer& source, const net::listener& from)
{
    counts_.add(count::accepted);
    const net::admitted verdict = shared_.gate.enter(source.address);
    if (verdict != net::admitted::yes) {
        // Before CONNECT there is nothing to be said (3.2.2.3).
        counts_.add(count::turned_away);
        if (verdict == net::admitted::to_be_refused)
            shared_.gate.leave(source.address);
        return;
    }
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const std::uint32_t index = free_slots_.back();
    free_slots_.pop_back();
    slot& place = slots_[index];
    const session_id id{index, ++place.generation};
    net::stream bytes(std::move(connected), from.tls(), net::application_protocol::mqtt);
    place.session_here = std::make_unique<session>(*this, std::move(bytes), id, source);
    ++sessions_;
    place.session_here->begin();
}

void loop::remove(session& gone)
{
    const std::uint32_t index = gone.id().slot;
    const boost::asio::ip::address source = gone.source().address;
    slots_[index].session_here.reset();
    shared_.gate.leave(source);
    free_slots_.push_back(index);
    --sessions_;
}

void loop::deliver_mail()
{
    mailbox_->collect(letters_);
    for (mail& each : letters_)
        deliver(std::move(each));
    letters_.clear();
}

void loop::deliver(mail&& each)
{
    if (const auto* const order = std::get_if<stop_order>(&each.what))
        return begin_stop(order->grace);
    if (const auto* const order = std::get_if<broadcast_order>(&each.what))
        return for_each_session([order](session& to) { to.broadcast(order->what); });
    const slot& place = slots_[each.to.slot];
    if (place.session_here && place.generation == each.to.generation)
        place.session_here->deliver(std::move(each.what));
}

void loop::tick()
{
    now_ = net::steady::now();
    deadlines_.advance(now_,
                       [](net::deadline_entry& entry) { static_cast<session&>(entry).deadline_passed(); });
    for (net::listener* each : std::exchange(exhausted_, {}))
        if (is_listening_)
            accept_from(*each);
    advance_stop();
}

void loop::begin_stop(limits::duration grace)
{
    now_ = net::steady::now();
    const net::steady::time_point end = now_ + grace;
    cut_off_at_ = is_stopping_ ? std::min(cut_off_at_, end) : end;
    if (!std::exchange(is_stopping_, true)) {
        drained_at_ = now_ + shared_.bounds.drain;
        for (const auto& each : listeners_)
            each->refuse_handshakes();
    }
    advance_stop();
}

void loop::advance_stop()
{
    if (!is_stopping_)
        return;
    if (is_listening_ && now_ >= std::min(drained_at_, cut_off_at_))
        end_listening();
    if (now_ >= cut_off_at_)
        for_each_session([](session& each) { each.cut_off(); });
}

void loop::end_listening()
{
    for (const auto& each : listeners_)
        each->close();
    is_listening_ = false;
    for_each_session([](session& each) { each.finish_up(); });
}

// The action may remove the session it is given.
template <class Action>
void loop::for_each_session(Action action)
{
    for (std::size_t i = 0; i < slots_.size(); ++i)
        if (session* here = slots_[i].session_here.get())
            action(*here);
}

}  // namespace gatehouse::gateway
