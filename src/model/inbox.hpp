// What apps say to people: messages, and what is to do.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::model {

using inbox_item_id = identifier<struct inbox_item_noun>;

enum class todo_state : std::uint8_t { open, done, cancelled };
template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<todo_state>{"open", "done", "cancelled"};

// A button under what is to do.
struct inbox_action {
    std::string label;
    std::string link;     // may be relative to the app's address
    bool silent = false;  // called without showing a page

    friend bool operator==(const inbox_action&, const inbox_action&) = default;
};

struct inbox_item {
    inbox_item_id id;
    organization_id organization;
    app_id app;                       // none: the server itself says it
    std::optional<std::string> task;  // of what is to do: the app's name for it, unique in the organization
    std::int64_t priority = 1;        // 1 to 3, 3 is highest
    std::string title;
    std::string content;  // as the app sent it: perhaps HTML, of which nothing may be trusted
    std::string link;     // empty: none
    std::vector<inbox_action> actions;
    std::optional<todo_state> state;
    std::optional<base::instant> stated_at;
    base::instant created_at;
};

}  // namespace gatehouse::model
