// Raw requests and what must come of them. Read by the reader's tests, split at every byte, and by the
// server's, over sockets.
#pragma once

#include <string>
#include <vector>

namespace gatehouse::net::test {

// The handler allows a body of 1000 bytes and answers "METHOD path?query body"; a refusal is its status.
struct framing_case {
    std::string name;
    std::string wire;
    std::vector<std::string> answers;
    bool closes = false;
};

const std::vector<framing_case>& framing_corpus();

}  // namespace gatehouse::net::test
