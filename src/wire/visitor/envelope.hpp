// The one shape of the visitor system's answers: `{"code":0,"err_msg":"","data":…}`, without `data` where
// there is none, with `page` beside it for lists.
#pragma once

#include "endpoint/envelope.hpp"
#include "endpoint/fields_write.hpp"
#include "net/http.hpp"
#include "wire/visitor/mapping.hpp"

namespace gatehouse::wire::visitor {

// One page of a list.
template <class Item>
struct listed {
    std::vector<Item> items;
    page_answer page;
};

// Where there is none: `"data":{}`.
template <class Data>
using perhaps = std::optional<Data>;

template <class Data>
void write_data(base::json_writer& json, const Data& data)
{
    json.name("data");
    endpoint::write_json(json, data);
}
inline void write_data(base::json_writer&, const endpoint::nothing&) {}
template <class Data>
void write_data(base::json_writer& json, const perhaps<Data>& data)
{
    if (data)
        return write_data(json, *data);
    json.name("data").open_object().close_object();
}
template <class Item>
void write_data(base::json_writer& json, const listed<Item>& data)
{
    write_data(json, data.items);
    json.name("page");
    endpoint::write_json(json, data.page);
}

template <class Data>
net::reply envelope(const Data& data)
{
    net::reply with = endpoint::json_reply();
    base::json_writer json(with.body);
    json.open_object().name("code").number(0).name("err_msg").text("");
    write_data(json, data);
    json.close_object();
    return with;
}

// `message` of the error stands behind the row's sentence. HTTP 200 but for 401, 403, 429 and overload.
net::reply refused(const base::error& why);
inline net::reply refuse_errc(base::errc why)
{
    return refused({why});
}
// What could not be read as a call: its status stays.
net::reply refuse_request(unsigned status, std::string_view reason);

template <class Answer>
net::reply answered(const base::result<Answer>& outcome)
{
    return outcome ? envelope(*outcome) : refused(outcome.error());
}

}  // namespace gatehouse::wire::visitor
