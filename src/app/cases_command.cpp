#include "app/cases_command.hpp"

#include "model/attendance/cases/clerk_case.hpp"
#include "model/attendance/clerk/statement.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

namespace gatehouse::app {
namespace {

namespace cases = model::attendance::cases;

void say_failure(const std::string& file, const cases::case_outcome& what)
{
    std::cout << "failed: " << what.id << ' ' << what.title << " (" << file << ':' << what.line << ")\n";
    for (const std::string& each : what.differences)
        std::cout << "  " << each << '\n';
    std::cout << what.trace;
}

}  // namespace

int run_cases(const std::vector<std::string>& files)
{
    std::size_t passed = 0;
    std::size_t failed = 0;
    for (const std::string& file : files) {
        std::ifstream from(file, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(from), {}};
        if (!from) {
            std::cerr << file << ": cannot be read\n";
            return 2;
        }
        try {
            for (const cases::clerk_case& each : cases::read_cases(file, text)) {
                const cases::case_outcome made = cases::run(each);
                ++(made.passed() ? passed : failed);
                if (!made.passed())
                    say_failure(file, made);
            }
        } catch (const model::attendance::clerk::bad_statement& e) {
            std::cerr << e.what() << '\n';
            return 2;
        }
    }
    std::cout << passed << " passed, " << failed << " failed\n";
    return failed == 0 ? 0 : 1;
}

}  // namespace gatehouse::app
