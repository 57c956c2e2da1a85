// Faults with what would mend them, and punches with what they counted as: neither is kept, so these days are
// judged anew.
#include "ops/attendance/report_rows.hpp"
#include "store/attendance/punches.hpp"

#include <array>
#include <unordered_map>

namespace gatehouse::ops::attendance {
namespace {

using model::civil_day;
using store::attendance::member;

// Judging a month of one person takes about a millisecond.
constexpr std::size_t people_a_page = 20;
constexpr std::chrono::days a_day{1};

rules::language language_of(report_language in)
{
    return in == report_language::en ? rules::language::english : rules::language::chinese;
}

class judged : public row_source {
public:
    explicit judged(const report_frame& of) : of_(of) {}

    bool page(store::connection& sql, const std::function<void(const record&)>& onto) override
    {
        if (!office_)
            office_.emplace(sql, of_.home, *of_.zone);
        const auto all = of_.people->in_order();
        for (const std::size_t until = std::min(all.size(), next_ + people_a_page); next_ < until; ++next_)
            person(sql, all[next_], onto);
        return next_ < all.size();
    }
    double progress() const override
    {
        const std::size_t all = of_.people->in_order().size();
        return all == 0 ? 1 : static_cast<double>(next_) / static_cast<double>(all);
    }

protected:
    virtual void person(store::connection& sql, const member& who,
                        const std::function<void(const record&)>& onto) = 0;

    const report_frame& of() const { return of_; }
    const office& rules_of() const { return *office_; }

private:
    const report_frame& of_;
    std::optional<office> office_;
    std::size_t next_ = 0;
};

class faults final : public judged {
    using judged::judged;

    void person(store::connection& sql, const member& who,
                const std::function<void(const record&)>& onto) override
    {
        std::vector<store::attendance::kept_day> found;
        for (auto& each : store::attendance::days_of(sql, who.person, of().first, of().last))
            if (has_fault(read(each).statuses))
                found.push_back(std::move(each));
        if (found.empty())
            return;
        const auto opened = open_case(sql, rules_of(), who.person, found.front().day, found.back().day,
                                      of().now);
        const auto results = rules::judge(opened->of, found.front().day, found.back().day);
        for (const auto& each : found) {
            record made = of().fields->blank();
            put_person(sql, of(), who, made);
            put_day(of(), each, read(each), made);
            const auto day = static_cast<std::size_t>((each.day - found.front().day).count());
            made.cells[of().fields->at("hint")] = hints_of(results.at(day));
            onto(made);
        }
    }
    std::string hints_of(const rules::day_result& day) const
    {
        std::string text;
        for (const rules::hint& each : day.hints)
            text.append(text.empty() ? "" : "; ")
                .append(rules::words(each, day.clock(), language_of(of().in)));
        return text;
    }
};

struct role_words {
    std::string_view english;
    std::string_view chinese;
};
constexpr std::array<role_words, 8> roles{{{"in", "上班"},
                                           {"out", "下班"},
                                           {"leaving", "离开"},
                                           {"back", "返回"},
                                           {"break begins", "休息开始"},
                                           {"break ends", "休息结束"},
                                           {"presence", "在场"},
                                           {"shown", "仅显示"}}};
constexpr std::array<role_words, 8> reasons{{{"left out: folded", "不计：并卡"},
                                             {"left out: future", "不计：晚于接收时间"},
                                             {"left out: not employed", "不计：未在职"},
                                             {"left out: outside the window", "不计：窗口之外"},
                                             {"left out: between", "不计：上下班之间"},
                                             {"left out: unpaired", "不计：单卡"},
                                             {"left out: replaced", "不计：被补卡取代"},
                                             {"left out: not allowed", "不计：凭证无效"}}};
constexpr std::array<role_words, 8> methods{{{"", ""},
                                             {"card", "刷卡"},
                                             {"face", "人脸"},
                                             {"fingerprint", "指纹"},
                                             {"password", "密码"},
                                             {"qr", "二维码"},
                                             {"manual", "人工"},
                                             {"phone", "手机"}}};

class punch_list final : public judged {
    using judged::judged;

    struct place {
        civil_day day;
        std::string_view used;
    };

    template <std::size_t Count>
    std::string_view word(const std::array<role_words, Count>& in, std::size_t which) const
    {
        const role_words& found = in.at(which);
        return of().in == report_language::en ? found.english : found.chinese;
    }
    // A punch of the first date's evening may belong to the next: one date more on each side is judged.
    std::unordered_map<std::int64_t, place> places_of(store::connection& sql, const member& who) const
    {
        std::unordered_map<std::int64_t, place> found;
        if (!store::attendance::is_under_rules(sql, who.person))
            return found;
        const civil_day from = of().first - a_day;
        const civil_day to = of().last + a_day;
        const auto opened = open_case(sql, rules_of(), who.person, from, to, of().now);
        for (const rules::day_result& day : rules::judge(opened->of, from, to)) {
            for (const rules::used_punch& each : day.used)
                if (each.origin)
                    found[static_cast<std::int64_t>(each.origin->id)] = {
                        day.date, word(roles, static_cast<std::size_t>(each.role))};
            for (const rules::left_out_punch& each : day.left_out)
                if (each.origin)
                    found[static_cast<std::int64_t>(each.origin->id)] = {
                        day.date, word(reasons, static_cast<std::size_t>(each.why))};
        }
        return found;
    }
    void person(store::connection& sql, const member& who,
                const std::function<void(const record&)>& onto) override
    {
        const auto instant_of = [&](civil_day date) { return of().zone->to_utc(model::civil_time{date}); };
        const auto punches = store::attendance::punches_of(sql, who.person, instant_of(of().first),
                                                           instant_of(of().last + a_day));
        if (punches.empty())
            return;
        const auto places = places_of(sql, who);
        for (const auto& each : punches) {
            const model::punch& what = each.punch.what;
            if (what.organization != of().home)
                continue;
            record made = of().fields->blank();
            put_person(sql, of(), who, made);
            const auto put = [&](std::string_view field, reports::cell cell) {
                made.cells[of().fields->at(field)] = std::move(cell);
            };
            put("device_time", of().zone->to_civil(what.device_time));
            put("time", of().zone->to_civil(what.corrected_time));
            put("received", of().zone->to_civil(what.received_at));
            put("device", store::attendance::name_of_device(sql, what.device));
            put("method", std::string(word(methods, static_cast<std::size_t>(what.method))));
            if (const auto found = places.find(each.punch.number.value); found != places.end()) {
                put("date", found->second.day);
                put("used", std::string(found->second.used));
            }
            onto(made);
        }
    }
};

}  // namespace

std::unique_ptr<row_source> judged_rows(const report_frame& of)
{
    if (of.kind == report_kind::faults)
        return std::make_unique<faults>(of);
    return std::make_unique<punch_list>(of);
}

}  // namespace gatehouse::ops::attendance
