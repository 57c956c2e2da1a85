#include "endpoint/live_log.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace gatehouse::endpoint {
namespace {

constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max();
constexpr unsigned retry_after_full = 5;  // seconds

net::block block_of(std::string_view text)
{
    return std::make_shared<const net::chunk>(text);
}

}  // namespace

live_log::live_log(live_source& of, live_limits bounds, std::function<void()> wake)
    : source_(of),
      bounds_(bounds),
      wake_(std::move(wake)),
      thread_([this] { run(); })
{}

live_log::~live_log()
{
    stop();
}

void live_log::stop()
{
    {
        const std::scoped_lock held(mutex_);
        is_stopping_ = true;
        woken_.notify_one();
    }
    if (thread_.joinable())
        thread_.join();
    places_.clear();
    arriving_.clear();
}

void live_log::join(net::ticket ask, viewer who)
{
    const std::scoped_lock held(mutex_);
    present_.fetch_add(1);
    arriving_.push_back({std::move(ask), std::move(who)});
    if (std::exchange(is_idle_, false))
        woken_.notify_one();
}

void live_log::grew() noexcept
{
    // Who joins a moment later asks the log itself where it ends.
    if (present_.load() == 0)
        return;
    const std::scoped_lock held(mutex_);
    has_grown_ = true;
    if (std::exchange(is_idle_, false))
        woken_.notify_one();
}

void live_log::run()
{
    while (wait()) {
        try {
            round();
            is_failing_ = false;
        } catch (const std::exception& e) {
            // Nothing was sent that was not read: the next round goes on from there.
            is_failing_ = true;
            base::log(base::events::background_failed, {{"reason", std::string_view(e.what())}});
        }
        wake_();
    }
}

// False: the end.
bool live_log::wait()
{
    std::unique_lock held(mutex_);
    present_.store(places_.size() + arriving_.size());
    if (woken_.wait_for(held, is_failing_ ? bounds_.look : bounds_.pause, [this] { return is_stopping_; }))
        return false;
    const auto is_wanted = [this] {
        is_idle_ = !is_stopping_ && !has_grown_ && arriving_.empty();
        return !is_idle_;
    };
    if (places_.empty())
        woken_.wait(held, is_wanted);
    else
        woken_.wait_until(held, due_, is_wanted);
    is_idle_ = has_grown_ = false;
    return !is_stopping_;
}

void live_log::round()
{
    std::vector<coming> arrived;
    {
        const std::scoped_lock held(mutex_);
        arrived.swap(arriving_);
    }
    look_after();
    due_ = looked_at_ + bounds_.look;
    for (coming& each : arrived)
        admit(std::move(each));
    follow();
    catch_up();
}

void live_log::refuse(coming&& each, unsigned status, std::string_view reason) const
{
    net::reply with = source_.refusal(status, reason);
    if (status == 503)
        with.retry_after = retry_after_full;
    each.ask.answer(std::move(with));
}

bool live_log::has_room_for(const viewer& who) const
{
    std::size_t all = 0;
    std::size_t alike = 0;
    for (const place& each : places_)
        if (each.out.is_open()) {
            ++all;
            alike += each.who.organization == who.organization ? 1 : 0;
        }
    return all < bounds_.viewers && alike < bounds_.viewers_alike;
}

void live_log::admit(coming&& each)
{
    if (!has_room_for(each.who))
        return refuse(std::move(each), 503, "as many watch already as may at once");
    if (places_.empty())
        position_ = source_.newest({}, no_end);
    const std::int64_t from = each.who.after.value_or(position_);
    if (from > position_ && from > source_.newest({}, no_end))
        return refuse(std::move(each), 400, "the cursor lies behind the end of the log");
    // What others did must not show: an organization's viewer stands at the last entry of its own.
    const std::int64_t told = each.who.after ? from : source_.newest(each.who.organization, position_);
    place fresh{std::move(each.who), each.ask.begin(source_.head()), from, {}};
    say(fresh, block_of(source_.opening(told)));
    places_.push_back(std::move(fresh));
}

void live_log::say(place& to, const net::block& what)
{
    to.out.send_later(what);
    to.spoke_at = steady::now();
}

void live_log::follow()
{
    const auto entries = source_.read({}, position_, no_end, bounds_.slice);
    if (entries.empty())
        return;
    if (entries.size() == bounds_.slice)
        due_ = {};
    std::unordered_map<model::organization_id, std::string> texts;
    const model::organization_id all;
    for (const live_entry& each : entries) {
        texts[all] += each.text;
        texts[each.organization] += each.text;
    }
    std::unordered_map<model::organization_id, net::block> blocks;
    for (place& each : places_) {
        if (each.position != position_)
            continue;
        each.position = entries.back().number;
        const auto text = texts.find(each.who.organization);
        if (text == texts.end())
            continue;
        net::block& shared = blocks[each.who.organization];
        if (!shared)
            shared = block_of(text->second);
        say(each, shared);
    }
    position_ = entries.back().number;
}

// One slice each for those who have taken the one before, as long as others need not wait for it.
void live_log::catch_up()
{
    const auto end = steady::now() + bounds_.catching_up;
    for (std::size_t i = 0; i < places_.size() && steady::now() < end; ++i) {
        place& each = places_[++turn_ % places_.size()];
        if (each.position < position_ && each.out.waiting() == 0)
            bring_on(each);
        if (each.position < position_)
            due_ = std::min(due_, steady::now() + bounds_.patience);
    }
}

void live_log::bring_on(place& who)
{
    const auto entries = source_.read(who.who.organization, who.position, position_, bounds_.slice);
    std::string text;
    // A full slice may have more behind it.
    std::int64_t reached = entries.size() < bounds_.slice ? position_ : entries.back().number;
    for (const live_entry& each : entries) {
        text += each.text;
        if (text.size() >= bounds_.slice_bytes) {
            reached = each.number;
            break;
        }
    }
    who.position = reached;
    if (!text.empty())
        say(who, block_of(text));
}

void live_log::look_after()
{
    const auto now = steady::now();
    if (now < looked_at_ + bounds_.look)
        return;
    looked_at_ = now;
    const net::block heartbeat = block_of(source_.heartbeat());
    std::erase_if(places_, [](const place& each) { return !each.out.is_open() || !each.who.may_stay(); });
    for (place& each : places_)
        if (now >= each.spoke_at + bounds_.heartbeat)
            say(each, heartbeat);
}

}  // namespace gatehouse::endpoint
