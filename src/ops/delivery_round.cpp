#include "ops/delivery_round.hpp"

#include "ops/background.hpp"
#include "ops/visit_letter.hpp"
#include "store/channels.hpp"
#include "store/snapshot.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

constexpr std::chrono::seconds between_looks{1};
constexpr std::int64_t endings_most = 200;  // of a deleted channel, at one look
constexpr std::size_t page_least = 64;      // of a channel's due deliveries: many may end unsent

}  // namespace

delivery_round::delivery_round(store::database& db, store::writer& writer, const store::keyring& keys,
                               const base::clock& clock, senders to, delivery_options chosen,
                               std::function<void()> came)
    : writer_(writer),
      keys_(keys),
      clock_(clock),
      senders_(to),
      options_(std::move(chosen)),
      came_(std::move(came)),
      sql_(db.reader()),
      lanes_(options_.lanes),
      outcomes_(writer, lanes_),
      clearing_(*sql_, writer, outcomes_, options_.keep)
{}

bool delivery_round::is_log_longer() const
{
    return followed_ != writer_.counters().punches.load(std::memory_order_relaxed);
}

// A visit's messages stand in the store already: they only have to be looked for.
bool delivery_round::is_visit_told() const
{
    return writer_.published()->visit_messages != visit_messages_;
}

bool delivery_round::is_wanted() const
{
    const base::instant now = clock_.now();
    const auto due = lanes_.next_time();
    return outcomes_.has_mail() || is_log_longer() || is_visit_told() || now >= next_look_ ||
           (due && *due <= now);
}

bool delivery_round::pass()
{
    const base::instant now = clock_.now();
    outcomes_.write(now);
    const bool more = follow(now);
    // A clock that was set back must not blind us.
    if (now >= next_look_ || next_look_ - now > 2 * between_looks || is_visit_told())
        look(now);
    send_due(now);
    clearing_.run(now);
    return more;
}

bool delivery_round::follow(base::instant now)
{
    const std::uint64_t count = writer_.counters().punches.load(std::memory_order_relaxed);
    if (followed_ == count)
        return false;
    made_deliveries made;
    if (writer_.published()->telling.size() > 0 && !run_behind(writer_, [&](store::transaction& in) {
            made = make_deliveries(in, options_.making, now);
        }))
        return false;
    outcomes_.counters().made.fetch_add(made.to.size(), std::memory_order_relaxed);
    for (const model::channel_id each : made.to)
        lanes_.expect(each, {});
    if (!made.more)
        followed_ = count;
    return made.more;
}

// What others changed: deliveries sent again, channels switched on or deleted, what an earlier run left.
void delivery_round::look(base::instant now)
{
    visit_messages_ = writer_.published()->visit_messages;
    std::vector<ended_delivery> gone;
    {
        const store::snapshot held(*sql_);
        for (const store::waiting_channel& each : store::waiting_channels(*sql_)) {
            if (each.status == model::channel_status::active)
                lanes_.expect(each.id, each.next_attempt);
            if (each.status == model::channel_status::deleted)
                for (const auto& d :
                     store::due_deliveries(*sql_, each.id, base::instant::max(), endings_most))
                    gone.push_back({d.id, model::delivery_state::dropped, "the channel was deleted"});
        }
        outcomes_.counters().pending.store(store::pending_deliveries(*sql_), std::memory_order_relaxed);
    }
    outcomes_.end(gone);
    lanes_.forget_idle(now);
    next_look_ = now + between_looks;
}

void delivery_round::send_due(base::instant now)
{
    if (!lanes_.has_turn(now))
        return;
    std::vector<model::channel_id> again;
    std::vector<ended_delivery> endings;
    {
        const store::snapshot held(*sql_);
        while (const auto turn = lanes_.next(now))
            if (serve(*turn, now, endings))
                again.push_back(turn->target);
    }
    outcomes_.end(endings);
    // Only now: the snapshot shows the same deliveries as long as it lives.
    for (const model::channel_id each : again)
        lanes_.expect(each, now);
}

// True: the channel has more that is due.
bool delivery_round::serve(const target_lanes::turn& turn, base::instant now,
                           std::vector<ended_delivery>& endings)
{
    const auto channel = store::find_channel(*sql_, turn.target);
    if (!channel || channel->status != model::channel_status::active)
        return false;
    const auto most = static_cast<std::int64_t>(std::max(page_least, turn.under_way + turn.room + 1));
    const auto due = store::due_deliveries(*sql_, turn.target, now, most);
    std::size_t started = 0;
    for (const model::delivery& each : due) {
        if (lanes_.is_under_way(turn.target, each.id))
            continue;
        if (started == turn.room)
            return true;
        auto written = write(each, *channel, now);
        if (const auto* const why = std::get_if<not_to_be_sent>(&written)) {
            endings.push_back({each.id, why->as, why->outcome});
            continue;
        }
        send(std::move(std::get<letter>(written)));
        ++started;
    }
    return static_cast<std::int64_t>(due.size()) == most;
}

std::variant<letter, not_to_be_sent> delivery_round::write(const model::delivery& what,
                                                           const model::channel& to, base::instant now)
{
    if (!what.visit)
        return write_letter(*sql_, keys_, what, to, options_.making.tell_within, now);
    return write_visit_letter(*sql_, keys_, *writer_.published(), options_.pictures, what, to,
                              options_.public_url, now);
}

void delivery_round::send(letter what)
{
    lanes_.started(what.to.id, what.what.id);
    outcomes_.counters().under_way.fetch_add(1, std::memory_order_relaxed);
    sender& by = *senders_[static_cast<std::size_t>(what.to.kind)];
    by.send(std::move(what), [this](letter of, model::attempt how) {
        outcomes_.came(std::move(of), std::move(how));
        came_();
    });
}

void delivery_round::finish(std::chrono::milliseconds grace)
{
    for (sender* const each : senders_)
        if (each)
            each->stop(grace);
    outcomes_.write(clock_.now());
}

}  // namespace gatehouse::ops
