#include "api/page.hpp"

namespace gatehouse::api {

base::result<std::int64_t> position_of(const page_query& asked)
{
    if (!asked.cursor)
        return 0;
    if (const auto position = endpoint::position_of(*asked.cursor))
        return *position;
    return base::error{base::errc::malformed_input, {}, {{"/cursor", "is none of this server's"}}};
}

}  // namespace gatehouse::api
