// Kinds of leave: in what it is counted, and whether it is taken from a balance. Attendance rules §7.1.
#pragma once

#include "model/attendance/leave_account.hpp"
#include "model/named.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::model::attendance {

enum class leave_unit : std::uint8_t { minute, hour, tenth_day, half_day, day };
enum class leave_pay : std::uint8_t { paid, part, unpaid };
// A year's leave by rule: at its begin, or a twelfth each month.
enum class leave_granting : std::uint8_t { none, yearly, monthly };

struct leave_type {
    std::string code{};
    leave_unit unit = leave_unit::half_day;
    bool calendar_days = false;  // dates without shift are charged, too
    leave_pay pay = leave_pay::unpaid;
    bool has_balance = false;
    leave_amount down_to = 0;  // how far below nothing a balance may go
    leave_granting granting = leave_granting::none;
    std::optional<leave_amount> a_year{};  // nothing: by completed years of work
    std::chrono::month_day carried_until = std::chrono::March / 31;
    std::chrono::months lieu_valid{12};
};

// As it stands without any decision; nothing: there is none of that code.
std::optional<leave_type> shipped_leave_type(std::string_view code);

// What a date costs, in hundredths of the unit (of hours for `hour`, of days for parts of one).
leave_amount charge_of(const leave_type& type, minutes covered, minutes planned);

}  // namespace gatehouse::model::attendance

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 5> enumerator_names<attendance::leave_unit>{
    "minutes", "hour", "tenth-day", "half-day", "day"};

}  // namespace gatehouse::model
