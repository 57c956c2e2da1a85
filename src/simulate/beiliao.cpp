#include "simulate/beiliao.hpp"

#include "base/json_writer.hpp"
#include "simulate/day.hpp"
#include "simulate/site.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace gatehouse::simulate {
namespace {

void write_summary(const simulation_tally& t)
{
    std::string text;
    base::json_writer json(text);
    json.open_object()
        .name("event")
        .text("simulated")
        .name("taps")
        .number(t.taps)
        .name("repeats")
        .number(t.repeats);
    json.name("unknown").number(t.unknown).name("late").number(t.late).name("ahead").number(t.ahead);
    json.name("twins").number(t.twins).name("pictures").number(t.pictures);
    json.name("unanswered").number(t.unanswered).name("wrong").number(t.wrong).close_object();
    std::cout << text << std::endl;
}

std::string progress_of(const simulation_tally& t)
{
    return "readers: " + std::to_string(t.taps) + " taps, " + std::to_string(t.repeats) + " repeats, " +
           std::to_string(t.late) + " late, " + std::to_string(t.unknown) + " unknown cards, " +
           std::to_string(t.wrong) + " wrong answers\n";
}

void add_options(CLI::App& to, beiliao_day& into)
{
    to.add_option("--url", into.url, "The server.")->capture_default_str();
    to.add_option("--provision", into.provision, "The provisioning file with client and licence.")
        ->required();
    to.add_option("--readers", into.readers, "Card readers.")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    to.add_option("--children", into.children, "Children with a card.")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    to.add_option("--seconds", into.seconds, "Ends after so long; 0: on SIGTERM or SIGINT.")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    to.add_option("--speed", into.speed, "Taps a second of each reader.")
        ->check(CLI::Range(0.01, 1000.0))
        ->capture_default_str();
    to.add_option("--seed", into.seed, "Other children, another day.")->capture_default_str();
}

}  // namespace

int live(const beiliao_day& what)
{
    day whole("simulate beiliao");
    simulated_site site;
    try {
        chosen_site chosen = choose_site(what.provision);
        chosen.who.url = what.url;
        line_identity careless = chosen.who;
        careless.unescaped = true;
        site.printed = chosen.printed;
        site.speed = what.speed;
        site.zone = model::time_zone::find(chosen.zone);
        site.children = make_children(static_cast<std::size_t>(what.children), what.seed, chosen.printed);

        const std::jthread lives = whole.start([&] {
            open_site(site, chosen, whole.over());
            std::vector<std::jthread> readers;
            for (std::int64_t i = 0; i < what.readers; ++i)
                readers.push_back(whole.start([&, i] {
                    simulated_reader(site, i % 2 == 0 ? chosen.who : careless,
                                     what.seed * 1000003U + static_cast<std::uint64_t>(i), whole.over())
                        .live();
                }));
        });
        whole.watch(std::chrono::seconds(what.seconds), [&site] { return progress_of(site.taps.tally()); });
    } catch (const no_day& e) {
        std::cerr << "simulate beiliao: " << e.what() << '\n';
        return 1;
    }
    const simulation_tally total = site.taps.tally();
    if (!whole.failed() || total.taps > 0)
        write_summary(total);
    return whole.failed() || total.wrong > 0 ? 1 : 0;
}

void add_beiliao(CLI::App& to, int& code)
{
    const auto what = std::make_shared<beiliao_day>();
    CLI::App* const command = to.add_subcommand("beiliao", "Card readers of kindergartens that live a day.");
    add_options(*command, *what);
    command->callback([what, &code] { code = live(*what); });
}

}  // namespace gatehouse::simulate
