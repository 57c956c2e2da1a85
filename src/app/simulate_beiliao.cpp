#include "app/simulate_beiliao.hpp"

#include "app/simulate_site.hpp"
#include "base/json_writer.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <iostream>
#include <thread>

namespace gatehouse::app {
namespace {

using namespace std::chrono_literals;

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

void write_progress(const simulation_tally& t)
{
    std::cerr << "readers: " + std::to_string(t.taps) + " taps, " + std::to_string(t.repeats) + " repeats, " +
                     std::to_string(t.late) + " late, " + std::to_string(t.unknown) + " unknown cards, " +
                     std::to_string(t.wrong) + " wrong answers\n";
}

sigset_t ending_signals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

// Stops the day at its end or at a signal, whichever is first. The signals are blocked in every thread.
void watch_clock(const beiliao_simulation& day, const simulated_site& site, std::stop_source& whole,
                 const std::stop_token& over)
{
    const sigset_t signals = ending_signals();
    const bool terminal = isatty(STDERR_FILENO) != 0;
    const auto begun = std::chrono::steady_clock::now();
    auto told = begun;
    constexpr timespec slice{0, 100'000'000};
    while (!over.stop_requested()) {
        if (sigtimedwait(&signals, nullptr, &slice) > 0)
            break;
        const auto now = std::chrono::steady_clock::now();
        if (day.seconds > 0 && now - begun >= std::chrono::seconds(day.seconds))
            break;
        if (terminal && now - told >= 5s) {
            write_progress(site.taps.tally());
            told = now;
        }
    }
    whole.request_stop();
}

// Runs `work` on a thread of its own kind; what it throws is said, and ends the day.
template <class Work>
std::jthread start(std::stop_source& whole, std::atomic<bool>& failed, Work work)
{
    return std::jthread([&whole, &failed, work = std::move(work)] {
        try {
            work();
        } catch (const std::exception& e) {
            if (!whole.stop_requested()) {
                std::cerr << "simulate beiliao: " + std::string(e.what()) + "\n";
                failed = true;
            }
            whole.request_stop();
        }
    });
}

void add_options(CLI::App& to, beiliao_simulation& into)
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

int simulate(const beiliao_simulation& day)
{
    const sigset_t signals = ending_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::stop_source whole;
    std::atomic<bool> failed{false};
    simulated_site site;
    try {
        chosen_site chosen = choose_site(day.provision);
        chosen.who.url = day.url;
        line_identity careless = chosen.who;
        careless.unescaped = true;
        site.printed = chosen.printed;
        site.speed = day.speed;
        site.zone = model::time_zone::find(chosen.zone);
        site.children = make_children(static_cast<std::size_t>(day.children), day.seed, chosen.printed);

        std::jthread lives = start(whole, failed, [&] {
            open_site(site, chosen, whole.get_token());
            std::vector<std::jthread> readers;
            for (std::int64_t i = 0; i < day.readers; ++i)
                readers.push_back(start(whole, failed, [&, i] {
                    simulated_reader(site, i % 2 == 0 ? chosen.who : careless,
                                     day.seed * 1000003U + static_cast<std::uint64_t>(i), whole.get_token())
                        .live();
                }));
        });
        watch_clock(day, site, whole, whole.get_token());
    } catch (const no_day& e) {
        std::cerr << "simulate beiliao: " << e.what() << '\n';
        return 1;
    }
    const simulation_tally total = site.taps.tally();
    if (!failed || total.taps > 0)
        write_summary(total);
    return failed || total.wrong > 0 ? 1 : 0;
}

}  // namespace

void add_beiliao_simulation(CLI::App& to, int& code)
{
    const auto day = std::make_shared<beiliao_simulation>();
    CLI::App* const command = to.add_subcommand("beiliao", "Card readers of kindergartens that live a day.");
    add_options(*command, *day);
    command->callback([day, &code] { code = simulate(*day); });
}

}  // namespace gatehouse::app
