#include "api/visits.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/badges.hpp"
#include "ops/muster.hpp"
#include "ops/visits.hpp"
#include "store/visitor_site.hpp"

namespace gatehouse::api {

struct visits_query : page_query {
    std::optional<model::visit_status> status;
};

struct refusal_input {
    std::string reason;
};

struct roll_call {
    base::instant at;
    std::vector<ops::present> people;
};

struct phone_session_input {
    std::string wechat_id;
    std::optional<std::string> nick;
    std::optional<std::string> avatar;
};

struct phone_session_item {
    std::string token;
    base::instant ends_at;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<model::guest> =
    std::tuple{field{"id", &model::guest::id, presence::required, "Identifies them within the site.", "1"},
               field{"name", &model::guest::name, presence::required, "Their name.", "张三"},
               field{"phone", &model::guest::phone, presence::required, "Their phone.", "13811111111"}};

template <>
inline constexpr auto fields_of<model::visit> = [] {
    using m = model::visit;
    constexpr std::string_view when = "RFC 3339, UTC.";
    constexpr std::string_view example = "2026-05-28T08:00:00Z";
    return std::tuple{
        field{"id", &m::id, presence::required, "Identifies it.", "1"},
        field{"organization_id", &m::organization, presence::required, "Whom they visit.", "1"},
        field{"status", &m::status, presence::required, "Where it stands.", "authorised"},
        field{"reason", &m::reason, presence::required, "Why it was refused; may be empty."},
        field{"proposer", &m::proposer, presence::required, "The phone of whoever applied.", "13811111111"},
        field{"host_id", &m::host, presence::required, "The person whom they visit.", "1"},
        field{"host", &m::interviewee, presence::required, "Their name, as it was given.", "富贵"},
        field{"purpose", &m::purpose, presence::required, "0 to 4, as the visitor system has it.", "1"},
        field{"come_from", &m::come_from, presence::required, "Whose people the guests are.", "ZY"},
        field{"remark", &m::remark, presence::required, "As it was given."},
        field{"starts_at", &m::starts_at, presence::required, when, example},
        field{"ends_at", &m::ends_at, presence::required, when, example},
        field{"signed_in_at", &m::signed_in_at, presence::required, "Null before.", example},
        field{"signed_out_at", &m::signed_out_at, presence::required, "Null before.", example},
        field{"nda_id", &m::nda, presence::required, "Which text its guests agreed to; null: none.", "1"},
        field{"created_at", &m::created_at, presence::required, when, example},
        field{"guests", &m::guests, presence::required, "The main visitor first."}};
}();

template <>
inline constexpr auto fields_of<api::visits_query> = std::tuple_cat(
    fields_of<api::page_query>, std::tuple{field{"status", &api::visits_query::status, presence::optional,
                                                 "Those that stand so only.", "pending"}});

template <>
inline constexpr auto fields_of<api::refusal_input> = std::tuple{field{"reason",
                                                                       &api::refusal_input::reason,
                                                                       presence::required,
                                                                       "What the visitor is told.",
                                                                       "没有预约",
                                                                       {0, 200}}};

template <>
inline constexpr auto fields_of<ops::present> = [] {
    using m = ops::present;
    return std::tuple{
        field{"kind", &m::kind, presence::required, "A role of people, visitor, or companion.", "visitor"},
        field{"name", &m::name, presence::required, "Their name.", "张三"},
        field{"phone", &m::phone, presence::required, "May be empty.", "13811111111"},
        field{"person_id", &m::person, presence::required, "Null: a guest.", "1"},
        field{"visit_id", &m::visit, presence::required, "Null: nobody's guest.", "1"},
        field{"host", &m::host, presence::required, "Whom a guest visits; may be empty.", "富贵"},
        field{"last_door", &m::last_door, presence::required, "May be empty.", "东门"},
        field{"last_seen", &m::last_seen, presence::required, "RFC 3339, UTC.", "2026-05-28T08:00:00Z"}};
}();

template <>
inline constexpr auto fields_of<api::roll_call> =
    std::tuple{field{"at", &api::roll_call::at, presence::required, "RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
               field{"people", &api::roll_call::people, presence::required, "Everybody, on one page."}};

template <>
inline constexpr auto fields_of<api::phone_session_input> =
    std::tuple{field{"wechat_id",
                     &api::phone_session_input::wechat_id,
                     presence::required,
                     "That the caller has proven, by WeChat's code exchange.",
                     "oABC123",
                     {1, 128}},
               field{"nick",
                     &api::phone_session_input::nick,
                     presence::optional,
                     "What they call themself in WeChat.",
                     "小张",
                     {0, 64}},
               field{"avatar",
                     &api::phone_session_input::avatar,
                     presence::optional,
                     "The address of their picture in WeChat.",
                     {},
                     {0, 500}}};

template <>
inline constexpr auto fields_of<api::phone_session_item> =
    std::tuple{field{"token", &api::phone_session_item::token, presence::required,
                     "What the page shows in `Authorization: Bearer`; answered this once."},
               field{"ends_at", &api::phone_session_item::ends_at, presence::required, "RFC 3339, UTC.",
                     "2026-05-28T10:00:00Z"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<page<model::visit>> list_visits(const reading& in, const call<visits_query, nothing>& asked)
{
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    store::visit_filter which;
    which.organization = asked.id<model::organization_id>(0);
    which.status = asked.query.status;
    return page_of(store::find_visits(in.sql, nullptr, which, *before, 0, asked.query.limit + 1),
                   asked.query);
}

template <class Call>
base::result<model::visit> find_visit(store::connection& sql, const Call& asked)
{
    return visible(asked.by, store::find_visit(sql, nullptr, asked.template id<model::visit_id>(0)));
}

base::result<model::visit> read_visit(const reading& in, const call<nothing, nothing>& asked)
{
    return find_visit(in.sql, asked);
}

// The visit as it is after a deed.
template <class Call, class Deed>
base::result<model::visit> change(store::transaction& in, const Call& asked, Deed deed)
{
    const auto before = find_visit(in.sql, asked);
    if (!before)
        return before.error();
    if (auto done = deed(*before); !done)
        return done.error();
    return find_visit(in.sql, asked);
}

base::result<model::visit> authorise_visit(store::transaction& in, const call<nothing, nothing>& asked)
{
    return change(in, asked, [&](const auto& of) { return ops::authorise_visit(in, of, asked.by.author()); });
}

base::result<model::visit> refuse_visit(store::transaction& in, const call<nothing, refusal_input>& asked)
{
    return change(in, asked, [&](const auto& of) {
        return ops::refuse_visit(in, of, asked.body.reason, asked.by.author());
    });
}

base::result<model::visit> cancel_visit(store::transaction& in, const call<nothing, nothing>& asked)
{
    return change(in, asked, [&](const auto& of) { return ops::cancel_visit(in, of, asked.by.author()); });
}

base::result<model::visit> sign_out_visit(store::transaction& in, const call<nothing, nothing>& asked)
{
    return change(in, asked, [&](const auto& of) { return ops::sign_out(in, of, asked.by.author()); });
}

base::result<roll_call> call_the_roll(const reading& in, const call<nothing, nothing>& asked)
{
    return roll_call{asked.by.now,
                     ops::call_the_roll(in.sql, asked.id<model::organization_id>(0), asked.by.now)};
}

// The page's own sessions live in memory, beside the store.
void serve_open_page(endpoint::exchange&& of)
{
    auto asked = read_call<nothing, phone_session_input>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    const auto home = asked->id<model::organization_id>(0);
    auto open = [&with = of.with, home, now = asked->by.now](const std::string& wechat_id) {
        const auto made = with.visitors.sessions.open(home, wechat_id, now);
        return answer(base::result<phone_session_item>(phone_session_item{made.token, made.ends_at}), 201);
    };
    if (!asked->body.nick && !asked->body.avatar)
        return of.ask.answer(open(asked->body.wechat_id));
    // Behind the commit: a transaction that fails, or is run again, opens nothing.
    endpoint::write(
        of.with, std::move(of.ask),
        [home, given = asked->body](store::transaction& in) -> base::result<std::string> {
            store::put_wechat_profile(in, home, given.wechat_id, given.nick.value_or(""),
                                      given.avatar.value_or(""));
            return given.wechat_id;
        },
        [open](const base::result<std::string>& done) { return done ? open(*done) : refuse(done.error()); });
}

std::vector<std::string> lines_of(const model::visit& of, const model::guest& who,
                                  const store::organization_entry& home)
{
    return {who.name,
            home.what.name,
            "访客 VISITOR",
            "被访人 " + of.interviewee,
            model::civil_text(of.starts_at, *home.zone),
            model::civil_text(of.ends_at, *home.zone)};
}

// A page for each guest; conflict before they have their passes.
void serve_badges(endpoint::exchange&& of)
{
    auto asked = read_call<nothing, nothing>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    endpoint::read(
        of.with, std::move(of.ask),
        [asked = std::move(*asked), &with = of.with](store::connection& sql) -> base::result<std::string> {
            const auto found = visible(asked.by,
                                       store::find_visit(sql, &with.keys, asked.id<model::visit_id>(0)));
            if (!found)
                return found.error();
            if (found->guests.front().pass.empty())
                return base::error{base::errc::conflict, "They have not signed in."};
            const auto index = with.writer.published();
            std::vector<ops::badge> all;
            for (const model::guest& each : found->guests)
                all.push_back({lines_of(*found, each, *index->organization(found->organization)),
                               model::pass_code(found->id, each.pass)});
            return ops::draw_badges(all);
        },
        [](const base::result<std::string>& drawn) {
            if (!drawn)
                return refuse(drawn.error());
            net::reply with;
            with.content_type = "application/pdf";
            with.headers.emplace_back("Cache-Control", "private, no-store");
            with.body = *drawn;
            return with;
        });
}

void write_badges_success(base::json_writer& json, unsigned)
{
    json.name("200").open_object().name("description").text("The badges.").name("content").open_object();
    json.name("application/pdf").open_object().close_object().close_object().close_object();
}

}  // namespace

std::span<const endpoint::route> visit_routes()
{
    static constexpr std::array table{
        read<list_visits>("list_visits", "/api/v1/organizations/{organization}/visits", endpoint::right::see,
                          "Visits to an organization, newest first."),
        read<read_visit>("read_visit", "/api/v1/visits/{visit}", endpoint::right::see, "One visit."),
        write<authorise_visit>("authorise_visit", net::verb::post, "/api/v1/visits/{visit}/authorise",
                               endpoint::right::manage, "Lets it take place; lifts a refusal."),
        write<refuse_visit>("refuse_visit", net::verb::post, "/api/v1/visits/{visit}/refuse",
                            endpoint::right::manage, "Refuses it: its passes open nothing from now on."),
        write<cancel_visit>("cancel_visit", net::verb::post, "/api/v1/visits/{visit}/cancel",
                            endpoint::right::manage,
                            "Cancels it for good: its passes open nothing from now on."),
        write<sign_out_visit>("sign_out_visit", net::verb::post, "/api/v1/visits/{visit}/sign_out",
                              endpoint::right::manage,
                              "Its guests have left: their passes open nothing more."),
        endpoint::route{"draw_badges",
                        net::verb::get,
                        "/api/v1/visits/{visit}/badges",
                        endpoint::right::manage,
                        0,
                        serve_badges,
                        refuse_request,
                        {"Badges with the passes of a visit that signed in: a PDF, a page for each guest.",
                         200, nullptr, nullptr, write_badges_success}},
        read<call_the_roll>(
            "call_the_roll", "/api/v1/organizations/{organization}/inside", endpoint::right::see,
            "Who is in the house: who was seen within 24 hours, and guests who have not signed "
            "out."),
        endpoint::route{"open_phone_session",
                        net::verb::post,
                        "/api/v1/organizations/{organization}/phone_sessions",
                        endpoint::right::manage,
                        body_most,
                        serve_open_page,
                        refuse_request,
                        {"Opens the visitor system's phone page for a WeChat id, for two hours.", 201,
                         nullptr, detail::write_message<phone_session_input>,
                         detail::write_success<phone_session_item>}},
    };
    return table;
}

}  // namespace gatehouse::api
