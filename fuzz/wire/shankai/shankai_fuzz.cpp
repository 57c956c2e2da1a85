#include "base/assert.hpp"
#include "base/text.hpp"
#include "endpoint/cursor.hpp"
#include "endpoint/fields_read.hpp"
#include "model/card_number.hpp"
#include "model/phone.hpp"
#include "wire/shankai/handlers.hpp"

#include <array>
#include <cstdint>

namespace {

using namespace gatehouse;
using namespace gatehouse::wire::shankai;

template <class Request>
std::optional<Request> read(std::string_view body)
{
    const auto document = endpoint::json_document::parse(body);
    Request asked;
    endpoint::fault_list faults;
    if (document)
        endpoint::read_json(document->root(), asked, faults, endpoint::unknown_members::ignored);
    return document && faults.empty() ? std::optional{std::move(asked)} : std::nullopt;
}

void check_name(std::string_view name)
{
    GATEHOUSE_ASSERT(base::is_valid_utf8(name) && !base::has_control(name));
    GATEHOUSE_ASSERT(base::code_points(name) >= 1 && base::code_points(name) <= 64);
}

std::string canonical_of(std::string_view text)
{
    return model::read_card_number(text, model::card_format::unset)->canonical;
}

// What is answered of a card is the same card again.
void check_card(const card_text& card)
{
    GATEHOUSE_ASSERT(card.canonical.starts_with("n:") && card.canonical.size() > 2);
    GATEHOUSE_ASSERT(card.original.size() <= 22 && canonical_of(card.original) == card.canonical);
    const card_answer answer = write_card(card.original, false);
    GATEHOUSE_ASSERT(canonical_of(answer.card_no_hex) == card.canonical);
    const auto again = read_card_no(
        std::visit([](const auto& written) { return endpoint::scalar(written); }, answer.card_no));
    GATEHOUSE_ASSERT(again && again->canonical == card.canonical && again->original == card.original);
}

const store::organization_entry& community()
{
    static const store::organization_entry entry = [] {
        store::organization_entry made;
        made.what.id = {1};
        made.zone = model::time_zone::find("Asia/Shanghai");
        return made;
    }();
    return entry;
}

const store::keyring& keys()
{
    static const store::keyring made([] {
        base::start_crypto();
        return base::key{};
    }());
    return made;
}

void read_as_communities(std::string_view body)
{
    if (const auto asked = read<create_request>(body)) {
        check_name(asked->name);
        if (const auto order = read_create(*asked))
            GATEHOUSE_ASSERT(order->what.name == asked->name && order->org_id.size() == 28);
    }
    if (const auto asked = read<update_request>(body)) {
        check_name(asked->name);
        if (const auto order = read_update(*asked))
            GATEHOUSE_ASSERT(order->how.city == asked->city && order->org_id == asked->org_id);
    }
    if (const auto asked = read<admin_request>(body); asked && check_admin(*asked))
        GATEHOUSE_ASSERT(asked->pass.size() >= 8 && asked->pass.size() <= 128);
}

void read_as_cards(std::string_view body)
{
    if (const auto asked = read<set_card_request>(body)) {
        GATEHOUSE_ASSERT(model::is_mainland_mobile(asked->mobile));
        check_name(asked->name);
        if (const auto order = read_set_card(*asked))
            check_card(order->card);
        else
            GATEHOUSE_ASSERT(code_row_of(order.error().code).code == 4006);
    }
    if (const auto asked = read<get_card_request>(body))
        GATEHOUSE_ASSERT(model::is_mainland_mobile(asked->mobile));
}

void read_as_doors(std::string_view body)
{
    if (const auto asked = read<open_request>(body))
        if (const auto what = read_open(keys(), community(), {{1}, {}}, *asked)) {
            GATEHOUSE_ASSERT(asked->card_no.has_value() != asked->mobile.has_value());
            GATEHOUSE_ASSERT((what->shown.kind == store::presented_kind::phone) == asked->mobile.has_value());
        }
    if (const auto asked = read<door_request>(body); asked && read_door(*asked))
        GATEHOUSE_ASSERT(asked->door_id || asked->name);
    if (const auto asked = read<records_request>(body))
        if (const auto span = read_records(community(), *asked)) {
            GATEHOUSE_ASSERT(span->limit >= 1 && span->limit <= records_most);
            GATEHOUSE_ASSERT(!asked->cursor || endpoint::cursor_of(span->before) == *asked->cursor);
        }
}

}  // namespace

// A body, read as every call that has one would; and the same text as a card's number, a door's id.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read_as_communities(text);
    read_as_cards(text);
    read_as_doors(text);
    if (const auto card = read_card_no(std::string(text)))
        check_card(*card);
    if (const model::door_id door = read_door_id(text))
        GATEHOUSE_ASSERT(std::to_string(door.value) == text);
    return 0;
}
