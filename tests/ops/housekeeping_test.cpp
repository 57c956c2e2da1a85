#include "ops/housekeeping.hpp"

#include "base/bytes.hpp"
#include "store/changes.hpp"
#include "store/devices.hpp"
#include "store/holdings.hpp"
#include "store/punches.hpp"
#include "support/store_room.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

using std::chrono::hours;

constexpr model::organization_id home{1};
constexpr retention thirty_days{};

base::instant utc(int year, unsigned month, unsigned day, hours at = hours(0))
{
    return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) /
                                 std::chrono::day(day)) +
           at;
}

class the_house : public testing::Test {
protected:
    void record_changes(int count)
    {
        room.write([&](store::transaction& in) {
            for (int i = 0; i < count; ++i)
                store::record(in, {{}, "test", "thing.do", "thing", i, "{}", {}}, room.clock.now());
        });
    }

    store::chain_check chain() { return store::check_chain(*room.database().reader(), room.keys()); }

    // A tap's picture under the key of a month; on disk, and named by a punch where it is `named`.
    store::prepared_picture picture(std::int64_t month, const std::string& bytes, bool named = true)
    {
        store::prepared_picture made;
        room.write([&](store::transaction& in) {
            const auto key = store::data_key_of(in, store::key_purpose::tap_pictures, home, month,
                                                room.clock.now());
            made = room.pictures().keep(home, key.value(), model::picture_type::jpeg, bytes);
            if (named)
                store::name_picture(in, made, room.clock.now());
        });
        return made;
    }

    bool is_on_disk(const store::prepared_picture& what) { return std::filesystem::exists(file_of(what)); }

    std::filesystem::path file_of(const store::prepared_picture& what)
    {
        return room.folder() / "pictures" / std::to_string(what.key.value) / base::to_hex(what.digest.view());
    }

    bool is_readable(const store::prepared_picture& what)
    {
        const auto key = store::find_data_key(*room.database().reader(), room.keys(), what.key);
        return key && room.pictures().read(*key, what.digest);
    }

    void clear(base::instant now, retention keep = thirty_days, int rounds = 24)
    {
        for (int i = 0; i < rounds; ++i)
            clear_up(room.database(), room.writer(), room.pictures(), keep, now);
    }

    support::store_room room;
};

TEST_F(the_house, indexes_what_every_punch_showed_behind_the_log_and_each_once)
{
    constexpr static store::statement many{
        "test_many",
        "INSERT INTO punch SELECT value, value, 1, value % 3, 7, 1, 0, 0, 0, 0, 0, 0 FROM "
        "(WITH RECURSIVE n (value) AS (SELECT ?1 UNION ALL SELECT value + 1 FROM n WHERE value < ?2) "
        "SELECT value FROM n)"};
    constexpr static store::statement count{
        "test_count",
        "SELECT count(*) FROM punch_shown s JOIN punch p ON p.number = s.number AND p.presented = "
        "s.presented"};
    std::int64_t first = 1;
    for (const std::int64_t last : {2500, 2500, 2501}) {
        room.write([&](store::transaction& in) {
            if (first <= last)
                in.sql.run(many, {first, last});
        });
        // Side by side: in the order of the log each row would be a page written.
        const auto rows = store::next_to_index(*room.database().reader(), 65'536).rows;
        EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
            return std::pair(a.presented.value, a.number.value) <
                   std::pair(b.presented.value, b.number.value);
        }));
        index_all(room.database(), room.writer());
        const auto sql = room.database().reader();
        EXPECT_EQ(sql->first(count, {}, [](const store::row& at) { return at.integer(0); }), last);
        first = last + 1;
    }
}

TEST_F(the_house, seals_every_change_however_many_there_are)
{
    record_changes(450);
    EXPECT_EQ(chain().sealed, 0);
    seal_all(room.writer());
    EXPECT_EQ(chain().sealed, 450);
    EXPECT_FALSE(chain().first_broken);
    record_changes(1);
    seal_all(room.writer());
    EXPECT_EQ(chain().sealed, 451);
    EXPECT_FALSE(chain().first_broken);
}

TEST_F(the_house, commits_nothing_while_there_is_nothing_to_seal_or_to_clear)
{
    record_changes(400);
    seal_all(room.writer());
    clear(room.clock.now());
    const std::uint64_t commits = room.writer().counters().batches.load();
    const std::uint64_t version = room.writer().version();
    seal_all(room.writer());
    clear(room.clock.now());
    EXPECT_EQ(room.writer().counters().batches.load(), commits);
    EXPECT_EQ(room.writer().version(), version);
}

