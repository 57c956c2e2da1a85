// One HTTP/1.1 connection that waits for each answer: no library between the clock and the socket.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct ssl_st;  // OpenSSL's SSL

namespace gatehouse::bench {

class connection {
public:
    // "127.0.0.1:8080"; throws std::runtime_error when nobody listens, or no TLS where it is wanted. Whose
    // certificate it is does not matter.
    explicit connection(std::string_view address, bool over_tls = false);
    ~connection();
    connection(connection&& from) noexcept;
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    connection& operator=(connection&&) = delete;

    // Sends the whole request and returns the body of its answer; throws when there is none within 10 s.
    std::string exchange(std::string_view request);
    bool is_open() const;
    // For who sends and waits by himself.
    void send(std::string_view request);
    // As many bytes; throws when they do not come within 10 s.
    std::string receive(std::size_t count);
    int descriptor() const { return socket_; }
    // Closes without leaving the port in TIME_WAIT.
    void reset_when_closed() const;

private:
    struct free_tls {
        void operator()(ssl_st* tls) const;
    };

    void begin_tls();
    long write(std::string_view bytes);
    long read(char* into, std::size_t size);

    int socket_;
    std::unique_ptr<ssl_st, free_tls> tls_;
};

// A POST of `body` to `target`, "/index.php"; `headers` are whole lines: "Authorization: Bearer x\r\n".
std::string post_request(std::string_view address, std::string_view target, std::string_view headers,
                         std::string_view body);

// The Beiliao call with this form-encoded body.
std::string beiliao_request(std::string_view address, std::string_view body);

}  // namespace gatehouse::bench
