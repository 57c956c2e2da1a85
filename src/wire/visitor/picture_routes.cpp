#include "wire/visitor/picture_routes.hpp"

#include "base/bytes.hpp"
#include "endpoint/picture.hpp"
#include "endpoint/steps.hpp"
#include "ops/avatars.hpp"
#include "ops/gate_passes.hpp"
#include "ops/qr_image.hpp"
#include "store/guest_photos.hpp"
#include "wire/visitor/envelope.hpp"
#include "wire/visitor/mapping.hpp"

#include <array>

namespace gatehouse::wire::visitor {
namespace {

using base::errc;

constexpr std::string_view never_kept = "private, no-store";

net::reply no_picture()
{
    net::reply with = refuse_errc(errc::not_found);
    with.status = 404;
    return with;
}

// Exactly 32 digits and an ending; no file is ever looked for by either.
struct picture_name {
    std::string_view digits;
    std::string_view ending;
};
picture_name split(std::string_view file)
{
    constexpr std::size_t digits = 32;
    if (file.size() <= digits || file[digits] != '.')
        return {};
    return {file.substr(0, digits), file.substr(digits + 1)};
}

void serve_pass(endpoint::exchange&& of)
{
    const picture_name name = split(of.path[0]);
    const auto format = ops::qr_format_of(name.ending);
    const model::pass* const held = format
                                        ? ops::find_shown_pass(endpoint::current_index(of.with), of.with.keys,
                                                               name.digits, of.with.clock.now())
                                        : nullptr;
    if (!held)
        return of.ask.answer(no_picture());
    endpoint::prepare(
        of.with, base::work_lane::pictures, std::move(of.ask),
        [text = model::pass_code(held->visit, name.digits), format = *format] {
            net::reply with;
            with.content_type = ops::content_type_of(format);
            with.headers.emplace_back("Cache-Control", never_kept);
            with.body = ops::draw_qr(text, format);
            return with;
        },
        [](net::ticket ask, net::reply made) { ask.answer(std::move(made)); }, refuse_errc);
}

net::reply answer_picture(const base::result<endpoint::picture_bytes>& outcome)
{
    if (outcome)
        return endpoint::picture_reply(*outcome, never_kept);
    return outcome.error().code == errc::not_found ? no_picture() : refused(outcome.error());
}

void serve_avatar(endpoint::exchange&& of)
{
    const picture_name name = split(of.path[0]);
    const store::index& in = endpoint::current_index(of.with);
    const store::organization_entry* const site = in.organization(in.visitor_site);
    if (name.ending != "jpg" || !site || site->what.status != model::organization_status::open)
        return of.ask.answer(no_picture());
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, home = in.visitor_site, digits = std::string(name.digits)](store::connection& sql) {
            return endpoint::open_picture(sql, with, ops::find_avatar(sql, with.keys, home, digits));
        },
        answer_picture);
}

void serve_photo(endpoint::exchange&& of)
{
    const auto key = integer_of(std::string(of.path[0]));
    const picture_name name = split(of.path[1]);
    const bool is_name = (name.ending == "jpg" || name.ending == "png") && model::is_pass_text(name.digits);
    const auto bytes = is_name ? base::from_hex(name.digits) : std::nullopt;
    if (!key || !bytes)
        return of.ask.answer(no_picture());
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, key = model::data_key_id{*key},
         digest = base::digest::from(*bytes).value()](store::connection& sql) {
            return endpoint::open_picture(sql, with, store::find_guest_photo(sql, key, digest));
        },
        answer_picture);
}

}  // namespace

std::span<const endpoint::route> picture_routes()
{
    static constexpr std::array table{
        endpoint::route{"visitor_pass_picture",
                        net::verb::get,
                        "/qrcode/{file}",
                        endpoint::right::anyone,
                        0,
                        serve_pass,
                        refuse_request,
                        {"The picture of a pass: 32 hex digits and .jpg, .png or .svg.", 200}},
        endpoint::route{
            "visitor_avatar",
            net::verb::get,
            "/avatar/{file}",
            endpoint::right::anyone,
            0,
            serve_avatar,
            refuse_request,
            {"An employee's face, while there is a consent: 32 hex digits and .jpg; its type says "
             "whether it is a JPEG or a PNG.",
             200}},
        endpoint::route{"visitor_photo",
                        net::verb::get,
                        "/static/upload/photo/{key}/{file}",
                        endpoint::right::anyone,
                        0,
                        serve_photo,
                        refuse_request,
                        {"A guest's photo, by the address that an answer gave; gone with the visit.", 200}},
    };
    return table;
}

}  // namespace gatehouse::wire::visitor
