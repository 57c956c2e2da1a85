// The seam between devices' connections and what stands behind them. The gateway knows MQTT and no message;
// a host knows messages and no socket.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::gateway {

// What CONNECT said, and where it came from. Views live for the call.
struct connect_request {
    std::string_view client_id, user_name, password;
    bool has_user_name = false, has_password = false;
    std::string_view address;
};

// MQTT 3.1.1, table 3.1
enum class connect_code : std::uint8_t {
    accepted = 0,
    unacceptable_protocol = 1,
    identifier_rejected = 2,
    server_unavailable = 3,
    bad_user_name_or_password = 4,
    not_authorized = 5
};

// Who is told what became of an up-link: the connection that it came by. Any thread; the connection may be
// gone. `wakes`: the I/O thread is woken for it; otherwise it finds it when it is woken next.
class settle_sink {
public:
    virtual void settled(std::uint64_t which, bool kept, bool wakes) noexcept = 0;

protected:
    ~settle_sink() = default;
};

// What becomes of one up-link; called exactly once, on any thread. True: it is on disk, PUBACK or PUBREC may
// leave. False: it never will be, nothing is acknowledged (the device sends it again) and the connection is
// closed. One that is destroyed uncalled says false.
class settle {
public:
    settle() = default;
    settle(std::shared_ptr<settle_sink> to, std::uint64_t which) : to_(std::move(to)), which_(which) {}
    settle(settle&&) noexcept = default;
    settle& operator=(settle&& other) noexcept
    {
        settle former(std::move(*this));
        to_ = std::move(other.to_);
        which_ = other.which_;
        return *this;
    }
    ~settle() { tell(false, true); }

    void operator()(bool kept) noexcept { tell(kept, true); }
    // The acknowledgement leaves at the next broadcaster::wake(): one for all that a commit settles.
    void later(bool kept) noexcept { tell(kept, false); }

    explicit operator bool() const { return to_ != nullptr; }

private:
    void tell(bool kept, bool wakes) noexcept
    {
        if (const auto told = std::exchange(to_, nullptr))
            told->settled(which_, kept, wakes);
    }

    std::shared_ptr<settle_sink> to_;
    std::uint64_t which_ = 0;
};

// One connected device, as what stands behind the gateway sees it. Shared, any thread; dead once the
// connection is closed.
class device_line {
public:
    virtual ~device_line() = default;

    // A down-link of QoS 1 on the device's own topic. False when the line is dead, or when more waits for the
    // device than it may: then nothing was sent.
    virtual bool send(std::string json) = 0;
    // And `arrived` is called on the connection's thread when the device acknowledges it; perhaps never.
    virtual bool send_watched(std::string json, std::function<void()> arrived)
    {
        (void)arrived;
        return send(std::move(json));
    }
    virtual void close() = 0;
    virtual std::string_view client_id() const = 0;
    virtual std::string_view address() const = 0;
};

// The connected devices as a whole. Any thread.
class broadcaster {
public:
    virtual ~broadcaster() = default;

    // To every device that subscribed to exactly this topic, at QoS 1 or what it was granted.
    virtual void broadcast(std::string_view topic, std::string json) = 0;
    // Delivers what settle::later() left.
    virtual void wake() noexcept = 0;
};

// What stands behind the connections. Calls come on the connection's I/O thread and never block.
class device_host {
public:
    virtual ~device_host() = default;

    // Once, before the first connection; outlives the last one.
    virtual void begin(broadcaster&) {}
    // Once, when the listeners are open: where devices connect, tcp://HOST:PORT or ssl://HOST:PORT.
    virtual void reached_at(std::vector<std::string>) {}
    // Once, before begin(): where they fetch files, http://HOST:PORT.
    virtual void downloads_at(std::string) {}

    // Looks in the published index only.
    virtual connect_code connect(const connect_request& asked) = 0;
    // After CONNACK 0. A take-over calls left() for the old line first, on the new one's thread; up-links
    // that the old connection has read may still come behind it.
    virtual void arrived(std::shared_ptr<device_line> line) = 0;
    virtual void left(device_line& line, bool taken_over) = 0;
    // Broadcast topics: granted or answered 0x80. The device's own topic is not asked for.
    virtual bool may_subscribe(const device_line& line, std::string_view filter) = 0;
    virtual void publish(const std::shared_ptr<device_line>& line, std::string_view topic,
                         std::string payload, settle outcome) = 0;
};

}  // namespace gatehouse::gateway
