#include "store/backed_up_store.hpp"
#include "store/firmware.hpp"
#include "store/firmware_files.hpp"

#include <fstream>
#include <random>

namespace gatehouse::store {
namespace {

namespace fs = std::filesystem;
using kinds = std::vector<std::string>;

std::vector<fs::path> files_below(const fs::path& folder)
{
    std::vector<fs::path> found;
    for (const auto& each : fs::recursive_directory_iterator(folder))
        if (each.is_regular_file())
            found.push_back(each.path());
    std::sort(found.begin(), found.end());
    return found;
}

void flip(const fs::path& file, std::uintmax_t at, unsigned char mask)
{
    std::fstream open(file, std::ios::in | std::ios::out | std::ios::binary);
    open.seekg(static_cast<std::streamoff>(at));
    const char was = static_cast<char>(open.get());
    open.seekp(static_cast<std::streamoff>(at));
    open.put(static_cast<char>(was ^ mask));
}

class backup : public backed_up_store {
protected:
    bool every_octet_fits() const
    {
        return found([this](findings& into) {
                   if (const auto from = find_manifest(target(), into))
                       check_files(target(), from->what, into);
               })
            .empty();
    }
    // What "half done" would look like.
    std::size_t names_beside() const
    {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_.path()), {}));
    }
};

TEST_F(backup, holds_the_database_the_pictures_and_their_fingerprints_and_no_key)
{
    const backup_report made = back_up();
    EXPECT_EQ(made.what.last_punch, 40);
    EXPECT_EQ(made.what.last_change, 5);
    EXPECT_EQ(made.what.last_sealed, 3);
    EXPECT_EQ(made.pictures, 4);
    EXPECT_EQ(made.missing, 0);
    EXPECT_EQ(files_below(target()).size(), 6U);
    EXPECT_FALSE(fs::exists(target() / "keys"));
    for (const fs::path& each : files_below(target()))
        EXPECT_EQ(fs::status(each).permissions(), fs::perms::owner_read | fs::perms::owner_write) << each;
    EXPECT_EQ(found_in_backup(), kinds{});
    EXPECT_EQ(names_beside(), 2U) << "the data and the backup, nothing else";
}

TEST_F(backup, restores_to_what_was_there)
{
    back_up();
    change("INSERT INTO organization (id, kind, name, time_zone, status, created_at) "
           "VALUES (99, 'k', 'later', 'Asia/Shanghai', 'open', 0)");
    findings none([](const finding& each) { FAIL() << each.where << each.what; });
    restore({target(), restored(), data() / master_key_name}, none);
    EXPECT_EQ(verify_data({restored(), {}}, open, none).punches, 40);
    EXPECT_EQ(read_whole(restored() / master_key_name), read_whole(data() / master_key_name));
    const auto db = open(restored() / database_name, access::serving);
    EXPECT_FALSE(db->writer()->first(statement{"later", "SELECT 1 FROM organization WHERE id = 99"}, {},
                                     [](const row&) { return true; }));
    EXPECT_EQ(read_whole(a_picture(restored())), read_whole(a_picture(data())));
}

TEST_F(backup, holds_the_programs_of_machines_and_verification_misses_one)
{
    change("INSERT INTO product VALUES (1, 'M', 'KQ', 'M', '[]', 0, x'00', 0)");
    const firmware_files live(data() / firmware_name);
    const std::string file = live.keep("program");
    committed([&](transaction& in) {
        insert_firmware(in, {{}, {1}, "1.1", model::upgrade::normal, "M-1.1", file, 7, "md5", noon});
    });
    EXPECT_EQ(back_up().what.files.count("firmware/" + file), 1U);
    EXPECT_EQ(found_in_backup(), kinds{});
    findings none([](const finding& each) { FAIL() << each.where << each.what; });
    restore({target(), restored(), data() / master_key_name}, none);
    EXPECT_EQ(read_whole(restored() / firmware_name / file), "program");
    live.remove(file);
    EXPECT_EQ(found_in_data(), kinds{"firmware_missing"});
}

