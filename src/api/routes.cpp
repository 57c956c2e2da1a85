#include "api/routes.hpp"

#include "api/api_keys.hpp"
#include "api/app_calls.hpp"
#include "api/apps.hpp"
#include "api/attendance/holidays.hpp"
#include "api/attendance/phone_punches.hpp"
#include "api/attendance/previews.hpp"
#include "api/attendance/reports.hpp"
#include "api/attendance/requests.hpp"
#include "api/attendance/results.hpp"
#include "api/attendance/rules.hpp"
#include "api/attendance/standing.hpp"
#include "api/blocked_visitors.hpp"
#include "api/cards.hpp"
#include "api/changes.hpp"
#include "api/channels.hpp"
#include "api/clients.hpp"
#include "api/credentials.hpp"
#include "api/deliveries.hpp"
#include "api/device_messages.hpp"
#include "api/device_orders.hpp"
#include "api/device_state.hpp"
#include "api/devices.hpp"
#include "api/doors.hpp"
#include "api/faces.hpp"
#include "api/features.hpp"
#include "api/firmware.hpp"
#include "api/inbox.hpp"
#include "api/invitations.hpp"
#include "api/licences.hpp"
#include "api/links.hpp"
#include "api/logins.hpp"
#include "api/nda.hpp"
#include "api/organizations.hpp"
#include "api/people.hpp"
#include "api/products.hpp"
#include "api/punch_stream.hpp"
#include "api/punches.hpp"
#include "api/roster_brake.hpp"
#include "api/roster_runs.hpp"
#include "api/sessions.hpp"
#include "api/units.hpp"
#include "api/user_events.hpp"
#include "api/visits.hpp"

namespace gatehouse::api {

std::vector<endpoint::route> routes()
{
    std::vector<endpoint::route> all;
    for (const auto rows : {
             session_routes(),
             organization_routes(),
             unit_routes(),
             door_routes(),
             person_routes(),
             face_routes(),
             credential_routes(),
             card_routes(),
             punch_routes(),
             channel_routes(),
             delivery_routes(),
             punch_stream_routes(),
             change_routes(),
             client_routes(),
             licence_routes(),
             link_routes(),
             held_delete_routes(),
             roster_run_routes(),
             api_key_routes(),
             login_routes(),
             visit_routes(),
             blocked_visitor_routes(),
             invitation_routes(),
             nda_routes(),
             app_call_routes(),
             device_state_routes(),
             completeness_routes(),
             product_routes(),
             firmware_routes(),
             device_routes(),
             device_message_routes(),
             device_order_routes(),
             app_routes(),
             feature_routes(),
             inbox_routes(),
             user_event_routes(),
             attendance_rule_routes(),
             attendance_request_routes(),
             attendance_decision_routes(),
             attendance_approver_routes(),
             attendance_leave_routes(),
             attendance_report_routes(),
             rule_preview_routes(),
             holiday_routes(),
             assignment_routes(),
             single_day_routes(),
             schedule_routes(),
             attendance_day_routes(),
             attendance_why_routes(),
             attendance_sum_routes(),
             attendance_lock_routes(),
             phone_punch_routes(),
         })
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

}  // namespace gatehouse::api
