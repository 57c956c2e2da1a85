// docs/reference/mqtt-conformance.md says which test holds which statement of the standard.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <string>

namespace {

std::set<std::string> tests_of_this_program()
{
    std::set<std::string> names;
    const auto& all = *testing::UnitTest::GetInstance();
    for (int i = 0; i < all.total_test_suite_count(); ++i)
        for (int j = 0; j < all.GetTestSuite(i)->total_test_count(); ++j)
            names.insert(std::string(all.GetTestSuite(i)->name()) + "." +
                         all.GetTestSuite(i)->GetTestInfo(j)->name());
    return names;
}

TEST(the_conformance_table, names_tests_that_exist)
{
    std::ifstream table(GATEHOUSE_SOURCE_DIR "/docs/reference/mqtt-conformance.md");
    const std::set<std::string> known = tests_of_this_program();
    const std::regex row(R"(\| (\d[-.]\d+\.\d+-\d+) \|[^|]+\| (.+) \|)");
    const std::regex test("`([a-z0-9_]+\\.[a-z0-9_]+)`");
    const std::regex otherwise("R-[0-9]+|`e2e/|a client's duty|it is no client");
    std::set<std::string> statements;
    for (std::string line; std::getline(table, line);) {
        std::smatch parts;
        if (!std::regex_match(line, parts, row))
            continue;
        const std::string by = parts[2];
        EXPECT_TRUE(statements.insert(parts[1]).second) << line;
        int named = 0;
        for (std::sregex_iterator each(by.begin(), by.end(), test); each != std::sregex_iterator();
             ++each, ++named)
            EXPECT_TRUE(known.contains((*each)[1])) << line;
        EXPECT_TRUE(named > 0 || std::regex_search(by, otherwise)) << line;
    }
    EXPECT_EQ(statements.size(), 131U) << "the standard has so many that concern a server";
}

}  // namespace
