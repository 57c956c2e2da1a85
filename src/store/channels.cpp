#include "store/channels.hpp"

#include "store/followers.hpp"
#include "store/punches.hpp"

namespace gatehouse::store {
namespace {

#define GATEHOUSE_CHANNEL                                                                                    \
    "SELECT id, organization, person, kind, address, status, disabled_reason, operator_allowed, "            \
    "created_at, "                                                                                           \
    "daily_each, daily_all FROM channel WHERE "

constexpr statement by_id{"find_channel", GATEHOUSE_CHANNEL "id = ?1"};
constexpr statement by_address{"find_webhook", GATEHOUSE_CHANNEL
                               "organization = ?1 AND address = ?2 AND person IS NULL AND "
                               "kind = 'webhook' AND status <> 'deleted' ORDER BY id LIMIT 1"};
constexpr statement by_kind{"find_way",
                            GATEHOUSE_CHANNEL "organization = ?1 AND kind = ?2 AND kind <> 'webhook'"};
constexpr statement by_person{"find_channel_of", GATEHOUSE_CHANNEL "person = ?1 AND status <> 'deleted'"};
constexpr statement page_of_all{"webhooks", GATEHOUSE_CHANNEL
                                "person IS NULL AND kind = 'webhook' AND status <> 'deleted' AND id > ?1 "
                                "ORDER BY id LIMIT ?2"};
constexpr statement page_of_one{
    "webhooks_of_organization", GATEHOUSE_CHANNEL
    "organization = ?3 AND person IS NULL AND kind = 'webhook' AND status <> 'deleted' AND id > ?1 "
    "ORDER BY id LIMIT ?2"};
#undef GATEHOUSE_CHANNEL

constexpr statement insert{"insert_channel",
                           "INSERT INTO channel (organization, person, kind, address, status, "
                           "disabled_reason, operator_allowed, created_at, daily_each, daily_all) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id"};
constexpr statement update{"update_channel", "UPDATE channel SET address = ?2, status = ?3, disabled_reason "
                                             "= ?4, operator_allowed = ?5, daily_each = ?6, daily_all = ?7 "
                                             "WHERE id = ?1"};
constexpr statement put_secret{"put_channel_secret", "UPDATE channel SET sealed_secret = ?2 WHERE id = ?1"};
constexpr statement find_secret{"channel_secret", "SELECT sealed_secret FROM channel WHERE id = ?1"};
constexpr statement count_active{
    "active_channels",
    "SELECT organization, count(*) FROM channel WHERE status = 'active' AND kind = 'webhook' "
    "GROUP BY organization"};

model::channel channel_from(const row& at)
{
    model::channel c;
    c.id = {at.integer(0)};
    c.organization = {at.integer(1)};
    if (!at.is_null(2))
        c.person = model::person_id{at.integer(2)};
    c.kind = model::from_name<model::channel_kind>(at.text(3)).value();
    c.address = at.text(4);
    c.status = model::from_name<model::channel_status>(at.text(5)).value();
    c.disabled_reason = at.maybe_text(6);
    c.operator_allowed = at.integer(7) != 0;
    c.created_at = base::from_milliseconds(at.integer(8));
    c.daily_each = at.maybe_integer(9);
    c.daily_all = at.maybe_integer(10);
    return c;
}

// A sealed secret opens in its own row only.
std::string place_of(model::channel_id id)
{
    return "channel/" + std::to_string(id.value);
}

// Whether taps are told by it.
bool is_active(const model::channel& what)
{
    return what.kind == model::channel_kind::webhook && what.status == model::channel_status::active;
}

void count(transaction& in, model::organization_id organization, std::int64_t more)
{
    if (more == 0)
        return;
    if (in.index.telling.size() == 0)
        move_follower(in, deliveries_follower, last_punch(in.sql).value);
    const std::int64_t* const before = in.index.telling.find(organization);
    const std::int64_t active = (before ? *before : 0) + more;
    if (active > 0)
        in.index.telling.set(organization, active);
    else
        in.index.telling.erase(organization);
}

}  // namespace

model::channel_id insert_channel(transaction& in, const model::channel& what, const base::secret& secret)
{
    const model::channel_id id{
        in.sql
            .number(insert,
                    {what.organization.value, what.person ? value{what.person->value} : value{nullptr},
                     name_of(what.kind), std::string_view(what.address), name_of(what.status),
                     or_null(what.disabled_reason), std::int64_t{what.operator_allowed},
                     base::to_milliseconds(what.created_at), or_null(what.daily_each),
                     or_null(what.daily_all)})
            .value()};
    put_channel_secret(in, id, secret);
    count(in, what.organization, is_active(what) ? 1 : 0);
    return id;
}

void update_channel(transaction& in, const model::channel& what)
{
    const model::channel before = find_channel(in.sql, what.id).value();
    const bool ends = what.status == model::channel_status::deleted;
    in.sql.run(update,
               {what.id.value, ends ? std::string_view() : std::string_view(what.address),
                name_of(what.status), or_null(what.disabled_reason), std::int64_t{what.operator_allowed},
                or_null(what.daily_each), or_null(what.daily_all)});
    if (ends)
        in.sql.run(put_secret, {what.id.value, nullptr});
    count(in, what.organization, std::int64_t{is_active(what)} - std::int64_t{is_active(before)});
}

void put_channel_secret(transaction& in, model::channel_id of, const base::secret& secret)
{
    const std::string sealed = base::seal(in.keys.texts, secret.reveal(), place_of(of));
    in.sql.run(put_secret, {of.value, blob{sealed}});
}

std::optional<model::channel> find_channel(connection& sql, model::channel_id id)
{
    return sql.first(by_id, {id.value}, channel_from);
}

std::optional<model::channel> find_webhook(connection& sql, model::organization_id organization,
                                           std::string_view address)
{
    return sql.first(by_address, {organization.value, address}, channel_from);
}

std::optional<model::channel> find_way(connection& sql, model::organization_id organization,
                                       model::channel_kind kind)
{
    return sql.first(by_kind, {organization.value, name_of(kind)}, channel_from);
}

std::optional<model::channel> find_channel_of(connection& sql, model::person_id person)
{
    return sql.first(by_person, {person.value}, channel_from);
}

std::vector<model::channel> webhooks_after(connection& sql, model::organization_id organization,
                                           model::channel_id after, std::int64_t limit)
{
    std::vector<model::channel> page;
    const auto take = [&page](const row& at) { page.push_back(channel_from(at)); };
    if (organization)
        sql.each(page_of_one, {after.value, limit, organization.value}, take);
    else
        sql.each(page_of_all, {after.value, limit}, take);
    return page;
}

std::optional<base::secret> channel_secret(connection& sql, const keyring& keys, model::channel_id of)
{
    std::optional<base::secret> secret;
    sql.each(find_secret, {of.value}, [&](const row& at) {
        if (const auto plain = base::open(keys.texts, at.text(0), place_of(of)))
            secret.emplace(*plain);
    });
    return secret;
}

void load_channels(connection& sql, index& into)
{
    sql.each(count_active, {}, [&into](const row& at) {
        into.telling.set_unshared(model::organization_id{at.integer(0)}, at.integer(1));
    });
}

}  // namespace gatehouse::store
