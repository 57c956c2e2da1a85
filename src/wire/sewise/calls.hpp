// What every call but the one for a token begins with: its body as JSON, its token, its caller.
#pragma once

#include "endpoint/steps.hpp"
#include "wire/sewise/envelope.hpp"
#include "wire/sewise/handlers.hpp"

#include <functional>

namespace gatehouse::wire::sewise {

// A request that outlives its connection's buffers.
struct arrived {
    std::string body;
    std::string shown;    // the token, where it stands in the query or in Authorization
    std::string path_id;  // as it was sent
    std::string source;
};

// A call whose token is right.
struct call {
    arrived from;
    endpoint::json_document document;
    caller by;
};

// Hands `then` a call, on this thread, or, where the body is large, on a worker. Answers by itself what is
// none.
void take(endpoint::exchange&& of, const std::function<void(endpoint::services&, net::ticket, call)>& then);

// One wrong secret or token. Only those are counted and slowed: the right one never gets here.
net::reply wrong_secret(endpoint::services& with, std::string_view identity, const std::string& source,
                        base::errc why);

}  // namespace gatehouse::wire::sewise
