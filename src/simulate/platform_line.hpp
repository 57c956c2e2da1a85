// A school platform's line to the server: a token, JSON calls with it, and whether each answer is done.
#pragma once

#include "base/secret.hpp"
#include "simulate/http_line.hpp"

#include <boost/json/object.hpp>

namespace gatehouse::simulate {

struct platform_identity {
    std::string url;
    std::string certificate;
    std::string client;
    base::secret secret;
};

class platform_line {
public:
    // Throws no_day where there is no token to be had.
    explicit platform_line(const platform_identity& who);

    // `data` of the answer. A wrong one is said on standard error and counted.
    boost::json::object call(std::string_view name, boost::json::object body);

    std::int64_t calls() const { return calls_; }
    std::int64_t wrong() const { return wrong_; }

private:
    std::optional<line_answer> send(std::string_view target, const boost::json::object& body);

    http_line http_;
    std::string token_;
    std::int64_t calls_ = 0;
    std::int64_t wrong_ = 0;
};

}  // namespace gatehouse::simulate
