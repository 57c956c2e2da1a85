// The punch log live: `GET /api/v1/punches/stream`, as server-sent events, resumed by `Last-Event-ID`.
#pragma once

#include "endpoint/live_log.hpp"
#include "endpoint/route.hpp"
#include "store/connection.hpp"
#include "store/keyring.hpp"

#include <memory>
#include <span>

namespace gatehouse::api {

// What endpoint::live_log follows for the stream. Has its own connection: for one thread.
std::unique_ptr<endpoint::live_source> punch_source(store::database& db, const store::keyring& keys);

std::span<const endpoint::route> punch_stream_routes();

}  // namespace gatehouse::api
