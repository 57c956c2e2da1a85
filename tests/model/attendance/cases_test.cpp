#include "model/attendance/cases/clerk_case.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace gatehouse::model::attendance::cases {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> case_files()
{
    std::vector<fs::path> files;
    for (const auto& each : fs::directory_iterator(GATEHOUSE_SOURCE_DIR "/tests/attendance/cases"))
        files.push_back(each.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string text_of(const fs::path& file)
{
    std::ifstream from(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(from), {}};
}

std::string shown(const case_outcome& what)
{
    std::string all = what.id + " " + what.title + "\n";
    for (const std::string& each : what.differences)
        all += "  " + each + "\n";
    return all + what.trace;
}

TEST(attendance_cases, every_case_of_every_file_passes)
{
    std::size_t many = 0;
    std::set<std::string> ids;
    for (const fs::path& file : case_files()) {
        for (const clerk_case& each : read_cases(file.filename().string(), text_of(file))) {
            const case_outcome made = run(each);
            EXPECT_TRUE(made.passed()) << file << ":" << made.line << " " << shown(made);
            EXPECT_TRUE(ids.insert(made.id).second) << made.id << " stands twice";
            ++many;
        }
    }
    EXPECT_GE(many, 162U);
}

}  // namespace
}  // namespace gatehouse::model::attendance::cases
