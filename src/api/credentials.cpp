#include "api/credentials.hpp"

#include "api/changes.hpp"
#include "api/credential_item.hpp"
#include "api/people.hpp"
#include "ops/credentials.hpp"
#include "ops/places.hpp"

namespace gatehouse::api {

struct card_number_input {
    std::string number;
    std::optional<model::card_format> format;
};

struct card_input : card_number_input {
    std::optional<model::unit_id> unit;
    std::optional<model::person_id> bearer;
    std::vector<model::person_id> told;
    std::optional<base::instant> valid_from;
    std::optional<base::instant> valid_until;
};

struct credential_query : page_query {
    std::optional<model::unit_id> unit;
    std::optional<model::person_id> bearer;
    std::optional<model::credential_status> status;
    std::optional<std::string> number;
    std::optional<model::card_format> format;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

namespace {
constexpr constraint told_rule{0, 100};
constexpr std::string_view format_meaning =
    "How the number is written. Left out: digits are decimal, 0x… is hex, everything else text.";
}  // namespace

template <>
inline constexpr auto fields_of<api::card_number_input> = std::tuple{
    field{"number",
          &api::card_number_input::number,
          presence::required,
          "The card's number.",
          "0004567890",
          {1, 64}},
    field{"format", &api::card_number_input::format, presence::optional, format_meaning, "decimal"}};

template <>
inline constexpr auto fields_of<api::card_input> =
    std::tuple_cat(fields_of<api::card_number_input>,
                   std::tuple{field{"unit_id", &api::card_input::unit, presence::optional,
                                    "The class or department that it is of.", "1"},
                              field{"bearer_id", &api::card_input::bearer, presence::optional,
                                    "Whose passage it records.", "2"},
                              field{"told", &api::card_input::told, presence::optional,
                                    "The persons who are told of its taps.", "[3]", told_rule},
                              field{"valid_from", &api::card_input::valid_from, presence::optional,
                                    "It does not count before.", "2026-05-28T08:00:00Z"},
                              field{"valid_until", &api::card_input::valid_until, presence::optional,
                                    "It counts before this only.", "2027-05-28T08:00:00Z"}});

template <>
inline constexpr auto fields_of<ops::credential_patch> = std::tuple{
    field{"unit_id", &ops::credential_patch::unit, presence::optional, "Null: of none."},
    field{"bearer_id", &ops::credential_patch::bearer, presence::optional,
          "Whose passage it records from now on; null: nobody's."},
    field{"told", &ops::credential_patch::told, presence::optional, "Exactly these are told of its taps.",
          "[3]", told_rule},
    field{"status", &ops::credential_patch::status, presence::optional,
          "`suspended` and `lost` may become `active` again; `revoked` is for ever.", "suspended"},
    field{"valid_from", &ops::credential_patch::valid_from, presence::optional, "Null: from ever."},
    field{"valid_until", &ops::credential_patch::valid_until, presence::optional, "Null: for ever."}};

template <>
inline constexpr auto fields_of<api::credential_query> = std::tuple_cat(
    fields_of<api::page_query>,
    std::tuple{
        field{"unit_id", &api::credential_query::unit, presence::optional, "Of this unit only.", "1"},
        field{"bearer_id", &api::credential_query::bearer, presence::optional, "Of this bearer only.", "2"},
        field{"status", &api::credential_query::status, presence::optional, "In this status only.", "lost"},
        field{"number",
              &api::credential_query::number,
              presence::optional,
              "Of this number only.",
              "0004567890",
              {1, 64}},
        field{"format", &api::credential_query::format, presence::optional, format_meaning, "decimal"}});

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<store::shown> shown_in(const store::keyring& keys, model::organization_id home,
                                    const std::string& number, std::optional<model::card_format> format)
{
    const auto read = model::read_card_number(number, format.value_or(model::card_format::unset));
    if (!read)
        return ops::wrong("/number", "is no card number in this format");
    return store::shown_card(keys, home, read->canonical, number);
}

template <class Call>
base::result<store::shown_credential> credential_of(store::connection& sql, const store::keyring& keys,
                                                    const Call& asked)
{
    auto found = store::find_credential(sql, keys, asked.template id<model::credential_id>(0));
    if (!found || !asked.by.sees(found->what.organization))
        return base::error{base::errc::not_found};
    return *std::move(found);
}

base::result<credential_item> answer_of(const base::result<store::shown_credential>& outcome)
{
    if (!outcome)
        return outcome.error();
    return item_of(*outcome);
}

base::result<page<credential_item>> list_credentials(const reading& in,
                                                     const call<credential_query, nothing>& asked)
{
    const credential_query& q = asked.query;
    store::credential_filter which{asked.id<model::organization_id>(0), q.unit, q.bearer, q.status, {}};
    if (q.number) {
        const auto shown = shown_in(in.keys, which.organization, *q.number, q.format);
        if (!shown)
            return shown.error();
        which.presented = shown->digest;
    }
    return page_behind(
        q,
        [&](std::int64_t after, std::int64_t most) {
            return store::credentials_after(in.sql, in.keys, which, after, most);
        },
        item_of);
}

base::result<credential_item> issue_credential(store::transaction& in, const call<nothing, card_input>& asked)
{
    const card_input& from = asked.body;
    const auto shown = shown_in(in.keys, asked.id<model::organization_id>(0), from.number, from.format);
    if (!shown)
        return shown.error();
    return answer_of(
        ops::issue_card(in, {*shown, from.unit, from.bearer, from.told, from.valid_from, from.valid_until},
                        asked.by.author()));
}

base::result<credential_item> read_credential(const reading& in, const call<nothing, nothing>& asked)
{
    return answer_of(credential_of(in.sql, in.keys, asked));
}

base::result<credential_item> change_credential(store::transaction& in,
                                                const call<nothing, ops::credential_patch>& asked)
{
    const auto before = credential_of(in.sql, in.keys, asked);
    if (!before)
        return before.error();
    return answer_of(ops::change_credential(in, *before, asked.body, asked.by.author()));
}

base::result<credential_item> replace_credential(store::transaction& in,
                                                 const call<nothing, card_number_input>& asked)
{
    const auto former = credential_of(in.sql, in.keys, asked);
    if (!former)
        return former.error();
    const auto shown = shown_in(in.keys, former->what.organization, asked.body.number, asked.body.format);
    if (!shown)
        return shown.error();
    return answer_of(ops::replace_card(in, *former, *shown, asked.by.author()));
}

base::result<page<change_item>> read_history(const reading& in, const call<page_query, nothing>& asked)
{
    const auto found = credential_of(in.sql, in.keys, asked);
    if (!found)
        return found.error();
    store::change_filter which;
    which.object_kind = "credential";
    which.object = found->what.id.value;
    return changes_of(in, asked.query, which);
}

using endpoint::right;
constexpr std::string_view credentials = "/api/v1/organizations/{organization}/credentials";
constexpr std::string_view credential = "/api/v1/credentials/{credential}";

}  // namespace

std::span<const endpoint::route> credential_routes()
{
    static constexpr std::array table{
        read<list_credentials>("list_credentials", credentials, right::see,
                               "The credentials of an organization, oldest first."),
        write<issue_credential>("issue_credential", net::verb::post, credentials, right::manage,
                                "Issues a card. Taps that it made before, unknown, are its own from now on.",
                                201),
        read<read_credential>("read_credential", credential, right::see, "One credential."),
        write<change_credential>(
            "change_credential", net::verb::patch, credential, right::manage,
            "Changes what is given, and leaves the rest as it is: suspends it, brings it back, "
            "revokes it, gives it another bearer."),
        write<replace_credential>(
            "replace_credential", net::verb::post, "/api/v1/credentials/{credential}/replacement",
            right::manage, "Revokes it and issues another card with its unit, bearer, told and validity.",
            201),
        read<read_history>("read_credential_history", "/api/v1/credentials/{credential}/history", right::see,
                           "What was done to a credential, newest first."),
    };
    return table;
}

}  // namespace gatehouse::api
