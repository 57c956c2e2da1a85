// Beyond the document: how a phone page in WeChat shows who it belongs to, and what its scripts need.
#pragma once

#include "wire/visitor/caller.hpp"

#include <span>

namespace gatehouse::wire::visitor {

// The one of them that takes a caller; the others show WeChat's code, or nothing.
inline constexpr std::string_view sign_page_name = "visitor_sign_page";

std::span<const endpoint::route> wechat_routes();

}  // namespace gatehouse::wire::visitor
