// What is asked of the writer and of the readers. A job is answered once: finished after its commit is on
// disk, or failed. Both happen on the store's threads and must not throw or wait.
#pragma once

#include "base/error.hpp"
#include "store/punches.hpp"

#include <memory>

namespace gatehouse::store {

// The writer takes what waits in this order.
enum class lane : std::uint8_t { gate, punches, pages, exports, clearing };
inline constexpr std::size_t lane_count = 5;

class job {
public:
    virtual ~job() = default;
    virtual void fail(base::errc why) noexcept = 0;
};

// The intake path: decides on the index what to append. May be run again when its batch was voided.
class append_job : public job {
public:
    // Nothing: there is nothing to keep, finish() is called all the same.
    virtual std::optional<punch_draft> decide(const index& now) = 0;
    virtual void finish(const std::optional<punch_outcome>& outcome) noexcept = 0;
};

// Several punches that came in one message, answered together: all are on disk, or none of them is.
class intake_job : public job {
public:
    // Writes what else the message brought and says what to append. A failure voids the batch.
    virtual std::vector<punch_draft> run(transaction& in) = 0;
    virtual void finish(std::span<const punch_outcome> outcomes) noexcept = 0;
};

// A transaction in a savepoint of its own. May be run again: it has no effect but its transaction.
class write_job : public job {
public:
    // False: the caller's fault; what was written is cut back, finish() says it.
    virtual bool run(transaction& in) = 0;
    virtual void finish() noexcept = 0;
};

// A snapshot of at most 2 s on a reader thread.
class read_job : public job {
public:
    virtual void run(connection& snapshot) = 0;
    virtual void finish() noexcept = 0;
};

}  // namespace gatehouse::store
