#include "ops/residents.hpp"

#include "ops/allotment.hpp"
#include "ops/residence.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops::test {
namespace {

using lines = std::vector<std::string>;
using model::credential_status;

class a_resident : public testing::Test {
protected:
    // "number new", "number known", or the error's name.
    static std::string text_of(const base::result<resident_card>& card)
    {
        return card ? card->number + (card->allotted ? " new" : " known") : name_of(card);
    }
    std::string get(model::organization_id home, std::string_view phone, std::string_view name = {})
    {
        return text_of(at_.get(home, phone, name));
    }

    residence at_;
};

TEST_F(a_resident, is_added_with_the_card_that_is_set_and_all_of_it_is_written_down)
{
    EXPECT_EQ(at_.set(zhang, "张三", "123456"), "ok");
    EXPECT_EQ(at_.news(), (lines{R"(client 1: person.create person/1 of 1 {"after":"张三"})",
                                 "client 1: credential.create credential/1 of 1 {}",
                                 "client 1: person.claim_phone person/1 of 1 {}"}));
    EXPECT_EQ(get(at_.ic, zhang), "123456 known");
    const auto in = at_.room.writer().published();
    const auto* const card = store::find_credential(*in, at_.card("123456", at_.ic).digest);
    ASSERT_TRUE(card);
    EXPECT_EQ(card->bearer, model::person_id{1});
}

TEST_F(a_resident, with_the_same_card_set_again_stays_as_they_are)
{
    at_.set(zhang, "张三", "123456");
    at_.news();
    const std::uint64_t commits = at_.room.writer().counters().batches.load();
    EXPECT_EQ(at_.set(zhang, "张三", "123456"), "ok");
    EXPECT_EQ(at_.news(), lines{});
    EXPECT_EQ(at_.room.writer().counters().batches.load(), commits);
}

TEST_F(a_resident, takes_the_name_and_the_way_of_writing_that_came_last)
{
    at_.set(zhang, "张三", "123456");
    at_.news();
    EXPECT_EQ(at_.set(zhang, "张四", "0x1E240"), "ok");
    EXPECT_EQ(at_.news(), lines{R"(client 1: person.rename person/1 of 1 {"before":"张三","after":"张四"})"});
    EXPECT_EQ(get(at_.ic, zhang), "0x1E240 known") << "the same card, written in hex";
}

TEST_F(a_resident, has_one_card_and_the_former_number_is_free)
{
    at_.set(zhang, "张三", "1");
    at_.news();
    EXPECT_EQ(at_.set(zhang, "张三", "2"), "ok");
    EXPECT_EQ(at_.news(), (lines{"client 1: credential.revoke credential/1 of 1 {}",
                                 "client 1: credential.create credential/2 of 1 {}"}));
    EXPECT_EQ(get(at_.ic, zhang), "2 known");
    EXPECT_EQ(at_.set(li, "李四", "1"), "ok");
    EXPECT_EQ(get(at_.ic, li), "1 known");
}

TEST_F(a_resident, gets_no_card_that_another_carries_here_but_one_that_is_carried_elsewhere)
{
    at_.set(zhang, "张三", "1");
    at_.set(li, "李四", "2");
    at_.news();
    EXPECT_EQ(at_.set(li, "李四", "1"), "card_number_taken");
    EXPECT_EQ(at_.set("13711111111", "王五", "1"), "card_number_taken");
    EXPECT_EQ(at_.news(), lines{}) << "nobody is added, nobody loses a card";
    EXPECT_EQ(get(at_.ic, li), "2 known");
    EXPECT_EQ(at_.set(at_.foreign, li, "李四", "1"), "ok") << "another community's numbers are its own";
}

TEST_F(a_resident, gets_no_card_that_was_reported_lost_or_is_suspended)
{
    at_.set(zhang, "张三", "1");
    at_.mark("1", credential_status::lost);
    EXPECT_EQ(at_.set(zhang, "张三", "1"), "credential_lost");
    at_.mark("1", credential_status::suspended);
    EXPECT_EQ(at_.set(zhang, "张三", "1"), "credential_suspended");
    EXPECT_EQ(at_.set(zhang, "张三", "2"), "ok") << "another card takes its place";
}

TEST_F(a_resident, of_a_community_with_id_cards_is_given_no_number)
{
    EXPECT_EQ(at_.set(at_.id, zhang, "张三", "1"), "card_number_fixed");
    EXPECT_EQ(at_.news(), lines{});
}

TEST_F(a_resident, without_a_card_is_allotted_one_that_nobody_ever_had_and_keeps_it)
{
    const auto card = at_.get(at_.id, zhang, "张三");
    ASSERT_TRUE(card);
    EXPECT_TRUE(card->allotted);
    const std::int64_t number = std::stoll(card->number);
    EXPECT_GE(number, 1);
    EXPECT_LE(number, allotted_most);
    EXPECT_EQ(std::to_string(number), card->number);
    EXPECT_EQ(get(at_.id, zhang), card->number + " known");
    EXPECT_EQ(get(at_.id, zhang, "张四"), card->number + " known")
        << "a name that comes along changes nothing";

    at_.set(zhang, "张三", "1");
    at_.take(zhang);
    const auto another = at_.get(at_.ic, zhang);
    ASSERT_TRUE(another);
    EXPECT_TRUE(another->allotted);
    EXPECT_NE(another->number, "1");
}

TEST_F(a_resident, is_not_added_without_a_name_nor_where_cards_are_written)
{
    EXPECT_EQ(get(at_.id, zhang), "missing_parameter");
    EXPECT_EQ(get(at_.ic, zhang, "张三"), "person_unknown");
    EXPECT_EQ(at_.take(zhang), "person_unknown");
    EXPECT_EQ(at_.news(), lines{});
}

TEST_F(a_resident, of_another_community_of_the_client_is_said_to_be_elsewhere_and_a_stranger_s_is_not)
{
    at_.get(at_.id, zhang, "张三");
    EXPECT_EQ(get(at_.ic, zhang), "person_elsewhere");
    EXPECT_EQ(at_.take(zhang), "person_elsewhere");
    at_.set(at_.foreign, li, "李四", "1");
    EXPECT_EQ(get(at_.ic, li), "person_unknown") << "another client's residents are nobody's business";
    at_.room.write(
        [&](store::transaction& tx) { end_community(tx, *tx.index.organization(at_.id), at_.by()); });
    EXPECT_EQ(get(at_.ic, zhang), "person_unknown") << "a community that was ended has no residents";
}

TEST_F(a_resident, gives_the_card_back_and_stays)
{
    at_.set(zhang, "张三", "1");
    at_.news();
    EXPECT_EQ(at_.take(zhang), "ok");
    EXPECT_EQ(at_.news(), lines{"client 1: credential.revoke credential/1 of 1 {}"});
    EXPECT_EQ(at_.take(zhang), "ok") << "a second time changes nothing more";
    EXPECT_EQ(at_.news(), lines{});
    EXPECT_TRUE(at_.get(at_.ic, zhang)->allotted);
}

TEST_F(a_resident, keeps_their_records_when_the_number_goes_to_somebody_else)
{
    const auto gate = at_.door("东门");
    at_.set(zhang, "张三", "1");
    at_.open("1", gate);
    at_.take(zhang);
    at_.pass(std::chrono::seconds(10));
    at_.open("1", gate);  // whoever found it
    EXPECT_EQ(at_.records(at_.ic), (lines{"2 1  refused", "1 1 张三"})) << "given back, it is nobody's";
    at_.pass(std::chrono::seconds(10));
    at_.set(li, "李四", "1");
    at_.open("1", gate);
    EXPECT_EQ(at_.records(at_.ic), (lines{"3 1 李四", "2 1 李四 refused", "1 1 张三"}));
}

TEST_F(a_resident, takes_what_a_card_did_that_nobody_bore)
{
    const auto gate = at_.door("东门");
    at_.open("1", gate);
    EXPECT_EQ(at_.records(at_.ic), lines{"1 1  refused"});
    at_.set(zhang, "张三", "1");
    EXPECT_EQ(at_.records(at_.ic), lines{"1 1 张三 refused"});
}

TEST_F(a_resident, owns_what_their_phone_opens_from_the_first_time_on)
{
    const auto gate = at_.door("东门");
    at_.open(zhang, gate);
    at_.set(zhang, "张三", "1");
    at_.pass(std::chrono::seconds(10));
    EXPECT_EQ(at_.open(zhang, gate), "ok");
    EXPECT_EQ(at_.records(at_.ic), (lines{"2 13823781234 张三", "1 13823781234 张三 refused"}));
}

TEST_F(a_resident, and_their_card_are_there_after_a_restart)
{
    at_.set(zhang, "张三", "0xA1");
    at_.room.restart();
    EXPECT_EQ(get(at_.ic, zhang), "0xA1 known");
    EXPECT_EQ(at_.set(li, "李四", "161"), "card_number_taken") << "161 is 0xA1";
    EXPECT_EQ(at_.open(zhang, at_.door("东门")), "ok");
}

TEST_F(a_resident, is_allotted_no_number_that_any_organization_has_seen)
{
    // All numbers but one are too many to fill: the draw is looked at instead.
    const store::shown drawn = at_.in(at_.id, [&](auto& tx, const auto&) { return allot_card(tx, at_.id); });
    EXPECT_EQ(drawn.organization, at_.id);
    EXPECT_EQ(at_.card(drawn.original, at_.id).digest, drawn.digest);
    EXPECT_FALSE(at_.in(at_.id, [&](auto& tx, const auto&) {
        return store::find_presented(tx.sql, at_.card(drawn.original, at_.foreign).digest);
    }));
}

}  // namespace
}  // namespace gatehouse::ops::test
