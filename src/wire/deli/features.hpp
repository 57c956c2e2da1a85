// What is read off people, in the messages between machines and apps that carry it (spec/deli-cloud.md §12):
// looked at, never changed.
#pragma once

#include "wire/deli/raw_json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::wire::deli {

struct named_feature {
    std::string user;
    std::string type;  // fp, fa, pass, card, identity
    std::string value{};

    friend bool operator==(const named_feature&, const named_feature&) = default;
};

// Of `user_sync` to a machine, in each of its forms: whose fingers and faces are in it, without them.
std::vector<named_feature> features_in_sync(const raw_json& data);
// Of `feature_input` and `feature_collect` to a machine: what it shall read.
std::optional<named_feature> feature_asked_for(std::string_view command, const raw_json& data);
// Of `fp_input`, `fa_input` and `feature_collect` from a machine: what it read.
std::optional<named_feature> feature_read(std::string_view command, const raw_json& data);

}  // namespace gatehouse::wire::deli
