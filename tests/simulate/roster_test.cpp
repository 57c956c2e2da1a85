#include "simulate/roster.hpp"

#include "base/text.hpp"
#include "model/phone.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse::simulate {
namespace {

constexpr std::array printed_formats{model::card_format::decimal, model::card_format::decimal_8h10d,
                                     model::card_format::hex,     model::card_format::hex_reversed,
                                     model::card_format::zkteco,  model::card_format::wg26,
                                     model::card_format::wg34};

std::string text_of(const std::vector<simulated_child>& children)
{
    std::string text;
    for (const simulated_child& child : children) {
        text += std::to_string(child.face) + " " + child.card;
        for (const simulated_guardian& each : child.told)
            text += " " + each.phone + "=" + each.name;
        text += "\n";
    }
    return text;
}

TEST(a_roster, is_the_same_for_the_same_seed_and_another_for_another)
{
    const std::string first = text_of(make_children(40, 1, model::card_format::decimal));
    EXPECT_EQ(text_of(make_children(40, 1, model::card_format::decimal)), first);
    EXPECT_NE(text_of(make_children(40, 2, model::card_format::decimal)), first);
    EXPECT_EQ(make_children(0, 1, model::card_format::decimal).size(), 0U);
}

TEST(a_roster, has_cards_of_its_own_in_every_format_and_its_unknown_ones_are_nobody_s)
{
    for (const auto format : printed_formats) {
        std::set<std::string> cards;
        for (const simulated_child& child : make_children(300, 7, format)) {
            const auto read = model::read_card_number(child.card, format);
            ASSERT_TRUE(read) << child.card;
            EXPECT_TRUE(cards.insert(read->canonical).second) << child.card;
        }
        std::mt19937_64 chance(7);
        for (int i = 0; i < 300; ++i) {
            const std::string card = make_unknown_card(chance, format);
            const auto read = model::read_card_number(card, format);
            ASSERT_TRUE(read) << card;
            EXPECT_FALSE(cards.contains(read->canonical)) << card;
        }
    }
}

TEST(a_roster, has_guardians_that_can_be_bound)
{
    std::set<std::string> phones;
    for (const simulated_child& child : make_children(300, 3, model::card_format::hex)) {
        EXPECT_TRUE(!child.told.empty() && child.told.size() <= 3);
        for (const simulated_guardian& each : child.told) {
            EXPECT_TRUE(model::is_mainland_mobile(each.phone)) << each.phone;
            EXPECT_TRUE(phones.insert(each.phone).second) << each.phone;
            EXPECT_FALSE(each.name.empty());
            EXPECT_LE(base::code_points(each.name), 20U);
            EXPECT_EQ(each.name.find_first_of(",;"), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace gatehouse::simulate
