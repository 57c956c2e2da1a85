// Residents' card numbers that were answered before: asked again, they need no transaction.
#pragma once

#include "ops/residents.hpp"
#include "store/index.hpp"
#include "store/keyring.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::ops {

class known_cards {
public:
    // Beyond that it begins anew.
    static constexpr std::size_t most = 50'000;

    explicit known_cards(const store::keyring& keys) : keys_(keys) {}

    // What get_card() would answer, as long as the index shows the same resident with the same card. Nothing:
    // ask get_card().
    std::optional<std::string> find(const store::index& in, model::organization_id home,
                                    std::string_view phone) const;
    // After the commit of get_card().
    void keep(model::organization_id home, std::string_view phone, const resident_card& answered);
    // After the commit of set_card(): the same card may be written in another way.
    void forget(model::organization_id home, std::string_view phone);

private:
    base::digest place_of(model::organization_id home, std::string_view phone) const;

    const store::keyring& keys_;
    mutable std::mutex mutex_;
    std::unordered_map<base::digest, resident_card, store::digest_hash>
        answered_;  // by keys of `index::phones`
};

}  // namespace gatehouse::ops
