// One simulated attendance machine: connected day after day, it sends who checked in, answers what comes down
// and keeps what it cannot send.
#pragma once

#include "simulate/checkin_ledger.hpp"
#include "simulate/mqtt_line.hpp"
#include "simulate/workplace.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <random>

namespace gatehouse::simulate {

class simulated_machine {
public:
    // `place` and `judge` outlive it. `which`: its place among the machines; some have a clock that is wrong.
    simulated_machine(const workplace& place, std::size_t which, checkin_ledger& judge, double speed,
                      std::uint64_t seed, std::stop_token stop);

    // So many days (0: until it is stopped). Throws no_day where the server does not let it in.
    void live(std::int64_t days);
    // Behind it, on any thread.
    void leave();

private:
    using checkins = std::vector<simulated_checkin>;

    // machine.cpp: its day.
    void day();
    void begin_with_a_wrong_clock();
    void announce();
    void work(int deeds);
    void go_offline();
    void be_taken_over();
    simulated_checkin see_somebody();
    checkins see_some(std::size_t count);
    void upload(const checkins& seen);
    bool pause();

    // machine_talk.cpp: messages, and what comes down.
    void connect(mqtt_line& line);
    std::string message(int action, std::string_view to, const boost::json::object& data);
    std::string checkin_message(const checkins& seen);
    bool deliver(const std::string& message);
    bool deliver(const std::string& message, const checkins& seen);  // counted where it is acknowledged
    // A call to the platform: the reply's data where its code is among `due`.
    std::optional<boost::json::object> ask(int action, const boost::json::object& data,
                                           std::initializer_list<int> due);
    // Answers what comes until `is_done`, or the time is over.
    bool serve(std::chrono::milliseconds patience, const std::function<bool()>& is_done);
    void take(const std::string& text);
    void take_from_app(const boost::json::object& data);
    void take_refusal(const boost::json::object& data);
    void enrol(const boost::json::object& payload);
    void hold(const boost::json::value& payload);
    void ask_for_people();

    // machine_office.cpp: what the office and the app have it do, and whether it is known there.
    void carry_out_an_order();
    void read_a_finger();
    void hold_somebody();
    const boost::json::object* good(std::string_view what, const std::optional<line_answer>& answer,
                                    long status);
    bool push(const boost::json::object& data);
    bool reached(std::string_view what, const std::function<bool()>& is_there);
    void expect(std::string_view what, std::int64_t machine_tally::*counted,
                const std::function<bool()>& is_known);

    std::chrono::milliseconds clock_now() const;

    const workplace& place_;
    const placed_machine& own_;
    checkin_ledger& judge_;
    std::stop_token stop_;
    std::mt19937_64 chance_;
    double speed_;
    bool has_bad_clock_;
    std::string life_;  // tells its messages from those of an earlier one
    std::uint64_t sent_ = 0;
    std::uint64_t connections_ = 0;
    office_line office_;
    std::unique_ptr<mqtt_line> line_, spare_;

    std::chrono::seconds clock_ahead_{0};
    bool clock_off_ = false;
    std::size_t next_person_ = 0;
    std::string version_ = "1.0";
    bool wants_firmware_ = false;
    std::int64_t held_stamp_ = 0;
    std::int64_t orders_ = 0;         // that were answered
    std::set<std::string> enrolled_;  // whose feature was read here
    std::string awaited_;             // a mid
    std::optional<boost::json::object> reply_;
};

}  // namespace gatehouse::simulate
