#include "base/persistent_map.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace gatehouse::base {
namespace {

using numbers = persistent_map<int, std::string>;

std::map<int, std::string> contents(const numbers& of)
{
    std::map<int, std::string> found;
    of.each([&found](int key, const std::string& value) {
        EXPECT_TRUE(found.emplace(key, value).second) << key << " is visited twice";
    });
    EXPECT_EQ(of.size(), found.size());
    return found;
}

// All keys in few leaves, so that leaves hold several entries.
struct crowded {
    std::size_t operator()(int key) const { return static_cast<std::size_t>(key % 3); }
};

TEST(persistent_map, is_empty_at_first)
{
    const numbers empty;
    EXPECT_EQ(empty.size(), 0U);
    EXPECT_EQ(empty.find(1), nullptr);
    EXPECT_EQ(contents(empty), (std::map<int, std::string>{}));
}

TEST(persistent_map, keeps_the_last_value_of_a_key)
{
    numbers map;
    map.set(1, "one");
    map.set(1, "uno");
    EXPECT_EQ(contents(map), (std::map<int, std::string>{{1, "uno"}}));
}

TEST(persistent_map, does_not_count_the_erasing_of_what_is_not_there)
{
    numbers map;
    map.erase(7);
    map.set(1, "one");
    map.erase(7);
    EXPECT_EQ(contents(map), (std::map<int, std::string>{{1, "one"}}));
}

TEST(persistent_map, does_not_show_a_copy_what_changes_later)
{
    numbers map;
    map.set(1, "one");
    map.set(2, "two");
    const numbers before = map;
    map.set(1, "changed");
    map.set(3, "three");
    map.erase(2);
    EXPECT_EQ(contents(before), (std::map<int, std::string>{{1, "one"}, {2, "two"}}));
    EXPECT_EQ(contents(map), (std::map<int, std::string>{{1, "changed"}, {3, "three"}}));
}

TEST(persistent_map, shares_the_entries_that_a_change_does_not_touch)
{
    numbers map;
    for (int key = 0; key < 5000; ++key)
        map.set(key, std::to_string(key));
    const numbers before = map;
    map.set(0, "changed");
    int moved = 0;
    for (int key = 0; key < 5000; ++key)
        moved += map.find(key) != before.find(key) ? 1 : 0;
    // The entries of one leaf among 4096 are copied.
    EXPECT_GE(moved, 1);
    EXPECT_LE(moved, 20);
}

TEST(persistent_map, is_filled_in_place_while_nobody_holds_a_copy)
{
    numbers map;
    for (int key = 0; key < 1000; ++key)
        map.set_unshared(key, std::to_string(key));
    map.set_unshared(5, "again");
    EXPECT_EQ(map.size(), 1000U);
    EXPECT_EQ(*map.find(5), "again");
    EXPECT_EQ(*map.find(999), "999");
}

template <class Map>
void differs_never_from_a_plain_map(unsigned seed, int keys)
{
    std::mt19937 random(seed);
    std::vector<std::pair<Map, std::map<int, std::string>>> versions(1);
    for (int step = 0; step < 4000; ++step) {
        auto [map, model] = versions[random() % versions.size()];
        for (unsigned change = random() % 8; change-- > 0;) {
            const int key = static_cast<int>(random() % static_cast<unsigned>(keys));
            if (random() % 3 == 0) {
                map.erase(key);
                model.erase(key);
            } else {
                const std::string value = std::to_string(step) + "/" + std::to_string(change);
                map.set(key, value);
                model[key] = value;
            }
        }
        // A dozen versions live at once; each step builds on one of them and replaces another.
        if (versions.size() < 12)
            versions.emplace_back(std::move(map), std::move(model));
        else
            versions[random() % versions.size()] = {std::move(map), std::move(model)};
        const auto& [looked_at, expected] = versions[random() % versions.size()];
        const int asked = static_cast<int>(random() % static_cast<unsigned>(keys));
        const std::string* const found = looked_at.find(asked);
        ASSERT_EQ(found != nullptr, expected.contains(asked)) << "seed " << seed << ", step " << step;
        if (found) {
            ASSERT_EQ(*found, expected.at(asked));
        }
    }
    for (const auto& [map, model] : versions) {
        std::map<int, std::string> seen;
        map.each([&seen](int key, const std::string& value) { seen[key] = value; });
        ASSERT_EQ(seen, model) << "seed " << seed;
        ASSERT_EQ(map.size(), model.size());
    }
}

TEST(persistent_map, is_a_plain_map_in_every_one_of_many_versions)
{
    for (unsigned seed = 1; seed <= 5; ++seed)
        differs_never_from_a_plain_map<numbers>(seed, 300);
}

TEST(persistent_map, is_a_plain_map_also_where_all_hashes_are_alike)
{
    for (unsigned seed = 1; seed <= 5; ++seed)
        differs_never_from_a_plain_map<persistent_map<int, std::string, crowded>>(seed, 40);
}

}  // namespace
}  // namespace gatehouse::base
