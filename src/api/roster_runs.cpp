#include "api/roster_runs.hpp"

#include "api/deed_item.hpp"
#include "api/page.hpp"
#include "ops/roster_runs.hpp"

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<store::roster_run> =
    std::tuple{field{"id", &store::roster_run::id, presence::required, "Identifies it.", "1"},
               field{"client_id", &store::roster_run::client, presence::required, "The platform.", "1"},
               field{"form", &store::roster_run::form, presence::required,
                     "`batch`: one call of the bulk form; `calls`: single ones without a pause of ten "
                     "minutes, of one day at most.",
                     "batch"},
               field{"state", &store::roster_run::state, presence::required,
                     "`undoing`: it is being taken back.", "done"},
               field{"began_at", &store::roster_run::began_at, presence::required, "RFC 3339, UTC.",
                     "2026-05-28T08:00:00Z"},
               field{"last_at", &store::roster_run::last_at, presence::required,
                     "When its last deed was done.", "2026-05-28T08:00:07Z"},
               field{"deeds", &store::roster_run::deeds, presence::required,
                     "How many things it made, changed or deleted.", "3061"},
               field{"lost", &store::roster_run::lost, presence::required,
                     "How many deleted people undoing could not give back: they had been erased since, with "
                     "their key, and "
                     "their name and face cannot be read any more.",
                     "0"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<page<store::roster_run>> list_runs(const reading& in, const call<page_query, nothing>& asked)
{
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    return page_of(store::runs_before(in.sql, *before, asked.query.limit + 1), asked.query);
}

base::result<store::roster_run> read_run(const reading& in, const call<nothing, nothing>& asked)
{
    const auto found = store::find_run(in.sql, asked.id<model::roster_run_id>(0));
    if (!found)
        return base::error{base::errc::not_found};
    return *found;
}

base::result<page<deed_item>> list_deeds(const reading& in, const call<page_query, nothing>& asked)
{
    const auto run = asked.id<model::roster_run_id>(0);
    if (!store::find_run(in.sql, run))
        return base::error{base::errc::not_found};
    return page_behind(
        asked.query,
        [&](std::int64_t after, std::int64_t most) { return store::deeds_of(in.sql, run, after, most); },
        item_of);
}

base::result<store::roster_run> undo_run(store::transaction& in, const call<nothing, nothing>& asked)
{
    return ops::undo_run(in, asked.id<model::roster_run_id>(0), asked.by.author());
}

constexpr endpoint::needs administer = endpoint::right::administer;

}  // namespace

std::span<const endpoint::route> roster_run_routes()
{
    static constexpr std::array table{
        read<list_runs>("list_roster_runs", "/api/v1/roster_runs", administer,
                        "What platforms did to their rosters, newest first; kept for 30 days."),
        read<read_run>("read_roster_run", "/api/v1/roster_runs/{roster_run}", administer, "One run."),
        read<list_deeds>("list_roster_deeds", "/api/v1/roster_runs/{roster_run}/deeds", administer,
                         "What it made, changed and deleted, in order."),
        write<undo_run>(
            "undo_roster_run", net::verb::post, "/api/v1/roster_runs/{roster_run}/undo", administer,
            "Takes all of it back, behind other work: `state` becomes undone. What was changed since "
            "stays, as `kept` deeds. Deleted people come back with their cards, guardians, consents, face, "
            "the "
            "accounts that they were told by, and a phone that nobody else has by now; not those who were "
            "erased "
            "since, as `lost` says.",
            202),
    };
    return table;
}

}  // namespace gatehouse::api
