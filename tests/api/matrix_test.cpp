// Every route of /api/v1 against every class of caller, and against what is theirs, another organization's
// and missing: from the route table, so that a new route is tested by being there.
#include "api/things.hpp"
#include "base/json_writer.hpp"
#include "store/changes.hpp"
#include "store/visitor_site.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using endpoint::right;
namespace json = boost::json;

constexpr model::organization_id own = company;
constexpr model::organization_id foreign = school;
constexpr std::string_view missing = "999999";

// A value that fits a schema: its example, or the first of its choices.
json::value fitting(const json::object& schema)
{
    if (const auto* const examples = schema.if_contains("examples"))
        return examples->at(0);
    if (const auto* const choices = schema.if_contains("enum"))
        return choices->at(0);
    const json::value& type = schema.at("type");
    const std::string_view name = type.is_array() ? type.at(0).as_string() : type.as_string();
    if (name == "integer")
        return 1;
    if (name == "array")
        return json::array{};
    return "text";
}

// Its body is a file.
bool takes_a_file(const endpoint::route& row)
{
    return row.about.body_type != "application/json";
}

json::object schema_of_body(const endpoint::route& row)
{
    std::string text;
    base::json_writer writer(text);
    row.about.write_body(writer);
    return json::parse(text).as_object();
}

// What a route needs to be called at all.
json::object least_body(const endpoint::route& row)
{
    json::object body;
    if (!row.about.write_body || takes_a_file(row))
        return body;
    const json::object schema = schema_of_body(row);
    for (const auto& name : schema.at("required").as_array())
        body[name.as_string()] = fitting(schema.at("properties").at(name.as_string()).as_object());
    return body;
}

std::vector<std::string> names_of(std::string_view path)
{
    std::vector<std::string> names;
    for (std::size_t open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1))
        names.emplace_back(path.substr(open + 1, path.find('}', open) - open - 1));
    return names;
}

std::string with(std::string_view path, const std::string& name, std::string_view value)
{
    std::string made(path);
    const std::string place = "{" + name + "}";
    return made.replace(made.find(place), place.size(), value);
}

struct caller_class {
    std::string name;
    std::string token;
    right most = right::anyone;
    bool sees_all = false;
};

class matrix : public testing::Test {
protected:
    matrix()
        : callers{{"nobody", "", right::anyone, false},
                  {"a wrong key", "wrong", right::anyone, false},
                  {"kiosk key", "kiosk-key", right::anyone, false},
                  {"gate key", "gate-key", right::anyone, false},
                  {"read key", make.key("read", "2"), right::see, false},
                  {"read key of all", "read-key", right::see, true},
                  {"site key", "site-key", right::manage, false},
                  {"admin key", "admin-key", right::administer, true},
                  {"auditor", make.login("auditor", own).first, right::see, false},
                  {"site manager", make.login("site_manager", own).first, right::manage, false},
                  {"operator", make.login("operator", {}).first, right::administer, true},
                  {"a phone page",
                   at.house.services().visitors.sessions.open(own, "wx-1", at.house.clock.now()).token,
                   right::anyone, false}}
    {
        at.house.write([](store::transaction& in) { store::put_visitor_site(in, own); });
        at.house.services().devices = &machines;
    }

