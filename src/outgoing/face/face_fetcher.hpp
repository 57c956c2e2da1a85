// Faces that a platform gave as an address: fetched behind, through the guard, then put like any other.
#pragma once

#include "base/clock.hpp"
#include "model/picture_format.hpp"
#include "net/outgoing.hpp"
#include "store/faces.hpp"
#include "store/writer.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace gatehouse::outgoing::face {

inline constexpr std::size_t answer_most = model::picture_bytes_most + 1;

// Why an answer brought no picture, and when to ask again; none: never.
struct refusal {
    std::string outcome;
    std::optional<base::instant> next;
};

// Again after 1, 5, 25 minutes and 2 hours where that may help; never where nothing can change it.
std::variant<model::clean_picture, refusal> judge(const net::outgoing_answer& answer, std::int64_t attempts,
                                                  base::instant now);

class face_fetcher {
public:
    face_fetcher(store::database& db, store::writer& writer, const store::keyring& keys,
                 const store::picture_files& pictures, net::outgoing_client& through,
                 const base::clock& clock);
    ~face_fetcher();
    face_fetcher(const face_fetcher&) = delete;
    face_fetcher& operator=(const face_fetcher&) = delete;

    void stop();

private:
    void run();
    // Whether something was due.
    bool fetch_due();
    std::vector<net::outgoing_answer> get_all(const std::vector<store::face_fetch>& what);
    void settle(const store::face_fetch& what, const net::outgoing_answer& answer);
    void put(const store::face_fetch& what, const model::clean_picture& picture);

    store::writer& writer_;
    const store::keyring& keys_;
    const store::picture_files& pictures_;
    net::outgoing_client& through_;
    const base::clock& clock_;
    std::unique_ptr<store::connection> sql_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace gatehouse::outgoing::face
