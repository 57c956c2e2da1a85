#include "api/punches.hpp"

#include "api/asked.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using std::chrono::milliseconds;

struct listed {
    std::vector<std::int64_t> ids;
    std::string next;  // empty at the end
};

listed page_of(const net::reply& answer)
{
    EXPECT_EQ(answer.status, 200U) << answer.body;
    const auto json = boost::json::parse(answer.body);
    listed got;
    for (const auto& item : json.at("items").as_array())
        got.ids.push_back(item.at("id").as_int64());
    if (json.at("next").is_string())
        got.next = json.at("next").as_string();
    return got;
}

using ids = std::vector<std::int64_t>;

TEST(punches, are_listed_newest_first_with_all_that_is_known_of_them)
{
    site at;
    at.tap(school, "7", milliseconds(1'500));
    at.tap(company, "8");
    const net::reply answer = at.get("/api/v1/punches");
    EXPECT_EQ(answer.content_type, "application/json");
    EXPECT_EQ(header_of(answer, "Cache-Control"), "no-store");
    EXPECT_EQ(
        answer.body,
        R"({"items":[{"id":2,"organization_id":2,"person_id":null,"device_id":null,"door_id":null,"credential_id":null,)"
        R"("method":"card","at":"2026-05-28T20:26:40Z","device_time":"2026-05-28T20:26:40Z",)"
        R"("received_at":"2026-05-28T20:26:40Z","source":"client/7","marks":[],"person_name":null,"unit_name":null,)"
        R"("told":null,"shown":"8","has_picture":false},)"
        R"({"id":1,"organization_id":1,"person_id":null,"device_id":null,"door_id":null,"credential_id":null,)"
        R"("method":"card","at":"2026-05-28T20:26:38.500Z","device_time":"2026-05-28T20:26:38.500Z",)"
        R"("received_at":"2026-05-28T20:26:40Z","source":"client/7","marks":[],"person_name":null,"unit_name":null,)"
        R"("told":null,"shown":"7","has_picture":false}],"next":null})");
}

TEST(punches, that_nobody_made_are_an_empty_page)
{
    site at;
    EXPECT_EQ(at.get("/api/v1/punches").body, R"({"items":[],"next":null})");
}

TEST(punches, of_other_organizations_are_not_to_be_seen)
{
    site at;
    at.tap(school, "7");
    at.tap(company, "8");
    at.tap(school, "9");
    EXPECT_EQ(page_of(at.get("/api/v1/punches", "", "read-school-key")).ids, (ids{3, 1}));
    EXPECT_EQ(page_of(at.get("/api/v1/punches", "", "site-key")).ids, ids{2});
    EXPECT_EQ(page_of(at.get("/api/v1/punches", "", "read-key")).ids, (ids{3, 2, 1}));
    EXPECT_EQ(at.get("/api/v1/punches", "", "gate-key").status, 403U);
    EXPECT_EQ(at.get("/api/v1/punches", "", "").status, 401U);
}

TEST(punches, come_page_by_page_each_once)
{
    site at;
    for (int i = 0; i < 7; ++i)
        at.tap(i % 2 == 0 ? school : company, std::to_string(i));
    const listed first = page_of(at.get("/api/v1/punches", "limit=3"));
    EXPECT_EQ(first.ids, (ids{7, 6, 5}));
    at.tap(school, "new");
    const listed second = page_of(at.get("/api/v1/punches", "limit=3&cursor=" + first.next));
    EXPECT_EQ(second.ids, (ids{4, 3, 2})) << "what came meanwhile moves nothing";
    const listed third = page_of(at.get("/api/v1/punches", "cursor=" + second.next + "&limit=3"));
    EXPECT_EQ(third.ids, ids{1});
    EXPECT_EQ(third.next, "");
    const listed own = page_of(at.get("/api/v1/punches", "limit=2&cursor=" + first.next, "read-school-key"));
    EXPECT_EQ(own.ids, (ids{3, 1})) << "a cursor opens nothing that the key does not";
}

TEST(punches, are_fifty_a_page_unless_asked_for_up_to_two_hundred)
{
    site at;
    for (int i = 0; i < 201; ++i)
        at.tap(school, "7", std::chrono::seconds(i));
    EXPECT_EQ(page_of(at.get("/api/v1/punches")).ids.size(), 50U);
    EXPECT_EQ(page_of(at.get("/api/v1/punches", "limit=1")).ids.size(), 1U);
    const listed most = page_of(at.get("/api/v1/punches", "limit=200"));
    EXPECT_EQ(most.ids.size(), 200U);
    EXPECT_EQ(page_of(at.get("/api/v1/punches", "cursor=" + most.next)).ids, ids{1});
}

TEST(punches, are_not_answered_to_a_query_that_cannot_be_read)
{
    site at;
    at.tap(school, "7");
    for (const std::string_view limit : {"0", "-1", "201", "1x", "", "+1", "1.0", "99999999999999999999"})
        EXPECT_EQ(at.get("/api/v1/punches", "limit=" + std::string(limit)).status, 422U) << limit;
    // "1/5", "0/", "0/x", "0/-5" and "0/5 " in base64url, and what is none.
    for (const std::string_view cursor : {"MS81", "MC8", "MC94", "MC8tNQ", "MC81IA", "*", "", "5"})
        EXPECT_EQ(at.get("/api/v1/punches", "cursor=" + std::string(cursor)).status, 422U) << cursor;
    std::string many;
    for (int i = 0; i < 1001; ++i)
        many += "a&";
    EXPECT_EQ(at.get("/api/v1/punches", many).status, 422U);
}

// A school with two pupils' cards of class 1, a third card of nobody, and a company with a card of the same
// number.
class filtered_punches : public testing::Test {
protected:
    filtered_punches()
    {
        person("1");
        person("1");
        person("2");
        issue("1", R"({"number":"7","bearer_id":1,"unit_id":1})");
        issue("1", R"({"number":"8","bearer_id":2,"unit_id":1})");
        issue("2", R"({"number":"7","bearer_id":3})");
        at.tap(school, "07", std::chrono::hours(2));    // 1
        at.tap(company, "07", std::chrono::hours(1));   // 2
        at.tap(school, "08");                           // 3
        at.tap(school, "99");                           // 4
        at.tap(school, "07", std::chrono::minutes(1));  // 5
    }
    void person(const std::string& home)
    {
        ask(at, net::verb::post, "/api/v1/organizations/" + home + "/people",
            R"({"name":"甲","role":"pupil"})");
    }
    void issue(const std::string& home, const std::string& body)
    {
        ask(at, net::verb::post, "/api/v1/organizations/" + home + "/credentials", body);
    }
    ids found(const std::string& query, const std::string& key = "admin-key")
    {
        return page_of(at.get("/api/v1/punches", query, key)).ids;
    }
    // The same must be found before and behind the follower.
    void index(std::size_t most)
    {
        at.house.write([&](store::transaction& in) {
            const store::punches_to_index next = store::next_to_index(in.sql, most);
            store::index_punches(in, next.rows);
            store::finish_indexing(in, next.until);
        });
    }

    site at;
};

TEST_F(filtered_punches, are_those_of_an_organization_a_unit_or_a_person)
{
    for (const std::size_t indexed : {0U, 2U, 1U, 100U}) {
        if (indexed > 0)
            index(indexed);
        EXPECT_EQ(found(""), (ids{5, 4, 3, 2, 1}));
        EXPECT_EQ(found("organization_id=1"), (ids{5, 4, 3, 1}));
        EXPECT_EQ(found("unit_id=1"), (ids{5, 3, 1}));
        EXPECT_EQ(found("person_id=1"), (ids{5, 1}));
        EXPECT_EQ(found("person_id=3"), (ids{2}));
        EXPECT_EQ(found("person_id=3&organization_id=2"), (ids{2}));
    }
}

TEST_F(filtered_punches, are_those_of_a_span_of_time)
{
    EXPECT_EQ(found("from=2026-05-28T19:00:00Z"), (ids{5, 4, 3, 2}));
    EXPECT_EQ(found("until=2026-05-28T20:00:00Z"), (ids{2, 1}));
    EXPECT_EQ(found("from=2026-05-28T19:00:00Z&until=2026-05-28T20:26:00Z&organization_id=1"), (ids{5}));
    EXPECT_EQ(found("person_id=1&until=2026-05-28T20:00:00Z"), (ids{1}));
    EXPECT_EQ(at.get("/api/v1/punches", "from=x").status, 422U);
}

TEST_F(filtered_punches, come_in_pages)
{
    for (const std::string filter :
         {"organization_id=1", "unit_id=1", "person_id=1", "from=2026-01-01T00:00:00Z"}) {
        ids seen;
        std::string query = filter + "&limit=1";
        for (int pages = 0; pages < 9; ++pages) {
            const listed page = page_of(at.get("/api/v1/punches", query));
            seen.insert(seen.end(), page.ids.begin(), page.ids.end());
            if (page.next.empty())
                break;
            query = filter + "&limit=1&cursor=" + page.next;
        }
        EXPECT_EQ(seen, found(filter)) << filter;
    }
}

TEST_F(filtered_punches, of_a_unit_far_back_are_found_by_going_on)
{
    constexpr static store::statement many{
        "test_many", "INSERT INTO punch SELECT 5 + value, 1000 + value, 1, 99, 7, 1, 0, 0, 0, ?1, 0, 0 "
                     "FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE "
                     "value < 30000) SELECT value FROM n)"};
    constexpr static store::statement blocks{
        "test_blocks",
        "INSERT INTO punch_block SELECT DISTINCT organization, number / 1024 FROM punch WHERE true "
        "ON CONFLICT DO NOTHING"};
    at.house.write([this](store::transaction& in) {
        in.sql.run(many, {base::to_milliseconds(at.house.clock.now())});
        in.sql.run(blocks);
    });
    ids seen;
    std::string query = "unit_id=1&limit=2";
    int pages = 0;
    for (; pages < 9; ++pages) {
        const listed page = page_of(at.get("/api/v1/punches", query));
        seen.insert(seen.end(), page.ids.begin(), page.ids.end());
        if (page.next.empty())
            break;
        query = "unit_id=1&limit=2&cursor=" + page.next;
    }
    EXPECT_EQ(seen, (ids{5, 3, 1}));
    EXPECT_EQ(pages, 2) << "one that found nothing, one that was full, and the last";
}

TEST_F(filtered_punches, of_a_card_that_changed_hands_stay_whose_they_were)
{
    ask(at, net::verb::patch, "/api/v1/credentials/1", R"({"bearer_id":2})");
    at.tap(school, "07", -std::chrono::minutes(1));  // 6
    for (const std::size_t indexed : {0U, 100U}) {
        if (indexed > 0)
            index(indexed);
        EXPECT_EQ(found("person_id=1"), (ids{5, 1}));
        EXPECT_EQ(found("person_id=2"), (ids{6, 3}));
    }
}

TEST_F(filtered_punches, name_what_the_caller_sees)
{
    for (const std::string foreign : {"unit_id=1", "person_id=1", "person_id=3&organization_id=1"}) {
        const net::reply refused = at.get("/api/v1/punches", foreign, "site-key");
        EXPECT_EQ(refused.status, 422U) << foreign;
    }
    EXPECT_EQ(found("organization_id=1", "site-key"), ids{});
    EXPECT_EQ(at.get("/api/v1/punches", "unit_id=1&person_id=1").status, 422U);
}

TEST(pictures, of_punches_are_for_those_who_may_see_the_punch)
{
    site at;
    const std::string bytes("\x89PNG\r\n\x1a\n of a child", 19);
    at.tap(school, "7", {}, bytes);
    at.tap(school, "8");
    const net::reply own = at.get("/api/v1/pictures/1", "", "read-school-key");
    EXPECT_EQ(own.status, 200U);
    EXPECT_EQ(own.content_type, "image/png");
    EXPECT_EQ(own.body, bytes);
    EXPECT_EQ(header_of(own, "Cache-Control"), "private, max-age=3600");
    EXPECT_EQ(at.get("/api/v1/pictures/1").body, bytes);
    const net::reply missing = at.get("/api/v1/pictures/2");
    EXPECT_EQ(missing.status, 404U);
    for (const std::string_view number : {"3", "0", "-1", "x", "1x", "99999999999999999999"})
        EXPECT_EQ(at.get("/api/v1/pictures/" + std::string(number)).body, missing.body) << number;
    for (const std::string_view address : {"", "1/2"})
        EXPECT_EQ(at.get("/api/v1/pictures/" + std::string(address)).status, 404U) << address;
    const net::reply foreign = at.get("/api/v1/pictures/1", "", "site-key");
    EXPECT_EQ(foreign.status, 404U);
    EXPECT_EQ(foreign.body, missing.body);
    EXPECT_EQ(at.get("/api/v1/pictures/1", "", "kiosk-key").status, 403U);
    EXPECT_EQ(at.get("/api/v1/pictures/1", "", "").status, 401U);
}

TEST(pictures, whose_time_is_over_are_not_there)
{
    site at;
    at.tap(school, "7", {}, "picture");
    EXPECT_EQ(at.get("/api/v1/pictures/1").status, 200U);
    at.house.write(
        [&](store::transaction& in) { store::destroy_due_tap_keys(in, 202606, 1, at.house.clock.now()); });
    EXPECT_EQ(at.get("/api/v1/pictures/1").status, 404U);
}

}  // namespace
}  // namespace gatehouse::api::test
