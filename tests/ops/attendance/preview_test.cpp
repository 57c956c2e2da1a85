#include "ops/attendance/preview.hpp"

#include "ops/attendance/rule_deeds.hpp"
#include "ops/attendance/workplace.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace gatehouse::ops::attendance::test {
namespace {

const civil_day first = date(2026, 3, 2);
const civil_day last = date(2026, 3, 31);

sa::rule_version proposal(sa::rule_kind kind, const std::string& name, std::vector<std::string> words,
                          civil_day since = date(2026, 1, 1))
{
    sa::rule_version made;
    made.organization = company;
    made.kind = kind;
    made.name = name;
    made.since = since;
    made.words = std::move(words);
    return made;
}

class rule_preview : public testing::Test {
protected:
    void furnish(std::int64_t people)
    {
        at = std::make_unique<workplace>(static_cast<std::size_t>(people));
        at->at("2026-04-05 12:00");
        at->shift("Day", {"09:00-18:00", "break 12:00-13:00"});
        at->group({"week Mon-Fri Day"});
        at->rule(sa::rule_kind::group, "others", {"week Mon-Fri Day"});
        at->room.write([&](store::transaction& in) {
            std::vector<store::punch_draft> drafts;
            for (std::int64_t who = 1; who <= people; ++who) {
                const std::string card = std::to_string(who);
                const auto shown = store::shown_card(at->room.keys(), company, "n:" + card, card);
                const auto presented = store::intern(in, shown, at->room.clock.now());
                store::attribute(in, company, presented, {}, model::person_id{who}, "test", {1},
                                 at->room.clock.now());
                sa::insert_assignment(in, {0,
                                           company,
                                           {who},
                                           sa::rule_kind::group,
                                           who % 10 == 0 ? "others" : "staff",
                                           0,
                                           first,
                                           {},
                                           at->room.clock.now(),
                                           "test"});
                for (civil_day day = first; day <= last; day += days(1)) {
                    if (std::chrono::weekday(day).iso_encoding() > 5)
                        continue;
                    // Whoever comes at 09:00 and as many minutes as their number says, at most 20.
                    for (const auto clock :
                         {std::chrono::minutes(540 + who % 21), std::chrono::minutes(18 * 60)}) {
                        const base::instant when =
                            model::time_zone::find("Asia/Shanghai")->to_utc(model::civil_time{day} + clock);
                        drafts.emplace_back().what = {company, {},   {},   {7}, model::punch_method::card,
                                                      when,    when, when, 0};
                        drafts.back().shown = shown;
                    }
                }
            }
            model::punch_number next{store::last_punch(in.sql).value + 1};
            store::append(in, drafts, next);
            const auto behind = store::next_to_index(in.sql, drafts.size());
            store::index_punches(in, behind.rows);
            store::finish_indexing(in, behind.until);
        });
    }

    preview_findings ask(const sa::rule_version& what)
    {
        preview work(what, *model::time_zone::find("Asia/Shanghai"), first, last, at->room.clock.now());
        for (;;) {
            at->reader->begin_read();
            const auto more = work.go_on(*at->reader);
            at->reader->rollback();
            if (!more)
                throw std::runtime_error(more.error().faults.at(0).detail);
            if (!*more)
                return work.found();
        }
    }

