// Text that must reach no log, answer or message: no stream operator, no formatter, wiped when it ends.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::base {

class secret {
public:
    secret() = default;
    explicit secret(std::string_view text) : text_(text) {}
    secret(const secret&) = default;
    secret(secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
    secret& operator=(const secret& other);
    secret& operator=(secret&& other) noexcept;
    ~secret() { wipe(); }

    // The only way in; a call is visible in review.
    std::string_view reveal() const { return text_; }
    bool empty() const { return text_.empty(); }

private:
    // The whole room, also behind a shorter text: a short text that was moved leaves its bytes where it
    // stood.
    void wipe() noexcept;

    std::string text_;
};

}  // namespace gatehouse::base
