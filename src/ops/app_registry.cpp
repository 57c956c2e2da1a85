#include "ops/app_registry.hpp"

#include "base/crypto.hpp"
#include "model/channel.hpp"
#include "ops/device_registry.hpp"
#include "ops/places.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

using base::errc;

constexpr model::organization_id everywhere{};

std::string_view text_of(bool flag)
{
    return flag ? "true" : "false";
}

base::result<void> check_webhook(const std::string& url)
{
    if (url.empty())
        return {};
    if (const auto fault = model::fault_of_webhook_url(url))
        return wrong("/webhook", std::string(*fault));
    return {};
}

// As the vendor's own are: 18 digits, the first of them no zero.
std::string random_external()
{
    constexpr std::size_t digits = 17;
    std::string made = "3";
    for (const char each : base::random_bytes(digits))
        made += static_cast<char>('0' + static_cast<unsigned char>(each) % 10);
    return made;
}

}  // namespace

base::result<model::app> create_app(store::transaction& in, const app_draft& what, const author& by)
{
    if (auto fine = check_webhook(what.webhook); !fine)
        return fine.error();
    const std::string external = what.external ? *what.external : random_external();
    if (store::find_app(in.index, external))
        return base::error{errc::conflict, "An app of this identifier stands."};
    model::app made;
    made.external = external;
    made.name = what.name;
    made.icon = what.icon;
    made.webhook = what.webhook;
    made.address_book = what.address_book;
    made.created_at = by.now;
    made.feature_query = what.feature_query;
    made.id = store::put_app(in, {made, what.key, {}});
    store::put_listing(in, made.id, what.listing);
    write_down(in, by, everywhere, "app.create", made.id.value);
    return made;
}

base::result<model::app> change_app(store::transaction& in, model::app_id id, const app_patch& how,
                                    const author& by)
{
    const auto* const standing = store::find_app(in.index, id);
    if (!standing)
        return base::error{errc::not_found};
    if (auto fine = check_webhook(how.webhook.value_or("")); !fine)
        return fine.error();
    const store::app_entry before = *standing;
    store::app_entry after = before;
    after.what.name = how.name.value_or(before.what.name);
    after.what.icon = how.icon.value_or(before.what.icon);
    after.what.webhook = how.webhook.value_or(before.what.webhook);
    if (after.what.webhook != before.what.webhook)
        after.what.operator_allowed = false;  // the file allowed the address that it wrote, and no other
    after.what.address_book = how.address_book.value_or(before.what.address_book);
    after.what.feature_query = how.feature_query.value_or(before.what.feature_query);
    after.what.suspended = how.suspended.value_or(before.what.suspended);
    after.what.v10 = how.v10.value_or(before.what.v10);
    const store::app_listing listed = store::find_listing(in.sql, id);
    const store::app_listing listing = how.listing.value_or(listed);
    const auto changed =
        difference()
            .show("name", before.what.name, after.what.name)
            .show("icon", before.what.icon, after.what.icon)
            .compare("webhook", before.what.webhook, after.what.webhook)
            .show("address_book", text_of(before.what.address_book), text_of(after.what.address_book))
            .show("feature_query", text_of(before.what.feature_query), text_of(after.what.feature_query))
            .show("suspended", text_of(before.what.suspended), text_of(after.what.suspended))
            .show("v10", text_of(before.what.v10), text_of(after.what.v10))
            .compare("listing", listed, listing);
    if (changed.any()) {
        store::put_app(in, after);
        store::put_listing(in, id, listing);
        write_down(in, by, everywhere, "app.update", id.value, changed);
    }
    return after.what;
}

base::result<void> change_app_key(store::transaction& in, model::app_id id, const base::secret& key,
                                  const author& by)
{
    const auto* const standing = store::find_app(in.index, id);
    if (!standing)
        return base::error{errc::not_found};
    const auto changed = difference().compare("key", standing->key.reveal(), key.reveal());
    store::app_entry after = *standing;
    after.key = key;
    if (changed.any()) {
        store::put_app(in, after);
        write_down(in, by, everywhere, "app.update", id.value, changed);
    }
    return {};
}

}  // namespace gatehouse::ops
