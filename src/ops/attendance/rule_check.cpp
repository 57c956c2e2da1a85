#include "ops/attendance/rule_check.hpp"

#include "base/text.hpp"
#include "model/attendance/clerk/asking_words.hpp"
#include "model/attendance/clerk/rule_words.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
namespace rules = model::attendance;
namespace clerk = rules::clerk;
using model::civil_day;
using sa::rule_kind;
using sa::rule_version;
using rule_versions = std::vector<rule_version>;

constexpr std::size_t name_most = 64;
constexpr std::size_t lines_most = 200;
constexpr std::size_t line_most = 400;

std::string place_of(std::size_t line)
{
    return "/rules/" + std::to_string(line);
}

// Reads a line; what is no statement becomes a fault at its place.
template <class Read>
void each_line(const rule_version& what, std::size_t from, rule_findings& onto, Read read)
{
    for (std::size_t i = from; i < what.words->size(); ++i) {
        try {
            clerk::statement line((*what.words)[i]);
            if (line.at_end())
                line.fail("the line says nothing");
            read(line);
        } catch (const clerk::bad_statement& e) {
            onto.faults.push_back({place_of(i), e.what()});
        }
    }
}

// Words that begin one line of a rule at most.
class once {
public:
    explicit once(std::set<std::string_view> words) : words_(std::move(words)) {}

    void look(const clerk::statement& line)
    {
        const std::string word(line.peek());
        if (words_.contains(word) && !seen_.insert(word).second)
            line.fail("\"" + word + "\" stands twice");
    }

private:
    std::set<std::string_view> words_;
    std::set<std::string> seen_;
};

void check_name(const rule_version& what, rule_findings& onto)
{
    const auto refuse = [&](std::string_view why) { onto.faults.push_back({"rule", std::string(why)}); };
    const auto parts_words = [](char each) {
        return each == ' ' || each == ',' || each == '#' || each == '\t' || each == '\r' || each == '\n';
    };
    if (!base::is_valid_utf8(what.name) || base::has_control(what.name) ||
        std::any_of(what.name.begin(), what.name.end(), parts_words))
        refuse("a name is one word: without spaces, commas, # and control characters");
    else if (what.name.empty() || base::code_points(what.name) > name_most)
        refuse("a name has 1 to 64 characters");
    if (what.kind == rule_kind::shift && (what.name == "rest" || what.name == "from"))
        refuse("no shift is called \"" + what.name + "\": rules use that word");
}

// A shift that has its words by the version in force on `date`; nothing where there is none, or it ended.
std::optional<rules::shift> shift_on(const rule_versions& decided, std::string_view name, civil_day date)
{
    const rule_version* const found = in_force(decided, rule_kind::shift, name, date);
    return found && found->words ? std::optional(clerk::read_shift(found->name, *found->words))
                                 : std::nullopt;
}

// Finds the shifts that hold from `date` on for ever, and keeps them in the order in which they were asked
// for.
struct shift_finder {
    const rule_versions& decided;
    civil_day date;
    std::vector<std::string> asked{};

    clerk::find_shift find()
    {
        return [this](std::string_view name) -> std::optional<std::size_t> {
            const bool ends_later = std::any_of(
                decided.begin(), decided.end(), [&](const rule_version& each) {
                    return each.kind == rule_kind::shift && each.name == name && each.since > date &&
                           !each.words;
                });
            if (ends_later || !shift_on(decided, name, date))
                return std::nullopt;
            asked.emplace_back(name);
            return asked.size() - 1;
        };
    }
};

void warn_of_neighbours(const std::vector<std::optional<rules::shift>>& cycle, rule_findings& onto)
{
    std::set<std::pair<std::string, std::string>> said;
    for (std::size_t i = 0; i < cycle.size(); ++i) {
        const auto& next = cycle[(i + 1) % cycle.size()];
        if (cycle[i] && next && rules::claims_overlap_too_far(*cycle[i], *next) &&
            said.emplace(cycle[i]->name, next->name).second)
            onto.warnings.push_back("the claims of " + cycle[i]->name + " and of " + next->name +
                                    " on the day after overlap by more than 8 hours [A-29]");
    }
}

