#include "model/visit.hpp"

#include "model/name_form.hpp"

#include <gtest/gtest.h>

namespace gatehouse::model {
namespace {

using base::errc;
using std::chrono::hours;
using std::chrono::minutes;

const base::instant noon = base::from_milliseconds(1'779'940'800'000);  // 2026-05-28 12:00 in Shanghai
const time_zone& shanghai = *time_zone::find("Asia/Shanghai");

visit at(std::int64_t id, std::chrono::minutes from, std::chrono::minutes until,
         visit_status status = visit_status::authorised)
{
    visit made;
    made.id = {id};
    made.status = status;
    made.starts_at = noon + from;
    made.ends_at = noon + until;
    return made;
}

std::string chosen(std::vector<visit> of_phone)
{
    const auto found = choose_visit(of_phone, noon, shanghai);
    if (const auto* const id = std::get_if<visit_id>(&found))
        return std::to_string(id->value);
    return std::string(base::row_of(std::get<errc>(found)).id);
}

TEST(a_phone, signs_in_to_todays_authorised_visit_whose_start_is_nearest)
{
    EXPECT_EQ(chosen({at(1, hours(5), hours(6)), at(2, hours(-1), hours(1)), at(3, hours(2), hours(3))}),
              "2");
    EXPECT_EQ(chosen({at(1, hours(5), hours(6)), at(2, hours(-1), hours(1), visit_status::pending)}), "1");
    EXPECT_EQ(chosen({at(1, hours(-60), hours(60))}), "1") << "one of several days touches today";
    EXPECT_EQ(chosen({at(1, minutes(11 * 60 + 59), hours(13))}), "1") << "it begins before midnight";
    EXPECT_EQ(chosen({at(1, hours(-13), minutes(1))}), "1") << "it ends after now";
}

TEST(a_phone, is_told_why_it_signs_in_to_nothing)
{
    EXPECT_EQ(chosen({}), "visit_none");
    EXPECT_EQ(chosen({at(1, hours(12), hours(13))}), "visit_none") << "midnight is tomorrow's";
    EXPECT_EQ(chosen({at(1, hours(-14), hours(-12))}), "visit_none")
        << "what ended at midnight was yesterday's";
    EXPECT_EQ(chosen({at(1, hours(-3), hours(0))}), "pass_over") << "it ends now";
    EXPECT_EQ(chosen({at(1, hours(-3), hours(3), visit_status::pending)}), "visit_pending");
    EXPECT_EQ(chosen({at(1, hours(-3), hours(3), visit_status::refused)}), "visit_cancelled");
    EXPECT_EQ(chosen({at(1, hours(-3), hours(3), visit_status::cancelled)}), "visit_cancelled");
    EXPECT_EQ(chosen({at(1, hours(-3), hours(-1)), at(2, hours(1), hours(3), visit_status::cancelled),
                      at(3, hours(1), hours(3), visit_status::pending)}),
              "visit_pending");
}

std::string verdict(const pass& held, base::instant when)
{
    const auto why = refusal_of(held, when);
    return why ? std::string(base::row_of(*why).id) : "opens";
}

TEST(a_pass, opens_from_half_an_hour_before_its_visit_until_the_end)
{
    pass held{{1}, {1}, {1}, {1}, noon, noon + hours(1)};
    EXPECT_EQ(verdict(held, noon - minutes(30)), "opens");
    EXPECT_EQ(verdict(held, noon - minutes(30) - std::chrono::milliseconds(1)), "pass_early");
    EXPECT_EQ(verdict(held, noon + hours(1) - std::chrono::milliseconds(1)), "opens");
    EXPECT_EQ(verdict(held, noon + hours(1)), "pass_over");
    EXPECT_TRUE(is_shown(held, noon - hours(9)));
    EXPECT_FALSE(is_shown(held, noon + hours(1)));
    held.is_signed_out = true;
    EXPECT_EQ(verdict(held, noon), "pass_over");
    EXPECT_FALSE(is_shown(held, noon));
    held.is_cancelled = true;
    EXPECT_EQ(verdict(held, noon), "visit_cancelled");
    EXPECT_FALSE(is_shown(held, noon - hours(9)));
}

TEST(a_pass, is_32_lower_case_hex_digits_and_nothing_else)
{
    EXPECT_TRUE(is_pass_text("83bae139a9bc445384f4fc7a2df6a047"));
    for (const std::string_view other :
         {"", "83bae139a9bc445384f4fc7a2df6a04", "83bae139a9bc445384f4fc7a2df6a0470",
          "83BAE139A9BC445384F4FC7A2DF6A047", "83bae139a9bc445384f4fc7a2df6a04/",
          "../../../../../../../../../../x"})
        EXPECT_FALSE(is_pass_text(other)) << other;
}

TEST(times_of_a_visit, must_lie_ahead_and_be_a_month_at_most)
{
    EXPECT_EQ(fault_of_times(noon - hours(2), noon + hours(1), noon), std::nullopt);
    EXPECT_EQ(fault_of_times(noon, noon + visit_most, noon), std::nullopt);
    EXPECT_TRUE(fault_of_times(noon, noon + visit_most + minutes(1), noon));
    EXPECT_TRUE(fault_of_times(noon + hours(1), noon + hours(1), noon));
    EXPECT_TRUE(fault_of_times(noon - hours(2), noon, noon));
}

TEST(names, are_compared_without_what_keyboards_write_in_several_ways)
{
    const std::vector<std::vector<std::string_view>> same{
        {"坏·人", "坏•人", "坏・人", "坏･人", "坏 ·人", "坏‧ 人", " 坏∙人\t", "坏\u00a0⋅　人"},
        {"张三", "张　三", "张 三", "张\u200b三", "\ufeff张三\u2060", "张三\ufe00"},
        {"Eve Li", "Ｅｖｅ Ｌｉ", "Eve  Li", "E\u200bve Li", "EVE　LI", "eve\u00ad li",
         "\teve\u00a0\u2009li "},
        {"O'Neil Ann-Mary", "o'neil ann-mary"},
        {"𠮷田", "𠮷 田"},
        {"", " ", "\u200b", "　"},
        {"EveLi"},
        {"坏人"},
        {"Éve Li"},
        {"Eve\xff Li"},
        {"Eve\xfe Li"}};
    for (std::size_t i = 0; i < same.size(); ++i)
        for (const std::string_view each : same[i])
            for (std::size_t j = 0; j < same.size(); ++j)
                EXPECT_EQ(is_same_name(each, same[j].front()), i == j) << each << " and " << same[j].front();
    EXPECT_EQ(name_form("　Ａ ・ 张　三 B  c"), "a·张三b c");
}

TEST(a_block_list_entry, stops_by_phone_name_or_alias)
{
    const guest who{{1}, "Wang Wu", "13811111111", {}};
    EXPECT_TRUE(stops({{1}, {1}, {}, "13811111111", {}, "", noon}, who));
    EXPECT_TRUE(stops({{1}, {1}, " wang wu", {}, {}, "", noon}, who));
    EXPECT_TRUE(stops({{1}, {1}, "Zhang San", "13922222222", {"WANG WU"}, "", noon}, who));
    EXPECT_FALSE(stops({{1}, {1}, "Wang", "1381111111", {"Wu"}, "", noon}, who));
}

TEST(guests, are_twins_by_name_and_phone)
{
    const guest li{{1}, "李四", "12345678", {}};
    const guest wang{{2}, "王某", "12345678", {}};
    EXPECT_FALSE(has_twins({li, wang})) << "one phone may serve a family";
    EXPECT_TRUE(has_twins({li, wang, li}));
    EXPECT_TRUE(has_twins({li, wang, {{3}, "李　四", "12345678", {}}}));
}

}  // namespace
}  // namespace gatehouse::model
