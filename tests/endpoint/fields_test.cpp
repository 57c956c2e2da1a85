#include "endpoint/fields_form.hpp"
#include "endpoint/fields_read.hpp"
#include "endpoint/fields_write.hpp"
#include "model/organization.hpp"

#include <gtest/gtest.h>

#include <array>

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

TEST(fields, are_written_in_the_words_of_the_model)
{
    std::string out;
    base::json_writer json(out);
    json.open_array();
    write_json(json, model::unit_id{7});
    write_json(json, model::unit_status::archived);
    write_json(json, base::from_milliseconds(1'780'000'000'000));
    write_json(json, json_text{R"({"a":[1]})"});
    json.close_array();
    EXPECT_EQ(out, R"([7,"archived","2026-05-28T20:26:40Z",{"a":[1]}])");
}

template <class Type>
std::string schema(const constraint& within = {})
{
    std::string out;
    base::json_writer json(out);
    write_schema<Type>(json, within);
    return out;
}

TEST(fields, are_described_by_a_schema)
{
    EXPECT_EQ(schema<inner>(), R"({"type":"object","required":["text"],"properties":{"text":{"description":)"
                               R"("A text.","examples":["x"],"type":"string"}}})");
}

TEST(fields, are_described_by_the_type_of_their_members)
{
    EXPECT_EQ(schema<bool>(), R"({"type":"boolean"})");
    EXPECT_EQ(schema<std::int64_t>(), R"({"type":"integer","format":"int64"})");
    EXPECT_EQ(schema<std::string>(), R"({"type":"string"})");
    EXPECT_EQ(schema<std::string_view>(), R"({"type":"string"})");
    EXPECT_EQ(schema<model::unit_id>(), R"({"type":"integer","format":"int64","minimum":1})");
    EXPECT_EQ(schema<std::optional<base::instant>>(), R"({"type":["string","null"],"format":"date-time"})");
    EXPECT_EQ(schema<model::unit_status>(), R"({"type":"string","enum":["active","archived","deleted"]})");
    EXPECT_EQ(schema<json_text>(), R"({"type":"object"})");
    EXPECT_EQ(schema<std::vector<std::int64_t>>(),
              R"({"type":"array","items":{"type":"integer","format":"int64"}})");
    EXPECT_EQ(schema<std::optional<std::string>>(), R"({"type":["string","null"]})");
    EXPECT_EQ(schema<std::optional<inner>>().substr(0, 26), R"({"type":["object","null"],)");
}

TEST(fields, tell_the_schema_what_bounds_them)
{
    static constexpr std::array<std::string_view, 2> colours{"red", "blue"};
    EXPECT_EQ(schema<std::int64_t>({1, 200}),
              R"({"type":"integer","format":"int64","minimum":1,"maximum":200})");
    EXPECT_EQ(schema<std::string>({1, 64}), R"({"type":"string","minLength":1,"maxLength":64})");
    EXPECT_EQ(schema<std::optional<std::string>>({.one_of = colours}),
              R"({"type":["string","null"],"enum":["red","blue",null]})");
    EXPECT_EQ(schema<std::vector<std::string>>({1, 5}),
              R"({"type":"array","minItems":1,"maxItems":5,"items":{"type":"string"}})");
}

}  // namespace
}  // namespace gatehouse::endpoint
