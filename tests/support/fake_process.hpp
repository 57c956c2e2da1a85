// A fake vendor of tests/fakes/, started as anybody would start it, and told over HTTP how to misbehave.
#pragma once

#include "net/outgoing.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <future>
#include <stdexcept>
#include <string>
#include <vector>

extern char** environ;

namespace gatehouse::support {

inline net::outgoing_answer ask(net::outgoing_client& client, net::outgoing_request what)
{
    std::promise<net::outgoing_answer> promise;
    auto coming = promise.get_future();
    client.post(std::move(what),
                [&promise](net::outgoing_answer answer) { promise.set_value(std::move(answer)); });
    return coming.get();
}

class fake_process {
public:
    explicit fake_process(const std::string& name, std::vector<std::string> arguments = {})
    {
        std::vector<std::string> words{"python3", "-B", GATEHOUSE_SOURCE_DIR "/tests/fakes/" + name + ".py"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        pointers.reserve(words.size() + 1);
        for (std::string& each : words)
            pointers.push_back(each.data());
        pointers.push_back(nullptr);
        int ends[2] = {};
        if (::pipe(ends) != 0)
            throw std::runtime_error("no pipe");
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        posix_spawn_file_actions_addclose(&actions, ends[0]);
        const int failed = ::posix_spawnp(&process_, "python3", &actions, nullptr, pointers.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        std::string line;
        for (char each = 0; failed == 0 && ::read(ends[0], &each, 1) == 1 && each != '\n';)
            line += each;
        ::close(ends[0]);
        if (line.empty())
            throw std::runtime_error(name + ".py did not start");
        url_ = "http://127.0.0.1:" + std::to_string(boost::json::parse(line).at("port").as_int64());
    }
    ~fake_process()
    {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    fake_process(const fake_process&) = delete;
    fake_process& operator=(const fake_process&) = delete;

    const std::string& url() const { return url_; }

    // The next so many requests below the path; tests/fakes/vendor.py lists the ways.
    void misbehave(const std::string& path, const std::string& how, int times = 1)
    {
        tell("next", {{"path", path}, {"how", how}, {"times", times}});
    }
    void misbehave_always(const std::string& how) { tell("always", {{"how", how}}); }

    // "POST /auth/login" of every request so far.
    std::vector<std::string> asked()
    {
        std::vector<std::string> lines;
        for (const auto& each : requests())
            lines.push_back(std::string(each.at("method").as_string()) + " " +
                            std::string(each.at("path").as_string()));
        return lines;
    }
    boost::json::array requests()
    {
        net::outgoing_request what;
        what.url = url_ + "/_fake/asked";
        what.method = "GET";
        what.any_address = true;
        return boost::json::parse(ask(client_, std::move(what)).body).as_array();
    }

private:
    void tell(const std::string& what, const boost::json::object& how)
    {
        net::outgoing_request request;
        request.url = url_ + "/_fake/" + what;
        request.method = "PUT";
        request.body = boost::json::serialize(how);
        request.any_address = true;
        if (ask(client_, std::move(request)).status != 200)
            throw std::runtime_error("the fake does not take orders");
    }

    pid_t process_ = 0;
    std::string url_;
    net::outgoing_client client_{{.allowed = {}, .answer_most = 4U << 20U, .requests_most = 8, .pinned = {}}};
};

}  // namespace gatehouse::support
