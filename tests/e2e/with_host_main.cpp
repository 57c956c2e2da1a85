// The server with a host of the tests' own behind its MQTT listeners. What comes is a line of the file that
// GATEHOUSE_HOST_LOG names; what is published says what shall happen:
//   echo TEXT        down to the device that said so
//   tell ID TEXT     down to another device
//   all TOPIC TEXT   to whoever subscribed to the topic
//   hold             settled at the next "release"
//   lose             never kept
#include "app/command_line.hpp"
#include "gateway/device_host.hpp"

#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <vector>

namespace {

using namespace gatehouse;
using namespace gatehouse::gateway;

std::string take_word(std::string& from)
{
    const std::size_t end = std::min(from.find(' '), from.size());
    std::string word = from.substr(0, end);
    from.erase(0, std::min(end + 1, from.size()));
    return word;
}

class obeying_host final : public device_host {
public:
    void begin(broadcaster& all) override { all_ = &all; }

    connect_code connect(const connect_request& asked) override
    {
        if (asked.client_id.find('_') == std::string_view::npos)
            return connect_code::identifier_rejected;
        return asked.has_password && asked.password == "right" ? connect_code::accepted
                                                               : connect_code::bad_user_name_or_password;
    }
    void arrived(std::shared_ptr<device_line> line) override
    {
        const std::lock_guard lock(mutex_);
        note("arrived", *line, {});
        lines_[std::string(line->client_id())] = std::move(line);
    }
    void left(device_line& line, bool taken_over) override
    {
        const std::lock_guard lock(mutex_);
        note(taken_over ? "taken" : "left", line, {});
    }
    bool may_subscribe(const device_line&, std::string_view filter) override
    {
        return filter == "KQ" || filter == "KQ/M";
    }
    void publish(const std::shared_ptr<device_line>& line, std::string_view, std::string payload,
                 settle outcome) override
    {
        const std::lock_guard lock(mutex_);
        note("publish", *line, payload.substr(0, 200));
        const std::string what = take_word(payload);
        if (what == "lose")
            return outcome(false);
        if (what == "hold")
            return held_.push_back(std::move(outcome));
        if (what == "echo")
            line->send(payload);
        if (what == "tell") {
            if (const auto found = lines_.find(take_word(payload)); found != lines_.end())
                found->second->send(payload);
        }
        if (what == "all") {
            const std::string topic = take_word(payload);
            all_->broadcast(topic, payload);
        }
        if (what == "release")
            for (settle& each : std::exchange(held_, {}))
                each(true);
        outcome(true);
    }

private:
    void note(std::string_view what, const device_line& line, std::string_view text)
    {
        log_ << what << ' ' << line.client_id() << ' ' << text << std::endl;
    }

    std::mutex mutex_;
    std::ofstream log_{std::getenv("GATEHOUSE_HOST_LOG"), std::ios::app};
    broadcaster* all_ = nullptr;
    std::map<std::string, std::shared_ptr<device_line>> lines_;
    std::vector<settle> held_;
};

}  // namespace

int main(int argc, char** argv)
{
    return app::run(argc, argv, {}, [](const endpoint::services&, const app::settings&) {
        return std::make_unique<obeying_host>();
    });
}
