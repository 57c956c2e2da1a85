// What apps put into people's inboxes: messages, and what is to do.
#pragma once

#include "ops/author.hpp"
#include "store/inbox.hpp"

#include <string>
#include <vector>

namespace gatehouse::ops {

// What one message may be; texts and links are counted in characters.
namespace inbox_most {
inline constexpr std::size_t title = 128;
inline constexpr std::size_t content = 8192;
inline constexpr std::size_t link = 2048;
inline constexpr std::size_t task = 64;
inline constexpr std::size_t label = 32;
inline constexpr std::size_t actions = 2;
inline constexpr std::size_t named = 1000;       // people, or departments, in one call
inline constexpr std::size_t recipients = 2000;  // whom they come to
}  // namespace inbox_most

struct letter_to_people {
    model::inbox_item what;          // of an organization that installed the app
    std::vector<std::string> users;  // by the ids that they are known by
    std::vector<std::string> units;  // everybody who is of one or below it; what is unknown is nobody
};

enum class posting : std::uint8_t { done, task_taken, too_many, nobody };
struct posted {
    posting outcome = posting::done;
    std::vector<std::string> failed{};  // of the users
};
posted post(store::transaction& in, const letter_to_people& what);

// As the app says it of what it put there. False: there is no such task of its own. What it says of an
// earlier time than what it said last changes nothing.
bool state_todo(store::transaction& in, model::organization_id home, const std::string& task,
                model::app_id app, model::todo_state now_is, base::instant at);

}  // namespace gatehouse::ops
