#include "ops/visits.hpp"

#include "ops/reception.hpp"
#include "store/visitor_site.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

namespace gatehouse::ops::test {
namespace {

using model::visit_status;
using std::chrono::hours;
using std::chrono::minutes;

class a_visit : public testing::Test, public reception {};

TEST_F(a_visit, waits_for_its_host_unless_the_host_applied)
{
    const auto asked = apply(draft());
    EXPECT_EQ(asked->status, visit_status::pending);
    EXPECT_EQ(asked->department, "法务部");
    EXPECT_EQ(invited().status, visit_status::authorised);
    model::visit pretending = draft();
    pretending.proposer = host;
    EXPECT_EQ(apply(pretending, false)->status, visit_status::pending);
    EXPECT_EQ(news().size(), 3U);
}

TEST_F(a_visit, is_kept_only_where_it_can_be)
{
    EXPECT_EQ(name_of(apply(draft(hours(2), hours(1)))), "malformed_input");
    EXPECT_EQ(name_of(apply(draft(hours(-2), hours(0)))), "malformed_input");
    EXPECT_EQ(name_of(apply(draft(hours(0), hours(24 * 31)))), "malformed_input");
    model::visit twins = draft();
    twins.guests.push_back(twins.guests[0]);
    EXPECT_EQ(name_of(apply(twins)), "malformed_input");
    model::visit crowd = draft();
    for (int i = 0; i < 20; ++i)
        crowd.guests.push_back({{}, "客" + std::to_string(i), "12345678", {}});
    EXPECT_EQ(name_of(apply(crowd)), "malformed_input") << "21 companions";
    model::visit nobody = draft();
    nobody.interviewee_phone = "13800000000";
    EXPECT_EQ(name_of(apply(nobody)), "person_unknown");
    nobody.interviewee_phone = "13833333333";
    EXPECT_EQ(name_of(apply(nobody)), "person_unknown") << "a resident is visited by other ways";
    EXPECT_TRUE(news().empty());
}

TEST_F(a_visit, gives_every_guest_a_pass_at_sign_in_and_the_same_again)
{
    const model::visit made = invited();
    const auto first = sign_in();
    ASSERT_EQ(first->id, made.id);
    ASSERT_EQ(first->guests.size(), 2U);
    EXPECT_TRUE(model::is_pass_text(first->guests[0].pass));
    EXPECT_NE(first->guests[0].pass, first->guests[1].pass);
    const auto again = sign_in("12345679");
    EXPECT_EQ(again->id, made.id) << "a companion's phone";
    EXPECT_EQ(again->guests[1].pass, first->guests[1].pass);
    room.restart();
    EXPECT_EQ(sign_in()->guests[0].pass, first->guests[0].pass);
    EXPECT_EQ(show(first->guests[1].pass), "opens");
    EXPECT_EQ(
        news(),
        (std::vector<std::string>{
            R"(test: visit.apply visit/1 of 1 {"changed":["status"],"values":{"status":["","authorised"]}})",
            "test: visit.sign_in visit/1 of 1 {}"}));
}

TEST_F(a_visit, is_shut_at_once_by_refusal_and_opened_by_another_word)
{
    const model::visit made = invited();
    const std::string pass = sign_in()->guests[0].pass;
    EXPECT_EQ(name_of(in([&](auto& tx) { return refuse_visit(tx, find(made.id), "没有预约", by()); })), "ok");
    EXPECT_EQ(show(pass), "visit_cancelled");
    EXPECT_EQ(name_of(sign_in()), "visit_cancelled");
    EXPECT_EQ(find(made.id).reason, "没有预约");
    EXPECT_EQ(name_of(in([&](auto& tx) { return authorise_visit(tx, find(made.id), by()); })), "ok");
    EXPECT_EQ(show(pass), "opens");
    news();
    EXPECT_EQ(name_of(in([&](auto& tx) { return authorise_visit(tx, find(made.id), by()); })), "ok");
    EXPECT_TRUE(news().empty()) << "again is no deed";
    EXPECT_EQ(name_of(in([&](auto& tx) { return cancel_visit(tx, find(made.id), by()); })), "ok");
    EXPECT_EQ(show(pass), "visit_cancelled");
    EXPECT_EQ(name_of(in([&](auto& tx) { return authorise_visit(tx, find(made.id), by()); })),
              "visit_cancelled");
}

TEST_F(a_visit, ends_with_signing_out_and_with_its_record)
{
    const model::visit made = invited();
    EXPECT_EQ(name_of(in([&](auto& tx) { return sign_out(tx, find(made.id), by()); })), "conflict");
    const std::string pass = sign_in()->guests[0].pass;
    EXPECT_EQ(name_of(in([&](auto& tx) { return sign_out(tx, find(made.id), by()); })), "ok");
    EXPECT_EQ(show(pass), "pass_over");
    EXPECT_EQ(sign_in()->guests[0].pass, pass) << "they came back";
    EXPECT_EQ(show(pass), "opens");
    in([&](auto& tx) {
        delete_visit(tx, find(made.id), by());
        return 0;
    });
    EXPECT_EQ(show(pass), "pass_unknown");
    EXPECT_EQ(name_of(sign_in()), "visit_none");
    EXPECT_FALSE(store::find_visit(*room.database().reader(), nullptr, made.id));
    room.restart();
    EXPECT_EQ(show(pass), "pass_unknown");
}

TEST_F(a_visit, has_passes_that_open_in_their_time_only_and_each_try_is_recorded)
{
    const model::visit made = invited(hours(1), hours(2));
    const std::string pass = sign_in()->guests[0].pass;
    EXPECT_EQ(show(pass), "pass_early");
    this->pass(minutes(30));
    EXPECT_EQ(show(pass), "opens");
    EXPECT_EQ(show(pass, made.id), "opens");
    EXPECT_EQ(show(pass, model::visit_id{99}), "pass_unknown") << "another visit's";
    std::string altered = pass;
    altered[0] = altered[0] == '0' ? '1' : '0';
    EXPECT_EQ(show(altered), "pass_unknown");
    EXPECT_EQ(show("no pass"), "pass_unknown");
    this->pass(minutes(90));
    EXPECT_EQ(show(pass), "pass_over");
    const auto found = store::punches_before(*room.database().reader(), room.keys(), company, 0, 100);
    std::vector<std::string> lines;
    for (const auto& each : found) {
        std::string line = each.shown.value_or("?");
        for (const auto mark : model::names_of(each.punch.what.marks))
            line.append(" ").append(mark);
        lines.push_back(line);
    }
    EXPECT_EQ(lines, (std::vector<std::string>{"visit/1 guest/1 pass_over", "no pass credential_unknown",
                                               "an unknown pass credential_unknown",
                                               "visit/1 guest/1 credential_unknown", "visit/1 guest/1",
                                               "visit/1 guest/1 pass_early"}))
        << "what opened twice in one second is one passage";
}

TEST_F(a_visit, is_stopped_by_the_block_list_before_and_after_it_was_made)
{
    const model::visit made = invited();
    const std::string pass = sign_in()->guests[0].pass;
    model::blocked_visitor entry;
    entry.organization = company;
    EXPECT_EQ(name_of(in([&](auto& tx) { return block_visitor(tx, entry, by()); })), "malformed_input");
    entry.phone = "12345679";
    const auto blocked = in([&](auto& tx) { return block_visitor(tx, entry, by()); });
    EXPECT_EQ(find(made.id).status, visit_status::refused);
    EXPECT_EQ(show(pass), "visit_cancelled");
    EXPECT_EQ(name_of(apply(draft())), "visitor_blocked");
    const auto authorise = [&] {
        return name_of(in([&](auto& tx) { return authorise_visit(tx, find(made.id), by()); }));
    };
    EXPECT_EQ(authorise(), "visitor_blocked");
    EXPECT_EQ(show(pass), "visit_cancelled") << "a host's word opens no gate to who is blocked";
    in([&](auto& tx) {
        unblock_visitor(tx, *blocked, by());
        return 0;
    });
    EXPECT_EQ(authorise(), "ok");
    EXPECT_EQ(show(pass), "opens");
    EXPECT_EQ(name_of(sign_in()), "ok");
}

TEST_F(a_visit, is_stopped_by_a_name_or_an_alias_as_names_are_compared_and_by_no_other_entry)
{
    const auto named = [this](std::string_view name, std::string_view phone) {
        model::visit what = draft();
        what.guests = {{{}, std::string(name), std::string(phone), {}}};
        return apply(what);
    };
    const auto standing = named("bob", "12345670").value();
    const auto other = named("Ann", "12345671").value();
    model::blocked_visitor entry;
    entry.organization = company;
    entry.name = " Bob ";
    entry.aliases = {"老王", "robert", "ROBERT"};
    const auto by_name = in([&](auto& tx) { return block_visitor(tx, entry, by()); });
    entry = {};
    entry.organization = company;
    entry.phone = "12345672";
    in([&](auto& tx) { return block_visitor(tx, entry, by()); });
    EXPECT_EQ(find(standing.id).status, visit_status::refused);
    EXPECT_EQ(find(other.id).status, visit_status::pending);
    room.restart();
    for (const auto& [name, phone] : {std::pair{"BOB", "12345670"},
                                      {"\tbob", "12345670"},
                                      {"Robert ", "12345670"},
                                      {"老王", "12345670"},
                                      {"Ann", "12345672"}})
        EXPECT_EQ(name_of(named(name, phone)), "visitor_blocked") << name << phone;
    for (const auto& [name, phone] : {std::pair{"Bobby", "12345670"}, {"12345672", "12345673"}})
        EXPECT_EQ(name_of(named(name, phone)), "ok") << name << phone;
    in([&](auto& tx) {
        unblock_visitor(tx, *by_name, by());
        return 0;
    });
    EXPECT_EQ(name_of(named("bob", "12345670")), "ok");
    EXPECT_EQ(name_of(named("bob", "12345672")), "visitor_blocked") << "the other entry stands";
}

TEST_F(a_visit, is_stopped_by_a_name_that_an_earlier_program_wrote_otherwise)
{
    model::blocked_visitor entry;
    entry.organization = company;
    entry.name = "张　三";
    entry.aliases = {"阿•买"};
    in([&](auto& tx) { return block_visitor(tx, entry, by()); });
    room.write([](store::transaction& tx) {
        constexpr store::statement as_before{"former_form",
                                             "UPDATE blocked_by SET form = 0, text = text || ?1"};
        tx.sql.run(as_before, {std::string_view(" jr")});
    });
    EXPECT_EQ(name_of(apply(draft())), "ok");
    store::renew_blocked_words(*room.database().writer());
    EXPECT_EQ(name_of(apply(draft())), "visitor_blocked");
    model::visit what = draft();
    what.guests[0].name = "阿・买";
    EXPECT_EQ(name_of(apply(what)), "visitor_blocked");
    what.guests[0].name = "张三 jr";
    EXPECT_EQ(name_of(apply(what)), "ok");
}

TEST_F(a_visit, leaves_no_pass_readable_in_the_database)
{
    invited();
    const std::string pass = sign_in()->guests[0].pass;
    constexpr store::statement anywhere{
        "pass_anywhere", "SELECT count(*) FROM guest WHERE instr(sealed_pass, ?1) OR instr(pass_digest, ?1)"};
    EXPECT_EQ(room.database().reader()->number(anywhere, {std::string_view(pass)}), 0);
}

class a_wechat_id : public testing::Test, public reception {
protected:
    std::string employee(std::string_view name, std::string_view phone)
    {
        return name_of(in([&](auto& tx) {
            return bind_employee(tx, {company, "wx1", {}, std::string(phone), by().now}, name, by());
        }));
    }
    std::optional<store::wechat_binding> bound()
    {
        return store::find_binding(*room.database().reader(), company, "wx1");
    }
};

TEST_F(a_wechat_id, is_bound_to_one_person_at_a_time)
{
    EXPECT_EQ(employee("富贵", "13800000000"), "person_unknown");
    EXPECT_EQ(employee("别人", host), "person_unknown");
    EXPECT_EQ(employee("富\u200b　贵", host), "ok") << "as names are compared";
    EXPECT_EQ(bound()->person, model::person_id{1});
    in([&](auto& tx) {
        bind_visitor(tx, {company, "wx1", {}, "12345678", by().now}, by());
        return 0;
    });
    EXPECT_EQ(bound()->person, std::nullopt);
    EXPECT_EQ(bound()->phone, "12345678");
    EXPECT_EQ(name_of(in([&](auto& tx) { return unbind(tx, company, "wx1", by()); })), "ok");
    EXPECT_FALSE(bound().has_value());
    EXPECT_EQ(name_of(in([&](auto& tx) { return unbind(tx, company, "wx1", by()); })), "binding_unknown");
}

TEST_F(a_wechat_id, is_bound_no_more_when_the_employee_is_gone)
{
    EXPECT_EQ(employee("富贵", host), "ok");
    in([&](auto& tx) {
        store::end_person(tx, store::find_person(tx.sql, {1}).value(), by().now);
        return 0;
    });
    EXPECT_FALSE(bound().has_value());
}

TEST(tries_at_a_gate, are_known_until_others_take_their_place_and_none_is_known_that_was_not_handed_over)
{
    gate_tries tries;
    std::vector<gate_tries::try_tag> tags;
    model::punch made;
    std::mt19937_64 keyed(1);  // a digest looks random from outside
    for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t bits = keyed();
        base::digest shown{};
        std::memcpy(shown.bytes.data(), &bits, sizeof bits);
        made.door = model::door_id{i % 7};
        tags.push_back(gate_tries::tag_of(shown, made));
        EXPECT_FALSE(tries.knows(tags.back()));
        tries.add(tags.back());
        EXPECT_TRUE(tries.knows(tags.back()));
    }
    const auto known = std::count_if(tags.begin(), tags.end(), [&](auto tag) { return tries.knows(tag); });
    EXPECT_GT(known, 4'000);
    EXPECT_LE(known, 8'192);
    tries.remove(tags.back());
    EXPECT_FALSE(tries.knows(tags.back()));
    const auto first = gate_tries::tag_of({}, made);
    model::punch other = made;
    other.marks = other.marks | model::punch_mark::pass_over;
    EXPECT_NE(gate_tries::tag_of({}, other), first) << "another outcome";
    other = made;
    other.received_at += std::chrono::seconds(1);
    EXPECT_NE(gate_tries::tag_of({}, other), first) << "another second";
}

}  // namespace
}  // namespace gatehouse::ops::test
