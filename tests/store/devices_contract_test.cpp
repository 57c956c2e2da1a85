// What every engine must do with machines, apps and messages.
#include "store/app_calls.hpp"
#include "store/app_listings.hpp"
#include "store/apps.hpp"
#include "store/device_orders.hpp"
#include "store/devices.hpp"
#include "store/firmware.hpp"
#include "store/messages.hpp"
#include "store/products.hpp"
#include "store/store_contract.hpp"

namespace gatehouse::store {
namespace {

class device_contract : public store_contract {
protected:
    model::device machine()
    {
        return committed([](transaction& in) {
            const auto id = put_product(
                in, {{{}, "M", "KQ", "n", {{"fp", "3.1"}}, true, noon}, base::secret("product key")});
            model::device made;
            made.external = "M_1";
            made.product = id;
            made.created_at = noon;
            return insert_device(in, made, "M");
        });
    }
    app_entry app(const std::string& external)
    {
        return committed([&](transaction& in) {
            put_app(in, {{{}, external, "n", "", "", true, true, noon}, base::secret("key " + external), {}});
            return *find_app(in.index, external);
        });
    }
};

TEST_P(device_contract, loads_the_registry_that_the_writes_made)
{
    const auto home = kindergarten();
    const model::device made = machine();
    const auto second = app("2");
    const auto first = app("1");
    committed([&](transaction& in) {
        install_app(in, second, home, noon);
        install_app(in, second, home, noon);
        bind_app(in, made, second, noon);
        bind_app(in, made, first, noon + std::chrono::seconds(1));
        bind_app(in, made, first, noon + std::chrono::seconds(2));
        put_account(in, made, {"user", base::secret("password")});
        put_online(in, made, true);
        put_doubt(in, made, device_doubt{noon, "10.0.0.7"});
        put_properties(in, made.id, R"({"volume":"5"})");
        model::device after = made;
        after.name = "East";
        after.version = "1.1";
        after.organization = home;
        after.locked = true;
        after.accessed_at = noon + std::chrono::seconds(1);
        after.accessed_before = noon;
        update_device(in, after);
        return 0;
    });
    index loaded;
    load_products(*sql_, keys_, loaded);
    load_apps(*sql_, keys_, loaded);
    load_devices(*sql_, keys_, loaded);
    for (const index* each : {&index_, &loaded}) {
        const auto* const product = find_product(*each, "M");
        ASSERT_TRUE(product);
        EXPECT_EQ(product->key.reveal(), "product key");
        EXPECT_EQ(product->what.features, (std::vector<model::feature>{{"fp", "3.1"}}));
        EXPECT_TRUE(product->what.may_unbind);
        const auto* const found = find_app(*each, "2");
        ASSERT_TRUE(found);
        EXPECT_EQ(found->key.reveal(), "key 2");
        EXPECT_TRUE(found->what.address_book && found->what.suspended && is_installed(*found, home));
        EXPECT_EQ(found->installed_by.size(), 1U);
        const auto* const device = find_device(*each, "M_1");
        ASSERT_TRUE(device);
        EXPECT_EQ(device->what.name + device->what.version + device->model, "East1.1M");
        EXPECT_EQ(device->what.organization, home);
        EXPECT_TRUE(device->what.locked);
        EXPECT_EQ(device->what.accessed_at - device->what.accessed_before, std::chrono::seconds(1));
        EXPECT_EQ(device->apps, (std::vector<std::string>{"2", "1"}));
        EXPECT_TRUE(device->online);
        ASSERT_TRUE(device->doubt);
        EXPECT_EQ(device->doubt->since, noon);
        EXPECT_EQ(device->doubt->address, "10.0.0.7");
        ASSERT_TRUE(device->account);
        EXPECT_EQ(device->account->user, "user");
        EXPECT_EQ(device->account->password.reveal(), "password");
    }
    EXPECT_EQ(device_properties(*sql_, made.id), R"({"volume":"5"})");
    committed([&](transaction& in) {
        unbind_app(in, made, second);
        put_doubt(in, made, std::nullopt);
        return 0;
    });
    EXPECT_EQ(find_device(index_, "M_1")->apps, std::vector<std::string>{"1"});
    EXPECT_FALSE(find_device(index_, "M_1")->doubt);
    committed([&](transaction& in) {
        unbind_apps(in, made);
        remove_app(in, *find_app(in.index, "2"), home);
        return 0;
    });
    index left;
    load_apps(*sql_, keys_, left);
    EXPECT_TRUE(find_app(left, "2")->installed_by.empty());
    EXPECT_TRUE(find_device(index_, "M_1")->apps.empty());
    EXPECT_FALSE(find_device(index_, "M_2"));
    EXPECT_THROW(machine(), constraint_violated);
    sql_->rollback();
}

TEST_P(device_contract, takes_back_what_it_bound_one_by_one)
{
    const auto home = kindergarten();
    const model::device made = machine();
    const auto only = app("1");
    committed([&](transaction& in) {
        install_app(in, only, home, noon);
        bind_app(in, made, only, noon);
        put_account(in, made, {"user", base::secret("password")});
        model::device after = made;
        after.organization = home;
        update_device(in, after);
        return 0;
    });
    EXPECT_EQ(devices_after(*sql_, home, 0, 10), std::vector<std::string>{"M_1"});
    EXPECT_EQ(devices_after(*sql_, {}, made.id.value, 10).size(), 0U);
    EXPECT_TRUE(devices_after(*sql_, {home.value + 1}, 0, 10).empty());
    EXPECT_EQ(external_of(*sql_, made.id), "M_1");
    EXPECT_FALSE(external_of(*sql_, {9}));
    const app_listing listing{"a", "w", "c", {"s1", "s2"}, {"M"}};
    committed([&](transaction& in) {
        unbind_app(in, made, only);
        remove_app(in, *find_app(in.index, "1"), home);
        drop_account(in, made);
        put_listing(in, only.what.id, {});
        put_listing(in, only.what.id, listing);
        app_entry after = *find_app(in.index, "1");
        after.what.feature_query = true;
        put_app(in, after);
        return 0;
    });
    index loaded;
    load_products(*sql_, keys_, loaded);
    load_apps(*sql_, keys_, loaded);
    load_devices(*sql_, keys_, loaded);
    for (const index* each : {&index_, &loaded}) {
        EXPECT_TRUE(find_device(*each, "M_1")->apps.empty());
        EXPECT_FALSE(find_device(*each, "M_1")->account);
        EXPECT_TRUE(find_app(*each, only.what.id)->installed_by.empty());
        EXPECT_TRUE(find_app(*each, only.what.id)->what.feature_query);
        EXPECT_EQ(find_product(*each, made.product), products_of(*each).at(0));
    }
    EXPECT_EQ(find_listing(*sql_, only.what.id), listing);
    EXPECT_EQ(find_listing(*sql_, {9}), app_listing{});
}

TEST_P(device_contract, keeps_firmware_of_which_the_last_published_is_offered)
{
    const model::product_id of = machine().product;
    const auto put = [&](const std::string& version) {
        return committed([&](transaction& in) {
            return insert_firmware(in, {{},
                                        of,
                                        version,
                                        model::upgrade::force,
                                        "M-" + version,
                                        "file " + version,
                                        7,
                                        "md5",
                                        noon})
                .id;
        });
    };
    const auto first = put("1");
    const auto second = put("2");
    EXPECT_FALSE(offered_firmware(*sql_, of));
    const auto publish = [&](model::firmware_id id, int seconds) {
        committed([&](transaction& in) {
            publish_firmware(in, id, noon + std::chrono::seconds(seconds));
            return 0;
        });
        return offered_firmware(*sql_, of)->version;
    };
    EXPECT_EQ(publish(second, 0), "2");
    EXPECT_EQ(publish(first, 1), "1");
    EXPECT_EQ(publish(second, 2), "2");
    EXPECT_EQ(find_firmware(*sql_, std::string_view("M-1"))->published_at, noon + std::chrono::seconds(1));
    EXPECT_EQ(firmware_after(*sql_, of, first.value, 10).size(), 1U);
    EXPECT_TRUE(firmware_after(*sql_, {of.value + 1}, 0, 10).empty());
    committed([&](transaction& in) {
        delete_firmware(in, second);
        return 0;
    });
    EXPECT_EQ(offered_firmware(*sql_, of)->id, first);
    EXPECT_FALSE(find_firmware(*sql_, second));
    std::vector<std::string> files;
    each_firmware_file(*sql_, [&files](const std::string& file) { files.push_back(file); });
    EXPECT_EQ(files, std::vector<std::string>{"file 1"});
}

TEST_P(device_contract, keeps_orders_sealed_and_their_first_answer_for_a_month)
{
    const model::device made = machine();
    const auto order = [&](const std::string& number, base::instant at) {
        return committed([&](transaction& in) {
            return insert_order(in,
                                {{}, made.id, model::order_kind::control, number, "key a", at, at, "{1}"});
        });
    };
    const auto old = order("1", noon);
    const auto given = order("2", noon + std::chrono::hours(1));
    const auto answer = [&](std::string_view number, std::string_view text) {
        return committed([&](transaction& in) {
            return answer_order(in, made.id, model::order_kind::control, number, text, noon);
        });
    };
    EXPECT_TRUE(answer("2", "{2}"));
    EXPECT_FALSE(answer("2", "{3}"));
    EXPECT_FALSE(answer("9", "{2}"));
    const auto found = find_order(*sql_, keys_, made.id, given.id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->asked + found->answer.value_or("") + found->actor, "{1}{2}key a");
    EXPECT_FALSE(find_order(*sql_, keys_, {made.id.value + 1}, given.id));
    EXPECT_EQ(
        committed([](transaction& in) { return drop_old_orders(in, noon + std::chrono::hours(1), 10); }), 1);
    EXPECT_FALSE(find_order(*sql_, keys_, made.id, old.id));
}

TEST_P(device_contract, keeps_alarms_newest_first)
{
    const model::device made = machine();
    committed([&](transaction& in) {
        insert_alarm(in, {0, made.id, noon, 202, "sensor"});
        insert_alarm(in, {0, made.id, noon, 200, "upgrade"});
        return 0;
    });
    const auto found = alarms_before(*sql_, made.id, 0, 10);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].code, 200);
    EXPECT_EQ(found[1].text, "sensor");
    EXPECT_TRUE(alarms_before(*sql_, {9}, 0, 10).empty());
}

