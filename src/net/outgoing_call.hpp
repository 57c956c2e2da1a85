// One outgoing request as libcurl carries it: its handle, what it may reach, what came back.
#pragma once

#include "net/outgoing.hpp"

#include <curl/curl.h>

#include <optional>

namespace gatehouse::net {

struct curl_closer {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

class outgoing_call {
public:
    // `options` outlive the call. Throws std::bad_alloc only.
    outgoing_call(const outgoing_options& options, outgoing_request what, outgoing_client::done when_done);
    outgoing_call(const outgoing_call&) = delete;
    outgoing_call& operator=(const outgoing_call&) = delete;

    CURL* handle() const { return handle_.get(); }
    // Calls `done` with what became of it.
    void finish(CURLcode code);
    void end(outgoing_end how, std::string reason);

private:
    static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* to);
    static int before_request(void* self, char* remote, char*, int, int);
    static std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self);

    void configure();
    void configure_method();
    void note_header(std::string_view line);
    bool may_reach(const boost::asio::ip::address& what);
    std::size_t answer_most() const { return what_.answer_most ? what_.answer_most : options_.answer_most; }
    outgoing_answer answer_of(CURLcode code) const;

    const outgoing_options& options_;
    outgoing_request what_;
    outgoing_client::done done_;
    std::unique_ptr<curl_slist, curl_closer> headers_;
    std::unique_ptr<curl_slist, curl_closer> pinned_;
    std::unique_ptr<CURL, curl_closer> handle_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    outgoing_answer answer_;
    std::size_t head_size_ = 0;
    bool body_cut_ = false;
    bool connected_ = false;             // a socket was opened, or one that stood open was used
    std::optional<std::string> barred_;  // an address that the guard turned away
};

}  // namespace gatehouse::net
