#include "wire/visitor/envelope.hpp"

namespace gatehouse::wire::visitor {

net::reply refused(const base::error& why)
{
    const code_row& row = code_row_of(why.code);
    std::string message(row.sentence);
    if (!why.message.empty())
        message.append(": ").append(why.message);
    net::reply with = endpoint::json_reply();
    base::json_writer json(with.body);
    json.open_object().name("code").number(row.code).name("err_msg").text(message).close_object();
    if (row.code == 401 || row.code == 403 || row.code == 429)
        with.status = static_cast<unsigned>(row.code);
    if (row.code == 401)
        with.headers.emplace_back("WWW-Authenticate", "Bearer");
    with.retry_after = why.retry_after;
    return why.code == base::errc::overloaded ? endpoint::under_status(std::move(with), 503) : with;
}

net::reply refuse_request(unsigned status, std::string_view reason)
{
    const base::errc what = status == 403 ? base::errc::not_permitted : endpoint::errc_of(status);
    return endpoint::under_status(refused({what, std::string(reason)}), status);
}

}  // namespace gatehouse::wire::visitor