// The shifts of a group's week or a rotation, a day each, as `lookup` has them.
std::vector<rules::plan> cycle_of(const rule_version& what, const clerk::find_shift& find)
{
    std::vector<rules::plan> cycle;
    if (what.kind == rule_kind::group) {
        const auto group = clerk::read_group(*what.words, find, *model::time_zone::find("UTC"));
        if (group.week)
            cycle.assign(group.week->begin(), group.week->end());
    } else if (what.kind == rule_kind::rotation) {
        clerk::statement line(what.words->front());
        cycle = clerk::read_rotation(line, find).cycle;
    }
    return cycle;
}

void warn_of_cycle(const rule_version& what, const rule_versions& decided, rule_findings& onto)
{
    shift_finder finder{decided, what.since};
    std::vector<std::optional<rules::shift>> cycle;
    for (const rules::plan& each : cycle_of(what, finder.find()))
        cycle.push_back(each ? shift_on(decided, finder.asked[*each], what.since) : std::nullopt);
    warn_of_neighbours(cycle, onto);
}

void check_shift(const rule_versions& decided, const rule_version& what, rule_findings& onto)
{
    std::optional<rules::shift> made;
    try {
        clerk::statement hours(what.words->front());
        made = clerk::read_hours(hours, what.name);
    } catch (const clerk::bad_statement& e) {
        onto.faults.push_back({place_of(0), e.what()});
    }
    rules::shift rest = made.value_or(rules::shift{});
    once words({"window", "grace", "late", "serious", "absent", "flex", "stay", "missing", "leave"});
    each_line(what, 1, onto, [&](clerk::statement& line) {
        words.look(line);
        // Of hours that cannot be read no line can say which gap it cuts.
        if (made || line.peek() != "cut")
            clerk::read_shift_rule(line, rest);
    });
    if (!onto.faults.empty())
        return;
    const rules::shift_findings found = rules::check(rest);
    for (const std::string& each : found.refused)
        onto.faults.push_back({"/rules", each});
    onto.warnings.insert(onto.warnings.end(), found.warned.begin(), found.warned.end());
    if (!onto.faults.empty())
        return;
    // As it would be among the others.
    rule_versions with = decided;
    std::erase_if(with, [&](const rule_version& each) {
        return each.kind == what.kind && each.name == what.name && each.since == what.since;
    });
    with.push_back(what);
    for (const rule_version& each : decided)
        if (shifts_named_by(each).contains(what.name) &&
            in_force(decided, each.kind, each.name, what.since) == &each) {
            rule_version then = each;
            then.since = what.since;
            warn_of_cycle(then, with, onto);
        }
}

void check_group(const rule_versions& decided, const rule_version& what, rule_findings& onto)
{
    shift_finder finder{decided, what.since};
    const clerk::find_shift find = finder.find();
    rules::group_rules made;
    once words({"zone", "week", "holidays", "reading", "fold", "boundary", "clock", "exempt", "system",
                "free", "trips", "corrections"});
    each_line(what, 0, onto, [&](clerk::statement& line) {
        words.look(line);
        if (!clerk::read_group_rule(line, find, made))
            line.fail("\"" + std::string(line.peek()) + "\" begins no rule of a group");
    });
    if (onto.faults.empty())
        warn_of_cycle(what, decided, onto);
}

void check_rotation(const rule_versions& decided, const rule_version& what, rule_findings& onto)
{
    if (what.words->size() > 1)
        onto.faults.push_back({place_of(1), "a rotation is one line"});
    shift_finder finder{decided, what.since};
    const clerk::find_shift find = finder.find();
    each_line(what, 0, onto, [&](clerk::statement& line) {
        const rules::rotation made = clerk::read_rotation(line, find);
        if (made.until && *made.until < made.first)
            line.fail("a rotation ends after it began");
    });
    if (onto.faults.empty())
        warn_of_cycle(what, decided, onto);
}

void check_days(const rule_version& what, rule_findings& onto, const std::function<bool(civil_day)>& may)
{
    std::set<civil_day> named;
    each_line(what, 0, onto, [&](clerk::statement& line) {
        std::map<civil_day, rules::calendar_day> days;
        clerk::read_calendar_days(line, days);
        for (const auto& [date, ignored] : days) {
            if (!may(date))
                line.fail(model::date_text(date) + " is no date of this list");
            if (!named.insert(date).second)
                line.fail(model::date_text(date) + " stands twice");
        }
    });
}

