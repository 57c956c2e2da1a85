// Owns what OpenSSL allocated: openssl_pointer<X509, X509_free>.
#pragma once

#include <memory>

namespace gatehouse::net {

template <auto Free>
struct openssl_release {
    template <class Thing>
    void operator()(Thing* thing) const
    {
        Free(thing);
    }
};

template <class Thing, auto Free>
using openssl_pointer = std::unique_ptr<Thing, openssl_release<Free>>;

}  // namespace gatehouse::net
