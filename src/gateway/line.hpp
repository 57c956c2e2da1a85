// A connected device as everybody but its own I/O thread sees it.
#pragma once

#include "gateway/device_host.hpp"
#include "gateway/mailbox.hpp"

#include <atomic>

namespace gatehouse::gateway {

class line final : public device_line, public settle_sink {
public:
    line(std::shared_ptr<mailbox> letters, session_id session, std::string client_id, std::string address,
         std::size_t most_waiting)
        : letters_(std::move(letters)),
          session_(session),
          client_id_(std::move(client_id)),
          address_(std::move(address)),
          most_waiting_(most_waiting)
    {}

    bool send(std::string json) override { return send_watched(std::move(json), {}); }
    bool send_watched(std::string json, std::function<void()> arrived) override;
    void close() override { order_close(false); }
    std::string_view client_id() const override { return client_id_; }
    std::string_view address() const override { return address_; }
    void settled(std::uint64_t which, bool kept, bool wakes) noexcept override;

    // The connection is over, or another has taken its place.
    void order_close(bool taken_over) { letters_->put({session_, close_order{taken_over}}, true); }
    void die() { is_alive_.store(false, std::memory_order_release); }
    // True for the first who asks: whoever tells the host that it left.
    bool leaves_now() { return !has_left_.exchange(true, std::memory_order_acq_rel); }
    // Of what send() took, so much waits no more.
    void released(std::size_t bytes) { waiting_.fetch_sub(bytes, std::memory_order_relaxed); }

private:
    const std::shared_ptr<mailbox> letters_;
    const session_id session_;
    const std::string client_id_;
    const std::string address_;
    const std::size_t most_waiting_;
    std::atomic<std::size_t> waiting_ = 0;  // bytes
    std::atomic<bool> is_alive_ = true;
    std::atomic<bool> has_left_ = false;
};

}  // namespace gatehouse::gateway
