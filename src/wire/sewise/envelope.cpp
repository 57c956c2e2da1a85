#include "wire/sewise/envelope.hpp"

#include "endpoint/envelope.hpp"
#include "endpoint/json_reader.hpp"

#include <unordered_map>
#include <vector>

namespace gatehouse::wire::sewise {
namespace {

struct member {
    std::string name;
    std::string_view text;  // with its name, as it was written between the commas
};

// Behind a text in quotes that begins at `at`.
std::size_t end_of_text(std::string_view json, std::size_t at)
{
    for (++at; json[at] != '"'; ++at)
        if (json[at] == '\\')
            ++at;
    return at + 1;
}

std::string name_in(std::string_view text)
{
    const std::size_t begin = text.find('"');
    const std::string_view name = text.substr(begin, end_of_text(text, begin) - begin);
    if (name.find('\\') == std::string_view::npos)
        return std::string(name.substr(1, name.size() - 2));
    return std::string(endpoint::json_document::parse(name).value().root().text());
}

// Of an object that was read as JSON before.
std::vector<member> members_of(std::string_view object)
{
    std::vector<member> all;
    std::size_t begin = object.find('{') + 1;
    int depth = 1;
    for (std::size_t at = begin; depth > 0;) {
        const char c = object[at];
        if (c == '"') {
            at = end_of_text(object, at);
            continue;
        }
        if (c == '{' || c == '[')
            ++depth;
        else if (c == '}' || c == ']')
            --depth;
        if (depth == 0 || (depth == 1 && c == ',')) {
            const std::string_view text = object.substr(begin, at - begin);
            if (text.find('"') != std::string_view::npos)
                all.push_back({name_in(text), text});
            begin = at + 1;
        }
        ++at;
    }
    return all;
}

}  // namespace

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
    const std::vector<member> all = members_of(object);
    std::unordered_map<std::string_view, std::size_t> last;
    for (std::size_t i = 0; i < all.size(); ++i)
        last[all[i].name] = i;
    std::string made = "{";
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].name != "id" && last[all[i].name] == i)
            made.append(all[i].text).append(",");
    return made.append("\"id\":").append(std::to_string(id)).append("}");
}

}  // namespace gatehouse::wire::sewise