TEST_P(device_contract, keeps_messages_sealed_for_a_month_and_knows_them_again)
{
    model::device machine;
    machine.id = {7};
    machine.external = "M_7";
    const auto put = [&](std::int64_t device, std::string_view text, base::instant at) {
        return committed([&](transaction& in) {
            return insert_message(in, {device}, draft_message(keys_, "M_7", at, 300, text, text), {{3}, {1}});
        });
    };
    put(7, "old", noon);
    put(8, "other's", noon + std::chrono::hours(1));
    const auto last = put(7, "new", noon + std::chrono::hours(2));
    const auto all = messages_before(*sql_, keys_, machine, {}, 10);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].number, last);
    EXPECT_EQ(all[0].text, "new");
    EXPECT_EQ(all[0].action, 300);
    EXPECT_EQ(all[0].apps, (std::vector<model::app_id>{{3}, {1}}));
    EXPECT_EQ(messages_before(*sql_, keys_, machine, last, 10).size(), 1U);
    EXPECT_EQ(sent_before(*sql_, {7}, draft_message(keys_, "M_7", noon, 300, "", "old")), noon);
    EXPECT_FALSE(sent_before(*sql_, {8}, draft_message(keys_, "M_7", noon, 300, "", "old")));
    const auto drop = [this](std::int64_t most) {
        return committed(
            [&](transaction& in) { return drop_old_messages(in, noon + std::chrono::hours(2), most); });
    };
    EXPECT_EQ(drop(1), 1);
    EXPECT_EQ(drop(10), 1);
    EXPECT_EQ(drop(10), 0);
    EXPECT_EQ(messages_before(*sql_, keys_, machine, {}, 10).size(), 1U);
    committed([](transaction& in) { return drop_old_messages(in, noon + std::chrono::hours(3), 10); });
    EXPECT_GT(put(7, "newest", noon), last) << "numbers are never given twice";
}

