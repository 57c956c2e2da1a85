// A company where people ask for leave and leads decide: a worker, their lead, the boss above, and one more.
#pragma once

#include "api/attendance/office.hpp"
#include "ops/attendance/office.hpp"

namespace gatehouse::api::test {

class requesting_company : public attendance_office {
public:
    requesting_company()
    {
        decide("shift", "Day", {"09:00-18:00", "break 12:00-13:00"});
        decide("group", "Office", {"week Mon-Fri Day"});
        const std::string firm = unit("firm");
        const std::string law = unit("law", R"(,"parent_id":)" + firm);
        boss = member("boss", firm);
        lead = member("lead", law);
        worker = member("worker", law);
        other = member("other", law);
        lead_unit(firm, boss);
        lead_unit(law, lead);
        assign(worker, "group", "Office");
    }

    static std::string of_person(const std::string& who, const std::string& what)
    {
        return "/api/v1/people/" + who + "/attendance/" + what;
    }
    net::reply file(const std::string& who, const std::string& words, const std::string& more = {})
    {
        return post(of_person(who, "requests"), R"({"words":")" + words + "\"" + more + "}");
    }
    net::reply act(const std::string& request, const std::string& what, const std::string& body)
    {
        return post("/api/v1/attendance/requests/" + request + "/" + what, body);
    }
    net::reply say(const std::string& request, const std::string& by, const char* what,
                   const std::string& more = {})
    {
        return act(request, "decisions",
                   R"({"approver_id":)" + by + R"(,"decision":")" + what + "\"" + more + "}");
    }
    unsigned decide_rule(const std::string& kind, const std::string& name,
                         const std::vector<std::string>& lines)
    {
        return attendance_office::decide(kind, name, lines).status;
    }
    net::reply decide_words(const std::string& kind, const std::string& name,
                            const std::vector<std::string>& lines)
    {
        return attendance_office::decide(kind, name, lines);
    }
    void role(const std::string& name, const std::vector<std::string>& people)
    {
        std::string list;
        for (const std::string& each : people)
            list.append(list.empty() ? "" : ",").append(each);
        put("/api/v1/organizations/2/attendance/roles",
            R"({"role":")" + name + R"(","people":[)" + list + "]}");
    }
    void grant(const std::string& leave, std::int64_t amount)
    {
        post(of_person(worker, "leave_grants"), R"({"leave":")" + leave + R"(","amount":)" +
                                                    std::to_string(amount) +
                                                    R"(,"from":"2026-01-01","until":"2026-12-31"})");
    }

    static boost::json::array items_of(const net::reply& answer)
    {
        return json_of(answer).at("items").as_array();
    }
    static std::string request_in(const net::reply& answer)
    {
        return std::to_string(json_of(answer).at("request").as_object().at("id").as_int64());
    }
    static std::string state_of(const net::reply& answer)
    {
        const auto body = json_of(answer);
        const auto* const request = body.if_contains("request");
        return request ? std::string(request->as_object().at("state").as_string()) : answer.body;
    }
    // "1 lead approved by other, 2 boss open".
    std::string steps_of(const net::reply& answer)
    {
        std::string text;
        const auto body = json_of(answer);
        const auto* const steps = body.if_contains("steps");
        if (!steps)
            return answer.body;
        for (const auto& each : steps->as_array()) {
            text.append(text.empty() ? "" : ", ")
                .append(std::to_string(each.at("level").as_int64()))
                .append(" " + name_of(each.at("approver_id").as_int64()) + " ")
                .append(each.at("state").as_string());
            if (!each.at("decided_by_id").is_null())
                text.append(" by ").append(name_of(each.at("decided_by_id").as_int64()));
        }
        return text;
    }
    std::int64_t balance(const std::string& leave, const std::string& on = "2026-06-01")
    {
        for (const auto& each : items_of(get(of_person(worker, "balances"), "on=" + on)))
            if (each.at("leave").as_string() == leave)
                return each.at("balance").as_int64();
        return -1;
    }
    std::string entries(const std::string& leave)
    {
        std::string text;
        for (const auto& each : items_of(get(of_person(worker, "leave_entries"), "leave=" + leave)))
            text.append(text.empty() ? "" : ", ")
                .append(each.at("kind").as_string())
                .append(" " + std::to_string(each.at("amount").as_int64()));
        return text;
    }
    std::size_t waiting_for(const std::string& who)
    {
        return items_of(get(of_person(who, "waiting"))).size();
    }
    // Titles, oldest first.
    std::vector<std::string> letters_of(const std::string& who)
    {
        std::vector<std::string> found;
        for (const auto& each : items_of(get("/api/v1/people/" + who + "/inbox")))
            found.insert(found.begin(), std::string(each.at("title").as_string()));
        return found;
    }

    // How many minutes of leave that day has when it is over.
    std::int64_t leave_on(const std::string& who, const std::string& day)
    {
        std::int64_t sum = 0;
        judge(who, day, [&](const model::attendance::day_result& of) { sum = of.sums.on_leave().count(); });
        return sum;
    }
    // The name of the shift; empty: none.
    std::string shift_on(const std::string& who, const std::string& day)
    {
        std::string name;
        judge(who, day,
              [&](const model::attendance::day_result& of) { name = of.what ? of.what->name : ""; });
        return name;
    }

    std::string boss;
    std::string lead;
    std::string worker;
    std::string other;

private:
    std::string unit(const std::string& name, const std::string& more = {})
    {
        return std::to_string(
            id_of(post("/api/v1/organizations/2/units", R"({"name":")" + name + "\"" + more + "}")));
    }
    std::string member(const std::string& name, const std::string& home)
    {
        return std::to_string(
            id_of(post("/api/v1/organizations/2/people",
                       R"({"role":"employee","name":")" + name + R"(","unit_id":)" + home + "}")));
    }
    void lead_unit(const std::string& which, const std::string& who)
    {
        put("/api/v1/units/" + which + "/attendance/leads", R"({"people":[)" + who + "]}");
    }
    std::string name_of(std::int64_t id) const
    {
        const std::string text = std::to_string(id);
        return text == boss     ? "boss"
               : text == lead   ? "lead"
               : text == worker ? "worker"
               : text == other  ? "other"
                                : text;
    }
    template <class Look>
    void judge(const std::string& who, const std::string& day, Look look)
    {
        at.house.write([&](store::transaction& in) {
            const auto* const home = in.index.organization(company);
            const ops::attendance::office of(in.sql, company, *home->zone);
            const auto date = model::read_date(day).value();
            const auto all = ops::attendance::open_case(in.sql, of, {std::stoll(who)}, date, date,
                                                        at.house.clock.now() + std::chrono::days(60));
            look(model::attendance::judge(all->of, date, date).front());
        });
    }
};

}  // namespace gatehouse::api::test
