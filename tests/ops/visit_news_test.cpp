// Who is told of a visit by which way, what each message says, and what a day's budget leaves.
#include "ops/visit_news.hpp"

#include "ops/delivery_round.hpp"
#include "ops/reception.hpp"
#include "store/channels.hpp"
#include "store/deliveries.hpp"
#include "store/people.hpp"
#include "store/visit_deliveries.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace gatehouse::ops::test {
namespace {

using namespace std::chrono_literals;
using model::attempt_end;
using model::channel_kind;
using model::delivery_state;

class kept_sender final : public sender {
public:
    void send(letter what, done when_done) override
    {
        held.emplace_back(std::move(what), std::move(when_done));
    }
    void stop(std::chrono::milliseconds) override {}

    // Ends the oldest.
    letter end(attempt_end how, base::instant at, std::string receipt = {})
    {
        auto [what, when_done] = std::move(held.front());
        held.pop_front();
        model::attempt made;
        made.at = at;
        made.end = how;
        made.outcome = "as the test says";
        made.receipt = std::move(receipt);
        when_done(what, made);
        return what;
    }

    std::deque<std::pair<letter, done>> held;
};

class visit_news : public testing::Test, public reception {
protected:
    visit_news()
    {
        configure(5, 100);
        std::string templates = "{";
        for (const char* kind : {"approval_reminder_to_employee", "visitor_signin_to_employee",
                                 "approval_pass_to_visitor", "signin_to_visitor"})
            templates.append(templates.size() > 1 ? "," : "")
                .append("\"" + std::string(kind) + "_wechat_id\":\"W\",\"" + kind + "_sms_id\":\"SMS_1\"");
        set("templates", templates + "}");
    }

    void configure(std::int64_t each, std::int64_t all, bool has_wechat = true)
    {
        const std::array ways{configured_way{channel_kind::wechat, has_wechat, each, all},
                              configured_way{channel_kind::sms, true, each, all}};
        room.write([&](store::transaction& tx) { settle_ways(tx, company, ways, room.clock.now()); });
    }
    void set(std::string_view name, std::string_view text)
    {
        room.write([&](store::transaction& tx) { store::put_visitor_setting(tx, company, name, text); });
    }
    void set_face_host()
    {
        set("servers", R"({"koala_ip":"192.168.18.53","koala_username":"test@megvii.com",)"
                       R"("koala_password":"admin123456","cloud_url":""})");
    }
    void bind(const std::string& wechat_id, const std::string& phone, bool is_staff = false)
    {
        room.write([&](store::transaction& tx) {
            const store::wechat_binding what{company, wechat_id, {}, phone, room.clock.now()};
            if (is_staff)
                bind_employee(tx, what, "富贵", by()).value();
            else
                bind_visitor(tx, what, by());
        });
    }

    // "sms signin_to_visitor pending" of every delivery since the last call.
    std::vector<std::string> told()
    {
        std::vector<std::string> lines;
        auto sql = room.database().reader();
        for (const model::delivery& each : store::deliveries_after(*sql, seen, 1000)) {
            seen = each.id;
            lines.push_back(std::string(model::name_of(store::find_channel(*sql, each.channel)->kind)) + " " +
                            std::string(model::name_of(each.notice)) + " " +
                            std::string(model::name_of(each.state)));
        }
        return lines;
    }

    // As after a start of the server.
    void begin()
    {
        delivery_options options;
        options.public_url = "https://gate.cn";
        options.pictures = &room.pictures();
        round = std::make_unique<delivery_round>(room.database(), room.writer(), room.keys(), room.clock,
                                                 senders{&webhooks, &faces, &wechat, &sms}, options, [] {});
    }
    void go_round(std::chrono::milliseconds after = {})
    {
        room.clock.set(room.clock.now() + after);
        round->pass();
    }

