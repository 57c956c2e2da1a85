// What no case can say: what is refused on saving, versions, limits, ledgers, lists of holidays, adjustments.
#include "model/attendance/clerk/rule_words.hpp"
#include "model/attendance/hints.hpp"
#include "model/attendance/judge.hpp"
#include "model/attendance/leave_account.hpp"
#include "model/attendance/month.hpp"
#include "model/attendance/phone.hpp"
#include "model/attendance/phrases.hpp"

#include <gtest/gtest.h>

namespace gatehouse::model::attendance {
namespace {

using std::chrono::days;

constexpr civil_day date(int year, unsigned month, unsigned day)
{
    return civil_day{std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)};
}

constexpr minutes clock(int hours, int more = 0)
{
    return minutes(hours * 60 + more);
}

shift day_shift()
{
    shift made;
    made.name = "Day";
    made.sections = {{clock(9), clock(18), {}}};
    return made;
}

rule_book book_of(std::vector<shift> shifts)
{
    rule_book book;
    group_rules group;
    group.zone = time_zone::find("Asia/Shanghai");
    book.group = versions<group_rules>(group);
    book.days = versions<calendar>(calendar{});
    for (shift& each : shifts)
        book.shifts.emplace_back(std::move(each));
    return book;
}

TEST(attendance_shift, is_refused_where_it_breaks_a_rule)
{
    EXPECT_TRUE(check(day_shift()).refused.empty());
    const std::vector<std::pair<const char*, void (*)(shift&)>> wrong{
        {"no section", [](shift& s) { s.sections.clear(); }},
        {"five sections", [](shift& s) { s.sections.resize(5, s.sections[0]); }},
        {"an empty section", [](shift& s) { s.sections[0].off = s.sections[0].on; }},
        {"sections that overlap",
         [](shift& s) {
             s.sections.push_back({clock(17), clock(20), {}});
         }},
        {"more than 24 hours", [](shift& s) { s.sections[0].off = clock(33, 1); }},
        {"off after 47:59",
         [](shift& s) {
             s.sections[0] = {clock(23, 59), clock(48), {}};
         }},
        {"on after 24:00",
         [](shift& s) {
             s.sections[0] = {clock(24), clock(30), {}};
         }},
        {"a cut without gap", [](shift& s) { s.sections[0].cut = clock(12); }},
        {"a break outside",
         [](shift& s) {
             s.breaks.push_back({{clock(8), clock(10)}, false});
         }},
        {"breaks that overlap",
         [](shift& s) {
             s.breaks = {{{clock(12), clock(13)}, false}, {{clock(12, 30), clock(14)}, true}};
         }},
        {"a break longer than its range",
         [](shift& s) {
             s.punched_breaks.push_back({minutes(61), {clock(12), clock(13)}, false});
         }},
        {"serious below grace",
         [](shift& s) {
             s.grace_late = minutes(10);
             s.serious = minutes(9);
         }},
        {"absent below serious",
         [](shift& s) {
             s.serious = minutes(30);
             s.absent_late = minutes(29);
         }},
        {"a rounding that does not divide the hour",
         [](shift& s) {
             s.round_in = {rounding_way::up, minutes(7)};
         }},
        {"a band over 24 hours",
         [](shift& s) {
             s.hours = true;
             s.need = minutes(60);
             s.band = {clock(1), clock(25, 1)};
         }},
        {"a core outside the band",
         [](shift& s) {
             s.hours = true;
             s.need = minutes(60);
             s.band = {clock(9), clock(18)};
             s.core = clock_span{clock(8), clock(10)};
         }},
        {"more needed than the band holds",
         [](shift& s) {
             s.hours = true;
             s.need = minutes(541);
             s.band = {clock(9), clock(18)};
         }},
    };
    for (const auto& [what, spoil] : wrong) {
        shift spoiled = day_shift();
        spoil(spoiled);
        EXPECT_FALSE(check(spoiled).refused.empty()) << what;
    }
}

TEST(attendance_shift, is_warned_of_where_its_claim_is_long)
{
    shift watch = day_shift();
    watch.sections[0] = {clock(8), clock(32), {}};
    EXPECT_TRUE(check(watch).warned.empty());  // 120 + 1440 + 240 minutes: 30 hours
    watch.window_after = minutes(241);
    EXPECT_FALSE(check(watch).warned.empty());
    EXPECT_FALSE(claims_overlap_too_far(watch, day_shift()));  // 36:01 to 31:00
    watch.window_after = clock(8);
    EXPECT_TRUE(claims_overlap_too_far(watch, day_shift()));
}

TEST(attendance_versions, the_one_in_force_on_the_date_counts)
{
    versions<int> of(1);
    of.from(date(2026, 5, 1), 2);
    of.from(date(2026, 3, 1), 3);
    of.from(date(2026, 5, 1), 4);
    EXPECT_EQ(of.on(date(2020, 1, 1)), 1);
    EXPECT_EQ(of.on(date(2026, 3, 1)), 3);
    EXPECT_EQ(of.on(date(2026, 4, 30)), 3);
    EXPECT_EQ(of.on(date(2026, 5, 1)), 4);
}

TEST(attendance_versions, the_shift_day_chooses_its_own_whenever_it_is_computed)
{
    rule_book book = book_of({day_shift()});
    shift summer = day_shift();
    summer.sections[0] = {clock(8), clock(17), {}};
    book.shifts[0].from(date(2026, 5, 1), summer);
    person_schedule person;
    for (const civil_day each : {date(2026, 4, 30), date(2026, 5, 1)})
        person.overrides.push_back({each, plan{0}, nullptr, {}});
    EXPECT_EQ(schedule(book, person, date(2026, 4, 30)).what->begin(), clock(9));
    EXPECT_EQ(schedule(book, person, date(2026, 5, 1)).what->begin(), clock(8));
}

TEST(attendance_schedule, a_swap_is_refused_on_a_locked_date_and_questioned_where_rest_is_short)
{
    shift late = day_shift();
    late.sections[0] = {clock(15), clock(26), {}};
    const rule_book book = book_of({day_shift(), late});
    person_schedule person;
    person.overrides.push_back({date(2026, 3, 11), plan{0}, nullptr, {}});
    const swap_day to_late{date(2026, 3, 10), {}, plan{1}};
    const swap_findings found = check_swap(book, person, to_late, {});
    EXPECT_FALSE(found.locked);
    EXPECT_TRUE(found.too_little_rest);  // 02:00 to 09:00
    EXPECT_TRUE(check_swap(book, person, to_late, {date(2026, 3, 10)}).locked);
    EXPECT_FALSE(check_swap(book, person, {date(2026, 3, 10), {}, plan{0}}, {}).too_little_rest);
}

TEST(attendance_schedule, a_change_leaves_locked_dates_and_lists_them)
{
    const parted_dates parted = part_locked({date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)},
                                            {date(2026, 3, 30), date(2026, 3, 31)});
    EXPECT_EQ(parted.done, std::vector{date(2026, 4, 1)});
    EXPECT_EQ(parted.refused, (std::vector{date(2026, 3, 30), date(2026, 3, 31)}));
}

