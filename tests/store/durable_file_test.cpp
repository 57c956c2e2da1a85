#include "store/durable_file.hpp"

#include "store/connection.hpp"
#include "store/firmware_files.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

namespace gatehouse::store {
namespace {

std::set<std::string> names_in(const std::filesystem::path& folder)
{
    std::set<std::string> names;
    for (const auto& each : std::filesystem::directory_iterator(folder))
        names.insert(each.path().filename().string());
    return names;
}

TEST(durable_file, reads_back_what_was_written)
{
    const support::temporary_folder folder;
    const std::string everything("\0\n\xff picture", 11);
    for (const std::string& bytes : {std::string(), everything, std::string(200'000, 'x')}) {
        write_durably(folder / "file", bytes);
        EXPECT_EQ(read_whole(folder / "file"), bytes);
    }
    EXPECT_EQ(names_in(folder.path()), (std::set<std::string>{"file"}));
}

TEST(durable_file, lets_nobody_else_read)
{
    const support::temporary_folder folder;
    write_durably(folder / "file", "secret");
    const auto mode = std::filesystem::status(folder / "file").permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(durable_file, replaces_a_file_and_leaves_readers_of_the_old_one_alone)
{
    const support::temporary_folder folder;
    write_durably(folder / "file", "old");
    std::filesystem::create_hard_link(folder / "file", folder / "reader");
    write_durably(folder / "file", "new");
    EXPECT_EQ(read_whole(folder / "file"), "new");
    EXPECT_EQ(read_whole(folder / "reader"), "old");
}

TEST(durable_file, fails_where_there_is_no_folder)
{
    const support::temporary_folder folder;
    EXPECT_THROW(write_durably(folder / "absent" / "file", "x"), failure);
    EXPECT_THROW(sync_folder(folder / "absent"), failure);
    EXPECT_THROW(read_whole(folder / "absent"), failure);
    EXPECT_EQ(names_in(folder.path()), (std::set<std::string>{}));
}

TEST(durable_file, makes_folders_as_deep_as_asked)
{
    const support::temporary_folder folder;
    make_folder(folder / "a/b/c");
    make_folder(folder / "a/b/c/");
    make_folder(folder / "d/");
    EXPECT_TRUE(std::filesystem::is_directory(folder / "a/b/c"));
    EXPECT_TRUE(std::filesystem::is_directory(folder / "d"));
    write_durably(folder / "file", "x");
    EXPECT_THROW(make_folder(folder / "file/below"), std::runtime_error);
}

TEST(durable_file, leaves_nothing_behind_when_the_name_is_taken_by_a_folder)
{
    const support::temporary_folder folder;
    std::filesystem::create_directory(folder / "file");
    EXPECT_THROW(write_durably(folder / "file", "x"), failure);
    EXPECT_EQ(names_in(folder.path()), (std::set<std::string>{"file"}));
}

TEST(durable_file, refuses_a_folder_that_another_process_has_locked)
{
    const support::temporary_folder folder;
    lock_folder(folder / "new");
    const pid_t child = ::fork();
    if (child == 0) {
        // The lock that was inherited counts as the child's own; a second one is what another process asks
        // for.
        try {
            lock_folder(folder / "new");
        } catch (const failure&) {
            ::_exit(7);
        }
        ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 7);
    EXPECT_THROW(lock_folder(folder / "new"), failure);
    EXPECT_NO_THROW(lock_folder(folder / "other"));
}

TEST(firmware_files, lose_what_a_crash_left_without_a_name)
{
    const support::temporary_folder folder;
    const firmware_files files(folder / "firmware");
    const std::string kept = files.keep("program");
    files.keep("without a row");
    write_durably(folder / "firmware/half.part", "ha");
    files.sweep({kept});
    EXPECT_EQ(names_in(folder / "firmware"), (std::set<std::string>{kept}));
    const auto open = files.open(kept);
    ASSERT_TRUE(open);
    EXPECT_EQ(open, files.open(kept)) << "those who read it share it";
    files.remove(kept);
    std::string bytes(7, ' ');
    open->read_at(bytes, 0);
    EXPECT_EQ(bytes, "program");
    EXPECT_FALSE(files.open(kept));
}

}  // namespace
}  // namespace gatehouse::store
