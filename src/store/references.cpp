#include "store/references.hpp"

#include "store/punches.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::store {
namespace {

constexpr std::int64_t page = 50'000;

constexpr statement last_punch_number{"last_punch_number", "SELECT coalesce(max(number), 0) FROM punch"};
constexpr statement last_attribution{"last_attribution", "SELECT coalesce(max(number), 0) FROM attribution"};
constexpr statement last_pictured{"last_pictured", "SELECT coalesce(max(punch), 0) FROM punch_picture"};

// `orphans` finds the rows numbered above ?1 and up to ?2 whose `column` refers to nothing.
struct rule {
    std::string_view table;
    std::string_view column;
    const statement* last;
    statement orphans;
};

#define GATEHOUSE_ORPHANS(table, key, condition)                                                             \
    statement                                                                                                \
    {                                                                                                        \
        "orphans_of_" table, "SELECT " key " FROM " table " r WHERE " key " > ?1 AND " key                   \
                             " <= ?2 AND NOT EXISTS (" condition ")"                                         \
    }

constexpr std::array rules{
    rule{"punch", "organization", &last_punch_number,
         GATEHOUSE_ORPHANS("punch", "number", "SELECT 1 FROM organization o WHERE o.id = r.organization")},
    rule{"punch", "presented", &last_punch_number,
         GATEHOUSE_ORPHANS(
             "punch", "number",
             "SELECT 1 FROM presented p WHERE p.id = r.presented AND p.organization = r.organization")},
    rule{"punch", "source", &last_punch_number,
         GATEHOUSE_ORPHANS(
             "punch", "number",
             "SELECT 1 WHERE r.source = 0 UNION ALL SELECT 1 FROM client c WHERE c.id = r.source")},
    rule{"punch", "door", &last_punch_number,
         GATEHOUSE_ORPHANS("punch", "number",
                           "SELECT 1 WHERE r.door = 0 UNION ALL SELECT 1 FROM door d WHERE d.id = r.door AND "
                           "d.organization = r.organization")},
    rule{"punch", "device", &last_punch_number,
         GATEHOUSE_ORPHANS(
             "punch", "number",
             "SELECT 1 WHERE r.device = 0 UNION ALL SELECT 1 FROM device d WHERE d.id = r.device")},
    rule{"punch", "block", &last_punch_number,
         GATEHOUSE_ORPHANS("punch", "number",
                           "SELECT 1 FROM punch_block k WHERE k.organization = r.organization AND k.block = "
                           "r.number / 1024")},
    rule{"punch_picture", "punch", &last_pictured,
         GATEHOUSE_ORPHANS("punch_picture", "punch", "SELECT 1 FROM punch p WHERE p.number = r.punch")},
    rule{"attribution", "punch", &last_attribution,
         GATEHOUSE_ORPHANS(
             "attribution", "number",
             "SELECT 1 WHERE r.punch IS NULL UNION ALL SELECT 1 FROM punch p WHERE p.number = r.punch")},
    rule{"attribution", "presented", &last_attribution,
         GATEHOUSE_ORPHANS("attribution", "number",
                           "SELECT 1 WHERE r.presented IS NULL UNION ALL SELECT 1 FROM presented p WHERE "
                           "p.id = r.presented")},
    rule{"attribution", "credential", &last_attribution,
         GATEHOUSE_ORPHANS("attribution", "number",
                           "SELECT 1 WHERE r.credential IS NULL UNION ALL SELECT 1 FROM credential c WHERE "
                           "c.id = r.credential")},
    rule{"attribution", "person", &last_attribution,
         GATEHOUSE_ORPHANS(
             "attribution", "number",
             "SELECT 1 WHERE r.person IS NULL UNION ALL SELECT 1 FROM person p WHERE p.id = r.person")},
    rule{"attribution", "change", &last_attribution,
         GATEHOUSE_ORPHANS("attribution", "number", "SELECT 1 FROM change c WHERE c.number = r.change")},
};
#undef GATEHOUSE_ORPHANS

constexpr statement numbers_in{"punch_numbers", "SELECT count(*) FROM punch "
                                                "WHERE number > ?1 AND number <= ?2"};
constexpr statement each_number{
    "each_punch_number", "SELECT number FROM punch WHERE number > ?1 AND number <= ?2 ORDER BY number"};

void find_gaps(connection& sql, std::int64_t after, std::int64_t up_to, findings& into)
{
    std::int64_t expected = after + 1;
    const auto note = [&](std::int64_t next) {
        if (next > expected)
            into.note("punch_numbers", std::to_string(expected),
                      "Punches " + std::to_string(expected) + " to " + std::to_string(next - 1) +
                          " are missing.");
        expected = next + 1;
    };
    sql.each(each_number, {after, up_to}, [&note](const row& at) { note(at.integer(0)); });
    note(up_to + 1);
}

}  // namespace

void check_references(connection& sql, findings& into)
{
    for (const rule& each : rules) {
        const std::int64_t last = sql.number(*each.last).value_or(0);
        for (std::int64_t after = 0; after < last; after += page)
            sql.each(each.orphans, {after, std::min(last, after + page)}, [&](const row& at) {
                into.note("reference", std::string(each.table) + " " + std::to_string(at.integer(0)),
                          "Its " + std::string(each.column) + " refers to nothing.");
            });
    }
}

std::int64_t check_punch_numbers(connection& sql, findings& into)
{
    const std::int64_t last = last_punch(sql).value;
    std::int64_t count = 0;
    for (std::int64_t after = 0; after < last; after += page) {
        const std::int64_t up_to = std::min(last, after + page);
        const std::int64_t found = sql.number(numbers_in, {after, up_to}).value_or(0);
        count += found;
        if (found != up_to - after)
            find_gaps(sql, after, up_to, into);
    }
    return count;
}

}  // namespace gatehouse::store
