// Who tapped, and the pictures that came with it.
#pragma once

#include "endpoint/route.hpp"
#include "store/punches.hpp"

#include <span>
#include <string>

namespace gatehouse::api {

std::span<const endpoint::route> punch_routes();

// The event `punch.created` that goes to webhooks: the punch as a page of them shows it.
std::string write_punch_event(const store::punch_view& of);
// Its description: the member of the document's `webhooks`.
void write_punch_event_path(base::json_writer& json);

}  // namespace gatehouse::api