TEST(attendance_schedule, nights_and_overtime_of_somebody_to_be_spared_are_a_warning)
{
    shift late = day_shift();
    late.sections[0] = {clock(15), clock(23), {}};
    const rule_book book = book_of({day_shift(), late});
    person_schedule person;
    person.spared.emplace_back(date(2026, 3, 10), date(2026, 3, 11));
    for (const auto& [day, which] : {std::pair(10U, 0U), std::pair(11U, 1U), std::pair(12U, 1U)})
        person.overrides.push_back({date(2026, 3, day), plan{which}, nullptr, {}});
    history past{
        &book, &person, {}, {}, base::instant{std::chrono::sys_days{date(2027, 1, 1).time_since_epoch()}}};
    std::vector<std::size_t> warned;
    for (const day_result& each : judge(past, date(2026, 3, 10), date(2026, 3, 12)))
        warned.push_back(each.warnings.count("spared_person"));
    EXPECT_EQ(warned, (std::vector<std::size_t>{0, 1, 0}));
}

TEST(attendance_calendar, knows_which_published_days_off_are_statutory)
{
    int many = 0;
    for (civil_day day = date(2024, 1, 1); day <= date(2026, 12, 31); day += days(1))
        many += is_statutory(day);
    EXPECT_EQ(many, 11 + 13 + 13);
    EXPECT_EQ(published_kind(date(2025, 1, 28), true), day_kind::holiday);
    EXPECT_EQ(published_kind(date(2025, 2, 1), true), day_kind::rest);
    EXPECT_EQ(published_kind(date(2025, 1, 26), false), day_kind::workday);
}

