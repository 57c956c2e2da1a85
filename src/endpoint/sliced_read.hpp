// Long reading in slices: each is a snapshot of its own, so that none grows old and nobody waits behind it.
#pragma once

#include "endpoint/steps.hpp"

namespace gatehouse::endpoint {

// State: bool go_on(store::connection&), whether there is more; net::reply answer() after the last slice;
// net::reply refuse(errc).
template <class State>
class sliced_read final : public store::read_job {
public:
    struct shared {
        services& with;
        net::ticket ask;
        State state;
    };

    explicit sliced_read(std::shared_ptr<shared> held) : held_(std::move(held)) {}

    void run(store::connection& snapshot) override { more_ = held_->state.go_on(snapshot); }
    void finish() noexcept override
    {
        if (more_)
            held_->with.readers.submit(std::make_unique<sliced_read>(held_));
        else
            held_->ask.answer(held_->state.answer());
    }
    void fail(base::errc why) noexcept override { held_->ask.answer(held_->state.refuse(why)); }

private:
    std::shared_ptr<shared> held_;
    bool more_ = false;
};

template <class State>
void read_in_slices(services& with, net::ticket ask, State state)
{
    using call = sliced_read<State>;
    with.readers.submit(std::make_unique<call>(std::make_shared<typename call::shared>(
        typename call::shared{with, std::move(ask), std::move(state)})));
}

}  // namespace gatehouse::endpoint
