#include "net/http.hpp"

#include "base/assert.hpp"
#include "net/ascii.hpp"

#include <boost/asio/ip/network_v6.hpp>

namespace gatehouse::net {

std::string peer::network() const
{
    constexpr unsigned short network_bits = 64;
    if (address.is_v4())
        return address.to_string();
    const auto six = address.to_v6();
    if (six.is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, six).to_string();
    return boost::asio::ip::make_network_v6(six, network_bits).canonical().to_string();
}

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
