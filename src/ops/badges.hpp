// What guests wear: a PDF with one page for each, of the size of a bank card.
#pragma once

#include <string>
#include <vector>

namespace gatehouse::ops {

struct badge {
    std::vector<std::string> lines;  // the largest first
    std::string code;                // what its QR code says
};

// Han characters are of the reader's own font (Adobe-GB1, which PDF readers bring along): nothing is
// embedded, so a badge is some 20 KB. What no such font has is a blank.
std::string draw_badges(const std::vector<badge>& all);

}  // namespace gatehouse::ops
