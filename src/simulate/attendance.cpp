#include "simulate/attendance.hpp"

#include "base/json_writer.hpp"
#include "model/civil_date.hpp"
#include "simulate/day.hpp"
#include "simulate/office_days.hpp"
#include "simulate/workplace.hpp"

#include <CLI/CLI.hpp>

#include <atomic>
#include <iostream>
#include <memory>
#include <span>

namespace gatehouse::simulate {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using std::chrono::days;

struct told_month {
    attendance_month asked;
    workplace place;
    const model::time_zone* zone = nullptr;
    model::civil_day first;
    model::civil_day last;
    std::atomic<std::int64_t> punches{0};
    std::atomic<std::int64_t> wrong{0};
    bool is_judged = false;
};

line_answer must(const std::string& doing, std::optional<line_answer> answer)
{
    if (!answer)
        throw no_day(doing + ": the server does not answer");
    if (answer->status >= 300 && answer->status != 409)
        throw no_day(doing + ": " + text_of(*answer));
    return *std::move(answer);
}

json::object told(std::span<const char* const> lines)
{
    json::array rules;
    for (const char* const each : lines)
        rules.emplace_back(each);
    return {{"since", "2026-01-01"}, {"rules", std::move(rules)}};
}

void decide_rules(office_line& over, const told_month& of)
{
    const std::string root = "/api/v1/organizations/" + std::to_string(of.place.organization) +
                             "/attendance/rules/";
    must("deciding Day", over.tell("PUT", root + "shift/Day", told(day_rules)));
    must("deciding Night", over.tell("PUT", root + "shift/Night", told(night_rules)));
    must("deciding the office", over.tell("PUT", root + "group/office", told(week_rules)));
    must("deciding the guards", over.tell("PUT", root + "group/guards", told(guard_rules)));
    must("deciding the crew", over.tell("PUT", root + "rotation/crew", told(crew_rules)));
}

// What an earlier month left stands: 409.
void assign(office_line& over, const told_month& of)
{
    const auto put = [&](std::size_t person, const char* kind, const char* rule) {
        must("assigning", over.tell("POST",
                                    "/api/v1/people/" + std::to_string(of.place.people[person]) +
                                        "/attendance/assignments",
                                    {{"kind", kind}, {"rule", rule}, {"since", "2026-01-01"}}));
    };
    for (std::size_t person = 0; person < of.place.people.size(); ++person) {
        put(person, "group", guards_nights(person) ? "guards" : "office");
        if (guards_nights(person))
            put(person, "rotation", "crew");
    }
}

void complain(told_month& of, const std::string& what)
{
    constexpr std::int64_t said_most = 20;
    if (++of.wrong <= said_most)
        std::cerr << "simulate attendance: " << what << '\n';
}

// Every `step`th person, from one on.
void punch(told_month& of, std::size_t from, std::size_t step, const std::stop_token& stop)
{
    office_line over(of.place.office, stop);
    for (std::size_t person = from; person < of.place.people.size(); person += step)
        for (model::civil_day date = of.first; date <= of.last; date += days(1))
            for (const base::instant at : day_of(of.asked.seed, person, date, *of.zone).punches) {
                const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch();
                const auto answer = over.call(
                    600, "system",
                    {{"user_id", std::to_string(of.place.people[person])},
                     {"client_type", "device"},
                     {"client_id", of.place.machines.front().identifier},
                     {"event_type", "user_checkin"},
                     {"event_data", {{"time", seconds.count()}, {"id_type", "fp"}}}});
                if (!answer)
                    return;
                ++of.punches;
                if (answer->code("code") != 0)
                    complain(of, "a punch was answered " + text_of(*answer));
            }
}

std::map<std::string, std::int64_t> due(const told_month& of, std::size_t person)
{
    std::map<std::string, std::int64_t> sums;
    for (model::civil_day date = of.first; date <= of.last; date += days(1))
        for (const auto& [name, many] : day_of(of.asked.seed, person, date, *of.zone).sums)
            sums[name] += many;
    return sums;
}

std::int64_t sum_in(const json::object& sums, const std::string& name)
{
    const auto* const found = sums.if_contains(name);
    return found ? static_cast<std::int64_t>(found->to_number<double>()) : 0;
}

// What differs from what is due; empty: nothing. Nothing at all: no answer.
std::optional<std::string> difference(office_line& over, const told_month& of, std::size_t person)
{
    const auto answer = over.ask("/api/v1/people/" + std::to_string(of.place.people[person]) +
                                 "/attendance/sums?from=" + model::date_text(of.first) +
                                 "&to=" + model::date_text(of.last));
    if (!answer || answer->status != 200)
        return answer ? std::optional(text_of(*answer)) : std::nullopt;
    const json::object& sums = answer->body.at("sums").as_object();
    for (const auto& [name, many] : due(of, person))
        if (sum_in(sums, name) != many)
            return "person " + std::to_string(of.place.people[person]) + ": " + name + " " +
                   std::to_string(sum_in(sums, name)) + ", not " + std::to_string(many);
    return "";
}

// Days are computed behind the punches: each person is asked again until the sums are right, or time is over.
void judge(told_month& of, const std::stop_token& stop)
{
    office_line over(of.place.office, stop);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(of.asked.patience);
    for (std::size_t person = 0; person < of.place.people.size(); ++person) {
        std::optional<std::string> differs;
        do {
            differs = difference(over, of, person);
        } while (differs != "" && std::chrono::steady_clock::now() < until &&
                 sleep_unless_stopped(stop, 200ms));
        if (!differs)
            return;
        if (!differs->empty())
            complain(of, *differs);
    }
    of.is_judged = true;
}

void tell_in(told_month& of, day& whole)
{
    of.place.mqtt = "none";  // nothing connects
    open_workplace(of.place, {1, static_cast<std::size_t>(of.asked.people), of.asked.seed}, whole.over());
    {
        office_line over(of.place.office, whole.over());
        const auto home = must("asking for the organization",
                               over.ask("/api/v1/organizations/" + std::to_string(of.place.organization)));
        of.zone = model::time_zone::find(std::string(home.body.at("time_zone").as_string()));
        if (!of.zone)
            throw no_day("the organization's time zone is unknown here");
        decide_rules(over, of);
        assign(over, of);
    }
    // Days whose claim has closed: a night of two days ago has.
    const auto today = std::chrono::floor<days>(
        of.zone->to_civil(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())));
    of.last = today - days(2);
    of.first = of.last - days(of.asked.days - 1);
    {
        std::vector<std::jthread> lines;
        for (std::int64_t i = 0; i < of.asked.lines; ++i)
            lines.push_back(whole.start([&of, &whole, i] {
                punch(of, static_cast<std::size_t>(i), static_cast<std::size_t>(of.asked.lines),
                      whole.over());
            }));
    }
    judge(of, whole.over());
    whole.end();
}

