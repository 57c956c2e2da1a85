// What every engine under the store must do, written once and run against each.
#include "model/named.hpp"
#include "store/changes.hpp"
#include "store/credentials.hpp"
#include "store/people.hpp"
#include "store/store_contract.hpp"

#include <algorithm>

namespace gatehouse::store {
namespace {

TEST_P(store_contract, numbers_new_punches_in_order_and_gives_a_repeat_the_number_that_stands)
{
    const auto home = kindergarten();
    const auto first = appended({draft(home, "01"), draft(home, "02"), draft(home, "01")});
    EXPECT_EQ(first[0].number.value, 1);
    EXPECT_EQ(first[1].number.value, 2);
    EXPECT_EQ(first[2].number.value, 1);
    EXPECT_EQ((std::vector{first[0].repeat, first[1].repeat, first[2].repeat}),
              (std::vector{false, false, true}));
    const auto later = appended({draft(home, "02"), draft(home, "03")});
    EXPECT_EQ(later[0].number.value, 2);
    EXPECT_TRUE(later[0].repeat);
    EXPECT_EQ(later[1].number.value, 3);
    EXPECT_EQ(last_punch(*sql_).value, 3);
}

// However a batch is cut, and wherever in it a repeat lies: no number is left out, none is given twice.
TEST_P(store_contract, numbers_a_long_batch_without_gaps_wherever_its_repeats_lie)
{
    const auto home = kindergarten();
    const auto second = [&home, this](int n) { return draft(home, "01", std::chrono::seconds(n)); };
    std::int64_t next = 1;
    int fresh = 0;
    for (const std::vector<std::size_t>& repeats : std::vector<std::vector<std::size_t>>{
             {}, {0}, {63}, {64}, {84}, {10, 70, 86}, {3, 4, 5, 80, 81, 82, 83}}) {
        std::vector<punch_draft> batch;
        for (std::size_t i = 0; i < 87; ++i)  // 64, 16, 4 and 3 alone
            batch.push_back(second(std::count(repeats.begin(), repeats.end(), i) > 0 ? 0 : ++fresh));
        if (repeats.empty())
            batch[0] = second(0);  // stands from now on, as number 1
        const auto outcomes = appended(batch);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const bool repeat = std::count(repeats.begin(), repeats.end(), i) > 0;
            EXPECT_EQ(outcomes[i].repeat, repeat) << i;
            EXPECT_EQ(outcomes[i].number.value, repeat ? 1 : next++) << i;
        }
    }
    EXPECT_EQ(last_punch(*sql_).value, next - 1);
}

TEST_P(store_contract, keeps_apart_punches_that_differ_in_any_part_of_their_identity)
{
    const auto home = kindergarten();
    const auto other = kindergarten();
    auto another_source = draft(home, "01");
    another_source.what.source = model::client_id{8};
    auto another_method = draft(home, "01");
    another_method.what.method = model::punch_method::qr;
    auto another_door = draft(home, "01");
    another_door.what.door = model::door_id{1};
    auto another_device = draft(home, "01");
    another_device.what.device = model::device_id{1};
    const auto outcomes = appended({draft(home, "01"), draft(home, "01", std::chrono::seconds(1)),
                                    draft(home, "02"), draft(other, "01"), another_source, another_method,
                                    another_door, another_device});
    for (const auto& outcome : outcomes)
        EXPECT_FALSE(outcome.repeat);
}

TEST_P(store_contract, finds_the_few_punches_of_one_organization_among_thousands_of_another)
{
    const auto many = kindergarten();
    const auto few = kindergarten();
    std::vector<std::int64_t> theirs;
    std::int64_t made = 0;
    for (int batch = 0; batch < 30; ++batch) {
        std::vector<punch_draft> drafts;
        for (int i = 0; i < 100; ++i)
            drafts.push_back(
                draft(batch % 11 == 7 && i == 50 ? few : many, "1", std::chrono::seconds(batch * 100 + i)));
        for (const punch_outcome& each : appended(std::move(drafts)))
            if (++made; (made - 1) % 100 == 50 && (made - 1) / 100 % 11 == 7)
                theirs.push_back(each.number.value);
    }
    ASSERT_EQ(theirs, (std::vector<std::int64_t>{751, 1851, 2951}));
    const auto numbers = [](const std::vector<punch_view>& found) {
        std::vector<std::int64_t> all;
        for (const punch_view& each : found)
            all.push_back(each.punch.number.value);
        return all;
    };
    using list = std::vector<std::int64_t>;
    EXPECT_EQ(numbers(punches_before(*sql_, keys_, few, 0, 10)), (list{2951, 1851, 751}));
    EXPECT_EQ(numbers(punches_before(*sql_, keys_, few, 2951, 1)), (list{1851}));
    EXPECT_EQ(numbers(punches_before(*sql_, keys_, few, 751, 10)), list{});
    EXPECT_EQ(numbers(punches_before(*sql_, keys_, many, 1026, 3)), (list{1025, 1024, 1023}));
    EXPECT_EQ(numbers(punches_after(*sql_, keys_, few, 0, 3000, 10)), (list{751, 1851, 2951}));
    EXPECT_EQ(numbers(punches_after(*sql_, keys_, few, 751, 2950, 10)), (list{1851}));
    EXPECT_EQ(numbers(punches_after(*sql_, keys_, many, 1022, 3000, 3)), (list{1023, 1024, 1025}));
    EXPECT_EQ(last_punch_until(*sql_, few, 2950).value, 1851);
    EXPECT_EQ(last_punch_until(*sql_, few, 750).value, 0);
    punch_filter late;
    late.organization = few;
    late.from = noon + std::chrono::seconds(1850);
    EXPECT_EQ(numbers(find_punches(*sql_, keys_, late, 0, 10).found), (list{2951, 1851}));
}

TEST_P(store_contract, forgets_a_transaction_that_was_rolled_back)
{
    const auto home = kindergarten();
    auto drafts = std::vector{draft(home, "01")};
    sql_->begin_write();
    transaction now = in();
    append(now, drafts, next_);
    sql_->rollback();
    EXPECT_FALSE(sql_->in_transaction());
    EXPECT_EQ(last_punch(*sql_).value, 0);
}

TEST_P(store_contract, cuts_back_to_a_savepoint_and_keeps_what_came_before)
{
    const auto home = kindergarten();
    sql_->begin_write();
    transaction now = in();
    model::person one{{}, home, "甲", "13500000001", {}, "guardian", {}, noon};
    insert_person(now, one);
    sql_->savepoint();
    one.phone = "13500000002";
    insert_person(now, one);
    sql_->rollback_to_savepoint();
    sql_->commit();
    EXPECT_TRUE(find_person_by_phone(now, home, "13500000001"));
    EXPECT_FALSE(find_person_by_phone(now, home, "13500000002"));
}

TEST_P(store_contract, lets_a_phone_find_one_person_of_an_organization_and_another_of_the_next)
{
    const auto home = kindergarten();
    const auto other = kindergarten();
    const auto insert = [this](model::organization_id where) {
        return committed([&](transaction& in) {
            return insert_person(in, {{}, where, "甲", "13500000001", {}, "guardian", {}, noon});
        });
    };
    const auto here = insert(home);
    const auto there = insert(other);
    EXPECT_NE(here, there);
    EXPECT_THROW(insert(home), constraint_violated);
    sql_->rollback();
}

TEST_P(store_contract, a_reader_sees_one_snapshot_until_it_ends_it)
{
    const auto home = kindergarten();
    appended({draft(home, "01")});
    const auto reader = database_->reader();
    reader->begin_read();
    EXPECT_EQ(last_punch(*reader).value, 1);
    appended({draft(home, "02")});
    EXPECT_EQ(last_punch(*reader).value, 1);
    reader->commit();
    EXPECT_EQ(last_punch(*reader).value, 2);
}

TEST_P(store_contract, a_reader_cannot_write)
{
    const auto reader = database_->reader();
    constexpr static statement erase{"erase", "DELETE FROM punch"};
    EXPECT_THROW(reader->run(erase), failure);
}

TEST_P(store_contract, loads_the_index_that_the_writes_made)
{
    const auto home = kindergarten();
    const shown card = shown_card(keys_, home, "n:01", "1");
    committed([&](transaction& in) {
        const auto unit = insert_unit(in, {{}, home, {}, "class", "大班", {}, noon});
        model::credential held{{}, home, intern(in, card, noon), unit, {}, {}, {}, {}, noon};
        return insert_credential(in, held, card.digest).id;
    });
    index loaded;
    load_organizations(*sql_, loaded);
    load_credentials(*sql_, loaded);
    ASSERT_TRUE(loaded.organization(home));
    EXPECT_EQ(loaded.organization(home)->units.at(0).name, "大班");
    const auto* const held = find_credential(loaded, card.digest);
    ASSERT_TRUE(held);
    EXPECT_EQ(held->id, find_credential(index_, card.digest)->id);
    EXPECT_EQ(held->unit, loaded.organization(home)->units.at(0).id);
}

TEST_P(store_contract, takes_a_revoked_credential_out_of_the_index_and_frees_its_number)
{
    const auto home = kindergarten();
    const shown card = shown_card(keys_, home, "n:01", "1");
    const auto make = [&](transaction& in) {
        model::credential held{{}, home, intern(in, card, noon), {}, {}, {}, {}, {}, noon};
        return insert_credential(in, held, card.digest);
    };
    auto first = committed(make);
    first.status = model::credential_status::revoked;
    committed([&](transaction& in) {
        update_credential(in, first, card.digest);
        return 0;
    });
    EXPECT_FALSE(find_credential(index_, card.digest));
    EXPECT_NE(committed(make).id, first.id);
}

TEST_P(store_contract, names_a_picture_once_and_gives_a_repeat_the_picture_that_was_missing)
{
    const auto home = kindergarten();
    appended({draft(home, "01")});
    const auto key = committed([&](transaction& in) {
        return data_key_of(in, key_purpose::tap_pictures, home, 202605, noon).value();
    });
    auto repeat = draft(home, "01");
    repeat.picture = prepared_picture{home, key.id, base::keyed_digest(key.bytes, 1, "a"), {}, 1};
    EXPECT_TRUE(appended({repeat}).at(0).repeat);
    auto another = repeat;
    another.picture->digest = base::keyed_digest(key.bytes, 1, "b");
    appended({another});
    const auto found = find_punch_picture(*sql_, {1}, home);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->digest, repeat.picture->digest) << "the first picture stays";
    EXPECT_FALSE(find_punch_picture(*sql_, {1}, model::organization_id{99})) << "another organization's";
}

