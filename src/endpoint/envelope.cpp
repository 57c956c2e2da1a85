#include "endpoint/envelope.hpp"

namespace gatehouse::endpoint {
namespace {

constexpr unsigned too_many = 429;
constexpr unsigned internal = 500;
constexpr unsigned unavailable = 503;

}  // namespace

net::reply json_reply()
{
    net::reply with;
    with.content_type = "application/json; charset=utf-8";
    with.headers.emplace_back("Cache-Control", "no-store");
    return with;
}

base::errc errc_of(unsigned status)
{
    return status == internal || status == unavailable ? base::errc::internal : base::errc::malformed_input;
}

net::reply under_status(net::reply refusal, unsigned status)
{
    refusal.status = status;
    if (status == unavailable)
        refusal.retry_after = 1;
    return refusal;
}

net::reply slowed(net::reply refusal, std::chrono::seconds wait)
{
    refusal.status = too_many;
    refusal.retry_after = static_cast<unsigned>(wait.count());
    return refusal;
}

}  // namespace gatehouse::endpoint
