#include "base/legacy_digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <limits>
#include <new>
#include <stdexcept>

namespace gatehouse::base {
namespace {

constexpr std::size_t size = 20;
constexpr std::size_t md5_size = 16;

unsigned char* raw(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

const unsigned char* raw(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string digest_of(std::string_view text, const EVP_MD* how, std::size_t bytes)
{
    std::string out(bytes, '\0');
    if (EVP_Digest(text.data(), text.size(), raw(out), nullptr, how, nullptr) != 1)
        throw std::bad_alloc();
    return out;
}

}  // namespace

std::string md5(std::string_view text)
{
    return digest_of(text, EVP_md5(), md5_size);
}

std::string sha1(std::string_view text)
{
    return digest_of(text, EVP_sha1(), size);
}

std::string hmac_sha1(std::string_view under, std::string_view text)
{
    if (under.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        throw std::length_error("the key is too long");
    std::string out(size, '\0');
    if (!HMAC(EVP_sha1(), under.data(), static_cast<int>(under.size()), raw(text), text.size(), raw(out),
              nullptr))
        throw std::bad_alloc();
    return out;
}

}  // namespace gatehouse::base
