#include "store/attendance/requests.hpp"

#include "store/attendance/civil.hpp"

#include <limits>

namespace gatehouse::store::attendance {
namespace {

constexpr std::string_view bound_to = "attendance request";

constexpr statement insert_one{
    "insert_attendance_request",
    "INSERT INTO attendance_request (organization, person, applicant, colleague, kind, words, first, last, "
    "chain, state, withdrawing, level, last_level, sealed, filed_at, decided_at, ended_at, told_at, actor) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) "
    "RETURNING id"};
constexpr statement update_one{
    "update_attendance_request",
    "UPDATE attendance_request SET words = ?2, first = ?3, last = ?4, chain = ?5, state = ?6, withdrawing = "
    "?7, level = ?8, last_level = ?9, sealed = ?10, filed_at = ?11, decided_at = ?12, ended_at = ?13, "
    "told_at = ?14 WHERE id = ?1"};

#define GATEHOUSE_REQUEST                                                                                    \
    "SELECT r.id, r.organization, r.person, coalesce(r.applicant, 0), coalesce(r.colleague, 0), r.kind, "    \
    "r.words, r.first, r.last, r.chain, r.state, r.withdrawing, r.level, r.last_level, r.sealed, "           \
    "r.filed_at, r.decided_at, r.ended_at, r.told_at, r.actor FROM attendance_request r "
constexpr statement by_id{"find_attendance_request", GATEHOUSE_REQUEST "WHERE r.id = ?1"};
constexpr statement counting{
    "counting_attendance_requests", GATEHOUSE_REQUEST
    "WHERE r.person = ?1 AND r.last >= ?2 AND r.first <= ?3 AND r.decided_at IS NOT NULL "
    "UNION ALL " GATEHOUSE_REQUEST
    "WHERE r.colleague = ?1 AND r.last >= ?2 AND r.first <= ?3 AND r.decided_at IS NOT NULL "
    "ORDER BY 1"};
constexpr statement of_person{"attendance_requests_of", GATEHOUSE_REQUEST
                              "WHERE r.person = ?1 AND r.id < ?2 ORDER BY r.id DESC LIMIT ?3"};
constexpr statement of_organization{"attendance_requests_after", GATEHOUSE_REQUEST
                                    "WHERE r.organization = ?1 AND r.id > ?2 ORDER BY r.id LIMIT ?3"};
constexpr statement of_approver{
    "attendance_requests_for",
    GATEHOUSE_REQUEST "JOIN attendance_step s ON s.request = r.id AND s.level = r.level WHERE s.approver = "
                      "?1 AND s.state = 'open' AND r.id > ?2 ORDER BY r.id LIMIT ?3"};
#undef GATEHOUSE_REQUEST
constexpr statement to_remind{"attendance_requests_to_remind",
                              "SELECT id FROM attendance_request WHERE level IS NOT NULL AND told_at < ?1 "
                              "AND id > ?2 ORDER BY id LIMIT ?3"};
constexpr statement corrections{
    "count_attendance_corrections",
    "SELECT count(*) FROM attendance_request WHERE person = ?1 AND kind = 'correction' AND first >= ?2 AND "
    "last <= ?3 AND state IN ('waiting', 'approved')"};

constexpr statement put_step{
    "put_attendance_step",
    "INSERT INTO attendance_step (request, level, approver, place, turn, purpose, needs_all, source, origin, "
    "state, decided_by, decided_at, opened_at, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
    "?12, ?13, ?14) ON CONFLICT (request, level, approver) DO UPDATE SET place = ?4, state = ?10, decided_by "
    "= ?11, decided_at = ?12, opened_at = ?13, sealed = ?14"};
constexpr statement leave_round{"leave_attendance_round",
                                "UPDATE attendance_step SET place = NULL WHERE request = ?1"};
constexpr statement steps{"attendance_steps",
                          "SELECT level, place, purpose, needs_all, source, approver, origin, state, "
                          "coalesce(decided_by, 0), decided_at, opened_at, sealed FROM attendance_step WHERE "
                          "request = ?1 ORDER BY place IS NOT NULL, place, level, turn"};
constexpr statement forget_own{"forget_attendance_reasons", "UPDATE attendance_request SET sealed = ?2 WHERE "
                                                            "person = ?1 OR applicant = ?1"};
constexpr statement forget_comments{
    "forget_attendance_comments",
    "UPDATE attendance_step SET sealed = ?2 WHERE decided_by = ?1 OR request IN (SELECT id FROM "
    "attendance_request WHERE person = ?1 OR applicant = ?1)"};
constexpr statement insert_copy{"insert_attendance_copy",
                                "INSERT INTO attendance_copy (request, person) VALUES (?1, ?2) ON CONFLICT "
                                "DO NOTHING"};
constexpr statement copies{"attendance_copies",
                           "SELECT person FROM attendance_copy WHERE request = ?1 ORDER BY person"};

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& each : lines)
        text.append(each).push_back('\n');
    return text;
}

