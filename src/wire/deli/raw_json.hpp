// JSON looked at as it was written: a number keeps its digits, whatever their count, and a member is passed
// on to the letter. Of text that endpoint::json_document took and of nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::wire::deli {

class raw_json {
public:
    // One value, perhaps with spaces around it; views are into `valid`.
    explicit raw_json(std::string_view valid);

    std::string_view text() const { return text_; }
    bool is_object() const { return text_.front() == '{'; }
    bool is_array() const { return text_.front() == '['; }
    bool is_null() const { return text_.front() == 'n'; }

    // Of an object: the last member of that name, as a reader of JSON has it.
    std::optional<raw_json> find(std::string_view name) const;
    // Of an array; of anything else nothing.
    std::vector<raw_json> elements() const;

    std::optional<std::string> string() const;
    std::optional<std::int64_t> integer() const;
    // An id of the platform: a text, or the digits of a whole number.
    std::optional<std::string> id() const;

private:
    std::string_view text_;
};

}  // namespace gatehouse::wire::deli