TEST_P(store_contract, chains_changes_and_finds_what_was_altered)
{
    const auto write_changes = [&](int count) {
        committed([&](transaction& in) {
            for (int i = 0; i < count; ++i)
                record(in, {{}, "test", "thing.do", "thing", i, "{}", {}}, noon);
            return 0;
        });
    };
    const auto seal = [&] { return committed([](transaction& in) { return seal_changes(in, 3); }); };
    write_changes(5);
    EXPECT_EQ(seal(), 3);
    EXPECT_EQ(seal(), 2);
    write_changes(1);
    auto found = check_chain(*sql_, keys_);
    EXPECT_EQ(found.changes, 6);
    EXPECT_EQ(found.sealed, 5);
    EXPECT_FALSE(found.first_broken);
    seal();
    constexpr static statement alter{"alter", "UPDATE change SET object = 99 WHERE number = 4"};
    sql_->run(alter);
    EXPECT_EQ(check_chain(*sql_, keys_).first_broken, 4);
    constexpr static statement mend{"mend", "UPDATE change SET object = 3 WHERE number = 4"};
    sql_->run(mend);
    EXPECT_FALSE(check_chain(*sql_, keys_).first_broken);
    constexpr static statement drop_one{"drop", "DELETE FROM change WHERE number = 2"};
    sql_->run(drop_one);
    EXPECT_TRUE(check_chain(*sql_, keys_).first_broken);
}