// A year's list may name the last days of the year before: they belong to New Year's holiday.
void check_holidays(const rule_versions&, const rule_version& what, rule_findings& onto)
{
    const auto first = model::read_date(what.name + "-01-01");
    if (!first) {
        onto.faults.push_back({"rule", "a published list is named after its year, such as 2026"});
        return;
    }
    const std::chrono::year year = std::chrono::year_month_day(*first).year();
    check_days(what, onto, [&](civil_day date) {
        const std::chrono::year_month_day day(date);
        return day.year() == year ||
               (day.year() == year - std::chrono::years(1) && day.month() == std::chrono::December);
    });
}

void check_calendar(const rule_versions&, const rule_version& what, rule_findings& onto)
{
    check_days(what, onto, [](civil_day) { return true; });
}

void check_chain(const rule_versions&, const rule_version& what, rule_findings& onto)
{
    rules::chain made;
    once words({"for", "unit", "group", "order", "auto", "withdraw", "decide", "remind", "hint"});
    each_line(what, 0, onto, [&](clerk::statement& line) {
        words.look(line);
        clerk::read_chain_rule(line, made);
    });
    if (!onto.faults.empty())
        return;
    try {
        clerk::check_chain(made);
    } catch (const clerk::bad_statement& e) {
        onto.faults.push_back({"/rules", e.what()});
    }
}

void check_leave(const rule_versions&, const rule_version& what, rule_findings& onto)
{
    rules::leave_type made;
    once words({"unit", "paid", "unpaid", "balance", "grant", "carry", "lieu"});
    each_line(what, 0, onto, [&](clerk::statement& line) {
        words.look(line);
        clerk::read_leave_rule(line, made);
    });
}

// By kind, in the order of store::attendance::rule_kind.
using check_words = void (*)(const rule_versions& decided, const rule_version& what, rule_findings& onto);
constexpr std::array<check_words, 7> checks{check_shift,    check_group, check_rotation, check_holidays,
                                            check_calendar, check_chain, check_leave};
static_assert(checks.size() == model::enumerator_names<rule_kind>.size());

void check_size(const rule_version& what, rule_findings& onto)
{
    if (what.words->empty())
        onto.faults.push_back({"/rules", "a rule has at least one line"});
    if (what.words->size() > lines_most)
        onto.faults.push_back({"/rules", "a rule has at most " + std::to_string(lines_most) + " lines"});
    for (std::size_t i = 0; i < what.words->size(); ++i) {
        const std::string& line = (*what.words)[i];
        if (line.size() > line_most)
            onto.faults.push_back(
                {place_of(i), "a line has at most " + std::to_string(line_most) + " bytes"});
        else if (base::has_control(line))
            onto.faults.push_back({place_of(i), "a line is text without control characters"});
    }
}

}  // namespace

rule_findings check_rule(const rule_versions& decided, const rule_version& what)
{
    rule_findings found;
    check_name(what, found);
    check_size(what, found);
    if (found.faults.empty())
        checks[static_cast<std::size_t>(what.kind)](decided, what, found);
    return found;
}

const rule_version* in_force(const rule_versions& decided, rule_kind kind, std::string_view name,
                             civil_day date)
{
    const rule_version* found = nullptr;
    const rule_version* first = nullptr;
    for (const rule_version& each : decided) {
        if (each.kind != kind || each.name != name)
            continue;
        if (!first || each.since < first->since)
            first = &each;
        if (each.since <= date && (!found || found->since < each.since))
            found = &each;
    }
    return found ? found : first;
}

std::set<std::string> shifts_named_by(const rule_version& what)
{
    std::set<std::string> named;
    if (what.words && (what.kind == rule_kind::group || what.kind == rule_kind::rotation))
        cycle_of(what, [&](std::string_view name) {
            named.emplace(name);
            return std::optional<std::size_t>(0);
        });
    return named;
}

}  // namespace gatehouse::ops::attendance
