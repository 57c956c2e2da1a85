// Communities of two clients, and what is done in them without any interface: what the tests of residents and
// doors work on.
#pragma once

#include "model/card_number.hpp"
#include "ops/communities.hpp"
#include "ops/doors.hpp"
#include "ops/passages.hpp"
#include "ops/residents.hpp"
#include "store/credentials.hpp"
#include "support/audit.hpp"

#include <string>
#include <vector>

namespace gatehouse::ops::test {

inline constexpr model::client_id owner{1};
inline constexpr model::client_id stranger{2};
inline constexpr std::string_view zhang = "13823781234";
inline constexpr std::string_view li = "13911111111";

// "ok", or the error's name.
template <class Outcome>
std::string name_of(const Outcome& outcome)
{
    return outcome ? "ok" : std::string(base::row_of(outcome.error().code).id);
}

class residence {
public:
    residence()
    {
        room.provision(R"({"clients": [{"protocol": "shankai", "id": "a", "secret": "s"},
                                       {"protocol": "shankai", "id": "b", "secret": "s"}]})");
        ic = add(owner, "桃花园", model::card_kind::ic);
        id = add(owner, "梨花园", model::card_kind::id);
        foreign = add(stranger, "桃花园", model::card_kind::ic);
        seen_ = support::audit_of(room).size();
    }

    author by() const { return {"client 1", room.clock.now()}; }

    // What a deed in the community comes to.
    template <class Deed>
    auto in(model::organization_id home, Deed deed)
    {
        std::optional<std::invoke_result_t<Deed, store::transaction&, const store::organization_entry&>> made;
        room.write([&](store::transaction& tx) { made.emplace(deed(tx, *tx.index.organization(home))); });
        return *std::move(made);
    }

    model::organization_id add(model::client_id client, std::string_view name, model::card_kind cards)
    {
        const std::string external = "o" + std::to_string(client.value) + std::string(name);
        room.write([&](store::transaction& tx) {
            register_community(tx, client, external, {std::string(name), "", "", cards}, by());
        });
        return (*find_community(*room.writer().published(), client, external))->what.id;
    }

    store::shown card(std::string_view number, model::organization_id home)
    {
        const auto read = model::read_card_number(number, model::card_format::unset);
        return store::shown_card(room.keys(), home, read->canonical, number);
    }

    std::string set(std::string_view phone, std::string_view name, std::string_view number)
    {
        return set(ic, phone, name, number);
    }
    std::string set(model::organization_id home, std::string_view phone, std::string_view name,
                    std::string_view number)
    {
        return name_of(in(home, [&](auto& tx, const auto& entry) {
            return set_card(tx, entry, {std::string(phone), std::string(name), card(number, home)}, by());
        }));
    }
    base::result<resident_card> get(model::organization_id home, std::string_view phone,
                                    std::string_view name = {})
    {
        return in(home, [&](auto& tx, const auto& entry) { return get_card(tx, entry, phone, name, by()); });
    }
    std::string take(std::string_view phone) { return take(ic, phone); }
    std::string take(model::organization_id home, std::string_view phone)
    {
        return name_of(
            in(home, [&](auto& tx, const auto& entry) { return take_card(tx, entry, phone, by()); }));
    }

    model::door_id door(std::string_view name) { return door(ic, name); }
    model::door_id door(model::organization_id home, std::string_view name)
    {
        return in(home, [&](auto& tx, const auto&) { return create_door(tx, home, name, by())->id; });
    }

    // Shows a card, or a phone where it is one, at a door; "ok" or why not. What is to be kept is kept.
    std::string open(std::string_view shown, std::variant<model::door_id, std::string> at)
    {
        return open(ic, shown, std::move(at));
    }
    std::string open(model::organization_id home, std::string_view shown,
                     std::variant<model::door_id, std::string> at)
    {
        const bool is_phone = shown.size() == zhang.size();
        const opening what{home, std::move(at),
                           is_phone ? store::shown_phone(room.keys(), home, shown) : card(shown, home), owner,
                           room.clock.now()};
        auto judged = judge_opening(*room.writer().published(), what);
        if (judged.draft)
            room.write([&](store::transaction& tx) {
                model::punch_number next{store::last_punch(tx.sql).value + 1};
                std::vector<store::punch_draft> drafts{*judged.draft};
                store::append(tx, drafts, next);
            });
        return judged.refusal ? std::string(base::row_of(*judged.refusal).id) : "ok";
    }

    void mark(std::string_view number, model::credential_status status)
    {
        room.write([&](store::transaction& tx) {
            model::credential held = *store::find_credential(tx.index, card(number, ic).digest);
            held.status = status;
            store::update_credential(tx, held, card(number, ic).digest);
        });
    }

    // "number shown name", newest first: what the doors of the community recorded.
    std::vector<std::string> records(model::organization_id home)
    {
        const auto found = store::passages_before(
            *room.database().reader(), room.keys(), home,
            {0, base::from_milliseconds(0), base::from_milliseconds(std::int64_t{1} << 53U), 100});
        std::vector<std::string> lines;
        lines.reserve(found.size());
        for (const store::punch_view& each : found)
            lines.push_back(std::to_string(each.punch.number.value) + " " + each.shown.value_or("?") + " " +
                            each.person_name + (each.punch.what.marks == 0 ? "" : " refused"));
        return lines;
    }

    // What the audit trail says since the last look.
    std::vector<std::string> news()
    {
        auto fresh = support::audit_of(room, seen_);
        seen_ += fresh.size();
        return fresh;
    }

    void pass(std::chrono::seconds time) { room.clock.set(room.clock.now() + time); }

    support::store_room room;
    model::organization_id ic;
    model::organization_id id;
    model::organization_id foreign;

private:
    std::size_t seen_ = 0;
};

}  // namespace gatehouse::ops::test
