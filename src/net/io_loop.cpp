#include "net/io_loop.hpp"

#include "base/assert.hpp"
#include "net/reply_writer.hpp"
#include "net/session.hpp"

#include <exception>

namespace gatehouse::net {
namespace {

constexpr std::size_t input_size = 64 * 1024;
constexpr std::size_t deadline_slots = 512;
constexpr std::size_t readers_to_keep = 64;
constexpr int accepts_at_once = 64;  // then others have a turn

}  // namespace

io_loop::io_loop(const loop_environment& shared)
    : shared_(shared),
      mailbox_(new mailbox([this] { poller_.wake(); })),
      now_(steady::now()),
      deadlines_(shared.bounds.tick, deadline_slots, now_),
      input_(input_size),
      spare_(std::make_unique<request_reader>())
{
    refresh_date();
}

io_loop::~io_loop()
{
    mailbox_->close();
}

boost::asio::ip::tcp::endpoint io_loop::listen(const listen_address& at)
{
    listeners_.push_back(
        std::make_unique<listener>(poller_, at, [this](listener& from) { accept_from(from); }));
    return listeners_.back()->local();
}

void io_loop::run()
{
    now_ = steady::now();
    for (const auto& each : listeners_)
        each->wait();
    for (steady::time_point next_tick = now_ + shared_.bounds.tick; !is_over_;) {
        if (poller_.run(next_tick))
            deliver_mail();
        if (steady::now() >= next_tick) {
            tick();
            next_tick = now_ + shared_.bounds.tick;
        }
    }
    mailbox_->close();
}

void io_loop::accept_from(listener& from)
{
    for (int i = 0; i < accepts_at_once; ++i) {
        listener::accepted taken = from.accept();
        if (taken.how == listener::outcome::exhausted) {
            counts_.add(count::accept_failures);
            exhausted_.push_back(&from);
            return;
        }
        if (taken.how == listener::outcome::none_left)
            break;
        admit(std::move(taken.connection), taken.source, from);
    }
    from.wait();
}

void io_loop::admit(socket connected, const peer& source, const listener& from)
{
    counts_.add(count::accepted);
    const admitted verdict = gate().enter(source.address);
    if (verdict != admitted::yes)
        counts_.add(count::turned_away);
    if (verdict == admitted::no)
        return;
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const std::uint32_t index = free_slots_.back();
    free_slots_.pop_back();
    slot& place = slots_[index];
    const ticket_id id{index, ++place.generation};
    place.session_here = std::make_unique<session>(*this, stream(std::move(connected), from.tls()), id,
                                                   source, from.facts());
    ++sessions_;
    if (verdict == admitted::yes)
        place.session_here->begin();
    else
        place.session_here->turn_away();
}

void io_loop::remove(session& gone)
{
    const std::uint32_t index = gone.id().slot;
    const boost::asio::ip::address source = gone.source().address;
    slots_[index].session_here.reset();
    gate().leave(source);  // last: whoever sees the connection gone sees its memory given back
    free_slots_.push_back(index);
    --sessions_;
    end_if_empty();
}

direct_call io_loop::call_handler(const request& wanted, ticket_id id)
{
    direct_call call;
    call.id = id;
    mailbox_->begin_call(call);
    try {
        shared_.answers.handle(wanted, ticket(*mailbox_, id));
    } catch (const std::exception&) {
        // The ticket went with the exception, or lives where the handler moved it: the request is answered.
        counts_.add(count::handler_failures);
    }
    mailbox_->end_call();
    return call;
}

void io_loop::deliver_mail()
{
    mailbox_->collect(letters_);
    for (mail& each : letters_) {
        if (const auto* const order = std::get_if<stop_order>(&each.what)) {
            begin_stop(order->grace);
            continue;
        }
        const slot& place = slots_[each.to.slot];
        if (place.session_here && place.generation == each.to.generation)
            place.session_here->deliver(std::move(each.what));
        else
            mailbox_->count_dropped(each.what);
    }
    letters_.clear();
}

std::unique_ptr<request_reader> io_loop::take_spare_reader()
{
    std::unique_ptr<request_reader> taken = std::move(spare_);
    if (readers_.empty()) {
        spare_ = std::make_unique<request_reader>();
    } else {
        spare_ = std::move(readers_.back());
        readers_.pop_back();
    }
    return taken;
}

void io_loop::give_back(std::unique_ptr<request_reader> reader)
{
    reader->reset();
    if (readers_.size() < readers_to_keep)
        readers_.push_back(std::move(reader));
}

void io_loop::tick()
{
    now_ = steady::now();
    refresh_date();
    deadlines_.advance(now_, [](deadline_entry& entry) { static_cast<session&>(entry).deadline_passed(); });
    for (listener* each : std::exchange(exhausted_, {}))
        if (is_listening_)
            accept_from(*each);
    advance_stop();
}

void io_loop::refresh_date()
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (std::exchange(date_of_lines_, seconds.time_since_epoch().count()) ==
        seconds.time_since_epoch().count())
        return;
    fixed_lines_.clear();
    append_date(fixed_lines_, seconds.time_since_epoch().count());
    fixed_lines_.append(shared_.fixed_lines);
}

void io_loop::stop(limits::duration grace)
{
    mailbox_->stop(std::chrono::ceil<std::chrono::milliseconds>(grace));
}

void io_loop::begin_stop(limits::duration grace)
{
    now_ = steady::now();
    const steady::time_point end = now_ + grace;
    cut_off_at_ = is_stopping_ ? std::min(cut_off_at_, end) : end;
    if (!std::exchange(is_stopping_, true)) {
        drained_at_ = now_ + shared_.bounds.drain;
        for (const auto& each : listeners_)
            each->refuse_handshakes();
        for_each_session([](session& each) { each.end_feed(); });
    }
    advance_stop();
}

void io_loop::advance_stop()
{
    if (!is_stopping_)
        return;
    if (is_listening_ && now_ >= std::min(drained_at_, cut_off_at_))
        end_listening();
    if (now_ >= cut_off_at_)
        for_each_session([](session& each) { each.cut_off(); });
    end_if_empty();
}

void io_loop::end_listening()
{
    for (const auto& each : listeners_) {
        for (;;) {
            listener::accepted taken = each->accept();
            if (taken.how != listener::outcome::taken)
                break;
            admit(std::move(taken.connection), taken.source, *each);
        }
        each->close();
    }
    is_listening_ = false;
    for_each_session([](session& each) { each.finish_up(); });
}

void io_loop::end_if_empty()
{
    if (!is_stopping_ || is_listening_ || sessions_ > 0)
        return;
    is_over_ = true;
}

// The action may remove the session it is given.
template <class Action>
void io_loop::for_each_session(Action action)
{
    for (std::size_t i = 0; i < slots_.size(); ++i)
        if (session* here = slots_[i].session_here.get())
            action(*here);
}

}  // namespace gatehouse::net
