#include "outgoing/face/face_fetcher.hpp"

#include "base/bytes.hpp"

#include <gtest/gtest.h>

namespace gatehouse::outgoing::face::test {
namespace {

constexpr base::instant now = base::from_milliseconds(1'780'000'000'000);

net::outgoing_answer answered(unsigned status, std::string body = {})
{
    net::outgoing_answer answer;
    answer.end = net::outgoing_end::answered;
    answer.status = status;
    answer.body = std::move(body);
    return answer;
}

// "picture", or why not and in how many minutes again.
std::string judged(const net::outgoing_answer& answer, std::int64_t attempts = 0)
{
    const auto outcome = judge(answer, attempts, now);
    const auto* const why = std::get_if<refusal>(&outcome);
    if (!why)
        return "picture";
    const auto wait = why->next ? std::chrono::duration_cast<std::chrono::minutes>(*why->next - now).count()
                                : -1;
    return why->outcome + " " + std::to_string(wait);
}

TEST(a_face_that_was_fetched, is_a_picture_or_says_why_not)
{
    const std::string jpeg = *base::from_hex("ffd8ffd9");
    EXPECT_EQ(judged(answered(200, jpeg)), "picture");
    EXPECT_EQ(judged(answered(200, "hello")), "what came is no JPEG or PNG of at most 25 megapixels -1");
    EXPECT_EQ(judged(answered(200, jpeg + std::string(model::picture_bytes_most, 'x'))),
              "the picture is larger than 2 MiB -1");
    EXPECT_EQ(judged(answered(302)), "the address answered 302 -1");
    EXPECT_EQ(judged(answered(404)), "the address answered 404 -1");
}

TEST(a_face_that_was_fetched, is_asked_for_again_only_where_that_may_help)
{
    EXPECT_EQ(judged(answered(503)), "the address answered 503 1");
    EXPECT_EQ(judged(answered(429), 1), "the address answered 429 5");
    EXPECT_EQ(judged(answered(503), 3), "the address answered 503 120");
    EXPECT_EQ(judged(answered(503), 4), "the address answered 503 -1");
    net::outgoing_answer failed;
    failed.reason = "no answer within the deadline";
    EXPECT_EQ(judged(failed), "no answer within the deadline 1");
    failed.end = net::outgoing_end::refused;
    failed.reason = "not public";
    EXPECT_EQ(judged(failed), "not public -1");
}

}  // namespace
}  // namespace gatehouse::outgoing::face::test
