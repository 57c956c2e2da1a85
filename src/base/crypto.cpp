#include "base/crypto.hpp"

#include "base/assert.hpp"

#include <sodium.h>

#include <cstring>
#include <stdexcept>

namespace gatehouse::base {
namespace {

const unsigned char* raw(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* raw(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

void start_crypto()
{
    // Seeded by the system, and asks it no more for each nonce.
    if (randombytes_set_implementation(&randombytes_internal_implementation) != 0 || sodium_init() < 0)
        throw std::runtime_error("libsodium cannot start");
}

void secret::wipe() noexcept
{
    text_.resize(text_.capacity());
    sodium_memzero(text_.data(), text_.size());
    text_.clear();
}

secret& secret::operator=(const secret& other)
{
    return *this = secret(other);
}

secret& secret::operator=(secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        text_ = std::move(other.text_);
        other.wipe();
    }
    return *this;
}

key::~key()
{
    sodium_memzero(bytes_.data(), bytes_.size());
}

key key::random()
{
    key fresh;
    randombytes_buf(fresh.bytes_.data(), fresh.bytes_.size());
    return fresh;
}

key key::derive(std::string_view context) const
{
    GATEHOUSE_ASSERT(context.size() == crypto_kdf_CONTEXTBYTES);
    static_assert(crypto_kdf_KEYBYTES == sizeof(key_bytes));
    key derived;
    crypto_kdf_derive_from_key(derived.bytes_.data(), derived.bytes_.size(), 1, context.data(), bytes());
    return derived;
}

std::optional<digest> digest::from(std::string_view bytes)
{
    digest d;
    if (bytes.size() != d.bytes.size())
        return std::nullopt;
    std::memcpy(d.bytes.data(), bytes.data(), bytes.size());
    return d;
}

bool same(const digest& a, const digest& b)
{
    return sodium_memcmp(a.bytes.data(), b.bytes.data(), a.bytes.size()) == 0;
}

digest keyed_digest(const key& under, std::uint64_t tag, std::string_view text)
{
    return keyed_digest(under, tag, {text});
}

digest keyed_digest(const key& under, std::uint64_t tag, std::initializer_list<std::string_view> parts)
{
    // The tag goes into BLAKE2b's salt: as strong as hashing it in front, and free.
    std::array<unsigned char, crypto_generichash_blake2b_SALTBYTES> salt{};
    std::memcpy(salt.data(), &tag, sizeof tag);
    digest d;
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init_salt_personal(&state, under.bytes(), sizeof(key_bytes), d.bytes.size(),
                                                  salt.data(), nullptr);
    for (const std::string_view part : parts) {
        const std::uint64_t length = part.size();
        crypto_generichash_blake2b_update(&state, reinterpret_cast<const unsigned char*>(&length),
                                          sizeof length);
        crypto_generichash_blake2b_update(&state, raw(part), part.size());
    }
    crypto_generichash_blake2b_final(&state, d.bytes.data(), d.bytes.size());
    return d;
}

std::string chain_digest(const key& under, std::string_view previous, std::string_view text)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, under.bytes(), sizeof(key_bytes), 32);
    crypto_generichash_update(&state, raw(previous), previous.size());
    crypto_generichash_update(&state, raw(text), text.size());
    std::string out(32, '\0');
    crypto_generichash_final(&state, raw(out), out.size());
    return out;
}

std::string hmac_sha256(std::string_view under, std::string_view text)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, raw(under), under.size());
    crypto_auth_hmacsha256_update(&state, raw(text), text.size());
    std::string out(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_final(&state, raw(out));
    return out;
}

std::string seal(const key& under, std::string_view plain, std::string_view bound)
{
    constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    std::string out(nonce_size + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    randombytes_buf(out.data(), nonce_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(out) + nonce_size, nullptr, raw(plain), plain.size(),
                                               raw(bound), bound.size(), nullptr, raw(out), under.bytes());
    return out;
}

std::optional<std::string> open(const key& under, std::string_view sealed, std::string_view bound)
{
    constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    constexpr std::size_t overhead = nonce_size + crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (sealed.size() < overhead)
        return std::nullopt;
    std::string out(sealed.size() - overhead, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(out), nullptr, nullptr, raw(sealed) + nonce_size,
                                                   sealed.size() - nonce_size, raw(bound), bound.size(),
                                                   raw(sealed), under.bytes()) != 0)
        return std::nullopt;
    return out;
}

std::string hash_password(const secret& password)
{
    std::string out(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(out.data(), password.reveal().data(), password.reveal().size(),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        throw std::runtime_error("not enough memory to hash a password");
    out.resize(std::strlen(out.c_str()));
    return out;
}

bool password_matches(const std::string& hash, const secret& password)
{
    return crypto_pwhash_str_verify(hash.c_str(), password.reveal().data(), password.reveal().size()) == 0;
}

std::string random_bytes(std::size_t count)
{
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

}  // namespace gatehouse::base
