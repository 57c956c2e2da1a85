#include "outgoing/wechat/kept_text.hpp"

#include <algorithm>
#include <utility>

namespace gatehouse::outgoing::wechat {
namespace {

// Renewed ahead of its end, as the vendor's SDKs do; of a short life the last half.
constexpr std::chrono::seconds ahead{1500};

constexpr std::size_t longest = 4096;

}  // namespace

void kept_text::get(taken when_there)
{
    std::unique_lock held(mutex_);
    if (text_.empty() || clock_.now() >= until_) {
        waiting_.push_back(std::move(when_there));
        if (std::exchange(is_fetching_, true))
            return;
        held.unlock();
        return fetch_([this](spoken answer) { take(answer); });
    }
    const std::string text = text_;
    held.unlock();
    spoken right;
    right.end = net::outgoing_end::answered;
    when_there(text, right);
}

void kept_text::drop(std::string_view text)
{
    const std::scoped_lock held(mutex_);
    if (text_ == text)
        text_.clear();
}

void kept_text::take(const spoken& answer)
{
    spoken judged = answer;
    std::string text = answer.is_right() ? answer.text(member_) : "";
    const std::chrono::seconds lives(std::clamp<std::int64_t>(answer.number("expires_in"), 0, 86'400));
    if (answer.is_right() && (text.empty() || text.size() > longest))
        judged.reason = "WeChat's answer holds no " + std::string(member_);
    if (!judged.is_right())
        text.clear();
    std::vector<taken> waiting;
    {
        const std::scoped_lock held(mutex_);
        is_fetching_ = false;
        text_ = text;
        until_ = clock_.now() + lives - std::min<std::chrono::seconds>(ahead, lives / 2);
        waiting = std::exchange(waiting_, {});
    }
    for (const taken& each : waiting)
        each(text, judged);
}

}  // namespace gatehouse::outgoing::wechat
