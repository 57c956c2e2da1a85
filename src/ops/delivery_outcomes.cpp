#include "ops/delivery_outcomes.hpp"

#include "base/json_writer.hpp"
#include "base/log.hpp"
#include "ops/background.hpp"
#include "ops/visit_news.hpp"
#include "ops/wechat_bindings.hpp"
#include "store/changes.hpp"
#include "store/channels.hpp"
#include "store/deliveries.hpp"
#include "store/visits.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <iterator>
#include <utility>

namespace gatehouse::ops {
namespace {

constexpr std::size_t slice_most = 64;  // about 3 ms

std::uint32_t seed()
{
    std::uint32_t bits = 0;
    const std::string bytes = base::random_bytes(sizeof bits);
    std::memcpy(&bits, bytes.data(), sizeof bits);
    return bits;
}

// The receiver wants nothing any more: it is not asked again until somebody switches the channel on.
void disable(store::transaction& in, const letter& of, base::instant now)
{
    constexpr std::string_view reason = "the receiver answered 410 Gone";
    auto channel = store::find_channel(in.sql, of.to.id);
    if (!channel || channel->status != model::channel_status::active)
        return;
    channel->status = model::channel_status::disabled;
    channel->disabled_reason = reason;
    store::update_channel(in, *channel);
    std::string detail;
    base::json_writer(detail).open_object().name("reason").text(reason).close_object();
    store::record(in,
                  {channel->organization, "deliveries", "channel.disable", "channel", channel->id.value,
                   detail, channel->person.value_or(model::person_id{})},
                  now);
}

// What a visit's message leaves behind besides its outcome.
void follow_up(store::transaction& in, const letter& sent, const model::attempt& how, base::instant now)
{
    const model::delivery& of = sent.what;
    if (how.end == model::attempt_end::unreached) {
        if (how.is_unknown && sent.said)
            note_invalid_binding(in, of.organization, sent.said->recipient, {"deliveries", now});
        tell_by_sms(in, of, now);
    }
    std::int64_t id = 0;
    const auto [end, failed] = std::from_chars(how.receipt.data(), how.receipt.data() + how.receipt.size(),
                                               id);
    if (of.notice == model::notice_kind::face_entry && failed == std::errc{} && id > 0 && sent.face)
        store::put_face_host_id(in, of.guest, id, sent.face->host);
    if (of.notice == model::notice_kind::face_removal && how.end == model::attempt_end::delivered)
        store::drop_face_host(in, of.guest);
}

void note_circuit(target_lanes::turn_of_circuit turn, model::channel_id channel)
{
    using enum target_lanes::turn_of_circuit;
    if (turn == opened)
        base::log(base::events::receiver_failing, {{"channel", channel.value}});
    if (turn == closed)
        base::log(base::events::receiver_recovered, {{"channel", channel.value}});
}

}  // namespace

delivery_outcomes::delivery_outcomes(store::writer& writer, target_lanes& lanes)
    : writer_(writer),
      lanes_(lanes),
      dice_(seed())
{}

void delivery_outcomes::came(letter of, model::attempt how)
{
    const std::scoped_lock held(mutex_);
    mail_.push_back({std::move(of), std::move(how), {}});
}

bool delivery_outcomes::has_mail() const
{
    const std::scoped_lock held(mutex_);
    return !mail_.empty();
}

double delivery_outcomes::throw_dice()
{
    return std::uniform_real_distribution<double>(-1.0, 1.0)(dice_);
}

model::next_step delivery_outcomes::next_of(const ended_attempt& each)
{
    const std::span<const std::chrono::seconds> gaps = each.of.what.visit ? model::visit_gaps
                                                                          : model::retry_gaps;
    return model::after(each.how, each.of.what.attempts + 1, throw_dice(), gaps);
}

void delivery_outcomes::write(base::instant now)
{
    {
        const std::scoped_lock held(mutex_);
        std::move(mail_.begin(), mail_.end(), std::back_inserter(unwritten_));
        mail_.clear();
    }
    while (!unwritten_.empty()) {
        const std::size_t count = std::min(slice_most, unwritten_.size());
        const std::span<ended_attempt> slice(unwritten_.data(), count);
        for (ended_attempt& each : slice)
            each.next = next_of(each);
        const bool written = run_behind(writer_, [&](store::transaction& in) {
            for (const ended_attempt& each : slice) {
                if (each.how.end == model::attempt_end::abandoned)
                    continue;
                store::record_attempt(in, each.of.what.id, each.how, each.next);
                if (each.how.end == model::attempt_end::gone)
                    disable(in, each.of, now);
                if (each.of.what.visit)
                    follow_up(in, each.of, each.how, now);
            }
        });
        if (!written)
            return;
        for (const ended_attempt& each : slice)
            settle(each);
        unwritten_.erase(unwritten_.begin(), unwritten_.begin() + static_cast<std::ptrdiff_t>(count));
    }
}

// Only now may the delivery be read as pending again.
void delivery_outcomes::settle(const ended_attempt& each)
{
    const model::channel_id channel = each.of.to.id;
    note_circuit(lanes_.ended(channel, each.of.what.id, each.how), channel);
    counters_.under_way.fetch_sub(1, std::memory_order_relaxed);
    if (each.how.end == model::attempt_end::abandoned)
        return lanes_.expect(channel, {});
    const bool delivered = each.next.state == model::delivery_state::delivered;
    (delivered ? counters_.delivered : counters_.failed).fetch_add(1, std::memory_order_relaxed);
    if (each.next.state == model::delivery_state::pending)
        lanes_.expect(channel, each.next.next_attempt);
    if (each.next.state == model::delivery_state::dropped)
        counters_.dropped.fetch_add(1, std::memory_order_relaxed);
    if (each.next.state == model::delivery_state::dead) {
        counters_.dead.fetch_add(1, std::memory_order_relaxed);
        base::log(base::events::delivery_dead, {{"delivery", std::string_view(each.of.what.message)},
                                                {"channel", channel.value},
                                                {"outcome", std::string_view(each.how.outcome)}});
    }
    if (each.how.end == model::attempt_end::gone)
        base::log(base::events::channel_disabled, {{"channel", channel.value}});
}

bool delivery_outcomes::end(const std::vector<ended_delivery>& which)
{
    for (std::size_t from = 0; from < which.size(); from += slice_most) {
        const std::span slice(which.data() + from, std::min(slice_most, which.size() - from));
        const bool written = run_behind(writer_, [slice](store::transaction& in) {
            for (const ended_delivery& each : slice)
                store::end_delivery(in, each.what, each.as, each.outcome);
        });
        if (!written)
            return false;
        for (const ended_delivery& each : slice)
            (each.as == model::delivery_state::dead ? counters_.dead : counters_.dropped)
                .fetch_add(1, std::memory_order_relaxed);
    }
    return true;
}

}  // namespace gatehouse::ops
