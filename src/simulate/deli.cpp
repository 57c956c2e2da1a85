#include "simulate/deli.hpp"

#include "base/json_writer.hpp"
#include "simulate/app_ear.hpp"
#include "simulate/day.hpp"
#include "simulate/machine.hpp"
#include "simulate/punch_search.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <atomic>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

namespace gatehouse::simulate {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t machine_tally::*>, 14> figures{
    {{"messages", &machine_tally::messages},
     {"acknowledged", &machine_tally::acknowledged},
     {"checkins", &machine_tally::checkins},
     {"repeats", &machine_tally::repeats},
     {"batches", &machine_tally::batches},
     {"offline", &machine_tally::offline},
     {"clock_off", &machine_tally::clock_off},
     {"takeovers", &machine_tally::takeovers},
     {"features", &machine_tally::features},
     {"orders", &machine_tally::orders},
     {"pushes", &machine_tally::pushes},
     {"told", &machine_tally::told},
     {"unanswered", &machine_tally::unanswered},
     {"wrong", &machine_tally::wrong}}};

void write_summary(const machine_tally& t)
{
    std::string text;
    base::json_writer json(text);
    json.open_object().name("event").text("simulated");
    for (const auto& [name, figure] : figures)
        json.name(name).number(t.*figure);
    json.close_object();
    std::cout << text << std::endl;
}

std::string progress_of(const machine_tally& t)
{
    return "machines: " + std::to_string(t.checkins) + " check-ins, " + std::to_string(t.repeats) +
           " repeats, " + std::to_string(t.orders) + " orders, " + std::to_string(t.wrong) + " wrong\n";
}

void add_options(CLI::App& to, deli_day& into)
{
    to.add_option("--url", into.url, "The server.")->capture_default_str();
    to.add_option("--mqtt", into.mqtt,
                  "Where machines connect: tcp://HOST:PORT or ssl://HOST:PORT; the server is asked when left "
                  "out, over TLS with --certificate.");
    to.add_option("--certificate", into.certificate, "A PEM file that an https server is trusted by.");
    to.add_option("--provision", into.provision, "The provisioning file with the machines.")->required();
    to.add_flag("--app", into.is_app, "Listens at the webhook of the machines' app, too.");
    to.add_option("--devices", into.devices, "Machines; those beyond the file's are registered.")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    to.add_option("--people", into.people, "People who check in.")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    to.add_option("--days", into.days, "Ends after so many days of each machine; 0: any number.")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    to.add_option("--seconds", into.seconds, "Ends after so long; 0: on SIGTERM or SIGINT.")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    to.add_option("--speed", into.speed, "Deeds a second of each machine.")
        ->check(CLI::Range(0.01, 1000.0))
        ->capture_default_str();
    to.add_option("--seed", into.seed, "Other people, another day.")->capture_default_str();
}

// What the machines of one day have: they end together, after all have left.
struct machine_hall {
    workplace place;
    checkin_ledger judge;
    std::vector<std::unique_ptr<simulated_machine>> machines{};
};

void live_in(machine_hall& hall, const deli_day& what, day& whole, std::unique_ptr<punch_search>& search)
{
    using namespace std::chrono_literals;
    open_workplace(hall.place,
                   {static_cast<std::size_t>(what.devices), static_cast<std::size_t>(what.people), what.seed},
                   whole.over());
    auto searching = std::make_unique<punch_search>(hall.place, hall.judge);
    searching->begin(whole.over());
    for (std::size_t i = 0; i < hall.place.machines.size(); ++i)
        hall.machines.push_back(std::make_unique<simulated_machine>(hall.place, i, hall.judge, what.speed,
                                                                    what.seed * 1000003U + i, whole.over()));
    std::optional<app_ear> ear;
    std::vector<std::jthread> living;
    if (what.is_app) {
        ear.emplace(hall.place.webhook, hall.place.office, hall.judge);
        living.push_back(whole.start([&] { ear->listen(whole.over()); }));
    }
    std::atomic<std::size_t> alive = hall.machines.size();
    for (const auto& each : hall.machines)
        living.push_back(whole.start([&] {
            each->live(what.days);
            if (--alive == 0)
                whole.end();
        }));
    while (sleep_unless_stopped(whole.over(), 5s))
        searching->search(whole.over());
    living.clear();
    for (const auto& each : hall.machines)
        each->leave();
    search = std::move(searching);
}

}  // namespace

int live(const deli_day& what)
{
    day whole("simulate deli");
    std::unique_ptr<punch_search> search;
    machine_hall hall;
    try {
        hall.place = choose_workplace(what.provision);
        hall.place.office.url = what.url;
        hall.place.office.certificate = what.certificate;
        hall.place.mqtt = what.mqtt;
        const std::jthread lives = whole.start([&] { live_in(hall, what, whole, search); });
        whole.watch(std::chrono::seconds(what.seconds), [&hall] { return progress_of(hall.judge.tally()); });
    } catch (const no_day& e) {
        std::cerr << "simulate deli: " << e.what() << '\n';
        return 1;
    }
    if (!search)
        return 1;
    // All machines have left: what they were told is held against what stands now.
    const bool is_held_against = search->search({}, true);
    if (!is_held_against)
        std::cerr << "simulate deli: what stands at the end could not be read\n";
    const machine_tally total = hall.judge.tally();
    write_summary(total);
    return whole.failed() || total.wrong > 0 || !is_held_against ? 1 : 0;
}

void add_deli(CLI::App& to, int& code)
{
    const auto what = std::make_shared<deli_day>();
    CLI::App* const command = to.add_subcommand(
        "deli", "Attendance machines that connect, report who checked in, lose their connection and repeat.");
    add_options(*command, *what);
    command->callback([what, &code] { code = live(*what); });
}

}  // namespace gatehouse::simulate
