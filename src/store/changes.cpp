#include "store/changes.hpp"

#include "base/assert.hpp"
#include "base/json_writer.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert{
    "insert_change",
    "INSERT INTO change (organization, at, actor, action, object_kind, object, commitment, data_key, "
    "sealed_detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING number"};
constexpr statement last_link{"last_link",
                              "SELECT change, link FROM change_seal ORDER BY change DESC LIMIT 1"};
constexpr statement changes_after{
    "changes_after",
    "SELECT number, organization, at, actor, action, object_kind, object, commitment FROM change "
    "WHERE number > ?1 ORDER BY number LIMIT ?2"};
constexpr statement insert_link{"insert_link", "INSERT INTO change_seal (change, link) VALUES (?1, ?2)"};
constexpr statement last_number{"last_change", "SELECT coalesce(max(number), 0) FROM change"};
constexpr statement chain{
    "chain",
    "SELECT c.number, c.organization, c.at, c.actor, c.action, c.object_kind, c.object, c.commitment, s.link "
    "FROM change c LEFT JOIN change_seal s ON s.change = c.number WHERE c.number > ?1 ORDER BY c.number "
    "LIMIT ?2"};
constexpr statement lost_changes{
    "lost_changes", "SELECT change FROM change_seal WHERE change NOT IN (SELECT number FROM change) LIMIT 1"};

// The filters differ in the index that serves them.
#define GATEHOUSE_CHANGES(served)                                                                            \
    "SELECT number, organization, at, actor, action, object_kind, object, commitment, data_key, "            \
    "sealed_detail FROM change WHERE " served                                                                \
    "number < ?1 AND (?3 = 0 OR organization = ?3) AND (?4 = '' OR actor = ?4) AND "                         \
    "(?5 = '' OR action = ?5) AND (?6 = '' OR object_kind = ?6) AND (?7 = 0 OR object = ?7) AND "            \
    "(?8 IS NULL OR at >= ?8) AND (?9 IS NULL OR at < ?9) ORDER BY number DESC LIMIT ?2"
constexpr statement page_of_all{"changes", GATEHOUSE_CHANGES("")};
constexpr statement page_of_organization{"changes_of_organization",
                                         GATEHOUSE_CHANGES("organization = ?3 AND ")};
constexpr statement page_of_actor{"changes_of_actor", GATEHOUSE_CHANGES("actor = ?4 AND ")};
constexpr statement page_of_object{"changes_of_object",
                                   GATEHOUSE_CHANGES("object_kind = ?6 AND object = ?7 AND ")};
#undef GATEHOUSE_CHANGES

constexpr std::size_t salt_size = 16;

const statement& page_for(const change_filter& which)
{
    if (!which.object_kind.empty() && which.object != 0)
        return page_of_object;
    if (!which.actor.empty())
        return page_of_actor;
    return which.organization ? page_of_organization : page_of_all;
}

// What a link vouches for: every column that stays when personal detail is erased.
std::string canonical(const row& at)
{
    std::string text;
    base::json_writer json(text);
    json.open_array();
    for (const int column : {0, 1, 2})
        json.number(at.integer(column));
    for (const int column : {3, 4, 5})
        json.text(at.text(column));
    json.number(at.integer(6)).close_array();
    return text.append(at.text(7));
}

}  // namespace

model::change_number record(transaction& in, const change& what, base::instant now)
{
    const std::string salted = base::random_bytes(salt_size) + what.detail;
    const std::string commitment = base::chain_digest(in.keys.chain, "detail", salted);
    std::optional<data_key> owner;
    if (what.about)
        owner = data_key_of(in, key_purpose::person, what.organization, what.about.value, now);
    const std::string sealed = base::seal(owner ? owner->bytes : in.keys.texts, salted, commitment);
    return {in.sql
                .number(insert,
                        {what.organization.value, base::to_milliseconds(now), std::string_view(what.actor),
                         std::string_view(what.action), std::string_view(what.object_kind), what.object,
                         blob{commitment}, owner ? value{owner->id.value} : value{nullptr}, blob{sealed}})
                .value()};
}

std::vector<change_view> changes_before(connection& sql, const keyring& keys, const change_filter& which,
                                        std::int64_t before, std::int64_t most)
{
    constexpr std::int64_t newest = std::int64_t{1} << 53U;
    struct sealed_change {
        change_view what;
        std::string commitment;
        model::data_key_id key;
        std::string sealed;
    };
    const auto found = sql.all(page_for(which),
                               {before > 0 ? before : newest, most, which.organization.value,
                                std::string_view(which.actor), std::string_view(which.action),
                                std::string_view(which.object_kind), which.object, time_or_null(which.from),
                                time_or_null(which.until)},
                               [](const row& at) {
                                   return sealed_change{{{at.integer(0)},
                                                         {at.integer(1)},
                                                         at.time(2),
                                                         std::string(at.text(3)),
                                                         std::string(at.text(4)),
                                                         std::string(at.text(5)),
                                                         at.integer(6),
                                                         {}},
                                                        std::string(at.text(7)),
                                                        {at.maybe_integer(8).value_or(0)},
                                                        at.maybe_text(9).value_or("")};
                               });
    std::vector<change_view> opened;
    for (const sealed_change& each : found) {
        change_view& into = opened.emplace_back(each.what);
        const auto owner = each.key ? find_data_key(sql, keys, each.key) : std::nullopt;
        if (each.key && !owner)
            continue;
        const auto salted = base::open(owner ? owner->bytes : keys.texts, each.sealed, each.commitment);
        if (salted)
            into.detail = salted->substr(salt_size);
    }
    return opened;
}

std::int64_t seal_changes(transaction& in, std::int64_t most)
{
    const chain_head head = newest_link(in.sql);
    std::string link = head.link;
    std::vector<std::pair<std::int64_t, std::string>> links;
    in.sql.each(changes_after, {head.change, most}, [&](const row& at) {
        link = base::chain_digest(in.keys.chain, link, canonical(at));
        links.emplace_back(at.integer(0), link);
    });
    for (const auto& [number, made] : links)
        in.sql.run(insert_link, {number, blob{made}});
    return static_cast<std::int64_t>(links.size());
}

chain_head newest_link(connection& sql)
{
    return sql
        .first(last_link, {},
               [](const row& at) {
                   return chain_head{at.integer(0), std::string(at.text(1))};
               })
        .value_or(chain_head{});
}

std::int64_t last_change(connection& sql)
{
    return sql.number(last_number).value_or(0);
}

chain_check check_chain(connection& sql, const keyring& keys)
{
    constexpr std::int64_t page = 10'000;
    chain_check found;
    std::string link;
    // Up to here every change was sealed when this began; later ones may be sealed meanwhile.
    const std::int64_t sealed_up_to = newest_link(sql).change;
    std::int64_t last = 0;
    const auto look = [&](const row& at) {
        ++found.changes;
        const bool sealed = !at.is_null(8);
        if (sealed)
            ++found.sealed;
        link = base::chain_digest(keys.chain, link, canonical(at));
        last = at.integer(0);
        const bool fits = sealed ? at.text(8) == link : last > sealed_up_to;
        if (!fits && !found.first_broken)
            found.first_broken = last;
    };
    for (std::int64_t before = -1; before != found.changes;) {
        before = found.changes;
        sql.each(chain, {last, page}, look);
    }
    sql.each(lost_changes, {}, [&found](const row& at) {
        if (!found.first_broken || *found.first_broken > at.integer(0))
            found.first_broken = at.integer(0);
    });
    return found;
}

}  // namespace gatehouse::store
