#include "wire/shankai/handlers.hpp"

#include "endpoint/cursor.hpp"
#include "ops/doors.hpp"

namespace gatehouse::wire::shankai {
namespace {

using endpoint::nothing;

template <class Outcome>
base::result<nothing> silent(const Outcome& outcome)
{
    if (!outcome)
        return outcome.error();
    return nothing{};
}

std::variant<model::door_id, std::string> named_door(const std::optional<std::string>& id,
                                                     const std::optional<std::string>& name)
{
    if (id)
        return read_door_id(*id);
    return name.value();
}

}  // namespace

base::result<create_order> read_create(const create_request& asked)
{
    const auto cards = read_card_kind(asked.ic_id_mode);
    if (!cards)
        return cards.error();
    return create_order{make_org_id(),
                        {asked.name, asked.address.value_or(""), asked.contact.value_or(""), *cards}};
}

base::result<ops::named_community> handle_create(store::transaction& in, const caller& by,
                                                 const create_order& order)
{
    return ops::register_community(in, by.client, order.org_id, order.what, by.author());
}

base::result<find_answer> handle_find(store::connection& sql, const store::index& in, const caller& by,
                                      const find_request& asked)
{
    auto own = ops::communities_of(sql, in, by.client);
    if (const std::string& name = asked.name.value_or(""); !name.empty())
        std::erase_if(own, [&name](const auto& each) { return each.name != name; });
    if (own.empty())
        return base::error{base::errc::organization_unknown};
    if (own.size() == 1)
        return organization_answer{own.front().external};
    organizations_answer several{own.front().external, {}};
    for (auto& each : own)
        several.organizations.push_back({std::move(each.external), std::move(each.name)});
    return several;
}

base::result<update_order> read_update(const update_request& asked)
{
    const auto cards = read_card_kind(asked.ic_id_mode);
    if (!cards)
        return cards.error();
    return update_order{asked.org_id,
                        {asked.name, asked.city, asked.district, asked.address, asked.contact, *cards}};
}

base::result<ops::named_community> handle_update(store::transaction& in, const caller& by,
                                                 const update_order& order)
{
    const auto home = ops::find_community(in.index, by.client, order.org_id);
    if (!home)
        return home.error();
    return ops::change_community(in, **home, order.how, by.author());
}

base::result<nothing> handle_end(store::transaction& in, const caller& by, const organization_request& asked)
{
    const auto home = ops::find_community(in.index, by.client, asked.org_id);
    if (!home)
        return home.error();
    ops::end_community(in, **home, by.author());
    return nothing{};
}

base::result<set_card_order> read_set_card(const set_card_request& asked)
{
    auto card = read_card_no(asked.card_no);
    if (!card)
        return card.error();
    return set_card_order{asked, std::move(*card)};
}

base::result<nothing> handle_set_card(store::transaction& in, const caller& by, const set_card_order& order)
{
    const auto home = ops::find_community(in.index, by.client, order.asked.org_id);
    if (!home)
        return home.error();
    const auto card = store::shown_card(in.keys, (*home)->what.id, order.card.canonical, order.card.original);
    return silent(ops::set_card(in, **home, {order.asked.mobile, order.asked.name, card}, by.author()));
}

base::result<ops::resident_card> handle_get_card(store::transaction& in, const caller& by,
                                                 const get_card_request& asked)
{
    const auto home = ops::find_community(in.index, by.client, asked.org_id);
    if (!home)
        return home.error();
    return ops::get_card(in, **home, asked.mobile, asked.name.value_or(""), by.author());
}

base::result<nothing> handle_del_user(store::transaction& in, const caller& by, const user_request& asked)
{
    const auto home = ops::find_community(in.index, by.client, asked.org_id);
    if (!home)
        return home.error();
    return silent(ops::take_card(in, **home, asked.mobile, by.author()));
}

base::result<void> check_admin(const admin_request& asked)
{
    constexpr std::size_t least = 8;
    constexpr std::size_t most = 128;
    if (asked.pass.size() < least || asked.pass.size() > most)
        return faulty("pass", "must have 8 to 128 bytes");
    return {};
}

base::result<nothing> handle_admin(store::transaction& in, const caller& by, const admin_request& asked,
                                   const std::string& password_hash)
{
    const auto home = ops::find_community(in.index, by.client, asked.org_id);
    if (!home)
        return home.error();
    return silent(ops::add_office(in, (*home)->what.id, asked.login, password_hash, by.author()));
}

base::result<door_answer> handle_add_door(store::transaction& in, const caller& by,
                                          const add_door_request& asked)
{
    const auto home = ops::find_community(in.index, by.client, asked.org_id);
    if (!home)
        return home.error();
    const auto made = ops::create_door(in, (*home)->what.id, asked.name, by.author());
    if (!made)
        return made.error();
    return door_answer{std::to_string(made->id.value)};
}

base::result<door_request> read_door(const door_request& asked)
{
    if (!asked.door_id && !asked.name)
        return faulty("door_id", "or name is needed");
    return asked;
}

base::result<nothing> handle_del_door(store::transaction& in, const caller& by, const door_request& asked)
{
    const auto home = ops::find_community(in.index, by.client, asked.org_id);
    if (!home)
        return home.error();
    const model::door* const door = std::visit(
        [&home](const auto& named) { return store::find_door(**home, named); },
        named_door(asked.door_id, asked.name));
    if (!door)
        return base::error{base::errc::door_unknown};
    ops::delete_door(in, *door, by.author());
    return nothing{};
}

doors_answer handle_get_doors(const store::organization_entry& of)
{
    doors_answer answer;
    for (const model::door& each : of.doors)
        answer.doors.push_back({std::to_string(each.id.value), each.name});
    return answer;
}

base::result<ops::opening> read_open(const store::keyring& keys, const store::organization_entry& of,
                                     const caller& by, const open_request& asked)
{
    if (!asked.door_id && !asked.name)
        return faulty("door_id", "or name is needed");
    if (asked.card_no.has_value() == asked.mobile.has_value())
        return faulty("card_no", "or mobile is needed, one of the two");
    const auto door = named_door(asked.door_id, asked.name);
    if (asked.mobile)
        return ops::opening{of.what.id, door, store::shown_phone(keys, of.what.id, *asked.mobile), by.client,
                            by.now};
    const auto card = read_card_no(*asked.card_no);
    if (!card)
        return card.error();
    return ops::opening{of.what.id, door,
                        store::shown_card(keys, of.what.id, card->canonical, card->original), by.client,
                        by.now};
}

base::result<store::passage_span> read_records(const store::organization_entry& of,
                                               const records_request& asked)
{
    // Far enough on both sides for what is left out.
    store::passage_span span{0, base::from_milliseconds(-(std::int64_t{1} << 53U)),
                             base::from_milliseconds(std::int64_t{1} << 53U), records_usual};
    const auto take = [&](std::string_view field, const std::optional<endpoint::scalar>& given,
                          base::instant& into) -> base::result<void> {
        const auto at = given ? read_time(field, *given, *of.zone) : base::result<base::instant>(into);
        if (!at)
            return at.error();
        into = *at;
        return {};
    };
    if (auto taken = take("start", asked.start, span.from); !taken)
        return taken.error();
    if (auto taken = take("end", asked.end, span.until); !taken)
        return taken.error();
    if (asked.cursor) {
        const auto before = endpoint::position_of(*asked.cursor);
        if (!before)
            return faulty("cursor", "is none of this server's");
        span.before = *before;
    }
    if (asked.size) {
        const auto size = read_size(*asked.size);
        if (!size)
            return size.error();
        span.limit = *size;
    }
    return span;
}

records_answer handle_records(store::connection& sql, const store::keyring& keys,
                              const store::organization_entry& of, store::passage_span asked)
{
    const auto size = static_cast<std::size_t>(asked.limit);
    ++asked.limit;  // one more than asked for says that there is a next page
    const auto found = store::passages_before(sql, keys, of.what.id, asked);
    records_answer answer;
    for (std::size_t i = 0; i < std::min(size, found.size()); ++i)
        answer.records.push_back(write_record(found[i], *of.zone));
    if (found.size() > size)
        answer.cursor = endpoint::cursor_of(found[size - 1].punch.number.value);
    return answer;
}

}  // namespace gatehouse::wire::shankai
