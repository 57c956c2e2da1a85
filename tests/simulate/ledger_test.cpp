#include "simulate/ledger.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace gatehouse::simulate {
namespace {

constexpr std::int64_t opened = 1'780'000'000;
constexpr std::string_view first_of_7 = R"({"data":{"id":"7","duplicate":false},"errcode":0,"errmsg":""})";
constexpr std::string_view again_of_7 = R"({"data":{"id":"7","duplicate":true},"errcode":0,"errmsg":""})";
constexpr std::string_view unbound = R"({"data":{},"errcode":5106,"errmsg":"no"})";
constexpr std::string_view ahead = R"({"data":{},"errcode":5110,"errmsg":"no"})";

line_answer answer(std::string_view body, long status = 200, bool sent_before = false)
{
    boost::system::error_code fault;
    return {status, boost::json::parse({body.data(), body.size()}, fault), sent_before};
}

class a_ledger : public testing::Test {
protected:
    a_ledger() { ledger.open(opened, false); }
    ~a_ledger() override { testing::internal::GetCapturedStderr(); }

    // One sending from its announcement to its answer.
    void send(const simulated_tap& tap, const line_answer& got)
    {
        ASSERT_TRUE(ledger.begin(tap) || ledger.again(tap));
        ledger.answered(tap, got, ledger.has_answer(tap));
    }

    std::string tally() const
    {
        const simulation_tally t = ledger.tally();
        return std::to_string(t.taps) + " taps, " + std::to_string(t.repeats) + " repeats, " +
               std::to_string(t.late) + " late, " + std::to_string(t.unknown) + " unknown, " +
               std::to_string(t.ahead) + " ahead, " + std::to_string(t.unanswered) + " unanswered, " +
               std::to_string(t.wrong) + " wrong";
    }

    const simulated_tap live{tap_kind::live, "1", opened + 5, 0};
    tap_ledger ledger;

private:
    const int captured_ = (testing::internal::CaptureStderr(), 0);  // what it finds wrong, it says
};

TEST_F(a_ledger, counts_taps_answered_as_is_due)
{
    send(live, answer(first_of_7));
    send({tap_kind::late, "1", opened - 100, 0}, answer(first_of_7));
    send({tap_kind::unknown, "2", opened + 5, 0}, answer(unbound));
    send({tap_kind::ahead, "1", opened + 9999, 0}, answer(ahead));
    send(live, answer(again_of_7));
    EXPECT_EQ(tally(), "4 taps, 1 repeats, 1 late, 1 unknown, 1 ahead, 0 unanswered, 0 wrong");
}

TEST_F(a_ledger, finds_another_code_than_is_due)
{
    send(live, answer(unbound));
    send({tap_kind::unknown, "2", opened, 0}, answer(first_of_7));
    send({tap_kind::ahead, "3", opened, 0}, answer(first_of_7));
    send({tap_kind::late, "4", opened, 0}, answer(ahead));
    EXPECT_EQ(tally(), "0 taps, 0 repeats, 0 late, 0 unknown, 0 ahead, 0 unanswered, 4 wrong");
}

TEST_F(a_ledger, finds_an_answer_of_another_shape)
{
    std::int64_t second = opened;
    for (const std::string_view body :
         {"", "[]", "{}", R"({"errcode":0,"errmsg":""})", R"({"data":[],"errcode":0,"errmsg":""})",
          R"({"data":{},"errcode":0,"errmsg":""})",
          R"({"data":{"id":"7","duplicate":false},"errcode":0,"errmsg":"ok"})",
          R"({"data":{"id":"7","duplicate":false},"errcode":"0","errmsg":""})",
          R"({"data":{"id":7,"duplicate":false},"errcode":0,"errmsg":""})",
          R"({"data":{"id":"7","duplicate":"no"},"errcode":0,"errmsg":""})",
          R"({"data":{"id":"x","duplicate":false},"errcode":0,"errmsg":""})"})
        send({tap_kind::live, "1", ++second, 0}, answer(body));
    send({tap_kind::live, "1", ++second, 0}, answer(first_of_7, 500));
    send({tap_kind::unknown, "1", ++second, 0},
         answer(R"({"data":{"id":"7"},"errcode":5106,"errmsg":"no"})"));
    send({tap_kind::unknown, "1", ++second, 0}, answer(R"({"data":{},"errcode":5106,"errmsg":""})"));
    EXPECT_EQ(ledger.tally().wrong, 14);
}

TEST_F(a_ledger, finds_a_repeat_that_became_a_tap_of_its_own)
{
    send(live, answer(first_of_7));
    send(live, answer(first_of_7));
    EXPECT_EQ(ledger.tally().wrong, 1) << "the same tap twice";
    send(live, answer(R"({"data":{"id":"8","duplicate":true},"errcode":0,"errmsg":""})"));
    EXPECT_EQ(ledger.tally().wrong, 2) << "under another number";
}

TEST_F(a_ledger, finds_a_duplicate_of_what_nobody_sent)
{
    send(live, answer(again_of_7));
    EXPECT_EQ(ledger.tally().wrong, 1);
}

TEST_F(a_ledger, excuses_a_duplicate_of_what_may_stand)
{
    send(live, answer(again_of_7, 200, true));
    EXPECT_EQ(ledger.tally().wrong, 0) << "an attempt before may have arrived";
    const simulated_tap lost{tap_kind::live, "2", opened + 1, 0};
    ASSERT_TRUE(ledger.begin(lost));
    ledger.given_up(lost);
    send(lost, answer(again_of_7));
    EXPECT_EQ(ledger.tally().wrong, 0) << "nobody knows whether it arrived";
    EXPECT_EQ(ledger.tally().unanswered, 1);
    ledger.open(opened, true);
    send({tap_kind::late, "3", opened - 5, 0}, answer(again_of_7));
    EXPECT_EQ(ledger.tally().wrong, 0) << "an earlier day may have left it";
    send({tap_kind::live, "3", opened + 5, 0}, answer(again_of_7));
    EXPECT_EQ(ledger.tally().wrong, 1) << "but nothing that lies ahead of it";
}

TEST_F(a_ledger, lets_one_of_two_readers_that_saw_the_same_tap_be_first)
{
    ASSERT_TRUE(ledger.begin(live));
    ASSERT_FALSE(ledger.begin(live));
    ASSERT_TRUE(ledger.again(live));
    ledger.answered(live, answer(again_of_7), false);
    ledger.answered(live, answer(first_of_7), false);
    EXPECT_EQ(tally(), "1 taps, 1 repeats, 0 late, 0 unknown, 0 ahead, 0 unanswered, 0 wrong");
    const simulated_tap twin{tap_kind::live, "2", opened + 5, 0};
    ASSERT_TRUE(ledger.begin(twin));
    ASSERT_TRUE(ledger.again(twin));
    ledger.answered(twin, answer(first_of_7), false);
    ledger.answered(twin, answer(first_of_7), false);
    EXPECT_EQ(ledger.tally().wrong, 1) << "both were told to be first";
}

TEST_F(a_ledger, forgets_live_taps_after_a_quarter_of_an_hour_and_late_ones_never)
{
    const simulated_tap late{tap_kind::late, "1", opened - 5, 0};
    send(late, answer(first_of_7));
    send(live, answer(first_of_7));
    EXPECT_TRUE(ledger.has_answer(live));
    send({tap_kind::live, "2", live.second + 901, 0}, answer(first_of_7));
    EXPECT_FALSE(ledger.has_answer(live));
    EXPECT_FALSE(ledger.again(live));
    EXPECT_TRUE(ledger.again(late));
}

}  // namespace
}  // namespace gatehouse::simulate
