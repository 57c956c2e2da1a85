// Text that must reach no log, answer or message: no stream operator, no formatter, wiped when it ends.
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::base {

class secret {
public:
    secret() = default;
    explicit secret(std::string_view text) : text_(text) {}
    secret(const secret&) = default;
    secret(secret&&) noexcept = default;
    secret& operator=(const secret&) = default;
    secret& operator=(secret&&) noexcept = default;
    ~secret();

    // The only way in; a call is visible in review.
    std::string_view reveal() const { return text_; }
    bool empty() const { return text_.empty(); }

private:
    std::string text_;
};

}  // namespace gatehouse::base
