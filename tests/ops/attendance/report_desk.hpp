// A company whose days stand already: what the tests of reports ask about.
#pragma once

#include "ops/attendance/report_deeds.hpp"
#include "ops/attendance/report_round.hpp"
#include "store/attendance/days.hpp"
#include "store/durable_file.hpp"
#include "store/organizations.hpp"
#include "store/people.hpp"
#include "support/audit.hpp"
#include "support/store_room.hpp"

#include <string>
#include <vector>

namespace gatehouse::ops::attendance::test {

inline constexpr model::organization_id company{1};

inline model::civil_day day(const std::string& text)
{
    return read_date(text).value();
}

class report_desk {
public:
    report_desk()
    {
        room.provision(R"({"organizations": [
            {"key": "c", "kind": "company", "name": "公司", "time_zone": "Asia/Shanghai"},
            {"key": "d", "kind": "company", "name": "别家", "time_zone": "Asia/Shanghai"}]})");
        research = add_unit("研发部", {});
        testers = add_unit("测试组", research);
        sales = add_unit("销售部", {});
        li = add_person("李四", "E-2", testers);
        zhang = add_person("张三", "E-1", research);
        wang = add_person("=王五", "E-3", sales);
        zhao = add_person("赵六", "", {});
    }

    model::unit_id add_unit(const std::string& name, std::optional<model::unit_id> parent)
    {
        model::unit what;
        what.organization = company;
        what.name = name;
        what.parent = parent;
        what.kind = "department";
        what.created_at = room.clock.now();
        model::unit_id made;
        room.write([&](store::transaction& in) { made = store::insert_unit(in, what); });
        return made;
    }
    model::person_id add_person(const std::string& name, const std::string& number,
                                std::optional<model::unit_id> unit)
    {
        model::person what;
        what.organization = company;
        what.name = name;
        what.number = number.empty() ? std::nullopt : std::optional(number);
        what.role = "employee";
        what.unit = unit;
        what.created_at = room.clock.now();
        model::person_id made;
        room.write([&](store::transaction& in) { made = store::insert_person(in, what); });
        return made;
    }
    void keep(model::person_id who, const std::string& date, const std::string& statuses,
              const std::string& items, const std::optional<std::string>& shift = "Day")
    {
        store::attendance::kept_day what;
        what.person = who;
        what.day = day(date);
        what.organization = company;
        what.statuses = statuses;
        what.items = items;
        what.shift = shift;
        what.computed_at = base::from_milliseconds(1'773'100'800'000);  // 2026-03-10 08:00 in Shanghai
        room.write([&](store::transaction& in) { store::attendance::put_day(in, what); });
    }

    base::result<store::attendance::report> ask(const report_order& what)
    {
        base::result<store::attendance::report> made{base::error{}};
        room.write([&](store::transaction& in) {
            made = ask_report(in, company, what, {"test", room.clock.now()});
        });
        return made;
    }
    store::attendance::report row(store::attendance::report_id id)
    {
        return store::attendance::find_report(*room.database().reader(), id).value();
    }
    // Passes until nothing is under way. How many there were.
    int make_all()
    {
        int passes = 1;
        while (round.pass())
            ++passes;
        return passes;
    }
    // The whole file, without the mark that CSV begins with.
    std::string made(const report_order& what)
    {
        const auto asked = ask(what);
        if (!asked)
            return "refused: " + asked.error().message;
        make_all();
        const auto done = row(asked->id);
        if (done.state != store::attendance::report_state::done)
            return "it is " + std::string(model::name_of(done.state));
        std::string text = store::read_whole(files.folder() / done.file.value());
        if (text.starts_with("\xEF\xBB\xBF"))
            text.erase(0, 3);
        return text;
    }
    std::ptrdiff_t stored_files() const
    {
        const std::filesystem::directory_iterator all(files.folder());
        return std::distance(begin(all), end(all));
    }

    support::store_room room;
    store::report_files files{room.folder() / "reports"};
    report_round round{room.database(), room.writer(), files, room.clock};
    model::unit_id research;
    model::unit_id testers;
    model::unit_id sales;
    model::person_id li;
    model::person_id zhang;
    model::person_id wang;
    model::person_id zhao;
};

inline report_order order(report_kind kind, const std::string& from, const std::string& to)
{
    report_order made;
    made.kind = kind;
    made.from = from;
    made.to = to;
    made.format = reports::file_format::csv;
    made.language = report_language::en;
    made.head = false;
    return made;
}

}  // namespace gatehouse::ops::attendance::test
