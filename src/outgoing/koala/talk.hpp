// One talk with a Koala face host (Megvii, API V1.2 to V3.2): a guest is entered or taken out, in as many
// requests as it takes. Values in, values out; koala_sender carries them.
#pragma once

#include "base/secret.hpp"
#include "model/delivery.hpp"
#include "net/outgoing.hpp"
#include "ops/notice.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace gatehouse::outgoing::koala {

// "http://" before a bare host; without a slash at the end.
std::string url_of(std::string_view host);

// How long the host may take; hosts are small machines.
struct deadlines {
    std::chrono::milliseconds connect{3'000};
    std::chrono::milliseconds call{10'000};  // from the start to the answer's last byte
    std::chrono::milliseconds photo{20'000};
};

class talk {
public:
    // `cookie` is of an earlier talk with the same host and user, or empty; it may be over.
    talk(ops::face_entry what, base::secret password, std::string cookie, const deadlines& within = {});

    // The next request; nothing once it is over.
    std::optional<net::outgoing_request> next() const;
    void take(const net::outgoing_answer& answer);

    // Once it is over. `at` is left to the caller.
    const model::attempt& outcome() const { return outcome_; }
    // What the next talk may begin with.
    const std::string& cookie() const { return cookie_; }

private:
    enum class step : std::uint8_t { log_in, look_up, upload, create, remove, over };

    // What an answer says, by the host's envelope {code, data, desc}.
    struct said {
        bool is_right = false;
        bool is_refusal = false;  // an error of the host's own
        boost::json::value data;
        std::int64_t pages = 0;  // that a list has; 0 where it does not say
        std::string why;         // where it is not right, for people
    };

    static std::string_view name_of(step what);
    step first() const;
    said read(const net::outgoing_answer& answer) const;
    void end(model::attempt_end how, std::string outcome);
    void fail(std::string why);
    void refuse(const said& what);
    void go_on(const said& what);
    void go_on_after_look_up(const said& what);
    bool is_ours(const boost::json::object& subject) const;
    net::outgoing_request request(std::string method, std::string path, std::string body = {}) const;
    std::string subject_of() const;

    ops::face_entry what_;
    base::secret password_;
    std::string cookie_;
    deadlines within_;
    bool logged_in_ = false;  // in this talk
    step step_;
    std::int64_t page_ = 1;  // of the search
    std::int64_t photo_ = 0;
    std::string subject_;  // what the host calls them; empty: not known
    std::string refusal_;  // why the host did not remove whom it had called so; empty: it was not asked to
    model::attempt outcome_;
};

}  // namespace gatehouse::outgoing::koala
