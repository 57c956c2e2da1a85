#include "simulate/line.hpp"

namespace gatehouse::simulate {

std::string line::write_body(std::string_view action, const fields& parameters) const
{
    std::string body;
    const auto add = [&body](std::string_view name, std::string_view value, bool as_it_is) {
        body.append(body.empty() ? "" : "&").append(name).append("=");
        if (as_it_is)
            body.append(value);
        else
            escape(body, value);
    };
    add("action", action, who_.unescaped);
    add("appid", who_.client, false);
    add("appsecret", who_.secret.reveal(), false);
    add("authkid", who_.licence.reveal(), false);
    for (const auto& [name, value] : parameters)
        add(name, value, who_.unescaped);
    return body;
}

std::optional<line_answer> line::call(std::string_view action, const fields& parameters,
                                      std::chrono::milliseconds patience)
{
    return http_.send({"/index.php", "application/x-www-form-urlencoded", write_body(action, parameters)},
                      patience);
}

}  // namespace gatehouse::simulate
