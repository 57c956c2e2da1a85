// What follows the logs and clears up, behind everything else: the chain over the change log, what
// each punch showed, pictures whose
// time is over, files that no transaction named.
#pragma once

#include "base/clock.hpp"
#include "store/writer.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace gatehouse::ops {

struct retention {
    std::chrono::days tap_pictures{30};
};

// One round of each, for the thread below. Slices on the writer, behind all other work.
void seal_all(store::writer& writer);
void index_all(store::database& db, store::writer& writer);
// Deletes of whole schools that nobody goes on with, after a crash.
void finish_deletes(store::writer& writer, base::instant now);
// What hangs on people who went with their school.
void clear_people(store::writer& writer, base::instant now);
// Runs of platforms that the operator takes back.
void undo_all(store::writer& writer, base::instant now);
// Passes of visits that are over leave the index.
void drop_passes(store::writer& writer, base::instant now);
// Destroys the keys of months that are over, with their files, and removes files that no transaction named
// within an hour; the names and keys of people who ended 30 days ago. A month's key goes when the 24th round
// in a row finds its month over: what a clock that jumped for a while destroyed would not come back, and this
// month's pictures would be refused.
void clear_up(store::database& db, store::writer& writer, const store::picture_files& pictures,
              retention keep, base::instant now);

class housekeeping {
public:
    housekeeping(store::database& db, store::writer& writer, const store::picture_files& pictures,
                 const base::clock& clock, retention keep);
    ~housekeeping();
    housekeeping(const housekeeping&) = delete;
    housekeeping& operator=(const housekeeping&) = delete;

    void stop();

private:
    void run();

    store::database& db_;
    store::writer& writer_;
    const store::picture_files& pictures_;
    const base::clock& clock_;
    retention keep_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace gatehouse::ops
