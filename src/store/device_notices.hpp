// What connected devices are told of whose they are and which apps they report to. A notice is for those who
// are connected when it is committed; the others ask when they come.
#pragma once

#include "model/device.hpp"
#include "store/transaction.hpp"

#include <string>
#include <vector>

namespace gatehouse::store {

struct device_notice {
    std::int64_t id = 0;
    std::string device;                   // what it connects with
    model::organization_id organization;  // that it was bound to, or unbound from
    model::app_id app{};                  // none: it is about the organization
    bool bound = false;
};

void insert_notice(transaction& in, model::device_id of, const device_notice& what);
// Oldest first.
std::vector<device_notice> first_notices(connection& sql, std::int64_t most);
// All up to that one.
void drop_notices(transaction& in, std::int64_t upto);

}  // namespace gatehouse::store
