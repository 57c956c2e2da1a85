// The key under which an organization's tap pictures of one month lie: fetched once, made through the writer.
#pragma once

#include "store/writer.hpp"

#include <map>

namespace gatehouse::store {

class tap_picture_keys {
public:
    explicit tap_picture_keys(writer& through) : through_(through) {}

    // The key of the month in which `now` lies in the organization's zone. Waits for a commit where the key
    // must be made first: for worker threads only. Throws `failure` where the writer could not.
    data_key of(model::organization_id organization, const model::time_zone& zone, base::instant now);

private:
    using place = std::pair<std::int64_t, std::int64_t>;  // organization, month

    writer& through_;
    std::mutex mutex_;
    std::map<place, data_key> known_;
};

// year * 100 + month
std::int64_t month_of(const model::time_zone& zone, base::instant at);

}  // namespace gatehouse::store
