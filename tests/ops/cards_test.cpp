#include "ops/cards.hpp"

#include "store/punches.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

using lines = std::vector<std::string>;

constexpr model::organization_id home{1};
constexpr model::organization_id next_door{2};
constexpr model::unit_id class_a{1};
constexpr model::unit_id class_b{2};
constexpr model::unit_id archived_class{3};
constexpr model::unit_id class_next_door{4};

// "phone name new|known" of each account, or the error's name.
std::string text_of(const base::result<std::vector<bound_account>>& outcome)
{
    if (!outcome)
        return std::string(base::row_of(outcome.error().code).id);
    std::string text;
    for (const bound_account& each : *outcome)
        text.append(text.empty() ? "" : ", ")
            .append(each.phone)
            .append(" ")
            .append(each.name)
            .append(each.registered ? " new" : " known");
    return text;
}

class a_card : public testing::Test {
protected:
    a_card()
    {
        room.provision(R"({"organizations": [
          {"key": "kg", "kind": "kindergarten", "name": "园", "units": [{"key": "a", "name": "大班"},
            {"key": "b", "name": "小班"}, {"key": "c", "name": "毕业班", "status": "archived"}]},
          {"key": "kg2", "kind": "kindergarten", "name": "别家", "units": [{"key": "a", "name": "中班"}]}]})");
        seen_ = support::audit_of(room).size();
    }

    store::shown card(const std::string& number, model::organization_id where = home)
    {
        return store::shown_card(room.keys(), where, "n:" + number, number);
    }

    base::result<std::vector<bound_account>> try_bind(const bind_order& order)
    {
        base::result<std::vector<bound_account>> outcome = base::error{};
        room.write([&](store::transaction& in) { outcome = bind_card(in, order, room.clock.now()); });
        return outcome;
    }

    std::string bind(const std::string& number, std::vector<account> told, model::unit_id unit = class_a)
    {
        return text_of(try_bind({home, unit, card(number), std::move(told), "client 7"}));
    }

    model::punch_number tap(const std::string& number)
    {
        model::punch_number next{1};
        room.write([&](store::transaction& in) {
            next.value += store::last_punch(in.sql).value;
            std::vector<store::punch_draft> drafts(1);
            drafts[0].what = {home, {}, {}, {7}, model::punch_method::card, room.clock.now(), {}, {}, 0};
            drafts[0].shown = card(number);
            store::append(in, drafts, next);
        });
        return next;
    }

    // Whose the newest tap is: its class and who is told.
    std::string newest()
    {
        const auto found = store::punches_before(*room.database().reader(), room.keys(), {}, 0, 1).at(0);
        return found.unit_name + ": " + found.told;
    }

    lines news()
    {
        lines fresh = support::audit_of(room, seen_);
        seen_ += fresh.size();
        return fresh;
    }

    support::store_room room;

private:
    std::size_t seen_ = 0;
};

TEST_F(a_card, that_is_new_is_made_with_its_accounts_and_all_of_it_is_written_down)
{
    EXPECT_EQ(bind("1", {{"13632241882", "甲"}, {"13632231882", "乙"}}),
              "13632241882 甲 new, 13632231882 乙 new");
    EXPECT_EQ(news(), (lines{R"(client 7: credential.create credential/1 of 1 {"unit":1})",
                             R"(client 7: person.create person/1 of 1 {"before":"","after":"甲"})",
                             R"(client 7: credential.tell credential/1 of 1 {"person":1})",
                             R"(client 7: person.create person/2 of 1 {"before":"","after":"乙"})",
                             R"(client 7: credential.tell credential/1 of 1 {"person":2})"}));
    const auto in = room.writer().published();
    const model::credential* const made = store::find_credential(*in, card("1").digest);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->unit, class_a);
    EXPECT_EQ(made->bearer, std::nullopt) << "the accounts are told, none of them carries the card";
    EXPECT_EQ(made->created_at, room.clock.now());
}

TEST_F(a_card, bound_the_same_way_again_changes_nothing)
{
    bind("1", {{"13632241882", "甲"}});
    news();
    const std::uint64_t commits = room.writer().counters().batches.load();
    EXPECT_EQ(bind("1", {{"13632241882", "甲"}}), "13632241882 甲 known");
    EXPECT_EQ(news(), lines{});
    EXPECT_EQ(room.writer().counters().batches.load(), commits);
}

