#include "endpoint/byte_range.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gatehouse::endpoint {
namespace {

TEST(a_byte_range, is_read_as_rfc_9110_has_it)
{
    struct row {
        std::string_view header;
        wanted_bytes wanted;
    };
    const unsatisfiable_range beyond;
    const whole_body whole;
    const std::vector<row> rows{
        {"bytes=0-0", byte_range{0, 1}},
        {"bytes=0-99", byte_range{0, 100}},
        {"bytes=10-19", byte_range{10, 10}},
        {"bytes= 10-19\t", byte_range{10, 10}},
        {"bytes=99-", byte_range{99, 1}},
        {"bytes=0-", byte_range{0, 100}},
        {"bytes=90-1000", byte_range{90, 10}},
        {"bytes=90-99999999999999999999999", byte_range{90, 10}},
        {"bytes=-1", byte_range{99, 1}},
        {"bytes=-1000", byte_range{0, 100}},
        {"bytes=-99999999999999999999999", byte_range{0, 100}},
        {"bytes=100-", beyond},
        {"bytes=100-200", beyond},
        {"bytes=99999999999999999999999-", beyond},
        {"bytes=-0", beyond},
        // What is none, and several of them, means the whole.
        {"", whole},
        {"bytes", whole},
        {"bytes=", whole},
        {"bytes=-", whole},
        {"bytes=5", whole},
        {"bytes=9-5", whole},
        {"bytes=a-5", whole},
        {"bytes=5-b", whole},
        {"bytes=+5-9", whole},
        {"bytes=5 -9", whole},
        {"bytes=0-1,5-6", whole},
        {"bytes=-5-6", whole},
        {"pages=0-1", whole},
    };
    for (const row& each : rows)
        EXPECT_EQ(read_range(each.header, 100), each.wanted) << each.header;
    EXPECT_EQ(read_range("bytes=0-", 0), wanted_bytes(beyond));
    EXPECT_EQ(read_range("bytes=-1", 0), wanted_bytes(beyond));
}

TEST(a_tag, is_found_in_a_list_whether_weak_or_strong)
{
    for (const std::string_view list : {R"("a")", R"("b", "a")", R"(W/"a")", "*", R"("b","a" ,"c")"})
        EXPECT_TRUE(names_tag(list, R"("a")")) << list;
    for (const std::string_view list : {"", "a", R"("b")", R"("ab")", ",", R"("a)"})
        EXPECT_FALSE(names_tag(list, R"("a")")) << list;
}

}  // namespace
}  // namespace gatehouse::endpoint