    net::reply call(const endpoint::route& row, const std::string& path, const caller_class& by,
                    const json::object& body, const std::string& query = {})
    {
        // An answer that goes on is heard until the house is gone.
        sinks.push_back(std::make_unique<support::listening_sink>());
        at.house.ask({.method = *row.method,
                      .path = path,
                      .query = takes_a_file(row) ? "version=" + make.fresh() : query,
                      .body = row.about.write_body ? json::serialize(body) : "",
                      .content_type = "application/json",
                      .authorization = by.token.empty() ? "" : "Bearer " + by.token,
                      // Each from elsewhere: who shows a wrong key again and again is slowed.
                      .source = "10.0." + std::to_string(sinks.size() / 200) + "." +
                                std::to_string(sinks.size() % 200)},
                     *sinks.back());
        return sinks.back()->head();
    }
    std::string own_path(const endpoint::route& row)
    {
        std::string path(row.path);
        for (const std::string& name : names_of(row.path))
            path = with(path, name, make.make(name, own));
        return path;
    }
    std::int64_t last_change() { return store::last_change(*at.house.database().reader()); }
    // A body that no earlier call of this test has used up.
    json::object body_for(const endpoint::route& row)
    {
        json::object body = least_body(row);
        for (const std::string_view unique : {"name", "login", "number", "model"})
            if (body.contains(unique))
                body[unique] = make.fresh();
        if (row.name == "create_device")
            body["identifier"] = make.fresh_model() + "_1";
        if (row.name == "bind_device")
            body["organization_id"] = own.value;
        if (body.contains("url"))
            body["url"] = "https://example.com/" + make.fresh();
        if (body.contains("other_id"))
            body["other_id"] = json::parse(make.make("person", own));
        if (row.name == "block_visitor")
            body["name"] = make.fresh();
        if (row.name == "invite") {
            body["host_id"] = json::parse(make.host(own).second);
            body["ends_at"] = model::rfc3339(at.house.clock.now() + std::chrono::hours(1));
        }
        if (row.name == "assign_attendance")
            body["rule"] = make.attendance_rule("group", own);
        if (row.name == "lock_attendance")
            body["from"] = body["to"] = make.old_date();
        if (row.path.find("/attendance/") != std::string_view::npos)
            name_people(row, body);
        if (row.name == "report_lost")
            body["person_id"] = 1;
        if (row.name == "create_link") {
            body["client_id"] = json::parse(make.fresh_platform());
            body["id"] = make.fresh();
        }
        return body;
    }
    // Of requests and of who decides about them.
    void name_people(const endpoint::route& row, json::object& body)
    {
        const json::value somebody = json::parse(make.applicant(own));
        const json::value approver = json::parse(make.administrator(own));
        for (const std::string_view each : {"approver_id", "to_id", "extra_id", "deputy_id", "person_id"})
            if (body.contains(each))
                body[each] = each == "approver_id" || row.name == "revoke_attendance_request" ? approver
                                                                                              : somebody;
        if (row.name == "transfer_attendance_request")
            body["to_id"] = json::parse(make.make("person", own));
        if (body.contains("people"))
            body["people"] = json::array{somebody};
        if (body.contains("words"))
            body["words"] = "trip 2026-03-16";
        if (row.name == "decide_attendance_requests")
            body["items"] = json::array{json::object{{"request_id", json::parse(make.make("request", own))},
                                                     {"approver_id", approver},
                                                     {"decision", "approve"}}};
    }
    // Sessions are the caller's own: a key has none, and closing one ends the caller.
    static bool is_about_the_caller(const endpoint::route& row)
    {
        return row.path.starts_with("/api/v1/sessions");
    }

    std::vector<std::unique_ptr<support::listening_sink>> sinks;
    site at;
    connected_machines machines;
    things make{at};
    std::vector<caller_class> callers;
    std::vector<endpoint::route> table = routes();
};

TEST_F(matrix, opens_each_route_to_those_who_have_its_right_and_to_nobody_else)
{
    std::size_t cases = 0;
    for (const endpoint::route& row : table) {
        if (is_about_the_caller(row))
            continue;
        for (const caller_class& by : callers) {
            const bool may = row.who <= by.most;
            const net::reply answer = call(row, may ? own_path(row) : std::string(row.path), by,
                                           body_for(row));
            const std::string which = std::string(row.name) + " by " + by.name + ": " + answer.body;
            const bool is_known = !by.token.empty() && by.token != "wrong" && by.name != "a phone page";
            // Where there is nothing yet that it could be done to.
            const bool may_be_missing = row.name == "report_lost" || row.path.ends_with("/channel") ||
                                        row.path.ends_with("_consent") || row.name == "scan" ||
                                        row.name == "open_enrolment" || row.name == "log_in_at_device" ||
                                        row.name == "lift_attendance_override" ||
                                        row.path.ends_with("/face/picture");
            if (!may) {
                EXPECT_EQ(answer.status, is_known ? 403U : 401U) << which;
            } else if (may_be_missing && answer.status == 404) {
                EXPECT_EQ(answer.content_type, "application/problem+json") << which;
            } else {
                EXPECT_LT(answer.status, 300U) << which;
            }
            ++cases;
        }
    }
    EXPECT_EQ(cases, (table.size() - 3) * callers.size());
}

