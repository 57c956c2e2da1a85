// What a new state changes in the one that stands, for the audit trail: the names of the members, and the
// values of those that are no secret.
#pragma once

#include "base/json_writer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ops {

class difference {
public:
    // The name only: what differs may be a secret.
    template <class Value>
    difference& compare(std::string_view name, const Value& before, const Value& after)
    {
        if (!(before == after))
            members_.push_back({name, false, {}, {}});
        return *this;
    }
    difference& show(std::string_view name, std::string_view before, std::string_view after)
    {
        if (before != after)
            members_.push_back({name, true, std::string(before), std::string(after)});
        return *this;
    }

    // Ids, and what else has a number.
    template <class Id>
    difference& show_id(std::string_view name, const std::optional<Id>& before,
                        const std::optional<Id>& after)
    {
        const auto text = [](const std::optional<Id>& id) {
            return id ? std::to_string(id->value) : std::string{};
        };
        return show(name, text(before), text(after));
    }

    bool any() const { return !members_.empty(); }
    std::vector<std::string> names() const
    {
        std::vector<std::string> all;
        for (const member& each : members_)
            all.emplace_back(each.name);
        return all;
    }

    // {"changed":["name",…],"values":{"name":["before","after"],…}}; an empty object where nothing differs.
    std::string detail() const
    {
        std::string text;
        base::json_writer json(text);
        json.open_object();
        if (any()) {
            json.name("changed").open_array();
            for (const member& each : members_)
                json.text(each.name);
            json.close_array();
        }
        bool values = false;
        for (const member& each : members_)
            if (each.shown) {
                if (!values)
                    json.name("values").open_object();
                values = true;
                json.name(each.name).open_array().text(each.before).text(each.after).close_array();
            }
        if (values)
            json.close_object();
        json.close_object();
        return text;
    }

private:
    struct member {
        std::string_view name;
        bool shown;
        std::string before;
        std::string after;
    };
    std::vector<member> members_;
};

}  // namespace gatehouse::ops
