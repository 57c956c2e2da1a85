// The punches of one organization in the order of their numbers, block by block, without an index of them: an
// engine that appends punches keeps `punch_block`.
#pragma once

// What a SELECT reads `from`: punches are `p`. `whose`, and what else bounds the search by number.
#define GATEHOUSE_PUNCHES_OF(whose)                                                                          \
    "punch_block k CROSS JOIN punch p ON p.number BETWEEN k.block * 1024 AND k.block * 1024 + 1023 "         \
    "AND p.organization = k.organization WHERE k.organization = " whose " AND "
#define GATEHOUSE_BELOW(number) "k.block <= " number " / 1024 AND p.number < " number
#define GATEHOUSE_NEWEST_FIRST "ORDER BY k.block DESC, p.number DESC"
#define GATEHOUSE_OLDEST_FIRST "ORDER BY k.block, p.number"
