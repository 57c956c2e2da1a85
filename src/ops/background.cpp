#include "ops/background.hpp"

#include <future>

namespace gatehouse::ops {
namespace {

// Says when it is done.
class slice final : public store::write_job {
public:
    explicit slice(std::function<void(store::transaction&)> work) : work_(std::move(work)) {}

    std::future<bool> done() { return done_.get_future(); }
    bool run(store::transaction& in) override
    {
        work_(in);
        return true;
    }
    void finish() noexcept override { done_.set_value(true); }
    void fail(base::errc) noexcept override { done_.set_value(false); }

private:
    std::function<void(store::transaction&)> work_;
    std::promise<bool> done_;
};

}  // namespace

bool run_behind(store::writer& writer, std::function<void(store::transaction&)> work)
{
    auto job = std::make_unique<slice>(std::move(work));
    auto done = job->done();
    writer.submit(store::writer::write(std::move(job)), store::lane::clearing);
    return done.get();
}

}  // namespace gatehouse::ops
