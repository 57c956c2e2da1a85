// A client's line to the server: calls over one connection that is kept, with the patience of a good client.
#pragma once

#include <boost/json/value.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace gatehouse::simulate {

struct line_answer {
    long status = 0;
    boost::json::value body;  // null where it is no JSON
    // An attempt before this one may have arrived, its answer did not.
    bool sent_before = false;
    int code(std::string_view named = "errcode") const;  // -1 where there is none
};

// "HTTP 200 {…}", for what is reported.
std::string text_of(const line_answer& answer);

// Sleeps, at most so long; false when it was stopped.
bool sleep_unless_stopped(const std::stop_token& stop, std::chrono::milliseconds how_long);

// As application/x-www-form-urlencoded and query strings have it.
void escape(std::string& out, std::string_view text);

class http_line {
public:
    // `certificate`: a PEM file that an https server is trusted by; empty: the system's.
    http_line(std::string_view url, const std::string& certificate, std::stop_token stop);
    http_line(const http_line&) = delete;
    http_line& operator=(const http_line&) = delete;

    // `target` begins with '/'. Without a content type it is a GET. Asks again, later, after 429 and 503 and
    // while there is no connection, until it is stopped or `patience` is over: then nothing.
    struct request {
        std::string target;
        const char* content_type = nullptr;
        std::string body{};
        const char* method = nullptr;  // where it is neither GET nor POST
        std::string bearer{};          // what `Authorization` shows; empty: nothing
        std::string header{};          // one more, as it is written; empty: none
    };
    std::optional<line_answer> send(const request& what, std::chrono::milliseconds patience);

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

    attempt try_once(const request& what);
    bool is_over();

    struct close_handle {
        void operator()(void* handle) const;
    };

    std::stop_token stop_;
    std::unique_ptr<void, close_handle> handle_;
    std::string server_;
    std::string fault_;
    bool connected_ = false;
    std::optional<std::chrono::steady_clock::time_point> leave_at_;
};

}  // namespace gatehouse::simulate
