// What stood before a deed, and after it, as its entry in the audit trail has it (ops/difference.hpp).
#pragma once

#include "store/changes.hpp"

#include <boost/json/value.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::ops {

class former_values {
public:
    // Nothing where the entry is not there, or was erased.
    former_values(store::transaction& in, model::change_number entry);
    explicit former_values(const std::optional<std::string>& detail);
    // The first entry about a person's end behind that one.
    static former_values of_end(store::transaction& in, model::person_id who, model::change_number behind);

    // Puts back what stands as the deed left it; false where something else stands.
    bool restore(std::initializer_list<std::pair<std::string_view, std::string*>> members) const;
    // Empty where the deed did not touch it.
    std::string before(std::string_view name) const;
    std::string after(std::string_view name) const;
    // Else it was known before, and came back.
    bool was_made() const;

private:
    std::optional<std::pair<std::string, std::string>> find(std::string_view name) const;

    boost::json::value document_;
};

}  // namespace gatehouse::ops
