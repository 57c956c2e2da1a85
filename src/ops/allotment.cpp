#include "ops/allotment.hpp"

#include "model/card_number.hpp"

#include <cstring>
#include <stdexcept>

namespace gatehouse::ops {
namespace {

std::uint32_t draw()
{
    const std::string bytes = base::random_bytes(sizeof(std::uint32_t));
    std::uint32_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    return number & allotted_most;
}

std::string canonical_of(std::uint32_t number)
{
    return model::read_card_number(std::to_string(number), model::card_format::decimal)->canonical;
}

// What was shown is known by a digest of each organization's own, so that none learns of another's: all are
// asked. About 2 µs an organization.
bool is_known(store::transaction& in, std::string_view canonical)
{
    bool known = false;
    in.index.organizations.each([&](const model::organization_id& id, const auto&) {
        known = known || store::find_presented(in.sql, store::shown_card(in.keys, id, canonical, "").digest);
    });
    return known;
}

}  // namespace

store::shown allot_card(store::transaction& in, model::organization_id home)
{
    // Even were half of all numbers known, a hundred draws would all fail once in 10^30 times.
    constexpr int draws = 100;
    for (int i = 0; i < draws; ++i) {
        const std::uint32_t number = draw();
        if (number == 0)
            continue;
        const std::string canonical = canonical_of(number);
        if (!is_known(in, canonical))
            return store::shown_card(in.keys, home, canonical, std::to_string(number));
    }
    throw std::runtime_error("no card number is left to allot");
}

}  // namespace gatehouse::ops
