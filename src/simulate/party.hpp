// One party of visitors after the other: each call's answer is held against what is due.
#pragma once

#include "base/secret.hpp"
#include "simulate/http_line.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <mutex>
#include <random>

namespace gatehouse::simulate {

struct reception_keys {
    std::string url;
    std::string certificate;  // a PEM file; empty: the system's
    base::secret office;      // of scope site or admin
    base::secret kiosk;       // the office's, where there is none of scope kiosk
    base::secret gate;
    std::string host_name;
    std::string host_phone;
};

struct visit_tally {
    std::int64_t visits = 0;
    std::int64_t passages = 0;  // gates that opened
    std::int64_t refusals = 0;  // gates that stayed shut
    std::int64_t unanswered = 0;
    std::int64_t wrong = 0;
};

// Safe from every thread.
class visit_ledger {
public:
    void count(std::int64_t visit_tally::*what);
    // Says it on standard error too.
    void wrong(std::string_view call, int due, std::string_view got);
    visit_tally tally() const;

private:
    mutable std::mutex guard_;
    visit_tally tally_;
};

class simulated_party {
public:
    // Both outlive it.
    simulated_party(const reception_keys& who, visit_ledger& judge, double speed, std::uint64_t seed,
                    std::stop_token stop);

    // Until it is stopped.
    void live();

private:
    void visit();
    void pass(const boost::json::value& signed_in, bool is_open);
    boost::json::value call(const char* method, std::string target, const base::secret& key,
                            const boost::json::object& body, int due);

    const reception_keys& who_;
    visit_ledger& judge_;
    std::stop_token stop_;
    http_line line_;
    double speed_;
    std::uint64_t visits_ = 0;
    std::mt19937_64 chance_;
};

}  // namespace gatehouse::simulate
