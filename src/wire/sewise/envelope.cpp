#include "wire/sewise/envelope.hpp"

#include "endpoint/envelope.hpp"

namespace gatehouse::wire::sewise {

void write_done(base::json_writer& json, std::string_view message)
{
    json.name("status").number(status_done).name("message").text(message);
}

void write_refusal(base::json_writer& json, const base::error& why)
{
    const status_row& row = status_row_of(why.code);
    std::string message(row.sentence);
    if (!why.message.empty() && why.code != base::errc::internal)
        message.append(": ").append(why.message);
    json.name("status").number(row.status).name("message").text(message);
    if (!row.code.empty())
        json.name("code").text(row.code);
}

net::reply done(std::string_view message, std::string_view data)
{
    net::reply with = endpoint::json_reply();
    base::json_writer json(with.body);
    json.open_object();
    write_done(json, message);
    if (!data.empty())
        json.name("data").raw(data);
    json.close_object();
    return with;
}

net::reply refused(const base::error& why)
{
    net::reply with = endpoint::json_reply();
    base::json_writer json(with.body);
    json.open_object();
    write_refusal(json, why);
    json.close_object();
    return why.code == base::errc::overloaded ? endpoint::under_status(std::move(with), 503) : with;
}

net::reply refuse_errc(base::errc why)
{
    return refused({why});
}

net::reply refuse_request(unsigned status, std::string_view reason)
{
    return endpoint::under_status(refused({endpoint::errc_of(status), std::string(reason)}), status);
}

net::reply refuse_throttled(base::errc what, std::chrono::seconds wait)
{
    return endpoint::slowed(refused({what, "错误次数过多，请稍后重试"}), wait);
}

std::string echo(std::string_view object, std::int64_t id)
{
    object.remove_suffix(object.size() - object.rfind('}'));
    const bool empty = object.find_last_not_of(" \t\r\n") == object.find('{');
    std::string made(object.substr(object.find('{')));
    return made.append(empty ? "" : ",").append("\"id\":").append(std::to_string(id)).append("}");
}

}  // namespace gatehouse::wire::sewise
