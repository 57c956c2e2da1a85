#include "ops/provision_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::ops {
namespace {

using texts = std::vector<std::string>;

provision_file read(std::string_view json)
{
    auto outcome = read_provision_file(json);
    if (const auto* faults = std::get_if<texts>(&outcome))
        throw std::runtime_error("refused: " + faults->front());
    return std::get<provision_file>(std::move(outcome));
}

texts faults_of(std::string_view json)
{
    const auto outcome = read_provision_file(json);
    const auto* const faults = std::get_if<texts>(&outcome);
    return faults ? *faults : texts{};
}

// One section beside an organization "kg" with a unit "a" and a client "c", for references.
texts faults_in(std::string_view section)
{
    std::string json = R"({"organizations": [{"key": "kg", "kind": "school", "name": "n",
                           "units": [{"key": "a", "name": "u"}]}], $ })";
    return faults_of(json.replace(json.find('$'), 1, section));
}

TEST(a_provisioning_file, may_leave_out_everything)
{
    const provision_file file = read("{}");
    EXPECT_TRUE(file.organizations.empty() && file.people.empty() && file.clients.empty() &&
                file.licences.empty() && file.api_keys.empty() && file.logins.empty() &&
                file.products.empty() && file.apps.empty() && file.devices.empty());
}

TEST(a_provisioning_file, is_read_member_by_member)
{
    const provision_file file = read(R"({
      "organizations": [{"key": "kg", "kind": "kindergarten", "name": "园", "time_zone": "Asia/Urumqi",
        "status": "closed", "units": [{"key": "a", "name": "大班", "kind": "group", "status": "archived"}],
        "doors": [{"key": "e", "name": "东门"}]}],
      "people": [{"organization": "kg", "key": "p", "name": "甲", "phone": "13811111111", "role": "teacher",
                  "unit": "a", "number": "7"}],
      "clients": [{"protocol": "beiliao", "id": "c", "secret": "s", "name": "Reader", "card_format": "8h10d"}],
      "licences": [{"client": "c", "organization": "kg", "code": "l"}],
      "api_keys": [{"name": "k", "key": "kk", "scope": "gate", "organization": "kg"}],
      "logins": [{"login": "m", "password": "p", "role": "site_manager", "organization": "kg"}]})");
    const auto& organization = file.organizations.at(0);
    EXPECT_EQ(organization.key, "kg");
    EXPECT_EQ(organization.kind, "kindergarten");
    EXPECT_EQ(organization.name, "园");
    EXPECT_EQ(organization.time_zone, "Asia/Urumqi");
    EXPECT_EQ(organization.status, model::organization_status::closed);
    EXPECT_EQ(organization.doors.at(0).key, "e");
    EXPECT_EQ(organization.doors.at(0).name, "东门");
    const auto& unit = organization.units.at(0);
    EXPECT_EQ((texts{unit.key, unit.name, unit.kind}), (texts{"a", "大班", "group"}));
    EXPECT_EQ(unit.status, model::unit_status::archived);
    const auto& person = file.people.at(0);
    EXPECT_EQ((texts{person.organization, person.key, person.name, person.phone.value(),
                     person.number.value(), person.role, person.unit.value()}),
              (texts{"kg", "p", "甲", "13811111111", "7", "teacher", "a"}));
    const auto& client = file.clients.at(0);
    EXPECT_EQ((texts{client.protocol, client.id, std::string(client.secret.reveal()), client.name}),
              (texts{"beiliao", "c", "s", "Reader"}));
    EXPECT_EQ(client.card_format, model::card_format::decimal_8h10d);
    const auto& licence = file.licences.at(0);
    EXPECT_EQ((texts{licence.client, licence.organization, std::string(licence.code.reveal())}),
              (texts{"c", "kg", "l"}));
    const auto& key = file.api_keys.at(0);
    EXPECT_EQ((texts{key.name, std::string(key.key.reveal()), key.organization.value()}),
              (texts{"k", "kk", "kg"}));
    EXPECT_EQ(key.scope, store::api_scope::gate);
    const auto& login = file.logins.at(0);
    EXPECT_EQ(
        (texts{login.login, std::string(login.password.reveal()), login.role, login.organization.value()}),
        (texts{"m", "p", "site_manager", "kg"}));
}

