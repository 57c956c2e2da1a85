// Something that is done again and again behind everything else, without a thread of its own, so that a test
// leads it step by step. dispatcher.hpp leads it in the server.
#pragma once

#include <chrono>

namespace gatehouse::ops {

class round {
public:
    virtual ~round() = default;

    // Whether pass() might find work; asked twenty times a second.
    virtual bool is_wanted() const = 0;
    // True: there is more to do at once.
    virtual bool pass() = 0;
    // Nothing more is begun; what is under way ends within the grace, or is abandoned.
    virtual void finish(std::chrono::milliseconds grace) = 0;
};

}  // namespace gatehouse::ops
