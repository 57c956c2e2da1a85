// bench_stream ADDRESS:PORT TAPS_PER_SECOND < PLAN: how long an event of the live stream is under way.
// PLAN: lines of "stream ORGANIZATION KEY" (0 sees all) and "tap ORGANIZATION DEVICE_TIME BODY", where device
// times are unlike within an organization. Opens the streams, sends each tap at its moment, whether or not
// earlier ones were answered, and measures from that moment to the event's arrival at each stream. Stops with
// an error where an event is missing, comes twice or comes where it must not, and at an answer that is not
// errcode 0.
#include "bench/connection.hpp"
#include "bench/percentiles.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

using namespace gatehouse::bench;
using steady = std::chrono::steady_clock;

constexpr std::size_t sender_count = 64;
constexpr std::chrono::seconds patience{10};  // for the streams to open, and behind the last tap

struct tap {
    std::string organization;
    std::string request;
    steady::time_point due;
};

struct plan {
    std::vector<std::pair<std::string, std::string>> streams;  // organization, key
    std::vector<tap> taps;
    std::unordered_map<std::string, std::size_t> by_event;  // organization and device time: place in `taps`
};

plan read_plan(const std::string& address)
{
    plan made;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string kind;
        std::string organization;
        std::string third;
        std::string body;
        words >> kind >> organization >> third >> body;
        if (kind == "stream") {
            made.streams.emplace_back(organization, third);
        } else if (made.by_event
                       .emplace(std::string(organization).append(" ").append(third), made.taps.size())
                       .second) {
            made.taps.push_back({organization, beiliao_request(address, body), {}});
        } else {
            throw std::runtime_error("the plan has two taps of one moment");
        }
    }
    return made;
}

// The value of a member of a line of JSON, as it stands there without quotes.
std::string_view member(std::string_view line, std::string_view name)
{
    const auto at = line.find(name);
    if (at == std::string_view::npos)
        throw std::runtime_error("an event without " + std::string(name));
    line.remove_prefix(at + name.size());
    if (line.starts_with('"'))
        line.remove_prefix(1);
    return line.substr(0, line.find_first_of("\",}"));
}

std::size_t events_of(const plan& all)
{
    std::size_t count = 0;
    for (const tap& each : all.taps)
        for (const auto& [organization, key] : all.streams)
            count += organization == "0" || organization == each.organization ? 1 : 0;
    return count;
}

class measurement {
public:
    measurement(std::string address, plan of)
        : address_(std::move(address)),
          plan_(std::move(of)),
          epoll_(epoll_create1(0)),
          expected_(events_of(plan_))
    {
        for (const auto& [organization, key] : plan_.streams) {
            watched_.push_back(std::make_unique<line>(address_, organization, plan_.taps.size()));
            watched_.back()->out.send("GET /api/v1/punches/stream HTTP/1.1\r\nHost: " + address_ +
                                      "\r\nAuthorization: Bearer " + key + "\r\n\r\n");
        }
        for (std::size_t made = 0; made != sender_count; ++made)
            watched_.push_back(std::make_unique<line>(address_, "", 0));
        for (const auto& each : watched_) {
            epoll_event wanted{};
            wanted.events = EPOLLIN;
            wanted.data.ptr = each.get();
            epoll_ctl(epoll_, EPOLL_CTL_ADD, each->out.descriptor(), &wanted);
            if (each->seen.empty())
                free_.push_back(each.get());
        }
    }

    std::vector<duration> run(double taps_per_second)
    {
        const auto given_up = steady::now() + patience;
        while (opened_ < plan_.streams.size())
            turn(given_up, given_up);
        const auto begun = steady::now();
        for (std::size_t place = 0; place != plan_.taps.size(); ++place)
            plan_.taps[place].due = begun +
                                    std::chrono::duration_cast<duration>(std::chrono::duration<double>(
                                        static_cast<double>(place) / taps_per_second));
        const auto end = plan_.taps.back().due + patience;
        while (sent_ < plan_.taps.size() || free_.size() < sender_count || taken_.size() < expected_) {
            while (sent_ < plan_.taps.size() && !free_.empty() && plan_.taps[sent_].due <= steady::now())
                send_next();
            turn(sent_ < plan_.taps.size() && !free_.empty() ? plan_.taps[sent_].due : end, end);
        }
        // Whatever must not come would come now.
        for (const auto over = steady::now() + std::chrono::milliseconds(300); steady::now() < over;)
            turn(over, end);
        return std::move(taken_);
    }

private:
    // A stream, with the taps that it has seen; or, with none to see, one that sends taps.
    struct line {
        line(const std::string& address, std::string of, std::size_t taps)
            : out(address),
              organization(std::move(of)),
              seen(taps)
        {}
        connection out;
        std::string organization;
        std::vector<bool> seen;
        std::string text;
        bool is_open = false;
    };

