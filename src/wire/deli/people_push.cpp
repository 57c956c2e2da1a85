#include "wire/deli/people_push.hpp"

namespace gatehouse::wire::deli {
namespace {

// What becomes of a sending, for whoever hears of it first. Outlives the call.
class noting final : public store::write_job {
public:
    noting(std::function<void(store::transaction&)> what) : what_(std::move(what)) {}
    bool run(store::transaction& in) override
    {
        what_(in);
        return true;
    }
    void finish() noexcept override {}
    void fail(base::errc) noexcept override {}  // it is on its way for longer than it was

private:
    std::function<void(store::transaction&)> what_;
};

void note(store::writer& writer, std::function<void(store::transaction&)> what)
{
    // Behind what is written already and before what the device says next.
    writer.submit(store::writer::write(std::make_unique<noting>(std::move(what))), store::lane::punches);
}

struct pushing {
    endpoint::services& with;
    net::ticket ask;
    people_push what;
    base::instant now;
    net::reply (*reply)(const gateway_reply&);
    std::int64_t sending = 0;
    std::size_t done = 0;
};

void answer(pushing& held, code said, std::string_view message)
{
    held.ask.answer(
        held.reply({static_cast<std::int64_t>(said), std::string(message), seconds_of(held.now), {}, {}}));
}

void send(pushing& held)
{
    store::writer& writer = held.with.writer;
    const std::int64_t sending = held.sending;
    const base::clock& clock = held.with.clock;
    auto arrived = [&writer, &clock, sending] {
        note(writer,
             [sending, at = clock.now()](store::transaction& in) { store::note_arrived(in, sending, at); });
    };
    const std::string device = held.what.people.device;
    if (held.with.devices->send_watched(device, std::move(held.what.message),
                                        sending ? arrived : std::function<void()>{})) {
        if (sending)
            note(writer, [sending](store::transaction& in) { store::note_sent(in, sending); });
        return answer(held, code::ok, "");
    }
    if (sending)
        note(writer, [sending, device](store::transaction& in) {
            if (const auto* const known = store::find_device(in.index, device))
                store::drop_sending(in, known->what.id, sending);
        });
    answer(held, code::unreachable, "device is offline");
}

class recording final : public store::write_job {
public:
    explicit recording(std::shared_ptr<pushing> held) : held_(std::move(held)) {}

    bool run(store::transaction& in) override
    {
        made_ = ops::record_sending(in, held_->what.people, held_->sending, held_->done, held_->now);
        return true;
    }
    void finish() noexcept override
    {
        held_->sending = made_;
        held_->done += ops::sent_a_slice;
        if (made_ != 0 && held_->done < held_->what.people.users.size())
            held_->with.writer.submit(store::writer::write(std::make_unique<recording>(held_)),
                                      store::lane::punches);
        else
            send(*held_);
    }
    void fail(base::errc) noexcept override { answer(*held_, code::undefined, "try again"); }

private:
    std::shared_ptr<pushing> held_;
    std::int64_t made_ = 0;
};

}  // namespace

void push_people(endpoint::services& with, net::ticket ask, people_push what, base::instant now,
                 net::reply (*reply)(const gateway_reply&))
{
    auto held = std::make_shared<pushing>(pushing{with, std::move(ask), std::move(what), now, reply});
    with.writer.submit(store::writer::write(std::make_unique<recording>(std::move(held))),
                       store::lane::punches);
}

}  // namespace gatehouse::wire::deli
