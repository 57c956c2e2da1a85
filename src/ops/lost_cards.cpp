#include "ops/lost_cards.hpp"

#include <limits>
#include <set>

namespace gatehouse::ops {
namespace {

constexpr std::int64_t all_of_them = std::numeric_limits<std::int64_t>::max();

// Devices hold no cards yet, and a card opens every door of its organization: what is concerned follows from
// the organizations.
void name_places(store::transaction& in, lost_cards& into)
{
    std::set<model::organization_id> homes;
    for (const auto& each : into.credentials)
        homes.insert(each.what.organization);
    std::set<model::client_id> clients;
    for (const model::organization_id home : homes) {
        for (const model::door& each : in.index.organization(home)->doors)
            into.doors.push_back(each.id);
        for (const auto& each : store::licences_of(in.sql, home, 0, all_of_them))
            clients.insert(each.client);
    }
    into.clients.assign(clients.begin(), clients.end());
}

base::result<lost_cards> lose(store::transaction& in, std::vector<store::shown_credential> which,
                              const author& by)
{
    if (which.empty())
        return base::error{base::errc::not_found, "There is no credential of it here."};
    lost_cards made;
    credential_patch lost;
    lost.status = model::credential_status::lost;
    for (const auto& each : which)
        made.credentials.push_back(change_credential(in, each, lost, by).value());
    name_places(in, made);
    return made;
}

}  // namespace

base::result<lost_cards> report_lost(store::transaction& in, const std::vector<model::organization_id>& where,
                                     const model::card_number& number, const author& by)
{
    std::vector<store::shown_credential> which;
    for (const model::organization_id home : where) {
        const base::digest presented = store::shown_card(in.keys, home, number.canonical, {}).digest;
        if (const auto* const found = store::find_credential(in.index, presented))
            which.push_back(store::find_credential(in.sql, in.keys, found->id).value());
    }
    return lose(in, std::move(which), by);
}

base::result<lost_cards> report_lost(store::transaction& in, const model::person& bearer, const author& by)
{
    return lose(in, store::credentials_borne_by(in.sql, in.keys, bearer.id), by);
}

}  // namespace gatehouse::ops