TEST(attendance_calendar, own_days_stand_over_the_published_ones)
{
    calendar both;
    both.published[date(2026, 10, 8)] = {day_kind::workday, {}};
    both.own[date(2026, 10, 8)] = {day_kind::rest, {}};
    EXPECT_EQ(both.on(date(2026, 10, 8)).kind, day_kind::rest);
    EXPECT_FALSE(both.unpublished(date(2026, 1, 1)));
    EXPECT_TRUE(both.unpublished(date(2027, 1, 1)));
    EXPECT_FALSE(calendar{}.unpublished(date(2027, 1, 1)));
}

TEST(attendance_request, a_correction_has_limits)
{
    const correction_limits limits;
    const civil_day about = date(2026, 3, 10);
    EXPECT_EQ(may_correct(limits, 2, about, about + days(7), true), correction_refusal::none);
    EXPECT_EQ(may_correct(limits, 3, about, about, true), correction_refusal::too_many);
    EXPECT_EQ(may_correct(limits, 0, about, about + days(8), true), correction_refusal::too_old);
    EXPECT_EQ(may_correct(limits, 0, about, about, false), correction_refusal::not_missing);
    EXPECT_EQ(may_correct({3, 7, true}, 0, about, about, false), correction_refusal::none);
}

TEST(attendance_request, a_group_says_how_often_and_how_far_back_corrections_may_be_asked_for)
{
    const auto limits_of = [](const std::string& line) {
        const auto no_shift = [](std::string_view) { return std::optional<std::size_t>(); };
        return clerk::read_group({line}, no_shift, *time_zone::find("Asia/Shanghai")).corrections;
    };
    EXPECT_EQ(limits_of("corrections 5 a month 14 days back").a_month, 5);
    EXPECT_EQ(limits_of("corrections 5 a month 14 days back").days_back, 14);
    EXPECT_FALSE(limits_of("corrections 5 a month 14 days back").late_and_early);
    EXPECT_TRUE(limits_of("corrections 0 a month 0 days back late and early").late_and_early);
    EXPECT_EQ(limits_of("fold 60 seconds").a_month, 3);
    EXPECT_EQ(limits_of("fold 60 seconds").days_back, 7);
    for (const std::string wrong : {"corrections", "corrections 5", "corrections -1 a month 7 days back",
                                    "corrections 5 a month 7 days", "corrections 5 a month 7 days back late",
                                    "corrections 5 a month 7 days back late and early please", "trips",
                                    "trips as leave", "fold 601 seconds"})
        EXPECT_THROW(limits_of(wrong), clerk::bad_statement) << wrong;
}

TEST(attendance_request, a_charge_goes_up_to_the_unit)
{
    EXPECT_EQ(charged_minutes(minutes(61), minutes(60)), minutes(120));
    EXPECT_EQ(charged_minutes(minutes(60), minutes(60)), minutes(60));
    EXPECT_EQ(charged_days(minutes(241), minutes(480), 50), 100);
    EXPECT_EQ(charged_days(minutes(240), minutes(480), 50), 50);
    EXPECT_EQ(charged_days(minutes(49), minutes(480), 10), 20);
    EXPECT_EQ(charged_days(minutes(0), minutes(480), 10), 0);
}

TEST(attendance_leave, a_balance_is_grants_less_charges_and_what_expires_first_goes_first)
{
    leave_account account;
    account.grants = {{500, date(2026, 1, 1), date(2027, 3, 31), grant_origin::rule},
                      {200, date(2025, 1, 1), date(2026, 3, 31), grant_origin::carried}};
    account.charges = {{1, date(2026, 2, 2), 150, false}};
    EXPECT_EQ(account.balance(date(2026, 2, 2)), 550);
    EXPECT_EQ(account.balance(date(2026, 4, 1)), 500);
    EXPECT_EQ(account.unused(date(2026, 3, 31)), 50);
    account.charges.push_back({2, date(2026, 4, 6), 400, true});  // asking reserves
    EXPECT_EQ(account.balance(date(2026, 4, 6)), 100);
    EXPECT_FALSE(account.may_charge(date(2026, 4, 6), 150, 0));
    EXPECT_TRUE(account.may_charge(date(2026, 4, 6), 150, -50));
    account.charges.push_back({3, date(2026, 4, 7), 150, false});
    EXPECT_EQ(account.balance(date(2026, 4, 7)), -50);
    account.charges.pop_back();  // withdrawn: back to the grants from which it came
    EXPECT_EQ(account.balance(date(2026, 4, 7)), 100);
}

