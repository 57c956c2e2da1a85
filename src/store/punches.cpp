#include "store/punches.hpp"

#include "store/attribution_sql.hpp"
#include "store/followers.hpp"
#include "store/punch_block_sql.hpp"

#include <algorithm>

namespace gatehouse::store {
namespace {

constexpr statement insert_picture{
    "insert_punch_picture",
    "INSERT INTO punch_picture (punch, picture) VALUES (?1, ?2) ON CONFLICT DO NOTHING"};
constexpr statement newest_attribution{
    "newest_attribution", "SELECT person FROM attribution WHERE presented = ?1 ORDER BY number DESC LIMIT 1"};
constexpr statement marks_of_punch{"marks_of_punch", "SELECT marks FROM punch WHERE number = ?1"};
constexpr statement last{"last_punch", "SELECT coalesce(max(number), 0) FROM punch"};
constexpr statement last_of_all_until{
    "last_punch_until", "SELECT number FROM punch WHERE number <= ?1 ORDER BY number DESC LIMIT 1"};
constexpr statement received_from{
    "punch_from_number", "SELECT number, received_at FROM punch WHERE number >= ?1 ORDER BY number LIMIT 1"};
constexpr statement last_of_one_until{
    "last_punch_of_one_until",
    "SELECT p.number FROM " GATEHOUSE_PUNCHES_OF(
        "?2") "k.block <= ?1 / 1024 AND p.number <= ?1 " GATEHOUSE_NEWEST_FIRST " LIMIT 1"};
constexpr statement insert_attribution{
    "insert_attribution",
    "INSERT INTO attribution (organization, presented, credential, person, reason, change, at, from_punch) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, coalesce((SELECT CASE WHEN a.person IS NULL AND "
    "(a.credential IS NULL OR a.credential = ?3) THEN a.from_punch ELSE (SELECT coalesce(max(number), 0) + 1 "
    "FROM punch) END FROM attribution a "
    "WHERE a.presented = ?2 ORDER BY a.number DESC LIMIT 1), 0))"};

#define GATEHOUSE_PUNCH_PAGE(from, order)                                                                    \
    "WITH page AS (SELECT p.* FROM " from " LIMIT ?2), "                                                     \
    "attributed AS (SELECT page.*, " GATEHOUSE_ATTRIBUTION(                                                  \
        "page") " AS attribution FROM page) "                                                                \
                "SELECT d.number, d.device_second, d.organization, d.presented, d.source, d.method, "        \
                "d.device, "                                                                                 \
                "d.device_millisecond, d.correction, d.received_at, d.marks, a.credential, a.person, "       \
                "coalesce(p.name, "                                                                          \
                "''), "                                                                                      \
                "coalesce(u.name, ''), coalesce((SELECT group_concat(t.name, ', ') FROM credential_told ct " \
                "JOIN person t ON t.id = ct.person WHERE ct.credential = a.credential), ''), s.digest, "     \
                "s.sealed_text, "                                                                            \
                "EXISTS (SELECT 1 FROM punch_picture pp WHERE pp.punch = d.number), d.door, "                \
                "coalesce(o.name, ''), coalesce(p.phone, '') "                                               \
                "FROM attributed d JOIN presented s ON s.id = d.presented "                                  \
                "LEFT JOIN attribution a ON a.number = d.attribution LEFT JOIN person p ON p.id = a.person " \
                "LEFT JOIN credential c ON c.id = a.credential LEFT JOIN unit u ON u.id = c.unit "           \
                "LEFT JOIN door o ON o.id = d.door ORDER BY d.number " order
#define GATEHOUSE_PUNCH_VIEW(where, order)                                                                   \
    GATEHOUSE_PUNCH_PAGE("punch p WHERE " where " ORDER BY p.number " order, order)
#define GATEHOUSE_PUNCH_VIEW_OF(whose, where)                                                                \
    GATEHOUSE_PUNCH_PAGE(GATEHOUSE_PUNCHES_OF(whose) where " " GATEHOUSE_NEWEST_FIRST, "DESC")

constexpr statement one_punch{"find_punch_view", GATEHOUSE_PUNCH_VIEW("number = ?1", "DESC")};
constexpr statement page_of_all{"page_of_all_punches", GATEHOUSE_PUNCH_VIEW("number < ?1", "DESC")};
constexpr statement page_of_one{"page_of_punches", GATEHOUSE_PUNCH_VIEW_OF("?3", GATEHOUSE_BELOW("?1"))};
constexpr statement run_of_all{"run_of_all_punches",
                               GATEHOUSE_PUNCH_VIEW("number > ?1 AND number <= ?3", "ASC")};
constexpr statement run_of_one{
    "run_of_punches",
    GATEHOUSE_PUNCH_PAGE(
        GATEHOUSE_PUNCHES_OF("?4") "k.block BETWEEN ?1 / 1024 AND ?3 / 1024 AND p.number > ?1 "
                                   "AND p.number <= ?3 " GATEHOUSE_OLDEST_FIRST,
        "ASC")};
constexpr statement page_of_passages{
    "page_of_passages",
    GATEHOUSE_PUNCH_VIEW_OF(
        "?3", GATEHOUSE_BELOW("?1") " AND door <> 0 AND "
                                    "device_second * 1000 + device_millisecond + correction >= ?4 AND "
                                    "device_second * 1000 + device_millisecond + correction < ?5")};

#define GATEHOUSE_WITHIN(from, until)                                                                        \
    "(" from " IS NULL OR device_second * 1000 + device_millisecond + correction >= " from ") AND (" until   \
    " IS NULL OR device_second * 1000 + device_millisecond + correction < " until ")"
constexpr statement span_of_all{
    "punches_of_all_within",
    GATEHOUSE_PUNCH_VIEW("number < ?1 AND number >= ?3 AND " GATEHOUSE_WITHIN("?4", "?5"), "DESC")};
// Whether the newest attribution says so.
#define GATEHOUSE_THEIRS(column, id)                                                                         \
    "(SELECT " column " FROM attribution b LEFT JOIN credential c ON c.id = b.credential WHERE b.number "    \
    "= " GATEHOUSE_ATTRIBUTION("p") ") = " id
constexpr statement span_of_one{
    "punches_within",
    GATEHOUSE_PUNCH_VIEW_OF(
        "?6", GATEHOUSE_BELOW("?1") " AND p.number >= ?3 AND k.block >= ?3 / 1024 AND " GATEHOUSE_WITHIN(
                  "?4", "?5"))};
#define GATEHOUSE_CARDS "(SELECT c.presented FROM credential c WHERE c.unit = ?7)"
// Like a person's, but no further down than ?3: all that is known of a unit's cards would be much to sort.
constexpr statement of_unit{
    "punches_of_unit",
    GATEHOUSE_PUNCH_VIEW(
        "number IN (SELECT s.number FROM punch_shown s WHERE s.presented IN " GATEHOUSE_CARDS
        " AND s.number < ?1 "
        "AND s.number >= ?3 UNION ALL SELECT q.number FROM punch q WHERE q.organization = ?6 AND q.number > "
        "?8 "
        "AND q.number < ?1 AND q.number >= ?3) AND +organization = ?6 AND +presented IN " GATEHOUSE_CARDS
        " AND " GATEHOUSE_WITHIN("?4", "?5") " AND " GATEHOUSE_THEIRS("c.unit", "?7"),
        "DESC")};
#undef GATEHOUSE_CARDS
// Behind the follower and before it. The plus keeps the order of numbers, so that the page ends the search.
constexpr statement of_person{
    "punches_of_person",
    GATEHOUSE_PUNCH_VIEW(
        "number IN (SELECT s.number FROM punch_shown s WHERE s.presented IN "
        "(SELECT a.presented FROM attribution a WHERE a.person = ?7) AND s.number < ?1 "
        "UNION ALL SELECT q.number FROM punch q WHERE q.organization = ?6 AND q.number > ?3 AND q.number < "
        "?1 "
        "UNION ALL SELECT a.punch FROM attribution a WHERE a.person = ?7 AND a.punch < ?1) "
        "AND +organization = ?6 AND " GATEHOUSE_WITHIN("?4", "?5") " AND " GATEHOUSE_THEIRS("b.person", "?7"),
        "DESC")};
#undef GATEHOUSE_THEIRS
#undef GATEHOUSE_WITHIN
#undef GATEHOUSE_PUNCH_VIEW_OF
#undef GATEHOUSE_PUNCH_VIEW
#undef GATEHOUSE_PUNCH_PAGE

// How far one page looks back through what a unit or a span of time leaves out.
constexpr std::int64_t looked_at_most = 4'000;
constexpr std::int64_t looked_past_most = 20'000;  // where an index finds what is meant
constexpr statement far_back_of_one{
    "far_back_of_one", "SELECT p.number, p.received_at FROM " GATEHOUSE_PUNCHES_OF("?3")
                           GATEHOUSE_BELOW("?1") " " GATEHOUSE_NEWEST_FIRST " LIMIT 1 OFFSET ?2"};
constexpr statement far_back_of_all{"far_back_of_all",
                                    "SELECT number, received_at FROM punch WHERE number < ?1 "
                                    "ORDER BY number DESC LIMIT 1 OFFSET ?2"};

constexpr std::string_view shown_follower = "punch_shown";
constexpr statement shown_by_punches{"shown_by_punches",
                                     "SELECT presented, number FROM punch WHERE number > ?1 AND "
                                     "number <= ?2"};
constexpr statement index_shown{"index_shown",
                                "INSERT OR IGNORE INTO punch_shown (presented, number) VALUES (?1, ?2)"};

model::recorded_punch punch_from(const row& at)
{
    model::recorded_punch r;
    r.number = {at.integer(0)};
    r.what.organization = {at.integer(2)};
    r.what.presented = {at.integer(3)};
    r.what.source = {at.integer(4)};
    r.what.method = static_cast<model::punch_method>(at.integer(5));
    r.what.device = {at.integer(6)};
    r.what.device_time = base::from_milliseconds(at.integer(1) * 1000 + at.integer(7));
    r.what.corrected_time = r.what.device_time + std::chrono::milliseconds(at.integer(8));
    r.what.received_at = base::from_milliseconds(at.integer(9));
    r.what.marks = static_cast<model::punch_marks>(at.integer(10));
    return r;
}

punch_view view_from(const row& at, const keyring& keys)
{
    punch_view v;
    v.punch = punch_from(at);
    if (!at.is_null(11))
        v.credential = model::credential_id{at.integer(11)};
    if (!at.is_null(12))
        v.person = model::person_id{at.integer(12)};
    v.person_name = at.text(13);
    v.unit_name = at.text(14);
    v.told = at.text(15);
    const std::string digest(at.text(16));
    if (!at.is_null(17))
        v.shown = open_presented(keys, digest, at.text(17));
    v.has_picture = at.integer(18) != 0;
    v.punch.what.door = {at.integer(19)};
    v.door_name = at.text(20);
    v.person_phone = at.text(21);
    return v;
}

// A passage that was refused, after one in the same second that was not, or the other way round, is no repeat
// of it: its identity gets the next second that is free, its corrected time stays.
punch_outcome keep_other_verdict(transaction& in, model::punch what, punch_outcome standing,
                                 model::punch_number& next)
{
    const auto marks_of = [&in](model::punch_number number) {
        return in.sql.first(marks_of_punch, {number.value}, [](const row& at) { return at.integer(0); })
            .value();
    };
    while (standing.repeat && marks_of(standing.number) != what.marks) {
        what.device_time += std::chrono::seconds(1);
        next.value += in.sql.append_punches({&what, 1}, next, {&standing, 1});
    }
    return standing;
}

struct far_back {
    std::int64_t number = 0;
    bool goes_on = false;
};

// The number down to which one page looks, and whether a later page need look further down.
far_back look_back(connection& sql, const punch_filter& which, std::int64_t below)
{
    // No punch counts for later than it came, but for its reader's clock being ahead by minutes.
    constexpr std::chrono::hours ahead_most{1};
    const auto read = [&](const row& at) {
        return far_back{at.integer(0), !which.from || at.time(1) >= *which.from - ahead_most};
    };
    const std::int64_t most = which.unit ? looked_past_most : looked_at_most;
    const auto end = which.organization
                         ? sql.first(far_back_of_one, {below, most, which.organization.value}, read)
                         : sql.first(far_back_of_all, {below, most}, read);
    return end.value_or(far_back{});
}

}  // namespace

std::vector<punch_outcome> append(transaction& in, std::span<punch_draft> drafts, model::punch_number& next)
{
    std::vector<model::punch> punches;
    punches.reserve(drafts.size());
    for (punch_draft& draft : drafts) {
        if (!draft.what.presented)
            draft.what.presented = intern(in, draft.shown.value(), draft.what.received_at);
        punches.push_back(draft.what);
    }
    std::vector<punch_outcome> outcomes(punches.size());
    next.value += in.sql.append_punches(punches, next, outcomes);
    for (std::size_t i = 0; i < punches.size(); ++i)
        if ((punches[i].door || punches[i].method == model::punch_method::qr) && outcomes[i].repeat)
            outcomes[i] = keep_other_verdict(in, punches[i], outcomes[i], next);
    for (std::size_t i = 0; i < drafts.size(); ++i)
        if (drafts[i].picture) {
            const model::picture_id picture = name_picture(in, *drafts[i].picture,
                                                           drafts[i].what.received_at);
            in.sql.run(insert_picture, {outcomes[i].number.value, picture.value});
        }
    return outcomes;
}

model::punch_number last_punch(connection& sql)
{
    return {sql.number(last).value_or(0)};
}

std::int64_t first_received(connection& sql, base::instant since)
{
    constexpr std::chrono::hours slack{1};
    const std::int64_t from = base::to_milliseconds(since - slack);
    std::int64_t low = 1;
    std::int64_t high = last_punch(sql).value + 1;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        const auto at = sql.first(received_from, {middle}, [](const row& found) {
            return std::pair{found.integer(0), found.integer(1)};
        });
        if (!at || at->second >= from)
            high = middle;
        else
            low = at->first + 1;
    }
    return low;
}

