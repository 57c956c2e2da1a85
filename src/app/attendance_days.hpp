// The thread that keeps people's days of attendance as the rules have them, and what wakes it.
#pragma once

#include "ops/attendance/recompute.hpp"
#include "ops/dispatcher.hpp"

namespace gatehouse::app {

class attendance_days {
public:
    attendance_days(store::database& db, store::writer& writer, const base::clock& clock);

    // After each commit, on the writer's thread: a punch is in its day at once, not at the next glance.
    void committed();
    void stop();

private:
    const ops::attendance::recompute* round_ = nullptr;
    std::function<void()> came_;
    ops::dispatcher dispatcher_;
};

}  // namespace gatehouse::app
