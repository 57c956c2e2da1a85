#include "ops/user_tokens.hpp"

#include "base/bytes.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace gatehouse::ops {
namespace {

base::digest digest_of(const store::keyring& keys, std::string_view token)
{
    return store::secret_digest(keys, store::secret_kind::kept_token, "user", token);
}

std::int64_t seconds_of(base::instant at)
{
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

// Of `a=b&c=d`, the name in either case; empty where there is none.
std::string_view value_of(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos && base::fold_case(pair.substr(0, equals)) == name)
            return pair.substr(equals + 1);
    }
    return {};
}

}  // namespace

made_user_token issue_user_token(store::transaction& in, const model::person& who, const std::string& client,
                                 std::chrono::seconds life, const author& by)
{
    constexpr std::size_t token_bytes = 32;
    made_user_token made{base::encode_base64url(base::random_bytes(token_bytes)), by.now + life};
    store::put_user_token(in, digest_of(in.keys, made.token), {who.id, client, made.ends_at},
                          user_tokens_most);
    write_down(in, by, who.organization, "user_token.create", who.id.value,
               difference().show("client", "", client), who.id);
    return made;
}

void revoke_user_tokens(store::transaction& in, const model::person& who, const author& by)
{
    if (store::drop_user_tokens(in, who.id) > 0)
        write_down(in, by, who.organization, "user_token.revoke", who.id.value, {}, who.id);
}

bool is_user_token(store::transaction& in, model::person_id who, std::string_view client,
                   const base::secret& shown, base::instant now)
{
    const auto known = store::find_user_token(in.sql, digest_of(in.keys, shown.reveal()));
    return known && known->person == who && known->client == client && known->ends_at > now;
}

std::optional<std::string> device_of_login_code(std::string_view text)
{
    const std::size_t asks = text.find('?');
    if (asks == std::string_view::npos)
        return std::nullopt;
    const std::string_view query = text.substr(asks + 1);
    const std::string_view device = value_of(query, "device");
    if (value_of(query, "from") != "device" || value_of(query, "action") != "login" || device.empty())
        return std::nullopt;
    return std::string(device);
}

std::string login_notice(const model::person& who, const std::string& device, login_state what,
                         const std::optional<made_user_token>& token, base::instant now)
{
    constexpr std::int64_t authorisation = 205;
    constexpr std::size_t mid_bytes = 16;
    std::string message;
    base::json_writer json(message);
    json.open_object().name("mid").text(base::to_hex(base::random_bytes(mid_bytes)));
    json.name("from").text("system").name("to").text(device).name("time").number(seconds_of(now));
    json.name("action").number(authorisation).name("data").open_object();
    json.name("status").number(static_cast<std::int64_t>(what));
    json.name("user_id").text(std::to_string(who.id.value)).name("name").text(who.name);
    json.name("mobile").text(who.phone.value_or(""));
    if (token)
        json.name("expire").number(seconds_of(token->ends_at)).name("token").text(token->token);
    json.close_object().close_object();
    return message;
}

}  // namespace gatehouse::ops
