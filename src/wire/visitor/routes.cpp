#include "wire/visitor/routes.hpp"

#include "endpoint/fields_read.hpp"
#include "endpoint/openapi_parts.hpp"
#include "endpoint/steps.hpp"
#include "wire/visitor/document.hpp"
#include "wire/visitor/gate_routes.hpp"
#include "wire/visitor/handlers.hpp"
#include "wire/visitor/invitation_routes.hpp"
#include "wire/visitor/photos.hpp"
#include "wire/visitor/picture_routes.hpp"
#include "wire/visitor/reading.hpp"
#include "wire/visitor/wechat_routes.hpp"

#include <array>

namespace gatehouse::wire::visitor {
namespace {

using net::verb;

template <class Function>
struct shape;
template <class Answer, class On, class Request>
struct shape<base::result<Answer> (*)(On, const call_at&, const Request&)> {
    using answer = Answer;
    using request = Request;
};
template <auto Handle>
using shape_of = shape<decltype(Handle)>;

// The call as the transaction sees it: the site may have changed since it was read.
template <auto Handle, class On, class Request>
auto run(endpoint::services& with, On&& on, const store::index& in, const taken<Request>& what)
    -> base::result<typename shape_of<Handle>::answer>
{
    const store::organization_entry* const site = in.organization(what.by.site);
    if (!site)
        return base::error{base::errc::organization_unknown};
    return Handle(std::forward<On>(on), call_at{what.by, with.visitors, *site, what.named}, what.asked);
}

template <auto Handle, caller_classes Allowed>
void serve_read(endpoint::exchange&& of)
{
    using request = typename shape_of<Handle>::request;
    auto what = take<request, fields_in::query>(of, Allowed);
    if (!what)
        return of.ask.answer(refused(what.error()));
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, what = std::move(*what)](store::connection& sql) {
            const auto index = with.writer.published();
            return run<Handle>(with, reading{sql, *index, with.keys}, *index, what);
        },
        answered<typename shape_of<Handle>::answer>);
}

template <auto Handle, caller_classes Allowed>
void serve_write(endpoint::exchange&& of)
{
    using request = typename shape_of<Handle>::request;
    auto what = take<request, fields_in::body>(of, Allowed);
    if (!what)
        return of.ask.answer(refused(what.error()));
    endpoint::write(
        of.with, std::move(of.ask),
        [&with = of.with, what = std::move(*what)](store::transaction& in) {
            return run<Handle>(with, in, in.index, what);
        },
        answered<typename shape_of<Handle>::answer>);
}

void apply(endpoint::services& with, net::ticket ask, taken<application_request> what, kept_photos photos)
{
    endpoint::write(
        with, std::move(ask),
        [&with, what = std::move(what),
         photos = std::move(photos)](store::transaction& in) -> base::result<application_answer> {
            const store::organization_entry* const site = in.index.organization(what.by.site);
            if (!site)
                return base::error{base::errc::organization_unknown};
            return handle_apply(in, {what.by, with.visitors, *site, what.named, photos}, what.asked);
        },
        answered<application_answer>);
}

// A worker reads, encrypts and writes the photos; only then the application goes to the writer.
void serve_apply(endpoint::exchange&& of)
{
    auto what = take<application_request, fields_in::body>(of, for_phones);
    if (!what)
        return of.ask.answer(refused(what.error()));
    if (!has_photo(what->asked))
        return apply(of.with, std::move(of.ask), *std::move(what), {});
    auto held = std::make_shared<taken<application_request>>(*std::move(what));
    endpoint::prepare(
        of.with, base::work_lane::pictures, std::move(of.ask),
        [&with = of.with, held] { return keep_photos(with, held->by, held->asked); },
        [&with = of.with, held](net::ticket ask, base::result<kept_photos> kept) {
            if (!kept)
                return ask.answer(refused(kept.error()));
            apply(with, std::move(ask), std::move(*held), *std::move(kept));
        },
        refuse_errc);
}

// Somebody who tries phones until one is expected today is not looked at any more after so many wrong ones.
// Those of one kiosk keep no other waiting, whatever address they share.
void serve_sign_in(endpoint::exchange&& of)
{
    auto what = take<sign_in_request, fields_in::body>(of, for_kiosks);
    if (!what)
        return of.ask.answer(refused(what.error()));
    const std::string who = "sign-in " + what->by.actor;
    const std::string source = of.request.source.network();
    if (const auto wait = of.with.throttle.blocked(ops::machine_secrets, who, source, what->by.now))
        return of.ask.answer(refused({base::errc::throttled, {}, {}, static_cast<unsigned>(wait->count())}));
    endpoint::write(
        of.with, std::move(of.ask),
        [&with = of.with, what = *what](store::transaction& in) {
            return run<handle_sign_in>(with, in, in.index, what);
        },
        [&with = of.with, who, source, now = what->by.now](const base::result<sign_in_answer>& done) {
            if (!done && done.error().code == base::errc::visit_none)
                with.throttle.failed(ops::machine_secrets, who, source, now);
            return answered(done);
        });
}

// Whatever else lies below the interface's address.
void serve_unknown(endpoint::exchange&& of)
{
    of.ask.answer(endpoint::under_status(refused({base::errc::not_found, "there is no such call"}), 404));
}

constexpr endpoint::route unknown{"visitor", std::nullopt,  "/v1/*",       endpoint::right::anyone,
                                  body_most, serve_unknown, refuse_request};

