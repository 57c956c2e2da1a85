// What an examination finds wrong.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace gatehouse::store {

struct finding {
    std::string_view kind;  // stands in the manual
    std::string where;      // a file, a table, a number
    std::string what;       // one sentence
};

// Counts all, and says the first hundred of each kind: a lost table must not become a million lines.
class findings {
public:
    explicit findings(std::function<void(const finding&)> say) : say_(std::move(say)) {}

    void note(std::string_view kind, std::string where, std::string what)
    {
        constexpr std::int64_t said_of_a_kind = 100;
        ++count_;
        if (++by_kind_[kind] <= said_of_a_kind)
            say_({kind, std::move(where), std::move(what)});
    }
    std::int64_t count() const { return count_; }

private:
    std::function<void(const finding&)> say_;
    std::map<std::string_view, std::int64_t> by_kind_;
    std::int64_t count_ = 0;
};

}  // namespace gatehouse::store
