// The two reports that judge anew: what would mend a fault, and where a punch went.
#include "model/tap_time.hpp"
#include "ops/attendance/report_desk.hpp"
#include "store/attendance/people.hpp"
#include "store/punches.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops::attendance::test {
namespace {

class a_judged_report : public testing::Test {
protected:
    a_judged_report()
    {
        rule(store::attendance::rule_kind::shift, "Day", {"09:00-18:00", "break 12:00-13:00"});
        rule(store::attendance::rule_kind::group, "Office", {"week Mon-Fri Day, Sat-Sun rest"});
        store::attendance::assignment what;
        what.organization = company;
        what.person = desk.zhang;
        what.name = "Office";
        what.since = day("2026-01-01");
        what.actor = "test";
        desk.room.write([&](store::transaction& in) { store::attendance::insert_assignment(in, what); });
        punch(desk.zhang, "2026-03-09", "09:30:05");
        punch(desk.zhang, "2026-03-09", "09:30:40");
        punch(desk.zhang, "2026-03-09", "12:10:00");
        punch(desk.zhang, "2026-03-09", "18:02:00");
        punch(desk.zhang, "2026-03-10", "01:30:00");
        punch(desk.li, "2026-03-09", "08:00:00");
        punch(desk.zhang, "2026-03-12", "08:59:00");
    }

    void rule(store::attendance::rule_kind kind, const std::string& name, std::vector<std::string> words)
    {
        store::attendance::rule_version what;
        what.organization = company;
        what.kind = kind;
        what.name = name;
        what.since = day("2026-01-01");
        what.words = std::move(words);
        what.actor = "test";
        desk.room.write([&](store::transaction& in) { store::attendance::insert_rule(in, what); });
    }
    // By a card of theirs.
    void punch(model::person_id who, const std::string& date, const std::string& clock)
    {
        const auto* const zone = model::time_zone::find("Asia/Shanghai");
        const auto at = model::read_tap_time(date + " " + clock, *zone).value();
        desk.room.write([&](store::transaction& in) {
            model::punch_number next{store::last_punch(in.sql).value + 1};
            std::vector<store::punch_draft> drafts(1);
            drafts[0].what = {company, {}, {}, {7}, model::punch_method::card, at, at, at, 0};
            const std::string card = "card of " + std::to_string(who.value);
            drafts[0].shown = store::shown_card(desk.room.keys(), company, card, card);
            store::append(in, drafts, next);
            store::attribute(in, company, drafts[0].what.presented, {}, who, "test", {}, at);
        });
    }

    report_desk desk;
};

TEST_F(a_judged_report, of_faults_says_what_would_mend_each)
{
    desk.keep(desk.zhang, "2026-03-09", "late",
              "planned 480, worked 450, late 30, in 09:30, out 18:02, late_times 1, lateness 30");
    desk.keep(desk.zhang, "2026-03-10", "absent", "planned 480, absent 480, in none, out none");
    desk.keep(desk.zhang, "2026-03-11", "normal", "planned 480, worked 480");
    EXPECT_EQ(desk.made(order(report_kind::faults, "2026-03-01", "2026-03-31")),
              "Date,Number,Name,Unit,Shift,Status,In,Out,In 2,Out 2,What would mend it\r\n"
              "2026-03-09,E-1,张三,研发部,Day,late,09:30,18:02,,,in by 09:00; leave 09:00 to 09:30\r\n"
              "2026-03-10,E-1,张三,研发部,Day,absent,,,,,in by 09:00; out from 18:00\r\n");
}

TEST_F(a_judged_report, of_punches_says_where_each_went_and_why_it_did_not_count)
{
    report_order what = order(report_kind::punches, "2026-03-09", "2026-03-10");
    what.columns = {
        {"person", {}, {}}, {"time", {}, {}}, {"method", {}, {}}, {"date", {}, {}}, {"used", {}, {}}};
    EXPECT_EQ(desk.made(what), "Name,Corrected time,Method,Date,Counted as\r\n"
                               "张三,2026-03-09 09:30:05,card,2026-03-09,in\r\n"
                               "张三,2026-03-09 09:30:40,card,2026-03-09,left out: folded\r\n"
                               "张三,2026-03-09 12:10:00,card,2026-03-09,left out: between\r\n"
                               "张三,2026-03-09 18:02:00,card,2026-03-09,out\r\n"
                               "张三,2026-03-10 01:30:00,card,2026-03-09,left out: outside the window\r\n"
                               "李四,2026-03-09 08:00:00,card,,\r\n");
    what.language = report_language::zh;
    EXPECT_NE(desk.made(what).find("张三,2026-03-09 09:30:40,刷卡,2026-03-09,不计：并卡"), std::string::npos);
}

}  // namespace
}  // namespace gatehouse::ops::attendance::test
