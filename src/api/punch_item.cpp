#include "api/punch_item.hpp"

#include "model/tap_time.hpp"

namespace gatehouse::api {
namespace {

template <class Id>
std::optional<std::int64_t> value_of(const std::optional<Id>& id)
{
    return id ? std::optional{id->value} : std::nullopt;
}

std::optional<std::string> text_of(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

std::string source_of(const model::punch& what)
{
    if (what.source)
        return "client/" + std::to_string(what.source.value);
    if (what.device)
        return "device/" + std::to_string(what.device.value);
    return what.method == model::punch_method::phone ? "phone" : "visitor";
}

}  // namespace

punch_item item_of(const store::punch_view& from)
{
    const model::punch& what = from.punch.what;
    punch_item item;
    item.id = from.punch.number.value;
    item.organization_id = what.organization.value;
    item.person_id = value_of(from.person);
    item.device_id = what.device ? std::optional{what.device.value} : std::nullopt;
    item.door_id = what.door ? std::optional{what.door.value} : std::nullopt;
    item.credential_id = value_of(from.credential);
    item.method = model::name_of(what.method);
    item.at = model::rfc3339(what.corrected_time);
    item.device_time = model::rfc3339(what.device_time);
    item.received_at = model::rfc3339(what.received_at);
    item.source = source_of(what);
    for (const std::string_view mark : model::names_of(what.marks))
        item.marks.emplace_back(mark);
    item.person_name = text_of(from.person_name);
    item.unit_name = text_of(from.unit_name);
    item.told = text_of(from.told);
    item.shown = from.shown;
    item.has_picture = from.has_picture;
    return item;
}

}  // namespace gatehouse::api
