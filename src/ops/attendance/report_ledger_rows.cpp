// What was booked for locked days; what was asked for, and how its steps went.
#include "ops/attendance/report_rows.hpp"
#include "store/attendance/locks.hpp"

#include <array>

namespace gatehouse::ops::attendance {
namespace {

// What was booked for locked days in the period, as it was booked.
class adjustment_list final : public row_source {
public:
    explicit adjustment_list(const report_frame& of) : of_(of) {}

    bool page(store::connection& sql, const std::function<void(const record&)>& onto) override
    {
        constexpr std::int64_t a_page = 500;
        const auto found = store::attendance::adjustments_in(sql, of_.home, of_.first, of_.last, after_,
                                                             a_page);
        for (const auto& each : found) {
            const auto* const who = of_.people->find(each.person);
            if (!who)
                continue;
            record made = of_.fields->blank();
            put_person(sql, of_, *who, made);
            store::attendance::kept_day would;
            would.statuses = each.statuses;
            would.items = each.items;
            made.cells[of_.fields->at("date")] = each.day;
            made.cells[of_.fields->at("booked_on")] = each.booked_on;
            made.cells[of_.fields->at("difference")] = each.minutes;
            made.cells[of_.fields->at("status")] = status_text(read(would).statuses, of_.in);
            onto(made);
        }
        after_ = found.empty() ? after_ : found.back().id;
        return std::ssize(found) == a_page;
    }
    double progress() const override { return 0; }

private:
    const report_frame& of_;
    std::int64_t after_ = 0;
};

struct state_words {
    std::string_view code;
    std::string_view chinese;
};
constexpr std::array<state_words, 12> states{{{"waiting", "审批中"},
                                              {"approved", "已同意"},
                                              {"refused", "已拒绝"},
                                              {"returned", "已退回"},
                                              {"withdrawn", "已撤回"},
                                              {"revoked", "已撤销"},
                                              {"open", "待处理"},
                                              {"already", "此前已同意"},
                                              {"passed", "无须处理"},
                                              {"moved", "已转交"},
                                              {"left", "已离职"},
                                              {"automatic", "自动同意"}}};

// A row for each step; for a request without any, one.
class request_list final : public row_source {
public:
    explicit request_list(const report_frame& of) : of_(of) {}

    bool page(store::connection& sql, const std::function<void(const record&)>& onto) override
    {
        constexpr std::int64_t a_page = 200;
        const auto found = store::attendance::requests_in(sql, of_.home, of_.first, of_.last, after_, a_page);
        for (const auto& each : found)
            if (const auto* const who = of_.people->find(each.person))
                put_request(sql, each, *who, onto);
        after_ = found.empty() ? after_ : found.back().id;
        return std::ssize(found) == a_page;
    }
    double progress() const override { return 0; }

private:
    void put(record& onto, std::string_view field, reports::cell what) const
    {
        onto.cells[of_.fields->at(field)] = std::move(what);
    }
    std::string word(std::string_view state) const
    {
        for (const state_words& each : states)
            if (of_.in == report_language::zh && each.code == state)
                return std::string(each.chinese);
        return std::string(state);
    }
    void put_request(store::connection& sql, const store::attendance::request_outline& what,
                     const store::attendance::member& who,
                     const std::function<void(const record&)>& onto) const
    {
        record made = of_.fields->blank();
        put_person(sql, of_, who, made);
        put(made, "request", what.id);
        put(made, "words", what.words);
        put(made, "first", what.first);
        put(made, "last", what.last);
        put(made, "state", word(what.state));
        put(made, "filed", of_.zone->to_civil(what.filed_at));
        const auto steps = store::attendance::outlined_steps(sql, what.id);
        if (steps.empty())
            onto(made);
        for (const auto& each : steps) {
            record step = made;
            put_step(sql, each, step);
            onto(step);
        }
    }
    void put_step(store::connection& sql, const store::attendance::step_outline& what, record& onto) const
    {
        const model::person_id by = what.decided_by.value_or(what.approver);
        put(onto, "level", what.level);
        put(onto, "approver", store::attendance::name_of_member(sql, by).name);
        put(onto, "step", word(what.state));
        if (what.decided_at)
            put(onto, "decided", of_.zone->to_civil(*what.decided_at));
        if (what.decided_at && what.opened_at)
            put(onto, "waited",
                std::int64_t{
                    std::chrono::floor<std::chrono::minutes>(*what.decided_at - *what.opened_at).count()});
    }

    const report_frame& of_;
    std::int64_t after_ = 0;
};

}  // namespace

std::unique_ptr<row_source> adjustment_rows(const report_frame& of)
{
    return std::make_unique<adjustment_list>(of);
}

std::unique_ptr<row_source> request_rows(const report_frame& of)
{
    return std::make_unique<request_list>(of);
}

}  // namespace gatehouse::ops::attendance
