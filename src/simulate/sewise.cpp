#include "simulate/sewise.hpp"

#include "base/json_writer.hpp"
#include "simulate/day.hpp"
#include "simulate/platform_line.hpp"
#include "simulate/provision.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace gatehouse::simulate {
namespace {

using boost::json::array;
using boost::json::object;
using seconds = std::chrono::duration<double>;

constexpr std::int64_t batch_rows_most = 5000;

struct roster {
    object school;
    std::vector<object> classes;
    std::vector<object> users;
};

platform_identity choose_platform(const sewise_sync& what)
{
    for (const auto& each : read_provision(what.provision).clients)
        if (each.protocol == "sewise")
            return {what.url, what.certificate, each.id, each.secret};
    throw no_day(what.provision + " has no client of sewise");
}

roster make_roster(const sewise_sync& what, std::int64_t school)
{
    const std::int64_t base = school * 1'000'000;
    roster made;
    made.school = {{"otherId", school},    {"organName", "示范学校" + std::to_string(school)},
                   {"organKind", 1},       {"provinceName", "广东省"},
                   {"cityName", "深圳市"}, {"areaName", "南山区"}};
    for (std::int64_t i = 0; i < what.classes; ++i)
        made.classes.push_back({{"otherId", base + i},
                                {"otherSchoolId", school},
                                {"className", std::to_string(i + 1) + "班"},
                                {"gradeName", "2026级"}});
    for (std::int64_t i = 0; i < what.pupils; ++i)
        made.users.push_back({{"uid", base + i},
                              {"username", "学生" + std::to_string(i + 1)},
                              {"type", 1},
                              {"sex", i % 2},
                              {"otherSchoolId", school},
                              {"otherClassId", base + i % what.classes}});
    return made;
}

void sync_by_calls(platform_line& line, const roster& what)
{
    line.call("syncSaveOrganMetadata", what.school);
    for (const object& each : what.classes)
        line.call("syncSaveClassMetadata", each);
    for (const object& each : what.users)
        line.call("syncSaveUserMetadata", each);
}

// How many rows were not done.
std::int64_t refused_rows(const object& answer)
{
    std::int64_t refused = 0;
    for (const auto& list : answer)
        for (const auto& row : list.value().as_array())
            refused += row.at("status") == 200 ? 0 : 1;
    return refused;
}

std::int64_t sync_by_batch(platform_line& line, const roster& what)
{
    object body{{"organs", array{what.school}}, {"classes", array(what.classes.begin(), what.classes.end())}};
    std::int64_t refused = 0;
    auto next = what.users.begin();
    std::int64_t room = batch_rows_most - 1 - static_cast<std::int64_t>(what.classes.size());
    while (!body.empty()) {
        const auto count = std::min<std::int64_t>(room, what.users.end() - next);
        body["users"] = array(next, next + count);
        next += count;
        refused += refused_rows(line.call("syncBatch", body));
        body.clear();
        room = batch_rows_most;
        if (next != what.users.end())
            body["users"] = nullptr;
    }
    return refused;
}

void write_figures(base::json_writer& json, std::string_view form, std::int64_t rows, std::int64_t calls,
                   seconds took)
{
    json.name(form).open_object().name("rows").number(rows).name("calls").number(calls);
    json.name("milliseconds").number(static_cast<std::int64_t>(took.count() * 1000));
    json.name("rows_per_second").number(static_cast<std::int64_t>(static_cast<double>(rows) / took.count()));
    json.close_object();
}

}  // namespace

int sync(const sewise_sync& what)
{
    std::string text;
    base::json_writer json(text);
    json.open_object().name("event").text("simulated");
    std::int64_t wrong = 0;
    const std::int64_t rows = 1 + what.classes + what.pupils;
    const auto run = [&](std::string_view form, std::int64_t school, const auto& work) {
        if (what.form != form && what.form != "both")
            return;
        platform_line line(choose_platform(what));
        const roster made = make_roster(what, school);
        const auto began = std::chrono::steady_clock::now();
        wrong += work(line, made);
        write_figures(json, form, rows, line.calls(), std::chrono::steady_clock::now() - began);
        wrong += line.wrong();
    };
    try {
        run("calls", what.first_id, [](platform_line& line, const roster& made) {
            sync_by_calls(line, made);
            return std::int64_t{0};
        });
        run("batch", what.first_id + 1, sync_by_batch);
    } catch (const no_day& e) {
        std::cerr << "simulate sewise: " << e.what() << '\n';
        return 1;
    }
    json.name("wrong").number(wrong).close_object();
    std::cout << text << std::endl;
    return wrong > 0 ? 1 : 0;
}

void add_sewise(CLI::App& to, int& code)
{
    const auto what = std::make_shared<sewise_sync>();
    CLI::App* const command = to.add_subcommand(
        "sewise", "A school platform that pushes its roster, by single calls and by the bulk form.");
    command->add_option("--url", what->url, "The server.")->capture_default_str();
    command->add_option("--certificate", what->certificate, "A PEM file that an https server is trusted by.");
    command->add_option("--provision", what->provision, "The provisioning file with the client.")->required();
    command->add_option("--form", what->form, "calls, batch, or both.")
        ->check(CLI::IsMember({"calls", "batch", "both"}))
        ->capture_default_str();
    command->add_option("--pupils", what->pupils, "Pupils of the school.")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    command->add_option("--classes", what->classes, "Its classes.")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--first-id", what->first_id, "The school's id; the bulk form's is the next.")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->callback([what, &code] { code = sync(*what); });
}

}  // namespace gatehouse::simulate
