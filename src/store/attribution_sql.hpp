// Whose a punch is, as an expression of SQL: the number of the attribution that counts, or null.
#pragma once

// The newest attribution counts: of the punch itself, else of what it showed. `of`: a row of punches.
#define GATEHOUSE_ATTRIBUTION(of)                                                                            \
    "coalesce((SELECT max(a.number) FROM attribution a WHERE a.punch = " of ".number), "                     \
    "(SELECT max(a.number) FROM attribution a WHERE a.presented = " of ".presented AND a.from_punch <= " of  \
    ".number))"
