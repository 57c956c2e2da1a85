#include "api/invitations.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/invitations.hpp"

namespace gatehouse::api {

struct invitation_input {
    model::person_id host;
    base::instant starts_at;
    base::instant ends_at;
    std::optional<std::int64_t> purpose;
    std::optional<std::string> remark;
};

struct sent_invitation_item : model::invitation {
    std::string url;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<model::invitation> = [] {
    using m = model::invitation;
    constexpr std::string_view when = "RFC 3339, UTC.";
    constexpr std::string_view example = "2026-05-28T08:00:00Z";
    return std::tuple{
        field{"id", &m::id, presence::required, "Identifies it.", "1"},
        field{"organization_id", &m::organization, presence::required, "Whom they visit.", "1"},
        field{"host_id", &m::host, presence::required, "The person whom they visit.", "1"},
        field{"starts_at", &m::starts_at, presence::required, when, example},
        field{"ends_at", &m::ends_at, presence::required, when, example},
        field{"purpose", &m::purpose, presence::required, "0 to 4, as the visitor system has it.", "1"},
        field{"remark", &m::remark, presence::required, "As it was given."},
        field{"visit_id", &m::visit, presence::required, "What became of it; null before.", "1"},
        field{"created_at", &m::created_at, presence::required, when, example}};
}();

template <>
inline constexpr auto fields_of<api::sent_invitation_item> =
    std::tuple_cat(fields_of<model::invitation>,
                   std::tuple{field{"url", &api::sent_invitation_item::url, presence::required,
                                    "The link, answered this once; a path where no public_url is set.",
                                    "https://gate.example.cn/invitation/83bae139a9bc445384f4fc7a2df6a047"}});

template <>
inline constexpr auto fields_of<api::invitation_input> = [] {
    using m = api::invitation_input;
    constexpr std::string_view when = "RFC 3339.";
    return std::tuple{
        field{"host_id", &m::host, presence::required, "One of the staff who has a phone.", "1"},
        field{"starts_at", &m::starts_at, presence::required, when, "2026-05-28T08:00:00Z"},
        field{"ends_at", &m::ends_at, presence::required, when, "2026-06-01T10:00:00Z"},
        field{"purpose", &m::purpose, presence::optional, "As the visitor system has it.", "1", {0, 4}},
        field{"remark", &m::remark, presence::optional, "Anything.", {}, {0, 200}}};
}();

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<page<model::invitation>> list_invitations(const reading& in,
                                                       const call<page_query, nothing>& asked)
{
    const auto home = asked.id<model::organization_id>(0);
    return page_behind(asked.query, [&](std::int64_t after, std::int64_t most) {
        return store::invitations_after(in.sql, home, after, most);
    });
}

// The link begins with what the operator chose, which is no matter of the store's.
void serve_invite(endpoint::exchange&& of)
{
    auto asked = read_call<nothing, invitation_input>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    endpoint::write(
        of.with, std::move(of.ask),
        [asked = std::move(*asked),
         &with = of.with](store::transaction& in) -> base::result<sent_invitation_item> {
            const invitation_input& given = asked.body;
            model::invitation what;
            what.organization = asked.id<model::organization_id>(0);
            what.host = given.host;
            what.starts_at = given.starts_at;
            what.ends_at = given.ends_at;
            what.purpose = given.purpose.value_or(0);
            what.remark = given.remark.value_or("");
            if (what.organization != in.index.visitor_site)
                return base::error{base::errc::conflict, "This organization takes no visitors."};
            const auto made = ops::invite(in, what, asked.by.author());
            if (!made)
                return made.error();
            return sent_invitation_item{made->what, with.visitors.public_url + "/invitation/" + made->token};
        },
        [](const base::result<sent_invitation_item>& made) { return answer(made, 201); });
}

base::result<nothing> withdraw(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = visible(asked.by, store::find_invitation(in.sql, asked.id<model::invitation_id>(0)));
    if (!found)
        return found.error();
    ops::withdraw_invitation(in, *found, asked.by.author());
    return nothing{};
}

}  // namespace

std::span<const endpoint::route> invitation_routes()
{
    static constexpr std::array table{
        read<list_invitations>("list_invitations", "/api/v1/organizations/{organization}/invitations",
                               endpoint::right::see, "Invitations, oldest first."),
        endpoint::route{
            "invite",
            net::verb::post,
            "/api/v1/organizations/{organization}/invitations",
            endpoint::right::manage,
            body_most,
            serve_invite,
            refuse_request,
            {"Makes a link by which one party of guests says who they are: their visit is authorised.", 201,
             nullptr, detail::write_message<invitation_input>, detail::write_success<sent_invitation_item>}},
        write<withdraw>("withdraw_invitation", net::verb::delete_, "/api/v1/invitations/{invitation}",
                        endpoint::right::manage,
                        "Ends an invitation: its link opens nothing more; a visit that came of it stays."),
    };
    return table;
}

}  // namespace gatehouse::api
