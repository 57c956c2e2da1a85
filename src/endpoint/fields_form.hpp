// Reads a message from a form, as vendors' interfaces send it.
#pragma once

#include "base/result.hpp"
#include "endpoint/fields.hpp"
#include "endpoint/form.hpp"

#include <string>

namespace gatehouse::endpoint {

// Reads a message whose members are all string_view, into the form, from it. A required field that is absent
// or empty is missing_parameter, with its name as the message; the first in the list's order is what is
// answered.
template <message Message>
base::result<Message> read_form(const form& from)
{
    Message out;
    std::string_view missing;
    for_each_field<Message>([&](const auto& f) {
        const auto text = from.find(f.name);
        if (text)
            out.*f.member = *text;
        const bool lacks = f.needed == presence::required ? !text || text->empty()
                                                          : f.needed == presence::given && !text;
        if (lacks && missing.empty())
            missing = f.name;
    });
    if (!missing.empty())
        return base::error{base::errc::missing_parameter, std::string(missing)};
    return out;
}

}  // namespace gatehouse::endpoint
