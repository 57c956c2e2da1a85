#include "endpoint/fields_read.hpp"

#include "model/organization.hpp"

#include <gtest/gtest.h>

#include <array>

namespace gatehouse::endpoint {
namespace {

constexpr std::array<std::string_view, 2> colours{"red", "blue"};

struct part {
    std::string name;
};

struct order {
    std::string name;
    std::int64_t count = 7;
    bool urgent = false;
    std::optional<std::string> colour;
    std::optional<std::optional<std::int64_t>> above;
    std::vector<part> parts;
    scalar card = std::int64_t{0};
};

}  // namespace

template <>
inline constexpr auto fields_of<part> =
    std::tuple{field{"name", &part::name, presence::required, "", "", {1, 3}}};

template <>
inline constexpr auto fields_of<order> =
    std::tuple{field{"name", &order::name, presence::required, "", "", {1, 4}},
               field{"count", &order::count, presence::optional, "", "", {1, 9}},
               field{"urgent", &order::urgent, presence::optional, ""},
               field{"colour", &order::colour, presence::optional, "", "", {.one_of = colours}},
               field{"above", &order::above, presence::optional, "", "", {1}},
               field{"parts", &order::parts, presence::optional, "", "", {0, 2}},
               field{"card", &order::card, presence::optional, "", "", {0, 5}}};

struct query {
    std::string name = "none";
    std::optional<std::int64_t> count;
    bool all = false;
};

template <>
inline constexpr auto fields_of<query> =
    std::tuple{field{"name", &query::name, presence::optional, "", "", {1, 4}},
               field{"count", &query::count, presence::optional, "", "", {1, 9}},
               field{"all", &query::all, presence::optional, ""}};

struct stay {
    model::unit_id unit;
    model::unit_status status = model::unit_status::active;
    std::optional<std::optional<base::instant>> until;
};

template <>
inline constexpr auto fields_of<stay> = std::tuple{field{"unit", &stay::unit, presence::required, ""},
                                                   field{"status", &stay::status, presence::optional, ""},
                                                   field{"until", &stay::until, presence::optional, ""}};

namespace {

std::vector<base::fault> faults_of(std::string_view json, order& into,
                                   unknown_members unknown = unknown_members::refused)
{
    const auto document = json_document::parse(json);
    EXPECT_TRUE(document) << json;
    fault_list faults;
    read_json(document->root(), into, faults, unknown);
    return faults.take();
}

std::vector<base::fault> faults_of(std::string_view json)
{
    order into;
    return faults_of(json, into);
}

TEST(fields_read, take_every_type_of_member)
{
    order into;
    EXPECT_EQ(faults_of(R"({"name":"ab","count":9,"urgent":true,"colour":"red","above":3,)"
                        R"("parts":[{"name":"x"},{"name":"y"}],"card":"0x1A"})",
                        into),
              std::vector<base::fault>{});
    EXPECT_EQ(into.name, "ab");
    EXPECT_EQ(into.count, 9);
    EXPECT_TRUE(into.urgent);
    EXPECT_EQ(into.colour, "red");
    ASSERT_TRUE(into.above);
    EXPECT_EQ(*into.above, 3);
    ASSERT_EQ(into.parts.size(), 2U);
    EXPECT_EQ(into.parts[1].name, "y");
    EXPECT_EQ(std::get<std::string>(into.card), "0x1A");
}

TEST(fields_read, leave_what_is_left_out_as_it_was)
{
    order into;
    EXPECT_TRUE(faults_of(R"({"name":"ab"})", into).empty());
    EXPECT_EQ(into.count, 7);
    EXPECT_EQ(into.colour, std::nullopt);
    EXPECT_EQ(into.above, std::nullopt);
}

TEST(fields_read, tell_null_from_left_out_where_a_patch_needs_it)
{
    order into;
    EXPECT_TRUE(faults_of(R"({"name":"ab","above":null,"colour":null})", into).empty());
    ASSERT_TRUE(into.above);
    EXPECT_EQ(*into.above, std::nullopt);
    EXPECT_EQ(into.colour, std::nullopt);
}

TEST(fields_read, find_every_fault_at_once_each_with_its_pointer)
{
    EXPECT_EQ(faults_of(R"({"name":"","count":10,"urgent":1,"colour":"green","above":0,)"
                        R"("parts":[{"name":"abcd"},7,{"x/y~":1}],"card":[]})"),
              (std::vector<base::fault>{{"/name", "must have 1 to 4 characters"},
                                        {"/count", "must be 1 to 9"},
                                        {"/urgent", "must be true or false"},
                                        {"/colour", "must be one of red, blue"},
                                        {"/above", "must be at least 1"},
                                        {"/parts", "must have at most 2 elements"},
                                        {"/parts/0/name", "must have 1 to 3 characters"},
                                        {"/parts/1", "must be an object"},
                                        {"/parts/2/name", "is needed"},
                                        {"/parts/2/x~1y~0", "is not known here"},
                                        {"/card", "must be a number or a text"}}));
}

TEST(fields_read, refuse_members_that_they_do_not_know_unless_told_otherwise)
{
    order into;
    EXPECT_EQ(faults_of(R"({"name":"a","id":1})", into),
              (std::vector<base::fault>{{"/id", "is not known here"}}));
    EXPECT_TRUE(faults_of(R"({"name":"a","id":1})", into, unknown_members::ignored).empty());
}

TEST(fields_read, refuse_what_is_no_object_and_numbers_that_are_not_whole)
{
    EXPECT_EQ(faults_of("[]"), (std::vector<base::fault>{{"", "must be an object"}}));
    EXPECT_EQ(faults_of(R"({"name":"a","count":1.5})"),
              (std::vector<base::fault>{{"/count", "must be a whole number"}}));
    EXPECT_EQ(faults_of(R"({"name":"a","count":99999999999999999999})"),
              (std::vector<base::fault>{{"/count", "must be a whole number"}}));
    EXPECT_TRUE(faults_of(R"({"name":"a","count":2.0})").empty());
}

TEST(fields_read, refuse_names_with_control_characters)
{
    EXPECT_EQ(faults_of(R"({"name":"a\nb"})"),
              (std::vector<base::fault>{{"/name", "must hold no control characters"}}));
}

std::vector<base::fault> faults_of_stay(std::string_view json, stay& into)
{
    fault_list faults;
    read_json(json_document::parse(json)->root(), into, faults);
    return faults.take();
}

TEST(fields_read, take_the_words_of_the_model)
{
    stay into;
    EXPECT_TRUE(faults_of_stay(R"({"unit":3,"status":"archived","until":"2026-05-29T04:26:40+08:00"})", into)
                    .empty());
    EXPECT_EQ(into.unit.value, 3);
    EXPECT_EQ(into.status, model::unit_status::archived);
    EXPECT_EQ(into.until, base::from_milliseconds(1'780'000'000'000));
    EXPECT_TRUE(faults_of_stay(R"({"unit":3,"until":null})", into).empty());
    ASSERT_TRUE(into.until);
    EXPECT_EQ(*into.until, std::nullopt);
    EXPECT_EQ(faults_of_stay(R"({"unit":0,"status":"gone","until":"yesterday"})", into),
              (std::vector<base::fault>{
                  {"/unit", "must be at least 1"},
                  {"/status", "must be one of active, archived, deleted"},
                  {"/until", "must be a time as RFC 3339 has it, such as 2026-05-28T08:00:00Z"}}));
    EXPECT_EQ(faults_of_stay(R"({"unit":"3","status":1,"until":5})", into).size(), 3U);
}

TEST(json_document, refuses_what_is_no_json_and_what_nests_too_deep)
{
    EXPECT_FALSE(json_document::parse(""));
    EXPECT_FALSE(json_document::parse("{"));
    EXPECT_FALSE(json_document::parse("{} x"));
    EXPECT_FALSE(json_document::parse("{\"a\":\"\xff\"}"));
    EXPECT_TRUE(json_document::parse(std::string(32, '[') + std::string(32, ']')));
    EXPECT_FALSE(json_document::parse(std::string(33, '[') + std::string(33, ']')));
}

std::vector<base::fault> faults_of_query(std::string_view text, query& into)
{
    form parameters;
    EXPECT_EQ(read_urlencoded(text, parameters), std::nullopt);
    fault_list faults;
    read_query(parameters, into, faults);
    return faults.take();
}

TEST(fields_read, take_the_parameters_of_a_query)
{
    query into;
    EXPECT_TRUE(faults_of_query("name=%E8%90%8C&count=3&all=true", into).empty());
    EXPECT_EQ(into.name, "萌");
    EXPECT_EQ(into.count, 3);
    EXPECT_TRUE(into.all);
    query empty;
    EXPECT_TRUE(faults_of_query("", empty).empty());
    EXPECT_EQ(empty.name, "none");
    EXPECT_EQ(faults_of_query("name=&count=x&all=1&other=1", into),
              (std::vector<base::fault>{{"/name", "must have 1 to 4 characters"},
                                        {"/count", "must be a whole number"},
                                        {"/all", "must be true or false"},
                                        {"/other", "is not known here"}}));
}

}  // namespace
}  // namespace gatehouse::endpoint
