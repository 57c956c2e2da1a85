#include "endpoint/fields.hpp"

#include <gtest/gtest.h>

namespace gatehouse::endpoint {
namespace {

struct question {
    std::string_view name;
    std::string_view given;
    std::string_view maybe;
};

struct inner {
    std::string text;
};

struct answer {
    std::int64_t number = 7;
    bool flag = true;
    std::string text = "\"萌\"";
    std::vector<inner> list;
    std::optional<std::string> absent;
    std::optional<std::int64_t> present = 3;
};

}  // namespace

template <>
inline constexpr auto fields_of<question> =
    std::tuple{field{"name", &question::name, presence::required, "Must not be empty."},
               field{"given", &question::given, presence::given, "May be empty."},
               field{"maybe", &question::maybe, presence::optional, "May be absent."}};

template <>
inline constexpr auto fields_of<inner> =
    std::tuple{field{"text", &inner::text, presence::required, "A text.", "x"}};

template <>
inline constexpr auto fields_of<answer> =
    std::tuple{field{"number", &answer::number, presence::required, "A number."},
               field{"flag", &answer::flag, presence::required, "A flag."},
               field{"text", &answer::text, presence::required, "A text."},
               field{"list", &answer::list, presence::required, "A list."},
               field{"absent", &answer::absent, presence::optional, "Nothing."},
               field{"present", &answer::present, presence::optional, "Something."}};

namespace {

// What a body is read as, or the name of what is missing.
std::string read(std::string_view body)
{
    form fields;
    EXPECT_EQ(read_urlencoded(body, fields), std::nullopt);
    const auto asked = read_form<question>(fields);
    if (asked)
        return std::string(asked->name) + "|" + std::string(asked->given) + "|" + std::string(asked->maybe);
    EXPECT_EQ(asked.error().code, base::errc::missing_parameter);
    return "lacks " + asked.error().message;
}

TEST(fields, of_a_form_are_read_by_name_in_any_order)
{
    EXPECT_EQ(read("name=n&given=g&maybe=m"), "n|g|m");
    EXPECT_EQ(read("maybe=m&other=x&given=g&name=n"), "n|g|m");
}

TEST(fields, may_be_absent_or_empty_as_the_list_says)
{
    EXPECT_EQ(read("name=n&given="), "n||");
    EXPECT_EQ(read("name=n&given=&maybe="), "n||");
    EXPECT_EQ(read("name=&given=g"), "lacks name");
    EXPECT_EQ(read("name=n"), "lacks given");
}

TEST(fields, that_are_missing_are_told_one_at_a_time_in_the_order_of_the_list)
{
    EXPECT_EQ(read(""), "lacks name");
    EXPECT_EQ(read("maybe=m"), "lacks name");
    EXPECT_EQ(read("given=g"), "lacks name");
}

TEST(fields, are_written_as_json_in_the_order_of_the_list)
{
    std::string out;
    base::json_writer json(out);
    answer what;
    what.list = {{"one"}, {"two"}};
    write_json(json, what);
    EXPECT_EQ(out, R"({"number":7,"flag":true,"text":"\"萌\"","list":[{"text":"one"},{"text":"two"}],)"
                   R"("absent":null,"present":3})");
}

TEST(fields, are_described_by_a_schema)
{
    std::string out;
    base::json_writer json(out);
    write_schema<inner>(json);
    EXPECT_EQ(out, R"({"type":"object","required":["text"],"properties":{"text":{"description":"A text.",)"
                   R"("examples":["x"],"allOf":[{"type":"string"}]}}})");
}

TEST(fields, are_described_by_the_type_of_their_members)
{
    const auto schema = [](auto write) {
        std::string out;
        base::json_writer json(out);
        write(json);
        return out;
    };
    EXPECT_EQ(schema(write_schema<bool>), R"({"type":"boolean"})");
    EXPECT_EQ(schema(write_schema<std::int64_t>), R"({"type":"integer"})");
    EXPECT_EQ(schema(write_schema<std::string>), R"({"type":"string"})");
    EXPECT_EQ(schema(write_schema<std::string_view>), R"({"type":"string"})");
    EXPECT_EQ(schema(write_schema<std::vector<std::int64_t>>),
              R"({"type":"array","items":{"type":"integer"}})");
    EXPECT_EQ(schema(write_schema<std::optional<std::string>>),
              R"({"anyOf":[{"type":"string"},{"type":"null"}]})");
}

}  // namespace
}  // namespace gatehouse::endpoint
