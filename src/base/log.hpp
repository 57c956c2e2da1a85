// The log: one JSON object a line on standard error. Every line's text stands once, in the catalogue below.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace gatehouse::base {

enum class log_level : std::uint8_t { debug, notice, warning, error };

// What the operator may read. `text` says what happened, `advice` what to do about it.
struct log_event {
    std::string_view id;
    log_level level;
    std::string_view text;
    std::string_view advice;
};

namespace events {
inline constexpr log_event started{"started", log_level::notice, "The server is ready.", ""};
inline constexpr log_event stopping{"stopping", log_level::notice, "Stopping: finishing what was accepted.",
                                    ""};
inline constexpr log_event stopped{"stopped", log_level::notice, "Stopped.", ""};
inline constexpr log_event start_refused{"start_refused", log_level::error, "The server cannot start.",
                                         "Read the reason; nothing was served."};
inline constexpr log_event not_built{"not_built", log_level::warning, "This part is not built yet.",
                                     "The setting was accepted and has no effect."};
inline constexpr log_event lab_profile{"lab_profile", log_level::warning,
                                       "Lab profile: calls without credentials and printed credentials pass.",
                                       "Never use it with real people's data."};
inline constexpr log_event plain_http{"plain_http", log_level::warning,
                                      "A plain HTTP listener is open outside loopback.",
                                      "Secrets cross that network readable; use it only on a closed one."};
inline constexpr log_event plain_mqtt{"plain_mqtt", log_level::warning,
                                      "A plain MQTT listener is open outside loopback.",
                                      "What devices send crosses that network readable; prefer mqtts."};
inline constexpr log_event device_misdirected{
    "device_misdirected", log_level::warning, "A device published to a topic that is nobody's.",
    "Such messages are dropped; told once a connection. Devices publish to the topic `device`."};
inline constexpr log_event device_doubled{
    "device_doubled", log_level::warning,
    "A device connected from another address while it was still connected.",
    "It is told nobody's features until an operator trusts it or it came from nowhere else for a day."};
inline constexpr log_event provisioned{"provisioned", log_level::notice, "The provisioning file was applied.",
                                       ""};
inline constexpr log_event section_not_applied{
    "section_not_applied", log_level::warning,
    "A section of an earlier provisioning file that was kept cannot be applied.",
    "Apply a file with the section mended; until then it has no effect."};
inline constexpr log_event migrated{"migrated", log_level::notice,
                                    "The database schema was brought up to date.", ""};
inline constexpr log_event master_key_made{"master_key_made", log_level::warning,
                                           "A new master key was made.",
                                           "Copy keys/master to a safe place: without it pictures are lost."};
inline constexpr log_event certificate_made{"certificate_made", log_level::notice,
                                            "A self-signed certificate for TLS was made.",
                                            "Let clients trust it, or set one of your own."};
inline constexpr log_event certificate_taken{"certificate_taken", log_level::notice,
                                             "New TLS connections get this certificate.", ""};
inline constexpr log_event certificate_refused{
    "certificate_refused", log_level::error, "The files of the TLS certificate cannot be used.",
    "The former certificate goes on serving. Mend the files: they are looked at every few seconds."};
inline constexpr log_event certificate_ends{"certificate_ends", log_level::warning,
                                            "The TLS certificate ends soon, or has ended.",
                                            "Put a new one in its place; no restart is needed."};
inline constexpr log_event batch_failed{"batch_failed", log_level::error,
                                        "A commit failed; nothing of it stands.",
                                        "Callers were told. Look at the disk: full, or failing."};
inline constexpr log_event durability_lost{"durability_lost", log_level::error,
                                           "The disk refused to keep what was written; the process ends.",
                                           "Restarting replays what is on disk. Check the disk before."};
inline constexpr log_event job_failed{"job_failed", log_level::error, "A request failed inside the server.",
                                      "The caller was answered with an internal error."};
inline constexpr log_event background_failed{"background_failed", log_level::error,
                                             "A background task failed.", "It is tried again."};
inline constexpr log_event secret_throttled{"secret_throttled", log_level::warning,
                                            "Wrong secrets come too often from one source.",
                                            "Only wrong ones are refused; the true client is not affected."};
inline constexpr log_event passage_lost{"passage_lost", log_level::error,
                                        "A passage at a gate was answered and could not be recorded.",
                                        "See why writes fail; the gate itself knows when it opened."};
inline constexpr log_event compat_call{
    "compat_call", log_level::warning, "A visitor call passed without credentials.",
    "Its network is listed in visitor.compat_from: give its sender a key."};
inline constexpr log_event compat_over{"compat_over", log_level::warning,
                                       "visitor.compat_from is over, or not begun: it has no effect.",
                                       "It holds for 90 days from visitor.compat_since."};
inline constexpr log_event printed_credentials{"printed_credentials", log_level::warning,
                                               "Credentials printed in a vendor's document were refused.",
                                               "They are public. Give this client a secret of its own."};
inline constexpr log_event command_failed{"command_failed", log_level::error,
                                          "The command was not carried out.",
                                          "Read the reason; what it made so far was taken away."};
inline constexpr log_event key_in_backup{
    "key_in_backup", log_level::warning, "The master key goes into this backup.",
    "Whoever has the backup can open everything in it. Keep it locked away."};
inline constexpr log_event pictures_missing{
    "pictures_missing", log_level::warning, "Pictures that the database names were not there.",
    "The backup is whole but for them; `gatehouse verify` lists them."};
inline constexpr log_event wechat_refused{
    "wechat_refused", log_level::warning,
    "WeChat did not say who a phone page belongs to, or what it may do.",
    "A code that was used before is a page that was opened again; anything else is a setting to be mended."};
inline constexpr log_event delivery_dead{
    "delivery_dead", log_level::warning, "A message was given up.",
    "Mend what the outcome names, then have it sent again: POST /api/v1/deliveries/ID/resend."};
inline constexpr log_event app_call_dead{
    "app_call_dead", log_level::warning, "A call of an app's webhook was given up.",
    "Mend what the outcome names, then have it sent again: POST /api/v1/app_calls/ID/resend."};
inline constexpr log_event channel_disabled{"channel_disabled", log_level::warning,
                                            "A receiver answered 410 Gone; its channel was switched off.",
                                            "Remove the channel, or switch it on again."};
inline constexpr log_event receiver_failing{"receiver_failing", log_level::warning,
                                            "A receiver fails again and again; it is asked less often.",
                                            "What waits for it is kept and sent when it answers."};
inline constexpr log_event receiver_recovered{"receiver_recovered", log_level::notice,
                                              "A receiver that failed answers again.", ""};
}  // namespace events

struct log_field {
    std::string_view name;
    std::variant<std::int64_t, std::string_view> value;
};

// Safe from every thread; a line leaves in one write. Text on a terminal, JSON elsewhere.
void log(const log_event& event, std::initializer_list<log_field> fields = {});

}  // namespace gatehouse::base
