#include "api/attendance/request_item.hpp"
#include "api/attendance/requests.hpp"
#include "ops/attendance/requests.hpp"

namespace gatehouse::api {

namespace sa = store::attendance;

struct decision_input {
    model::person_id approver;
    std::optional<std::int64_t> level;
    asking::verdict decision = asking::verdict::approve;
    std::optional<std::string> comment;
};

struct batch_decision {
    std::int64_t request = 0;
    model::person_id approver;
    std::optional<std::int64_t> level;
    asking::verdict decision = asking::verdict::approve;
    std::optional<std::string> comment;
};
struct batch_input {
    std::vector<batch_decision> items;
};
struct batch_outcome {
    std::int64_t request = 0;
    std::optional<asking::approval_state> state;
    std::optional<std::string> error;
    std::optional<std::string> detail;
};
struct batch_outcomes {
    std::vector<batch_outcome> items;
};

struct person_input {
    model::person_id person;
};
struct transfer_input {
    model::person_id approver;
    model::person_id to;
    std::optional<std::string> comment;
};
struct more_input {
    model::person_id approver;
    model::person_id extra;
    bool before = false;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

namespace {
constexpr std::string_view level_meaning =
    "Of which level; whichever waits when left out. Say it where a call may be repeated.";
constexpr constraint comment_within{0, 1000, text_form::free};
}  // namespace

template <>
inline constexpr auto fields_of<api::decision_input> = [] {
    using m = api::decision_input;
    return std::tuple{
        field{"approver_id", &m::approver, presence::required, "Who decides: an approver, or their deputy.",
              "2"},
        field{"level", &m::level, presence::optional, level_meaning, "1", {1}},
        field{"decision", &m::decision, presence::required, "approve, refuse or return.", "approve"},
        field{"comment", &m::comment, presence::optional, "Why.", "fine", comment_within}};
}();

template <>
inline constexpr auto fields_of<api::batch_decision> = [] {
    using m = api::batch_decision;
    return std::tuple{
        field{"request_id", &m::request, presence::required, "About which request.", "1", {1}},
        field{"approver_id", &m::approver, presence::required, "Who decides.", "2"},
        field{"level", &m::level, presence::optional, level_meaning, "1", {1}},
        field{"decision", &m::decision, presence::required, "approve, refuse or return.", "approve"},
        field{"comment", &m::comment, presence::optional, "Why.", "fine", comment_within}};
}();
template <>
inline constexpr auto fields_of<api::batch_input> = std::tuple{field{"items",
                                                                     &api::batch_input::items,
                                                                     presence::required,
                                                                     "Decisions, carried out one by one.",
                                                                     "[]",
                                                                     {1, 50}}};
template <>
inline constexpr auto fields_of<api::batch_outcome> = [] {
    using m = api::batch_outcome;
    return std::tuple{
        field{"request_id", &m::request, presence::required, "About which request.", "1"},
        field{"state", &m::state, presence::required, "What it is now; null where it failed.", "approved"},
        field{"error", &m::error, presence::required, "Why it failed; null where it did not.",
              "not_permitted"},
        field{"detail", &m::detail, presence::required, "The same as a sentence.",
              "They are not asked about this request."}};
}();
template <>
inline constexpr auto fields_of<api::batch_outcomes> = std::tuple{
    field{"items", &api::batch_outcomes::items, presence::required, "One for each decision, in order."}};

template <>
inline constexpr auto fields_of<api::person_input> =
    std::tuple{field{"person_id", &api::person_input::person, presence::required, "Who.", "1"}};
template <>
inline constexpr auto fields_of<api::transfer_input> = [] {
    using m = api::transfer_input;
    return std::tuple{
        field{"approver_id", &m::approver, presence::required, "Whose step it is.", "2"},
        field{"to_id", &m::to, presence::required, "Who decides instead; not whom it is for.", "3"},
        field{"comment", &m::comment, presence::optional, "Why.", "you know more", comment_within}};
}();
template <>
inline constexpr auto fields_of<api::more_input> = [] {
    using m = api::more_input;
    return std::tuple{
        field{"approver_id", &m::approver, presence::required, "Whose turn it is.", "2"},
        field{"extra_id", &m::extra, presence::required, "Who decides, too.", "3"},
        field{"before", &m::before, presence::required, "Before that step, else after it.", "true"}};
}();

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<sa::kept_request> seen(store::transaction& in, const caller& by, std::int64_t id)
{
    return visible(by, sa::find_request(in.sql, in.keys, id));
}

std::int64_t request_in(const call_head& asked)
{
    return asked.id<model::identifier<request_item>>(0).value;
}

std::optional<int> level_of(const std::optional<std::int64_t>& given)
{
    return given ? std::optional(static_cast<int>(std::min<std::int64_t>(*given, 1'000'000))) : std::nullopt;
}

// A deed about the request in the path.
template <class Call, class Deed>
base::result<whole_request> about(store::transaction& in, const Call& asked, Deed deed)
{
    const auto found = seen(in, asked.by, request_in(asked));
    if (!found)
        return found.error();
    const base::result<sa::kept_request> made = deed(found->id);
    if (!made)
        return made.error();
    return whole_of(in.sql, in.keys, *made);
}

base::result<whole_request> decide(store::transaction& in, const call<nothing, decision_input>& asked)
{
    return about(in, asked, [&](std::int64_t id) {
        return ops::attendance::decide_request(in, id,
                                               {asked.body.approver, level_of(asked.body.level),
                                                asked.body.decision, asked.body.comment.value_or("")},
                                               asked.by.author());
    });
}

base::result<batch_outcomes> decide_batch(store::transaction& in, const call<nothing, batch_input>& asked)
{
    const auto home = asked.id<model::organization_id>(0);
    batch_outcomes made;
    for (const batch_decision& each : asked.body.items) {
        auto found = seen(in, asked.by, each.request);
        if (found && found->organization != home)
            found = base::error{base::errc::not_found};
        const auto decided = found
                                 ? ops::attendance::decide_request(in, each.request,
                                                                   {each.approver, level_of(each.level),
                                                                    each.decision, each.comment.value_or("")},
                                                                   asked.by.author())
                                 : found;
        batch_outcome& outcome = made.items.emplace_back();
        outcome.request = each.request;
        if (decided) {
            outcome.state = decided->way.state;
        } else {
            const base::error& why = decided.error();
            outcome.error = std::string(base::row_of(why.code).id);
            outcome.detail = why.message.empty() ? std::string(base::row_of(why.code).title) : why.message;
        }
    }
    return made;
}

base::result<whole_request> withdraw(store::transaction& in, const call<nothing, person_input>& asked)
{
    return about(in, asked, [&](std::int64_t id) {
        return ops::attendance::withdraw_request(in, id, asked.body.person, asked.by.author());
    });
}

base::result<whole_request> revoke(store::transaction& in, const call<nothing, person_input>& asked)
{
    return about(in, asked, [&](std::int64_t id) {
        return ops::attendance::revoke_request(in, id, asked.body.person, asked.by.author());
    });
}

base::result<whole_request> transfer(store::transaction& in, const call<nothing, transfer_input>& asked)
{
    return about(in, asked, [&](std::int64_t id) {
        return ops::attendance::transfer_request(in, id, asked.body.approver, asked.body.to,
                                                 asked.body.comment.value_or(""), asked.by.author());
    });
}

base::result<whole_request> add(store::transaction& in, const call<nothing, more_input>& asked)
{
    return about(in, asked, [&](std::int64_t id) {
        return ops::attendance::add_to_request(in, id, asked.body.approver, asked.body.extra,
                                               asked.body.before, asked.by.author());
    });
}

base::result<whole_request> copy(store::transaction& in, const call<nothing, person_input>& asked)
{
    const auto found = seen(in, asked.by, request_in(asked));
    if (!found)
        return found.error();
    if (const auto done = ops::attendance::copy_request(in, *found, asked.body.person, asked.by.author());
        !done)
        return done.error();
    return whole_of(in.sql, in.keys, *found);
}

}  // namespace

std::span<const endpoint::route> attendance_decision_routes()
{
    using endpoint::right;
    using net::verb;
    static constexpr std::array table{
        write<decide>("decide_attendance_request", verb::post,
                      "/api/v1/attendance/requests/{request}/decisions", right::manage,
                      "Decides in somebody's name. What was decided before answers with the state that is."),
        write<decide_batch>("decide_attendance_requests", verb::post,
                            "/api/v1/organizations/{organization}/attendance/decisions", right::manage,
                            "Decides about several requests, one by one; one that fails stops no other."),
        write<withdraw>("withdraw_attendance_request", verb::post,
                        "/api/v1/attendance/requests/{request}/withdrawal", right::manage,
                        "Of the applicant: at once before the first decision, later by a level of its own."),
        write<revoke>("revoke_attendance_request", verb::post,
                      "/api/v1/attendance/requests/{request}/revocation", right::manage,
                      "Of an administrator of attendance: what was approved counts no more."),
        write<transfer>("transfer_attendance_request", verb::post,
                        "/api/v1/attendance/requests/{request}/transfer", right::manage,
                        "Gives an approver's step to somebody else."),
        write<add>("add_attendance_approver", verb::post, "/api/v1/attendance/requests/{request}/approvers",
                   right::manage, "One more approver, before or after the step whose turn it is."),
        write<copy>("copy_attendance_request", verb::post, "/api/v1/attendance/requests/{request}/copies",
                    right::manage, "Tells somebody of it who does not decide."),
    };
    return table;
}

}  // namespace gatehouse::api
