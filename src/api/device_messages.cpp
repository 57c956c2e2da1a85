#include "api/device_messages.hpp"

#include "api/devices.hpp"
#include "api/page.hpp"
#include "store/messages.hpp"

namespace gatehouse::api {

struct device_message_item {
    model::message_number id;
    base::instant received_at;
    std::int64_t action = 0;
    std::vector<model::app_id> apps;
    std::string text;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<store::device_alarm> = std::tuple{
    field{"id", &store::device_alarm::id, presence::required, "Identifies it; rises with time.", "1"},
    field{"at", &store::device_alarm::at, presence::required, "When it came.", "2026-05-28T08:00:00Z"},
    field{
        "code", &store::device_alarm::code, presence::required,
        "200: an upgrade failed. 201: a log could not be sent. 202: a fault of the hardware. Others are the "
        "vendor's.",
        "202"},
    field{"text", &store::device_alarm::text, presence::required, "In the machine's words.",
          "fingerprint sensor not responding"}};

template <>
inline constexpr auto fields_of<api::device_message_item> = std::tuple{
    field{"id", &api::device_message_item::id, presence::required, "Identifies it; rises with time.", "1"},
    field{"received_at", &api::device_message_item::received_at, presence::required, "When it came.",
          "2026-05-28T08:00:00Z"},
    field{"action", &api::device_message_item::action, presence::required,
          "Its action; 0: none could be read.", "300"},
    field{"apps", &api::device_message_item::apps, presence::required, "The ids of those that it was for."},
    field{"text", &api::device_message_item::text, presence::required, "As it was received."}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<page<store::device_alarm>> list_alarms(const reading& in, const call<page_query, nothing>& asked)
{
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    const auto device = device_of(in.sql, in.index, asked.by, asked.id<model::device_id>(0));
    if (!device)
        return device.error();
    return page_of(store::alarms_before(in.sql, device->what.id, *before, asked.query.limit + 1), asked.query,
                   [](const store::device_alarm& last) { return last.id; });
}

base::result<page<device_message_item>> list_messages(const reading& in,
                                                      const call<page_query, nothing>& asked)
{
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    const auto device = device_of(in.sql, in.index, asked.by, asked.id<model::device_id>(0));
    if (!device)
        return device.error();
    std::vector<device_message_item> found;
    for (const store::message_view& each :
         store::messages_before(in.sql, in.keys, device->what, {*before}, asked.query.limit + 1))
        found.push_back({each.number, each.received_at, each.action, each.apps, each.text});
    return page_of(std::move(found), asked.query);
}

}  // namespace

std::span<const endpoint::route> device_message_routes()
{
    static constexpr std::array table{
        read<list_alarms>("list_device_alarms", "/api/v1/devices/{device}/alarms", endpoint::right::see,
                          "What a machine said of its own faults, newest first."),
        read<list_messages>(
            "list_device_messages", "/api/v1/devices/{device}/messages", endpoint::right::administer,
            "A machine's messages as received, newest first, for 30 days. Features of people may "
            "be among them."),
    };
    return table;
}

}  // namespace gatehouse::api
