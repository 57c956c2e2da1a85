// What only we can break: checked in release builds too, ends the process with the place in the log.
#pragma once

#include <cstdio>
#include <cstdlib>

#define GATEHOUSE_ASSERT(condition)                                                                          \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            std::fprintf(stderr, "{\"level\":\"fatal\",\"event\":\"assertion\",\"text\":\"%s:%d\"}\n",       \
                         __FILE__, __LINE__);                                                                \
            std::abort();                                                                                    \
        }                                                                                                    \
    } while (false)