TEST(a_provisioning_file, that_leaves_members_out_means_the_usual)
{
    const provision_file file = read(R"({
      "organizations": [{"key": "kg", "kind": "school", "name": "n", "units": [{"key": "a", "name": "u"}]}],
      "people": [{"organization": "kg", "key": "p", "name": "甲"}],
      "clients": [{"protocol": "deli", "id": "c", "secret": "s"}],
      "api_keys": [{"name": "k", "key": "kk"}]})");
    EXPECT_EQ(file.organizations.at(0).time_zone, "Asia/Shanghai");
    EXPECT_EQ(file.organizations.at(0).status, model::organization_status::open);
    EXPECT_EQ(file.organizations.at(0).units.at(0).kind, "class");
    EXPECT_EQ(file.organizations.at(0).units.at(0).status, model::unit_status::active);
    EXPECT_EQ(file.people.at(0).role, "employee");
    EXPECT_EQ(file.people.at(0).phone, std::nullopt);
    EXPECT_EQ(file.clients.at(0).card_format, model::card_format::unset);
    EXPECT_EQ(file.clients.at(0).name, "");
    EXPECT_EQ(file.api_keys.at(0).scope, store::api_scope::read);
    EXPECT_EQ(file.api_keys.at(0).organization, std::nullopt);
}

TEST(a_provisioning_file, names_machines_by_model_and_serial)
{
    const provision_file file = read(R"({"visitor": {"organization": "kg"},
      "organizations": [{"key": "kg", "kind": "school", "name": "n"}],
      "products": [{"model": "DL3785W", "type": "KQ", "key": "k", "name": "Machine", "features": ["fp", "fa"]}],
      "apps": [{"id": "37", "key": "k", "name": "a", "webhook": "http://127.0.0.1:9001/hook", "address_book": true,
                "organizations": ["kg"]}],
      "devices": [{"id": "DL3785W_12a-4", "organization": "kg", "apps": ["37"]}]})");
    EXPECT_EQ(file.visitor.value().organization, "kg");
    const auto& product = file.products.at(0);
    EXPECT_EQ((texts{product.model, product.type, std::string(product.key.reveal()), product.name}),
              (texts{"DL3785W", "KQ", "k", "Machine"}));
    EXPECT_EQ(product.features, (texts{"fp", "fa"}));
    const auto& app = file.apps.at(0);
    EXPECT_EQ((texts{app.id, std::string(app.key.reveal()), app.name, app.webhook}),
              (texts{"37", "k", "a", "http://127.0.0.1:9001/hook"}));
    EXPECT_TRUE(app.address_book);
    EXPECT_EQ(app.organizations, texts{"kg"});
    const auto& device = file.devices.at(0);
    EXPECT_EQ((texts{device.id, device.model(), device.name, device.organization.value()}),
              (texts{"DL3785W_12a-4", "DL3785W", "", "kg"}));
    EXPECT_EQ(device.apps, texts{"37"});
    for (const std::string_view wrong :
         {"DL3785W", "dl3785w_1", "_1", "DL3785W_", "DL3785W_1_2", "DL 3_1", "DL345678901234567_1"})
        EXPECT_FALSE(is_device_id(wrong)) << wrong;
    EXPECT_TRUE(is_device_id("D_" + std::string(62, '1')));
    EXPECT_FALSE(is_device_id("D_" + std::string(63, '1')));
}

TEST(a_provisioning_file, that_is_no_json_is_refused)
{
    for (const std::string_view json : {"", "{", "{} x", "{\"a\": \"\xff\"}", "[", "nul"}) {
        const texts faults = faults_of(json);
        ASSERT_EQ(faults.size(), 1U) << json;
        EXPECT_TRUE(faults[0].starts_with("/: is no JSON: ")) << faults[0];
    }
    EXPECT_EQ(faults_of("[]"), texts{"/: must be an object"});
}

