// The few uses that we make of libsodium: keyed digests, sealing under a key, passwords, randomness.
#pragma once

#include "base/secret.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::base {

// Must be called once before anything else of this file; throws when the library cannot start.
void start_crypto();

using key_bytes = std::array<unsigned char, 32>;

// A 32-byte key, wiped when it ends.
class key {
public:
    key() = default;
    explicit key(const key_bytes& bytes) : bytes_(bytes) {}
    key(const key&) = default;
    key& operator=(const key&) = default;
    ~key();

    static key random();
    // An independent key for one purpose; `context` is exactly 8 characters.
    key derive(std::string_view context) const;

    const unsigned char* bytes() const { return bytes_.data(); }
    std::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

private:
    key_bytes bytes_{};
};

// 16 bytes of keyed BLAKE2b: cannot be reversed or aimed at without the key. Equality of two digests is
// compared in constant time by `same`.
struct digest {
    std::array<unsigned char, 16> bytes{};

    friend bool operator==(const digest& a, const digest& b) { return a.bytes == b.bytes; }
    std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
    static std::optional<digest> from(std::string_view bytes);
};

bool same(const digest& a, const digest& b);

// `tag` keeps digests of different uses apart; each part is length-prefixed, so no two lists of them collide.
// A text alone is a list of one.
digest keyed_digest(const key& under, std::uint64_t tag, std::initializer_list<std::string_view> parts);
digest keyed_digest(const key& under, std::uint64_t tag, std::string_view text);

// 32 bytes of keyed BLAKE2b over `previous` and `text`: the links of the audit chain.
std::string chain_digest(const key& under, std::string_view previous, std::string_view text);

// HMAC-SHA256, 32 bytes: what receivers of our messages check with a secret that both sides know.
std::string hmac_sha256(std::string_view under, std::string_view text);

// XChaCha20-Poly1305 with a random nonce in front. `bound` is authenticated, not stored: a sealed text opens
// only where it was put.
std::string seal(const key& under, std::string_view plain, std::string_view bound);
std::optional<std::string> open(const key& under, std::string_view sealed, std::string_view bound);

// Argon2id, interactive cost (about 50 ms): never on an I/O thread.
std::string hash_password(const secret& password);
bool password_matches(const std::string& hash, const secret& password);

std::string random_bytes(std::size_t count);

}  // namespace gatehouse::base
