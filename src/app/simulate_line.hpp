// A reader's line to the server: form posts over one connection that is kept, with the patience of a good
// client.
#pragma once

#include "base/secret.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::app {

struct line_identity {
    std::string url;  // of the server, without a path
    std::string client;
    base::secret secret;
    base::secret licence;
    // Values as PHP readers send them, nothing escaped: the `+` of base64 arrives as a space.
    bool unescaped = false;
};

struct line_answer {
    long status = 0;
    boost::json::value body;  // null where it is no JSON
    // An attempt before this one may have arrived, its answer did not.
    bool sent_before = false;
    int code() const;  // errcode; -1 where there is none
};

// Sleeps, at most so long; false when it was stopped.
bool sleep_unless_stopped(const std::stop_token& stop, std::chrono::milliseconds how_long);

class line {
public:
    using fields = std::vector<std::pair<std::string_view, std::string>>;

    // `who` outlives it.
    line(const line_identity& who, std::stop_token stop);
    line(const line&) = delete;
    line& operator=(const line&) = delete;

    // One call of the interface. Asks again, later, after 429 and 503 and while there is no connection, until
    // it is stopped or `patience` is over: then nothing.
    std::optional<line_answer> call(std::string_view action, const fields& parameters,
                                    std::chrono::milliseconds patience = std::chrono::hours(24));

    // Of the last attempt that had no answer.
    const std::string& fault() const { return fault_; }

private:
    struct attempt {
        bool answered = false;
        bool perhaps_twice = false;
        long status = 0;
        std::chrono::milliseconds wait{0};
        std::string text;
    };

    std::string write_body(std::string_view action, const fields& parameters) const;
    attempt post(const std::string& body);
    bool is_over();

    struct close_handle {
        void operator()(void* handle) const;
    };

    const line_identity& who_;
    std::stop_token stop_;
    std::unique_ptr<void, close_handle> handle_;
    std::string address_;
    std::string fault_;
    bool connected_ = false;
    std::optional<std::chrono::steady_clock::time_point> leave_at_;
};

}  // namespace gatehouse::app