TEST(a_provisioning_file, is_refused_whole_with_every_fault_and_its_place)
{
    EXPECT_EQ(faults_of(R"({"colour": 1,
        "organizations": [{"key": "", "kind": "zoo", "name": 7, "time_zone": "Mars/Base", "status": "ajar",
                           "units": [{"key": "a", "name": "u", "status": "x", "size": 3}], "doors": [{"key": "d"}]}],
        "people": {}})"),
              (texts{R"(/: does not know the member "colour")", "/organizations/0/key: must not be empty",
                     R"(/organizations/0/kind: does not know "zoo")", "/organizations/0/name: must be a text",
                     "/organizations/0/time_zone: is no time zone of this system",
                     R"(/organizations/0/status: does not know "ajar")",
                     R"(/organizations/0/units/0: does not know the member "size")",
                     R"(/organizations/0/units/0/status: does not know "x")",
                     R"(/organizations/0/doors/0: lacks the member "name")", "/people: must be an array"}));
}

TEST(a_provisioning_file, may_not_name_what_it_does_not_hold)
{
    struct row {
        std::string_view section;
        texts faults;
    };
    const std::vector<row> rows{
        {R"("products": [{"model": "m", "type": "KQ", "key": "k"}, {"model": "M", "key": "k", "features": [1]}])",
         {"/products/0/model: must be 1 to 16 digits, upper-case letters and hyphens",
          R"(/products/1: lacks the member "type")",
          "/products/1/features/0: must be a text that is not empty"}},
        {R"("apps": [{"id": "1", "key": "k", "webhook": "ftp://x/", "address_book": 1, "organizations": ["x"]}])",
         {"/apps/0/address_book: must be true or false",
          "/apps/0/webhook: must be a URL that begins with http:// or https:// and has no fragment",
          R"(/: apps names the unknown organization "x")"}},
        {R"("devices": [{"id": "M_1", "organization": "x", "apps": ["9"]}, {"id": "M"}, {"id": "M_2", "apps": ["9"]}])",
         {"/devices/1/id: must be MODEL_SERIAL, at most 64 characters",
          "/devices/2: a device with apps needs an organization",
          R"(/: devices names the unknown organization "x")", R"(/: devices name the unknown product "M")",
          R"(/: devices name the unknown app "9")", R"(/: devices name the unknown product "M")",
          R"(/: devices name the unknown app "9")"}},
        {R"("people": [{"organization": "x", "key": "p", "name": "n"}])",
         {R"(/: people names the unknown organization "x")"}},
        {R"("people": [{"organization": "kg", "key": "p", "name": "n", "unit": "b"}])",
         {R"(/: people name the unknown unit "b")"}},
        {R"("licences": [{"client": "c", "organization": "x", "code": "l"}])",
         {R"(/: licences names the unknown organization "x")", R"(/: licences name the unknown client "c")"}},
        {R"("api_keys": [{"name": "k", "key": "kk", "organization": "x"}])",
         {R"(/: api_keys names the unknown organization "x")"}},
        {R"("logins": [{"login": "m", "password": "p", "role": "auditor", "organization": "x"}])",
         {R"(/: logins names the unknown organization "x")"}},
    };
    for (const row& each : rows)
        EXPECT_EQ(faults_in(each.section), each.faults) << each.section;
}

TEST(a_provisioning_file, says_what_is_wrong_with_each_section)
{
    struct row {
        std::string_view section;
        texts faults;
    };
    const std::vector<row> rows{
        {R"("people": [{"organization": "kg", "key": "p", "name": "n", "phone": "1381111111"}])",
         {"/people/0/phone: is no mainland mobile number"}},
        {R"("people": [7])", {"/people/0: must be an object"}},
        {R"("clients": [{"protocol": "smoke", "id": "c", "secret": "s"}])",
         {R"(/clients/0/protocol: does not know "smoke")"}},
        {R"("clients": [{"protocol": "deli", "id": "c", "secret": ""}])",
         {"/clients/0/secret: must not be empty"}},
        {R"("clients": [{"protocol": "deli", "id": "c", "secret": "s", "card_format": "roman"}])",
         {R"(/clients/0/card_format: does not know "roman")"}},
        {R"("clients": [{"protocol": "deli", "secret": "s", "colour": 1}])",
         {R"(/clients/0: does not know the member "colour")", R"(/clients/0: lacks the member "id")"}},
        {R"("licences": [{}])",
         {R"(/licences/0: lacks the member "client")", R"(/licences/0: lacks the member "organization")",
          R"(/licences/0: lacks the member "code")", R"(/: licences names the unknown organization "")",
          R"(/: licences name the unknown client "")"}},
        {R"("api_keys": [{"name": "k", "key": "kk", "scope": "all"}])",
         {R"(/api_keys/0/scope: does not know "all")"}},
        {R"("api_keys": [{"name": "k", "key": "kk", "scope": "kiosk"}])",
         {"/api_keys/0: a key of this scope needs an organization"}},
        {R"("logins": [{"login": "m", "password": "p", "role": "king"}])",
         {R"(/logins/0/role: does not know "king")"}},
        {R"("logins": [{"login": "m", "password": "p", "role": "site_manager"}])",
         {"/logins/0: a site manager needs an organization"}},
    };
    for (const row& each : rows)
        EXPECT_EQ(faults_in(each.section), each.faults) << each.section;
}

