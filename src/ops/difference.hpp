// What a new state changes in the one that stands, for the audit trail: the members' names only, so that no
// secret gets there.
#pragma once

#include "base/json_writer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ops {

class difference {
public:
    template <class Value>
    difference& compare(std::string_view name, const Value& before, const Value& after)
    {
        if (!(before == after))
            names_.push_back(name);
        return *this;
    }

    bool any() const { return !names_.empty(); }

    // {"changed":["name",…]}; an empty object where nothing differs.
    std::string detail() const
    {
        std::string text;
        base::json_writer json(text);
        json.open_object();
        if (any()) {
            json.name("changed").open_array();
            for (const std::string_view name : names_)
                json.text(name);
            json.close_array();
        }
        json.close_object();
        return text;
    }

private:
    std::vector<std::string_view> names_;
};

}  // namespace gatehouse::ops
