// One line of a case file, word by word.
#pragma once

#include "model/attendance/day_clock.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::model::attendance::clerk {

// A line that is no statement of the grammar.
class bad_statement : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class statement {
public:
    // Without its comment; a comma is a word of its own.
    explicit statement(std::string_view line);

    bool at_end() const { return next_ == words_.size(); }
    // The word that comes next, empty at the end.
    std::string_view peek(std::size_t further = 0) const;
    std::string_view take();
    bool accept(std::string_view word);
    void expect(std::string_view word);
    void end() const;
    std::string rest();  // all that is left, words parted by one space, up to a comma

    long number();
    int within(int least, int most);  // a number from the one to the other
    minutes count();                  // of at most two days
    double decimal();
    civil_day date();
    bool date_is_next() const;
    minutes time();                      // up to 47:59, "-1 23:50" before the date
    std::chrono::seconds time_of_day();  // 08:58 or 08:58:30
    clock_span range();                  // 12:00-13:00
    std::chrono::weekday weekday();
    std::chrono::year_month month();

    [[noreturn]] void fail(const std::string& why) const;

private:
    std::vector<std::string> words_;
    std::size_t next_ = 0;
};

std::optional<minutes> read_time(std::string_view text);
std::optional<std::chrono::weekday> read_weekday(std::string_view text);
std::optional<long> read_number(std::string_view text);

}  // namespace gatehouse::model::attendance::clerk
