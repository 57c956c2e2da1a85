#include "simulate/visitors.hpp"

#include "base/json_writer.hpp"
#include "simulate/day.hpp"
#include "simulate/party.hpp"
#include "simulate/provision.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace gatehouse::simulate {
namespace {

using store::api_scope;

const base::secret* key_of(const ops::provision_file& file, std::initializer_list<api_scope> scopes)
{
    for (const api_scope scope : scopes)
        for (const auto& each : file.api_keys)
            if (each.scope == scope &&
                (!each.organization || each.organization == file.visitor->organization))
                return &each.key;
    return nullptr;
}

reception_keys choose_reception(const visitor_day& what)
{
    const ops::provision_file file = read_provision(what.provision);
    if (!file.visitor)
        throw no_day(what.provision + " names no organization that takes visitors");
    const base::secret* const office = key_of(file, {api_scope::site, api_scope::admin});
    if (!office)
        throw no_day(what.provision + " has no API key of scope site for it");
    const base::secret* const kiosk = key_of(file, {api_scope::kiosk});
    const base::secret* const gate = key_of(file, {api_scope::gate});
    const auto host = std::find_if(file.people.begin(), file.people.end(), [&file](const auto& each) {
        return each.organization == file.visitor->organization && each.phone && each.role == "employee";
    });
    if (host == file.people.end())
        throw no_day(what.provision + " has no employee with a phone there");
    return {what.url,   what.certificate, *office, kiosk ? *kiosk : *office, gate ? *gate : *office,
            host->name, *host->phone};
}

void write_summary(const visit_tally& t)
{
    std::string text;
    base::json_writer json(text);
    json.open_object().name("event").text("simulated").name("visits").number(t.visits);
    json.name("passages").number(t.passages).name("refusals").number(t.refusals);
    json.name("unanswered").number(t.unanswered).name("wrong").number(t.wrong).close_object();
    std::cout << text << std::endl;
}

std::string progress_of(const visit_tally& t)
{
    return "visitors: " + std::to_string(t.visits) + " visits, " + std::to_string(t.passages) +
           " passages, " + std::to_string(t.refusals) + " refusals, " + std::to_string(t.wrong) +
           " wrong answers\n";
}

void add_options(CLI::App& to, visitor_day& into)
{
    to.add_option("--url", into.url, "The server.")->capture_default_str();
    to.add_option("--certificate", into.certificate, "A PEM file that an https server is trusted by.");
    to.add_option("--provision", into.provision, "The provisioning file with the site and its keys.")
        ->required();
    to.add_option("--parties", into.parties, "Parties at a time.")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    to.add_option("--seconds", into.seconds, "Ends after so long; 0: on SIGTERM or SIGINT.")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    to.add_option("--speed", into.speed, "Calls a second of each party.")
        ->check(CLI::Range(0.01, 1000.0))
        ->capture_default_str();
    to.add_option("--seed", into.seed, "Other visitors, another day.")->capture_default_str();
}

}  // namespace

int live(const visitor_day& what)
{
    day whole("simulate visitors");
    visit_ledger judge;
    try {
        const reception_keys who = choose_reception(what);
        std::vector<std::jthread> parties;
        for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(what.parties); ++i)
            parties.push_back(whole.start([&, i] {
                simulated_party(who, judge, what.speed, what.seed * 1000003U + i, whole.over()).live();
            }));
        whole.watch(std::chrono::seconds(what.seconds), [&judge] { return progress_of(judge.tally()); });
    } catch (const no_day& e) {
        std::cerr << "simulate visitors: " << e.what() << '\n';
        return 1;
    }
    const visit_tally total = judge.tally();
    write_summary(total);
    return whole.failed() || total.wrong > 0 ? 1 : 0;
}

void add_visitors(CLI::App& to, int& code)
{
    const auto what = std::make_shared<visitor_day>();
    CLI::App* const command = to.add_subcommand(
        "visitors", "Visitors who apply, are let in or not, sign in at a kiosk and pass a gate.");
    add_options(*command, *what);
    command->callback([what, &code] { code = live(*what); });
}

}  // namespace gatehouse::simulate
