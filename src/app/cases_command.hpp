// `gatehouse cases FILE…`: attendance rules tried on cases in a clerk's words.
#pragma once

#include <string>
#include <vector>

namespace gatehouse::app {

// 0: all passed, 1: some failed, 2: a file cannot be read or is no case file.
int run_cases(const std::vector<std::string>& files);

}  // namespace gatehouse::app
