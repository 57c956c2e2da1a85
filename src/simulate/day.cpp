#include "simulate/day.hpp"

#include <unistd.h>

#include <csignal>
#include <iostream>

namespace gatehouse::simulate {
namespace {

using namespace std::chrono_literals;

sigset_t ending_signals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

}  // namespace

day::day(std::string name) : name_(std::move(name))
{
    const sigset_t signals = ending_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

std::jthread day::start(std::function<void()> work)
{
    return std::jthread([this, work = std::move(work)] {
        try {
            work();
        } catch (const std::exception& e) {
            if (!whole_.stop_requested()) {
                std::cerr << name_ + ": " + std::string(e.what()) + "\n";
                failed_ = true;
            }
            whole_.request_stop();
        }
    });
}

void day::watch(std::chrono::seconds length, const std::function<std::string()>& progress)
{
    const sigset_t signals = ending_signals();
    const bool terminal = isatty(STDERR_FILENO) != 0;
    const auto begun = std::chrono::steady_clock::now();
    auto told = begun;
    constexpr timespec slice{0, 100'000'000};
    while (!whole_.stop_requested()) {
        if (sigtimedwait(&signals, nullptr, &slice) > 0)
            break;
        const auto now = std::chrono::steady_clock::now();
        if (length > 0s && now - begun >= length)
            break;
        if (terminal && now - told >= 5s) {
            std::cerr << progress();
            told = now;
        }
    }
    whole_.request_stop();
}

}  // namespace gatehouse::simulate
