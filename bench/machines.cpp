// bench_machines checkins MQTT DEVICES EACH PEOPLE: every device sends so many check-ins of so many people,
// one after the other, each when the one before is acknowledged. bench_machines relay HTTP|- MQTT DEVICES
// SECONDS: a message to every device over and over, each when the one before has come: by an app at the
// gateway, or (-) by a publisher of the same broker. bench_machines idle MQTT DEVICES plain|tls: holds them;
// as bench_idle does. The input: bench/machine.hpp. Prints one line of JSON.
#include "base/bytes.hpp"
#include "base/legacy_digest.hpp"
#include "bench/machine.hpp"
#include "bench/percentiles.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <span>

namespace {

using namespace gatehouse::bench;
using namespace gatehouse;
using clock_type = std::chrono::steady_clock;

class readiness {
public:
    readiness() : poll_(epoll_create1(0)) {}
    ~readiness() { ::close(poll_); }
    readiness(const readiness&) = delete;
    readiness& operator=(const readiness&) = delete;

    void watch(int descriptor, std::size_t as)
    {
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        wanted.data.u64 = as;
        epoll_ctl(poll_, EPOLL_CTL_ADD, descriptor, &wanted);
    }

    template <class Each>
    void wait(const Each& each)
    {
        epoll_event came[256];
        const int count = epoll_wait(poll_, came, 256, 10'000);
        if (count == 0)
            throw std::runtime_error("nothing came for 10 s");
        for (int i = 0; i < count; ++i)
            each(static_cast<std::size_t>(came[i].data.u64));
    }

private:
    int poll_;
};

std::vector<machine> connect(const std::string& address, const site& at, std::size_t count,
                             bool over_tls = false, std::size_t first = 0)
{
    std::vector<machine> made;
    made.reserve(count);
    for (std::size_t number = first; number != first + count; ++number)
        made.emplace_back(address, at, at.machine(number), over_tls);
    return made;
}

// Prints what was measured besides the percentiles, which end the line.
void print_span(std::size_t messages, double begun, double ended)
{
    std::printf("{\"messages\": %zu, \"begun\": %.6f, \"ended\": %.6f}\n", messages, begun, ended);
}

int checkins(const std::string& address, std::size_t count, std::size_t each, std::size_t people)
{
    const site at = site::read();
    auto machines = connect(address, at, count);
    // Seconds that no other run on this database uses; each device its own.
    const std::int64_t first = std::time(nullptr) - 86'400L * 20 + std::int64_t{getpid()} % 1000 * 1000;
    std::vector<std::size_t> done(count);
    std::vector<clock_type::time_point> asked(count);
    std::vector<duration> taken;
    taken.reserve(count * each);
    const auto send = [&](std::size_t who) {
        std::string text = R"({"mid":")" + std::to_string(done[who]) + R"(","from":")" +
                           machines[who].name() + R"(","to":"","time":)" +
                           std::to_string(std::time(nullptr)) +
                           R"(,"action":300,"data":{"cmd":"checkin","users":[)";
        for (std::size_t i = 0; i != people; ++i) {
            const std::size_t number = done[who] * people + i;
            text += (i == 0 ? R"({"user_id":")" : R"(,{"user_id":")") +
                    at.people[(who + number) % at.people.size()] + R"(","feature_type":"fp","time":)" +
                    std::to_string(first + static_cast<std::int64_t>(number)) + "}";
        }
        text += "]}}";
        asked[who] = clock_type::now();
        machines[who].queue(gateway::publish{.topic = "device",
                                             .payload = text,
                                             .quality = gateway::qos::at_least_once,
                                             .id = static_cast<std::uint16_t>(done[who] % 65'535 + 1)});
        machines[who].flush();
    };
    readiness poll;
    for (std::size_t who = 0; who != count; ++who) {
        machines[who].never_block();
        poll.watch(machines[who].descriptor(), who);
    }
    const double begun = seconds_now();
    for (std::size_t who = 0; who != count; ++who)
        send(who);
    while (taken.size() != count * each)
        poll.wait([&](std::size_t who) {
            machines[who].receive([&](const gateway::packet& what) {
                if (!std::holds_alternative<gateway::puback>(what))
                    return;
                taken.push_back(clock_type::now() - asked[who]);
                if (++done[who] != each)
                    send(who);
            });
        });
    print_span(taken.size(), begun, seconds_now());
    print_percentiles(std::move(taken));
    return 0;
}

// Who sends: an app's request at the gateway, or a publisher's packet. Never blocks.
class app_line {
public:
    app_line(std::string_view address, const site& of, std::string to)
        : address_(address),
          of_(of),
          to_(std::move(to)),
          line_(address)
    {}

    int descriptor() const { return line_.descriptor(); }

    void send(std::string_view data)
    {
        const std::string now = std::to_string(std::time(nullptr));
        const std::string sig = base::to_hex(base::md5("500" + of_.app + to_ + of_.app_key + now));
        const std::string body = R"({"mid":"b1","from":")" + of_.app + R"(","to":")" + to_ + R"(","time":)" +
                                 now + R"(,"action":500,"data":)" + std::string(data) + "}";
        line_.send(post_request(address_, "/gateway",
                                "Content-Type: application/json\r\nsig: " + sig + "\r\n", body));
    }

    // True when the whole answer has come.
    bool heard()
    {
        char piece[2048];
        const auto got = ::read(line_.descriptor(), piece, sizeof piece);
        if (got <= 0)
            throw std::runtime_error("the gateway closed");
        in_.append(piece, static_cast<std::size_t>(got));
        const auto end = in_.find("\r\n\r\n");
        if (end == std::string::npos || in_.back() != '}')
            return false;
        if (in_.find("\"code\":0") == std::string::npos)
            throw std::runtime_error("the gateway answers " + in_);
        in_.clear();
        return true;
    }

private:
    std::string address_;
    const site& of_;
    std::string to_;
    connection line_;
    std::string in_;
};

int relay(const std::string& http, const std::string& mqtt, std::size_t count, double seconds)
{
    const site at = site::read();
    const bool by_broker = http == "-";
    auto machines = connect(mqtt, at, count);
    std::vector<app_line> apps;
    std::vector<machine> publishers;
    readiness poll;
    for (std::size_t who = 0; who != count; ++who) {
        if (by_broker) {
            machines[who].subscribe(machines[who].name());
            publishers.emplace_back(mqtt, at, "publisher_" + std::to_string(who));
            publishers.back().never_block();
            poll.watch(publishers.back().descriptor(), who + count);
        } else {
            apps.emplace_back(http, at, machines[who].name());
            poll.watch(apps.back().descriptor(), who + count);
        }
        machines[who].never_block();
        poll.watch(machines[who].descriptor(), who);
    }
    const std::string data = R"({"cmd":"user_update","payload":{"update_time":1502867086000}})";
    std::vector<clock_type::time_point> asked(count);
    std::vector<int> awaited(count);  // of each: the sender's receipt, and the device's message
    std::vector<duration> taken;
    std::uint16_t number = 0;
    const auto send = [&](std::size_t who) {
        asked[who] = clock_type::now();
        awaited[who] = 2;
        if (!by_broker) {
            apps[who].send(data);
            return;
        }
        number = static_cast<std::uint16_t>(number % 65'535 + 1);
        const std::string text = R"({"mid":"b1","from":")" + at.app + R"(","to":")" + machines[who].name() +
                                 R"(","time":1502867086,"action":301,"data":)" + data + "}";
        publishers[who].queue(gateway::publish{.topic = machines[who].name(),
                                               .payload = text,
                                               .quality = gateway::qos::at_least_once,
                                               .id = number});
        publishers[who].flush();
    };
    const double begun = seconds_now();
    const double until = begun + seconds;
    std::size_t under_way = count;
    for (std::size_t who = 0; who != count; ++who)
        send(who);
    const auto one_came = [&](std::size_t who) {
        if (--awaited[who] != 0)
            return;
        if (seconds_now() < until)
            send(who);
        else
            --under_way;
    };
    while (under_way != 0)
        poll.wait([&](std::size_t which) {
            const std::size_t who = which % count;
            if (which < count) {
                machines[who].receive([&](const gateway::packet& what) {
                    const auto* const message = std::get_if<gateway::publish>(&what);
                    if (!message)
                        return;
                    taken.push_back(clock_type::now() - asked[who]);
                    machines[who].queue(gateway::puback{message->id});
                    one_came(who);
                });
                machines[who].flush();
            } else if (by_broker) {
                publishers[who].receive([&](const gateway::packet&) { one_came(who); });
            } else if (apps[who].heard()) {
                one_came(who);
            }
        });
    print_span(taken.size(), begun, seconds_now());
    print_percentiles(std::move(taken));
    return 0;
}

int idle(const std::string& address, std::size_t count, bool over_tls, std::size_t first)
{
    const site at = site::read();
    const auto held = connect(address, at, count, over_tls, first);
    for (const machine& each : held)
        each.reset_when_closed();
    std::printf("{\"open\": %zu}\n", held.size());
    std::fflush(stdout);
    while (std::getchar() != EOF) {}
    std::printf("{\"alive\": %td}\n",
                std::count_if(held.begin(), held.end(), [](const machine& each) { return each.is_open(); }));
    return 0;
}

int run(std::span<const std::string> asked)
{
    const auto number = [&](std::size_t at) { return std::strtoul(asked[at].c_str(), nullptr, 10); };
    if (asked.size() == 5 && asked[0] == "checkins")
        return checkins(asked[1], number(2), number(3), number(4));
    if (asked.size() == 5 && asked[0] == "relay")
        return relay(asked[1], asked[2], number(3), std::atof(asked[4].c_str()));
    if (asked.size() == 5 && asked[0] == "idle")
        return idle(asked[1], number(2), asked[3] == "tls", number(4));
    return 2;
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        raise_file_limit();
        return run(std::vector<std::string>(argv + 1, argv + argc));
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "bench_machines: %s\n", fault.what());
        return 1;
    }
}
