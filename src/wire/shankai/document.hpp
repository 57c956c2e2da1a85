// The parts of ShanKai's OpenAPI document that a row of its route table names.
#pragma once

#include "endpoint/fields_write.hpp"

namespace gatehouse::wire::shankai {

template <class Request>
void write_request(base::json_writer& json)
{
    endpoint::write_schema<Request>(json);
}

// The schema of `data`; nothing where an answer has none.
template <class Answer>
void write_answer(base::json_writer& json, unsigned)
{
    if constexpr (!std::is_same_v<Answer, endpoint::nothing>)
        endpoint::write_schema<Answer>(json);
}

}  // namespace gatehouse::wire::shankai
