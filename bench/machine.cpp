#include "bench/machine.hpp"

#include "base/bytes.hpp"
#include "base/legacy_digest.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <iostream>
#include <sstream>

namespace gatehouse::bench {

site site::read()
{
    site made;
    std::string line;
    std::getline(std::cin, line);
    std::istringstream(line) >> made.model >> made.product_key >> made.app >> made.app_key;
    while (std::getline(std::cin, line) && !line.empty())
        made.people.push_back(line);
    if (made.people.empty())
        throw std::runtime_error("the input names nobody");
    return made;
}

std::string site::machine(std::size_t number) const
{
    const std::string digits = std::to_string(number);
    return model + "_" + std::string(10 - digits.size(), '0') + digits;
}

double seconds_now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void raise_file_limit()
{
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

machine::machine(std::string_view address, const site& of, std::string name, bool over_tls)
    : name_(std::move(name)),
      line_(address, over_tls)
{
    const std::string password = base::to_hex(base::md5(name_ + "-" + of.model + "-" + of.product_key));
    std::string hello;
    gateway::write_packet(hello, gateway::connect{.keep_alive = std::chrono::seconds(600),
                                                  .client_id = name_,
                                                  .user_name = of.model,
                                                  .password = password});
    line_.send(hello);
    if (line_.receive(4) != std::string_view("\x20\x02\0\0", 4))
        throw std::runtime_error(name_ + " was not let in");
}

void machine::subscribe(std::string_view topic)
{
    std::string asked;
    gateway::write_packet(asked, gateway::subscribe{1, {{topic, gateway::qos::at_least_once}}});
    line_.send(asked);
    if (line_.receive(5).back() != 1)
        throw std::runtime_error(name_ + " may not subscribe");
}

void machine::never_block() const
{
    fcntl(line_.descriptor(), F_SETFL, O_NONBLOCK);
}

void machine::flush()
{
    while (!out_.empty()) {
        const auto sent = ::send(line_.descriptor(), out_.data(), out_.size(), MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EAGAIN)
                return;
            throw std::runtime_error(name_ + " was cut off");
        }
        out_.erase(0, static_cast<std::size_t>(sent));
    }
}

void machine::fill()
{
    for (;;) {
        char piece[16384];
        const auto got = ::recv(line_.descriptor(), piece, sizeof piece, 0);
        if (got <= 0) {
            if (got < 0 && errno == EAGAIN)
                return;
            throw std::runtime_error(name_ + " was cut off");
        }
        in_.append(piece, static_cast<std::size_t>(got));
        if (static_cast<std::size_t>(got) < sizeof piece)
            return;
    }
}

}  // namespace gatehouse::bench