TEST_F(backup, holds_the_master_key_when_asked_and_restores_with_it)
{
    back_up(true);
    findings none([](const finding& each) { FAIL() << each.where << each.what; });
    verify_backup({target(), {}}, open, none);
    restore({target(), restored(), {}}, none);
    EXPECT_EQ(read_whole(restored() / master_key_name), read_whole(data() / master_key_name));
}

TEST_F(backup, finds_a_thousand_flipped_octets_wherever_they_lie)
{
    back_up(true);
    ASSERT_TRUE(every_octet_fits());
    std::mt19937 random(20261124);
    const std::vector<fs::path> files = files_below(target());
    for (int i = 0; i < 1000; ++i) {
        const fs::path& file = files[random() % files.size()];
        const std::uintmax_t at = random() % fs::file_size(file);
        const auto mask = static_cast<unsigned char>(1 + random() % 255);
        flip(file, at, mask);
        EXPECT_FALSE(every_octet_fits()) << file << " at " << at << " by " << int{mask};
        flip(file, at, mask);
    }
    EXPECT_TRUE(every_octet_fits()) << "the control: unharmed, nothing is found";
}

TEST_F(backup, finds_each_octet_of_the_manifest_changed)
{
    back_up();
    const std::string whole = read_whole(target() / manifest_name);
    ASSERT_TRUE(std::holds_alternative<read_manifest>(parse_manifest(whole)));
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (const char mask : {'\x01', '\x20', '\x80'}) {
            std::string changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ mask);
            EXPECT_FALSE(std::holds_alternative<read_manifest>(parse_manifest(changed))) << at;
        }
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(std::holds_alternative<read_manifest>(parse_manifest(whole.substr(0, size)))) << size;
    EXPECT_FALSE(std::holds_alternative<read_manifest>(parse_manifest(whole + "\n")));
}

TEST_F(backup, finds_what_is_cut_short_missing_added_or_no_file)
{
    back_up();
    const fs::path picture = a_picture(target());
    const fs::path aside = folder_.path() / "aside";
    fs::rename(picture, aside);
    EXPECT_EQ(found_in_backup(), kinds{"file_missing"});
    fs::create_symlink(aside, picture);
    EXPECT_EQ(found_in_backup(), kinds{"file_changed"});
    fs::remove(picture);
    fs::rename(aside, picture);
    fs::resize_file(target() / database_name, fs::file_size(target() / database_name) - 1);
    EXPECT_EQ(found_in_backup(), kinds{"file_changed"});
    fs::resize_file(target() / database_name, 0);
    EXPECT_EQ(found_in_backup(), kinds{"file_changed"});
    fs::remove_all(target());
    back_up();
    write_durably(target() / "gatehouse.db-wal", "");
    EXPECT_EQ(found_in_backup(), kinds{"file_added"});
    fs::remove(target() / "gatehouse.db-wal");
    fs::create_directory(target() / "keys");
    EXPECT_EQ(found_in_backup(), kinds{"file_added"});
    fs::remove(target() / "keys");
    EXPECT_EQ(found_in_backup(), kinds{});
    fs::remove(target() / manifest_name);
    EXPECT_EQ(found_in_backup(), kinds{"file_missing"});
}

TEST_F(backup, refuses_a_target_that_exists_and_leaves_it_alone)
{
    fs::create_directory(target());
    EXPECT_THROW(back_up(), failure);
    EXPECT_TRUE(fs::is_empty(target()));
    fs::remove(target());
    fs::create_symlink("nowhere", target());
    EXPECT_THROW(back_up(), failure);
    EXPECT_EQ(names_beside(), 2U);
}

