// A reader's line to the server: form posts with action and credentials.
#pragma once

#include "base/secret.hpp"
#include "simulate/http_line.hpp"

#include <utility>
#include <vector>

namespace gatehouse::simulate {

struct line_identity {
    std::string url;  // of the server, without a path
    std::string client;
    base::secret secret;
    base::secret licence;
    // Values as PHP readers send them, nothing escaped: the `+` of base64 arrives as a space.
    bool unescaped = false;
};

class line {
public:
    using fields = std::vector<std::pair<std::string_view, std::string>>;

    // `who` outlives it.
    line(const line_identity& who, std::stop_token stop) : who_(who), http_(who.url, {}, std::move(stop)) {}

    // One call of the interface, as http_line sends it.
    std::optional<line_answer> call(std::string_view action, const fields& parameters,
                                    std::chrono::milliseconds patience = std::chrono::hours(24));

    const std::string& fault() const { return http_.fault(); }

private:
    std::string write_body(std::string_view action, const fields& parameters) const;

    const line_identity& who_;
    http_line http_;
};

}  // namespace gatehouse::simulate
