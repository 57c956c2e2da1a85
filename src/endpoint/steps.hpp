// Carries a decoded call through the store: a handler is a plain function, these give it its thread and its
// transaction and send the answer when it may leave.
#pragma once

#include "base/log.hpp"
#include "base/result.hpp"
#include "endpoint/route.hpp"
#include "ops/punches.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace gatehouse::endpoint {

// Decide: const store::index& → what was judged, with `draft` (a punch to keep, perhaps an optional) and
// `refusal`, on the writer, perhaps more than once.
// Answer: (refusal, const std::optional<store::punch_outcome>&) → net::reply, after the commit.
// Refuse: errc → net::reply, where the store could not take it.
template <class Decide, class Answer, class Refuse>
class append_call final : public store::append_job {
public:
    append_call(net::ticket ask, Decide decide, Answer answer, Refuse refuse)
        : ask_(std::move(ask)),
          decide_(std::move(decide)),
          answer_(std::move(answer)),
          refuse_(std::move(refuse))
    {}

    std::optional<store::punch_draft> decide(const store::index& now) override
    {
        judged_ = decide_(now);
        return std::move(judged_.draft);
    }
    void finish(const std::optional<store::punch_outcome>& outcome) noexcept override
    {
        ask_.answer_later(answer_(judged_.refusal, outcome));
    }
    void fail(base::errc why) noexcept override { ask_.answer(refuse_(why)); }

private:
    net::ticket ask_;
    Decide decide_;
    Answer answer_;
    Refuse refuse_;
    std::invoke_result_t<Decide&, const store::index&> judged_;
};

template <class Decide, class Answer, class Refuse>
void append(services& with, net::ticket ask, Decide decide, Answer answer, Refuse refuse,
            store::lane in = store::lane::punches)
{
    with.writer.submit(std::make_unique<append_call<Decide, Answer, Refuse>>(
                           std::move(ask), std::move(decide), std::move(answer), std::move(refuse)),
                       in);
}

// Handle: store::transaction& → base::result<T>, on the writer, perhaps more than once; an error cuts back.
// Answer: base::result<T>&& → net::reply, after the commit.
template <class Handle, class Answer>
class write_call final : public store::write_job {
public:
    write_call(net::ticket ask, Handle handle, Answer answer)
        : ask_(std::move(ask)),
          handle_(std::move(handle)),
          answer_(std::move(answer))
    {}

    bool run(store::transaction& in) override
    {
        outcome_.emplace(handle_(in));
        return outcome_->has_value();
    }
    void finish() noexcept override { ask_.answer_later(answer_(std::move(*outcome_))); }
    void fail(base::errc why) noexcept override { ask_.answer(answer_(outcome{base::error{why, ""}})); }

private:
    using outcome = std::invoke_result_t<Handle&, store::transaction&>;

    net::ticket ask_;
    Handle handle_;
    Answer answer_;
    std::optional<outcome> outcome_;
};

template <class Handle, class Answer>
void write(services& with, net::ticket ask, Handle handle, Answer answer, store::lane in = store::lane::pages)
{
    with.writer.submit(
        std::make_unique<write_call<Handle, Answer>>(std::move(ask), std::move(handle), std::move(answer)),
        in);
}

// State: part run(store::transaction&) const, perhaps more than once; bool take(part) after its commit,
// whether there is more; void end(net::ticket), which answers or goes on; net::reply refuse(errc). Each part
// is a transaction of its own, so that long work keeps nobody waiting.
template <class State>
class sliced_call final : public store::write_job {
public:
    struct shared {
        services& with;
        net::ticket ask;
        State state;
        store::lane in;
    };

    explicit sliced_call(std::shared_ptr<shared> held) : held_(std::move(held)) {}

    bool run(store::transaction& in) override
    {
        part_.emplace(held_->state.run(in));
        return true;
    }
    void finish() noexcept override
    {
        if (held_->state.take(std::move(*part_)))
            held_->with.writer.submit(std::make_unique<sliced_call>(held_), held_->in);
        else
            held_->state.end(std::move(held_->ask));
    }
    void fail(base::errc why) noexcept override { held_->ask.answer(held_->state.refuse(why)); }

private:
    std::shared_ptr<shared> held_;
    std::optional<std::invoke_result_t<decltype(&State::run), const State&, store::transaction&>> part_;
};

template <class State>
void write_in_slices(services& with, net::ticket ask, State state, store::lane in = store::lane::pages)
{
    using call = sliced_call<State>;
    with.writer.submit(std::make_unique<call>(std::make_shared<typename call::shared>(
                           typename call::shared{with, std::move(ask), std::move(state), in})),
                       in);
}

// Handle: store::connection& → base::result<T>, in a snapshot on a reader thread.
template <class Handle, class Answer>
class read_call final : public store::read_job {
public:
    read_call(net::ticket ask, Handle handle, Answer answer)
        : ask_(std::move(ask)),
          handle_(std::move(handle)),
          answer_(std::move(answer))
    {}

    void run(store::connection& snapshot) override { outcome_.emplace(handle_(snapshot)); }
    void finish() noexcept override { ask_.answer(answer_(std::move(*outcome_))); }
    void fail(base::errc why) noexcept override { ask_.answer(answer_(outcome{base::error{why, ""}})); }

private:
    using outcome = std::invoke_result_t<Handle&, store::connection&>;

    net::ticket ask_;
    Handle handle_;
    Answer answer_;
    std::optional<outcome> outcome_;
};

template <class Handle, class Answer>
void read(services& with, net::ticket ask, Handle handle, Answer answer)
{
    with.readers.submit(
        std::make_unique<read_call<Handle, Answer>>(std::move(ask), std::move(handle), std::move(answer)));
}

// Work: () → T on a worker, outside any transaction. Then: (net::ticket, T) → void, on the same thread.
// Refuse: errc → net::reply, where the lane is full or the work failed.
template <class Work, class Then, class Refuse>
void prepare(services& with, base::work_lane in, net::ticket ask, Work work, Then then, Refuse refuse)
{
    struct task {
        net::ticket ask;
        Work work;
        Then then;
        Refuse refuse;
    };
    // std::function copies; a ticket must not be.
    auto held = std::make_shared<task>(
        task{std::move(ask), std::move(work), std::move(then), std::move(refuse)});
    const bool taken = with.workers.submit(in, [held, &with] {
        try {
            auto made = held->work();
            held->then(std::move(held->ask), std::move(made));
        } catch (const store::durability_lost& e) {
            with.lost(e.what());
        } catch (const std::exception& e) {
            base::log(base::events::job_failed, {{"reason", std::string_view(e.what())}});
            if (held->ask)
                held->ask.answer(held->refuse(base::errc::internal));
        }
    });
    if (!taken)
        held->ask.answer(held->refuse(base::errc::overloaded));
}

}  // namespace gatehouse::endpoint