model::punch_number last_punch_until(connection& sql, model::organization_id organization, std::int64_t until)
{
    const auto number = [](const row& at) { return at.integer(0); };
    const auto last_found = organization ? sql.first(last_of_one_until, {until, organization.value}, number)
                                         : sql.first(last_of_all_until, {until}, number);
    return {last_found.value_or(0)};
}

std::vector<punch_view> punches_before(connection& sql, const keyring& keys,
                                       model::organization_id organization, std::int64_t before,
                                       std::int64_t limit)
{
    constexpr std::int64_t newest = std::int64_t{1} << 53U;
    const std::int64_t below = before > 0 ? before : newest;
    std::vector<punch_view> page;
    const auto take = [&](const row& at) { page.push_back(view_from(at, keys)); };
    if (organization)
        sql.each(page_of_one, {below, limit, organization.value}, take);
    else
        sql.each(page_of_all, {below, limit}, take);
    return page;
}

punch_page find_punches(connection& sql, const keyring& keys, const punch_filter& which, std::int64_t before,
                        std::int64_t most)
{
    constexpr std::int64_t newest = std::int64_t{1} << 53U;
    const std::int64_t below = before > 0 ? before : newest;
    punch_page page;
    const auto take = [&](const row& at) { page.found.push_back(view_from(at, keys)); };
    const value from = time_or_null(which.from);
    const value until = time_or_null(which.until);
    const std::int64_t home = which.organization.value;
    const std::int64_t indexed = follower_position(sql, shown_follower).value_or(0);
    if (which.person) {
        sql.each(of_person, {below, most + 1, indexed, from, until, home, which.person->value}, take);
    } else if (which.unit || which.from || which.until) {
        const far_back end = look_back(sql, which, below);
        if (which.unit)
            sql.each(of_unit, {below, most + 1, end.number, from, until, home, which.unit->value, indexed},
                     take);
        else if (which.organization)
            sql.each(span_of_one, {below, most + 1, end.number, from, until, home}, take);
        else
            sql.each(span_of_all, {below, most + 1, end.number, from, until}, take);
        page.next = end.goes_on ? end.number : 0;
    } else {
        page.found = punches_before(sql, keys, which.organization, before, most + 1);
    }
    if (static_cast<std::int64_t>(page.found.size()) > most) {
        page.found.pop_back();
        page.next = page.found.back().punch.number.value;
    }
    return page;
}

