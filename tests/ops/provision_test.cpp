#include "ops/provision.hpp"

#include "ops/clients.hpp"
#include "store/api_keys.hpp"
#include "store/apps.hpp"
#include "store/clients.hpp"
#include "store/devices.hpp"
#include "store/doors.hpp"
#include "store/people.hpp"
#include "store/products.hpp"
#include "store/provisioned_sections.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::ops {
namespace {

using lines = std::vector<std::string>;

constexpr std::string_view file = R"({
  "organizations": [{"key": "kg", "kind": "kindergarten", "name": "园", "units": [{"key": "a", "name": "大班"}]},
                    {"key": "co", "kind": "company", "name": "公司"}],
  "people": [{"organization": "kg", "key": "p", "name": "甲", "phone": "13811111111", "unit": "a", "number": "7"}],
  "clients": [{"protocol": "beiliao", "id": "reader", "secret": "first secret", "name": "Reader"}],
  "licences": [{"client": "reader", "organization": "kg", "code": "first code"}],
  "api_keys": [{"name": "admin", "key": "first key", "scope": "admin"}],
  "logins": [{"login": "admin", "password": "first password", "role": "operator"}],
  "products": [{"model": "M", "type": "KQ", "key": "product key", "features": ["fp"]}],
  "apps": [{"id": "37", "key": "app key", "name": "Attendance", "webhook": "http://127.0.0.1:9001/hook",
            "organizations": ["co"]}],
  "devices": [{"id": "M_1", "name": "Front door", "organization": "co", "apps": ["37"]}]})";

std::string with(std::string_view from, std::string_view to)
{
    std::string text(file);
    const std::size_t at = text.find(from);
    if (at == std::string::npos)
        throw std::logic_error("the file does not hold what is to be replaced");
    return text.replace(at, from.size(), to);
}

class provisioning : public testing::Test {
protected:
    provisioning() { home.provision(file); }

    // What the audit trail says since the last look.
    lines news()
    {
        lines fresh = support::audit_of(home, seen_);
        seen_ += fresh.size();
        return fresh;
    }

    support::store_room home;

private:
    std::size_t seen_ = 0;
};

TEST_F(provisioning, writes_down_each_thing_that_it_made)
{
    EXPECT_EQ(
        news(),
        (lines{"provisioning: organization.create organization/1 of 1 {}",
               "provisioning: unit.create unit/1 of 1 {}",
               "provisioning: organization.create organization/2 of 2 {}",
               "provisioning: person.create person/1 of 1 {}", "provisioning: client.create client/1 of 0 {}",
               "provisioning: licence.create licence/1 of 1 {}",
               "provisioning: api_key.create api_key/1 of 0 {}", "provisioning: login.create login/1 of 0 {}",
               "provisioning: product.create product/1 of 0 {}", "provisioning: app.create app/1 of 0 {}",
               "provisioning: app.install app/1 of 2 {}", "provisioning: device.create device/1 of 0 {}",
               "provisioning: device.bind device/1 of 2 {}",
               "provisioning: device.bind_app device/1 of 2 {}"}));
}

TEST_F(provisioning, applied_again_changes_nothing_and_commits_nothing)
{
    news();
    const std::uint64_t commits = home.writer().counters().batches.load();
    home.clock.set(home.clock.now() + std::chrono::hours(1));
    home.provision(file);
    EXPECT_EQ(news(), lines{});
    EXPECT_EQ(home.writer().counters().batches.load(), commits);
}

TEST_F(provisioning, writes_down_the_names_of_what_differs_and_no_secret)
{
    struct row {
        std::string_view from;
        std::string_view to;
        std::string said;
    };
    const std::vector<row> rows{
        {R"("name": "园")", R"("name": "新园", "status": "closed")",
         R"(organization.update organization/1 of 1 {"changed":["name","status"]})"},
        {R"("name": "大班")", R"("name": "中班", "status": "archived")",
         R"(unit.update unit/1 of 1 {"changed":["name","status"]})"},
        {R"("name": "甲", "phone": "13811111111", "unit": "a", "number": "7")",
         R"("name": "乙", "phone": "13811111112", "role": "teacher")",
         R"(person.update person/1 of 1 {"changed":["name","phone","number","role","unit"]})"},
        {R"("secret": "first secret", "name": "Reader")",
         R"("secret": "second secret", "name": "Gate", "card_format": "hex")",
         R"(client.update client/1 of 0 {"changed":["secret","name","card_format"]})"},
        {R"("client": "reader", "organization": "kg")", R"("client": "reader", "organization": "co")",
         R"(licence.update licence/1 of 2 {"changed":["organization"]})"},
        {R"("key": "first key", "scope": "admin")",
         R"("key": "second key", "scope": "site", "organization": "kg")",
         R"(api_key.update api_key/1 of 1 {"changed":["key","scope","organization"]})"},
        {R"("password": "first password", "role": "operator")",
         R"("password": "second password", "role": "site_manager", "organization": "kg")",
         R"(login.update login/1 of 1 {"changed":["password","role","organization"]})"},
        {R"("type": "KQ", "key": "product key", "features": ["fp"])",
         R"("type": "PPT", "key": "second key", "name": "Machine", "features": ["fp", "fa"])",
         R"(product.update product/1 of 0 {"changed":["type","key","name","features"]})"},
        {R"("key": "app key", "name": "Attendance", "webhook": "http://127.0.0.1:9001/hook")",
         R"("key": "second key", "name": "Leave", "webhook": "http://127.0.0.1:9002/hook", "address_book": true)",
         R"(app.update app/1 of 0 {"changed":["key","name","webhook","address_book"]})"},
        {R"("name": "Front door")", R"("name": "Back door")",
         R"(device.update device/1 of 0 {"changed":["name"]})"},
    };
    news();
    for (const row& each : rows) {
        home.provision(with(each.from, each.to));
        EXPECT_EQ(news(), lines{"provisioning: " + each.said});
        home.provision(file);
        EXPECT_EQ(news().size(), 1U) << "back again: " << each.said;
    }
}

