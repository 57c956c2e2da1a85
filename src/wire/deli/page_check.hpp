// Whether a page may use what the phone app offers: its signature, checked for the JS-SDK (spec/deli-cloud.md
// §13.2, R-60).
#pragma once

#include "endpoint/form.hpp"
#include "store/apps.hpp"
#include "wire/deli/mapping.hpp"

#include <string>

namespace gatehouse::wire::deli {

// How far a page's time may be off: pages stay open.
inline constexpr std::chrono::hours page_fresh_for{2};

// Of appId, timestamp (seconds or milliseconds), noncestr and sign.
code check_page(const store::index& in, const endpoint::form& asked, base::instant now);
// The answer as JSON, or, where a `callback` is asked for, as a script that calls it. Nothing: that is no
// name of one.
struct page_answer {
    std::string_view content_type;
    std::string body;
};
std::optional<page_answer> write_page_answer(code what, const endpoint::form& asked);

}  // namespace gatehouse::wire::deli
