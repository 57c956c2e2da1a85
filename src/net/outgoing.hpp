// Requests that the server sends. One client on a thread of its own carries them all; before a connection is
// opened the very address it goes to is held against the guard.
#pragma once

#include "net/address_guard.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::net {

struct outgoing_options {
    std::vector<network> allowed;        // beside public addresses
    std::size_t answer_most = 64 << 10;  // bytes kept of an answer's body, and allowed for its head
    std::size_t requests_most = 1024;    // under way at once; past it a request fails at once
    // Asked before each request: HOST:PORT:ADDRESS entries that go before the name service, for tests.
    std::function<std::vector<std::string>()> pinned;
};

struct outgoing_request {
    std::string url;                   // http or https, without user name
    std::vector<std::string> headers;  // "Name: value"
    std::string body;
    std::string method = "POST";
    bool any_address = false;  // the operator wrote this very URL: its host is allowed wherever it lies
    bool on_site = false;      // the host may stand on a site's own network: may_be_on_site()
    // On a connection of its own. One that stood open may turn out to be closed, and the request is sent
    // again by itself then, though the first may have been heard.
    bool only_once = false;
    std::size_t answer_most = 0;  // bytes kept of the answer's body; 0: as the client's options say
    std::chrono::milliseconds deadline{15'000};  // from the start to the answer's last byte
    std::chrono::milliseconds connect_deadline{5'000};
};

enum class outgoing_end : std::uint8_t {
    answered,  // `status` and the headers came
    failed,    // no answer, or none in time: may succeed another time
    refused,   // the guard forbids it, or the URL is none of ours: fails always, nothing was connected to
    stopped,   // the client was stopped before the answer came
};

struct outgoing_answer {
    outgoing_end end = outgoing_end::failed;
    unsigned status = 0;
    std::string retry_after;  // the header's value; empty when there was none
    std::string cookie;       // "name=value" of the first Set-Cookie; empty when there was none
    std::string body;         // its beginning, where it is longer than is kept
    std::string reason;       // for people, where there is no answer; never holds the URL
    std::chrono::milliseconds took{0};
};

class outgoing_client {
public:
    using done = std::function<void(outgoing_answer)>;

    explicit outgoing_client(outgoing_options options);
    ~outgoing_client();
    outgoing_client(const outgoing_client&) = delete;
    outgoing_client& operator=(const outgoing_client&) = delete;

    // Any thread. `when_done` is called once, on the client's thread, or at once where the client is stopped
    // or full; it must neither throw nor wait. A redirect is an answer like any other: nothing follows it.
    void post(outgoing_request what, done when_done);
    void get(outgoing_request what, done when_done);

    // Takes nothing more, gives what is under way this long to end, then ends it with `stopped`.
    void stop(std::chrono::milliseconds grace);

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

}  // namespace gatehouse::net
