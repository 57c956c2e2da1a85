// Who is told of a visit by which way, what each message says, and what a day's budget leaves.
#include "ops/news_desk.hpp"
#include "store/people.hpp"

namespace gatehouse::ops::test {
namespace {

using namespace std::chrono_literals;
using model::attempt_end;
using model::delivery_state;

class visit_news : public testing::Test, public news_desk {};

TEST_F(visit_news, tells_the_host_of_an_application_and_the_visitor_of_the_answer)
{
    const auto applied = apply(draft()).value();
    EXPECT_EQ(told(), lines{"sms approval_reminder_to_employee pending"});
    in([&](auto& tx) { return authorise_visit(tx, applied, by()); });
    EXPECT_EQ(told(), lines{"sms approval_pass_to_visitor pending"});
    invited();
    EXPECT_EQ(told(), lines{"sms approval_pass_to_visitor pending"})
        << "the host's own is authorised at once";
    bind("wx-host", std::string(host), true);
    apply(draft()).value();
    EXPECT_EQ(told(), lines{"wechat approval_reminder_to_employee pending"});
}

TEST_F(visit_news, gives_a_pass_by_wechat_only_to_the_page_that_applied_and_is_bound_to_the_guest_s_phone)
{
    bind("wx-guest", "12345678");
    bind("wx-thief", "12345679");  // nobody has proven that phone
    model::visit what = draft();
    what.applied_from = "wx-guest";
    const auto applied = apply(what).value();
    in([&](auto& tx) { return authorise_visit(tx, applied, by()); });
    told();
    sign_in().value();
    EXPECT_EQ(told(), (lines{"wechat signin_to_visitor pending", "sms signin_to_visitor pending",
                             "sms visitor_signin_to_employee pending"}));
    begin();
    go_round();
    ASSERT_EQ(wechat.held.size(), 2U);  // the approval too
    const notice& said = *wechat.held.back().first.said;
    const std::string code = find(applied.id).guests.front().pass;
    EXPECT_EQ(said.recipient, "wx-guest");
    EXPECT_EQ(said.template_id, "W");
    EXPECT_EQ(said.url, "https://gate.cn/qrcode/" + code + ".jpg");
    EXPECT_EQ(
        fill("{visitor_name}/{visitor_phone}/{interviewee}/{purpose}/{status}/{qrcode}/{qrcode_img_url}",
             said.words),
        "张三/12345678/富贵/其它/签到成功/" + code + "/" + said.url);
    EXPECT_EQ(fill("{start_time}", said.words).size(), 16U);
    EXPECT_EQ(sms.held.front().first.said->recipient, "12345679");
}

TEST_F(visit_news, goes_by_sms_where_wechat_does_not_reach_the_person)
{
    bind("wx-host", std::string(host), true);
    apply(draft()).value();
    told();
    begin();
    go_round();
    wechat.end(attempt_end::unreached, room.clock.now());
    go_round();
    EXPECT_EQ(told(), lines{"sms approval_reminder_to_employee pending"});
    go_round();
    ASSERT_EQ(sms.held.size(), 1U);
    EXPECT_EQ(sms.held.front().first.said->recipient, host);
    EXPECT_TRUE(wechat.held.empty());
    configure(5, 100, false);
    apply(draft()).value();
    EXPECT_EQ(told(), lines{"sms approval_reminder_to_employee pending"}) << "WeChat is configured no more";
}

TEST_F(visit_news, sends_nothing_to_an_id_that_wechat_does_not_know_until_it_is_bound_again)
{
    bind("wx-host", std::string(host), true);
    const lines by_wechat{"wechat approval_reminder_to_employee pending"};
    const lines by_sms{"sms approval_reminder_to_employee pending"};
    begin();
    for (const bool is_unknown : {false, true}) {
        apply(draft()).value();
        EXPECT_EQ(told(), by_wechat);
        go_round();
        wechat.end(attempt_end::unreached, room.clock.now(), {}, is_unknown);
        go_round();
        EXPECT_EQ(told(), by_sms);
    }
    EXPECT_TRUE(news().back().starts_with("deliveries: wechat_binding.invalid wechat_binding/1 of 1"));
    apply(draft()).value();
    EXPECT_EQ(told(), by_sms);
    EXPECT_TRUE(store::find_binding(*room.database().reader(), company, "wx-host")) << "the page is theirs";
    bind("wx-host", std::string(host), true);
    apply(draft()).value();
    EXPECT_EQ(told(), by_wechat);
}

TEST_F(visit_news, reaches_the_host_at_the_number_that_they_have_now)
{
    const auto give_phone = [this](model::person_id whom, std::string_view phone) {
        room.write([&](store::transaction& tx) {
            model::person who = *store::find_person(tx.sql, whom);
            who.phone = phone;
            store::update_person(tx, who);
        });
    };
    give_phone({1}, "13900000000");
    give_phone({2}, host);
    model::visit what = draft();
    what.interviewee_phone = "13900000000";
    apply(what).value();
    give_phone({1}, "13900000001");
    give_phone({2}, "13900000000");
    begin();
    go_round();
    ASSERT_EQ(sms.held.size(), 1U);
    EXPECT_EQ(sms.held.front().first.said->recipient, "13900000001");
}

TEST_F(visit_news, is_not_told_any_more_once_it_is_not_true)
{
    const auto applied = apply(draft()).value();
    in([&](auto& tx) { return refuse_visit(tx, applied, "no", by()); });
    const auto visit = invited();
    sign_in().value();
    in([&](auto& tx) { return cancel_visit(tx, find(visit.id), by()); });
    begin();
    go_round();
    EXPECT_TRUE(sms.held.empty());
    invited();
    round.reset();
    begin();
    go_round(2h + 1s);
    EXPECT_TRUE(sms.held.empty()) << "the visit is over";
    for (const auto& each : store::deliveries_after(*room.database().reader(), {}, 100))
        EXPECT_EQ(each.state, delivery_state::dropped) << model::name_of(each.notice);
}

TEST_F(visit_news, spends_a_day_s_budget_for_a_phone_and_for_all_and_no_more_after_a_restart)
{
    configure(2, 4);
    const auto reminder = [](std::string_view state) {
        return lines{"sms approval_reminder_to_employee " + std::string(state)};
    };
    for (const char* state : {"pending", "pending", "dropped"}) {
        apply(draft()).value();
        EXPECT_EQ(told(), reminder(state));
    }
    room.restart();
    apply(draft()).value();
    EXPECT_EQ(told(), reminder("dropped")) << "a restart gives nothing back";
    invited();
    EXPECT_EQ(told(), lines{"sms approval_pass_to_visitor pending"}) << "another phone";
    model::visit other = draft();
    other.proposer = host;
    other.guests = {{{}, "王五", "12345680", {}}};
    apply(other).value();
    EXPECT_EQ(told(), lines{"sms approval_pass_to_visitor pending"});
    other.guests = {{{}, "赵六", "12345681", {}}};
    apply(other).value();
    EXPECT_EQ(told(), lines{"sms approval_pass_to_visitor dropped"}) << "all four are spent";
    room.clock.set(room.clock.now() + 24h);
    apply(draft()).value();
    EXPECT_EQ(told(), reminder("pending")) << "a new day";
}

}  // namespace
}  // namespace gatehouse::ops::test
