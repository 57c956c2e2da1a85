#include "simulate/mqtt_line.hpp"

#include "simulate/day.hpp"

#include <MQTTClient.h>

namespace gatehouse::simulate {
namespace {

using namespace std::chrono_literals;

constexpr int keep_alive_seconds = 60;
constexpr int connect_most_seconds = 10;
constexpr auto glance = 100ms;  // how often a broken connection is looked for
constexpr auto farewell = 2s;   // for what is on its way when the day is stopped

// Paho ends its thread with the last connection and starts one with the first: one after the other.
std::mutex& door()
{
    static std::mutex only;
    return only;
}

// Until it is true, the connection broke, or the time is over.
template <class Mailbox, class Ready>
bool wait(Mailbox& box, const mqtt_line& line, const std::stop_token& stop,
          std::chrono::milliseconds patience, Ready ready)
{
    using clock = std::chrono::steady_clock;
    auto until = clock::now() + patience;
    bool is_leaving = false;
    for (;;) {
        const bool was_connected = line.is_connected();
        {
            std::unique_lock hold(box.guard);
            if (box.filled.wait_until(hold, std::min(until, clock::now() + glance), ready))
                return true;
        }
        if (stop.stop_requested() && !is_leaving) {
            until = std::min(until, clock::now() + farewell);
            is_leaving = true;
        }
        if (!was_connected || clock::now() >= until)
            return false;
    }
}

}  // namespace

mqtt_line::mqtt_line(mqtt_identity who, std::stop_token stop) : who_(std::move(who)), stop_(std::move(stop))
{
    if (MQTTClient_create(&client_, who_.server.c_str(), who_.client.c_str(), MQTTCLIENT_PERSISTENCE_NONE,
                          nullptr) != MQTTCLIENT_SUCCESS)
        throw no_day("no connection can be made to " + who_.server);
    MQTTClient_setCallbacks(
        client_, &box_, nullptr,
        [](void* into, char* topic, int, MQTTClient_message* message) {
            auto& box = *static_cast<mailbox*>(into);
            {
                const std::lock_guard hold(box.guard);
                box.came.emplace_back(static_cast<const char*>(message->payload),
                                      static_cast<std::size_t>(message->payloadlen));
            }
            box.filled.notify_one();
            MQTTClient_freeMessage(&message);
            MQTTClient_free(topic);
            return 1;
        },
        [](void* into, MQTTClient_deliveryToken token) {
            auto& box = *static_cast<mailbox*>(into);
            {
                const std::lock_guard hold(box.guard);
                box.acknowledged.insert(token);
            }
            box.filled.notify_one();
        });
}

mqtt_line::~mqtt_line()
{
    leave();
    MQTTClient_destroy(&client_);
}

int mqtt_line::connect()
{
    const std::lock_guard alone(door());
    {
        const std::lock_guard hold(box_.guard);
        box_.acknowledged.clear();
        box_.came.clear();
    }
    MQTTClient_SSLOptions trust = MQTTClient_SSLOptions_initializer;
    trust.trustStore = who_.certificate.empty() ? nullptr : who_.certificate.c_str();
    trust.verify = 1;
    MQTTClient_connectOptions how = MQTTClient_connectOptions_initializer;
    how.MQTTVersion = MQTTVERSION_3_1_1;
    how.keepAliveInterval = keep_alive_seconds;
    how.connectTimeout = connect_most_seconds;
    how.cleansession = 0;  // with 1 Paho drops what it is just handing over when the connection ends
    how.reliable = 0;
    how.username = who_.user.c_str();
    how.password = who_.password.c_str();
    how.ssl = who_.server.starts_with("ssl://") ? &trust : nullptr;
    return MQTTClient_connect(client_, &how);
}

void mqtt_line::leave()
{
    const std::lock_guard alone(door());
    MQTTClient_disconnect(client_, 0);
}

bool mqtt_line::is_connected() const
{
    return MQTTClient_isConnected(client_) != 0;
}

int mqtt_line::subscribe(const std::string& filter)
{
    return MQTTClient_subscribe(client_, filter.c_str(), 1);
}

int mqtt_line::send(const std::string& json)
{
    MQTTClient_deliveryToken token = 0;
    const int outcome = MQTTClient_publish(client_, "device", static_cast<int>(json.size()), json.data(), 1,
                                           0, &token);
    return outcome == MQTTCLIENT_SUCCESS ? token : 0;
}

bool mqtt_line::is_acknowledged(int token, std::chrono::milliseconds patience)
{
    return token > 0 &&
           wait(box_, *this, stop_, patience, [this, token] { return box_.acknowledged.erase(token) > 0; });
}

std::optional<std::string> mqtt_line::next(std::chrono::milliseconds patience)
{
    if (!wait(box_, *this, stop_, patience, [this] { return !box_.came.empty(); }))
        return std::nullopt;
    const std::lock_guard hold(box_.guard);
    std::string first = std::move(box_.came.front());
    box_.came.pop_front();
    return first;
}

}  // namespace gatehouse::simulate
