#include "api/routes.hpp"

#include "api/channels.hpp"
#include "api/deliveries.hpp"
#include "api/doors.hpp"
#include "api/organizations.hpp"
#include "api/punch_stream.hpp"
#include "api/punches.hpp"
#include "api/sessions.hpp"
#include "api/units.hpp"

namespace gatehouse::api {

std::vector<endpoint::route> routes()
{
    std::vector<endpoint::route> all;
    for (const auto rows : {
             session_routes(),
             organization_routes(),
             unit_routes(),
             door_routes(),
             punch_routes(),
             channel_routes(),
             delivery_routes(),
             punch_stream_routes(),
         })
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

}  // namespace gatehouse::api
