// A map with value semantics whose copies share what they do not change: copying costs one reference count, a
// change copies a path of three small nodes. It is what lets readers keep a version while the writer makes
// the next.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace gatehouse::base {

// Hash must be keyed, or of keys that no outsider chooses: buckets are searched linearly.
template <class Key, class Value, class Hash = std::hash<Key>>
class persistent_map {
public:
    using entry = std::pair<Key, Value>;

    // Valid until this map, and every copy that shares the entry, is changed or gone.
    const Value* find(const Key& key) const
    {
        if (!root_)
            return nullptr;
        const std::uint64_t hash = mix(Hash{}(key));
        const auto& middle = (*root_)[hash & mask];
        if (!middle)
            return nullptr;
        const auto& leaf = (*middle)[(hash >> bits) & mask];
        if (!leaf)
            return nullptr;
        for (const entry& e : *leaf)
            if (e.first == key)
                return &e.second;
        return nullptr;
    }

    void set(const Key& key, Value value) { put(own_leaf(key, copied), key, std::move(value)); }

    // Changes the nodes in place: for filling a map of which no copy was made yet.
    void set_unshared(const Key& key, Value value) { put(own_leaf(key, in_place), key, std::move(value)); }

    void erase(const Key& key)
    {
        if (!find(key))
            return;
        std::erase_if(own_leaf(key, copied), [&key](const entry& e) { return e.first == key; });
        --size_;
    }

    template <class Visit>
    void each(Visit visit) const
    {
        if (!root_)
            return;
        for (const auto& middle : *root_)
            if (middle)
                for (const auto& leaf : *middle)
                    if (leaf)
                        for (const entry& e : *leaf)
                            visit(e.first, e.second);
    }

    std::size_t size() const { return size_; }

private:
    static constexpr unsigned bits = 6;
    static constexpr std::uint64_t mask = (1U << bits) - 1;
    using leaf_node = std::vector<entry>;
    using middle_node = std::array<std::shared_ptr<leaf_node>, 1U << bits>;
    using root_node = std::array<std::shared_ptr<middle_node>, 1U << bits>;

    static std::uint64_t mix(std::uint64_t h)
    {
        h ^= h >> 33U;
        h *= 0xff51afd7ed558ccdU;
        h ^= h >> 33U;
        return h;
    }

    enum manner { copied, in_place };

    void put(leaf_node& leaf, const Key& key, Value value)
    {
        for (entry& e : leaf)
            if (e.first == key) {
                e.second = std::move(value);
                return;
            }
        leaf.emplace_back(key, std::move(value));
        ++size_;
    }

    // Whether a node is shared is not asked of its reference count: another thread may be letting go of it,
    // and seeing the count fall says nothing about that thread's last reads.
    template <class Node>
    static Node& own(std::shared_ptr<Node>& at, manner how)
    {
        if (!at)
            at = std::make_shared<Node>();
        else if (how == copied)
            at = std::make_shared<Node>(*at);
        return *at;
    }

    leaf_node& own_leaf(const Key& key, manner how)
    {
        const std::uint64_t hash = mix(Hash{}(key));
        middle_node& middle = own(own(root_, how)[hash & mask], how);
        return own(middle[(hash >> bits) & mask], how);
    }

    std::shared_ptr<root_node> root_;
    std::size_t size_ = 0;
};

}  // namespace gatehouse::base
