// What stands behind simulated machines: their site's office, which registers and asks by /api/v1, and the
// app that they report to, which speaks to the gateway of apps.
#pragma once

#include "base/secret.hpp"
#include "simulate/http_line.hpp"

#include <boost/json/object.hpp>

#include <functional>

namespace gatehouse::simulate {

struct office_identity {
    std::string url;          // of the server, without a path
    std::string certificate;  // a PEM file; empty: the system's
    base::secret key;         // of /api/v1, scope admin
    std::string app{};        // empty: there is none
    base::secret app_key{};
};

class office_line {
public:
    // `who` outlives it.
    office_line(const office_identity& who, std::stop_token stop);

    // Nothing where it was not answered at all.
    std::optional<line_answer> ask(const std::string& target);
    std::optional<line_answer> tell(const char* method, const std::string& target,
                                    const boost::json::object& body);
    // An action of the app's, signed.
    std::optional<line_answer> call(int action, const std::string& to, const boost::json::object& data);

    // Every item of a list, page by page, until `each` says that it has seen enough. The answer that was none
    // of a list; nothing where there was no answer.
    struct list_end {
        bool is_whole = false;
        std::optional<line_answer> fault{};
    };
    list_end list(std::string target, const std::function<bool(const boost::json::object&)>& each);

    const std::string& fault() const { return http_.fault(); }

private:
    const office_identity& who_;
    http_line http_;
};

}  // namespace gatehouse::simulate
