// A value in a JSON document that knows where it stands, for readers that find every fault at once.
#pragma once

#include <boost/json/value.hpp>

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ops {

class json_place {
public:
    json_place(const boost::json::value& at, std::string pointer, std::vector<std::string>& faults)
        : at_(&at),
          pointer_(std::move(pointer)),
          faults_(&faults)
    {}

    void fault(std::string_view why) const;

    // The members of an object; a member that is not among `known` is a fault, and so is anything but an
    // object.
    bool is_object_of(std::initializer_list<std::string_view> known) const;
    std::optional<json_place> member(std::string_view name) const;
    // Each element of the array at `name`; nothing where it is left out.
    void each(std::string_view name, const std::function<void(const json_place&)>& visit) const;

    // A text that is not empty, valid as a name: no control characters. Faults answer an empty text.
    std::string text(std::string_view name) const;
    std::optional<std::string> optional_text(std::string_view name) const;
    std::string text_or(std::string_view name, std::string_view otherwise) const;

    const boost::json::value& value() const { return *at_; }

private:
    const boost::json::value* at_;
    std::string pointer_;
    std::vector<std::string>* faults_;
};

}  // namespace gatehouse::ops
