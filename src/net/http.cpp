#include "net/http.hpp"

#include "base/assert.hpp"
#include "net/ascii.hpp"

namespace gatehouse::net {

std::string_view request::header(std::string_view name) const
{
    for (const header_field& field : headers)
        if (same_ignoring_case(field.name, name))
            return field.value.data() ? field.value : std::string_view("");
    return {};
}

std::string_view request::bearer_token() const
{
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view field = header("Authorization");
    return same_ignoring_case(field.substr(0, scheme.size()), scheme) ? field.substr(scheme.size())
                                                                      : std::string_view{};
}

void ticket::give(reply&& with, urgency when) noexcept
{
    GATEHOUSE_ASSERT(sink_ != nullptr);
    std::exchange(sink_, nullptr)->answered(id_, std::move(with), when);
}

}  // namespace gatehouse::net
