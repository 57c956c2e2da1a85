#include "api/cards.hpp"

#include "api/credential_item.hpp"
#include "api/operation.hpp"
#include "ops/lost_cards.hpp"
#include "ops/places.hpp"
#include "store/people.hpp"

#include <algorithm>

namespace gatehouse::api {

struct lost_input {
    std::optional<std::string> number;
    std::optional<model::card_format> format;
    std::optional<model::person_id> person;
};

struct lost_answer {
    std::vector<credential_item> credentials;
    std::vector<model::door_id> doors;
    std::vector<model::device_id> devices;
    std::vector<model::client_id> clients;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::lost_input> = std::tuple{
    field{"number",
          &api::lost_input::number,
          presence::optional,
          "The card's number: lost wherever the caller manages. Either this or person_id.",
          "0004567890",
          {1, 64}},
    field{"format", &api::lost_input::format, presence::optional,
          "How the number is written. Left out: digits are decimal, 0x… is hex, everything else text.",
          "decimal"},
    field{"person_id", &api::lost_input::person, presence::optional, "Who bears what is lost."}};

template <>
inline constexpr auto fields_of<api::lost_answer> =
    std::tuple{field{"credentials", &api::lost_answer::credentials, presence::required,
                     "What counts as lost now, also what did before."},
               field{"doors", &api::lost_answer::doors, presence::required, "The doors that it opened."},
               field{"devices", &api::lost_answer::devices, presence::required, "The devices that held it."},
               field{"clients", &api::lost_answer::clients, presence::required,
                     "The clients whose readers report its taps."}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<ops::lost_cards> lose_number(store::transaction& in, const call<nothing, lost_input>& asked)
{
    const auto number = model::read_card_number(*asked.body.number,
                                                asked.body.format.value_or(model::card_format::unset));
    if (!number)
        return ops::wrong("/number", "is no card number in this format");
    std::vector<model::organization_id> where;
    in.index.organizations.each([&](const model::organization_id& id, const auto&) {
        if (asked.by.sees(id))
            where.push_back(id);
    });
    std::sort(where.begin(), where.end());
    return ops::report_lost(in, where, *number, asked.by.author());
}

base::result<ops::lost_cards> lose_of_person(store::transaction& in, const call<nothing, lost_input>& asked)
{
    const auto bearer = visible(asked.by, store::find_person(in.sql, *asked.body.person));
    if (!bearer)
        return bearer.error();
    return ops::report_lost(in, *bearer, asked.by.author());
}

base::result<lost_answer> report_lost(store::transaction& in, const call<nothing, lost_input>& asked)
{
    if (asked.body.number.has_value() == asked.body.person.has_value())
        return ops::wrong("/number", "either this or person_id is needed");
    const auto lost = asked.body.number ? lose_number(in, asked) : lose_of_person(in, asked);
    if (!lost)
        return lost.error();
    lost_answer answer{{}, lost->doors, lost->devices, lost->clients};
    for (const auto& each : lost->credentials)
        answer.credentials.push_back(item_of(each));
    return answer;
}

}  // namespace

std::span<const endpoint::route> card_routes()
{
    static constexpr std::array table{
        write<report_lost>(
            "report_lost", net::verb::post, "/api/v1/cards/lost", endpoint::right::manage,
            "A card is lost: every credential of that number, or of that person, in the organizations "
            "that the caller manages counts no more from its next use on."),
    };
    return table;
}

}  // namespace gatehouse::api
