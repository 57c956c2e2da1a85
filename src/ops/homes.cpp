#include "ops/homes.hpp"

namespace gatehouse::ops {

base::result<void> check_home(const store::index& in, model::organization_id home, home_rule wanted)
{
    std::string_view wrong;
    if (home && wanted == home_rule::none)
        wrong = "must be left out: it is for the whole server";
    else if (home && !in.organization(home))
        wrong = "is no organization";
    else if (!home && wanted == home_rule::one)
        wrong = "is needed: it is for one organization";
    if (wrong.empty())
        return {};
    return base::error{base::errc::malformed_input, {}, {{"/organization_id", std::string(wrong)}}};
}

}  // namespace gatehouse::ops
