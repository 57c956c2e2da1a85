#include "ops/users.hpp"

#include "store/people.hpp"
#include "store/presented.hpp"
#include "store/provisioned_sections.hpp"
#include "store/punches.hpp"

#include <charconv>

namespace gatehouse::ops {

std::optional<model::person_id> find_user(store::transaction& in, model::organization_id home,
                                          const std::string& user)
{
    std::int64_t number = 0;
    const char* const end = user.data() + user.size();
    const auto [stopped, error] = std::from_chars(user.data(), end, number);
    if (error == std::errc{} && stopped == end)
        if (const auto known = store::find_person(in.sql, {number}); known && known->organization == home)
            return known->id;
    const auto named = store::find_named(in, home, "person", user);
    const auto known = named ? store::find_person(in.sql, {*named}) : std::nullopt;
    return known ? std::optional{known->id} : std::nullopt;
}

std::optional<model::person> find_user_of(store::transaction& in, const store::app_entry& app,
                                          const std::string& user)
{
    for (const model::organization_id each : app.installed_by)
        if (const auto known = find_user(in, each, user))
            return store::find_person(in.sql, *known);
    return std::nullopt;
}

author acting(const model::app& what, base::instant now)
{
    return {"app " + std::to_string(what.id.value), now};
}

void claim_user(store::transaction& in, model::organization_id home, const std::string& user,
                model::person_id who, const author& by)
{
    const auto seen = store::find_presented_owner(in.sql, store::shown_user(in.keys, home, user).digest);
    if (!seen || seen->is_somebodys)
        return;
    const auto change = write_down(in, by, home, "presented.attribute", seen->id.value);
    store::attribute(in, home, seen->id, std::nullopt, who, "user id", change, by.now);
}

}  // namespace gatehouse::ops
