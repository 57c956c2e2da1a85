// Machines that stay connected, as those see them who have something for one.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace gatehouse::endpoint {

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
    // Where devices connect: tcp://HOST:PORT, ssl://HOST:PORT.
    virtual const std::vector<std::string>& addresses() const = 0;

protected:
    ~device_links() = default;
};

}  // namespace gatehouse::endpoint
