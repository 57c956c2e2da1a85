#include "base/assert.hpp"
#include "endpoint/form.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace gatehouse::endpoint;

// The first line is the header's value, what follows the body.
void read_as_it_is(std::string_view input)
{
    const std::size_t line = std::min(input.find('\n'), input.size());
    const std::string type = "multipart/form-data" + std::string(input.substr(0, line));
    const std::string body(input.substr(std::min(line + 1, input.size())));
    form fields;
    const auto fault = read_multipart(type, body, fields);
    GATEHOUSE_ASSERT(fields.size() <= form_fields_most);
    // A body that was read to its end ends its last part; without that it is not read.
    if (!fault)
        GATEHOUSE_ASSERT(body.find("--") != std::string::npos &&
                         read_multipart(type, std::string_view(body).substr(1), fields));
}

// Values between NULs, in a body that is well made.
void read_what_was_sent(std::string_view input)
{
    constexpr std::string_view boundary = "\r\n--b0undary";
    std::vector<std::string_view> values;
    std::string body;
    for (std::size_t at = 0; at <= input.size() && values.size() < form_fields_most;) {
        values.push_back(input.substr(at, input.find('\0', at) - at));
        at += values.back().size() + 1;
        if (("\r\n" + std::string(values.back())).find(boundary) != std::string::npos)
            return;
        body.append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
        body.append(std::to_string(values.size())).append("\"\r\n\r\n").append(values.back());
    }
    body.append(boundary).append("--\r\n");
    form fields;
    GATEHOUSE_ASSERT(
        !read_multipart("multipart/form-data; boundary=b0undary", std::string_view(body).substr(2), fields));
    GATEHOUSE_ASSERT(fields.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        GATEHOUSE_ASSERT(fields.find(std::to_string(i + 1)) == values[i]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    read_as_it_is(input);
    read_what_was_sent(input);
    return 0;
}
