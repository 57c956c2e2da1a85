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

}  // namespace

bool send_down(endpoint::services& with, down_message what, std::int64_t sending)
{
    if (!with.devices)
        return false;
    if (sending == 0)
        return with.devices->send(what.device, std::move(what.text));
    store::writer& writer = with.writer;
    const base::clock& clock = with.clock;
    const auto arrived = [&writer, &clock, sending] {
        note(writer,
             [sending, at = clock.now()](store::transaction& in) { store::note_arrived(in, sending, at); });
    };
    const bool is_sent = with.devices->send_watched(what.device, std::move(what.text), arrived);
    note(writer, [sending, is_sent, device = what.device](store::transaction& in) {
        if (is_sent)
            return store::note_sent(in, sending);
        if (const auto* const known = store::find_device(in.index, device))
            store::drop_sending(in, known->what.id, sending);
    });
    return is_sent;
}

}  // namespace gatehouse::wire::deli
