#include "gateway/server.hpp"

#include "gateway/loop.hpp"
#include "gateway/session.hpp"

#include <algorithm>
#include <thread>

namespace gatehouse::gateway {
namespace {

net::limits admission_of(const limits& bounds)
{
    net::limits same;
    same.connections = bounds.connections;
    same.per_source = bounds.per_source;
    same.body_memory = bounds.memory;
    return same;
}

}  // namespace

struct server::parts {
    parts(device_host& host, ops::throttle& failures, const base::clock& clock, const server_options& options)
        : gate(admission_of(options.bounds)),
          devices(host),
          shared{host, options.bounds, gate, devices, failures, clock},
          wanted(options.listen)
    {
        for (unsigned i = 0; i < std::max(options.threads, 1u); ++i)
            loops.push_back(std::make_unique<loop>(shared));
    }

    net::admission gate;
    connected_devices devices;
    const loop_environment shared;
    const std::vector<net::listen_address> wanted;
    std::vector<boost::asio::ip::tcp::endpoint> addresses;
    std::vector<std::unique_ptr<loop>> loops;
    std::vector<std::thread> threads;
};

server::server(device_host& host, ops::throttle& failures, const base::clock& clock, server_options options)
    : parts_(std::make_unique<parts>(host, failures, clock, options))
{}

server::~server()
{
    stop(std::chrono::milliseconds(0));
    join();
}

void server::start()
{
    for (net::listen_address each : parts_->wanted) {
        if (each.address.port() != 0)
            net::require_unused(each.address);
        for (const auto& here : parts_->loops)
            each.address = here->listen(each);
        parts_->addresses.push_back(each.address);
    }
    parts_->shared.host.begin(*this);
    for (const auto& here : parts_->loops)
        parts_->threads.emplace_back([&here = *here] { here.run(); });
}

const std::vector<boost::asio::ip::tcp::endpoint>& server::addresses() const
{
    return parts_->addresses;
}

void server::broadcast(std::string_view topic, std::string json)
{
    const auto what = std::make_shared<const downlink>(downlink{std::string(topic), std::move(json)});
    for (const auto& here : parts_->loops)
        here->letters().put({{}, broadcast_order{what}}, true);
}

void server::wake() noexcept
{
    for (const auto& here : parts_->loops)
        here->letters().wake();
}

void server::stop(std::chrono::milliseconds grace) noexcept
{
    for (const auto& here : parts_->loops)
        here->letters().put({{}, stop_order{grace}}, true);
}

void server::join()
{
    for (std::thread& each : parts_->threads)
        if (each.joinable())
            each.join();
}

counters server::counted() const
{
    counters sum;
    for (const auto& here : parts_->loops)
        here->counts().add_up(sum);
    sum.open_connections = parts_->gate.open();
    return sum;
}

}  // namespace gatehouse::gateway
