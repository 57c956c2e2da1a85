// Makes a thing of each kind that a path of our own API names: what the matrix of routes and callers is
// played with.
#pragma once

#include "api/asked.hpp"
#include "model/civil_date.hpp"
#include "model/tap_time.hpp"
#include "ops/app_news.hpp"
#include "ops/channels.hpp"
#include "ops/device_orders.hpp"
#include "ops/devices.hpp"
#include "ops/features.hpp"
#include "ops/invitations.hpp"
#include "ops/links.hpp"
#include "ops/logins.hpp"
#include "ops/people.hpp"
#include "ops/roster_deletes.hpp"
#include "ops/visits.hpp"
#include "store/app_calls.hpp"
#include "store/attendance/days.hpp"
#include "store/attendance/reports.hpp"
#include "store/deliveries.hpp"
#include "store/devices.hpp"
#include "store/people.hpp"
#include "store/products.hpp"

#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

namespace gatehouse::api::test {

// Every machine is connected, and says nothing.
class connected_machines final : public endpoint::device_links {
public:
    bool is_online(const std::string& device) const override { return device != away; }
    bool send(const std::string&, std::string) override { return true; }
    bool order(const std::string& device, const endpoint::device_order& what) override
    {
        ordered.emplace_back(device, what);
        return true;
    }
    void announce_firmware(std::string_view type, std::string_view model, std::string_view version) override
    {
        announced.push_back(std::string(type).append("/").append(model).append(" ").append(version));
    }
    std::vector<std::string> addresses() const override { return {}; }

    std::string away;
    std::vector<std::pair<std::string, endpoint::device_order>> ordered;
    std::vector<std::string> announced;
};

// Makes a thing of each kind that a path names; answers what stands in the path.
class things {
public:
    explicit things(site& at) : at_(at) {}

