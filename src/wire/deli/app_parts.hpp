// What the actions of apps have in common, and where each is answered. Of this folder alone.
#pragma once

#include "wire/deli/app_calls.hpp"
#include "wire/deli/raw_json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::wire::deli {

gateway_reply answer(base::instant now, code what, std::string_view message);
inline gateway_reply answer(const app_call& with, code what, std::string_view message)
{
    return answer(with.now, what, message);
}

// The app's own device of that name; null where there is none: it learns nothing of another's.
const store::device_entry* its_device(const app_call& with, const store::app_entry& app,
                                      const std::string& name);
// Whose the call is about; 1.0 names it in `to`. Null where there is no such organization.
const store::organization_entry* organization_of(const app_call& with, const raw_json& data,
                                                 const envelope& asked);

raw_json data_of(const envelope& asked);
// An id or a text; empty where there is none.
std::string text_in(const raw_json& data, std::string_view name);
std::optional<std::int64_t> integer_in(const raw_json& data, std::string_view name);

// What a call is made of is read member by member; the first fault is what is answered.
class member_reader {
public:
    explicit member_reader(const raw_json& data) : data_(data) {}

    // A text of 1 to `most` characters; empty where it may be missing and is.
    enum class need : std::uint8_t { required, optional };
    std::string text(std::string_view name, std::size_t most, need how = need::required);
    // Ids of an array; of the first name that is there.
    std::vector<std::string> ids(std::string_view name, std::string_view other, std::size_t most);
    std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most,
                        std::optional<std::int64_t> usual = {});
    void fault(std::string what);

    const std::optional<std::string>& faulty() const { return fault_; }
    const raw_json& data() const { return data_; }

private:
    std::optional<raw_json> find(std::string_view name) const;

    raw_json data_;
    std::optional<std::string> fault_;
};

app_answer send_message(const app_call& with, const store::app_entry& app, const envelope& asked);    // 501
app_answer send_todo(const app_call& with, const store::app_entry& app, const envelope& asked);       // 502
app_answer state_todo(const app_call& with, const store::app_entry& app, const envelope& asked);      // 503
app_answer register_code(const app_call& with, const store::app_entry& app, const envelope& asked);   // 504
app_answer subscribe(const app_call& with, const store::app_entry& app, const envelope& asked);       // 505
app_answer unsubscribe(const app_call& with, const store::app_entry& app, const envelope& asked);     // 506
app_answer check_token(const app_call& with, const store::app_entry& app, const envelope& asked);     // 509
app_answer push(const app_call& with, const store::app_entry& app, const envelope& asked);            // 500
app_answer take_report(const app_call& with, const store::app_entry& app, const envelope& asked);     // 600
app_answer query_features(const app_call& with, const store::app_entry& app, const envelope& asked);  // 601

}  // namespace gatehouse::wire::deli