TEST_F(provisioning, keeps_what_a_later_file_does_not_name)
{
    home.provision("{}");
    home.restart();
    const auto in = home.writer().published();
    EXPECT_EQ(in->organization({1})->what.name, "园");
    EXPECT_TRUE(authenticate(*in, home.keys(), "beiliao", "reader", "first secret"));
    EXPECT_TRUE(find_licence(*in, home.keys(), {1}, "first code"));
    EXPECT_TRUE(find_api_key(*in, home.keys(), "first key"));
    EXPECT_TRUE(in->logins.find("admin"));
}

TEST_F(provisioning, makes_a_former_secret_worthless_at_once)
{
    home.provision(with("first secret", "second secret"));
    EXPECT_FALSE(authenticate(*home.writer().published(), home.keys(), "beiliao", "reader", "first secret"));
    home.provision(with("first key", "second key"));
    const auto in = home.writer().published();
    EXPECT_FALSE(find_api_key(*in, home.keys(), "first key"));
    EXPECT_TRUE(find_api_key(*in, home.keys(), "second key"));
}

TEST_F(provisioning, gives_a_key_its_new_name_instead_of_failing)
{
    news();
    home.provision(with(R"({"name": "admin", "key")", R"({"name": "root", "key")"));
    EXPECT_EQ(find_api_key(*home.writer().published(), home.keys(), "first key")->name, "root");
    EXPECT_EQ(news().size(), 1U);
    EXPECT_FALSE(store::find_api_key(*home.database().reader(), "admin"));
}

TEST_F(provisioning, finds_the_person_whom_an_interface_brought_by_the_phone)
{
    model::person brought{{}, {2}, "丙", "13811111119", {}, "guardian", {}, home.clock.now()};
    home.write([&](store::transaction& in) { brought.id = store::insert_person(in, brought); });
    news();
    home.provision(R"({"organizations": [{"key": "co", "kind": "company", "name": "公司"}],
      "people": [{"organization": "co", "key": "q", "name": "丁", "phone": "13811111119"}]})");
    EXPECT_EQ(news(), lines{R"(provisioning: person.update person/2 of 2 {"changed":["name","role"]})"});
    std::optional<std::int64_t> named;
    home.write([&](store::transaction& in) { named = store::find_named(in, {2}, "person", "q"); });
    EXPECT_EQ(named, brought.id.value);
}

TEST_F(provisioning, has_machines_their_models_and_their_apps_after_a_restart_too)
{
    for (const bool again : {false, true}) {
        if (again)
            home.restart();
        const auto in = home.writer().published();
        const auto* const product = store::find_product(*in, "M");
        ASSERT_TRUE(product);
        EXPECT_EQ(product->key.reveal(), "product key");
        EXPECT_EQ((lines{product->what.type, product->what.name}), (lines{"KQ", "M"}));
        EXPECT_EQ(product->what.features, (std::vector<model::feature>{{"fp", {}}}));
        const auto* const app = store::find_app(*in, "37");
        ASSERT_TRUE(app);
        EXPECT_EQ(app->key.reveal(), "app key");
        EXPECT_EQ((lines{app->what.name, app->what.webhook}),
                  (lines{"Attendance", "http://127.0.0.1:9001/hook"}));
        EXPECT_FALSE(app->what.address_book || app->what.suspended);
        EXPECT_EQ(app->installed_by, std::vector<model::organization_id>{{2}});
        const auto* const device = store::find_device(*in, "M_1");
        ASSERT_TRUE(device);
        EXPECT_EQ(device->what.name, "Front door");
        EXPECT_EQ(device->what.organization.value, 2);
        EXPECT_EQ(device->apps, lines{"37"});
        EXPECT_EQ(device->model, "M");
        EXPECT_FALSE(device->account || device->what.locked);
    }
}

