// What one moment held, for several reads: from the construction to the end of the scope.
#pragma once

#include "store/connection.hpp"

namespace gatehouse::store {

class snapshot {
public:
    explicit snapshot(connection& sql) : sql_(sql) { sql_.begin_read(); }
    ~snapshot() { sql_.rollback(); }
    snapshot(const snapshot&) = delete;
    snapshot& operator=(const snapshot&) = delete;

private:
    connection& sql_;
};

}  // namespace gatehouse::store
