#include "ops/dispatcher.hpp"

#include "base/log.hpp"

namespace gatehouse::ops {
namespace {

// The writer wakes nobody here: it costs the intake path nothing that others are told.
constexpr std::chrono::milliseconds glance_every{50};
// Between slices of a log that goes on, so that most of the writer's time is the intake's.
constexpr std::chrono::milliseconds breath{10};
constexpr std::chrono::seconds after_failure{1};

}  // namespace

dispatcher::dispatcher(const std::function<std::shared_ptr<round>(std::function<void()> came)>& make)
    : round_(make([this] {
          const std::scoped_lock held(mutex_);
          came_ = true;
          woken_.notify_one();
      })),
      thread_([this] { run(); })
{}

dispatcher::~dispatcher()
{
    stop(std::chrono::milliseconds(0));
}

void dispatcher::stop(std::chrono::milliseconds grace)
{
    {
        const std::scoped_lock held(mutex_);
        stopping_ = true;
    }
    woken_.notify_all();
    if (!thread_.joinable())
        return;
    thread_.join();
    round_->finish(grace);
}

// False: it is time to stop.
bool dispatcher::wait(std::chrono::milliseconds most)
{
    std::unique_lock held(mutex_);
    woken_.wait_for(held, most, [this] { return stopping_ || came_; });
    came_ = false;
    return !stopping_;
}

void dispatcher::run()
{
    std::chrono::milliseconds pause{0};
    while (wait(pause)) {
        pause = glance_every;
        if (!round_->is_wanted())
            continue;
        try {
            if (round_->pass())
                pause = breath;
        } catch (const std::exception& e) {
            base::log(base::events::background_failed, {{"reason", std::string_view(e.what())}});
            pause = after_failure;
        }
    }
}

}  // namespace gatehouse::ops
