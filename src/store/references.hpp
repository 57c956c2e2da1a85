// References that the schema does not hold by foreign keys, and the numbers of the punch log.
#pragma once

#include "store/connection.hpp"
#include "store/findings.hpp"

namespace gatehouse::store {

// A finding for each row that refers to nothing. By pages, so that no snapshot lives long.
void check_references(connection& sql, findings& into);

// Punches are numbered from 1 without a gap: a gap is a loss. How many punches there are.
std::int64_t check_punch_numbers(connection& sql, findings& into);

}  // namespace gatehouse::store
