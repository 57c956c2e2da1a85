#include "app/attendance_days.hpp"

namespace gatehouse::app {

attendance_days::attendance_days(store::database& db, store::writer& writer, const base::clock& clock)
    : dispatcher_([&](std::function<void()> came) {
          auto made = std::make_shared<ops::attendance::recompute>(db, writer, clock);
          round_ = made.get();
          came_ = std::move(came);
          return made;
      })
{}

void attendance_days::committed()
{
    if (round_->has_new_punches())
        came_();
}

void attendance_days::stop()
{
    dispatcher_.stop();
}

}  // namespace gatehouse::app
