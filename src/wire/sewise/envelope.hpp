// The one shape of Sewise's answers: HTTP 200 and `{"status":200,"message":"success","data":{…}}`, or
// `{"status":404,"message":"…","code":"40410"}`.
#pragma once

#include "endpoint/fields_write.hpp"
#include "net/http.hpp"
#include "wire/sewise/mapping.hpp"

#include <chrono>

namespace gatehouse::wire::sewise {

// Members of an answer or of a row of the bulk form, into the object that is open.
void write_done(base::json_writer& json, std::string_view message);
void write_refusal(base::json_writer& json, const base::error& why);

// `data` is JSON; empty: none.
net::reply done(std::string_view message, std::string_view data = {});
net::reply refused(const base::error& why);
net::reply refuse_errc(base::errc why);
net::reply refuse_request(unsigned status, std::string_view reason);
net::reply refuse_throttled(base::errc what, std::chrono::seconds wait);

// The object that came in, with our id behind its members: each of them once, as it was sent last, but no
// `id` of theirs.
std::string echo(std::string_view object, std::int64_t id);

}  // namespace gatehouse::wire::sewise
