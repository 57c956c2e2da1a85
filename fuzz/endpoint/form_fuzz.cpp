#include "endpoint/form.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

namespace {

int digit(char c)
{
    const std::size_t at = std::string_view("0123456789abcdef0123456789ABCDEF").find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at % 16);
}

// The same rules again, a character at a time.
std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '%' && text.size() - i >= 3 && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace gatehouse::endpoint;
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    form fields;
    const auto fault = read_form_body("application/x-www-form-urlencoded", body, fields);
    std::map<std::string, std::string> expected;
    std::size_t count = 0;
    for (std::size_t at = 0; at <= body.size() && count < fields.size();) {
        const std::string_view pair = body.substr(at, body.find('&', at) - at);
        at += pair.size() + 1;
        if (pair.empty())
            continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        expected[unescaped(pair.substr(0, equals))] = equals == pair.size()
                                                          ? std::string()
                                                          : unescaped(pair.substr(equals + 1));
        ++count;
    }
    GATEHOUSE_ASSERT(count == fields.size());
    GATEHOUSE_ASSERT(fault != form_fault::malformed && fields.size() <= form_fields_most);
    for (const auto& [name, value] : expected)
        GATEHOUSE_ASSERT(fields.find(name) == value && name.size() <= form_name_most);
    return 0;
}
