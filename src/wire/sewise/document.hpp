// The parts of Sewise's OpenAPI document that a row of its route table names.
#pragma once

#include "endpoint/fields_write.hpp"

namespace gatehouse::wire::sewise {

// What every body may hold beside its own members.
inline constexpr std::string_view token_member = "access_token";

template <class Request>
void write_request(base::json_writer& json)
{
    endpoint::write_schema<Request>(json);
}

void write_batch_request(base::json_writer& json);
void write_batch_answer(base::json_writer& json, unsigned status);
// What was sent, and our id.
void write_echo(base::json_writer& json, unsigned status);

template <class Answer>
void write_answer(base::json_writer& json, unsigned)
{
    if constexpr (!std::is_same_v<Answer, endpoint::nothing>)
        endpoint::write_schema<Answer>(json);
}

}  // namespace gatehouse::wire::sewise
