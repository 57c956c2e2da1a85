// The round that keeps people's days as the rules have them: it follows punches, attributions and the clock,
// and computes what they touch, behind everything else.
#pragma once

#include "ops/attendance/compute.hpp"
#include "ops/round.hpp"
#include "store/writer.hpp"

#include <atomic>
#include <set>

namespace gatehouse::ops::attendance {

class recompute final : public round {
public:
    recompute(store::database& db, store::writer& writer, const base::clock& clock);

    // Punches came, or it is time to look whether something else did.
    bool is_wanted() const override;
    bool pass() override;
    void finish(std::chrono::milliseconds) override {}

    // From any thread, for whoever wakes this round.
    bool has_new_punches() const;

private:
    bool rest(base::instant now);
    bool follow_punches();
    bool follow_attributions();
    bool follow_dates(base::instant now);
    bool touch_closed(base::instant now);
    bool keep_words(base::instant now);
    bool compute_touched();
    void compute_one(reckoner& by, const store::attendance::touched_days& what, base::instant now,
                     std::vector<day_changes>& onto);
    bool touch_and_move(const std::vector<store::attendance::touched_days>& days, std::string_view follower,
                        std::int64_t position);

    store::writer& writer_;
    const base::clock& clock_;
    std::unique_ptr<store::connection> sql_;
    std::atomic<std::uint64_t> followed_{~std::uint64_t{0}};  // punches that the writer had counted
    std::atomic<bool> resting_{true};                         // nobody stands under rules
    base::instant next_look_{};
    std::int64_t dated_ = 0;                        // of those who are given a date, the last
    std::int64_t turn_ = 0;                         // whose days were computed last
    std::map<std::int64_t, base::instant> failed_;  // until when nobody tries
    std::set<std::int64_t> first_;                  // whose turn it is before all others: they punched
};

}  // namespace gatehouse::ops::attendance
