#include "net/mailbox.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace gatehouse::net {
namespace {

class a_mailbox : public testing::Test {
protected:
    static reply of(unsigned status) { return {status, {}, {}, {}, {}, false}; }
    std::vector<mail> collected()
    {
        std::vector<mail> letters;
        box->collect(letters);
        return letters;
    }

    int rings = 0;
    std::unique_ptr<mailbox, mailbox_release> box{new mailbox([this] { ++rings; })};
};

TEST_F(a_mailbox, takes_an_answer_of_the_running_call_directly)
{
    direct_call call;
    call.id = {3, 1};
    box->begin_call(call);
    ticket(*box, {3, 1}).answer(of(201));
    ASSERT_TRUE(call.answer);
    EXPECT_EQ(std::get<reply>(*call.answer).status, 201u);
    EXPECT_EQ(collected().size(), 0u);
    box->end_call();
}

TEST_F(a_mailbox, notices_a_ticket_dropped_within_the_call)
{
    direct_call call;
    box->begin_call(call);
    ticket(*box, {}).operator bool();
    ASSERT_TRUE(call.answer);
    EXPECT_TRUE(std::holds_alternative<no_answer>(*call.answer));
    box->end_call();
}

TEST_F(a_mailbox, posts_answers_to_other_requests)
{
    direct_call call;
    call.id = {3, 1};
    box->begin_call(call);
    ticket(*box, {3, 2}).answer(of(201));
    box->end_call();
    const auto letters = collected();
    ASSERT_EQ(letters.size(), 1u);
    EXPECT_EQ(letters[0].to, (ticket_id{3, 2}));
    EXPECT_EQ(std::get<reply>(letters[0].what).status, 201u);
    EXPECT_FALSE(call.answer);
}

TEST_F(a_mailbox, rings_once_for_all_mail_until_it_is_collected)
{
    ticket first(*box, {1, 1}), second(*box, {2, 1}), third(*box, {3, 1});
    first.answer(of(200));
    second.answer(of(200));
    EXPECT_EQ(rings, 1);
    EXPECT_EQ(collected().size(), 2u);
    third.answer(of(200));
    EXPECT_EQ(rings, 2);
}

TEST_F(a_mailbox, leaves_later_answers_until_woken)
{
    ticket first(*box, {1, 1}), second(*box, {2, 1});
    first.answer_later(of(200));
    second.answer_later(of(200));
    EXPECT_EQ(rings, 0);
    box->wake();
    box->wake();
    EXPECT_EQ(rings, 1);
    EXPECT_EQ(collected().size(), 2u);
    box->wake();
    EXPECT_EQ(rings, 1);
}

TEST_F(a_mailbox, delivers_a_dropped_ticket_without_answer)
{
    {
        const ticket dropped(*box, {1, 1});
    }
    const auto letters = collected();
    ASSERT_EQ(letters.size(), 1u);
    EXPECT_TRUE(std::holds_alternative<no_answer>(letters[0].what));
}

TEST_F(a_mailbox, counts_tickets_in_flight_over_moves)
{
    ticket first(*box, {1, 1});
    ticket second = std::move(first);
    EXPECT_EQ(box->tickets_in_flight(), 1u);
    first = ticket(*box, {2, 1});
    EXPECT_EQ(box->tickets_in_flight(), 2u);
    first.answer(of(200));
    second.answer_later(of(200));
    EXPECT_EQ(box->tickets_in_flight(), 0u);
}

TEST_F(a_mailbox, answers_what_a_ticket_held_when_another_is_moved_in)
{
    ticket first(*box, {1, 1});
    first = ticket(*box, {2, 1});
    const auto letters = collected();
    ASSERT_EQ(letters.size(), 1u);
    EXPECT_EQ(letters[0].to, (ticket_id{1, 1}));
    EXPECT_TRUE(first);
}

TEST_F(a_mailbox, drops_and_counts_answers_after_its_loop_is_gone)
{
    ticket early(*box, {1, 1}), late(*box, {2, 1});
    early.answer_later(of(200));
    box->close();
    late.answer(of(200));
    box->wake();
    EXPECT_EQ(rings, 0);
    EXPECT_EQ(box->dropped(), 2u);
}

TEST_F(a_mailbox, outlives_its_owner_for_the_last_ticket)
{
    ticket late(*box, {1, 1});
    box->close();
    box.reset();
    late.answer(of(200));
}

TEST_F(a_mailbox, carries_a_feed_in_order_and_holds_until_its_end)
{
    feed sender = ticket(*box, {1, 1}).begin(of(200));
    EXPECT_EQ(box->tickets_in_flight(), 1u);
    sender.send(std::make_shared<const chunk>("one"));
    sender.end();
    EXPECT_EQ(box->tickets_in_flight(), 0u);
    const auto letters = collected();
    ASSERT_EQ(letters.size(), 3u);
    const auto& begun = std::get<feed_begin>(letters[0].what);
    EXPECT_EQ(begun.head.status, 200u);
    for (const std::size_t place : {1u, 2u})
        EXPECT_TRUE(begun.queue->belongs_to(std::get<feed_piece>(letters[place].what)));
    EXPECT_EQ(std::get<feed_piece>(letters[1].what).bytes->bytes(), "one");
    EXPECT_FALSE(std::get<feed_piece>(letters[2].what).bytes);
}

TEST_F(a_mailbox, rings_once_for_what_many_feeds_send_later)
{
    std::vector<feed> senders;
    for (std::uint32_t slot = 0; slot < 100; ++slot)
        senders.push_back(ticket(*box, {slot, 1}).begin(of(200)));
    EXPECT_EQ(rings, 1);
    const auto begun = collected();  // kept: a feed closes with its queue
    EXPECT_EQ(begun.size(), 100u);
    const auto shared = std::make_shared<const chunk>("to all");
    for (feed& each : senders)
        each.send_later(shared);
    EXPECT_EQ(rings, 1);
    box->wake();
    EXPECT_EQ(rings, 2);
    EXPECT_EQ(collected().size(), 100u);
}

TEST_F(a_mailbox, tells_a_feed_whose_loop_is_gone_that_it_is_closed)
{
    feed open = ticket(*box, {1, 1}).begin(of(200));
    EXPECT_TRUE(open.is_open());
    ticket late(*box, {2, 1});
    box->close();
    EXPECT_FALSE(open.is_open());
    feed closed = late.begin(of(200));
    EXPECT_FALSE(closed.is_open());
    closed.send(std::make_shared<const chunk>("nowhere"));
    EXPECT_EQ(closed.waiting(), 0u);
    EXPECT_EQ(box->dropped(), 2u);
}

TEST(a_ticket, that_was_answered_must_not_be_answered_again)
{
    ticket spent;
    EXPECT_DEATH(spent.answer({}), "assertion");
}

}  // namespace
}  // namespace gatehouse::net
