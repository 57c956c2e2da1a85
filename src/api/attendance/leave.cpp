#include "ops/attendance/leave.hpp"

#include "api/attendance/requests.hpp"
#include "api/operation.hpp"
#include "api/people.hpp"
#include "ops/attendance/rule_deeds.hpp"

namespace gatehouse::api {

namespace sa = store::attendance;
namespace leave_rules = model::attendance;

struct balance_query {
    std::optional<model::civil_day> on;
};
struct balance_item {
    std::string leave;
    leave_rules::leave_unit unit = leave_rules::leave_unit::half_day;
    std::int64_t balance = 0;
    std::int64_t reserved = 0;
    std::int64_t unused = 0;
};
struct balance_items {
    model::civil_day on;
    std::vector<balance_item> items;
};

struct entries_query {
    std::optional<std::string> leave;
};
struct entry_item {
    std::int64_t number = 0;
    std::string leave;
    sa::leave_entry_kind kind = sa::leave_entry_kind::grant;
    std::int64_t amount = 0;
    model::civil_day day;
    std::optional<model::civil_day> until;
    std::optional<std::string> source;
    std::optional<std::int64_t> request;
    base::instant at{};
    std::string by;
};
struct entry_items {
    std::vector<entry_item> items;
};

struct grant_input {
    std::string leave;
    std::int64_t amount = 0;
    model::civil_day from;
    model::civil_day until;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

namespace {
constexpr std::string_view amount_meaning =
    "In hundredths of a day, of an hour where the kind is counted in hours, of a minute where in minutes.";
}  // namespace

template <>
inline constexpr auto fields_of<api::balance_query> = std::tuple{field{
    "on", &api::balance_query::on, presence::optional, "On which date; today when left out.", "2026-03-16"}};
template <>
inline constexpr auto fields_of<api::balance_item> = [] {
    using m = api::balance_item;
    return std::tuple{
        field{"leave", &m::leave, presence::required, "Which kind of leave.", "annual"},
        field{"unit", &m::unit, presence::required, "The least that is taken.", "half-day"},
        field{"balance", &m::balance, presence::required,
              "What may still be taken on that date, in hundredths; what is asked for is taken off.", "450"},
        field{"reserved", &m::reserved, presence::required,
              "What is asked for and not decided yet, in hundredths.", "50"},
        field{"unused", &m::unused, presence::required,
              "What expired before that date and was not taken, in hundredths.", "0"}};
}();
template <>
inline constexpr auto fields_of<api::balance_items> = std::tuple{
    field{"on", &api::balance_items::on, presence::required, "The date.", "2026-03-16"},
    field{"items", &api::balance_items::items, presence::required, "One for each kind with a balance."}};

template <>
inline constexpr auto fields_of<api::entries_query> =
    std::tuple{field{"leave",
                     &api::entries_query::leave,
                     presence::optional,
                     "Which kind of leave; all when left out.",
                     "annual",
                     {1, 64}}};
template <>
inline constexpr auto fields_of<api::entry_item> = [] {
    using m = api::entry_item;
    return std::tuple{
        field{"number", &m::number, presence::required, "Identifies it; entries are never changed.", "1"},
        field{"leave", &m::leave, presence::required, "Which kind of leave.", "annual"},
        field{"kind", &m::kind, presence::required,
              "reserve: asked for; charge: all of it is taken; free: all of it is given back.", "grant"},
        field{"amount", &m::amount, presence::required, amount_meaning, "500"},
        field{"day", &m::day, presence::required, "On which date; of a grant: valid from.", "2026-01-01"},
        field{"until", &m::until, presence::required, "Of a grant: the last date.", "2027-03-31"},
        field{"source", &m::source, presence::required, "Of a grant: what it is for.", "rule 2026"},
        field{"request_id", &m::request, presence::required, "Of which request.", "1"},
        field{"at", &m::at, presence::required, "RFC 3339, UTC.", "2026-01-01T00:00:00Z"},
        field{"by", &m::by, presence::required, "Who did it.", "login office"}};
}();
template <>
inline constexpr auto fields_of<api::entry_items> =
    std::tuple{field{"items", &api::entry_items::items, presence::required, "Oldest first."}};

template <>
inline constexpr auto fields_of<api::grant_input> = [] {
    using m = api::grant_input;
    return std::tuple{
        field{"leave", &m::leave, presence::required, "Which kind of leave.", "annual", {1, 64}},
        field{"amount",
              &m::amount,
              presence::required,
              "In hundredths; below nothing takes back from what was granted by hand for the same dates.",
              "200",
              {-1'000'000, 1'000'000}},
        field{"from", &m::from, presence::required, "The first date on which it may be taken.", "2026-01-01"},
        field{"until", &m::until, presence::required, "The last one.", "2026-12-31"}};
}();

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

entry_item item_of(const sa::leave_entry& from)
{
    entry_item made{from.number, from.leave, from.kind, from.amount, from.day,
                    from.until,  {},         {},        from.at,     from.actor};
    if (!from.source.empty())
        made.source = from.source;
    if (from.request)
        made.request = from.request;
    return made;
}

base::result<balance_items> read_balances(const reading& in, const call<balance_query, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    balance_items made;
    made.on = asked.query.on.value_or(ops::attendance::today_in(in.index, who->organization, asked.by.now));
    for (const auto& type : ops::attendance::leave_types_with_balance(in.sql, who->organization, made.on)) {
        const auto account = sa::account_of(sa::leave_entries_of(in.sql, who->id, type.code));
        balance_item item{type.code, type.unit, account.balance(made.on), 0,
                          account.unused(made.on - std::chrono::days(1))};
        for (const leave_rules::leave_charge& each : account.charges)
            if (each.reserved)
                item.reserved += each.amount;
        made.items.push_back(std::move(item));
    }
    return made;
}

base::result<entry_items> list_entries(const reading& in, const call<entries_query, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    entry_items made;
    const auto kinds = asked.query.leave ? std::vector{*asked.query.leave} : sa::leaves_of(in.sql, who->id);
    for (const std::string& kind : kinds)
        for (const sa::leave_entry& each : sa::leave_entries_of(in.sql, who->id, kind))
            made.items.push_back(item_of(each));
    return made;
}

base::result<entry_item> grant(store::transaction& in, const call<nothing, grant_input>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const grant_input& given = asked.body;
    const auto made = ops::attendance::grant_by_hand(
        in, *who, {given.leave, given.amount, given.from, given.until}, asked.by.author());
    if (!made)
        return made.error();
    return item_of(*made);
}

}  // namespace

std::span<const endpoint::route> attendance_leave_routes()
{
    using endpoint::right;
    static constexpr std::array table{
        read<read_balances>("read_leave_balances", "/api/v1/people/{person}/attendance/balances", right::see,
                            "What leave a person has on a date."),
        read<list_entries>("list_leave_entries", "/api/v1/people/{person}/attendance/leave_entries",
                           right::see, "How a balance came about: every grant and every charge."),
        write<grant>("grant_leave", net::verb::post, "/api/v1/people/{person}/attendance/leave_grants",
                     right::manage, "Grants leave by hand, or takes such a grant back.", 201),
    };
    return table;
}

}  // namespace gatehouse::api