std::vector<std::string> parted(std::string_view text)
{
    std::vector<std::string> lines;
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    return lines;
}

// Without the reason where there is no key for it.
kept_request request_from(const row& at, const keyring* keys)
{
    kept_request what;
    what.id = at.integer(0);
    what.organization = {at.integer(1)};
    what.way.person = {at.integer(2)};
    what.way.applicant = {at.integer(3)};
    what.way.colleague = {at.integer(4)};
    what.way.kind = model::from_name<asked::asked_kind>(at.text(5)).value();
    what.words = at.text(6);
    what.first = day_from(at.integer(7));
    what.last = day_from(at.integer(8));
    what.chain = parted(at.text(9));
    what.way.state = model::from_name<asked::approval_state>(at.text(10)).value();
    what.way.withdrawing = at.integer(11) != 0;
    if (const auto level = at.maybe_integer(12))
        what.level = static_cast<int>(*level);
    what.way.last_number = static_cast<int>(at.integer(13));
    if (keys)
        what.reason = base::open(keys->texts, at.text(14), bound_to).value_or("");
    what.filed_at = at.time(15);
    what.decided_at = at.maybe_time(16);
    what.ended_at = at.maybe_time(17);
    what.told_at = at.time(18);
    what.actor = at.text(19);
    return what;
}

struct step_row {
    kept_step what;
    bool all = false;
    std::optional<std::size_t> source;
    std::optional<base::instant> opened;
};

std::vector<step_row> rows_of(connection& sql, const keyring& keys, std::int64_t request)
{
    return sql.all(steps, {request}, [&keys](const row& at) {
        step_row made;
        made.what.level = static_cast<int>(at.integer(0));
        made.what.former = at.is_null(1);
        made.what.purpose = model::from_name<asked::level_purpose>(at.text(2)).value();
        made.all = at.integer(3) != 0;
        if (const auto source = at.maybe_integer(4))
            made.source = static_cast<std::size_t>(*source);
        asked::approval_step& step = made.what.what;
        step.approver = {at.integer(5)};
        step.origin = model::from_name<asked::step_origin>(at.text(6)).value();
        step.state = model::from_name<asked::step_state>(at.text(7)).value();
        step.decided_by = {at.integer(8)};
        step.at = at.maybe_time(9);
        made.opened = at.maybe_time(10);
        step.comment = base::open(keys.texts, at.text(11), bound_to).value_or("");
        return made;
    });
}

value level_or_null(const kept_request& what)
{
    const asked::approval_level* const now = what.way.current();
    return now ? value{std::int64_t{now->number}} : value{nullptr};
}

void put_steps(transaction& in, const kept_request& what)
{
    in.sql.run(leave_round, {what.id});
    std::int64_t place = 0;
    for (const asked::approval_level& level : what.way.levels) {
        ++place;
        std::int64_t turn = 0;
        for (const asked::approval_step& step : level.steps) {
            const std::string sealed = base::seal(in.keys.texts, step.comment, bound_to);
            in.sql.run(put_step,
                       {what.id, std::int64_t{level.number}, step.approver.value, place, ++turn,
                        model::name_of(level.purpose), std::int64_t{level.all},
                        level.source ? value{static_cast<std::int64_t>(*level.source)} : value{nullptr},
                        model::name_of(step.origin), model::name_of(step.state), or_none(step.decided_by),
                        time_or_null(step.at), time_or_null(level.opened), blob{sealed}});
        }
    }
}

}  // namespace

std::int64_t insert_request(transaction& in, const kept_request& what)
{
    const std::string sealed = base::seal(in.keys.texts, what.reason, bound_to);
    const std::string chain = joined(what.chain);
    kept_request made = what;
    made.id = in.sql
                  .number(insert_one,
                          {what.organization.value, what.way.person.value, or_none(what.way.applicant),
                           or_none(what.way.colleague), model::name_of(what.way.kind), what.words,
                           number_of(what.first), number_of(what.last), chain, model::name_of(what.way.state),
                           std::int64_t{what.way.withdrawing}, level_or_null(what),
                           std::int64_t{what.way.last_number}, blob{sealed},
                           base::to_milliseconds(what.filed_at), time_or_null(what.decided_at),
                           time_or_null(what.ended_at), base::to_milliseconds(what.told_at), what.actor})
                  .value();
    put_steps(in, made);
    return made.id;
}

