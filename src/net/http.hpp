// HTTP as the floors above see it: a request, its reply, and the ticket that carries the reply back.
// Nothing here knows a socket.
#pragma once

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::net {

enum class verb : std::uint8_t { get, head, post, put, patch, delete_, options, other };

struct header_field {
    std::string_view name;
    std::string_view value;
};

struct peer {
    boost::asio::ip::address address;
    std::uint16_t port = 0;

    // Whose failures count together: one address of version 4, the 64 bits of a network of version 6, of
    // which a caller has as many addresses as it likes.
    std::string network() const;
};

// Facts about the listener that the connection came in through.
struct listener_facts {
    bool is_tls = false;
    bool is_loopback = false;
};

// All views are raw bytes of the message and valid only while the handler is being called.
struct request {
    verb method = verb::get;
    std::string_view method_text;
    std::string_view target;
    std::string_view path;   // begins with '/', or is "*" (OPTIONS only); not decoded
    std::string_view query;  // behind the '?', without it; not decoded
    std::string_view body;
    std::span<const header_field> headers;
    peer source;
    listener_facts local;

    // The first field of that name, in any case; data() is null when there is none.
    std::string_view header(std::string_view name) const;
    // What stands behind `Bearer ` in Authorization; empty where nothing does.
    std::string_view bearer_token() const;
    bool has_header(std::string_view name) const { return header(name).data() != nullptr; }
};

// A body that is read piece by piece while it goes out, so that nobody holds the whole of it. Read on the
// I/O thread.
class body_source {
public:
    virtual ~body_source() = default;
    virtual std::uint64_t size() const = 0;
    // All of `into`, from the body's byte `at` on. False: it cannot be read, and the connection ends.
    virtual bool read(std::span<char> into, std::uint64_t at) const noexcept = 0;
};

// Header names and the content type are texts of the program's own; values may come from anywhere, but one
// with a line break or another control character turns the whole reply into a 500.
struct reply {
    unsigned status = 200;
    std::string_view content_type;
    std::string body;
    std::vector<std::pair<std::string_view, std::string>> headers;
    std::optional<unsigned> retry_after;  // seconds
    bool close = false;
    std::shared_ptr<const body_source> source{};  // the body, where `body` is empty

    friend bool operator==(const reply&, const reply&) = default;
};

// Which request of which connection a ticket stands for; a sink gives it a meaning.
struct ticket_id {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;

    friend bool operator==(const ticket_id&, const ticket_id&) = default;
};

enum class urgency : std::uint8_t { now, later };

class chunk;
class feed;
class feed_queue;
struct feed_link;

// Bytes for a feed, or its end where there are none.
struct feed_piece {
    std::shared_ptr<feed_link> of;
    std::shared_ptr<const chunk> bytes;
};

// Where answers go: the I/O thread's mailbox, or a test's own. Called from any thread.
class answer_sink {
public:
    virtual void issued() noexcept = 0;
    // One of these three for each ticket issued, and `ended` for each begun; the sink may be gone after
    // `answered`, `abandoned` and `ended`.
    virtual void answered(ticket_id id, reply&& with, urgency when) noexcept = 0;
    virtual void abandoned(ticket_id id) noexcept = 0;
    virtual void begun(ticket_id id, reply&& head, std::unique_ptr<feed_queue> queue) noexcept = 0;
    virtual void sent(ticket_id id, feed_piece&& piece, urgency when) noexcept = 0;
    virtual void ended(ticket_id id, feed_piece&& piece) noexcept = 0;

protected:
    ~answer_sink() = default;
};

// A request that waits for its answer. May go to any thread and may outlive the connection and the server.
// One that is destroyed unanswered answers 500.
class ticket {
public:
    ticket() = default;
    ticket(answer_sink& sink, ticket_id id) noexcept : sink_(&sink), id_(id) { sink_->issued(); }
    ticket(ticket&& other) noexcept : sink_(std::exchange(other.sink_, nullptr)), id_(other.id_) {}
    ticket& operator=(ticket&& other) noexcept
    {
        ticket old(std::move(*this));
        sink_ = std::exchange(other.sink_, nullptr);
        id_ = other.id_;
        return *this;
    }
    ~ticket()
    {
        if (sink_)
            sink_->abandoned(id_);
    }

    // Exactly one of the three, once. Inside the handler's call they are direct; elsewhere `answer` and
    // `begin` wake the I/O thread and `answer_later` leaves that to http_server::wake().
    void answer(reply with) noexcept { give(std::move(with), urgency::now); }
    void answer_later(reply with) noexcept { give(std::move(with), urgency::later); }
    // An answer that goes on (net/feed.hpp): `head` without a body.
    feed begin(reply head) noexcept;

    explicit operator bool() const { return sink_ != nullptr; }

private:
    void give(reply&& with, urgency when) noexcept;

    answer_sink* sink_ = nullptr;
    ticket_id id_;
};

// What the floor above does with requests. Called on the I/O threads, on several at once.
class handler {
public:
    // Requests of one connection come one after the other: the next when this one is answered.
    virtual void handle(const request& wanted, ticket ask) = 0;
    // How many body bytes this request may have; asked when its head is complete and a body is announced.
    virtual std::size_t body_limit(const request& head) = 0;
    // The answer to a request that `handle` never sees, or dropped, in the protocol of `path`, which is empty
    // when it could not be read. Status 400, 408, 413, 415, 417, 431, 500, 503 or 505.
    virtual reply refusal(unsigned status, std::string_view path, std::string_view reason) = 0;

protected:
    ~handler() = default;
};

}  // namespace gatehouse::net
