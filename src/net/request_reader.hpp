// Turns the bytes of a connection into one request: a pure conversation, without I/O. How the bytes are split
// makes no difference.
#pragma once

#include "net/chunk_decoder.hpp"
#include "net/http.hpp"
#include "net/request_head.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::net {

class request_reader {
public:
    enum class state : std::uint8_t {
        more,      // all bytes were taken; those that matter are kept here
        head,      // a body follows: ask for its limit, call admit_body(), then read() the rest
        complete,  // parsed() is the whole request
        refused    // why() says it; nothing of this connection can be read any more
    };
    struct progress {
        state now;
        std::size_t consumed;
    };

    // Until `more` is answered, the bytes must stay where they are: the request's views lead into them. Not
    // to be called again after `complete` (without reset) or `refused`.
    progress read(std::string_view bytes);

    // False: the announced length is over the limit, why() is 413.
    bool admit_body(std::size_t limit);

    // After `head` (then without body) and `complete`.
    request& parsed() { return parsed_; }
    bool keeps_alive() const { return head_.keeps_alive; }
    bool is_http_1_0() const { return head_.is_http_1_0; }
    bool expects_continue() const { return head_.expects_continue; }

    const refusal& why() const { return why_; }
    // As far as it is known; empty before.
    std::string_view path() const { return head_.path; }

    bool is_blank() const { return stage_ == stage::head && kept_head_.empty() && lead_ != lead::cr; }
    bool is_in_body() const { return stage_ == stage::body || stage_ == stage::chunks; }
    std::size_t kept_body() const { return kept_body_.size(); }

    void reset();

private:
    enum class stage : std::uint8_t { head, body, chunks, complete, refused };
    enum class lead : std::uint8_t { nothing, cr, passed };

    bool skip_empty_line(std::string_view& bytes);
    progress read_head(std::string_view bytes);
    progress take_head(std::string_view head, std::size_t consumed);
    progress read_body(std::string_view bytes);
    progress read_chunks(std::string_view bytes);
    progress refuse(refusal why);
    void complete(std::string_view body);
    void keep_head();

    stage stage_ = stage::head;
    lead lead_ = lead::nothing;
    bool is_admitted_ = false;
    head_scanner scanner_;
    chunk_decoder chunks_;
    request_head head_;
    request parsed_;
    refusal why_;
    std::string_view head_bytes_;  // in the caller's memory or in kept_head_
    std::string kept_head_;
    std::string kept_body_;
};

}  // namespace gatehouse::net
