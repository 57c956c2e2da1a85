#include "net/request_target.hpp"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

std::string parts_of(verb method, std::string_view target)
{
    const auto parts = split_target(method, target);
    return parts ? std::string(parts->path) + " ? " + std::string(parts->query) : "refused";
}

TEST(split_target, takes_apart_what_the_corpus_sends)
{
    EXPECT_EQ(parts_of(verb::get, "/a/b?c=d?e"), "/a/b ? c=d?e");
    EXPECT_EQ(parts_of(verb::get, "/"), "/ ? ");
    EXPECT_EQ(parts_of(verb::get, "/?"), "/ ? ");
    EXPECT_EQ(parts_of(verb::get, "hTTp://h:1?q/r"), "/ ? q/r");
    EXPECT_EQ(parts_of(verb::options, "*"), "* ? ");
}

TEST(split_target, refuses_every_other_form)
{
    for (const std::string_view target :
         {"", "*", "a", "?a", "http:", "http:/a", "http://", "http://?a", "https:///", "http://a@b/",
          "ws://a/", "a:443", "/a#b", "http://a/#"})
        EXPECT_EQ(parts_of(verb::get, target), "refused") << target;
}

}  // namespace
}  // namespace gatehouse::net