    std::string make(const std::string& name, model::organization_id home)
    {
        const std::string root = "/api/v1/organizations/" + number(home) + "/";
        if (name == "organization")
            return number(home);
        if (name == "unit")
            return posted(root + "units", R"({"name":"u"})");
        if (name == "door")
            return posted(root + "doors", R"({"name":"d)" + fresh() + "\"}");
        if (name == "person")
            return posted(root + "people", R"({"name":"p","role":"pupil"})");
        if (name == "relation")
            return posted("/api/v1/people/" + make("person", home) + "/relations",
                          R"({"kind":"guardian","other_id":)" + make("person", home) + "}");
        if (name == "credential")
            return posted(root + "credentials", R"({"number":")" + fresh() + "\"}");
        if (name == "webhook")
            return std::to_string(json_of(post(root + "webhooks", hook())).at("channel").at("id").as_int64());
        if (name == "punch")
            return std::to_string(at_.tap(home, fresh(), {}, "picture").value);
        if (name == "delivery")
            return delivery(home);
        if (name == "feature")
            return feature(home);
        if (name == "visit")
            return visit(home);
        if (name == "invitation")
            return invitation(home);
        if (name == "blocked_visitor")
            return posted(root + "blocked_visitors", R"({"name":")" + fresh() + "\"}");
        if (name == "client")
            return posted("/api/v1/clients", R"({"protocol":"beiliao"})");
        if (name == "licence")
            return posted("/api/v1/clients/" + make("client", home) + "/licences",
                          R"({"organization_id":)" + number(home) + "}");
        if (name == "link")
            return link(home);
        if (name == "held_delete")
            return held_delete(home);
        if (name == "roster_run")
            return roster_run();
        if (name == "api_key")
            return posted("/api/v1/api_keys", R"({"name":")" + fresh() + R"(","scope":"read"})");
        if (name == "app_call")
            return app_call(home);
        if (name == "product")
            return posted("/api/v1/products", R"({"model":"P)" + fresh() + R"(","type":"KQ"})");
        if (name == "app")
            return posted("/api/v1/apps", R"({"name":"a"})");
        if (name == "device")
            return device(home);
        if (name == "firmware")
            return std::to_string(
                id_of(ask(at_, net::verb::post, "/api/v1/products/" + make("product", home) + "/firmware",
                          "bytes", "admin-key", "version=1")));
        if (name == "order")
            return order(home);
        if (name == "login")
            return login("auditor", home).second;
        if (name == "kind")
            return "shift";
        if (name == "rule")
            return attendance_rule("shift", home);
        if (name == "assignment")
            return posted("/api/v1/people/" + make("person", home) + "/attendance/assignments",
                          R"({"kind":"group","since":"2026-03-01","rule":")" +
                              attendance_rule("group", home) + "\"}");
        if (name == "report")
            return report(home);
        if (name == "request")
            return attendance_request(home);
        if (name == "deputy")
            return posted("/api/v1/people/" + make("person", home) + "/attendance/deputies",
                          R"({"deputy_id":)" + make("person", home) + "}");
        if (name == "lock") {
            const std::string day = old_date();
            return posted(root + "attendance/locks", R"({"from":")" + day + R"(","to":")" + day + "\"}");
        }
        if (name == "date" || name == "year")
            return name == "date" ? "2026-03-09" : "2026";
        throw std::logic_error("the matrix cannot make a " + name);
    }

    // Who asks there, and who decides.
    std::string applicant(model::organization_id home)
    {
        if (const auto known = applicants_.find(home.value); known != applicants_.end())
            return known->second;
        administrator(home);
        return applicants_[home.value] = make("person", home);
    }
    std::string administrator(model::organization_id home)
    {
        if (const auto known = administrators_.find(home.value); known != administrators_.end())
            return known->second;
        const std::string made = administrators_[home.value] = make("person", home);
        ask(at_, net::verb::put, "/api/v1/organizations/" + number(home) + "/attendance/roles",
            R"({"role":"administrator","people":[)" + made + "]}");
        return made;
    }

    // The login's token, and its id.
    std::pair<std::string, std::string> login(const std::string& role, model::organization_id home)
    {
        std::pair<std::string, std::string> made;
        const std::string name = fresh();
        at_.house.write([&](store::transaction& in) {
            made.second = number(ops::create_login(in, {name, "no hash", role, home}, by()).value().id);
        });
        auto& services = at_.house.services();
        made.first = services.sessions
                         .open(*services.writer.published()->logins.find(name), at_.house.clock.now())
                         .token;
        return made;
    }
    std::string key(const std::string& scope, const std::string& organization)
    {
        return text_of(post("/api/v1/api_keys", R"({"name":")" + fresh() + R"(","scope":")" + scope +
                                                    R"(","organization_id":)" + organization + "}"),
                       "key");
    }
    // The name of one.
    std::string attendance_rule(const std::string& kind, model::organization_id home)
    {
        const std::string name = fresh();
        const std::string words = kind == "shift" ? "09:00-18:00" : "fold 60 seconds";
        ask(at_, net::verb::put,
            "/api/v1/organizations/" + number(home) + "/attendance/rules/" + kind + "/" + name,
            R"({"since":"2026-03-01","rules":[")" + words + "\"]}");
        return name;
    }
    std::string fresh_platform() { return posted("/api/v1/clients", R"({"protocol":"sewise"})"); }
    // Somebody who may be visited: their phone, and their id.
    std::pair<std::string, std::string> host(model::organization_id home)
    {
        const std::string phone = "139" + std::to_string(10'000'000 + std::stoi(fresh()));
        return {phone, posted("/api/v1/organizations/" + number(home) + "/people",
                              R"({"name":"h","role":"employee","phone":")" + phone + "\"}")};
    }
    // Of machines that may connect.
    std::string fresh_model()
    {
        const std::string model = "M" + fresh();
        post("/api/v1/products", R"({"model":")" + model + R"(","type":"KQ"})");
        return model;
    }
    // Each later than the one before. Nothing computes days here: none is left to be computed.
    std::string old_date()
    {
        at_.house.write([](store::transaction& in) {
            for (const auto& each : store::attendance::next_touched(in.sql, 10'000))
                store::attendance::settle(in, each);
        });
        constexpr model::civil_day begin{std::chrono::year(2000) / 1 / 1};
        return model::date_text(begin + std::chrono::days(std::stoi(fresh())));
    }
    std::string fresh() { return std::to_string(++made_); }

private:
    std::string app_call(model::organization_id home)
    {
        std::string made;
        at_.house.write([&](store::transaction& in) {
            store::app_entry app{{{}, fresh(), "a", "", "http://a.example/"}, base::secret("key"), {}};
            app.what.id = store::put_app(in, app);
            ops::tell_app(in, app, model::app_news::removed, {}, nullptr, at_.house.clock.now(), home);
            made = number(store::app_calls_before(in.sql, {}, {}, 1).at(0).what.id);
        });
        return made;
    }
    template <class Id>
    static std::string number(Id id)
    {
        return std::to_string(id.value);
    }
    ops::author by() { return {"test", at_.house.clock.now()}; }
    net::reply post(const std::string& path, const std::string& body)
    {
        return ask(at_, net::verb::post, path, body);
    }
    std::string posted(const std::string& path, const std::string& body)
    {
        return std::to_string(id_of(post(path, body)));
    }
    // Bound to the organization, and connected.
    std::string device(model::organization_id home)
    {
        const std::string made = posted("/api/v1/devices", R"({"identifier":")" + fresh_model() + R"(_1"})");
        ask(at_, net::verb::put, "/api/v1/devices/" + made + "/organization",
            R"({"organization_id":)" + number(home) + "}");
        last_device_ = made;
        return made;
    }
    // Of the device that was made last.
    std::string order(model::organization_id home)
    {
        if (last_device_.empty())
            device(home);
        std::string made;
        at_.house.write([&](store::transaction& in) {
            made = number(
                ops::give_order(
                    in,
                    store::find_device(in.index, *store::external_of(in.sql, {std::stoll(last_device_)}))
                        ->what,
                    model::order_kind::control, "{}", by())
                    .id);
        });
        return made;
    }
    std::string link(model::organization_id home)
    {
        const std::string client = fresh_platform();
        std::string made;
        at_.house.write([&](store::transaction& in) {
            made = number(ops::create_link(in, {std::stoll(client)}, fresh(), home, by()).value().id);
        });
        return made;
    }
    std::string held_delete(model::organization_id home)
    {
        std::string made;
        const std::string uid = fresh();
        const model::client_id client{std::stoll(fresh_platform())};
        at_.house.write([&](store::transaction& in) {
            store::put_brake(in, home, {0, 0, std::chrono::minutes(1)});
            const auto person = ops::create_person(in, {home, "p", {}, {}, "pupil", {}}, by()).value();
            store::put_external(in, {client, store::external_kind::person, uid}, person.id.value);
            ops::remove_member(in, {client, by(), {}}, std::stoll(uid)).value();
            made = number(store::held_deeds(in.sql, home, 0, 1000).back().id);
        });
        return made;
    }
    std::string roster_run()
    {
        std::string made;
        const model::client_id client{std::stoll(fresh_platform())};
        at_.house.write([&](store::transaction& in) {
            made = number(store::begin_run(in, client, store::run_form::calls, by().now));
        });
        return made;
    }
    // One that is done.
    std::string report(model::organization_id home)
    {
        const store::report_files& files = at_.house.services().reports;
        store::attendance::report made;
        made.organization = home;
        made.kind = "days";
        made.format = "csv";
        made.language = "zh";
        made.asked_at = by().now;
        at_.house.write([&](store::transaction& in) { made = store::attendance::insert_report(in, made); });
        const std::string file = files.begin();
        std::ofstream(files.growing(file)) << "rows";
        made.size = files.keep(file);
        made.file = file;
        made.percent = 100;
        at_.house.write([&](store::transaction& in) { store::attendance::update_report(in, made); });
        return number(made.id);
    }
    // About which somebody decided that it be mended. Everybody's is of the same person, and the same one
    // decides.
    std::string attendance_request(model::organization_id home)
    {
        const auto made = json_of(post("/api/v1/people/" + applicant(home) + "/attendance/requests",
                                       R"({"words":"overtime 2026-03-17 18:00 to 22:00"})"));
        const std::string id = std::to_string(made.at("request").as_object().at("id").as_int64());
        post("/api/v1/attendance/requests/" + id + "/decisions",
             R"({"approver_id":)" + administrator(home) + R"(,"decision":"return"})");
        return id;
    }
    std::string hook() { return R"({"url":"https://example.com/)" + fresh() + "\"}"; }
    // Of any organization, also of one that takes no visitors.
    std::string invitation(model::organization_id home)
    {
        model::invitation what;
        what.organization = home;
        what.host = {std::stoll(host(home).second)};
        what.starts_at = by().now;
        what.ends_at = by().now + std::chrono::hours(1);
        std::string made;
        at_.house.write(
            [&](store::transaction& in) { made = number(ops::invite(in, what, by()).value().what.id); });
        return made;
    }
    // Whose guest has signed in.
    std::string visit(model::organization_id home)
    {
        const std::string host = this->host(home).first;
        std::string made;
        at_.house.write([&](store::transaction& in) {
            model::visit what;
            what.organization = home;
            what.proposer = what.interviewee_phone = host;
            what.starts_at = by().now;
            what.ends_at = by().now + std::chrono::hours(1);
            what.guests = {{{}, "g", host, {}}};
            made = number(ops::apply_for_visit(in, {what, true}, by()).value().id);
            ops::sign_in(in, *in.index.organization(home), {host, {}}, by()).value();
        });
        return made;
    }
    // One that nobody had asked for.
    std::string feature(model::organization_id home)
    {
        std::string made;
        at_.house.write([&](store::transaction& in) {
            const auto who = ops::create_person(in, {home, "p", {}, {}, "employee", {}}, by()).value();
            ops::bring_feature(in, {who, "fp", "value"}, by());
            made = number(store::features_of(in.sql, who.id, 0, 1).at(0).id);
        });
        return made;
    }
    std::string delivery(model::organization_id home)
    {
        const model::punch_number tap = at_.tap(home, fresh());
        std::string message;
        at_.house.write([&](store::transaction& in) {
            const auto to = ops::open_channel(in, {home, {}, "https://example.com/" + fresh()}, by()).value();
            store::logged_punch of;
            of.number = tap;
            of.organization = home;
            store::insert_delivery(in, of, to.what.id, by().now);
            store::delivery_filter which;
            which.punch = tap;
            message = store::deliveries_before(in.sql, which, {}, 1).at(0).message;
        });
        return message;
    }

    site& at_;
    std::map<std::int64_t, std::string> applicants_;
    std::map<std::int64_t, std::string> administrators_;
    int made_ = 100;
    std::string last_device_;
};

}  // namespace gatehouse::api::test
