#include "api/attendance/requests.hpp"

#include "api/attendance/request_item.hpp"
#include "api/page.hpp"
#include "ops/attendance/desk.hpp"
#include "ops/attendance/requests.hpp"
#include "ops/attendance/rule_deeds.hpp"
#include "store/people.hpp"

namespace gatehouse::api {

namespace sa = store::attendance;

struct request_input {
    std::string words;
    std::optional<std::string> reason;
    std::optional<model::person_id> applicant;
    std::optional<std::vector<model::person_id>> chosen;
    std::optional<std::vector<model::person_id>> copies;
    std::optional<bool> by_administrator;
    std::optional<bool> confirmed;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::request_input> = [] {
    using m = api::request_input;
    return std::tuple{
        field{
            "words",
            &m::words,
            presence::required,
            "What is asked for, in a clerk's words: `leave annual 2026-03-16 morning`, `correction "
            "2026-03-12 out 18:00`, `overtime 2026-03-17 18:00 to 22:00`, `trip`, `field`, `swap 2026-03-16 "
            "with 2026-03-18`, `swap 2026-03-16 with person 12`.",
            "leave annual 2026-03-16 morning",
            {1, 200}},
        field{"reason",
              &m::reason,
              presence::optional,
              "Read by those who decide.",
              "family",
              {0, 1000, text_form::free}},
        field{"applicant_id", &m::applicant, presence::optional,
              "Who files it, where it is not whom it is for. Neither of them decides about it.", "1"},
        field{"chosen",
              &m::chosen,
              presence::optional,
              "Of levels that let the person choose: whom, in the order of the levels.",
              "[2]",
              {0, 20}},
        field{"copies", &m::copies, presence::optional, "Who is told of it only.", "[3]", {0, 20}},
        field{"by_administrator", &m::by_administrator, presence::optional,
              "A correction beyond the limits of the group, or of a locked day; needs a reason.", "false"},
        field{"confirmed", &m::confirmed, presence::optional,
              "A swap may leave less rest between two shifts than the group wants.", "false"}};
}();

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

ops::attendance::request_draft draft_of(const request_input& from)
{
    ops::attendance::request_draft made;
    made.words = from.words;
    made.reason = from.reason.value_or("");
    made.applicant = from.applicant.value_or(model::person_id{});
    made.chosen = from.chosen.value_or(std::vector<model::person_id>{});
    made.copies = from.copies.value_or(std::vector<model::person_id>{});
    made.by_administrator = from.by_administrator.value_or(false);
    made.confirmed = from.confirmed.value_or(false);
    return made;
}

base::result<whole_request> shown(store::transaction& in, const base::result<sa::kept_request>& made)
{
    if (!made)
        return made.error();
    return whole_of(in.sql, in.keys, *made);
}

base::result<whole_request> file_request(store::transaction& in, const call<nothing, request_input>& asked)
{
    const auto who = visible(asked.by, store::find_person(in.sql, asked.id<model::person_id>(0)));
    if (!who)
        return who.error();
    return shown(in, ops::attendance::file_request(in, *who, draft_of(asked.body), asked.by.author()));
}

base::result<whole_request> mend_request(store::transaction& in, const call<nothing, request_input>& asked)
{
    const auto found = visible(
        asked.by, sa::find_request(in.sql, in.keys, asked.id<model::identifier<request_item>>(0).value));
    if (!found)
        return found.error();
    return shown(in, ops::attendance::mend_request(in, found->id, draft_of(asked.body), asked.by.author()));
}

base::result<whole_request> read_request(const reading& in, const call<nothing, nothing>& asked)
{
    const auto found = visible(
        asked.by, sa::find_request(in.sql, in.keys, asked.id<model::identifier<request_item>>(0).value));
    if (!found)
        return found.error();
    return whole_of(in.sql, in.keys, *found);
}

// Rows as one page; `rows` is asked for one more than fits.
template <class Rows>
base::result<page<request_item>> page_of_requests(const page_query& asked, Rows rows)
{
    const auto position = position_of(asked);
    if (!position)
        return position.error();
    std::vector<request_item> found;
    for (const sa::kept_request& each : rows(*position, asked.limit + 1))
        found.push_back(item_of(each));
    return page_of(std::move(found), asked, [](const request_item& last) { return last.id; });
}

base::result<page<request_item>> list_of_person(const reading& in, const call<page_query, nothing>& asked)
{
    const auto who = visible(asked.by, store::find_person(in.sql, asked.id<model::person_id>(0)));
    if (!who)
        return who.error();
    return page_of_requests(asked.query, [&](std::int64_t before, std::int64_t most) {
        return sa::requests_of(in.sql, in.keys, who->id, before, most);
    });
}

base::result<page<request_item>> list_of_organization(const reading& in,
                                                      const call<page_query, nothing>& asked)
{
    return page_of_requests(asked.query, [&](std::int64_t after, std::int64_t most) {
        return sa::requests_after(in.sql, in.keys, asked.id<model::organization_id>(0), after, most);
    });
}

base::result<page<request_item>> list_waiting(const reading& in, const call<page_query, nothing>& asked)
{
    const auto who = visible(asked.by, store::find_person(in.sql, asked.id<model::person_id>(0)));
    if (!who)
        return who.error();
    const auto today = ops::attendance::today_in(in.index, who->organization, asked.by.now);
    return page_of_requests(asked.query, [&](std::int64_t after, std::int64_t most) {
        return ops::attendance::waiting_for(in.sql, in.keys, *who, today, after, most);
    });
}

}  // namespace

std::span<const endpoint::route> attendance_request_routes()
{
    static constexpr std::string_view of_person = "/api/v1/people/{person}/attendance/requests";
    static constexpr std::string_view one = "/api/v1/attendance/requests/{request}";
    static constexpr std::array table{
        write<file_request>("file_attendance_request", net::verb::post, of_person, endpoint::right::manage,
                            "Files a request for a person; it goes to those whom the chain names.", 201),
        read<list_of_person>("list_attendance_requests_of_person", of_person, endpoint::right::see,
                             "What a person asked for, newest first."),
        read<list_of_organization>("list_attendance_requests",
                                   "/api/v1/organizations/{organization}/attendance/requests",
                                   endpoint::right::see, "All requests of an organization, oldest first."),
        read<list_waiting>("list_waiting_attendance_requests", "/api/v1/people/{person}/attendance/waiting",
                           endpoint::right::see,
                           "What waits for a person's decision, or for theirs as a deputy, oldest first."),
        read<read_request>("read_attendance_request", one, endpoint::right::see,
                           "A request with all its steps."),
        write<mend_request>("mend_attendance_request", net::verb::put, one, endpoint::right::manage,
                            "One that was returned goes its way anew."),
    };
    return table;
}

}  // namespace gatehouse::api
