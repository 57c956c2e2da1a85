#include "endpoint/fields_read.hpp"
#include "store/visitor_site.hpp"
#include "wire/visitor/handlers.hpp"

namespace gatehouse::wire::visitor {
namespace {

constexpr std::string_view servers_setting = "servers";
constexpr std::string_view templates_setting = "templates";
constexpr std::string_view hidden = "********";

template <class Setting>
Setting find(store::connection& sql, const store::keyring& keys, model::organization_id of,
             std::string_view name)
{
    Setting found;
    const auto document = endpoint::json_document::parse(store::visitor_setting(sql, keys, of, name));
    endpoint::fault_list faults;
    if (document)
        endpoint::read_json(document->root(), found, faults);
    return found;
}

template <class Setting>
void put(store::transaction& in, const call_at& at, std::string_view name, const Setting& what)
{
    std::string text;
    base::json_writer json(text);
    endpoint::write_json(json, what);
    store::put_visitor_setting(in, at.by.site, name, text);
}

// The password is never answered.
servers shown(servers of)
{
    if (!of.koala_password.empty())
        of.koala_password = hidden;
    return of;
}

template <class Setting>
ops::difference compare(const Setting& before, const Setting& after)
{
    ops::difference changed;
    endpoint::for_each_field<Setting>(
        [&](const auto& f) { changed.compare(f.name, before.*f.member, after.*f.member); });
    return changed;
}

}  // namespace

base::result<servers> handle_get_servers(reading in, const call_at& at, const nothing&)
{
    return shown(find<servers>(in.sql, in.keys, at.by.site, servers_setting));
}

base::result<servers> handle_put_servers(store::transaction& in, const call_at& at, const servers& asked)
{
    if (!asked.koala_ip.empty() && !endpoint::may_be_face_host(asked.koala_ip, at.chosen.outgoing_allow))
        return faulty("koala_ip", "is no address that a face host may have");
    const auto before = find<servers>(in.sql, in.keys, at.by.site, servers_setting);
    servers after = asked;
    if (asked.koala_password == hidden) {
        // Kept for the same host and user only: nobody has it sent elsewhere.
        if (before.koala_password.empty() || before.koala_ip != asked.koala_ip ||
            before.koala_username != asked.koala_username)
            return faulty("koala_password", "must be given anew");
        after.koala_password = before.koala_password;
    }
    if (const auto changed = compare(before, after); changed.any()) {
        put(in, at, servers_setting, after);
        ops::write_down(in, at.by.author(), at.by.site, "visitor_setting.servers", at.by.site.value, changed);
    }
    return shown(after);
}

base::result<templates> handle_get_templates(reading in, const call_at& at, const nothing&)
{
    return find<templates>(in.sql, in.keys, at.by.site, templates_setting);
}

base::result<templates> handle_put_templates(store::transaction& in, const call_at& at,
                                             const templates& asked)
{
    const auto before = find<templates>(in.sql, in.keys, at.by.site, templates_setting);
    if (const auto changed = compare(before, asked); changed.any()) {
        put(in, at, templates_setting, asked);
        ops::write_down(in, at.by.author(), at.by.site, "visitor_setting.templates", at.by.site.value,
                        changed);
    }
    return asked;
}

}  // namespace gatehouse::wire::visitor