punches_to_index next_to_index(connection& sql, std::size_t most)
{
    const std::int64_t position = follower_position(sql, shown_follower).value_or(0);
    const std::int64_t reach = std::min(position + static_cast<std::int64_t>(most), last_punch(sql).value);
    punches_to_index found;
    if (reach <= position)
        return found;
    found.until = {reach};
    found.rows.reserve(static_cast<std::size_t>(reach - position));
    sql.each(shown_by_punches, {position, reach}, [&found](const row& at) {
        found.rows.push_back({{at.integer(0)}, {at.integer(1)}});
    });
    // In the order of the index: what is written side by side is one page of the log, not one a punch.
    std::sort(found.rows.begin(), found.rows.end(), [](const shown_by_punch& a, const shown_by_punch& b) {
        return std::pair(a.presented.value, a.number.value) < std::pair(b.presented.value, b.number.value);
    });
    return found;
}

void index_punches(transaction& in, std::span<const shown_by_punch> rows)
{
    for (const shown_by_punch& each : rows)
        in.sql.run(index_shown, {each.presented.value, each.number.value});
}

void finish_indexing(transaction& in, model::punch_number until)
{
    move_follower(in, shown_follower, until.value);
}

std::optional<punch_view> find_punch(connection& sql, const keyring& keys, model::punch_number number)
{
    return sql.first(one_punch, {number.value, std::int64_t{1}},
                     [&keys](const row& at) { return view_from(at, keys); });
}

