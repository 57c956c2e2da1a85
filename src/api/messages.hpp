// The messages of `/api/v1`.
#pragma once

#include "base/secret.hpp"
#include "endpoint/fields.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::api {

struct punch_item {
    std::int64_t id = 0;
    std::int64_t organization_id = 0;
    std::optional<std::int64_t> person_id;
    std::optional<std::int64_t> device_id;
    std::optional<std::int64_t> door_id;
    std::optional<std::int64_t> credential_id;
    std::string method;
    std::string at;
    std::string device_time;
    std::string received_at;
    std::string source;
    std::vector<std::string> marks;
    std::optional<std::string> person_name;
    std::optional<std::string> unit_name;
    std::optional<std::string> told;
    std::optional<std::string> shown;
    bool has_picture = false;
};

// Standard Webhooks: what a webhook receives.
struct punch_event {
    std::string type = "punch.created";
    std::string timestamp;
    punch_item data;
};

struct session_request {
    std::string login;
    base::secret password;
};

struct session_item {
    std::string token;
    std::string role;
    std::string ends_at;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::punch_item> = std::tuple{
    field{"id", &api::punch_item::id, presence::required,
          "Identifies the punch; rises in the order of commit."},
    field{"organization_id", &api::punch_item::organization_id, presence::required, "Where it was made."},
    field{"person_id", &api::punch_item::person_id, presence::required, "Whose it is as far as is known."},
    field{"device_id", &api::punch_item::device_id, presence::required,
          "The device, where the interface names one."},
    field{"door_id", &api::punch_item::door_id, presence::required, "The door that it was to open."},
    field{"credential_id", &api::punch_item::credential_id, presence::required,
          "The credential that was shown; null while nobody has bound it."},
    field{"method", &api::punch_item::method, presence::required,
          "How: card, face, fingerprint, password, qr, manual, phone."},
    field{"at", &api::punch_item::at, presence::required,
          "When, after correction of the device's clock. RFC 3339, UTC."},
    field{"device_time", &api::punch_item::device_time, presence::required,
          "When, as the device said. RFC 3339, UTC."},
    field{"received_at", &api::punch_item::received_at, presence::required,
          "When it reached the server. RFC 3339, UTC."},
    field{"source", &api::punch_item::source, presence::required,
          "The client that brought it; `device/N`: a machine; `phone`: a person's phone, as an app says; "
          "`visitor`: a gate."},
    field{"marks", &api::punch_item::marks, presence::required,
          "Why it did not count when it came: credential_unknown, unit_archived, organization_closed, "
          "clock_ahead, "
          "picture_unreadable, credential_lost, credential_suspended, pass_early, pass_over, "
          "visit_cancelled, clock_off."},
    field{"person_name", &api::punch_item::person_name, presence::required, "The person's name."},
    field{"unit_name", &api::punch_item::unit_name, presence::required, "The unit of the credential."},
    field{"told", &api::punch_item::told, presence::required, "The names of those who are told."},
    field{"shown", &api::punch_item::shown, presence::required,
          "What was shown, as it was sent; null once erased."},
    field{"has_picture", &api::punch_item::has_picture, presence::required,
          "Whether a picture came with it."}};

template <>
inline constexpr auto fields_of<api::punch_event> =
    std::tuple{field{"type", &api::punch_event::type, presence::required, "What happened.", "punch.created"},
               field{"timestamp", &api::punch_event::timestamp, presence::required,
                     "When it reached the server. RFC 3339, UTC."},
               field{"data", &api::punch_event::data, presence::required,
                     "The punch as it is known now. In a person's channel `told` names that person only."}};

template <>
inline constexpr auto fields_of<api::session_request> =
    std::tuple{field{"login", &api::session_request::login, presence::required, "Who.", "office", {1, 64}},
               field{"password",
                     &api::session_request::password,
                     presence::required,
                     "8 to 128 bytes.",
                     "correct horse",
                     {1, 128, text_form::free}}};

template <>
inline constexpr auto fields_of<api::session_item> = std::tuple{
    field{"token", &api::session_item::token, presence::required, "Goes into Authorization: Bearer."},
    field{"role", &api::session_item::role, presence::required, "What the login may do."},
    field{"ends_at", &api::session_item::ends_at, presence::required, "RFC 3339, UTC."}};

}  // namespace gatehouse::endpoint
