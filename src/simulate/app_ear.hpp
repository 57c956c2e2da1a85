// The app that simulated machines report to, as far as it is told something: a receiver at its webhook, which
// takes whatever is signed as is due.
#pragma once

#include "simulate/checkin_ledger.hpp"
#include "simulate/office_line.hpp"

#include <stop_token>
#include <string>
#include <string_view>

namespace gatehouse::simulate {

class app_ear {
public:
    // Listens there: http:// and an IPv4 address of this computer. Both others outlive it. Throws no_day.
    app_ear(std::string_view webhook, const office_identity& who, checkin_ledger& judge);
    ~app_ear();
    app_ear(const app_ear&) = delete;
    app_ear& operator=(const app_ear&) = delete;

    // Until it is stopped.
    void listen(const std::stop_token& stop);
    std::uint16_t port() const;

private:
    void hear(int connection);
    void judge(const std::string& head, const std::string& body);

    const office_identity& who_;
    checkin_ledger& judge_;
    int listener_ = -1;
};

}  // namespace gatehouse::simulate