TEST_F(matrix, lets_a_deed_that_is_told_nothing_have_an_empty_object_and_no_other_body)
{
    for (const endpoint::route& row : table) {
        if (row.about.write_body || row.method == net::verb::get || is_about_the_caller(row))
            continue;
        const std::string path = own_path(row);
        net::request head;
        head.method = *row.method;
        head.path = path;
        EXPECT_EQ(at.house.router().body_limit(head), 4096U) << row.name;
        for (const std::string_view told : {R"({"x":1})", "[]", "no JSON", "null"})
            EXPECT_EQ(ask(at, *row.method, path, std::string(told)).status, 422U) << row.name << told;
        const unsigned done = ask(at, *row.method, path, " {} ").status;
        EXPECT_TRUE(done < 300 || done == 404) << row.name << done;
    }
}

TEST_F(matrix, answers_anothers_thing_and_a_missing_one_byte_for_byte_alike_and_does_nothing)
{
    std::size_t cases = 0;
    for (const endpoint::route& row : table)
        for (const std::string& name : names_of(row.path)) {
            const std::string thing = make.make(name, foreign);
            for (const caller_class& by : callers) {
                if (row.who > by.most)
                    continue;
                const json::object body = body_for(row);
                const std::int64_t changes = last_change();
                const net::reply none = call(row, with(row.path, name, missing), by, body);
                EXPECT_EQ(none.status, 404U) << row.name << " by " << by.name << ": " << none.body;
                EXPECT_EQ(call(row, with(row.path, name, "x"), by, body), none) << row.name;
                if (!by.sees_all) {
                    EXPECT_EQ(call(row, with(row.path, name, thing), by, body), none)
                        << row.name << " by " << by.name;
                }
                EXPECT_EQ(last_change(), changes) << row.name << " by " << by.name;
                ++cases;
            }
        }
    EXPECT_GT(cases, table.size());
}

// What a parameter or a member names: "unit" of "unit_id", a person where it is called otherwise.
std::string named_by(std::string name)
{
    for (const std::string_view person : {"told", "bearer_id", "other_id", "guardian_id", "host_id",
                                          "applicant_id", "approver_id", "to_id", "extra_id", "deputy_id"})
        if (name == person)
            return "person";
    if (name == "parent_id")
        return "unit";
    if (!name.ends_with("_id") || name == "object_id" || name == "wechat_id")
        return {};
    name.resize(name.size() - 3);
    return name;
}

TEST_F(matrix, answers_anothers_id_within_an_input_as_a_missing_one)
{
    std::size_t cases = 0;
    const caller_class& manager = callers.at(6);
    const json::value none = json::parse(missing);
    for (const endpoint::route& row : table) {
        if (row.who > manager.most || !row.about.write_body || takes_a_file(row))
            continue;
        const json::object schema = schema_of_body(row);
        for (const auto& member_of : schema.at("properties").as_object()) {
            const std::string key(member_of.key());
            const std::string kind = named_by(key);
            if (kind.empty())
                continue;
            const std::string path = own_path(row);
            const auto asked = [&](const json::value& id) {
                json::object body = body_for(row);
                if (key == "told") {
                    json::array people;
                    people.push_back(id);
                    body[key] = people;
                } else {
                    body[key] = id;
                }
                return call(row, path, manager, body);
            };
            const net::reply answer = asked(none);
            EXPECT_GE(answer.status, 400U) << row.name << " " << key;
            EXPECT_EQ(asked(json::parse(make.make(kind, foreign))), answer) << row.name << " " << key;
            ++cases;
        }
    }
    EXPECT_GE(cases, 9U);
}

TEST_F(matrix, answers_anothers_id_within_a_query_as_a_missing_one)
{
    std::size_t cases = 0;
    const caller_class& manager = callers.at(6);
    for (const endpoint::route& row : table) {
        if (row.who > manager.most || !row.about.write_parameters)
            continue;
        std::string text;
        base::json_writer writer(text);
        writer.open_array();
        row.about.write_parameters(writer);
        writer.close_array();
        const json::value parameters = json::parse(text);
        for (const auto& parameter : parameters.as_array()) {
            const std::string name(parameter.at("name").as_string());
            const std::string kind = named_by(name);
            if (kind.empty())
                continue;
            const std::string path = own_path(row);
            const auto asked = [&](std::string_view id) {
                return call(row, path, manager, {}, name + "=" + std::string(id));
            };
            EXPECT_EQ(asked(make.make(kind, foreign)), asked(missing)) << row.name << " " << name;
            ++cases;
        }
    }
    EXPECT_GE(cases, 9U);
}

}  // namespace
}  // namespace gatehouse::api::test
