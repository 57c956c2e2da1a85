#include "ops/json_place.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace gatehouse::ops {

void json_place::fault(std::string_view why) const
{
    faults_->push_back((pointer_.empty() ? "/" : pointer_) + ": " + std::string(why));
}

bool json_place::is_object_of(std::initializer_list<std::string_view> known) const
{
    const auto* const object = at_->if_object();
    if (!object) {
        fault("must be an object");
        return false;
    }
    for (const auto& member : *object) {
        const std::string_view name(member.key().data(), member.key().size());
        if (std::find(known.begin(), known.end(), name) == known.end())
            fault("does not know the member \"" + std::string(name) + "\"");
    }
    return true;
}

std::optional<json_place> json_place::member(std::string_view name) const
{
    const auto* const object = at_->if_object();
    const auto* const found = object ? object->if_contains({name.data(), name.size()}) : nullptr;
    if (!found)
        return std::nullopt;
    return json_place(*found, pointer_ + "/" + std::string(name), *faults_);
}

void json_place::each(std::string_view name, const std::function<void(const json_place&)>& visit) const
{
    const auto list = member(name);
    if (!list)
        return;
    const auto* const array = list->at_->if_array();
    if (!array)
        return list->fault("must be an array");
    for (std::size_t i = 0; i < array->size(); ++i)
        visit(json_place((*array)[i], list->pointer_ + "/" + std::to_string(i), *faults_));
}

std::optional<std::string> json_place::optional_text(std::string_view name) const
{
    const auto place = member(name);
    if (!place)
        return std::nullopt;
    const auto* const text = place->at_->if_string();
    if (!text) {
        place->fault("must be a text");
        return std::nullopt;
    }
    std::string value(text->data(), text->size());
    if (!base::is_valid_utf8(value) || base::has_control(value)) {
        place->fault("must hold no control characters");
        return std::nullopt;
    }
    return value;
}

std::string json_place::text(std::string_view name) const
{
    if (!member(name)) {
        fault("lacks the member \"" + std::string(name) + "\"");
        return {};
    }
    auto value = optional_text(name);
    if (value && value->empty())
        member(name)->fault("must not be empty");
    return value.value_or("");
}

std::string json_place::text_or(std::string_view name, std::string_view otherwise) const
{
    return optional_text(name).value_or(std::string(otherwise));
}

}  // namespace gatehouse::ops
