// Writes JSON text straight into a string, for answers and log lines. Reading JSON is Boost.JSON's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::base {

// Calls follow the document's order; commas are put where they belong. Bytes that are no UTF-8 become U+FFFD.
class json_writer {
public:
    explicit json_writer(std::string& out) : out_(out) {}

    json_writer& open_object() { return open('{'); }
    json_writer& close_object() { return close('}'); }
    json_writer& open_array() { return open('['); }
    json_writer& close_array() { return close(']'); }
    json_writer& name(std::string_view text);

    json_writer& text(std::string_view value);
    json_writer& number(std::int64_t value);
    json_writer& boolean(bool value);
    json_writer& null();
    // `value` is JSON already.
    json_writer& raw(std::string_view value);

private:
    json_writer& open(char bracket);
    json_writer& close(char bracket);
    void separate();
    void quote(std::string_view text);

    std::string& out_;
    bool first_ = true;
};

}  // namespace gatehouse::base
