// bench_latency ADDRESS:PORT [TARGET KEY] < BODIES: one connection, one request after the other, each with
// the next line of the input as its body: forms for Beiliao, or JSON for TARGET under the bearer KEY. Stops
// at an answer that says no success.
#include "bench/connection.hpp"
#include "bench/percentiles.hpp"

#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace gatehouse::bench;

int measure(const std::string& address, const std::string& target, const std::string& headers)
{
    connection server(address);
    std::vector<duration> taken;
    for (std::string body; std::getline(std::cin, body);) {
        const std::string request = post_request(address, target, headers, body);
        const auto asked = std::chrono::steady_clock::now();
        const std::string answer = server.exchange(request);
        taken.push_back(std::chrono::steady_clock::now() - asked);
        if (answer.find("code\":0") == std::string::npos) {
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
    if (argc != 2 && argc != 4)
        return 2;
    try {
        if (argc == 2)
            return measure(argv[1], "/index.php", "Content-Type: application/x-www-form-urlencoded\r\n");
        return measure(argv[1], argv[2],
                       "Content-Type: application/json\r\nAuthorization: Bearer " + std::string(argv[3]) +
                           "\r\n");
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "bench_latency: %s\n", fault.what());
        return 1;
    }
}
