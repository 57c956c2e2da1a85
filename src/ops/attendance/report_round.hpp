// Makes the reports that were asked for, one at a time and a page a pass, behind everything else; removes
// those whose time is over.
#pragma once

#include "base/clock.hpp"
#include "ops/attendance/report_run.hpp"
#include "ops/round.hpp"
#include "store/writer.hpp"

namespace gatehouse::ops::attendance {

class report_round final : public round {
public:
    report_round(store::database& db, store::writer& writer, const store::report_files& files,
                 const base::clock& clock);

    bool is_wanted() const override;
    bool pass() override;
    // What is under way begins anew at the next start.
    void finish(std::chrono::milliseconds grace) override;

private:
    void take_next(base::instant now);
    void carry_on(base::instant now);
    void give_up(store::attendance::report what, base::instant now, std::string_view why);
    bool is_still_wanted();
    bool write(const store::attendance::report& what);
    void sweep(base::instant now);

    store::database& db_;
    store::writer& writer_;
    const store::report_files& files_;
    const base::clock& clock_;
    std::unique_ptr<store::connection> sql_;
    std::unique_ptr<report_run> run_;
    std::uint64_t seen_ = 0;  // the version of the index at the last look
    std::optional<base::instant> next_sweep_;
    std::int64_t told_ = -1;  // the progress that its row has
};

// At the start: files that no row names go.
void sweep_reports(const store::report_files& files, store::database& db);

}  // namespace gatehouse::ops::attendance
