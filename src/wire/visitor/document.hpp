// The parts of the visitor system's OpenAPI document that a row of its route table names.
#pragma once

#include "wire/visitor/envelope.hpp"

namespace gatehouse::wire::visitor {

template <class Request>
void write_request(base::json_writer& json)
{
    endpoint::write_schema<Request>(json);
}

namespace detail {

template <class Data>
struct answer_schema {
    static void write(base::json_writer& json) { endpoint::write_schema<Data>(json.name("data")); }
};
template <>
struct answer_schema<endpoint::nothing> {
    static void write(base::json_writer&) {}
};
template <class Data>
struct answer_schema<perhaps<Data>> {
    static void write(base::json_writer& json)
    {
        json.name("data").open_object().name("description").text("Empty where there is none.");
        json.name("anyOf").open_array();
        endpoint::write_schema<Data>(json);
        endpoint::write_schema<endpoint::nothing>(json);
        json.close_array().close_object();
    }
};
template <class Item>
struct answer_schema<listed<Item>> {
    static void write(base::json_writer& json)
    {
        endpoint::write_schema<std::vector<Item>>(json.name("data"));
        endpoint::write_schema<page_answer>(json.name("page"));
    }
};

}  // namespace detail

// The properties that stand beside `code` and `err_msg`.
template <class Answer>
void write_answer(base::json_writer& json, unsigned)
{
    detail::answer_schema<Answer>::write(json);
}

}  // namespace gatehouse::wire::visitor