    kept_sender webhooks, faces, wechat, sms;
    std::unique_ptr<delivery_round> round;
    model::delivery_id seen;
};

using lines = std::vector<std::string>;

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

TEST_F(visit_news, enters_each_guest_at_the_face_host_and_takes_them_out_again)
{
    set_face_host();
    const auto visit = invited();
    told();
    sign_in().value();
    EXPECT_EQ(told(), (lines{"sms signin_to_visitor pending", "koala face_entry pending",
                             "koala face_removal pending", "sms signin_to_visitor pending",
                             "koala face_entry pending", "koala face_removal pending",
                             "sms visitor_signin_to_employee pending"}));
    begin();
    go_round();
    ASSERT_EQ(faces.held.size(), 2U) << "removal waits for the visit's end";
    const letter first = faces.end(attempt_end::delivered, room.clock.now(), "86");
    EXPECT_EQ(first.face->host, "192.168.18.53");
    EXPECT_EQ(first.secret.reveal(), "admin123456");
    EXPECT_EQ(first.face->name, "张三");
    EXPECT_EQ(first.face->phone, "12345678");
    EXPECT_EQ(first.face->ends_at, visit.ends_at);
    go_round();
    EXPECT_EQ(find(visit.id).guests.front().face_host_id, 86);
    faces.held.clear();  // the second is under way still
    begin();
    in([&](auto& tx) {
        ops::delete_visit(tx, find(visit.id), by());
        return 0;
    });
    go_round();
    ASSERT_EQ(faces.held.size(), 2U);
    const letter leaving = faces.held.front().first;
    EXPECT_TRUE(leaving.face->leaves);
    EXPECT_EQ(leaving.face->name, "张三") << "of a deleted visit too";
    EXPECT_EQ(leaving.face->known_as, "86");
    EXPECT_EQ(faces.held.back().first.face->known_as, "");
    EXPECT_EQ(told(), (lines{"koala face_removal pending", "koala face_removal pending"}));
}

TEST_F(visit_news, takes_a_guest_s_photo_to_the_face_host)
{
    set_face_host();
    model::visit what = draft();
    what.proposer = host;
    in([&](auto& tx) {
        const auto key = store::data_key_of(tx, store::key_purpose::tap_pictures, company, 202605,
                                            room.clock.now());
        const auto photo = room.pictures().keep(company, *key, model::picture_type::jpeg, "a face");
        return apply_for_visit(tx, {what, true, {std::nullopt, photo}}, by()).value();
    });
    sign_in().value();
    begin();
    go_round();
    ASSERT_EQ(faces.held.size(), 2U);
    EXPECT_EQ(faces.held.front().first.face->photo, "");
    EXPECT_EQ(faces.held.back().first.face->photo, "a face");
}

TEST_F(visit_news, believes_a_face_host_s_number_of_that_host_alone_and_while_they_stand_there)
{
    set_face_host();
    const auto visit = invited();
    sign_in().value();
    begin();
    go_round();
    while (!faces.held.empty())
        faces.end(attempt_end::delivered, room.clock.now(), "86");
    const auto leave = [&] {
        in([&](auto& tx) { return cancel_visit(tx, find(visit.id), by()); });
        go_round();
        return faces.held.front().first.face->known_as;
    };
    set("servers", R"({"koala_ip":"192.168.18.54","koala_username":"u","koala_password":"p"})");
    EXPECT_EQ(leave(), "") << "of the other host";
    set_face_host();
    faces.end(attempt_end::failed, room.clock.now());
    faces.held.clear();
    begin();
    go_round(1min);
    EXPECT_EQ(faces.end(attempt_end::delivered, room.clock.now()).face->known_as, "86");
    go_round();
    const auto guest = store::find_entered(*room.database().reader(), visit.guests.front().id).value();
    EXPECT_EQ(guest.face_host, "") << "the host may give the number to another";
    EXPECT_EQ(guest.face_host_id, 86);
}

TEST_F(visit_news, keeps_at_the_face_host_who_left_and_came_back)
{
    set_face_host();
    const auto visit = invited();
    sign_in().value();
    in([&](auto& tx) { return sign_out(tx, find(visit.id), by()); });
    sign_in().value();
    begin();
    go_round();
    ASSERT_EQ(faces.held.size(), 2U);
    for (const auto& each : faces.held)
        EXPECT_FALSE(each.first.face->leaves);
}

TEST_F(visit_news, enters_again_who_is_inside_when_a_refusal_is_lifted)
{
    set_face_host();
    const auto visit = invited();
    sign_in().value();
    in([&](auto& tx) { return refuse_visit(tx, find(visit.id), "", by()); });
    told();
    in([&](auto& tx) { return authorise_visit(tx, find(visit.id), by()); });
    EXPECT_EQ(told(), (lines{"sms approval_pass_to_visitor pending", "koala face_entry pending",
                             "koala face_removal pending", "koala face_entry pending",
                             "koala face_removal pending"}));
    begin();
    go_round();
    ASSERT_EQ(faces.held.size(), 2U) << "the removal of before was dropped";
    for (const auto& each : faces.held)
        EXPECT_FALSE(each.first.face->leaves);
    in([&](auto& tx) { return sign_out(tx, find(visit.id), by()); });
    in([&](auto& tx) { return refuse_visit(tx, find(visit.id), "", by()); });
    told();
    in([&](auto& tx) { return authorise_visit(tx, find(visit.id), by()); });
    EXPECT_EQ(told(), lines{"sms approval_pass_to_visitor pending"}) << "nobody is inside any more";
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

TEST_F(visit_news, takes_guests_out_at_the_visit_s_end)
{
    set_face_host();
    invited();
    sign_in().value();
    begin();
    go_round();
    while (!faces.held.empty())
        faces.end(attempt_end::delivered, room.clock.now(), "86");
    go_round();
    EXPECT_TRUE(faces.held.empty());
    go_round(2h + 1s);
    ASSERT_EQ(faces.held.size(), 2U);
    EXPECT_TRUE(faces.held.front().first.face->leaves);
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
