// When a face host is told of guests, by which number, and with what photo.
#include "ops/news_desk.hpp"
#include "store/deliveries.hpp"
#include "store/guest_photos.hpp"
#include "store/people.hpp"
#include "store/visit_deliveries.hpp"

namespace gatehouse::ops::test {
namespace {

using namespace std::chrono_literals;
using model::attempt_end;

class face_host_news : public testing::Test, public news_desk {};

TEST_F(face_host_news, enters_each_guest_at_the_face_host_and_takes_them_out_again)
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

TEST_F(face_host_news, takes_a_guest_s_photo_to_the_face_host)
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

TEST_F(face_host_news, believes_a_face_host_s_number_of_that_host_alone_and_while_they_stand_there)
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

TEST_F(face_host_news, knows_of_whom_a_face_host_may_hold_something_until_it_has_confirmed_the_removal)
{
    const auto held = [this](model::person_id whom) {
        const auto sql = room.database().reader();
        std::vector<std::int64_t> visits;
        for (const store::held_entry& each : store::held_entries(*sql, *store::find_person(*sql, whom)))
            visits.push_back(each.visit.value);
        return visits;
    };
    const model::person_id host_of_both{1};
    const model::person_id with_the_phone_of_a_guest{2};
    const std::vector<std::int64_t> none;
    set_face_host();
    auto other = draft();
    other.proposer = host;
    other.guests = {{{}, "王五", "13833333333", {}}};
    const auto second = apply(other).value();
    const auto first = invited();
    EXPECT_EQ(held(host_of_both), none) << "nobody has signed in";
    sign_in().value();
    sign_in("13833333333").value();
    EXPECT_EQ(held(host_of_both), (std::vector{second.id.value, first.id.value}));
    EXPECT_EQ(held(with_the_phone_of_a_guest), std::vector{second.id.value});
    EXPECT_EQ(held({3}), none);

    for (const model::visit& each : {first, second})
        in([&](auto& tx) {
            ops::delete_visit(tx, find(each.id), by());
            return 0;
        });
    begin();
    go_round();
    ASSERT_EQ(faces.held.size(), 3U);
    for (int i = 0; i < 2; ++i)
        faces.end(attempt_end::delivered, room.clock.now());
    faces.end(attempt_end::refused, room.clock.now());
    go_round();
    EXPECT_EQ(held(host_of_both), std::vector{second.id.value}) << "of the other, all guests are out";
    in([&](auto& tx) {
        for (const model::delivery& each : store::deliveries_after(tx.sql, {}, 1000))
            store::remove_delivery(tx, each.id);
        return 0;
    });
    EXPECT_EQ(held(host_of_both), std::vector{second.id.value}) << "as long as it takes";
    EXPECT_EQ(held(with_the_phone_of_a_guest), std::vector{second.id.value});
    EXPECT_EQ(store::deliveries_after(*room.database().reader(), {}, 1000).size(), 1U);
}

TEST_F(face_host_news, keeps_at_the_face_host_who_left_and_came_back)
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

TEST_F(face_host_news, enters_again_who_is_inside_when_a_refusal_is_lifted)
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

TEST_F(face_host_news, takes_guests_out_at_the_visit_s_end)
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

}  // namespace
}  // namespace gatehouse::ops::test
