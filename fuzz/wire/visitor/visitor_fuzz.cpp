#include "base/assert.hpp"
#include "base/text.hpp"
#include "wire/visitor/config_messages.hpp"
#include "wire/visitor/invitation_page.hpp"
#include "wire/visitor/mapping.hpp"
#include "wire/visitor/reading.hpp"

#include <cstdint>

namespace {

using namespace gatehouse;
using namespace gatehouse::wire::visitor;

template <class Request, fields_in Where = fields_in::body>
std::optional<Request> read(std::string_view text)
{
    net::request request;
    request.query = request.body = text;
    auto asked = read_request<Request, Where>(request);
    if (!asked) {
        GATEHOUSE_ASSERT(code_row_of(asked.error().code).code == 400);
        return std::nullopt;
    }
    return std::move(*asked);
}

void check_name(std::string_view name)
{
    GATEHOUSE_ASSERT(base::is_valid_utf8(name) && !base::has_control(name));
    GATEHOUSE_ASSERT(base::code_points(name) >= 1 && base::code_points(name) <= 64);
}

const model::time_zone& zone()
{
    static const model::time_zone& found = *model::time_zone::find("Asia/Shanghai");
    return found;
}

void read_bodies(std::string_view text)
{
    if (const auto asked = read<application_request>(text)) {
        check_name(asked->name);
        GATEHOUSE_ASSERT(!asked->companions || asked->companions->size() <= model::companions_most);
        if (const auto at = read_time("start_time", asked->start_time, zone()))
            GATEHOUSE_ASSERT(base::to_milliseconds(*at) < 10'000'000'000'000'000);
        if (const auto phone = read_phone("phone", asked->phone, model::phone_check::length))
            GATEHOUSE_ASSERT(phone->size() >= 5 && phone->size() <= 20);
    }
    if (const auto asked = read<employee_binding_request>(text))
        check_name(asked->name);
    if (const auto asked = read<code_request>(text))
        GATEHOUSE_ASSERT(base::is_valid_utf8(asked->qrcode));
    read<auth_request>(text);
    read<sign_in_request>(text);
    read<servers>(text);
    read<templates>(text);
    read<endpoint::nothing>(text);
}

void read_queries(std::string_view text)
{
    read<binding_query, fields_in::query>(text);
    if (const auto asked = read<records_query, fields_in::query>(text))
        if (const auto span = read_page(asked->page, asked->size)) {
            GATEHOUSE_ASSERT(span->size >= 1 && span->size <= page_size_most && span->skipped() >= 0);
            GATEHOUSE_ASSERT(write_page(7, *span).total >= 1);
        }
    if (const auto form = read<invited_form, fields_in::query>(text))
        if (const auto guests = read_guests(*form, model::phone_check::length)) {
            GATEHOUSE_ASSERT(!guests->empty());
            for (const model::guest& each : *guests) {
                check_name(each.name);
                GATEHOUSE_ASSERT(each.phone.size() >= 5 && each.phone.size() <= 20);
            }
        }
}

}  // namespace

// A body and a query, read as every call would; and the same text as a QR code, a number, an address.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read_bodies(text);
    read_queries(text);
    const read_code code = read_pass_code(text);
    if (model::is_pass_text(code.pass)) {
        const auto visit = code.visit.value_or(model::visit_id{1});
        const read_code again = read_pass_code(model::pass_code(visit, code.pass));
        GATEHOUSE_ASSERT(again.pass == code.pass && again.visit == visit);
    }
    if (const model::visit_id visit = read_visit_id(text))
        GATEHOUSE_ASSERT(std::to_string(visit.value) == text);
    if (const auto decoded = decode_path(text))
        GATEHOUSE_ASSERT(!base::has_control(*decoded));
    if (endpoint::may_be_face_host(text, {}))
        GATEHOUSE_ASSERT(text.find('@') == std::string_view::npos);
    return 0;
}
