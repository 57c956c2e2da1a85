// JSON that comes in, without the library's headers: parsed once, then looked at through views.
#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::endpoint {

enum class json_kind : std::uint8_t { null, boolean, integer, number, text, array, object };

// A value of a json_document; valid as long as that.
class json_view {
public:
    json_kind kind() const;
    bool boolean() const;
    // A whole number of at most 64 bits, written with or without a fraction of zeros.
    std::int64_t integer() const;
    double number() const;  // of an integer, too
    std::string_view text() const;
    // Written as JSON again.
    std::string json() const;

    // Of an array or an object.
    std::size_t size() const;
    json_view at(std::size_t element) const;
    std::string_view name(std::size_t member) const;
    std::optional<json_view> find(std::string_view name) const;

private:
    friend class json_document;
    explicit json_view(const void* value) : value_(value) {}

    const void* value_;
};

class json_document {
public:
    // Nothing where the text is not JSON (RFC 8259), nests deeper than 32, or is no UTF-8.
    static std::optional<json_document> parse(std::string_view text);

    json_view root() const;

private:
    struct holder;
    explicit json_document(std::shared_ptr<const holder> held) : held_(std::move(held)) {}

    std::shared_ptr<const holder> held_;
};

// The faults of one input, and the place in it that is being read.
class fault_list {
public:
    void add(std::string_view detail);
    bool empty() const { return found_.empty(); }
    std::vector<base::fault> take() { return std::move(found_); }

    // Members that nobody knows are passed over from now on, at every depth.
    void ignore_unknown() { ignores_unknown_ = true; }
    bool ignores_unknown() const { return ignores_unknown_; }

    // Goes one step down for as long as it lives.
    class step {
    public:
        step(fault_list& in, std::string_view name);
        step(fault_list& in, std::size_t element) : step(in, std::to_string(element)) {}
        step(const step&) = delete;
        step& operator=(const step&) = delete;
        ~step() { in_.where_.resize(length_); }

    private:
        fault_list& in_;
        std::size_t length_;
    };

private:
    std::string where_;
    std::vector<base::fault> found_;
    bool ignores_unknown_ = false;
};

}  // namespace gatehouse::endpoint
