#include "simulate/shankai.hpp"

#include "base/json_writer.hpp"
#include "simulate/day.hpp"
#include "simulate/gate.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace gatehouse::simulate {
namespace {

void write_summary(const property_tally& t)
{
    std::string text;
    base::json_writer json(text);
    json.open_object().name("event").text("simulated");
    json.name("calls").number(t.calls).name("openings").number(t.openings);
    json.name("refusals").number(t.refusals).name("cards").number(t.cards);
    json.name("unanswered").number(t.unanswered).name("wrong").number(t.wrong).close_object();
    std::cout << text << std::endl;
}

std::string progress_of(const property_tally& t)
{
    return "gates: " + std::to_string(t.openings) + " openings, " + std::to_string(t.refusals) +
           " refusals, " + std::to_string(t.cards) + " cards, " + std::to_string(t.wrong) +
           " wrong answers\n";
}

void add_options(CLI::App& to, shankai_day& into)
{
    to.add_option("--url", into.url, "The server.")->capture_default_str();
    to.add_option("--certificate", into.certificate, "A PEM file that an https server is trusted by.");
    to.add_option("--provision", into.provision, "The provisioning file with the client.")->required();
    to.add_option("--gates", into.gates, "Gates.")->check(CLI::Range(1, 1000))->capture_default_str();
    to.add_option("--doors", into.doors, "Doors of each community.")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    to.add_option("--residents", into.residents, "Residents of both communities.")
        ->check(CLI::Range(2, 100'000))
        ->capture_default_str();
    to.add_option("--seconds", into.seconds, "Ends after so long; 0: on SIGTERM or SIGINT.")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    to.add_option("--speed", into.speed, "Deeds a second of each gate.")
        ->check(CLI::Range(0.01, 1000.0))
        ->capture_default_str();
    to.add_option("--seed", into.seed, "Other communities, another day.")->capture_default_str();
}

}  // namespace

int live(const shankai_day& what)
{
    day whole("simulate shankai");
    simulated_estate estate;
    try {
        property_identity who = choose_property(what.provision);
        who.url = what.url;
        who.certificate = what.certificate;
        plan(estate, static_cast<std::size_t>(what.residents), static_cast<std::size_t>(what.doors),
             what.seed);
        const std::jthread lives = whole.start([&] {
            open_estate(estate, who, what.seed, whole.over());
            const std::span<simulated_resident> all(estate.residents);
            const std::size_t gates = std::min(static_cast<std::size_t>(what.gates), all.size());
            std::vector<std::jthread> opened;
            for (std::size_t i = 0; i < gates; ++i) {
                const std::size_t first = all.size() * i / gates;
                const auto own = all.subspan(first, all.size() * (i + 1) / gates - first);
                opened.push_back(whole.start([&, own, i] {
                    simulated_gate(own, estate.judge, who, what.speed, what.seed * 1000003U + i, whole.over())
                        .live();
                }));
            }
        });
        whole.watch(std::chrono::seconds(what.seconds),
                    [&estate] { return progress_of(estate.judge.tally()); });
    } catch (const no_day& e) {
        std::cerr << "simulate shankai: " << e.what() << '\n';
        return 1;
    }
    const property_tally total = estate.judge.tally();
    if (!whole.failed() || total.calls > 0)
        write_summary(total);
    return whole.failed() || total.wrong > 0 ? 1 : 0;
}

void add_shankai(CLI::App& to, int& code)
{
    const auto what = std::make_shared<shankai_day>();
    CLI::App* const command = to.add_subcommand(
        "shankai", "A property management's software and the gates of its communities that live a day.");
    add_options(*command, *what);
    command->callback([what, &code] { code = live(*what); });
}

}  // namespace gatehouse::simulate
