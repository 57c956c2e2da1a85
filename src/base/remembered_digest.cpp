#include "base/remembered_digest.hpp"

#include <sodium.h>

#include <cstring>
#include <utility>

namespace gatehouse::base {
namespace {

constexpr std::size_t remembered = 4096;
constexpr std::size_t text_most = 192;  // bytes, with the key; longer ones are digested anew

}  // namespace

digest remembered_digest(const key& under, std::uint64_t tag, std::initializer_list<std::string_view> parts)
{
    using mark = std::array<unsigned char, crypto_shorthash_siphashx24_BYTES>;
    struct memory {
        std::array<std::pair<mark, digest>, remembered> places{};
        std::array<unsigned char, crypto_shorthash_siphashx24_KEYBYTES> own_key{};
        memory() { randombytes_buf(own_key.data(), own_key.size()); }
    };
    static thread_local memory known;
    std::array<unsigned char, text_most> text;
    std::size_t length = 0;
    const auto add = [&text, &length](const void* from, std::size_t size) {
        if (size > text.size() - length)
            return false;
        if (size > 0)
            std::memcpy(text.data() + length, from, size);
        length += size;
        return true;
    };
    bool fits = add(under.bytes(), sizeof(key_bytes)) && add(&tag, sizeof tag);
    for (const std::string_view part : parts) {
        const std::uint64_t size = part.size();
        fits = fits && add(&size, sizeof size) && add(part.data(), part.size());
    }
    if (!fits)
        return keyed_digest(under, tag, parts);
    mark its{};
    crypto_shorthash_siphashx24(its.data(), text.data(), length, known.own_key.data());
    sodium_memzero(text.data(), length);
    std::size_t place = 0;
    std::memcpy(&place, its.data(), sizeof place);
    auto& [standing, found] = known.places[place % known.places.size()];
    if (standing != its) {
        found = keyed_digest(under, tag, parts);
        standing = its;
    }
    return found;
}

}  // namespace gatehouse::base
