#include "ops/throttle.hpp"

#include <cstring>

namespace gatehouse::ops {
namespace {

constexpr std::uint64_t throttle_tag = 0x7468726f;

std::chrono::seconds left_of(base::instant began, const throttle_rule& rule, base::instant now)
{
    return std::chrono::ceil<std::chrono::seconds>(began + rule.window - now);
}

}  // namespace

base::digest throttle::digest_of(std::string_view identity, std::string_view source) const
{
    return base::keyed_digest(under_, throttle_tag, {identity, source});
}

throttle::bucket& throttle::bucket_of(const base::digest& whose)
{
    std::size_t place = 0;
    std::memcpy(&place, whose.bytes.data(), sizeof place);
    return buckets_[place % bucket_count];
}

std::optional<std::chrono::seconds> throttle::failed(const throttle_rule& rule, std::string_view identity,
                                                     std::string_view source, base::instant now)
{
    const base::digest whose = digest_of(identity, source);
    const std::scoped_lock held(mutex_);
    bucket& at = bucket_of(whose);
    if (!(at.whose == whose) || now >= at.began + rule.window || now < at.began)
        at = {whose, now, 0};
    if (++at.failures <= rule.failures)
        return std::nullopt;
    refused_.fetch_add(1, std::memory_order_relaxed);
    return left_of(at.began, rule, now);
}

std::optional<std::chrono::seconds> throttle::blocked(const throttle_rule& rule, std::string_view identity,
                                                      std::string_view source, base::instant now)
{
    const base::digest whose = digest_of(identity, source);
    const std::scoped_lock held(mutex_);
    const bucket& at = bucket_of(whose);
    if (!(at.whose == whose) || now >= at.began + rule.window || now < at.began ||
        at.failures < rule.failures)
        return std::nullopt;
    refused_.fetch_add(1, std::memory_order_relaxed);
    return left_of(at.began, rule, now);
}

}  // namespace gatehouse::ops