TEST(attendance_leave, grants_come_by_twelfths_by_difference_and_by_overtime)
{
    EXPECT_EQ(by_twelfths(500, 50),
              (std::vector<leave_amount>{0, 50, 50, 50, 50, 50, 0, 50, 50, 50, 50, 50}));
    EXPECT_EQ(difference_to_grant(1000, 500), 500);
    EXPECT_EQ(difference_to_grant(500, 1000), 0);
    const leave_grant in_lieu = time_off_in_lieu(date(2026, 3, 14), minutes(90), std::chrono::months(12));
    EXPECT_EQ(in_lieu.amount, 150);
    EXPECT_EQ(in_lieu.from, date(2026, 3, 14));
    EXPECT_EQ(in_lieu.until, date(2027, 3, 14));
}

TEST(attendance_month, a_second_change_books_the_difference_to_what_was_booked)
{
    accounts stored;
    stored.planned = stored.absent = minutes(480);
    accounts now;
    now.planned = minutes(480);
    now.worked = minutes(470);
    now.late = minutes(10);
    const auto first = adjustment(stored, {}, now);
    EXPECT_EQ(first, (std::map<std::string, minutes>{
                         {"absent", minutes(-480)}, {"late", minutes(10)}, {"worked", minutes(470)}}));
    EXPECT_TRUE(adjustment(stored, first, now).empty());
    now.worked = minutes(480);
    now.late = {};
    EXPECT_EQ(adjustment(stored, first, now),
              (std::map<std::string, minutes>{{"late", minutes(-10)}, {"worked", minutes(10)}}));
}

TEST(attendance_phone, is_refused_for_what_no_case_can_say)
{
    rule_book book = book_of({day_shift()});
    group_rules group = book.group.on(date(2026, 3, 10));
    group.phones.beacons.push_back({"gate", -75});
    group.phones.wifi.push_back({"00:11:22:33:44:55", "office", false});
    const auto judged = [&](const phone_punch& asked) {
        book.group = versions<group_rules>(group);
        person_schedule person;
        person.overrides.push_back({date(2026, 3, 10), plan{0}, nullptr, {}});
        const std::vector<scheduled_day> plans{schedule(book, person, date(2026, 3, 10))};
        return decide(asked, plans, {claim_of(plans[0], {})}, std::nullopt).refusal;
    };
    phone_punch asked;
    asked.at = base::instant{day_clock(*group.zone, date(2026, 3, 10)).at(clock(9))};
    EXPECT_EQ(judged(asked), phone_refusal::wifi_unknown);
    asked.ble = beacon_seen{"gate", -60, std::chrono::seconds(30), true};
    EXPECT_EQ(judged(asked), phone_refusal::none);
    asked.ble->ago = std::chrono::seconds(31);
    EXPECT_EQ(judged(asked), phone_refusal::ble_stale);
    asked.ble = beacon_seen{"gate", -60, {}, false};
    EXPECT_EQ(judged(asked), phone_refusal::ble_unknown);
    asked.ble->identifier_valid = true;
    group.phones.means_needed = 2;
    EXPECT_NE(judged(asked), phone_refusal::none);
    asked.wifi = access_point{"00:11:22:33:44:55", "office"};
    EXPECT_EQ(judged(asked), phone_refusal::none);
    asked.shared = true;
    EXPECT_EQ(judged(asked), phone_refusal::shared_phone);
    asked.consent = false;
    EXPECT_EQ(judged(asked), phone_refusal::not_allowed);
}

TEST(attendance_trace, says_each_step_in_either_language)
{
    trace steps;
    say(steps, phrases::nearest, clock_fact{clock(31, 30)}, date(2026, 3, 10), minutes(30));
    EXPECT_EQ(words(steps[0], language::english),
              "31:30: in several claims; the nearest point, 30 min away, is of 2026-03-10 [A-59]");
    EXPECT_EQ(words(steps[0], language::chinese),
              "31:30 的打卡：落在多个班次日内，离 2026-03-10 的打卡点最近（30 分钟） [A-59]");
    EXPECT_EQ(clock_text(minutes(-10)), "-1 23:50");
}

TEST(attendance_hint, says_whether_it_is_still_possible)
{
    std::vector<hint> hints{{hint_kind::in_by, 0, {}, {}, {}, status::late, true},
                            {hint_kind::leave, 0, {}, {}, {}, status::late, true}};
    mark_possible(hints, false, false);
    EXPECT_FALSE(hints[0].possible);
    EXPECT_TRUE(hints[1].possible);
    mark_possible(hints, true, true);
    EXPECT_FALSE(hints[0].possible || hints[1].possible);
}

}  // namespace
}  // namespace gatehouse::model::attendance
