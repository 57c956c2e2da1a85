// bench_idle ADDRESS:PORT COUNT BODY plain|tls: opens the connections, asks one request on each and holds
// them. Prints how many are open; when its input ends, how many still are.
#include "bench/connection.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace gatehouse::bench;

void raise_file_limit()
{
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

void hold(const std::string& address, std::size_t count, const std::string& body, bool over_tls)
{
    const std::string request = beiliao_request(address, body);
    std::vector<connection> held;
    held.reserve(count);
    for (std::size_t made = 0; made != count; ++made) {
        held.emplace_back(address, over_tls).reset_when_closed();
        held.back().exchange(request);
    }
    std::printf("{\"open\": %zu}\n", held.size());
    std::fflush(stdout);
    while (std::getchar() != EOF) {}
    std::printf("{\"alive\": %td}\n", std::count_if(held.begin(), held.end(),
                                                    [](const connection& each) { return each.is_open(); }));
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 5)
        return 2;
    try {
        raise_file_limit();
        hold(argv[1], std::strtoul(argv[2], nullptr, 10), argv[3], std::string_view(argv[4]) == "tls");
        return 0;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "bench_idle: %s\n", fault.what());
        return 1;
    }
}