TEST_F(the_house, makes_pictures_unreadable_once_their_month_is_over_for_as_long_as_they_are_kept)
{
    const auto april = picture(202604, "april");
    const auto may = picture(202605, "may");
    // The last of April is kept until it is thirty days old wherever on earth the organization is.
    clear(utc(2026, 5, 31, hours(23)));
    EXPECT_TRUE(is_readable(april));
    clear(utc(2026, 6, 1));
    EXPECT_FALSE(is_readable(april));
    EXPECT_FALSE(is_on_disk(april));
    EXPECT_TRUE(is_readable(may));
}

TEST_F(the_house, loses_no_picture_to_a_clock_that_is_wrong_for_less_than_a_day)
{
    const auto may = picture(202605, "may");
    for (int i = 0; i < 3; ++i) {
        clear(utc(2038, 1, 19), thirty_days, 23);
        clear(utc(2026, 5, 31), thirty_days, 1);
    }
    EXPECT_TRUE(is_readable(may));
    clear(utc(2038, 1, 19), thirty_days, 24);
    EXPECT_FALSE(is_readable(may));
}

TEST_F(the_house, keeps_this_month_s_pictures_though_none_are_to_be_kept)
{
    const auto may = picture(202605, "may");
    clear(utc(2026, 5, 31), {std::chrono::days(0)});
    EXPECT_TRUE(is_readable(may));
    clear(utc(2026, 6, 2), {std::chrono::days(0)});
    EXPECT_FALSE(is_readable(may));
}

TEST_F(the_house, leaves_no_copy_of_a_destroyed_key_in_the_database)
{
    const auto april = picture(202604, "april");
    clear(utc(2026, 8, 1));
    EXPECT_FALSE(store::find_data_key(*room.database().reader(), room.keys(), april.key));
    std::optional<store::data_key> again;
    room.write([&](store::transaction& in) {
        again = store::data_key_of(in, store::key_purpose::tap_pictures, home, 202604, room.clock.now());
    });
    EXPECT_FALSE(again) << "a month that is over gets no new key";
}

TEST_F(the_house, sweeps_files_that_no_transaction_named_once_they_are_an_hour_old)
{
    const auto named = picture(202605, "named");
    const auto orphan = picture(202605, "orphan", false);
    const auto young = picture(202605, "young", false);
    const base::instant now = utc(2026, 5, 20, hours(12));
    const auto aged = [&](const store::prepared_picture& what, base::instant at) {
        std::filesystem::last_write_time(file_of(what), std::filesystem::file_time_type::clock::from_sys(at));
    };
    aged(named, now - hours(100));
    aged(orphan, now - hours(1) - std::chrono::seconds(1));
    aged(young, now - hours(1));
    clear(now);
    EXPECT_TRUE(is_on_disk(named));
    EXPECT_FALSE(is_on_disk(orphan));
    EXPECT_TRUE(is_on_disk(young));
}

TEST_F(the_house, drops_old_alarms_and_sendings_of_which_nothing_is_said)
{
    room.provision(
        R"({"products": [{"model": "DL3785W", "type": "KQ", "key": "k"}], "devices": [{"id": "DL3785W_1"}],
                       "organizations": [{"key": "co", "kind": "company", "name": "Example Ltd"}]})");
    const base::instant now = utc(2026, 8, 1);
    room.write([&](store::transaction& in) {
        for (const auto days : {181, 179})
            store::insert_alarm(in, {0, {1}, now - std::chrono::days(days), days, "x"});
        for (const auto days : {40, 40, 20})
            store::begin_sending(in, {1}, {1}, std::nullopt, now - std::chrono::days(days));
        store::put_sent(in, {1}, 2, {{5}, {"fp"}, false}, now - std::chrono::days(40));
    });
    clear(now);
    const auto left = store::alarms_before(*room.database().reader(), {1}, 0, 10);
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].code, 179);
    EXPECT_EQ(room.database().reader()->number({"sendings", "SELECT sum(id) FROM device_sending"}, {}),
              2 + 3);
    EXPECT_EQ(store::holdings_of(*room.database().reader(), model::device_id{1}).size(), 1U);
}

TEST_F(the_house, is_kept_by_a_thread_that_ends_when_it_is_told_to)
{
    record_changes(1);
    housekeeping keeper(room.database(), room.writer(), room.pictures(), room.clock, thirty_days);
    while (chain().sealed < 1)
        std::this_thread::yield();
    keeper.stop();
    record_changes(1);
    EXPECT_EQ(chain().sealed, 1);
}

}  // namespace
}  // namespace gatehouse::ops
