// What a store's database and pictures say of themselves, held against each other.
#pragma once

#include "store/findings.hpp"
#include "store/verification.hpp"

#include <set>

namespace gatehouse::store {

struct examination {
    database& db;
    const std::optional<keyring>& keys;  // the right ones; none: what needs them stays unchecked
    std::filesystem::path pictures;
    std::set<std::string> absent{};  // pictures that are known not to be there
};

// A database that cannot be read to its end is a finding too. By pages, so that no snapshot lives long; but
// for the look at the engine's structures, which gives way when the log of a busy server grows.
void examine(const examination& of, verified& result, findings& into);

}  // namespace gatehouse::store
