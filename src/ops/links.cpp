#include "ops/links.hpp"

#include "ops/places.hpp"
#include "store/clients.hpp"

#include <charconv>

namespace gatehouse::ops {

base::result<store::link> create_link(store::transaction& in, model::client_id client, std::string_view id,
                                      model::organization_id home, const author& by)
{
    const auto whose = store::find_client(in.sql, client);
    if (!whose || whose->protocol != "sewise")
        return wrong("/client_id", "is no client of a school platform");
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (error != std::errc{} || end != id.data() + id.size() || std::to_string(number) != id)
        return wrong("/id", "must be a whole number of 64 bits");
    const store::external_name name{client, store::external_kind::organization, std::string(id)};
    const auto known = store::find_external(in.sql, name);
    if (known && known->object != home.value)
        return base::error{base::errc::conflict, "This id means another organization."};
    if (!known || !known->linked) {
        if (known)  // the platform itself made it: from now on its deletes leave the organization alone
            store::end_external(in, name, {}, by.now);
        store::put_external(in, name, home.value, true);
        const auto made = store::find_link(in.sql, name).value();
        write_down(in, by, home, "link.create", made.id.value, difference().show("id", "", id));
        return made;
    }
    return store::find_link(in.sql, name).value();
}

void end_link(store::transaction& in, const store::link& what, const author& by)
{
    store::end_external(in, {what.client, store::external_kind::organization, what.external}, {}, by.now);
    store::end_externals_of(in, what.client, what.organization, {}, by.now);
    write_down(in, by, what.organization, "link.end", what.id.value);
}

}  // namespace gatehouse::ops
