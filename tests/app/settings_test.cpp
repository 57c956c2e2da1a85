#include "app/settings.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <stdexcept>

namespace gatehouse::app {
namespace {

class a_settings_file : public testing::Test {
protected:
    settings read(const std::string& text)
    {
        settings into;
        read_onto(text, into);
        return into;
    }

    void read_onto(const std::string& text, settings& into)
    {
        std::ofstream(path()) << text;
        read_settings_file(path(), into);
    }

    // What is said of it, behind the file's name.
    std::string refusal_of(const std::string& text)
    {
        settings into;
        try {
            read_onto(text, into);
        } catch (const std::runtime_error& e) {
            return std::string(e.what()).substr(path().size());
        }
        return "taken";
    }

    std::string path() const { return (folder_.path() / "gatehouse.toml").string(); }

private:
    support::temporary_folder folder_;
};

TEST_F(a_settings_file, may_set_every_setting)
{
    // Keys of a table stand behind all that have none.
    std::string text;
    std::map<std::string_view, std::string> tables;
    for (const setting_row& row : setting_rows()) {
        const std::size_t dot = row.name.find('.');
        std::string& into = dot == std::string_view::npos ? text : tables[row.name.substr(0, dot)];
        into.append(row.name.substr(dot == std::string_view::npos ? 0 : dot + 1));
        into.append(row.text ? " = \"x\"\n" : row.flag ? " = true\n" : row.list ? " = [\"x\"]\n" : " = 7\n");
    }
    for (const auto& [name, rows] : tables)
        text.append("[").append(name).append("]\n").append(rows);
    const settings made = read(text);
    for (const setting_row& row : setting_rows()) {
        if (row.text)
            EXPECT_EQ(made.*row.text, "x") << row.name;
        else if (row.flag)
            EXPECT_TRUE(made.*row.flag) << row.name;
        else if (row.list)
            EXPECT_EQ(made.*row.list, std::vector<std::string>{"x"}) << row.name;
        else
            EXPECT_EQ(made.*row.number, 7) << row.name;
    }
}

TEST_F(a_settings_file, leaves_alone_what_it_does_not_name)
{
    settings into;
    into.http = "127.0.0.1:9";
    read_onto("# nothing but a word\ndata = \"elsewhere\"\n", into);
    EXPECT_EQ(into.data, "elsewhere");
    EXPECT_EQ(into.http, "127.0.0.1:9");
    EXPECT_EQ(into.tap_picture_days, 30);
    EXPECT_FALSE(into.lab);
}

TEST_F(a_settings_file, is_refused_with_the_line_and_the_reason)
{
    EXPECT_EQ(refusal_of("lab = true\n\ncolour = 1\n"), ":3: colour: there is no such setting");
    EXPECT_EQ(refusal_of("lab = \"yes\"\n"), ":1: lab: has the wrong type");
    EXPECT_EQ(refusal_of("\nhttp = 8080\n"), ":2: http: has the wrong type");
    EXPECT_EQ(refusal_of("workers = \"two\"\n"), ":1: workers: has the wrong type");
    EXPECT_EQ(refusal_of("[http]\nport = 1\n").substr(0, 3), ":2:");
    EXPECT_EQ(refusal_of("lab = \n").substr(0, 4), ":1: ");
    EXPECT_EQ(refusal_of("lab = true\nlab = true\n").substr(0, 4), ":2: ");
    EXPECT_EQ(refusal_of(""), "taken");
}

TEST_F(a_settings_file, that_is_not_there_is_refused)
{
    settings into;
    EXPECT_THROW(read_settings_file(path() + ".none", into), std::runtime_error);
}

TEST(settings_rows, name_each_member_once)
{
    std::set<std::string_view> names;
    std::set<std::string settings::*, bool (*)(std::string settings::*, std::string settings::*)> texts(
        [](std::string settings::*a, std::string settings::*b) {
            static const settings of;
            return &(of.*a) < &(of.*b);
        });
    std::size_t text_rows = 0;
    for (const setting_row& row : setting_rows()) {
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        EXPECT_EQ((row.text ? 1 : 0) + (row.flag ? 1 : 0) + (row.number ? 1 : 0) + (row.list ? 1 : 0), 1)
            << row.name;
        EXPECT_FALSE(row.meaning.empty()) << row.name;
        if (row.text) {
            ++text_rows;
            texts.insert(row.text);
        }
    }
    EXPECT_EQ(texts.size(), text_rows);
}

TEST(settings_page, has_a_line_for_every_setting_with_its_default)
{
    const std::string page = write_settings_page();
    for (const setting_row& row : setting_rows())
        EXPECT_NE(page.find("| `" + std::string(row.name) + "` |"), std::string::npos) << row.name;
    EXPECT_NE(page.find("| `http` | ADDR:PORT | `127.0.0.1:8080` |"), std::string::npos);
    EXPECT_NE(page.find("| `lab` | – | `off` |"), std::string::npos);
    EXPECT_NE(page.find("| `tap_picture_days` | NUMBER | `30` |"), std::string::npos);
}

}  // namespace
}  // namespace gatehouse::app
