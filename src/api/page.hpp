// Lists come in pages: what is asked, what is answered.
#pragma once

#include "base/result.hpp"
#include "endpoint/cursor.hpp"
#include "endpoint/fields.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::api {

inline constexpr std::int64_t page_usual = 50;
inline constexpr std::int64_t page_most = 200;

// A list's own filters stand in a struct that inherits this; its fields are
// std::tuple_cat(fields_of<page_query>, …).
struct page_query {
    std::int64_t limit = page_usual;
    std::optional<std::string> cursor;
};

template <class Item>
struct page {
    std::vector<Item> items;
    std::optional<std::string> next;
};

// The position behind which the page begins; 0 is the beginning. malformed_input where it is no cursor of
// ours.
base::result<std::int64_t> position_of(const page_query& asked);

// `found` holds up to limit + 1 items: one more than asked for says that there is a next page. `position`
// says where an item stands in the list's order.
template <class Item, class Position>
page<Item> page_of(std::vector<Item> found, const page_query& asked, Position position)
{
    page<Item> made{std::move(found), std::nullopt};
    if (static_cast<std::int64_t>(made.items.size()) > asked.limit) {
        made.items.resize(static_cast<std::size_t>(asked.limit));
        made.next = endpoint::cursor_of(position(made.items.back()));
    }
    return made;
}

template <class Item>
page<Item> page_of(std::vector<Item> found, const page_query& asked)
{
    return page_of(std::move(found), asked, [](const Item& last) { return last.id.value; });
}

// One page of what stands behind the position that is asked for, the oldest first. rows: (after, most) → a
// vector in the order of their ids; item: row → Item with that `id`.
template <class Rows, class Make = std::identity>
auto page_behind(const page_query& asked, Rows rows, Make item = {})
    -> base::result<page<std::decay_t<decltype(item(*rows(0, 0).begin()))>>>
{
    const auto after = position_of(asked);
    if (!after)
        return after.error();
    std::vector<std::decay_t<decltype(item(*rows(0, 0).begin()))>> found;
    for (const auto& each : rows(*after, asked.limit + 1))
        found.push_back(item(each));
    return page_of(std::move(found), asked);
}

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::page_query> = std::tuple{
    field{"limit",
          &api::page_query::limit,
          presence::optional,
          "How many items; 50 when left out.",
          "50",
          {1, api::page_most}},
    field{
        "cursor", &api::page_query::cursor, presence::optional, "`next` of the page before.", {}, {1, 128}}};

template <class Item>
inline constexpr auto fields_of<api::page<Item>> = std::tuple{
    field{"items", &api::page<Item>::items, presence::required, "One page of them."},
    field{"next", &api::page<Item>::next, presence::required, "Cursor of the next page; null at the end."}};

}  // namespace gatehouse::endpoint
