// Digests of texts that come again and again: a client's secret, the cards of a site.
#pragma once

#include "base/crypto.hpp"

namespace gatehouse::base {

// What keyed_digest() says. Each thread knows its last ones by SipHash of 128 bits under a key of its own, so
// that what was digested is not kept.
digest remembered_digest(const key& under, std::uint64_t tag, std::initializer_list<std::string_view> parts);

}  // namespace gatehouse::base
