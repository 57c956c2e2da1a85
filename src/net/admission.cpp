#include "net/admission.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace gatehouse::net {
namespace {

using boost::asio::ip::address;

constexpr std::size_t most_connections = 19'000;
constexpr std::size_t room_for_refusals = 64;
// Descriptors that files, the database and outgoing calls need stay free.
constexpr std::size_t kept_free = 256 + room_for_refusals;

std::size_t allowed_by_system()
{
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0 || descriptors.rlim_cur == RLIM_INFINITY)
        return most_connections;
    const std::size_t all = descriptors.rlim_cur;
    const std::size_t reserve = std::min<std::size_t>(all / 2, kept_free);
    return std::clamp<std::size_t>(all - reserve, 1, most_connections);
}

// A household or a school has one IPv4 address or one /64.
address source_of(const address& full)
{
    if (full.is_v4())
        return full;
    auto bytes = full.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return boost::asio::ip::address_v6(bytes);
}

}  // namespace

void raise_descriptor_limit()
{
    rlimit descriptors{};
    const rlim_t wanted = most_connections + kept_free;
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0 || descriptors.rlim_cur >= wanted)
        return;
    descriptors.rlim_cur = std::min(descriptors.rlim_max, wanted);
    ::setrlimit(RLIMIT_NOFILE, &descriptors);  // what it refuses, fewer connections make up for
}

admission::admission(const limits& bounds)
    : most_open_(bounds.connections > 0 ? bounds.connections : allowed_by_system()),
      most_of_source_(bounds.per_source),
      most_memory_(bounds.body_memory)
{}

admitted admission::enter(const address& source)
{
    const std::size_t before = open_.fetch_add(1, std::memory_order_relaxed);
    if (before >= most_open_ + room_for_refusals) {
        open_.fetch_sub(1, std::memory_order_relaxed);
        return admitted::no;
    }
    const bool is_full = most_of_source_ > 0 && is_source_full(source);
    return is_full || before >= most_open_ ? admitted::to_be_refused : admitted::yes;
}

bool admission::is_source_full(const address& source)
{
    const std::lock_guard lock(mutex_);
    return ++of_source_[source_of(source)] > most_of_source_;
}

void admission::leave(const address& source)
{
    if (most_of_source_ > 0) {
        const std::lock_guard lock(mutex_);
        const auto found = of_source_.find(source_of(source));
        if (found != of_source_.end() && --found->second == 0)
            of_source_.erase(found);
    }
    open_.fetch_sub(1, std::memory_order_release);
}

bool admission::take_memory(std::size_t bytes)
{
    const std::size_t before = memory_.fetch_add(bytes, std::memory_order_relaxed);
    if (before + bytes <= most_memory_)
        return true;
    memory_.fetch_sub(bytes, std::memory_order_relaxed);
    return false;
}

void admission::return_memory(std::size_t bytes)
{
    memory_.fetch_sub(bytes, std::memory_order_relaxed);
}

}  // namespace gatehouse::net
