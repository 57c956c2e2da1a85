#include "base/fingerprint.hpp"

#include "base/bytes.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace gatehouse::base {
namespace {

constexpr std::size_t size_in_bytes = 32;

void must(int done)
{
    if (done != 1)
        throw std::runtime_error("SHA-256 is not available");
}

}  // namespace

void fingerprint::release::operator()(evp_md_ctx_st* held) const
{
    EVP_MD_CTX_free(held);
}

fingerprint::fingerprint() : state_(EVP_MD_CTX_new())
{
    must(EVP_DigestInit_ex(state_.get(), EVP_sha256(), nullptr));
}

fingerprint& fingerprint::add(std::string_view bytes)
{
    must(EVP_DigestUpdate(state_.get(), bytes.data(), bytes.size()));
    return *this;
}

std::string fingerprint::hex()
{
    std::string bytes(size_in_bytes, '\0');
    must(EVP_DigestFinal_ex(state_.get(), reinterpret_cast<unsigned char*>(bytes.data()), nullptr));
    return to_hex(bytes);
}

std::string fingerprint_of(std::string_view bytes)
{
    return fingerprint().add(bytes).hex();
}

}  // namespace gatehouse::base
