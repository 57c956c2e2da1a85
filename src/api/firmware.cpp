#include "api/firmware.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "base/bytes.hpp"
#include "base/legacy_digest.hpp"
#include "ops/firmware.hpp"
#include "store/firmware.hpp"

namespace gatehouse::api {

struct upload_query {
    std::string version;
    model::upgrade upgrade = model::upgrade::normal;
};

// With its product, which those are told by who run it.
struct published_firmware : model::firmware {
    model::product of;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::upload_query> = std::tuple{
    field{"version",
          &api::upload_query::version,
          presence::required,
          "1 to 32 letters, digits, points, hyphens and underlines.",
          "1.1",
          {1, 32}},
    field{"upgrade_type", &api::upload_query::upgrade, presence::optional,
          "`force`: a machine does nothing else until it has it. `normal`, when left out: it chooses an idle "
          "time.",
          "normal"}};

template <>
inline constexpr auto fields_of<model::firmware> = std::tuple{
    field{"id", &model::firmware::id, presence::required, "Identifies it.", "1"},
    field{"product_id", &model::firmware::product, presence::required, "For machines of this product.", "1"},
    field{"version", &model::firmware::version, presence::required, "Its version.", "1.1"},
    field{"upgrade_type", &model::firmware::upgrade, presence::required, "How machines take it.", "normal"},
    field{"name", &model::firmware::name, presence::required,
          "Machines fetch it at /fw/NAME.bin once it is published.", "DL3785W-1.1"},
    field{"size", &model::firmware::size, presence::required, "In bytes.", "1048576"},
    field{"md5", &model::firmware::md5, presence::required, "By which machines check it.",
          "4c56ff4ce4aaf9573aa5dff913df997a"},
    field{"created_at", &model::firmware::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"},
    field{"published_at", &model::firmware::published_at, presence::required,
          "When machines were told of it last; null: never. They are offered what was published last.",
          "2026-05-28T09:00:00Z"}};

template <>
inline constexpr auto fields_of<api::published_firmware> = fields_of<model::firmware>;

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

base::result<page<model::firmware>> list_firmware(const reading& in, const call<page_query, nothing>& asked)
{
    const auto id = asked.id<model::product_id>(0);
    if (!store::find_product(in.index, id))
        return base::error{errc::not_found};
    return page_behind(asked.query, [&in, id](std::int64_t after, std::int64_t most) {
        return store::firmware_after(in.sql, id, after, most);
    });
}

base::result<published_firmware> publish(store::transaction& in, const call<nothing, nothing>& asked,
                                         const endpoint::services&)
{
    const auto made = ops::publish_firmware(in, asked.id<model::firmware_id>(0), asked.by.author());
    if (!made)
        return made.error();
    return published_firmware{*made, store::find_product(in.index, made->product)->what};
}

void announce(const endpoint::services& with, const published_firmware& what)
{
    if (with.devices)
        with.devices->announce_firmware(what.of.type, what.of.model, what.version);
}

// --- its bytes

// Reads what stands in the path and the query; the body is the file.
base::result<call<upload_query, nothing>> read_upload(const endpoint::exchange& of)
{
    auto by = admit(of);
    if (!by)
        return by.error();
    call<upload_query, nothing> asked{{std::move(*by), {std::string(of.path.front())}}, {}, {}};
    endpoint::fault_list faults;
    endpoint::form parameters;
    if (auto read = read_parameters(of.request, parameters); !read)
        return read.error();
    endpoint::read_query(parameters, asked.query, faults);
    if (!faults.empty())
        return faulty(faults);
    if (!store::find_product(endpoint::current_index(of.with), asked.id<model::product_id>(0)))
        return base::error{errc::not_found};
    if (of.request.body.empty())
        return base::error{errc::malformed_input, "The body is the file; it is empty."};
    return asked;
}

// Its file lies there already, and goes again where the row does not come to stand.
void enter(endpoint::services& with, net::ticket ask, const call<upload_query, nothing>& asked,
           ops::firmware_draft kept)
{
    const std::string file = kept.file;
    endpoint::write(
        with, std::move(ask),
        [kept = std::move(kept), by = asked.by.author()](store::transaction& in) {
            return ops::add_firmware(in, kept, by);
        },
        [&files = with.firmware, file](const base::result<model::firmware>& outcome) {
            if (!outcome)
                files.remove(file);
            return answer(outcome, 201);
        });
}

void serve_upload(endpoint::exchange&& of)
{
    const auto asked = read_upload(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    auto turn = of.with.firmware.take_turn();
    if (!turn)
        return of.ask.answer(refuse_errc(errc::overloaded));
    struct upload {
        call<upload_query, nothing> asked;
        std::string bytes;
        std::shared_ptr<const void> turn;
    };
    const auto held = std::make_shared<upload>(upload{*asked, std::string(of.request.body), std::move(turn)});
    endpoint::prepare(
        of.with, base::work_lane::bodies, std::move(of.ask),
        [&files = of.with.firmware, held] {
            return ops::firmware_draft{held->asked.id<model::product_id>(0),
                                       held->asked.query.version,
                                       held->asked.query.upgrade,
                                       files.keep(held->bytes),
                                       static_cast<std::int64_t>(held->bytes.size()),
                                       base::to_hex(base::md5(held->bytes))};
        },
        [&with = of.with, held](net::ticket ask, ops::firmware_draft kept) {
            enter(with, std::move(ask), held->asked, std::move(kept));
        },
        refuse_errc);
}

bool may_upload(endpoint::services& with, const net::request& head)
{
    return may_use(with, head, endpoint::right::administer);
}

base::result<model::firmware> take_back(store::transaction& in, const call<nothing, nothing>& asked,
                                        const endpoint::services&)
{
    return ops::delete_firmware(in, asked.id<model::firmware_id>(0), asked.by.author());
}

void remove_file(const endpoint::services& with, const model::firmware& what)
{
    with.firmware.remove(what.file);
}

void write_file(base::json_writer& json)
{
    json.open_object().name("type").text("string").name("format").text("binary").close_object();
}

constexpr endpoint::needs administer = endpoint::right::administer;
constexpr std::string_view of_product = "/api/v1/products/{product}/firmware";
constexpr std::size_t usual_most = std::size_t{64} << 20U;

}  // namespace

std::span<const endpoint::route> firmware_routes()
{
    static constexpr std::array table{
        read<list_firmware>("list_firmware", of_product, administer,
                            "What was uploaded for machines of a product, oldest first."),
        endpoint::route{
            "upload_firmware",
            net::verb::post,
            of_product,
            administer,
            usual_most,
            serve_upload,
            refuse_request,
            {"Takes in a program for machines of a product: the body is its file. They do not hear of "
             "it until it is published. One at a time: 503 while another comes in.",
             201, detail::write_query<upload_query>, write_file, detail::write_success<model::firmware>,
             "application/octet-stream"},
            endpoint::transport::any,
            may_upload},
        write_then<publish, announce>("publish_firmware", net::verb::post,
                                      "/api/v1/firmware/{firmware}/publish", administer,
                                      "Machines of its product are offered it from now on, and those that "
                                      "are connected hear so. Published "
                                      "again, an earlier version is offered again."),
        write_then<take_back, remove_file>(
            "delete_firmware", net::verb::delete_, "/api/v1/firmware/{firmware}", administer,
            "Takes it away: machines are offered what was published before it."),
    };
    return table;
}

}  // namespace gatehouse::api