// Ids of those that are due, in their order.
std::vector<std::int64_t> due_of(connection& sql, const keyring& keys, model::app_id app)
{
    std::vector<std::int64_t> ids;
    for (const app_call_view& each : due_app_calls(sql, keys, app, noon, 10))
        ids.push_back(each.what.id.value);
    return ids;
}

TEST_P(device_contract, lets_calls_of_a_lane_go_one_after_the_other)
{
    using ids = std::vector<std::int64_t>;
    const model::device made = machine();
    const model::app_id to = committed([](transaction& in) {
        return put_app(in, {{{}, "1", "n", "", "http://a/", true, false, noon}, base::secret("key"), {}});
    });
    const auto tell = [&](model::device_id device, std::int64_t action) {
        committed([&](transaction& in) {
            model::app_call call;
            call.app = to;
            call.device = device;
            call.action = action;
            call.mid = "m" + std::to_string(action);
            call.made_at = noon;
            call.data = R"({"a":1})";
            return insert_app_call(in, call) ? 1 : 0;
        });
    };
    tell(made.id, 405);
    tell({}, 401);
    tell(made.id, 404);
    EXPECT_EQ(due_of(*sql_, keys_, to), (ids{1, 2}));
    const auto first = due_app_calls(*sql_, keys_, to, noon, 1).at(0);
    EXPECT_EQ(first.what.data, R"({"a":1})");
    EXPECT_EQ(first.app + " " + first.device, "1 M_1");
    model::attempt how;
    how.outcome = "why";
    const auto ended = [&](std::int64_t id, const model::next_step& next) {
        committed([&](transaction& in) {
            record_attempt(in, find_app_call(in.sql, {id})->what, how, next);
            return 0;
        });
    };
    ended(1, {model::delivery_state::pending, noon + std::chrono::seconds(10)});
    EXPECT_EQ(due_of(*sql_, keys_, to), ids{2});
    ended(1, {model::delivery_state::dead, {}});
    EXPECT_EQ(due_of(*sql_, keys_, to), ids{2}) << "what an organization hears first was not tried yet";
    ended(2, {model::delivery_state::pending, noon + std::chrono::seconds(10)});
    EXPECT_EQ(due_of(*sql_, keys_, to), ids{3});
    committed([&](transaction& in) {
        call_again(in, find_app_call(in.sql, {1})->what);
        drop_pending_calls(in, to, made.id, 404);
        return 0;
    });
    EXPECT_EQ(due_of(*sql_, keys_, to), ids{1});
    EXPECT_EQ(app_calls_before(*sql_, model::delivery_state::pending, {}, 10).size(), 2U);
    EXPECT_EQ(app_calls_before(*sql_, {}, {2}, 10).size(), 1U);
    EXPECT_EQ(pending_app_calls(*sql_), 2);
    EXPECT_EQ(waiting_apps(*sql_).at(0).next_attempt, base::from_milliseconds(0));
    tell(made.id, 405);
    EXPECT_EQ(
        committed([](transaction& in) { return drop_old_app_calls(in, noon + std::chrono::seconds(1), 1); }),
        1);
    EXPECT_EQ(due_of(*sql_, keys_, to), ids{4}) << "numbers are never given twice";
}

INSTANTIATE_TEST_SUITE_P(engines, device_contract, every_engine, name_of_engine);

}  // namespace
}  // namespace gatehouse::store
