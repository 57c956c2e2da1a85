// A property management's line to the server: a token, JSON calls with it, and whether each answer is one of
// those that are due.
#pragma once

#include "base/secret.hpp"
#include "simulate/http_line.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <initializer_list>
#include <mutex>

namespace gatehouse::simulate {

struct property_identity {
    std::string url;          // of the server, without a path
    std::string certificate;  // a PEM file; empty: the system's
    std::string client;
    base::secret secret;
};

struct property_tally {
    std::int64_t calls = 0;     // answered as is due
    std::int64_t openings = 0;  // doors that opened
    std::int64_t refusals = 0;  // doors that stayed shut
    std::int64_t cards = 0;     // handed out
    std::int64_t unanswered = 0;
    std::int64_t wrong = 0;
};

// Safe from every thread.
class property_ledger {
public:
    void count(std::int64_t property_tally::*what);
    // Says it on standard error too.
    void wrong(std::string_view call, std::string_view due, std::string_view got);
    property_tally tally() const;

private:
    mutable std::mutex guard_;
    property_tally tally_;
};

class property_line {
public:
    // All three outlive it.
    property_line(const property_identity& who, property_ledger& judge, std::stop_token stop);

    // The answer where its code is among `due` and its shape right; nothing where it is not, which is written
    // down, or where it was stopped. Takes a new token where the one that it has is over.
    std::optional<line_answer> call(std::string_view name, const boost::json::object& body,
                                    std::initializer_list<int> due);

    const std::string& fault() const { return http_.fault(); }

private:
    std::optional<line_answer> send(const http_line::request& what);
    bool take_token();

    const property_identity& who_;
    property_ledger& judge_;
    http_line http_;
    std::string token_;
};

}  // namespace gatehouse::simulate
