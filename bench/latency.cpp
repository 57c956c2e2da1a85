// bench_latency ADDRESS:PORT < BODIES: one connection, one request after the other, each with the next line
// of the input as its body. Stops at an answer that is not errcode 0.
#include "bench/connection.hpp"
#include "bench/percentiles.hpp"

#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace gatehouse::bench;

int measure(const std::string& address)
{
    connection server(address);
    std::vector<duration> taken;
    for (std::string body; std::getline(std::cin, body);) {
        const std::string request = beiliao_request(address, body);
        const auto asked = std::chrono::steady_clock::now();
        const std::string answer = server.exchange(request);
        taken.push_back(std::chrono::steady_clock::now() - asked);
        if (answer.find("\"errcode\":0") == std::string::npos) {
            std::fprintf(stderr, "bench_latency: answered %s\n", answer.c_str());
            return 1;
        }
    }
    if (taken.empty())
        return 1;
    print_percentiles(std::move(taken));
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    try {
        return measure(argv[1]);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "bench_latency: %s\n", fault.what());
        return 1;
    }
}