TEST(a_provisioning_file, may_say_each_thing_once)
{
    struct row {
        std::string_view section;
        texts faults;
    };
    const std::vector<row> rows{
        {R"("people": [{"organization": "kg", "key": "p", "name": "n"}, {"organization": "kg", "key": "p", "name": "m"}])",
         {R"(/: the person key "p" stands twice)"}},
        {R"("people": [{"organization": "kg", "key": "p", "name": "n", "phone": "13811111111"},
                       {"organization": "kg", "key": "q", "name": "m", "phone": "13811111111"}])",
         {R"(/: the phone "13811111111" stands twice)"}},
        {R"("clients": [{"protocol": "deli", "id": "c", "secret": "s"}, {"protocol": "deli", "id": "c", "secret": "t"}])",
         {R"(/: the client "c" stands twice)"}},
        {R"("clients": [{"protocol": "deli", "id": "c", "secret": "s"}, {"protocol": "sewise", "id": "c", "secret": "s"}])",
         {}},
        {R"("clients": [{"protocol": "deli", "id": "c", "secret": "s"}],
            "licences": [{"client": "c", "organization": "kg", "code": "hush"}, {"client": "c", "organization": "kg", "code": "hush"}])",
         {R"(/: two licences of the client "c" have one code)"}},
        {R"("api_keys": [{"name": "k", "key": "hush"}, {"name": "k", "key": "hush too"}])",
         {R"(/: the API key's name "k" stands twice)"}},
        {R"("api_keys": [{"name": "k", "key": "hush"}, {"name": "l", "key": "hush"}])",
         {R"(/: the API key "l" stands under another name too)"}},
        {R"("logins": [{"login": "m", "password": "p", "role": "auditor"}, {"login": "m", "password": "q", "role": "auditor"}])",
         {R"(/: the login "m" stands twice)"}},
    };
    for (const row& each : rows)
        EXPECT_EQ(faults_in(each.section), each.faults) << each.section;
    EXPECT_EQ(faults_of(R"({"organizations": [{"key": "k", "kind": "school", "name": "n"},
        {"key": "k", "kind": "school", "name": "m", "units": [{"key": "a", "name": "u"}, {"key": "a", "name": "v"}]}]})"),
              (texts{R"(/: the organization key "k" stands twice)", R"(/: the unit key "a" stands twice)"}));
}

TEST(a_provisioning_file, that_is_faulty_is_refused_without_quoting_a_secret)
{
    const texts faults = faults_of(R"({
      "clients": [{"protocol": "x", "id": "c", "secret": "hush-1"}, {"protocol": "x", "id": "c", "secret": "hush-\u0007"}],
      "licences": [{"client": "c", "organization": "x", "code": "hush-2"}, {"client": "c", "organization": "x", "code": "hush-2"}],
      "api_keys": [{"name": "k", "key": "hush-3", "scope": "x"}, {"name": "k", "key": "hush-3"}],
      "logins": [{"login": "m", "password": "hush-4", "role": "x"}], "products": [{"key": "hush-5"}]})");
    EXPECT_GE(faults.size(), 10U);
    for (const std::string& fault : faults)
        EXPECT_EQ(fault.find("hush"), std::string::npos) << fault;
}

}  // namespace
}  // namespace gatehouse::ops
