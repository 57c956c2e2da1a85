// A company whose people go by rules of attendance, on a store of its own: what the tests of this folder work
// on. Its clock is Shanghai's.
#pragma once

#include "model/attendance/cases/clerk_case.hpp"
#include "model/attendance/clerk/statement.hpp"
#include "ops/attendance/locking.hpp"
#include "ops/attendance/month_sums.hpp"
#include "ops/attendance/recompute.hpp"
#include "store/people.hpp"
#include "store/punches.hpp"
#include "support/store_room.hpp"

#include <map>
#include <string>
#include <vector>

namespace gatehouse::ops::attendance::test {

namespace sa = store::attendance;
using model::civil_day;
using std::chrono::days;

inline constexpr model::organization_id company{1};

inline civil_day date(int year, unsigned month, unsigned day)
{
    return civil_day{std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)};
}

class workplace {
public:
    // Their units are "a" and "b" in turn.
    explicit workplace(
        std::size_t people = 2, std::function<void()> answered = [] {})
    {
        room.answered = std::move(answered);
        std::string all;
        for (std::size_t i = 1; i <= people; ++i)
            all += std::string(i > 1 ? "," : "") + R"({"organization": "c", "key": "p)" + std::to_string(i) +
                   R"(", "name": "员)" + std::to_string(i) + R"(", "unit": ")" + (i % 2 == 1 ? "a" : "b") +
                   "\"}";
        room.provision(R"({"organizations": [{"key": "c", "kind": "company", "name": "公司",
          "units": [{"key": "a", "kind": "department", "name": "甲"},
                    {"key": "b", "kind": "department", "name": "乙"}]}], "people": [)" +
                       all + "]}");
        at("2026-03-01 00:00");
    }

    // By Shanghai's clock.
    static base::instant moment(std::string_view text)
    {
        rules::clerk::statement line(text);
        const civil_day day = line.date();
        return model::time_zone::find("Asia/Shanghai")->to_utc(model::civil_time{day} + line.time_of_day());
    }
    void at(std::string_view text) { room.clock.set(moment(text)); }

    void rule(sa::rule_kind kind, const std::string& name, std::vector<std::string> words,
              civil_day since = date(2026, 1, 1))
    {
        room.write([&](store::transaction& in) {
            sa::insert_rule(in, {0, company, kind, name, since, words, room.clock.now(), "test"});
        });
    }
    void shift(const std::string& name, std::vector<std::string> words)
    {
        rule(sa::rule_kind::shift, name, std::move(words));
    }
    void group(std::vector<std::string> words) { rule(sa::rule_kind::group, "staff", std::move(words)); }
    // In that group from then on; their days are touched as whoever decides it touches them.
    void assign(std::int64_t person, civil_day since = date(2026, 3, 2), const std::string& name = "staff",
                sa::rule_kind kind = sa::rule_kind::group)
    {
        room.write([&](store::transaction& in) {
            sa::insert_assignment(in,
                                  {0, company, {person}, kind, name, 0, since, {}, room.clock.now(), "test"});
            sa::touch(in, {person}, since, last_date(room.clock.now()));
        });
    }
    void set_day(std::int64_t person, civil_day day, const std::string& plan)
    {
        room.write([&](store::transaction& in) {
            sa::insert_override(in, {0, company, {person}, day, plan, {}, room.clock.now(), "test"});
            sa::touch(in, {person}, day - days(2), day + days(2));
        });
    }
    void touch(std::int64_t person, civil_day first, civil_day last)
    {
        room.write([&](store::transaction& in) { sa::touch(in, {person}, first, last); });
    }

    // A card of somebody.
    void give_card(std::int64_t person, const std::string& card)
    {
        room.write([&](store::transaction& in) { give_card(in, person, card); });
    }
    // Each of them one that bears their number.
    void give_cards(std::int64_t people)
    {
        room.write([&](store::transaction& in) {
            for (std::int64_t each = 1; each <= people; ++each) {
                give_card(in, each, std::to_string(each));
                given_.emplace(each, true);
            }
        });
    }
    struct tap_of_card {
        std::string card;
        base::instant when;  // as the device says
        std::optional<base::instant> received{};
        std::chrono::seconds ahead{};  // of the device's clock, which is corrected
    };
    void take(const std::vector<tap_of_card>& taps)
    {
        room.write([&](store::transaction& in) {
            model::punch_number next{store::last_punch(in.sql).value + 1};
            std::vector<store::punch_draft> drafts;
            for (const tap_of_card& each : taps) {
                store::punch_draft& made = drafts.emplace_back();
                const base::instant corrected = each.when - each.ahead;
                made.what = {company,
                             {},
                             {},
                             {7},
                             model::punch_method::card,
                             each.when,
                             corrected,
                             each.received.value_or(corrected),
                             0};
                made.shown = shown(each.card);
            }
            store::append(in, drafts, next);
        });
    }
    // When the device says; received then too, or later. Where its clock runs ahead, corrected.
    void tap_card(const std::string& card, base::instant when, std::optional<base::instant> received = {},
                  std::chrono::seconds ahead = {})
    {
        take({{card, when, received, ahead}});
    }
    // By the card that bears their number.
    void tap(std::int64_t person, std::string_view when)
    {
        give_own(person);
        tap_card(std::to_string(person), moment(when));
    }
    void tap_late(std::int64_t person, std::string_view when, std::string_view received)
    {
        give_own(person);
        tap_card(std::to_string(person), moment(when), moment(received));
    }

    // Until nothing is left to do.
    void settle()
    {
        for (int i = 0; i < 10'000; ++i) {
            room.clock.set(room.clock.now() + std::chrono::milliseconds(500));
            const bool more = round->pass();
            if (!more && sa::touched_behind(*reader, 0, 1).empty() && !round->has_new_punches() &&
                sa::next_wordless(*reader, 1).empty())
                return;
        }
        throw std::runtime_error("the round goes on and on");
    }
    void settle(std::string_view when)
    {
        at(when);
        settle();
    }

    // "late / planned 480, ..."; empty: none.
    std::string day(std::int64_t person, civil_day on)
    {
        const auto found = sa::days_of(*reader, {person}, on, on);
        return found.empty() ? "" : found.front().statuses + " / " + found.front().items;
    }
    // All rows with their digests, without the time at which they were written.
    std::string rows(bool with_inputs = true)
    {
        std::string all;
        for (const model::person& each :
             store::people_after(*reader, {company, {}, {}, {}, {}, {}}, 0, 10'000))
            for (const sa::kept_day& row :
                 sa::days_of(*reader, each.id, date(2020, 1, 1), date(2030, 1, 1))) {
                all += std::to_string(each.id.value) + " " + rules::date_text(row.day) + " " + row.statuses +
                       " / " + row.items + " / " + row.shift.value_or("-");
                if (with_inputs)
                    for (const unsigned char byte : row.inputs.bytes)
                        all += " " + std::to_string(byte);
                all += "\n";
            }
        return all;
    }
    base::result<sa::period_lock> lock(civil_day first, civil_day last,
                                       std::optional<model::unit_id> unit = {},
                                       std::vector<model::person_id> accepted = {})
    {
        std::optional<base::result<sa::period_lock>> made;
        room.write([&](store::transaction& in) {
            made.emplace(lock_period(in, {company, unit, first, last, accepted}, {"test", room.clock.now()}));
        });
        return *made;
    }
    std::string unlock(std::int64_t id)
    {
        std::string outcome;
        room.write([&](store::transaction& in) {
            const auto done = unlock_period(in, sa::find_lock(in.sql, id).value(), "asked for",
                                            {"test", room.clock.now()});
            outcome = done ? "ok" : std::string(base::row_of(done.error().code).id);
        });
        return outcome;
    }
    std::vector<std::string> adjustments(std::int64_t person)
    {
        std::vector<std::string> all;
        for (const sa::adjustment& each :
             sa::adjustments_of(*reader, {person}, date(2020, 1, 1), date(2030, 1, 1)))
            all.push_back(rules::date_text(each.day) + " on " + rules::date_text(each.booked_on) + ": " +
                          each.minutes);
        return all;
    }
    // The day as a case, and what the runner of cases makes of it.
    rules::cases::case_outcome run_as_case(std::int64_t person, civil_day on, std::string* told = nullptr)
    {
        const auto index = room.writer().published();
        reckoner by(*reader, *index, room.clock.now());
        return run_as_case(by, person, on, told);
    }
    static rules::cases::case_outcome run_as_case(reckoner& by, std::int64_t person, civil_day on,
                                                  std::string* told)
    {
        const auto opened = by.open({person}, on, on);
        const std::string text = opened->facts->told_as_case(opened->results.front(), "day");
        if (told)
            *told = text;
        return rules::cases::run(rules::cases::read_cases("day", text).at(0));
    }

    support::store_room room;
    std::unique_ptr<store::connection> reader = room.database().reader();
    std::unique_ptr<recompute> round = std::make_unique<recompute>(room.database(), room.writer(),
                                                                   room.clock);

private:
    void give_card(store::transaction& in, std::int64_t person, const std::string& card)
    {
        const auto presented = store::intern(in, shown(card), room.clock.now());
        store::attribute(in, company, presented, {}, model::person_id{person}, "test", {1}, room.clock.now());
    }
    store::shown shown(const std::string& card)
    {
        return store::shown_card(room.keys(), company, "n:" + card, card);
    }
    void give_own(std::int64_t person)
    {
        if (given_.emplace(person, true).second)
            give_card(person, std::to_string(person));
    }

    std::map<std::int64_t, bool> given_;
};

}  // namespace gatehouse::ops::attendance::test