std::vector<punch_view> punches_after(connection& sql, const keyring& keys,
                                      model::organization_id organization, std::int64_t after,
                                      std::int64_t until, std::int64_t limit)
{
    std::vector<punch_view> found;
    const auto take = [&](const row& at) { found.push_back(view_from(at, keys)); };
    if (organization)
        sql.each(run_of_one, {after, limit, until, organization.value}, take);
    else
        sql.each(run_of_all, {after, limit, until}, take);
    return found;
}

std::vector<punch_view> passages_before(connection& sql, const keyring& keys,
                                        model::organization_id organization, const passage_span& asked)
{
    constexpr std::int64_t newest = std::int64_t{1} << 53U;
    std::vector<punch_view> page;
    sql.each(page_of_passages,
             {asked.before > 0 ? asked.before : newest, asked.limit, organization.value,
              base::to_milliseconds(asked.from), base::to_milliseconds(asked.until)},
             [&](const row& at) { page.push_back(view_from(at, keys)); });
    return page;
}

void attribute(transaction& in, model::organization_id organization, model::presented_id presented,
               const std::optional<model::credential_id>& credential,
               const std::optional<model::person_id>& person, std::string_view reason,
               model::change_number because, base::instant now)
{
    in.sql.run(insert_attribution,
               {organization.value, presented.value, credential ? value{credential->value} : value{nullptr},
                person ? value{person->value} : value{nullptr}, reason, because.value,
                base::to_milliseconds(now)});
}

std::optional<model::person_id> attributed_to(connection& sql, model::presented_id presented)
{
    const auto id = sql.first(newest_attribution, {presented.value},
                              [](const row& at) { return at.maybe_integer(0); });
    return id && *id ? std::optional{model::person_id{**id}} : std::nullopt;
}

}  // namespace gatehouse::store