TEST_P(store_contract, keeps_the_chain_whole_when_a_person_s_key_is_destroyed)
{
    const auto home = kindergarten();
    committed([&](transaction& in) {
        record(in, {home, "test", "person.create", "person", 1, R"({"name":"甲"})", model::person_id{1}},
               noon);
        return seal_changes(in, 10);
    });
    constexpr static statement destroy{"destroy",
                                       "UPDATE data_key SET wrapped = NULL WHERE purpose = 'person'"};
    EXPECT_EQ(sql_->run(destroy), 1);
    EXPECT_FALSE(check_chain(*sql_, keys_).first_broken);
}

TEST_P(store_contract, destroys_the_picture_keys_of_months_that_are_over_and_makes_no_new_one_for_them)
{
    const auto home = kindergarten();
    const auto key_of = [&](std::int64_t month) {
        return committed(
            [&](transaction& in) { return data_key_of(in, key_purpose::tap_pictures, home, month, noon); });
    };
    const auto april = key_of(202604);
    const auto may = key_of(202605);
    const auto gone = committed([](transaction& in) { return destroy_due_tap_keys(in, 202605, 1, noon); });
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_EQ(gone[0].id, april->id);
    EXPECT_FALSE(key_of(202604));
    EXPECT_EQ(key_of(202605)->id, may->id);
    EXPECT_FALSE(find_data_key(*sql_, keys_, april->id));
}

INSTANTIATE_TEST_SUITE_P(engines, store_contract, every_engine, name_of_engine);

}  // namespace
}  // namespace gatehouse::store
