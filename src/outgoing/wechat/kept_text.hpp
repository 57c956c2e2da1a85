// A text that must be fetched, serves for a while, and is asked for from many threads: one fetch serves all
// who ask meanwhile. So are the access token and the JS-SDK's ticket, of which WeChat gives few a day.
#pragma once

#include "base/clock.hpp"
#include "outgoing/wechat/answer.hpp"

#include <functional>
#include <mutex>
#include <vector>

namespace gatehouse::outgoing::wechat {

class kept_text {
public:
    // `answer` is right, or says why there is no text.
    using taken = std::function<void(const std::string& text, const spoken& answer)>;
    // Fetches anew and calls with the answer, once.
    using fetch = std::function<void(std::function<void(spoken)>)>;

    // `member` is the answer's that holds the text.
    kept_text(std::string_view member, fetch by, const base::clock& clock)
        : member_(member),
          fetch_(std::move(by)),
          clock_(clock)
    {}

    // Calls at once where the text stands, else when it came; on whichever thread that is.
    void get(taken when_there);
    // The text is of no use any more; does nothing where another stands already.
    void drop(std::string_view text);

private:
    void take(const spoken& answer);

    const std::string_view member_;
    const fetch fetch_;
    const base::clock& clock_;
    std::mutex mutex_;
    std::string text_;
    base::instant until_;
    bool is_fetching_ = false;
    std::vector<taken> waiting_;
};

}  // namespace gatehouse::outgoing::wechat
