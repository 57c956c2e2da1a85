// Finds the route of a request and guards what holds for all of them: the profile, the methods, the body
// limits.
#pragma once

#include "endpoint/route.hpp"

#include <atomic>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace gatehouse::endpoint {

class router final : public net::handler {
public:
    // Throws std::logic_error where two rows answer the same, or a row has no refusal of its own.
    router(services& with, std::vector<route> table);

    void handle(const net::request& wanted, net::ticket ask) override;
    std::size_t body_limit(const net::request& head) override;
    net::reply refusal(unsigned status, std::string_view path, std::string_view reason) override;

    std::span<const route> table() const { return table_; }
    // Requests that reached each route, in the table's order.
    std::uint64_t requests(std::size_t of) const { return requests_[of].load(std::memory_order_relaxed); }

private:
    struct match {
        const route* found = nullptr;
        path_values path{};
        const route* speaks = nullptr;  // whose words a refusal takes: the first that covers the path
    };
    match find(const net::request& wanted) const;
    template <class Visit>
    void each_covering(std::string_view path, Visit visit) const;
    net::reply no_route(const net::request& wanted, const route* speaks) const;

    services& with_;
    std::vector<route> table_;
    // Rows of an exact path, and the other rows: exact names in front of everything below a path.
    std::unordered_map<std::string_view, std::vector<const route*>> exact_;
    std::vector<const route*> patterns_;
    std::unique_ptr<std::atomic<std::uint64_t>[]> requests_;
};

}  // namespace gatehouse::endpoint