    std::unique_ptr<workplace> at;
};

TEST_F(rule_preview, says_what_would_change_for_whom_and_writes_nothing)
{
    furnish(12);
    const auto graced = proposal(sa::rule_kind::shift, "Day",
                                 {"09:00-18:00", "break 12:00-13:00", "grace 5 late 0 early"});
    const preview_findings found = ask(graced);
    EXPECT_EQ(found.people, 12);
    EXPECT_EQ(found.days, 12 * 30);
    EXPECT_EQ(found.changed_people, 5);  // who came 1 to 5 minutes late
    EXPECT_EQ(found.changed_days, 5 * 22);
    EXPECT_FALSE(found.cut);
    const auto minutes_of = [&](const std::string& account) {
        const auto sums = found.sums().at(account);
        return std::pair(sums.first.count(), sums.second.count());
    };
    EXPECT_EQ(minutes_of("late"), std::pair(78L * 22, 63L * 22));
    EXPECT_EQ(minutes_of("worked"), std::pair((12 * 480L - 78) * 22, (12 * 480L - 63) * 22));
    EXPECT_EQ(minutes_of("planned"), std::pair(12 * 480L * 22, 12 * 480L * 22));
    ASSERT_EQ(found.first.size(), 100U);
    EXPECT_EQ(found.first.front().person.value, 1);
    EXPECT_EQ(found.first.front().day, first);
    EXPECT_EQ(rules::status_words(found.first.front().before.statuses), "late");
    EXPECT_EQ(rules::status_words(found.first.front().after.statuses), "normal");
    EXPECT_EQ(sa::rules_of(*at->reader, company).size(), 3U);
    EXPECT_EQ(at->rows(), "");
}

TEST_F(rule_preview, looks_only_at_those_whom_the_rule_is_about)
{
    furnish(20);
    EXPECT_EQ(ask(proposal(sa::rule_kind::group, "others", {"week Mon-Fri rest"})).people, 2);
    EXPECT_EQ(ask(proposal(sa::rule_kind::group, "others", {"week Mon-Fri rest"})).changed_days, 2 * 22);
    EXPECT_EQ(ask(proposal(sa::rule_kind::group, "nobody", {"week Mon-Fri rest"})).people, 0);
    EXPECT_EQ(ask(proposal(sa::rule_kind::rotation, "crew", {"Day rest from 2026-03-01"})).people, 0);
    EXPECT_EQ(ask(proposal(sa::rule_kind::calendar, "own", {"rest 2026-03-10"})).changed_days, 20);
    // From its date on.
    EXPECT_EQ(
        ask(proposal(sa::rule_kind::group, "others", {"week Mon-Fri rest"}, date(2026, 3, 23))).changed_days,
        2 * 7);
    EXPECT_THROW(ask(proposal(sa::rule_kind::group, "others", {"week Mon-Fri Night"})), std::runtime_error);
}

TEST_F(rule_preview, of_a_new_shift_keeps_the_days_that_were_set_and_swapped)
{
    furnish(2);
    at->set_day(1, date(2026, 3, 7), "Day");
    // Before "Day" in the book: all places move.
    EXPECT_EQ(ask(proposal(sa::rule_kind::shift, "Another", {"10:00-19:00"})).changed_days, 0);
    EXPECT_EQ(ask(proposal(sa::rule_kind::shift, "Day", {"09:00-18:00"})).changed_days, 2 * 22 + 1);
}

TEST_F(rule_preview, says_what_deciding_then_does)
{
    furnish(7);
    const auto flexible = proposal(sa::rule_kind::shift, "Day", {"09:00-18:00", "flex 10 late 10 early"},
                                   date(2026, 3, 16));
    const preview_findings before = ask(flexible);
    EXPECT_GT(before.changed_days, 0);
    at->room.write([&](store::transaction& in) {
        EXPECT_TRUE(decide_rule(in, flexible, {"test", at->room.clock.now()}));
    });
    const preview_findings after = ask(flexible);
    EXPECT_EQ(after.changed_days, 0);
    EXPECT_EQ(before.after, after.before);
}

TEST_F(rule_preview, of_three_hundred_people_and_a_month_is_quick)
{
    furnish(300);
    const auto begun = std::chrono::steady_clock::now();
    const preview_findings found = ask(
        proposal(sa::rule_kind::shift, "Day", {"09:00-18:00", "break 12:00-13:00", "grace 10 late 0 early"}));
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                            begun);
    EXPECT_EQ(found.people, 300);
    EXPECT_EQ(found.days, 300 * 30);
    std::cout << "300 people, 30 days, before and after: " << took.count() << " ms\n";
    EXPECT_LT(took, std::chrono::seconds(60)) << "a sanitised build takes many times what a release does";
}

}  // namespace
}  // namespace gatehouse::ops::attendance::test
