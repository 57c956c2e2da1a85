// One HTTP/1.1 connection that waits for each answer: no library between the clock and the socket.
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::bench {

class connection {
public:
    // "127.0.0.1:8080"; throws std::runtime_error when nobody listens.
    explicit connection(std::string_view address);
    ~connection();
    connection(connection&& from) noexcept;
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    connection& operator=(connection&&) = delete;

    // Sends the whole request and returns the body of its answer; throws when there is none within 10 s.
    std::string exchange(std::string_view request);
    bool is_open() const;
    // Closes without leaving the port in TIME_WAIT.
    void reset_when_closed() const;

private:
    int socket_;
};

// The Beiliao call with this form-encoded body.
std::string beiliao_request(std::string_view address, std::string_view body);

}  // namespace gatehouse::bench