TEST_F(backup, leaves_nothing_behind_when_it_fails)
{
    fs::rename(data() / master_key_name, folder_.path() / "kept");
    EXPECT_THROW(back_up(), std::runtime_error);
    write_durably(data() / master_key_name, std::string(32, 'k'));
    EXPECT_THROW(back_up(), wrong_master_key) << "the data hangs on another key";
    EXPECT_EQ(names_beside(), 2U);
}

TEST_F(backup, says_which_pictures_were_not_there_and_passes_over_destroyed_ones)
{
    fs::remove(a_picture(data()));
    const backup_report made = back_up();
    EXPECT_EQ(made.missing, 1);
    EXPECT_EQ(made.what.absent.size(), 1U);
    EXPECT_EQ(found_in_backup(), kinds{});
    fs::remove_all(target());
    change("UPDATE data_key SET wrapped = NULL WHERE purpose = 'tap_pictures'");
    EXPECT_EQ(back_up().what.files.size(), 1U);
    EXPECT_EQ(found_in_backup(), kinds{});
}

TEST_F(backup, is_not_restored_without_the_right_key)
{
    back_up();
    findings none([](const finding&) { FAIL(); });
    EXPECT_THROW(restore({target(), restored(), {}}, none), wrong_master_key);
    write_durably(folder_.path() / "other", std::string(32, 'k'));
    EXPECT_THROW(restore({target(), restored(), folder_.path() / "other"}, none), wrong_master_key);
    EXPECT_THROW(verify_backup({target(), folder_.path() / "other"}, open, none), wrong_master_key);
    EXPECT_FALSE(fs::exists(restored()));
}

TEST_F(backup, is_not_restored_over_anything_nor_when_it_is_damaged)
{
    back_up();
    findings some([](const finding&) {});
    const restore_order order{target(), restored(), data() / master_key_name};
    fs::create_directory(restored());
    write_durably(restored() / "something", "");
    EXPECT_THROW(restore(order, some), failure);
    EXPECT_EQ(files_below(restored()).size(), 1U);
    fs::remove(restored() / "something");
    flip(target() / database_name, 5000, 1);
    EXPECT_THROW(restore(order, some), damaged);
    EXPECT_EQ(some.count(), 1);
    EXPECT_FALSE(fs::exists(restored() / database_name));
    EXPECT_FALSE(fs::exists(restored() / master_key_name));
}

TEST_F(backup, of_a_half_restored_folder_is_refused)
{
    write_durably(data() / restoring_name, "");
    EXPECT_THROW(back_up(), failure);
    EXPECT_THROW(refuse_half_restored(data()), failure);
}

TEST(manifest, refuses_names_that_lead_elsewhere)
{
    base::start_crypto();
    const keyring keys{base::key::random()};
    const auto parsed = [&keys](const std::string& name) {
        manifest what;
        what.files[std::string(database_name)] = {0, base::fingerprint_of("")};
        what.files[name] = {0, base::fingerprint_of("")};
        return parse_manifest(write_manifest(what, keys));
    };
    const std::string digest(32, 'a');
    for (const std::string& good : {std::string("keys/master"), "pictures/12/" + digest}) {
        const auto read = parsed(good);
        ASSERT_TRUE(std::holds_alternative<read_manifest>(read)) << good;
        EXPECT_TRUE(is_sealed_under(std::get<read_manifest>(read), keys));
        EXPECT_FALSE(is_sealed_under(std::get<read_manifest>(read), keyring{base::key::random()}));
    }
    for (const std::string& bad :
         {std::string("../x"), std::string("/etc/passwd"), std::string("keys/other"), std::string("pictures"),
          "pictures/../" + digest, "pictures/1/../" + digest, "pictures//" + digest,
          "pictures/1/" + digest + "a", "picturesX1/" + digest, std::string("manifest.json"), std::string()})
        EXPECT_TRUE(std::holds_alternative<std::string>(parsed(bad))) << bad;
}

}  // namespace
}  // namespace gatehouse::store
