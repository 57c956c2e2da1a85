#include "app/command_line.hpp"

#include "support/temporary_folder.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <vector>

namespace gatehouse::app {
namespace {

struct outcome {
    int code = -1;
    std::string said;        // on standard output
    std::string complained;  // on standard error
};

outcome run_with(std::vector<std::string> words)
{
    words.insert(words.begin(), "gatehouse");
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    outcome made;
    made.code = run(static_cast<int>(arguments.size()), arguments.data());
    made.said = testing::internal::GetCapturedStdout();
    made.complained = testing::internal::GetCapturedStderr();
    return made;
}

std::string contents_of(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

class the_command_line : public testing::Test {
protected:
    std::string file(std::string_view name, std::string_view text)
    {
        const std::string path = (folder.path() / name).string();
        std::ofstream(path) << text;
        return path;
    }
    std::string data() const { return (folder.path() / "data").string(); }

    support::temporary_folder folder;
};

TEST_F(the_command_line, wants_a_word_that_it_knows)
{
    for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                  {"dance"},
                                                  {"serve", "--colour"},
                                                  {"provision"},
                                                  {"simulate"},
                                                  {"simulate", "beiliao"},
                                                  {"version", "now"}}) {
        const outcome made = run_with(words);
        EXPECT_NE(made.code, 0);
        EXPECT_NE(made.complained, "");
    }
}

TEST_F(the_command_line, says_its_version)
{
    const outcome made = run_with({"version"});
    EXPECT_EQ(made.code, 0);
    EXPECT_TRUE(made.said.starts_with("gatehouse "));
    EXPECT_TRUE(made.said.ends_with("\n"));
}

TEST_F(the_command_line, prints_each_document_and_no_other)
{
    for (const auto& [name, title] : {std::pair{"api", "Gatehouse API"},
                                      {"beiliao", "Beiliao: kindergarten cards"},
                                      {"shankai", "ShanKai: residential communities"},
                                      {"openapi.json", "Gatehouse API"}}) {
        const outcome made = run_with({"openapi", name});
        EXPECT_EQ(made.code, 0) << name;
        EXPECT_EQ(boost::json::parse(made.said).at("info").at("title"), title);
    }
    EXPECT_EQ(run_with({"openapi"}).said, run_with({"openapi", "api"}).said);
    const outcome unknown = run_with({"openapi", "nothing"});
    EXPECT_EQ(unknown.code, 1);
    EXPECT_TRUE(unknown.complained.starts_with("there is no document \"nothing\""));
}

TEST_F(the_command_line, writes_every_page_of_the_reference_into_a_folder)
{
    const std::filesystem::path pages = folder.path() / "new" / "pages";
    EXPECT_EQ(run_with({"openapi", "--write", pages.string()}).code, 0);
    EXPECT_EQ(contents_of(pages / "openapi.json"), run_with({"openapi", "api"}).said);
    EXPECT_EQ(contents_of(pages / "openapi-beiliao.json"), run_with({"openapi", "beiliao"}).said);
    EXPECT_EQ(contents_of(pages / "configuration.md"), write_settings_page());
}

TEST_F(the_command_line, provisions_a_data_folder_and_refuses_a_faulty_file_with_every_fault)
{
    const std::string good = file("good.json",
                                  R"({"organizations": [{"key": "k", "kind": "school", "name": "n"}]})");
    EXPECT_EQ(run_with({"provision", good, "--data", data()}).code, 0);
    // A process holds the lock of a folder until it ends.
    const std::string other = data() + "2";
    const std::string bad = file("bad.json", R"({"colour": 1, "people": 2})");
    const outcome faulty = run_with({"provision", bad, "--data", other});
    EXPECT_EQ(faulty.code, 2);
    EXPECT_NE(faulty.complained.find("does not know the member"), std::string::npos);
    EXPECT_NE(faulty.complained.find("/people: must be an array"), std::string::npos);
    EXPECT_EQ(run_with({"provision", good + ".none", "--data", data() + "3"}).code, 2);
    EXPECT_NE(run_with({"provision", good, "--data", data()}).complained.find("in use"), std::string::npos);
}

TEST_F(the_command_line, lays_flags_over_the_file_s_settings)
{
    const std::string config = file("c.toml", "http = \"from the file\"\n");
    EXPECT_NE(run_with({"serve", "--config", config, "--data", data()})
                  .complained.find(R"(\"from the file\" is no ADDR:PORT)"),
              std::string::npos);
    EXPECT_NE(run_with({"serve", "--http", "from the flag", "--config", config, "--data", data()})
                  .complained.find(R"(\"from the flag\" is no ADDR:PORT)"),
              std::string::npos);
}

TEST_F(the_command_line, refuses_to_serve_what_it_cannot_read)
{
    const outcome unknown = run_with({"serve", "--config", file("c.toml", "colour = 1\n")});
    EXPECT_EQ(unknown.code, 2);
    EXPECT_NE(unknown.complained.find("c.toml:1: colour: there is no such setting"), std::string::npos);
    EXPECT_EQ(run_with({"serve", "--config", (folder.path() / "none").string()}).code, 2);
    for (const std::string_view address :
         {"x", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", ":1", "host:1"}) {
        const outcome made = run_with({"serve", "--http", std::string(address), "--data", data()});
        EXPECT_EQ(made.code, 2) << address;
        EXPECT_NE(made.complained.find("start_refused"), std::string::npos) << address;
    }
    const outcome open = run_with({"serve", "--lab", "--http", "0.0.0.0:0", "--data", data()});
    EXPECT_EQ(open.code, 2);
    EXPECT_NE(open.complained.find("the lab profile listens on loopback only"), std::string::npos);
}

TEST_F(the_command_line, refuses_data_whose_master_key_is_gone)
{
    std::filesystem::create_directories(data());
    std::ofstream(std::filesystem::path(data()) / "gatehouse.db") << "what an earlier process left";
    const outcome made = run_with({"provision", file("good.json", "{}"), "--data", data()});
    EXPECT_EQ(made.code, 2);
    EXPECT_NE(made.complained.find("keys/master is missing beside existing data"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(data()) / "keys" / "master"));
}

}  // namespace
}  // namespace gatehouse::app
