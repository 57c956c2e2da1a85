#include "net/server_sent.hpp"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

TEST(server_sent, writes_an_event_as_three_lines)
{
    std::string out = "before\n";
    append_event(out, "MC8x", "punch", R"({"id":1})");
    EXPECT_EQ(out, "before\nid: MC8x\nevent: punch\ndata: {\"id\":1}\n\n");
}

TEST(server_sent, sets_where_to_resume_without_an_event)
{
    std::string out;
    append_resumption(out, "MC8x", 2000);
    EXPECT_EQ(out, "retry: 2000\nid: MC8x\n\n");
}

TEST(server_sent, holds_no_line_break_that_could_begin_another_field)
{
    std::string out;
    EXPECT_DEATH(append_event(out, "1", "punch", "a\nid: 2"), "assertion");
    EXPECT_DEATH(append_event(out, "1\r", "punch", "a"), "assertion");
}

}  // namespace
}  // namespace gatehouse::net
