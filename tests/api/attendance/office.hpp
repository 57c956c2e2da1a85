// Rules of attendance as a test tells them over the API.
#pragma once

#include "api/asked.hpp"
#include "model/civil_date.hpp"
#include "store/attendance/days.hpp"

#include <boost/json.hpp>

namespace gatehouse::api::test {

class attendance_office {
public:
    net::reply put(const std::string& path, const std::string& body)
    {
        return ask(at, net::verb::put, path, body);
    }
    net::reply post(const std::string& path, const std::string& body)
    {
        return ask(at, net::verb::post, path, body);
    }
    net::reply get(const std::string& path, const std::string& query = {}) { return at.get(path, query); }
    net::reply remove(const std::string& path, const std::string& query = {})
    {
        return ask(at, net::verb::delete_, path, {}, "admin-key", query);
    }

    static std::string rule_path(const std::string& kind, const std::string& name)
    {
        return "/api/v1/organizations/2/attendance/rules/" + kind + "/" + name;
    }
    static std::string told(const std::vector<std::string>& lines, const std::string& since)
    {
        boost::json::array rules;
        for (const std::string& each : lines)
            rules.emplace_back(each);
        return boost::json::serialize(boost::json::object{{"since", since}, {"rules", rules}});
    }
    net::reply decide(const std::string& kind, const std::string& name, const std::vector<std::string>& lines,
                      const std::string& since = "2026-01-01")
    {
        return put(rule_path(kind, name), told(lines, since));
    }
    // "pointer: detail" of each fault.
    static std::vector<std::string> faults_of(const net::reply& answer)
    {
        std::vector<std::string> found;
        const auto body = json_of(answer);
        if (const auto* const errors = body.if_contains("errors"))
            for (const auto& each : errors->as_array())
                found.push_back(std::string(each.at("pointer").as_string()) + ": " +
                                std::string(each.at("detail").as_string()));
        return found;
    }
    std::string person(const std::string& name = "王")
    {
        return std::to_string(
            id_of(post("/api/v1/organizations/2/people", R"({"role":"employee","name":")" + name + "\"}")));
    }
    std::string assign(const std::string& who, const std::string& kind, const std::string& rule,
                       const std::string& since = "2026-01-01")
    {
        return std::to_string(
            id_of(post("/api/v1/people/" + who + "/attendance/assignments",
                       R"({"kind":")" + kind + R"(","rule":")" + rule + R"(","since":")" + since + "\"}")));
    }
    // Who is to be computed anew: "1 2026-03-01..2026-05-29"; then nobody is.
    std::vector<std::string> take_touched()
    {
        namespace sa = store::attendance;
        std::vector<std::string> found;
        at.house.write([&](store::transaction& in) {
            for (const sa::touched_days& each : sa::next_touched(in.sql, 1000)) {
                found.push_back(std::to_string(each.person.value) + " " + model::date_text(each.first) +
                                ".." + model::date_text(each.last));
                sa::settle(in, each);
            }
        });
        return found;
    }

    site at;
};

}  // namespace gatehouse::api::test
