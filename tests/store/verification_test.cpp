#include "store/backed_up_store.hpp"
#include "store/references.hpp"

#include <fstream>
#include <set>

namespace gatehouse::store {
namespace {

namespace fs = std::filesystem;
using kinds = std::vector<std::string>;

using verification = backed_up_store;

TEST_F(verification, finds_nothing_in_a_sound_store)
{
    findings none([](const finding& each) { FAIL() << each.where << ": " << each.what; });
    const verified seen = verify_data({data(), {}}, open, none);
    EXPECT_EQ(seen.punches, 40);
    EXPECT_EQ(seen.changes, 5);
    EXPECT_EQ(seen.pictures, 4);
    EXPECT_EQ(seen.unchecked, kinds{});
}

TEST_F(verification, says_what_it_could_not_check_without_a_key)
{
    back_up();
    findings none([](const finding& each) { FAIL() << each.where << ": " << each.what; });
    EXPECT_EQ(verify_backup({target(), {}}, open, none).unchecked, (kinds{"chain", "pictures"}));
}

TEST_F(verification, finds_a_gap_in_the_numbers_of_punches)
{
    change(
        "DELETE FROM punch_picture WHERE punch IN (11, 12); DELETE FROM punch WHERE number IN (11, 12, 20)");
    std::vector<std::string> texts;
    findings into([&texts](const finding& each) { texts.push_back(each.what); });
    EXPECT_EQ(verify_data({data(), {}}, open, into).punches, 37);
    EXPECT_EQ(texts, (kinds{"Punches 11 to 12 are missing.", "Punches 20 to 20 are missing."}));
}

TEST_F(verification, finds_each_reference_to_nothing)
{
    change("PRAGMA foreign_keys = OFF");
    for (const char* const harm :
         {"UPDATE punch SET organization = 99 WHERE number = 3",
          "UPDATE punch SET presented = 99 WHERE number = 3", "UPDATE punch SET source = 99 WHERE number = 3",
          "UPDATE punch SET door = 99 WHERE number = 3",
          "INSERT INTO punch_picture SELECT 99, id FROM picture LIMIT 1",
          "INSERT INTO attribution (number, organization, punch, presented, credential, person, reason, "
          "change, at) VALUES (1, 1, NULL, 99, NULL, NULL, '', 1, 0)",
          "INSERT INTO attribution (number, organization, punch, presented, credential, person, reason, "
          "change, at) VALUES (1, 1, 99, NULL, NULL, NULL, '', 1, 0)",
          "INSERT INTO attribution (number, organization, punch, presented, credential, person, reason, "
          "change, at) VALUES (1, 1, NULL, 1, 99, NULL, '', 1, 0)",
          "INSERT INTO attribution (number, organization, punch, presented, credential, person, reason, "
          "change, at) VALUES (1, 1, NULL, 1, NULL, 99, '', 1, 0)",
          "INSERT INTO attribution (number, organization, punch, presented, credential, person, reason, "
          "change, at) VALUES (1, 1, NULL, 1, NULL, NULL, '', 99, 0)"}) {
        change("BEGIN");
        change(harm);
        std::set<std::string> where;
        findings into([&where](const finding& each) { where.insert(each.where); });
        check_references(*sql_, into);
        EXPECT_EQ(where.size(), 1U) << harm;
        change("ROLLBACK");
    }
}

TEST_F(verification, finds_punches_that_no_list_of_their_organization_would_show)
{
    change("DELETE FROM punch_block");
    std::set<std::string> where;
    findings into([&where](const finding& each) { where.insert(each.where); });
    check_references(*sql_, into);
    EXPECT_EQ(into.count(), sql_->number({"count", "SELECT count(*) FROM punch"}));
    EXPECT_TRUE(where.contains("punch 3"));
}

TEST_F(verification, finds_an_altered_change_and_a_lost_link)
{
    change("UPDATE change SET object = 7 WHERE number = 2");
    EXPECT_EQ(found_in_data(), kinds{"chain"});
    change("UPDATE change SET object = 1 WHERE number = 2");
    EXPECT_EQ(found_in_data(), kinds{});
    change("DELETE FROM change_seal WHERE change = 2");
    EXPECT_EQ(found_in_data(), kinds{"chain"});
}

TEST_F(verification, finds_pictures_that_are_gone_or_do_not_open)
{
    const fs::path picture = a_picture(data());
    std::string bytes = read_whole(picture);
    bytes[40] = static_cast<char>(bytes[40] ^ 1);
    write_durably(picture, bytes);
    EXPECT_EQ(found_in_data(), kinds{"picture_unreadable"});
    fs::remove(picture);
    EXPECT_EQ(found_in_data(), kinds{"picture_missing"});
    change("UPDATE data_key SET wrapped = NULL WHERE purpose = 'tap_pictures'");
    EXPECT_EQ(found_in_data(), kinds{});
}

TEST_F(verification, finds_a_row_that_refers_to_nothing_by_a_foreign_key)
{
    change("PRAGMA foreign_keys = OFF; INSERT INTO unit VALUES (1, 99, NULL, 'class', 'x', 'active', 0, '')");
    EXPECT_EQ(found_in_data(), kinds{"structure"});
}

TEST_F(verification, finds_a_database_whose_pages_are_overwritten)
{
    database_->checkpoint();
    sql_.reset();
    database_.reset();
    const auto size = fs::file_size(data() / database_name);
    std::fstream file(data() / database_name, std::ios::in | std::ios::out | std::ios::binary);
    for (std::uintmax_t at = 8192; at + 4096 <= size; at += 8192) {
        file.seekp(static_cast<std::streamoff>(at));
        file << std::string(4096, 'x');
    }
    file.close();
    EXPECT_EQ(found_in_data(), kinds{"structure"});
}

TEST_F(verification, refuses_a_folder_without_data_and_a_key_that_is_another_s)
{
    findings none([](const finding&) { FAIL(); });
    EXPECT_THROW(verify_data({folder_.path() / "nowhere", {}}, open, none), failure);
    write_durably(folder_.path() / "other", std::string(32, 'k'));
    EXPECT_THROW(verify_data({data(), folder_.path() / "other"}, open, none), wrong_master_key);
    EXPECT_THROW(verify_data({data(), folder_.path() / "absent"}, open, none), wrong_master_key);
    EXPECT_THROW(settle_master_key(*sql_, keyring(base::key::random())), wrong_master_key);
}

TEST_F(verification, says_no_more_than_a_hundred_of_a_kind_and_counts_all)
{
    int said = 0;
    findings into([&said](const finding&) { ++said; });
    for (int i = 0; i < 250; ++i)
        into.note("a", "", "");
    into.note("b", "", "");
    EXPECT_EQ(said, 101);
    EXPECT_EQ(into.count(), 251);
}

}  // namespace
}  // namespace gatehouse::store
