// What was shown where and when. A punch is never edited: what is learnt later stands in other logs beside
// it.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace gatehouse::model {

enum class punch_method : std::uint8_t { card = 1, face, fingerprint, password, qr, manual, phone };

// Why a kept punch did not count when it came. A set, stored as one number.
enum class punch_mark : std::uint16_t {
    credential_unknown = 1U << 0U,   // nobody had bound what was shown, or the binding had lapsed
    unit_archived = 1U << 1U,        // its class is archived
    organization_closed = 1U << 2U,  // the organization was closed or deleted
    clock_ahead = 1U << 3U,  // the device's clock was in the future; the receive time is the corrected time
    picture_unreadable = 1U << 4U,    // a picture came that could not be read
    credential_lost = 1U << 5U,       // what was shown had been reported lost
    credential_suspended = 1U << 6U,  // what was shown was suspended
    pass_early = 1U << 7U,            // a guest's pass before its time
    pass_over = 1U << 8U,             // a guest's pass after its visit
    visit_cancelled = 1U << 9U,       // a guest's pass whose visit was refused or cancelled
    clock_off = 1U << 10U,  // the device's clock was known to be off; it counts, at the corrected time
};
using punch_marks = std::uint16_t;

constexpr punch_marks operator|(punch_marks set, punch_mark mark)
{
    return static_cast<punch_marks>(set | static_cast<punch_marks>(mark));
}

constexpr bool has(punch_marks set, punch_mark mark)
{
    return (set & static_cast<punch_marks>(mark)) != 0;
}

// Whether the tap was answered as done; of any other nobody is told.
constexpr bool was_accepted(punch_marks marks)
{
    return (marks & ~static_cast<punch_marks>(punch_mark::clock_off)) == 0;
}

struct punch {
    organization_id organization;
    presented_id presented;
    device_id device;  // none where the interface does not name one
    client_id source;
    punch_method method = punch_method::card;
    base::instant device_time;
    base::instant corrected_time;
    base::instant received_at;
    punch_marks marks = 0;
    door_id door{};  // the door that it was to open; none where no door was named
};

struct recorded_punch {
    punch_number number;
    punch what;
};

std::string_view name_of(punch_method method);
std::vector<std::string_view> names_of(punch_marks marks);

// A device's clock may run ahead of ours by this much before its word is doubted (spec/beiliao.md, 5110).
inline constexpr std::chrono::minutes tolerated_clock_lead{10};

// The device's time, or the receive time where the device's clock lies too far ahead.
base::instant corrected_time(base::instant device_time, base::instant received_at);
bool is_ahead(base::instant device_time, base::instant received_at);

}  // namespace gatehouse::model