struct row_of_table {
    endpoint::route route;
    caller_classes allowed;
};

// The members of a request that stand in the query, for the document.
template <class Request>
void write_query(base::json_writer& json)
{
    endpoint::for_each_field<Request>([&json](const auto& f) {
        endpoint::write_text_parameter(json, f.name, "query", f.needed == endpoint::presence::required,
                                       f.meaning);
    });
}

template <auto Handle>
constexpr row_of_table row(std::string_view name, verb method, std::string_view path, caller_classes allowed,
                           std::string_view summary, void (*serve)(endpoint::exchange&&))
{
    using request = typename shape_of<Handle>::request;
    constexpr bool is_empty = std::is_same_v<request, endpoint::nothing>;
    constexpr bool is_application = std::is_same_v<request, application_request>;
    const bool in_query = method == verb::get;
    return {{name,
             method,
             path,
             endpoint::right::client,
             in_query         ? 0
             : is_application ? application_most
                              : body_most,
             serve,
             refuse_request,
             {summary, 200, in_query ? write_query<request> : nullptr,
              in_query || is_empty ? nullptr : write_request<request>,
              write_answer<typename shape_of<Handle>::answer>}},
            allowed};
}

template <auto Handle, caller_classes Allowed>
constexpr row_of_table read(std::string_view name, std::string_view path, std::string_view summary)
{
    return row<Handle>(name, verb::get, path, Allowed, summary, serve_read<Handle, Allowed>);
}

template <auto Handle, caller_classes Allowed>
constexpr row_of_table write(std::string_view name, verb method, std::string_view path,
                             std::string_view summary)
{
    return row<Handle>(name, method, path, Allowed, summary, serve_write<Handle, Allowed>);
}

constexpr std::array rows{
    read<handle_employee, for_readers>("visitor_find_employee", "/v1/subject/binding",
                                       "Which employee a WeChat id is."),
    write<handle_bind_employee, for_phones>("visitor_bind_employee", verb::post, "/v1/subject/binding",
                                            "Binds a WeChat id to an employee, by name and phone."),
    write<handle_unbind, for_phones>("visitor_unbind", verb::delete_, "/v1/subject/binding/{weixinUserId}",
                                     "Ends what a WeChat id is bound to."),
    read<handle_visitor, for_readers>("visitor_find_visitor", "/v1/visitor/binding",
                                      "Which visitor a WeChat id is."),
    write<handle_bind_visitor, for_phones>("visitor_bind_visitor", verb::post, "/v1/visitor/binding",
                                           "Binds a WeChat id to a visitor's phone."),
    read<handle_is_bound, for_readers>("visitor_is_bound", "/v1/wechat/is_binding",
                                       "What a WeChat id is bound to; 404 where nothing."),
    row<handle_apply>("visitor_apply", verb::post, "/v1/subject", for_phones,
                      "Applies for a visit; the host's own application is authorised at once.", serve_apply),
    read<handle_purposes, for_readers>("visitor_purposes", "/v1/subject/purpose", "What a visit may be for."),
    read<handle_records, for_readers>("visitor_records", "/v1/visit/records", "Visits, newest first."),
    write<handle_delete, for_office>("visitor_delete_record", verb::delete_, "/v1/visit/records/{id}",
                                     "Deletes a visit; its passes open nothing any more."),
    read<handle_auth_records, for_readers>("visitor_auth_records", "/v1/auth/records",
                                           "Visits to an employee, newest first."),
    write<handle_auth, for_phones>("visitor_authorise", verb::put, "/v1/auth/{id}",
                                   "Authorises a visit, or refuses it."),
    row<handle_sign_in>("visitor_sign_in", verb::post, "/v1/visit/signin", for_kiosks,
                        "Signs today's visit of a phone in, and gives every guest a pass.", serve_sign_in),
    read<handle_nda, for_kiosks>("visitor_nda", "/v1/visit/nda",
                                 "What guests agree to at the sign-in; empty where nothing."),
    read<handle_get_servers, for_office>("visitor_get_servers", "/v1/config/servers",
                                         "Where the face host and the cloud stand."),
    write<handle_put_servers, for_office>("visitor_put_servers", verb::put, "/v1/config/servers",
                                          "Sets where the face host and the cloud stand."),
    read<handle_get_templates, for_office>("visitor_get_templates", "/v1/config/templates",
                                           "Which templates messages are made of."),
    write<handle_put_templates, for_office>("visitor_put_templates", verb::put, "/v1/config/templates",
                                            "Sets which templates messages are made of."),
};

}  // namespace

std::span<const endpoint::route> routes()
{
    static const std::vector<endpoint::route> all = [] {
        std::vector<endpoint::route> made;
        made.reserve(rows.size() + 1);
        for (const row_of_table& each : rows)
            made.push_back(each.route);
        for (const auto rest : {gate_routes(), picture_routes(), invitation_routes(), wechat_routes()})
            made.insert(made.end(), rest.begin(), rest.end());
        made.push_back(unknown);
        return made;
    }();
    return all;
}

caller_classes callers_of(const endpoint::route& row)
{
    for (const row_of_table& each : rows)
        if (each.route.name == row.name)
            return each.allowed;
    if (row.name == sign_page_name)
        return for_phones;
    return row.name == check_code_name ? for_gates : caller_classes{};
}

}  // namespace gatehouse::wire::visitor
