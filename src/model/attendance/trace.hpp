// The why of a day result: steps are data, their words are made from a phrase in either language.
#pragma once

#include "model/attendance/day_clock.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gatehouse::model::attendance {

// A row of the table of phrases: {0}, {1} stand for the facts of a step.
struct phrase {
    int rule;
    std::string_view english;
    std::string_view chinese;
};

// A clock time of the shift day, as results print it.
struct clock_fact {
    minutes past_midnight{};
    bool operator==(const clock_fact&) const = default;
};

// What is called otherwise in each language.
struct term_fact {
    std::string english;
    std::string chinese;
    bool operator==(const term_fact&) const = default;
};

using fact = std::variant<minutes, clock_fact, civil_day, std::string, term_fact>;

struct trace_step {
    const phrase* what;
    std::vector<fact> facts;

    int rule() const { return what->rule; }
    bool operator==(const trace_step&) const = default;
};

using trace = std::vector<trace_step>;

// While one lives nothing is said on its thread: where many days are judged and only their numbers are looked
// at, most of the time would go into words.
class unexplained {
public:
    unexplained() : before_(std::exchange(silent, true)) {}
    ~unexplained() { silent = before_; }
    unexplained(const unexplained&) = delete;
    unexplained& operator=(const unexplained&) = delete;

    static bool holds() { return silent; }

private:
    inline static thread_local bool silent = false;
    bool before_;
};

template <typename... Facts>
void say(trace& onto, const phrase& what, Facts... facts)
{
    if (!unexplained::holds())
        onto.push_back({&what, {fact(std::move(facts))...}});
}

enum class language { english, chinese };
// With its rule at the end: "late 30 minutes [A-78]".
std::string words(const trace_step& step, language in);
std::string text_of(const fact& what, language in);

}  // namespace gatehouse::model::attendance
