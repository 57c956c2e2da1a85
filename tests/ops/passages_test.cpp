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
        at.set(zhang, "张三", "1");
        gate = at.door("东门");
    }

    residence at;
    model::door_id gate;
};

TEST_F(a_passage, is_open_to_a_resident_s_card_and_phone_by_the_door_s_id_and_name)
{
    EXPECT_EQ(at.open("1", gate), "ok");
    EXPECT_EQ(at.open("0x1", gate), "ok") << "the same card, written in hex";
    EXPECT_EQ(at.open("1", "东门"), "ok");
    EXPECT_EQ(at.open(zhang, gate), "ok");
    EXPECT_EQ(at.records(at.ic), (lines{"2 13823781234 张三", "1 1 张三"})) << "one a second and door";
}

TEST_F(a_passage, is_refused_for_a_reason_that_is_kept_with_the_record)
{
    const auto foreign_gate = at.door(at.foreign, "东门");
    at.set(at.foreign, li, "李四", "7");
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
        EXPECT_EQ(at.open(each.shown, gate), each.due) << each.when;
    EXPECT_EQ(at.records(at.ic).size(), rows.size());
    EXPECT_EQ(at.open(at.foreign, "7", foreign_gate), "ok");
    for (const auto& [status, due] : {std::pair{credential_status::lost, "credential_lost"},
                                      std::pair{credential_status::suspended, "credential_suspended"}}) {
        at.mark("1", status);
        at.pass(std::chrono::seconds(1));
        EXPECT_EQ(at.open("1", gate), due);
        EXPECT_EQ(at.records(at.ic).front().substr(2), "1 张三 refused");
    }
    at.mark("1", credential_status::active);
    EXPECT_EQ(at.open("1", gate), "ok") << "in the same second as a refusal, and a record of its own";
    EXPECT_EQ(at.records(at.ic).size(), rows.size() + 3);
}

TEST_F(a_passage, of_the_owner_of_a_lost_card_is_open_by_phone_and_of_a_suspended_one_is_not)
{
    at.mark("1", credential_status::lost);
    EXPECT_EQ(at.open(zhang, gate), "ok");
    at.mark("1", credential_status::suspended);
    EXPECT_EQ(at.open(zhang, gate), "credential_suspended");
    at.take(zhang);
    EXPECT_EQ(at.open(zhang, gate), "credential_unknown") << "without a card nobody passes";
}

TEST_F(a_passage, goes_through_no_door_that_does_not_stand_in_this_community)
{
    const auto foreign_gate = at.door(at.foreign, "西门");
    EXPECT_EQ(at.open("1", foreign_gate), "door_unknown");
    EXPECT_EQ(at.open("1", "西门"), "door_unknown");
    EXPECT_EQ(at.open("1", model::door_id{99}), "door_unknown");
    at.room.write([&](store::transaction& tx) {
        delete_door(tx, *store::find_door(*tx.index.organization(at.ic), gate), at.by());
    });
    EXPECT_EQ(at.open("1", gate), "door_unknown");
    EXPECT_EQ(at.records(at.ic), lines{}) << "nothing is kept: there is no door it could belong to";
}

TEST_F(a_passage, is_over_with_the_community_and_its_records_stay)
{
    at.open("1", gate);
    at.room.write([&](store::transaction& tx) { end_community(tx, *tx.index.organization(at.ic), at.by()); });
    EXPECT_EQ(at.open("1", gate), "organization_unknown");
    EXPECT_EQ(at.records(at.ic), lines{"1 1 张三"});
}

TEST_F(a_passage, ends_with_the_time_of_the_card)
{
    at.room.write([&](store::transaction& tx) {
        const auto digest = at.card("1", at.ic).digest;
        model::credential held = *store::find_credential(tx.index, digest);
        held.valid_until = at.room.clock.now() + std::chrono::hours(1);
        store::update_credential(tx, held, digest);
    });
    EXPECT_EQ(at.open("1", gate), "ok");
    at.pass(std::chrono::hours(1));
    EXPECT_EQ(at.open("1", gate), "credential_unknown");
    EXPECT_EQ(at.open(zhang, gate), "credential_unknown");
}

}  // namespace
}  // namespace gatehouse::ops::test
