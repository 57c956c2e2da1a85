// A machine's connection to the gateway: MQTT 3.1.1 as Eclipse Paho's client speaks it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

namespace gatehouse::simulate {

struct mqtt_identity {
    std::string server;       // tcp://HOST:PORT, ssl://HOST:PORT
    std::string certificate;  // a PEM file that the server is trusted by; empty: the system's
    std::string client;
    std::string user;
    std::string password;
};

// For one thread. All lines leave before the first of them ends: Paho's own thread may still look at it.
class mqtt_line {
public:
    mqtt_line(mqtt_identity who, std::stop_token stop);
    ~mqtt_line();
    mqtt_line(const mqtt_line&) = delete;
    mqtt_line& operator=(const mqtt_line&) = delete;

    // 0: accepted; above: what CONNACK says; below: there was no answer. What was on its way is sent again.
    int connect();
    void leave();
    bool is_connected() const;
    // What the server grants; 0x80 is none.
    int subscribe(const std::string& filter);

    // A message on its way; 0: it did not leave.
    int send(const std::string& json);
    // True: it was acknowledged. False: nobody knows what became of it.
    bool is_acknowledged(int token, std::chrono::milliseconds patience);
    // The next message that came, as long as there is one within the time.
    std::optional<std::string> next(std::chrono::milliseconds patience);

private:
    // Filled by Paho's thread.
    struct mailbox {
        std::mutex guard;
        std::condition_variable filled;
        std::set<int> acknowledged;
        std::deque<std::string> came;
    };

    mqtt_identity who_;
    std::stop_token stop_;
    mailbox box_;
    void* client_ = nullptr;
};

}  // namespace gatehouse::simulate
