#include "app/command_line.hpp"
#include "app/machines.hpp"

int main(int argc, char** argv)
{
    return gatehouse::app::run(argc, argv, {}, gatehouse::app::machines);
}
