// An attendance machine's connection: MQTT 3.1.1 over a socket that never blocks once it is let in.
#pragma once

#include "bench/connection.hpp"
#include "gateway/packet.hpp"

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gatehouse::bench {

// Who machines are, and whom they saw; as bench/run writes it to the input: `MODEL KEY APP APPKEY`, then a
// person a line.
struct site {
    std::string model, product_key, app, app_key;
    std::vector<std::string> people;

    static site read();
    std::string machine(std::size_t number) const;
};

// Of the steady clock, as time.monotonic() of Python has it.
double seconds_now();
void raise_file_limit();

class machine {
public:
    // Throws where it is not let in.
    machine(std::string_view address, const site& of, std::string name, bool over_tls = false);
    machine(machine&&) noexcept = default;

    const std::string& name() const { return name_; }
    int descriptor() const { return line_.descriptor(); }
    bool is_open() const { return line_.is_open(); }
    void reset_when_closed() const { line_.reset_when_closed(); }

    // Waits for the answer.
    void subscribe(std::string_view topic);
    void never_block() const;
    void queue(const gateway::packet& what) { gateway::write_packet(out_, what); }
    // Sends what the socket takes.
    void flush();
    // Reads what is there.
    template <class Each>
    void receive(const Each& each)
    {
        fill();
        std::size_t at = 0;
        for (;;) {
            const std::string_view rest = std::string_view(in_).substr(at);
            const auto length = gateway::packet_length(rest, 4U << 20U);
            if (!length)
                throw std::runtime_error(name_ + ": " + length.error().message);
            if (!*length || rest.size() < **length)
                break;
            const auto read = gateway::read_packet(rest.substr(0, **length));
            if (!read)
                throw std::runtime_error(name_ + ": " + read.error().message);
            each(*read);
            at += **length;
        }
        in_.erase(0, at);
    }

private:
    void fill();

    std::string name_;
    connection line_;
    std::string in_, out_;
};

}  // namespace gatehouse::bench
