#include "model/attendance/leave_type.hpp"

#include <array>

namespace gatehouse::model::attendance {
namespace {

struct shipped {
    std::string_view code;
    leave_unit unit;
    bool calendar_days;
    leave_pay pay;
    bool has_balance;
    leave_granting granting;
};
using enum leave_unit;
using enum leave_pay;
constexpr std::array all{
    shipped{"annual", half_day, false, paid, true, leave_granting::yearly},
    shipped{"sick", hour, false, part, false, leave_granting::none},
    shipped{"personal", hour, false, unpaid, false, leave_granting::none},
    shipped{"lieu", hour, false, paid, true, leave_granting::none},
    shipped{"marriage", day, true, paid, false, leave_granting::none},
    shipped{"bereavement", day, true, paid, false, leave_granting::none},
    shipped{"maternity", day, true, paid, false, leave_granting::none},
    shipped{"paternity", day, true, paid, false, leave_granting::none},
    shipped{"childcare", day, false, paid, false, leave_granting::none},
    shipped{"nursing", leave_unit::minute, false, paid, false, leave_granting::none},
    shipped{"injury", day, true, paid, false, leave_granting::none},
    shipped{"family", day, true, paid, false, leave_granting::none},
    shipped{"public", hour, false, paid, false, leave_granting::none},
};

}  // namespace

std::optional<leave_type> shipped_leave_type(std::string_view code)
{
    for (const shipped& each : all)
        if (each.code == code) {
            leave_type made;
            made.code = each.code;
            made.unit = each.unit;
            made.calendar_days = each.calendar_days;
            made.pay = each.pay;
            made.has_balance = each.has_balance;
            made.granting = each.granting;
            return made;
        }
    return std::nullopt;
}

leave_amount charge_of(const leave_type& type, std::chrono::minutes covered, std::chrono::minutes planned)
{
    switch (type.unit) {
    case leave_unit::minute: return covered.count() * 100;
    case leave_unit::hour: return charged_minutes(covered, std::chrono::minutes(60)).count() * 100 / 60;
    case leave_unit::tenth_day: return charged_days(covered, planned, 10);
    case leave_unit::half_day: return charged_days(covered, planned, 50);
    case leave_unit::day: break;
    }
    return charged_days(covered, planned, 100);
}

}  // namespace gatehouse::model::attendance
