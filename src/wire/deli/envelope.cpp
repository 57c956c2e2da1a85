#include "wire/deli/envelope.hpp"

#include "base/json_writer.hpp"
#include "endpoint/json_reader.hpp"
#include "wire/deli/raw_json.hpp"

namespace gatehouse::wire::deli {
namespace {

constexpr std::size_t mid_most = 64;  // bytes

class reader {
public:
    explicit reader(read_envelope& into) : into_(into) {}

    // Read: raw_json → optional<Value>.
    template <class Value, class Read>
    void member(std::string_view name, const std::optional<raw_json>& at, std::optional<Value>& into,
                Read read)
    {
        if (!at || at->is_null())
            return;
        into = read(*at);
        if (!into)
            fault(name, "is not of its type");
    }
    void fault(std::string_view name, std::string_view why)
    {
        if (!into_.fault)
            into_.fault = std::string(name) + " " + std::string(why);
    }

private:
    read_envelope& into_;
};

void text_if(base::json_writer& json, std::string_view name, const std::optional<std::string>& value)
{
    if (value)
        json.name(name).text(*value);
}

}  // namespace

read_envelope read_message(std::string_view text)
{
    read_envelope read;
    if (!endpoint::json_document::parse(text)) {
        read.fault = "the message is no JSON";
        return read;
    }
    const raw_json root(text);
    if (!root.is_object()) {
        read.fault = "the message is no JSON object";
        return read;
    }
    envelope& what = read.what;
    reader in(read);
    constexpr std::array<std::string_view, 6> names{"action", "mid", "from", "to", "time", "data"};
    const auto [of_action, of_mid, of_from, of_to, of_time, of_data] = root.find_all(names);
    const auto as_id = [](const raw_json& at) { return at.id(); };
    const auto as_integer = [](const raw_json& at) { return at.integer(); };
    std::optional<std::int64_t> action;
    in.member("action", of_action, action, as_integer);
    if (!action)
        in.fault("action", "is missing");
    what.action = action.value_or(0);
    in.member("mid", of_mid, what.mid, as_id);
    if (what.mid && what.mid->size() > mid_most) {
        what.mid.reset();
        in.fault("mid", "is longer than 64 bytes");
    }
    in.member("from", of_from, what.from, as_id);
    in.member("to", of_to, what.to, as_id);
    in.member("time", of_time, what.time, as_integer);
    in.member("data", of_data, what.data, [](const raw_json& at) {
        return at.is_object() ? std::optional{std::string(at.text())} : std::nullopt;
    });
    return read;
}

std::string write_message(const envelope& what)
{
    std::string out;
    out.reserve(160 + (what.data ? what.data->size() : 0));
    base::json_writer json(out);
    json.open_object();
    text_if(json, "mid", what.mid);
    text_if(json, "from", what.from);
    text_if(json, "to", what.to);
    if (what.time)
        json.name("time").number(*what.time);
    json.name("action").number(what.action);
    if (what.data)
        json.name("data").raw(*what.data);
    json.close_object();
    return out;
}

std::string reply_data(std::int64_t code, std::string_view message, std::string_view more)
{
    std::string out;
    base::json_writer(out).open_object().name("code").number(code).name("msg").text(message);
    if (!more.empty())
        out.append(",").append(more);
    return out += '}';
}

envelope reply_to(const envelope& asked, std::int64_t seconds, std::string data)
{
    return {asked.mid, std::string(platform), asked.from, seconds, asked.action, std::move(data)};
}

std::string write_reply(const gateway_reply& what)
{
    std::string out;
    base::json_writer json(out);
    json.open_object().name("code").number(what.code).name("msg").text(what.message);
    if (what.action)
        json.name("action").number(*what.action);
    json.name("time").number(what.time);
    if (what.data)
        json.name("data").raw(*what.data);
    json.close_object();
    return out;
}

}  // namespace gatehouse::wire::deli
