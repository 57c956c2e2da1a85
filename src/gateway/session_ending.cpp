// What a session waits for, how long, and how it ends.
#include "gateway/loop.hpp"
#include "gateway/session.hpp"

#include <algorithm>

namespace gatehouse::gateway {
namespace {

constexpr auto linger_at_stop = std::chrono::milliseconds(1000);

}  // namespace

// The last step of everything that happens to a session: wait for what comes next, or go.
void session::settle_down()
{
    if (is_finishing_ && !is_ending_ && talk_.is_settled())
        end_orderly();
    if (is_closed_)
        return loop_.remove(*this);
    if (is_ending_ && unsent_.empty() && !is_lingering_) {
        // Closing now would reset the connection if bytes are still on their way to us, and the client would
        // lose our answer: let it read to the end and close first.
        is_lingering_ = stream_.end_output() != net::transfer::later;
        since_ = loop_.now();
        moved_ = 0;
    }
    loop_.deadlines().schedule(*this, due());
    if (!unsent_.empty() || (is_ending_ && !is_lingering_))
        await(wait::output);
    if (reads() || is_lingering_)
        await(wait::input);
}

session::time session::due() const
{
    const limits& bounds = loop_.bounds();
    if (is_lingering_)
        return since_ + (loop_.is_stopping() ? std::min(bounds.linger, linger_at_stop) : bounds.linger);
    time first = time::max();
    if (!unsent_.empty() || is_ending_)
        first = write_due();
    if (is_ending_)
        return first;
    if (!talk_.is_connected())
        return std::min(first, since_ + bounds.connect);
    // While nothing is read, silence is ours.
    if (reads())
        first = std::min(first, heard_ + talk_.longest_silence());
    return std::min(first, talk_.next_look());
}

void session::deadline_passed()
{
    const time now = loop_.now();
    if (is_lingering_) {
        close();
    } else if (!is_ending_ && !talk_.is_connected()) {
        give_up(count::connect_timeouts);
    } else if (!is_ending_ && reads() && now >= heard_ + talk_.longest_silence()) {
        give_up(count::silences);
    } else if ((!unsent_.empty() || is_ending_) && now >= write_due()) {
        give_up(count::slow_readers);
    } else {
        loop_.counts().add(count::down_links_dropped, talk_.look(now, loop_.output()));
        flush();
    }
    settle_down();
}

session::time session::write_due() const
{
    const limits& bounds = loop_.bounds();
    const auto earned = std::chrono::milliseconds(moved_ * 1000 /
                                                  std::max<std::size_t>(bounds.least_rate, 1));
    return std::min(progress_ + bounds.write_stall, full_since_ + bounds.write_stall + earned);
}

void session::await(wait what)
{
    const bool is_input = what == wait::input;
    if (std::exchange(is_input ? waits_for_input_ : waits_for_output_, true))
        return;
    net::readiness& needs = is_input ? input_needs_ : output_needs_;
    needs = is_input ? stream_.to_receive() : stream_.to_transmit();
    if (!is_input || !stream_.holds_input())
        return loop_.waits().wait(*this, stream_.descriptor(), needs);
    needs = net::readiness::input;
    loop_.waits().ready_already(*this);
}

void session::ready(bool input, bool output)
{
    const auto ends = [input, output](bool& waits, net::readiness needs) {
        return (needs == net::readiness::input ? input : output) && std::exchange(waits, false);
    };
    const bool may_read = ends(waits_for_input_, input_needs_);
    const bool may_write = ends(waits_for_output_, output_needs_);
    if (may_read)
        act(wait::input);
    if (may_write)
        act(wait::output);
    settle_down();
}

void session::act(wait what)
{
    if (is_closed_)
        return;
    const bool is_input = what == wait::input;
    if (is_lingering_ && is_input)
        discard();
    else if (!unsent_.empty() && !is_input)
        write_more();
    else if (reads() && is_input)
        receive();
}

void session::discard()
{
    for (;;) {
        const auto [how, bytes] = stream_.receive(loop_.input());
        moved_ += bytes;
        if (how == net::transfer::over || moved_ > loop_.bounds().linger_bytes)
            return close();
        if (how == net::transfer::later)
            return;
    }
}

void session::finish_up()
{
    if (!is_ending_ && reads())
        receive();
    is_finishing_ = true;
    settle_down();
}

void session::cut_off()
{
    if (!is_closed_ && !is_lingering_)
        loop_.counts().add(count::cut_off);
    close();
    settle_down();
}

// By the protocol's rules: no word, but what was answered before still leaves.
void session::violate(std::string_view)
{
    loop_.counts().add(count::violations);
    end_orderly();
}

void session::end_orderly()
{
    if (std::exchange(is_ending_, true))
        return;
    since_ = loop_.now();
    if (unsent_.empty())
        full_since_ = progress_ = since_;
    depart();
}

void session::give_up(count why)
{
    loop_.counts().add(why);
    close();
}

void session::close()
{
    if (std::exchange(is_closed_, true))
        return;
    loop_.waits().forget(*this);
    stream_.close();
    loop_.deadlines().cancel(*this);
    std::string().swap(unsent_);
    sent_of_unsent_ = 0;
    depart();
}

}  // namespace gatehouse::gateway
