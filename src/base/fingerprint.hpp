// SHA-256 of a stream: tells whether a file is what it was. It needs no key, so that whoever keeps a copy can
// check it; `sha256sum` prints the same.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's

namespace gatehouse::base {

class fingerprint {
public:
    fingerprint();

    fingerprint& add(std::string_view bytes);
    // In lower-case hex. Nothing can be added afterwards.
    std::string hex();

private:
    struct release {
        void operator()(evp_md_ctx_st* held) const;
    };
    std::unique_ptr<evp_md_ctx_st, release> state_;
};

std::string fingerprint_of(std::string_view bytes);

}  // namespace gatehouse::base
