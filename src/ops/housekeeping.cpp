#include "ops/housekeeping.hpp"

#include "base/log.hpp"
#include "ops/arrivals.hpp"
#include "ops/attendance/request_care.hpp"
#include "ops/background.hpp"
#include "ops/gate_passes.hpp"
#include "ops/roster_deletes.hpp"
#include "ops/roster_runs.hpp"
#include "ops/roster_tasks.hpp"
#include "store/attendance/phones.hpp"
#include "store/changes.hpp"
#include "store/device_orders.hpp"
#include "store/devices.hpp"
#include "store/faces.hpp"
#include "store/holdings.hpp"
#include "store/inbox.hpp"
#include "store/messages.hpp"
#include "store/punches.hpp"
#include "store/scan_codes.hpp"
#include "store/user_events.hpp"
#include "store/visits.hpp"

#include <algorithm>
#include <span>

namespace gatehouse::ops {
namespace {

constexpr std::chrono::seconds between_seals{1};
constexpr std::chrono::hours between_clearings{1};
constexpr std::chrono::hours named_within{1};
constexpr std::int64_t looks_before_destroying = 24;
constexpr std::int64_t changes_a_slice = 200;  // about 2 ms
constexpr std::size_t punches_a_slice = 1000;  // likewise
constexpr std::size_t punches_in_order = 65'536;
constexpr std::int64_t people_a_slice = 20;  // likewise
constexpr std::int64_t deeds_a_slice = 200;  // likewise
constexpr std::size_t passes_a_slice = 500;  // likewise

// The first month of which a picture may still be kept.
std::int64_t first_kept_month(base::instant now, std::chrono::days keep)
{
    // Zones differ from UTC by at most a day: a month is over everywhere a day after it is over here.
    const std::chrono::year_month_day day{
        std::chrono::floor<std::chrono::days>(now - keep - std::chrono::days{1})};
    return std::int64_t{static_cast<int>(day.year())} * 100 + static_cast<unsigned>(day.month());
}

// In slices behind everything else, for as long as `work` says that there is more. False: one was not carried
// out.
bool run_slices(store::writer& writer, const std::function<bool(store::transaction&)>& work)
{
    bool more = true;
    while (more) {
        more = false;
        if (!run_behind(writer, [&more, &work](store::transaction& in) { more = work(in); }))
            return false;
    }
    return true;
}

// What apps said to people and of them, once its time is over.
void drop_old_news(store::writer& writer, base::instant now)
{
    run_slices(writer, [now](store::transaction& in) {
        return store::drop_old_inbox_items(in, now - store::inbox_kept, deeds_a_slice) == deeds_a_slice;
    });
    run_slices(writer, [now](store::transaction& in) {
        return store::drop_old_reported_events(in, now - store::reported_events_kept, deeds_a_slice) ==
               deeds_a_slice;
    });
    run_slices(writer, [now](store::transaction& in) {
        return store::drop_old_scan_codes(in, now, deeds_a_slice) == deeds_a_slice;
    });
}

void forget_all(store::writer& writer, const store::picture_files& pictures, base::instant now)
{
    std::vector<store::destroyed_key> destroyed;
    bool more = true;
    while (more) {
        more = false;
        destroyed.clear();
        if (!run_behind(writer, [&](store::transaction& in) {
                more = forget_people(in, people_a_slice, now, destroyed);
            }))
            return;
        for (const store::destroyed_key& key : destroyed)
            pictures.remove_all(key.id);
    }
    const base::instant before = now - model::remembered_for;
    const bool settled = run_slices(writer,
                                    [now](store::transaction& in) {
                                        return drop_old_held(in, people_a_slice, now);
                                    }) &&
                         run_slices(writer, [before](store::transaction& in) {
                             return store::drop_former_faces(in, before, deeds_a_slice) == deeds_a_slice;
                         });
    if (!settled)
        return;
    run_slices(writer, [now](store::transaction& in) {
        return store::drop_old_messages(in, now - store::messages_kept, deeds_a_slice) == deeds_a_slice;
    });
    run_slices(writer, [now](store::transaction& in) {
        return store::drop_old_orders(in, now - store::messages_kept, deeds_a_slice) == deeds_a_slice;
    });
    drop_old_news(writer, now);
    run_slices(writer, [now](store::transaction& in) {
        return store::drop_old_alarms(in, now - store::alarms_kept, deeds_a_slice) == deeds_a_slice;
    });
    run_slices(writer, [now](store::transaction& in) {
        return store::drop_old_sendings(in, now - store::sendings_kept, deeds_a_slice) == deeds_a_slice;
    });
    run_slices(writer, [now](store::transaction& in) {
        return store::attendance::drop_old_phone_requests(in, now - store::attendance::phone_requests_kept,
                                                          deeds_a_slice) == deeds_a_slice;
    });
    finish_deletes(writer, now);
    run_slices(writer,
               [before](store::transaction& in) { return store::drop_old_runs(in, before, deeds_a_slice); });
}

}  // namespace

void finish_deletes(store::writer& writer, base::instant now)
{
    run_slices(writer, [now](store::transaction& in) {
        const auto deed = store::next_task(in.sql);
        if (deed)
            carry_on(in, *deed, now);
        return deed.has_value();
    });
}

void clear_people(store::writer& writer, base::instant now)
{
    run_slices(writer, [now](store::transaction& in) { return clear_ended_people(in, people_a_slice, now); });
}

void undo_all(store::writer& writer, base::instant now)
{
    run_slices(writer, [now](store::transaction& in) { return undo_some(in, people_a_slice, now); });
}

void drop_passes(store::writer& writer, base::instant now)
{
    const auto over = passes_to_drop(*writer.published(), now);
    for (std::span rest(over); !rest.empty();) {
        const auto slice = rest.first(std::min(passes_a_slice, rest.size()));
        rest = rest.subspan(slice.size());
        if (!run_behind(writer, [&](store::transaction& in) {
                store::drop_passes(in, slice, now - pass_remembered);
            }))
            return;
    }
}

void seal_all(store::writer& writer)
{
    std::int64_t sealed = changes_a_slice;
    while (sealed == changes_a_slice) {
        sealed = 0;
        if (!run_behind(writer, [&sealed](store::transaction& in) {
                sealed = store::seal_changes(in, changes_a_slice);
            }))
            return;
    }
}

void index_all(store::database& db, store::writer& writer)
{
    const auto sql = db.reader();
    store::punches_to_index next;
    do {
        next = store::next_to_index(*sql, punches_in_order);
        for (std::span rows(next.rows); !rows.empty();) {
            const auto slice = rows.first(std::min(punches_a_slice, rows.size()));
            rows = rows.subspan(slice.size());
            if (!run_behind(writer, [slice](store::transaction& in) { store::index_punches(in, slice); }))
                return;
        }
        if (next.until &&
            !run_behind(writer, [&next](store::transaction& in) { store::finish_indexing(in, next.until); }))
            return;
        // A few that came meanwhile can wait until they are many.
    } while (next.rows.size() == punches_in_order);
}

void clear_up(store::database& db, store::writer& writer, const store::picture_files& pictures,
              retention keep, base::instant now)
{
    std::vector<store::destroyed_key> destroyed;
    const bool done = run_behind(writer, [&](store::transaction& in) {
        destroyed = store::destroy_due_tap_keys(in, first_kept_month(now, keep.tap_pictures),
                                                looks_before_destroying, now);
    });
    if (done)
        for (const store::destroyed_key& key : destroyed)
            pictures.remove_all(key.id);
    forget_all(writer, pictures, now);
    drop_passes(writer, now);
    attendance::look_after_requests(db, writer, now);
    attendance::grant_leave(db, writer, now);
    const auto sql = db.reader();
    pictures.sweep(
        [&sql](model::data_key_id key, const base::digest& digest) { return is_named(*sql, key, digest); },
        std::filesystem::file_time_type::clock::from_sys(now - named_within));
}

housekeeping::housekeeping(store::database& db, store::writer& writer, const store::picture_files& pictures,
                           const base::clock& clock, retention keep)
    : db_(db),
      writer_(writer),
      pictures_(pictures),
      clock_(clock),
      keep_(keep),
      thread_([this] { run(); })
{}

housekeeping::~housekeeping()
{
    stop();
}

void housekeeping::stop()
{
    {
        const std::scoped_lock held(mutex_);
        stopping_ = true;
    }
    woken_.notify_all();
    if (thread_.joinable())
        thread_.join();
}

void housekeeping::run()
{
    auto cleared_at = std::chrono::steady_clock::time_point::min();
    for (;;) {
        {
            std::unique_lock held(mutex_);
            if (woken_.wait_for(held, between_seals, [this] { return stopping_; }))
                return;
        }
        try {
            seal_all(writer_);
            index_all(db_, writer_);
            count_all_arrivals(db_, writer_);
            finish_deletes(writer_, clock_.now());
            clear_people(writer_, clock_.now());
            undo_all(writer_, clock_.now());
            const auto now = std::chrono::steady_clock::now();
            if (cleared_at == std::chrono::steady_clock::time_point::min() ||
                now - cleared_at > between_clearings) {
                cleared_at = now;
                clear_up(db_, writer_, pictures_, keep_, clock_.now());
            }
        } catch (const std::exception& e) {
            base::log(base::events::background_failed, {{"reason", std::string_view(e.what())}});
        }
    }
}

}  // namespace gatehouse::ops
