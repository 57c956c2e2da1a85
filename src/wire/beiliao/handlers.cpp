#include "wire/beiliao/handlers.hpp"

#include "model/tap_time.hpp"

namespace gatehouse::wire::beiliao {
namespace {

store::shown shown_by(const caller& by, const store::keyring& keys, const read_card& card,
                      std::string_view text)
{
    store::shown made = store::shown_card(keys, by.organization, card.canonical, text);
    made.read_by = by.client;
    return made;
}

}  // namespace

meta_answer handle_meta(const store::organization_entry& of)
{
    meta_answer answer{of.what.name,
                       model::epoch_seconds(of.what.created_at),
                       of.what.status == model::organization_status::open ? 1 : 0,
                       {}};
    answer.classes.reserve(of.units.size());
    for (const model::unit& unit : of.units)
        if (unit.status == model::unit_status::active && unit.kind == "class")
            answer.classes.push_back({std::to_string(unit.id.value), unit.name});
    return answer;
}

base::result<match_order> read_match(const caller& by, const store::keyring& keys, const match_request& asked)
{
    auto pairs = read_pairs(asked.data);
    if (!pairs)
        return pairs.error();
    const auto card = read_card_text(asked.cardnum, by.card_format);
    if (!card || !card->in_format)
        return base::error{base::errc::malformed_input, "cardnum 不是该应用约定的卡号格式"};
    const auto unit = read_class_id(asked.classid);
    if (!unit)
        return base::error{base::errc::unit_unknown, ""};
    return match_order{by,
                       {by.organization, *unit, shown_by(by, keys, *card, asked.cardnum), std::move(*pairs),
                        "client " + std::to_string(by.client.value)},
                       std::string(asked.cardnum)};
}

base::result<match_answer> handle_match(store::transaction& in, const match_order& order)
{
    // The kindergarten may have closed since the call was read.
    const store::organization_entry* const home = in.index.organization(order.by.organization);
    if (!home || home->what.status == model::organization_status::deleted)
        return base::error{base::errc::organization_deleted, ""};
    if (home->what.status == model::organization_status::closed)
        return base::error{base::errc::organization_closed, ""};
    auto bound = ops::bind_card(in, order.what, order.by.now);
    if (!bound)
        return bound.error();
    match_answer answer{order.cardnum, {}};
    for (ops::bound_account& each : *bound)
        answer.members.push_back({std::move(each.phone), std::move(each.name), each.registered});
    return answer;
}

base::result<ops::tap> read_kick(const caller& by, const store::keyring& keys, const kick_request& asked)
{
    const auto at = model::read_tap_time(asked.time_kick, *by.zone);
    if (!at)
        return base::error{base::errc::time_invalid, ""};
    const auto card = read_card_text(asked.cardnum, by.card_format);
    if (!card)
        return base::error{base::errc::missing_parameter, "cardnum"};
    ops::tap what;
    what.organization = by.organization;
    what.shown = shown_by(by, keys, *card, asked.cardnum);
    what.source = by.client;
    what.device_time = *at;
    what.received_at = by.now;
    return what;
}

kick_answer answer_kick(const store::punch_outcome& outcome)
{
    return {std::to_string(outcome.number.value), outcome.repeat};
}

}  // namespace gatehouse::wire::beiliao
