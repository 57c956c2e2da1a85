// Requests as our API shows them.
#pragma once

#include "api/operation.hpp"
#include "store/attendance/requests.hpp"

namespace gatehouse::api {

namespace asking = model::attendance;

struct request_item {
    std::int64_t id = 0;
    model::organization_id organization;
    model::person_id person;
    std::optional<model::person_id> applicant;
    std::optional<model::person_id> colleague;
    asking::asked_kind kind = asking::asked_kind::leave;
    std::string words;
    model::civil_day first;
    model::civil_day last;
    std::string reason;
    asking::approval_state state = asking::approval_state::waiting;
    bool withdrawing = false;
    std::optional<std::int64_t> level;
    std::string chain;
    base::instant filed_at{};
    std::optional<base::instant> decided_at;
    std::optional<base::instant> ended_at;
};
request_item item_of(const store::attendance::kept_request& from);

struct step_item {
    std::int64_t level = 0;
    asking::level_purpose purpose = asking::level_purpose::approve;
    model::person_id approver;
    asking::step_origin origin = asking::step_origin::chain;
    asking::step_state state = asking::step_state::open;
    std::optional<model::person_id> decided_by;
    std::optional<base::instant> at;
    std::string comment;
    bool former = false;
};

struct whole_request {
    request_item request;
    std::vector<step_item> steps;
    std::vector<model::person_id> copies;
};
whole_request whole_of(store::connection& sql, const store::keyring& keys,
                       const store::attendance::kept_request& from);

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::request_item> = [] {
    using m = api::request_item;
    return std::tuple{
        field{"id", &m::id, presence::required, "Identifies it.", "1"},
        field{"organization_id", &m::organization, presence::required, "Where it was filed.", "1"},
        field{"person_id", &m::person, presence::required, "Whom it is for.", "1"},
        field{"applicant_id", &m::applicant, presence::required, "Who filed it.", "1"},
        field{"colleague_id", &m::colleague, presence::required, "With whom a shift is swapped.", "2"},
        field{"kind", &m::kind, presence::required, "What is asked for.", "leave"},
        field{"words", &m::words, presence::required, "In a clerk's words.", "leave annual 2026-03-16"},
        field{"first", &m::first, presence::required, "The first date that it is about.", "2026-03-16"},
        field{"last", &m::last, presence::required, "The last one.", "2026-03-16"},
        field{"reason", &m::reason, presence::required, "As it was given; perhaps empty.", "family"},
        field{"state", &m::state, presence::required, "What became of it.", "waiting"},
        field{"withdrawing", &m::withdrawing, presence::required,
              "Someone asked to withdraw it after a first decision, and that waits.", "false"},
        field{"level", &m::level, presence::required, "Whose turn it is; null: nothing waits.", "1"},
        field{"chain", &m::chain, presence::required,
              "The chain that it goes by; empty: no chain matched, the direct lead decides.", "short-leave"},
        field{"filed_at", &m::filed_at, presence::required, "RFC 3339, UTC.", "2026-03-10T08:00:00Z"},
        field{"decided_at", &m::decided_at, presence::required, "When it was approved.",
              "2026-03-10T09:00:00Z"},
        field{"ended_at", &m::ended_at, presence::required,
              "When it was refused, returned, withdrawn or revoked.", "2026-03-11T09:00:00Z"}};
}();

template <>
inline constexpr auto fields_of<api::step_item> = [] {
    using m = api::step_item;
    return std::tuple{
        field{"level", &m::level, presence::required, "Its number, never used again for this request.", "1"},
        field{"purpose", &m::purpose, presence::required,
              "consent: a colleague agrees to a swap; withdraw: about a withdrawal.", "approve"},
        field{"approver_id", &m::approver, presence::required, "Who is asked.", "2"},
        field{"origin", &m::origin, presence::required, "Why they are asked.", "chain"},
        field{"state", &m::state, presence::required, "What they did, or what was done without them.",
              "open"},
        field{"decided_by_id", &m::decided_by, presence::required,
              "Who decided: the approver, or a deputy in their name.", "2"},
        field{"at", &m::at, presence::required, "RFC 3339, UTC.", "2026-03-10T09:00:00Z"},
        field{"comment", &m::comment, presence::required, "Perhaps empty.", "fine"},
        field{"former", &m::former, presence::required, "Of a round before it was returned.", "false"}};
}();

template <>
inline constexpr auto fields_of<api::whole_request> = std::tuple{
    field{"request", &api::whole_request::request, presence::required, "The request."},
    field{"steps", &api::whole_request::steps, presence::required,
          "Former rounds first, then level by level in the order in which they decide."},
    field{"copies", &api::whole_request::copies, presence::required, "Who is told of it only.", "[3]"}};

}  // namespace gatehouse::endpoint
