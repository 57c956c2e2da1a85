// JSON looked at as it was written: a number keeps its digits, whatever their count, and a member is passed
// on to the letter. Of text that endpoint::json_document took and of nothing else.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
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
    std::optional<raw_json> find(std::string_view name) const { return find_all(std::array{name})[0]; }
    // Of an object: the members of these names, read in one go.
    template <std::size_t Count>
    std::array<std::optional<raw_json>, Count> find_all(
        const std::array<std::string_view, Count>& names) const
    {
        std::array<std::optional<raw_json>, Count> found;
        find_into(names, found);
        return found;
    }
    // Of an array; of anything else nothing.
    std::vector<raw_json> elements() const;

    std::optional<std::string> string() const;
    std::optional<std::int64_t> integer() const;
    // An id of the platform: a text, or the digits of a whole number.
    std::optional<std::string> id() const;

private:
    void find_into(std::span<const std::string_view> names, std::span<std::optional<raw_json>> found) const;

    std::string_view text_;
};

}  // namespace gatehouse::wire::deli
