// What the server shows of itself: the small page at `/`, health, readiness and metrics.
#pragma once

#include "endpoint/router.hpp"
#include "gateway/server.hpp"
#include "net/http_server.hpp"
#include "ops/app_round.hpp"
#include "ops/delivery_outcomes.hpp"

#include <span>
#include <string>

namespace gatehouse::app {

std::span<const endpoint::route> page_routes();

// Where `/metrics` reads; set once by the composition root before the first request.
struct watched {
    const endpoint::services* services = nullptr;
    const endpoint::router* router = nullptr;
    const net::http_server* http = nullptr;
    const ops::delivery_counters* deliveries = nullptr;
    const ops::app_call_counters* app_calls = nullptr;
    const gateway::server* gateway = nullptr;  // null: no device can connect
};
void watch(const watched& what);

}  // namespace gatehouse::app