void write_summary(const told_month& of)
{
    std::string text;
    base::json_writer out(text);
    out.open_object().name("event").text("simulated").name("people").number(of.asked.people);
    out.name("days").number(of.asked.days).name("punches").number(of.punches).name("wrong").number(of.wrong);
    out.close_object();
    std::cout << text << std::endl;
}

}  // namespace

int tell(const attendance_month& what)
{
    day whole("simulate attendance");
    told_month month{what, {}, nullptr, {}, {}};
    try {
        month.place = choose_workplace(what.provision);
        month.place.office.url = what.url;
        month.place.office.certificate = what.certificate;
        const std::jthread tells = whole.start([&] { tell_in(month, whole); });
        whole.watch(std::chrono::seconds(0), [&month] {
            return "attendance: " + std::to_string(month.punches) + " punches told, " +
                   std::to_string(month.wrong) + " wrong\n";
        });
    } catch (const no_day& e) {
        std::cerr << "simulate attendance: " << e.what() << '\n';
        return 1;
    }
    write_summary(month);
    return whole.failed() || month.wrong > 0 || !month.is_judged ? 1 : 0;
}

void add_attendance(CLI::App& to, int& code)
{
    const auto what = std::make_shared<attendance_month>();
    CLI::App* const command = to.add_subcommand(
        "attendance", "A month of an office's attendance, told afterwards, and what it must sum up to.");
    command->add_option("--url", what->url, "The server.")->capture_default_str();
    command->add_option("--certificate", what->certificate, "A PEM file that an https server is trusted by.");
    command->add_option("--provision", what->provision, "The provisioning file with the app.")->required();
    command->add_option("--people", what->people, "People under rules.")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    command->add_option("--days", what->days, "Days until the day before yesterday.")
        ->check(CLI::Range(1, 60))
        ->capture_default_str();
    command->add_option("--lines", what->lines, "Connections.")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command
        ->add_option("--patience", what->patience,
                     "Seconds until all sums must be right, after the last punch.")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--seed", what->seed, "Other people, other troubles.")->capture_default_str();
    command->callback([what, &code] { code = tell(*what); });
}

}  // namespace gatehouse::simulate
