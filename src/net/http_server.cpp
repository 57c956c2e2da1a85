#include "net/http_server.hpp"

#include "base/assert.hpp"
#include "net/io_loop.hpp"
#include "net/reply_writer.hpp"

#include <algorithm>
#include <thread>

namespace gatehouse::net {
namespace {

std::string fixed_lines_of(const http_options& options)
{
    std::string lines;
    for (const auto& [name, value] : options.headers)
        GATEHOUSE_ASSERT(append_header(lines, name, value));
    return lines;
}

}  // namespace

struct http_server::parts {
    parts(handler& answers, const http_options& options)
        : gate(options.bounds),
          shared{answers, options.bounds, fixed_lines_of(options), gate},
          wanted(options.listen)
    {
        for (unsigned i = 0; i < std::max(options.threads, 1u); ++i)
            loops.push_back(std::make_unique<io_loop>(shared));
    }

    admission gate;
    const loop_environment shared;
    const std::vector<listen_address> wanted;
    std::vector<boost::asio::ip::tcp::endpoint> addresses;
    std::vector<std::unique_ptr<io_loop>> loops;
    std::vector<std::thread> threads;
};

http_server::http_server(handler& answers, http_options options)
    : parts_(std::make_unique<parts>(answers, options))
{}

http_server::~http_server()
{
    stop(std::chrono::milliseconds(0));
    join();
}

void http_server::start()
{
    for (listen_address each : parts_->wanted) {
        if (each.address.port() != 0)
            require_unused(each.address);
        for (const auto& loop : parts_->loops)
            each.address = loop->listen(each);
        parts_->addresses.push_back(each.address);
    }
    for (const auto& loop : parts_->loops)
        parts_->threads.emplace_back([&loop = *loop] { loop.run(); });
}

const std::vector<boost::asio::ip::tcp::endpoint>& http_server::addresses() const
{
    return parts_->addresses;
}

void http_server::wake() noexcept
{
    for (const auto& loop : parts_->loops)
        loop->letters().wake();
}

void http_server::stop(std::chrono::milliseconds grace) noexcept
{
    for (const auto& loop : parts_->loops)
        loop->stop(grace);
}

void http_server::join()
{
    for (std::thread& each : parts_->threads)
        if (each.joinable())
            each.join();
}

std::size_t http_server::tickets_in_flight() const
{
    std::size_t sum = 0;
    for (const auto& loop : parts_->loops)
        sum += loop->letters().tickets_in_flight();
    return sum;
}

counters http_server::counted() const
{
    counters sum;
    for (const auto& loop : parts_->loops) {
        loop->counts().add_up(sum);
        sum.counts[static_cast<std::size_t>(count::dropped_answers)] += loop->letters().dropped();
    }
    sum.open_connections = parts_->gate.open();
    sum.tickets_in_flight = tickets_in_flight();
    sum.body_memory = parts_->gate.memory();
    return sum;
}

}  // namespace gatehouse::net