    void send_next()
    {
        free_.front()->out.send(plan_.taps[sent_++].request);
        free_.pop_front();
    }

    // Waits until `until` for something to read and reads it.
    void turn(steady::time_point until, steady::time_point given_up)
    {
        const auto now = steady::now();
        if (now > given_up)
            throw std::runtime_error("gave up with " + std::to_string(opened_) + " streams open, " +
                                     std::to_string(sent_) + " taps sent and " +
                                     std::to_string(taken_.size()) + " of " + std::to_string(expected_) +
                                     " events arrived");
        const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(
            std::max(duration{}, until - now));
        const timespec wait{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
        std::array<epoll_event, 128> ready;
        const int count = epoll_pwait2(epoll_, ready.data(), static_cast<int>(ready.size()), &wait, nullptr);
        for (int at = 0; at < count; ++at)
            read(*static_cast<line*>(ready[static_cast<std::size_t>(at)].data.ptr));
    }

    void read(line& from)
    {
        char piece[65536];
        const long got = ::recv(from.out.descriptor(), piece, sizeof piece, MSG_DONTWAIT);
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0)
            throw std::runtime_error("the server closed a connection");
        const auto now = steady::now();
        from.text.append(piece, static_cast<std::size_t>(got));
        if (from.seen.empty())
            take_answer(from);
        else
            take_events(from, now);
    }

    void take_answer(line& from)
    {
        const auto end = from.text.find("\r\n\r\n");
        if (end == std::string::npos || !from.text.ends_with('}'))
            return;
        if (from.text.find("\"errcode\":0", end) == std::string::npos)
            throw std::runtime_error("a tap was answered " + from.text);
        from.text.clear();
        free_.push_back(&from);
    }

    // An event never begins or ends within a line that frames a chunk.
    void take_events(line& from, steady::time_point now)
    {
        std::size_t begin = 0;
        for (std::size_t end; (end = from.text.find('\n', begin)) != std::string::npos; begin = end + 1) {
            const std::string_view text = std::string_view(from.text).substr(begin, end - begin);
            if (text.starts_with("HTTP/1.1 ") && !text.starts_with("HTTP/1.1 200"))
                throw std::runtime_error("a stream was answered " + std::string(text));
            if (text.starts_with("id: ") && !from.is_open) {
                from.is_open = true;
                ++opened_;
            }
            if (text.starts_with("data: "))
                take_event(from, text, now);
        }
        from.text.erase(0, begin);
    }

    void take_event(line& at, std::string_view event, steady::time_point now)
    {
        const std::string_view organization = member(event, "\"organization_id\":");
        std::string name(organization);
        name.append(" ").append(member(event, "\"device_time\":"));
        const auto found = plan_.by_event.find(name);
        if (found == plan_.by_event.end() || (at.organization != "0" && at.organization != organization))
            throw std::runtime_error("a stream of " + at.organization + " saw " + std::string(event));
        if (at.seen[found->second])
            throw std::runtime_error("a stream saw twice " + std::string(event));
        at.seen[found->second] = true;
        taken_.push_back(now - plan_.taps[found->second].due);
    }

    std::string address_;
    plan plan_;
    int epoll_;
    std::vector<std::unique_ptr<line>> watched_;
    std::deque<line*> free_;
    std::vector<duration> taken_;
    std::size_t opened_ = 0;
    std::size_t sent_ = 0;
    const std::size_t expected_;
};

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 3 || std::atof(argv[2]) <= 0)
        return 2;
    try {
        print_percentiles(measurement(argv[1], read_plan(argv[1])).run(std::atof(argv[2])));
        return 0;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "bench_stream: %s\n", fault.what());
        return 1;
    }
}
