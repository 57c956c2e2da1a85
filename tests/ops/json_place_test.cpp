#include "ops/json_place.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

using texts = std::vector<std::string>;

class a_place : public testing::Test {
protected:
    json_place root_of(std::string_view json)
    {
        document = boost::json::parse({json.data(), json.size()});
        return {document, "", faults};
    }

    boost::json::value document;
    texts faults;
};

TEST_F(a_place, knows_where_it_stands)
{
    root_of(R"({"a": {"b": [1, {"c": 2}]}})").member("a")->each("b", [](const json_place& at) {
        at.fault("is odd");
        if (const auto c = at.member("c"))
            c->fault("is even");
    });
    EXPECT_EQ(faults, (texts{"/a/b/0: is odd", "/a/b/1: is odd", "/a/b/1/c: is even"}));
}

TEST_F(a_place, at_the_top_is_a_slash)
{
    root_of("1").fault("is a number");
    EXPECT_EQ(faults, texts{"/: is a number"});
}

TEST_F(a_place, names_every_member_it_does_not_know)
{
    EXPECT_TRUE(root_of(R"({"a": 1, "b": 2})").is_object_of({"a", "b", "c"}));
    EXPECT_EQ(faults, texts{});
    EXPECT_TRUE(root_of(R"({"a": 1, "x": 2, "y": 3})").is_object_of({"a"})) << "it is an object all the same";
    EXPECT_EQ(faults, (texts{R"(/: does not know the member "x")", R"(/: does not know the member "y")"}));
}

TEST_F(a_place, is_an_object_or_says_so)
{
    for (const std::string_view json : {"1", "\"a\"", "[]", "null", "true"}) {
        faults.clear();
        EXPECT_FALSE(root_of(json).is_object_of({"a"}));
        EXPECT_EQ(faults, texts{"/: must be an object"}) << json;
    }
}

TEST_F(a_place, has_no_members_where_it_is_no_object)
{
    EXPECT_FALSE(root_of("[1]").member("0"));
    EXPECT_FALSE(root_of(R"({"a": 1})").member("b"));
    EXPECT_TRUE(root_of(R"({"a": null})").member("a"));
}

TEST_F(a_place, visits_the_elements_of_an_array_and_of_nothing_else)
{
    texts seen;
    const auto visit = [&seen](const json_place& at) { seen.push_back(at.text("n")); };
    root_of(R"({"list": [{"n": "one"}, {"n": "two"}]})").each("list", visit);
    root_of("{}").each("list", visit);
    EXPECT_EQ(seen, (texts{"one", "two"}));
    EXPECT_EQ(faults, texts{});
    root_of(R"({"list": {"n": "three"}})").each("list", visit);
    EXPECT_EQ(seen.size(), 2U);
    EXPECT_EQ(faults, texts{"/list: must be an array"});
}

TEST_F(a_place, reads_a_text)
{
    const json_place root = root_of(R"({"name": "园", "empty": ""})");
    EXPECT_EQ(root.text("name"), "园");
    EXPECT_EQ(root.optional_text("name"), "园");
    EXPECT_EQ(root.optional_text("empty"), "");
    EXPECT_EQ(root.optional_text("nothing"), std::nullopt);
    EXPECT_EQ(root.text_or("name", "else"), "园");
    EXPECT_EQ(root.text_or("nothing", "else"), "else");
    EXPECT_EQ(faults, texts{});
}

TEST_F(a_place, says_what_is_wrong_with_a_text)
{
    const json_place root = root_of(R"({"empty": "", "number": 7, "null": null, "bell": "a\u0007b",
                                        "line": "a\nb", "delete": "a\u007fb"})");
    for (const std::string_view name : {"nothing", "empty", "number", "null", "bell", "line", "delete"})
        EXPECT_EQ(root.text(name), "") << name;
    EXPECT_EQ(
        faults,
        (texts{R"(/: lacks the member "nothing")", "/empty: must not be empty", "/number: must be a text",
               "/null: must be a text", "/bell: must hold no control characters",
               "/line: must hold no control characters", "/delete: must hold no control characters"}));
}

}  // namespace
}  // namespace gatehouse::ops
