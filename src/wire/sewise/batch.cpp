#include "wire/sewise/batch.hpp"

#include "ops/faces.hpp"
#include "ops/roster_cards.hpp"
#include "store/credentials.hpp"
#include "store/people.hpp"
#include "wire/sewise/envelope.hpp"

namespace gatehouse::wire::sewise {
namespace {

using base::errc;
using order = std::variant<ops::school_draft, ops::class_draft, user_order>;

template <class Request, class Read>
base::result<order> read_row(const endpoint::json_view& from, Read read)
{
    const auto asked = read_members<Request>(from);
    if (!asked)
        return asked.error();
    auto made = read(*asked);
    if (!made)
        return made.error();
    return order{std::move(*made)};
}

base::result<user_order> read_user_order(const user_row& asked)
{
    auto member = read_user(asked);
    if (!member)
        return member.error();
    user_order made{std::move(*member), std::nullopt, asked.cardnum.value_or("")};
    if (auto* const text = std::get_if<face_text>(&made.member.face)) {
        auto picture = read_face(*text);
        if (!picture)
            return picture.error();
        made.picture = std::move(*picture);
        text->base64.clear();
    }
    return made;
}

base::result<order> read_row_of(std::size_t list, const endpoint::json_view& from)
{
    switch (list) {
    case 0: return read_row<school_request>(from, read_school);
    case 1: return read_row<class_request>(from, read_class);
    default: return read_row<user_row>(from, read_user_order);
    }
}

std::optional<endpoint::scalar> id_of(const endpoint::json_view& row, std::string_view name)
{
    const auto found = row.kind() == endpoint::json_kind::object ? row.find(name) : std::nullopt;
    if (found && found->kind() == endpoint::json_kind::integer)
        return endpoint::scalar(found->integer());
    if (found && found->kind() == endpoint::json_kind::text)
        return endpoint::scalar(std::string(found->text()));
    return std::nullopt;
}

constexpr std::string_view id_name(std::size_t list)
{
    return list == 2 ? "uid" : "otherId";
}

// The document's name of a member that changed.
std::string_view field_of(std::size_t list, std::string_view member)
{
    constexpr std::array<std::array<std::pair<std::string_view, std::string_view>, 5>, 3> names{
        {{{{"name", "organName"},
           {"level", "organKind"},
           {"province", "provinceName"},
           {"city", "cityName"},
           {"district", "areaName"}}},
         {{{"name", "className"}, {"grade", "gradeName"}}},
         {{{"name", "username"}, {"role", "type"}, {"sex", "sex"}, {"unit", "otherClassId"}}}}};
    for (const auto& [ours, theirs] : names[list])
        if (ours == member)
            return theirs;
    return member;
}

void write_id(base::json_writer& json, std::string_view name, const std::optional<endpoint::scalar>& id)
{
    json.name(name);
    const auto* const number = id ? std::get_if<std::int64_t>(&*id) : nullptr;
    const auto* const text = id ? std::get_if<std::string>(&*id) : nullptr;
    if (number)
        json.number(*number);
    else if (text)
        json.text(*text);
    else
        json.null();
}

void write_change(base::json_writer& json, std::size_t list, const ops::saved& what)
{
    constexpr std::array<std::string_view, 3> changes{"create", "update", "none"};
    json.name("change").text(changes[static_cast<std::size_t>(what.outcome)]);
    json.name("fields").open_array();
    for (const std::string& each : what.changed)
        json.text(field_of(list, each));
    json.close_array();
}

void write_row(base::json_writer& json, std::size_t list, const batch_row& row, const row_outcome& outcome,
               bool dry_run)
{
    json.open_object();
    write_id(json, id_name(list), row.id);
    if (outcome.what) {
        write_done(json, outcome.message);
        if (outcome.what->id > 0)
            json.name("id").number(outcome.what->id);
        if (dry_run)
            write_change(json, list, *outcome.what);
    } else {
        write_refusal(json, outcome.what.error());
    }
    json.close_object();
}

constexpr std::string_view unbound = "; cardnum is no card that is bound in this school";

base::error no_number()
{
    return out_of_set("cardnum", "is no card number in the platform's card_format");
}

base::error taken()
{
    return {errc::card_number_taken, "cardnum is somebody else's"};
}

base::result<void> hand_card(store::transaction& in, const ops::roster_author& who, std::int64_t uid,
                             const ops::saved& user, const std::string& cardnum, model::card_format format,
                             std::string& message)
{
    const auto number = model::read_card_number(cardnum, format);
    if (!number)
        return no_number();
    const auto card = store::shown_card(in.keys, user.organization, number->canonical, cardnum);
    const auto named = ops::hand_card(in, who, uid, user, card);
    if (!named && named.error().code == errc::credential_unknown)
        message.append(unbound);
    else if (!named)
        return taken();
    return {};
}

row_outcome save_user(store::transaction& in, const ops::roster_author& who, const user_order& what,
                      model::card_format card_format)
{
    auto made = handle_user(in, who, what.member);
    if (!made)
        return {made.error()};
    std::string message = message_of(what.member.face, made->has_consent);
    if (!what.cardnum.empty())
        if (const auto handed = hand_card(in, who, what.member.who.id, made->what, what.cardnum, card_format,
                                          message);
            !handed)
            return {handed.error()};
    return {std::move(made->what), std::move(message), made->key};
}

// What a dry run is played against.
struct snapshot {
    store::connection& sql;
    const store::index& in;
    const store::keyring& keys;
    model::card_format card_format;
};

// Adds what handing the card over would change.
base::result<void> compare_card(const snapshot& at, const std::string& cardnum, row_outcome& user)
{
    const auto number = model::read_card_number(cardnum, at.card_format);
    if (!number)
        return no_number();
    const auto card = store::shown_card(at.keys, user.what->organization, number->canonical, cardnum);
    const auto* const known = store::find_credential(at.in, card.digest);
    if (!known)
        user.message.append(unbound);
    else if (!known->bearer)
        user.what->changed.emplace_back("cardnum");
    else if (known->bearer->value != user.what->id)
        return taken();
    return {};
}

row_outcome compare_user(const snapshot& at, ops::school_roster& roster, const user_order& what)
{
    auto would = roster.save(what.member.who);
    if (!would)
        return {in_their_words(would.error())};
    row_outcome made{std::move(*would)};
    const model::person_id id{made.what->id};
    const auto before = store::find_person(at.sql, id);
    const std::string role = what.member.who.role.value_or(before ? before->role : "");
    made.message = message_of(what.member.face,
                              ops::has_consent(at.sql, id, role, model::consent_purpose::face));
    if (!std::holds_alternative<std::monostate>(what.member.face))
        made.what->changed.emplace_back("faceIn");
    if (!what.cardnum.empty())
        if (const auto handed = compare_card(at, what.cardnum, made); !handed)
            return {handed.error()};
    if (made.what->outcome == ops::save_outcome::unchanged && !made.what->changed.empty())
        made.what->outcome = ops::save_outcome::updated;
    return made;
}

}  // namespace

base::result<batch> read_batch(const endpoint::json_view& from)
{
    batch made;
    for (std::size_t list = 0; list < batch_lists.size(); ++list) {
        const auto rows = from.find(batch_lists[list]);
        if (rows && rows->kind() != endpoint::json_kind::array && rows->kind() != endpoint::json_kind::null)
            return lacking(batch_lists[list], "must be a list");
        const std::size_t count = rows && rows->kind() == endpoint::json_kind::array ? rows->size() : 0;
        if (made.rows.size() + count > batch_rows_most)
            return lacking("organs, classes, users", "must have at most 5000 rows together");
        for (std::size_t i = 0; i < count; ++i)
            made.rows.push_back({id_of(rows->at(i), id_name(list)), read_row_of(list, rows->at(i))});
        made.ends[list] = made.rows.size();
    }
    const auto dry_run = from.find("dry_run");
    if (dry_run && dry_run->kind() != endpoint::json_kind::boolean)
        return lacking("dry_run", "must be true or false");
    made.dry_run = dry_run && dry_run->boolean();
    return made;
}

row_outcome save_row(store::transaction& in, const ops::roster_author& who, const batch_row& row,
                     model::card_format card_format)
{
    if (!row.what)
        return {row.what.error()};
    if (const auto* const school = std::get_if<ops::school_draft>(&*row.what))
        return {handle_school(in, who, *school)};
    if (const auto* const unit = std::get_if<ops::class_draft>(&*row.what))
        return {handle_class(in, who, *unit)};
    in.sql.savepoint();
    const store::index before = in.index;
    auto outcome = save_user(in, who, std::get<user_order>(*row.what), card_format);
    if (outcome.what) {
        in.sql.release_savepoint();
    } else {
        in.sql.rollback_to_savepoint();
        in.index = before;
    }
    return outcome;
}

std::vector<row_outcome> compare_rows(store::connection& sql, const store::index& in,
                                      const store::keyring& keys, const ops::roster_author& who,
                                      model::card_format card_format, const batch& rows)
{
    const snapshot at{sql, in, keys, card_format};
    ops::school_roster roster(sql, in, who);
    std::vector<row_outcome> outcomes;
    for (const batch_row& row : rows.rows) {
        if (!row.what)
            outcomes.push_back({row.what.error()});
        else if (const auto* const user = std::get_if<user_order>(&*row.what))
            outcomes.push_back(compare_user(at, roster, *user));
        else if (const auto* const unit = std::get_if<ops::class_draft>(&*row.what))
            outcomes.push_back({roster.save(*unit)});
        else
            outcomes.push_back({roster.save(std::get<ops::school_draft>(*row.what))});
    }
    return outcomes;
}

std::string write_outcomes(const batch& of, const std::vector<row_outcome>& outcomes)
{
    std::string text;
    base::json_writer json(text);
    json.open_object();
    std::size_t row = 0;
    for (std::size_t list = 0; list < batch_lists.size(); ++list) {
        json.name(batch_lists[list]).open_array();
        for (; row < of.ends[list]; ++row)
            write_row(json, list, of.rows[row], outcomes[row], of.dry_run);
        json.close_array();
    }
    json.close_object();
    return text;
}

}  // namespace gatehouse::wire::sewise
