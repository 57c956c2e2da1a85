// Machines that stay connected, as those see them who have something for one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::endpoint {

// What an operator has a machine do. `number`: by which its answer is known.
struct device_command {
    std::string number;
    std::string command;
    std::optional<std::string> payload{};  // JSON
};
// The log goes to an FTP server.
struct log_request {
    std::string number;
    std::string host;
    std::int64_t port = 21;
    std::optional<std::string> first_day{}, last_day{};  // YYYY-MM-DD
};
using device_order = std::variant<device_command, log_request>;

// Any thread. A device is named by what it connects with.
class device_links {
public:
    virtual bool is_online(const std::string& device) const = 0;
    // False: it is not connected, or more waits for it than may. Nothing is kept for later.
    virtual bool send(const std::string& device, std::string json) = 0;
    // And `arrived` is called once, on any thread, when the device acknowledges it; perhaps never.
    virtual bool send_watched(const std::string& device, std::string json,
                              const std::function<void()>& arrived)
    {
        (void)arrived;
        return send(device, std::move(json));
    }
    // As send().
    virtual bool order(const std::string& device, const device_order& what) = 0;
    // To every machine of the product that listens.
    virtual void announce_firmware(std::string_view type, std::string_view model,
                                   std::string_view version) = 0;
    // Where devices connect: tcp://HOST:PORT, ssl://HOST:PORT.
    virtual std::vector<std::string> addresses() const = 0;

protected:
    ~device_links() = default;
};

}  // namespace gatehouse::endpoint
