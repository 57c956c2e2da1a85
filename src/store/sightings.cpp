#include "store/sightings.hpp"

#include "store/attribution_sql.hpp"
#include "store/punch_block_sql.hpp"
#include "store/punches.hpp"

namespace gatehouse::store {
namespace {

// 1024 is `clock_off`: what has no other mark counts (model::was_accepted).
constexpr statement last_seen{
    "last_sightings", "WITH seen AS MATERIALIZED (SELECT p.number, p.presented, p.door, p.method, "
                      "p.device_second * 1000 + p.device_millisecond + p.correction AS "
                      "at, " GATEHOUSE_ATTRIBUTION("p") " AS attribution FROM " GATEHOUSE_PUNCHES_OF(
                          "?1") "k.block >= ?2 / 1024 AND p.number >= ?2 AND (p.marks & "
                                "~1024) = 0 AND "
                                "p.device_second * 1000 + p.device_millisecond + p.correction >= ?3), "
                                "whose AS (SELECT s.*, b.person FROM seen s LEFT JOIN attribution b ON "
                                "b.number = s.attribution "
                                "WHERE b.person IS NOT NULL OR s.method = ?4), "
                                "ranked AS (SELECT w.*, row_number() OVER (PARTITION BY w.person, CASE WHEN "
                                "w.person IS NULL "
                                "THEN w.presented END ORDER BY w.at DESC, w.number DESC) AS place FROM whose "
                                "w) "
                                "SELECT r.person, coalesce(e.role, ''), coalesce(e.name, ''), "
                                "coalesce(e.phone, ''), "
                                "r.presented, coalesce(d.name, ''), r.at FROM ranked r LEFT JOIN person e ON "
                                "e.id = r.person "
                                "LEFT JOIN door d ON d.id = r.door WHERE r.place = 1 AND (r.person IS NULL "
                                "OR e.status = "
                                "'active') ORDER BY r.person IS NULL, r.person, r.presented"};
constexpr statement inside{
    "guests_inside",
    "SELECT v.id, g.place, g.name, g.phone, v.interviewee, coalesce(g.presented, 0), v.signed_in_at, "
    "coalesce(d.name, ''), p.device_second * 1000 + p.device_millisecond + p.correction "
    "FROM visit v JOIN guest g ON g.visit = v.id LEFT JOIN punch p ON p.number = "
    "(SELECT s.number FROM punch_shown s JOIN punch q ON q.number = s.number WHERE s.presented = g.presented "
    "AND (q.marks & ~1024) = 0 ORDER BY s.number DESC LIMIT 1) LEFT JOIN door d ON d.id = p.door "
    "WHERE v.organization = ?1 AND v.signed_in_at IS NOT NULL "
    "AND v.signed_out_at IS NULL AND v.deleted_at IS NULL ORDER BY v.signed_in_at, v.id, g.place"};

}  // namespace

std::vector<sighting> last_sightings(connection& sql, model::organization_id of, base::instant since)
{
    return sql.all(last_seen,
                   {of.value, first_received(sql, since), base::to_milliseconds(since),
                    static_cast<std::int64_t>(model::punch_method::qr)},
                   [](const row& at) {
                       return sighting{at.maybe_id<model::person_id>(0),
                                       std::string(at.text(1)),
                                       std::string(at.text(2)),
                                       std::string(at.text(3)),
                                       {at.integer(4)},
                                       std::string(at.text(5)),
                                       at.time(6)};
                   });
}

std::vector<guest_inside> guests_inside(connection& sql, model::organization_id of)
{
    return sql.all(inside, {of.value}, [](const row& at) {
        return guest_inside{{at.integer(0)},
                            at.integer(1) == 0,
                            std::string(at.text(2)),
                            std::string(at.text(3)),
                            std::string(at.text(4)),
                            {at.integer(5)},
                            at.time(6),
                            std::string(at.text(7)),
                            at.maybe_time(8)};
    });
}

}  // namespace gatehouse::store
