// The server with its durability broken on purpose: the campaigns' negative control, which must lose punches.
// GATEHOUSE_UNSAFE=ack_before_commit answers before the commit, =synchronous_normal does not sync commits.
#include "app/command_line.hpp"
#include "app/machines.hpp"

#include <cstdlib>
#include <iostream>
#include <string_view>

int main(int argc, char** argv)
{
    const char* const chosen = std::getenv("GATEHOUSE_UNSAFE");
    const std::string_view mode = chosen ? chosen : "";
    gatehouse::app::durability how;
    if (mode == "ack_before_commit") {
        how.answer_before_commit = true;
    } else if (mode == "synchronous_normal") {
        how.database.sync_every_commit = false;
    } else {
        std::cerr << "GATEHOUSE_UNSAFE is neither ack_before_commit nor synchronous_normal\n";
        return 2;
    }
    return gatehouse::app::run(argc, argv, how, gatehouse::app::machines);
}
