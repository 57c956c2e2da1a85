#include "endpoint/openapi.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace gatehouse::endpoint {
namespace {

void no_paths(base::json_writer& json)
{
    json.open_object().close_object();
}

void hard_paths(base::json_writer& json)
{
    json.open_object()
        .name("/a:b{,}[\"\\")
        .open_array()
        .open_array()
        .close_array()
        .text("{[,:]}\n\\")
        .number(1);
    json.close_array().close_object();
}

TEST(openapi, is_indented_for_people)
{
    EXPECT_EQ(write_openapi({"x.json", "Title", "", no_paths, false}), R"({
  "openapi": "3.1.0",
  "info": {
    "title": "Title",
    "version": "1",
    "description": ""
  },
  "servers": [
    {
      "url": "/"
    }
  ],
  "security": [],
  "paths": {}
}
)");
}

TEST(openapi, says_where_a_key_is_wanted)
{
    const auto document = boost::json::parse(write_openapi({"x.json", "T", "D", no_paths, true}));
    EXPECT_EQ(boost::json::serialize(document.at("security")), R"([{"key":[]}])");
    EXPECT_EQ(boost::json::serialize(document.at("components")),
              R"({"securitySchemes":{"key":{"type":"http","scheme":"bearer"}}})");
}

TEST(openapi, is_not_confused_by_brackets_within_texts)
{
    const auto document = boost::json::parse(write_openapi({"x.json", "T\"{", "[,]:", hard_paths, false}));
    EXPECT_EQ(boost::json::serialize(document.at("paths")), R"({"/a:b{,}[\"\\":[[],"{[,:]}\n\\",1]})");
    EXPECT_EQ(document.at("info").at("title").as_string(), "T\"{");
    EXPECT_EQ(document.at("info").at("description").as_string(), "[,]:");
}

}  // namespace
}  // namespace gatehouse::endpoint