TEST_F(a_card, tells_the_earlier_accounts_too_when_another_is_added)
{
    bind("1", {{"13632241882", "甲"}});
    news();
    EXPECT_EQ(bind("1", {{"13632231882", "乙"}}), "13632231882 乙 new");
    EXPECT_EQ(news(), (lines{R"(client 7: person.create person/2 of 1 {"before":"","after":"乙"})",
                             R"(client 7: credential.tell credential/1 of 1 {"person":2})"}));
    tap("1");
    EXPECT_EQ(newest(), "大班: 甲, 乙");
}

TEST_F(a_card, gives_a_known_phone_the_new_name_and_keeps_its_account)
{
    bind("1", {{"13632241882", "甲"}});
    news();
    EXPECT_EQ(bind("2", {{"13632241882", "新名"}}), "13632241882 新名 known");
    EXPECT_EQ(news(), (lines{R"(client 7: credential.create credential/2 of 1 {"unit":1})",
                             R"(client 7: person.rename person/1 of 1 {"before":"甲","after":"新名"})",
                             R"(client 7: credential.tell credential/2 of 1 {"person":1})"}));
    tap("1");
    EXPECT_EQ(newest(), "大班: 新名");
}

TEST_F(a_card, counts_a_phone_that_stands_twice_in_one_order_as_one_account_with_the_last_name)
{
    EXPECT_EQ(bind("1", {{"13632241882", "甲"}, {"13632231882", "乙"}, {"13632241882", "丙"}}),
              "13632241882 甲 new, 13632231882 乙 new, 13632241882 丙 new");
    tap("1");
    EXPECT_EQ(newest(), "大班: 丙, 乙");
}

TEST_F(a_card, moves_to_the_class_it_is_bound_to_last)
{
    bind("1", {{"13632241882", "甲"}});
    news();
    EXPECT_EQ(bind("1", {{"13632241882", "甲"}}, class_b), "13632241882 甲 known");
    EXPECT_EQ(news(), lines{R"(client 7: credential.move credential/1 of 1 {"unit":2})"});
    tap("1");
    EXPECT_EQ(newest(), "小班: 甲");
}

TEST_F(a_card, takes_the_taps_that_it_made_while_nobody_had_bound_it)
{
    tap("1");
    EXPECT_EQ(newest(), ": ");
    bind("1", {{"13632241882", "甲"}});
    EXPECT_EQ(newest(), "大班: 甲");
}

TEST_F(a_card, is_bound_to_no_class_that_is_archived_unknown_or_another_s)
{
    for (const model::unit_id unit : {archived_class, class_next_door, model::unit_id{99}, model::unit_id{}})
        EXPECT_EQ(bind("1", {{"13632241882", "甲"}}, unit), "unit_unknown") << unit.value;
    EXPECT_EQ(text_of(try_bind({{99}, class_a, card("1", {99}), {{"13632241882", "甲"}}, "client 7"})),
              "unit_unknown")
        << "an organization that does not exist";
    EXPECT_EQ(news(), lines{});
}

TEST_F(a_card, that_is_lost_or_suspended_is_not_bound)
{
    bind("1", {{"13632241882", "甲"}});
    for (const auto status : {model::credential_status::lost, model::credential_status::suspended}) {
        room.write([&](store::transaction& in) {
            model::credential held = *store::find_credential(in.index, card("1").digest);
            held.status = status;
            store::update_credential(in, held, card("1").digest);
        });
        EXPECT_EQ(bind("1", {{"13632231882", "乙"}}, class_b), "credential_unknown");
    }
    room.write([&](store::transaction& in) {
        model::credential held = *store::find_credential(in.index, card("1").digest);
        held.status = model::credential_status::revoked;
        store::update_credential(in, held, card("1").digest);
    });
    EXPECT_EQ(bind("1", {{"13632231882", "乙"}}), "13632231882 乙 new") << "a revoked one is made anew";
}

TEST_F(a_card, and_a_phone_are_one_organization_s_own)
{
    bind("1", {{"13632241882", "甲"}});
    EXPECT_EQ(text_of(try_bind(
                  {next_door, class_next_door, card("1", next_door), {{"13632241882", "乙"}}, "client 8"})),
              "13632241882 乙 new");
    tap("1");
    EXPECT_EQ(newest(), "大班: 甲");
}

TEST_F(a_card, may_be_bound_to_nobody)
{
    EXPECT_EQ(bind("1", {}), "");
    EXPECT_EQ(news(), lines{R"(client 7: credential.create credential/1 of 1 {"unit":1})"});
}

}  // namespace
}  // namespace gatehouse::ops
