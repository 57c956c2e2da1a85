#include "ops/passages.hpp"

#include "ops/residence.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops::test {
namespace {

using lines = std::vector<std::string>;
using model::credential_status;

class a_passage : public testing::Test {
protected:
    a_passage()
    {
        at_.set(zhang, "张三", "1");
        gate_ = at_.door("东门");
    }

    residence at_;
    model::door_id gate_;
};

TEST_F(a_passage, is_open_to_a_resident_s_card_and_phone_by_the_door_s_id_and_name)
{
    EXPECT_EQ(at_.open("1", gate_), "ok");
    EXPECT_EQ(at_.open("0x1", gate_), "ok") << "the same card, written in hex";
    EXPECT_EQ(at_.open("1", "东门"), "ok");
    EXPECT_EQ(at_.open(zhang, gate_), "ok");
    EXPECT_EQ(at_.records(at_.ic), (lines{"2 13823781234 张三", "1 1 张三"})) << "one a second and door";
}

TEST_F(a_passage, is_refused_for_a_reason_that_is_kept_with_the_record)
{
    const auto foreign_gate = at_.door(at_.foreign, "东门");
    at_.set(at_.foreign, li, "李四", "7");
    struct row {
        std::string_view when;
        std::string_view shown;
        std::string due;
    };
    const std::vector<row> rows{
        {"a card that nobody has", "2", "credential_unknown"},
        {"another community's card", "7", "credential_unknown"},
        {"a phone that nobody has", "13711111111", "credential_unknown"},
        {"another community's phone", li, "credential_unknown"},
    };
    for (const row& each : rows)
        EXPECT_EQ(at_.open(each.shown, gate_), each.due) << each.when;
    EXPECT_EQ(at_.records(at_.ic).size(), rows.size());
    EXPECT_EQ(at_.open(at_.foreign, "7", foreign_gate), "ok");
    for (const auto& [status, due] : {std::pair{credential_status::lost, "credential_lost"},
                                      std::pair{credential_status::suspended, "credential_suspended"}}) {
        at_.mark("1", status);
        at_.pass(std::chrono::seconds(1));
        EXPECT_EQ(at_.open("1", gate_), due);
        EXPECT_EQ(at_.records(at_.ic).front().substr(2), "1 张三 refused");
    }
    at_.mark("1", credential_status::active);
    EXPECT_EQ(at_.open("1", gate_), "ok") << "in the same second as a refusal, and a record of its own";
    EXPECT_EQ(at_.records(at_.ic).size(), rows.size() + 3);
}

TEST_F(a_passage, of_the_owner_of_a_lost_card_is_open_by_phone_and_of_a_suspended_one_is_not)
{
    at_.mark("1", credential_status::lost);
    EXPECT_EQ(at_.open(zhang, gate_), "ok");
    at_.mark("1", credential_status::suspended);
    EXPECT_EQ(at_.open(zhang, gate_), "credential_suspended");
    at_.take(zhang);
    EXPECT_EQ(at_.open(zhang, gate_), "credential_unknown") << "without a card nobody passes";
}

TEST_F(a_passage, goes_through_no_door_that_does_not_stand_in_this_community)
{
    const auto foreign_gate = at_.door(at_.foreign, "西门");
    EXPECT_EQ(at_.open("1", foreign_gate), "door_unknown");
    EXPECT_EQ(at_.open("1", "西门"), "door_unknown");
    EXPECT_EQ(at_.open("1", model::door_id{99}), "door_unknown");
    at_.room.write([&](store::transaction& tx) {
        delete_door(tx, *store::find_door(*tx.index.organization(at_.ic), gate_), at_.by());
    });
    EXPECT_EQ(at_.open("1", gate_), "door_unknown");
    EXPECT_EQ(at_.records(at_.ic), lines{}) << "nothing is kept: there is no door it could belong to";
}

TEST_F(a_passage, is_over_with_the_community_and_its_records_stay)
{
    at_.open("1", gate_);
    at_.room.write(
        [&](store::transaction& tx) { end_community(tx, *tx.index.organization(at_.ic), at_.by()); });
    EXPECT_EQ(at_.open("1", gate_), "organization_unknown");
    EXPECT_EQ(at_.records(at_.ic), lines{"1 1 张三"});
}

TEST_F(a_passage, ends_with_the_time_of_the_card)
{
    at_.room.write([&](store::transaction& tx) {
        const auto digest = at_.card("1", at_.ic).digest;
        model::credential held = *store::find_credential(tx.index, digest);
        held.valid_until = at_.room.clock.now() + std::chrono::hours(1);
        store::update_credential(tx, held, digest);
    });
    EXPECT_EQ(at_.open("1", gate_), "ok");
    at_.pass(std::chrono::hours(1));
    EXPECT_EQ(at_.open("1", gate_), "credential_unknown");
    EXPECT_EQ(at_.open(zhang, gate_), "credential_unknown");
}

}  // namespace
}  // namespace gatehouse::ops::test
