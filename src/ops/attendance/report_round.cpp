#include "ops/attendance/report_round.hpp"

#include "base/log.hpp"
#include "ops/background.hpp"

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using sa::report;

constexpr std::chrono::minutes between_sweeps{10};

}  // namespace

report_round::report_round(store::database& db, store::writer& writer, const store::report_files& files,
                           const base::clock& clock)
    : db_(db),
      writer_(writer),
      files_(files),
      clock_(clock),
      sql_(db_.reader())
{}

bool report_round::is_wanted() const
{
    return run_ || seen_ != writer_.version() || !next_sweep_ || clock_.now() >= *next_sweep_;
}

bool report_round::pass()
{
    const base::instant now = clock_.now();
    if (!next_sweep_ || now >= *next_sweep_) {
        next_sweep_ = now + between_sweeps;
        sweep(now);
    }
    if (run_) {
        carry_on(now);
        return true;  // or another waits
    }
    seen_ = writer_.version();
    take_next(now);
    return run_ != nullptr;
}

void report_round::finish(std::chrono::milliseconds)
{
    run_.reset();
}

void report_round::take_next(base::instant now)
{
    const auto next = sa::next_report(*sql_);
    if (!next)
        return;
    const auto index = writer_.published();
    const auto* const home = index->organizations.find(next->organization);
    if (!home)
        return give_up(*next, now, "its organization is gone");
    told_ = -1;
    try {
        run_ = std::make_unique<report_run>(*next, *home, files_, now);
    } catch (const std::exception& e) {
        give_up(*next, now, e.what());
    }
}

// It may have been cancelled meanwhile.
bool report_round::is_still_wanted()
{
    const auto row = sa::find_report(*sql_, run_->what().id);
    return row && (row->state == sa::report_state::waiting || row->state == sa::report_state::running);
}

bool report_round::write(const report& what)
{
    bool stood = false;
    const bool done = run_behind(writer_, [&what, &stood](store::transaction& in) {
        const auto row = sa::find_report(in.sql, what.id);
        stood = row && (row->state == sa::report_state::waiting || row->state == sa::report_state::running);
        if (stood)
            sa::update_report(in, what);
    });
    return done && stood;
}

void report_round::give_up(report what, base::instant now, std::string_view why)
{
    base::log(base::events::background_failed, {{"reason", why}});
    run_.reset();
    what.state = sa::report_state::failed;
    what.finished_at = now;
    write(what);
}

void report_round::carry_on(base::instant now)
{
    if (!is_still_wanted())
        return run_.reset();
    bool more = false;
    try {
        more = run_->step(*sql_);
    } catch (const store::durability_lost&) {
        throw;
    } catch (const std::exception& e) {
        return give_up(run_->what(), now, e.what());
    }
    report what = run_->what();
    if (more) {
        // Not more than a hundred writes a report.
        if (what.percent != told_ && write(what))
            told_ = what.percent;
        return;
    }
    what.finished_at = now;
    if (write(what))
        run_->keep();
    run_.reset();
}

void report_round::sweep(base::instant now)
{
    constexpr std::int64_t a_slice = 100;
    std::vector<report> gone;
    do {
        gone.clear();
        const bool done = run_behind(writer_, [&gone, now](store::transaction& in) {
            gone = sa::reports_ended(in.sql, now - sa::reports_kept, a_slice);
            for (const report& each : gone)
                sa::drop_report(in, each.id);
        });
        if (!done)
            return;
        for (const report& each : gone)
            if (each.file)
                files_.remove(*each.file);
    } while (std::ssize(gone) == a_slice);
}

void sweep_reports(const store::report_files& files, store::database& db)
{
    std::set<std::string> named;
    sa::each_report_file(*db.reader(), [&named](const std::string& file) { named.insert(file); });
    files.sweep(named);
}

}  // namespace gatehouse::ops::attendance
