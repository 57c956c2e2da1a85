#include "simulate/provision.hpp"

#include "simulate/day.hpp"

#include <fstream>
#include <sstream>

namespace gatehouse::simulate {

ops::provision_file read_provision(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()))
        throw no_day("cannot read " + path);
    auto read = ops::read_provision_file(text.str());
    if (const auto* faults = std::get_if<std::vector<std::string>>(&read))
        throw no_day(path + ": " + faults->front());
    return std::get<ops::provision_file>(std::move(read));
}

}  // namespace gatehouse::simulate
