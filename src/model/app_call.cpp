#include "model/app_call.hpp"

namespace gatehouse::model {

next_step after_call(const attempt& what, std::int64_t made)
{
    constexpr std::chrono::seconds first_gap{10};
    if (what.end == attempt_end::delivered)
        return {delivery_state::delivered, {}};
    if (what.end != attempt_end::failed || made >= app_call_attempts_most)
        return {delivery_state::dead, {}};
    return {delivery_state::pending, what.at + what.took + first_gap * made * made};
}

}  // namespace gatehouse::model
