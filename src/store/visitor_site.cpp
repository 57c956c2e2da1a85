#include "store/visitor_site.hpp"

#include "base/json_writer.hpp"
#include "model/name_form.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace gatehouse::store {
namespace {

constexpr statement put_site{"put_visitor_site", "INSERT INTO visitor_site (id, organization) VALUES (1, ?1) "
                                                 "ON CONFLICT (id) DO UPDATE SET organization = ?1"};
constexpr statement find_site{"find_visitor_site", "SELECT organization FROM visitor_site"};
constexpr statement put_setting{
    "put_visitor_setting", "INSERT INTO visitor_setting (organization, name, sealed) VALUES (?1, ?2, ?3) "
                           "ON CONFLICT (organization, name) DO UPDATE SET sealed = ?3"};
constexpr statement find_setting{"find_visitor_setting",
                                 "SELECT sealed FROM visitor_setting WHERE organization = ?1 AND name = ?2"};

constexpr statement put_bound{
    "put_wechat_binding",
    "INSERT INTO wechat_binding (organization, wechat_id, person, phone, created_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (organization, wechat_id) DO UPDATE SET person = ?3, "
    "phone = ?4, created_at = ?5, invalid_at = NULL"};
constexpr statement mark_bound{"mark_wechat_binding",
                               "UPDATE wechat_binding SET invalid_at = ?3 WHERE organization = ?1 AND "
                               "wechat_id = ?2 AND invalid_at IS NULL"};
constexpr statement find_bound{
    "find_wechat_binding",
    "SELECT b.organization, b.wechat_id, b.person, "
    "CASE WHEN b.person IS NULL THEN b.phone ELSE coalesce(p.phone, '') END, b.created_at, "
    "coalesce(f.nick, ''), coalesce(f.avatar, ''), b.invalid_at IS NOT NULL FROM wechat_binding b "
    "LEFT JOIN person p ON p.id = b.person LEFT JOIN wechat_profile f ON f.organization = b.organization "
    "AND f.wechat_id = b.wechat_id WHERE b.organization = ?1 AND b.wechat_id = ?2 "
    "AND (b.person IS NULL OR p.status = 'active')"};
constexpr statement find_id_of{"find_wechat_id",
                               "SELECT wechat_id FROM wechat_binding WHERE organization = ?1 AND person = "
                               "?2"};
constexpr statement delete_bound{"delete_wechat_binding",
                                 "DELETE FROM wechat_binding WHERE organization = ?1 AND wechat_id = ?2"};

constexpr statement put_profile{"put_wechat_profile",
                                "INSERT INTO wechat_profile (organization, wechat_id, nick, avatar) "
                                "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (organization, wechat_id) DO UPDATE SET "
                                "nick = ?3, avatar = ?4"};
constexpr statement delete_profile{"delete_wechat_profile",
                                   "DELETE FROM wechat_profile WHERE organization = ?1 AND wechat_id = ?2"};

constexpr statement find_nda{"current_nda", "SELECT id, organization, text, created_at FROM nda "
                                            "WHERE organization = ?1 ORDER BY id DESC LIMIT 1"};
constexpr statement insert_text{
    "insert_nda", "INSERT INTO nda (organization, text, created_at) VALUES (?1, ?2, ?3) RETURNING id"};

#define GATEHOUSE_BLOCKED                                                                                    \
    "SELECT id, organization, name, phone, aliases, reason, created_at FROM blocked_visitor WHERE "
constexpr statement insert{"insert_blocked_visitor",
                           "INSERT INTO blocked_visitor (organization, name, phone, aliases, reason, "
                           "created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id"};
constexpr statement remove{"delete_blocked_visitor", "DELETE FROM blocked_visitor WHERE id = ?1"};
constexpr statement insert_word{"insert_blocked_by",
                                "INSERT INTO blocked_by (organization, kind, text, entry, form) "
                                "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"};
constexpr statement remove_words{"delete_blocked_by", "DELETE FROM blocked_by WHERE entry = ?1"};
constexpr statement former_words{"blocked_by_former_form",
                                 "SELECT DISTINCT entry FROM blocked_by WHERE form < ?1 ORDER BY entry"};
// Whenever names are compared in another form, one more.
constexpr std::int64_t form_now = 1;
constexpr statement stopped_by{"is_blocked",
                               "SELECT entry FROM blocked_by WHERE organization = ?1 AND kind = 'phone' AND "
                               "text = ?2 UNION ALL SELECT entry FROM blocked_by WHERE organization = ?1 AND "
                               "kind = 'name' AND text = ?3 LIMIT 1"};
constexpr statement by_id{"find_blocked_visitor", GATEHOUSE_BLOCKED "id = ?1"};
constexpr statement page{"blocked_visitors",
                         GATEHOUSE_BLOCKED "organization = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
#undef GATEHOUSE_BLOCKED

std::string place_of(model::organization_id of, std::string_view name)
{
    return "visitor_setting/" + std::to_string(of.value) + "/" + std::string(name);
}

std::string list_of(const std::vector<std::string>& texts)
{
    std::string out;
    base::json_writer json(out);
    json.open_array();
    for (const std::string& each : texts)
        json.text(each);
    json.close_array();
    return out;
}

void insert_words(connection& sql, const model::blocked_visitor& of)
{
    const auto put = [&](std::string_view kind, std::string_view text) {
        sql.run(insert_word, {of.organization.value, kind, text, of.id.value, form_now});
    };
    if (of.phone)
        put("phone", *of.phone);
    if (of.name)
        put("name", model::name_form(*of.name));
    for (const std::string& each : of.aliases)
        put("name", model::name_form(each));
}

model::blocked_visitor blocked_from(const row& at)
{
    model::blocked_visitor who;
    who.id = {at.integer(0)};
    who.organization = {at.integer(1)};
    who.name = at.maybe_text(2);
    who.phone = at.maybe_text(3);
    const std::string_view aliases = at.text(4);
    const auto list = boost::json::parse({aliases.data(), aliases.size()});
    for (const auto& each : list.as_array())
        who.aliases.emplace_back(each.as_string());
    who.reason = at.text(5);
    who.created_at = at.time(6);
    return who;
}

}  // namespace

void put_visitor_site(transaction& in, model::organization_id organization)
{
    in.sql.run(put_site, {organization.value});
    in.index.visitor_site = organization;
}

void load_visitor_site(connection& sql, index& into)
{
    into.visitor_site = {sql.number(find_site).value_or(0)};
}

std::string visitor_setting(connection& sql, const keyring& keys, model::organization_id of,
                            std::string_view name)
{
    return sql
        .first(find_setting, {of.value, name},
               [&](const row& at) {
                   return base::open(keys.texts, at.text(0), place_of(of, name)).value_or("");
               })
        .value_or("");
}

void put_visitor_setting(transaction& in, model::organization_id of, std::string_view name,
                         std::string_view text)
{
    in.sql.run(put_setting, {of.value, name, blob{base::seal(in.keys.texts, text, place_of(of, name))}});
}

std::optional<wechat_binding> find_binding(connection& sql, model::organization_id of,
                                           std::string_view wechat_id)
{
    return sql.first(find_bound, {of.value, wechat_id}, [](const row& at) {
        return wechat_binding{{at.integer(0)},
                              std::string(at.text(1)),
                              at.maybe_id<model::person_id>(2),
                              std::string(at.text(3)),
                              at.time(4),
                              std::string(at.text(5)),
                              std::string(at.text(6)),
                              at.integer(7) != 0};
    });
}

std::optional<std::string> wechat_id_of(connection& sql, model::organization_id of, model::person_id who)
{
    return sql.first(find_id_of, {of.value, who.value},
                     [](const row& at) { return std::string(at.text(0)); });
}

void put_binding(transaction& in, const wechat_binding& what)
{
    in.sql.run(put_bound, {what.organization.value, std::string_view(what.wechat_id), id_or_null(what.person),
                           std::string_view(what.phone), base::to_milliseconds(what.created_at)});
}

void delete_binding(transaction& in, const wechat_binding& what)
{
    in.sql.run(delete_bound, {what.organization.value, std::string_view(what.wechat_id)});
    in.sql.run(delete_profile, {what.organization.value, std::string_view(what.wechat_id)});
}

bool mark_binding_invalid(transaction& in, model::organization_id of, std::string_view wechat_id,
                          base::instant now)
{
    return in.sql.run(mark_bound, {of.value, wechat_id, base::to_milliseconds(now)}) > 0;
}

void put_wechat_profile(transaction& in, model::organization_id of, std::string_view wechat_id,
                        std::string_view nick, std::string_view avatar)
{
    in.sql.run(put_profile, {of.value, wechat_id, nick, avatar});
}

std::optional<model::nda> current_nda(connection& sql, model::organization_id of)
{
    return sql.first(find_nda, {of.value}, [](const row& at) {
        return model::nda{{at.integer(0)}, {at.integer(1)}, std::string(at.text(2)), at.time(3)};
    });
}

model::nda insert_nda(transaction& in, const model::nda& what)
{
    model::nda made = what;
    made.id = {in.sql
                   .number(insert_text, {what.organization.value, std::string_view(what.text),
                                         base::to_milliseconds(what.created_at)})
                   .value()};
    return made;
}

model::blocked_visitor insert_blocked(transaction& in, const model::blocked_visitor& what)
{
    model::blocked_visitor made = what;
    const std::string aliases = list_of(what.aliases);
    made.id = {in.sql
                   .number(insert, {what.organization.value, or_null(what.name), or_null(what.phone),
                                    std::string_view(aliases), std::string_view(what.reason),
                                    base::to_milliseconds(what.created_at)})
                   .value()};
    insert_words(in.sql, made);
    return made;
}

void renew_blocked_words(connection& sql)
{
    sql.begin_write();
    try {
        for (const std::int64_t entry :
             sql.all(former_words, {form_now}, [](const row& at) { return at.integer(0); })) {
            sql.run(remove_words, {entry});
            insert_words(sql, find_blocked(sql, {entry}).value());
        }
        sql.commit();
    } catch (...) {
        sql.rollback();
        throw;
    }
}

void delete_blocked(transaction& in, model::blocked_visitor_id id)
{
    in.sql.run(remove_words, {id.value});
    in.sql.run(remove, {id.value});
}

bool is_blocked(connection& sql, model::organization_id of, const std::vector<model::guest>& guests)
{
    return std::any_of(guests.begin(), guests.end(), [&](const model::guest& who) {
        const std::string name = model::name_form(who.name);
        return sql.number(stopped_by, {of.value, std::string_view(who.phone), std::string_view(name)})
            .has_value();
    });
}

std::optional<model::blocked_visitor> find_blocked(connection& sql, model::blocked_visitor_id id)
{
    return sql.first(by_id, {id.value}, blocked_from);
}

std::vector<model::blocked_visitor> blocked_after(connection& sql, model::organization_id of,
                                                  std::int64_t after, std::int64_t most)
{
    return sql.all(page, {of.value, after, most}, blocked_from);
}

}  // namespace gatehouse::store
