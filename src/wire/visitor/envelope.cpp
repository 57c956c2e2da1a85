#include "wire/visitor/envelope.hpp"

namespace gatehouse::wire::visitor {

net::reply refused(const base::error& why)
{
    const code_row& row = code_row_of(why.code);
    std::string message(row.sentence);
    if (!why.message.empty())
        message.append(": ").append(why.message);
    net::reply with = json_reply();
    base::json_writer json(with.body);
    json.open_object().name("code").number(row.code).name("err_msg").text(message).close_object();
    if (row.code == 401 || row.code == 403 || row.code == 429)
        with.status = static_cast<unsigned>(row.code);
    if (row.code == 401)
        with.headers.emplace_back("WWW-Authenticate", "Bearer");
    with.retry_after = why.retry_after;
    if (why.code == base::errc::overloaded) {
        with.status = 503;
        with.retry_after = 1;
    }
    return with;
}

net::reply refuse_request(unsigned status, std::string_view reason)
{
    const bool ours = status == 500 || status == 503;
    base::errc what = ours ? base::errc::internal : base::errc::malformed_input;
    if (status == 403)
        what = base::errc::not_permitted;
    net::reply with = refused({what, std::string(reason)});
    with.status = status;
    if (status == 503)
        with.retry_after = 1;
    return with;
}

}  // namespace gatehouse::wire::visitor
