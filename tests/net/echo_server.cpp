// A server for measurements: answers every POST with the same few bytes, as a handler without any work would.
//   net_echo PORT [THREADS] [direct|writer]
// "writer" answers from one other thread, all that waits at once, as the database's writer does.
#include "net/http_server.hpp"

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <thread>

namespace {

using namespace gatehouse;

net::reply accepted()
{
    return {200, "application/json", R"({"errcode":0,"errmsg":"ok","data":{"id":1234567}})", {}, {}, false};
}

class echo final : public net::handler {
public:
    explicit echo(bool is_direct) : is_direct_(is_direct) {}

    void handle(const net::request&, net::ticket ask) override
    {
        if (is_direct_)
            return ask.answer(accepted());
        const std::lock_guard lock(mutex_);
        if (waiting_.empty())
            wakes_.notify_one();
        waiting_.push_back(std::move(ask));
    }
    std::size_t body_limit(const net::request&) override { return 1 << 20; }
    net::reply refusal(unsigned status, std::string_view, std::string_view reason) override
    {
        return {status, "text/plain", std::string(reason), {}, {}, true};
    }

    void write_until_end(net::http_server& server)
    {
        std::vector<net::ticket> batch;
        for (;;) {
            {
                std::unique_lock lock(mutex_);
                wakes_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
                if (waiting_.empty())
                    return;
                batch.swap(waiting_);
            }
            for (net::ticket& each : batch)
                each.answer_later(accepted());
            batch.clear();
            server.wake();
        }
    }
    void end()
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
        wakes_.notify_one();
    }

private:
    const bool is_direct_;
    std::mutex mutex_;
    std::condition_variable wakes_;
    std::vector<net::ticket> waiting_;
    bool is_over_ = false;
};

}  // namespace

int main(int count, char** words)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    const auto port = static_cast<unsigned short>(count > 1 ? std::atoi(words[1]) : 0);
    echo answers(count < 4 || std::string_view(words[3]) != "writer");
    net::http_options options;
    options.listen = {{{boost::asio::ip::address_v4::loopback(), port}, nullptr}};
    options.threads = count > 2 ? static_cast<unsigned>(std::atoi(words[2])) : 1;
    net::http_server server(answers, options);
    server.start();
    std::printf("{\"event\":\"ready\",\"http\":\"127.0.0.1:%u\"}\n", unsigned{server.addresses()[0].port()});
    std::fflush(stdout);

    std::thread writer([&] { answers.write_until_end(server); });
    int which = 0;
    sigwait(&ends, &which);
    server.stop();
    server.join();
    answers.end();
    writer.join();
}
