// What the settings say of WeChat and SMS.
#pragma once

#include "app/settings.hpp"
#include "ops/visit_news.hpp"
#include "outgoing/sms/sms_sender.hpp"
#include "outgoing/wechat/service_account.hpp"

#include <array>

namespace gatehouse::app {

// Each throws std::runtime_error with the setting and the reason.
// What the file holds, without the line's end.
base::secret read_secret(std::string_view setting, const std::string& file);
std::vector<std::int64_t> groups_of(const settings& chosen);
outgoing::wechat::account wechat_of(const settings& chosen);
outgoing::sms::account sms_of(const settings& chosen);
std::array<ops::configured_way, 2> ways_of(const settings& chosen);

}  // namespace gatehouse::app
