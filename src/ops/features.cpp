#include "ops/features.hpp"

#include "ops/faces.hpp"
#include "store/people.hpp"

#include <algorithm>
#include <limits>

namespace gatehouse::ops {
namespace {

using store::feature_row;
using store::feature_state;

difference said_of(const feature_row& what)
{
    return difference()
        .show("type", "", what.type)
        .show_id("device", {}, what.device)
        .show_id("app", {}, what.app);
}

feature_row row_of(const brought_feature& what, feature_state state, base::instant now)
{
    return {{}, what.who.organization, what.who.id, what.type, state, what.device, what.app, now, {}};
}

bool is_current_value(store::transaction& in, const brought_feature& what)
{
    const auto standing = store::current_feature(in.sql, what.who.id, what.type);
    return standing && store::feature_value(in.sql, in.keys, standing->id) == what.value;
}

bool was_expected(store::transaction& in, const brought_feature& what, base::instant now)
{
    return what.device && store::end_enrolment(in, what.who.id, *what.device, what.type, now);
}

void put_current(store::transaction& in, const brought_feature& what, const author& by)
{
    feature_row made = row_of(what, feature_state::aside, by.now);
    const auto id = store::insert_feature(in, made, what.value, by.now);
    if (!id)
        return;
    made.id = *id;
    store::make_current(in, made, by.now);
    write_down(in, by, made.organization, "feature.put", made.id.value, said_of(made), made.person);
}

// The newest that nobody asked for, oldest first.
std::vector<feature_row> aside_of(store::connection& sql, model::person_id whose, std::string_view type)
{
    auto rows = store::features_of(sql, whose, 0, std::numeric_limits<std::int64_t>::max());
    std::erase_if(rows, [type](const feature_row& each) {
        return each.type != type || each.state != feature_state::aside;
    });
    return rows;
}

void keep_aside(store::transaction& in, const brought_feature& what, const author& by)
{
    const auto before = aside_of(in.sql, what.who.id, what.type);
    for (const feature_row& each : before)
        if (store::feature_value(in.sql, in.keys, each.id) == what.value)
            return;
    if (before.size() >= features_aside_most)
        store::drop_feature(in, before.front().id);
    feature_row made = row_of(what, feature_state::aside, by.now);
    const auto id = store::insert_feature(in, made, what.value, by.now);
    if (id)
        write_down(in, by, made.organization, "feature.aside", id->value, said_of(made), made.person);
}

base::result<void> must_be_aside(const feature_row& what)
{
    if (what.state == feature_state::aside)
        return {};
    return base::error{base::errc::conflict, "The feature is not kept aside."};
}

}  // namespace

bool is_feature_type(std::string_view type)
{
    return std::find(feature_types.begin(), feature_types.end(), type) != feature_types.end();
}

void open_enrolment(store::transaction& in, const model::person& who, const model::device& at,
                    const std::string& type, const author& by)
{
    store::put_enrolment(in, who.id, at.id, type, by.now + enrolment_life);
    write_down(in, by, who.organization, "enrolment.open", who.id.value,
               difference().show("type", "", type).show_id("device", {}, std::optional{at.id}), who.id);
}

void bring_feature(store::transaction& in, const brought_feature& what, const author& by)
{
    const bool expected = was_expected(in, what, by.now);
    if (is_current_value(in, what))
        return;
    if (expected)
        put_current(in, what, by);
    else
        keep_aside(in, what, by);
}

void overhear_feature(store::transaction& in, const brought_feature& what, const author& by)
{
    if (was_expected(in, what, by.now) && !is_current_value(in, what))
        put_current(in, what, by);
}

base::result<void> accept_feature(store::transaction& in, const feature_row& what, const author& by)
{
    if (auto is_aside = must_be_aside(what); !is_aside)
        return is_aside;
    store::make_current(in, what, by.now);
    write_down(in, by, what.organization, "feature.accept", what.id.value, said_of(what), what.person);
    return {};
}

base::result<void> discard_feature(store::transaction& in, const feature_row& what, const author& by)
{
    if (auto is_aside = must_be_aside(what); !is_aside)
        return is_aside;
    store::drop_feature(in, what.id);
    write_down(in, by, what.organization, "feature.discard", what.id.value, said_of(what), what.person);
    return {};
}

void take_features(store::transaction& in, const model::person& who, const author& by)
{
    if (store::drop_features_of(in, who.id))
        write_down(in, by, who.organization, "feature.drop", who.id.value, {}, who.id);
}

bool is_usable(store::connection& sql, const model::person& who, std::string_view type)
{
    using model::consent_purpose;
    if (type == "fp")
        return has_consent(sql, who.id, who.role, consent_purpose::fingerprint);
    return type != "fa" || has_consent(sql, who.id, who.role, consent_purpose::face);
}

void note_sending(store::transaction& in, const model::person& who, const std::string& type,
                  model::device_id to, model::app_id by, base::instant now)
{
    store::note_sending(in, {who.id, to, type, by, now, now, is_usable(in.sql, who, type)});
}

}  // namespace gatehouse::ops