TEST_F(provisioning, moves_a_machine_and_installs_the_app_that_it_reports_to)
{
    news();
    home.provision(
        with(R"("organization": "co", "apps": ["37"])", R"("organization": "kg", "apps": ["37"])"));
    EXPECT_EQ(
        news(),
        (lines{"provisioning: device.unbind device/1 of 2 {}", "provisioning: device.bind device/1 of 1 {}",
               "provisioning: app.install app/1 of 1 {}", "provisioning: device.bind_app device/1 of 1 {}"}));
    EXPECT_EQ(store::find_device(*home.writer().published(), "M_1")->what.organization.value, 1);
}

TEST_F(provisioning, makes_doors_renames_them_and_brings_back_a_deleted_one)
{
    const auto apply = [this](std::string_view doors) {
        home.provision(with(R"({"key": "co", "kind": "company")",
                            R"({"doors": )" + std::string(doors) + R"(, "key": "co", "kind": "company")"));
        return news();
    };
    const auto names = [this] {
        std::string all;
        for (const model::door& each : home.writer().published()->organization({2})->doors)
            all.append(std::to_string(each.id.value)).append(each.name).append(" ");
        return all;
    };
    news();
    EXPECT_EQ(
        apply(R"([{"key": "e", "name": "东门"}, {"key": "w", "name": "西门"}])"),
        (lines{"provisioning: door.create door/1 of 2 {}", "provisioning: door.create door/2 of 2 {}"}));
    EXPECT_EQ(apply(R"([{"key": "e", "name": "东门"}, {"key": "w", "name": "西门"}])"), lines{});
    EXPECT_EQ(apply(R"([{"key": "e", "name": "正门"}])"),
              lines{R"(provisioning: door.update door/1 of 2 {"changed":["name"]})"});
    EXPECT_EQ(names(), "1正门 2西门 ") << "what the file does not name stays";
    home.write([](store::transaction& in) {
        model::door gone = *store::find_door(*in.index.organization({2}), model::door_id{1});
        gone.deleted = true;
        store::update_door(in, gone);
    });
    EXPECT_EQ(names(), "2西门 ");
    EXPECT_EQ(apply(R"([{"key": "e", "name": "东门"}])"),
              lines{R"(provisioning: door.update door/1 of 2 {"changed":["name","deleted"]})"});
    home.restart();
    EXPECT_EQ(names(), "1东门 2西门 ");
    EXPECT_EQ(apply(R"([{"key": "another key", "name": "西门"}])"), lines{}) << "it is the one of this name";
    EXPECT_THROW(apply(R"([{"key": "e", "name": "西门"}])"), std::runtime_error) << "it is another's name";
    EXPECT_EQ(names(), "1东门 2西门 ");
}

TEST_F(provisioning, adopts_what_earlier_files_brought_for_parts_that_were_not_built)
{
    const auto adopt = [this] {
        std::vector<std::string> faults;
        home.write([&](store::transaction& in) { faults = adopt_kept_sections(in, home.clock.now()); });
        return faults;
    };
    home.write([this](store::transaction& in) {
        store::keep_section(in, "doors/co", R"([{"key":"e","name":"East"}])", home.clock.now());
        store::keep_section(in, "doors/gone", R"([{"key":"e","name":"East"}])", home.clock.now());
        store::keep_section(in, "doors/kg", R"([{"key":7,"name":"East"}])", home.clock.now());
        store::keep_section(in, "devices", R"([{"id":"N_1"},{"id":"O_1"}])", home.clock.now());
        store::keep_section(in, "products", R"([{"model":"N","type":"KQ","key":"k"}])", home.clock.now());
        store::keep_section(in, "apps", R"([{"id":"38","key":"k","organizations":["gone"]}])",
                            home.clock.now());
    });
    news();
    const lines faults{"/apps: names what is unknown", "/doors/gone: names what is unknown",
                       "/doors/0/key: must be a text", "/devices: names what is unknown"};
    EXPECT_EQ(adopt(), faults);
    EXPECT_EQ(adopt(), faults) << "what cannot be applied stays kept";
    EXPECT_EQ(news(),
              (lines{"provisioning: app.create app/2 of 0 {}", "provisioning: door.create door/1 of 2 {}",
                     "provisioning: product.create product/2 of 0 {}",
                     "provisioning: device.create device/2 of 0 {}"}));
    EXPECT_EQ(store::kept_sections(*home.database().reader()),
              (lines{"apps", "devices", "doors/gone", "doors/kg"}));
}

TEST_F(provisioning, keeps_a_login_s_hash_while_its_password_stays)
{
    const auto hash = [this] { return home.writer().published()->logins.find("admin")->password_hash; };
    const std::string first = hash();
    home.provision(file);
    EXPECT_EQ(hash(), first);
    home.provision(with("first password", "second password"));
    EXPECT_NE(hash(), first);
    EXPECT_TRUE(base::password_matches(hash(), base::secret("second password")));
}

}  // namespace
}  // namespace gatehouse::ops
