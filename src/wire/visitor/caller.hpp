// Who calls the visitor system. Its document names no credentials; these are the four classes that
// spec/visitor.md puts in their place.
#pragma once

#include "base/result.hpp"
#include "endpoint/route.hpp"
#include "ops/author.hpp"

#include <string>

namespace gatehouse::wire::visitor {

enum class caller_class : std::uint8_t {
    anybody,  // nobody in particular: the lab and compat profiles
    office,   // the back office: a key of the site, a login that manages it
    auditor,  // the same, who may only look
    phone,    // a phone page whose WeChat id was proven
    kiosk,
    gate,
};

// Which classes a route takes: a set.
using caller_classes = std::uint8_t;
template <class... Class>
constexpr caller_classes set_of(Class... which)
{
    return static_cast<caller_classes>(((1U << static_cast<unsigned>(which)) | ...));
}
constexpr bool has(caller_classes set, caller_class which)
{
    return (set & set_of(which)) != 0;
}

inline constexpr caller_classes for_office = set_of(caller_class::office);
inline constexpr caller_classes for_auditors = set_of(caller_class::office, caller_class::auditor);
inline constexpr caller_classes for_phones = set_of(caller_class::office, caller_class::phone,
                                                    caller_class::anybody);
inline constexpr caller_classes for_readers = set_of(caller_class::office, caller_class::auditor,
                                                     caller_class::phone, caller_class::anybody);
inline constexpr caller_classes for_kiosks = set_of(caller_class::office, caller_class::kiosk,
                                                    caller_class::anybody);
inline constexpr caller_classes for_gates = set_of(caller_class::office, caller_class::gate,
                                                   caller_class::anybody);

struct caller {
    caller_class as = caller_class::anybody;
    model::organization_id site;
    std::string actor;  // as the audit trail names them
    std::string name;   // of a key
    std::string wechat_id;
    base::instant now;

    ops::author author() const { return {actor, now}; }
};

// unauthenticated, throttled (with the wait), not_permitted; organization_unknown where the server has no
// site for visitors.
base::result<caller> find_caller(endpoint::services& with, const net::request& request,
                                 caller_classes allowed);

}  // namespace gatehouse::wire::visitor