void update_request(transaction& in, const kept_request& what)
{
    const std::string sealed = base::seal(in.keys.texts, what.reason, bound_to);
    const std::string chain = joined(what.chain);
    in.sql.run(update_one, {what.id, what.words, number_of(what.first), number_of(what.last), chain,
                            model::name_of(what.way.state), std::int64_t{what.way.withdrawing},
                            level_or_null(what), std::int64_t{what.way.last_number}, blob{sealed},
                            base::to_milliseconds(what.filed_at), time_or_null(what.decided_at),
                            time_or_null(what.ended_at), base::to_milliseconds(what.told_at)});
    put_steps(in, what);
}

std::optional<kept_request> find_request(connection& sql, const keyring& keys, std::int64_t id)
{
    return sql.first(by_id, {id}, [&keys](const row& at) { return request_from(at, &keys); });
}

std::optional<kept_request> find_whole_request(connection& sql, const keyring& keys, std::int64_t id)
{
    auto found = find_request(sql, keys, id);
    if (!found)
        return found;
    if (!found->chain.empty())
        found->way.by = asked::clerk::read_chain(found->chain.front(),
                                                 {found->chain.begin() + 1, found->chain.end()});
    for (const step_row& each : rows_of(sql, keys, id)) {
        if (each.what.former)
            continue;
        auto& levels = found->way.levels;
        if (levels.empty() || levels.back().number != each.what.level)
            levels.push_back({each.what.level, each.what.purpose, each.all, each.source, {}, each.opened});
        levels.back().steps.push_back(each.what.what);
    }
    return found;
}

std::vector<kept_step> steps_of(connection& sql, const keyring& keys, std::int64_t request)
{
    std::vector<kept_step> found;
    for (const step_row& each : rows_of(sql, keys, request))
        found.push_back(each.what);
    return found;
}

std::vector<kept_request> counting_requests(connection& sql, model::person_id who, model::civil_day first,
                                            model::civil_day last)
{
    return sql.all(counting, {who.value, number_of(first), number_of(last)},
                   [](const row& at) { return request_from(at, nullptr); });
}

std::vector<kept_request> requests_of(connection& sql, const keyring& keys, model::person_id who,
                                      std::int64_t before, std::int64_t most)
{
    const std::int64_t below = before ? before : std::numeric_limits<std::int64_t>::max();
    return sql.all(of_person, {who.value, below, most},
                   [&keys](const row& at) { return request_from(at, &keys); });
}

std::vector<kept_request> requests_after(connection& sql, const keyring& keys, model::organization_id home,
                                         std::int64_t after, std::int64_t most)
{
    return sql.all(of_organization, {home.value, after, most},
                   [&keys](const row& at) { return request_from(at, &keys); });
}

std::vector<kept_request> requests_for(connection& sql, const keyring& keys, model::person_id approver,
                                       std::int64_t after, std::int64_t most)
{
    return sql.all(of_approver, {approver.value, after, most},
                   [&keys](const row& at) { return request_from(at, &keys); });
}

std::vector<std::int64_t> requests_to_remind(connection& sql, base::instant told_before, std::int64_t after,
                                             std::int64_t most)
{
    return sql.all(to_remind, {base::to_milliseconds(told_before), after, most},
                   [](const row& at) { return at.integer(0); });
}

std::int64_t count_corrections(connection& sql, model::person_id who, model::civil_day first,
                               model::civil_day last)
{
    return sql.number(corrections, {who.value, number_of(first), number_of(last)}).value_or(0);
}

void forget_reasons(transaction& in, model::person_id who)
{
    const std::string nothing = base::seal(in.keys.texts, "", bound_to);
    in.sql.run(forget_own, {who.value, blob{nothing}});
    in.sql.run(forget_comments, {who.value, blob{nothing}});
}

void put_copy(transaction& in, std::int64_t request, model::person_id who)
{
    in.sql.run(insert_copy, {request, who.value});
}

std::vector<model::person_id> copies_of(connection& sql, std::int64_t request)
{
    return sql.all(copies, {request}, [](const row& at) { return model::person_id{at.integer(0)}; });
}

}  // namespace gatehouse::store::attendance
