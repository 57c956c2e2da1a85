#include "outgoing/wechat/service_account.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "base/json_writer.hpp"
#include "base/percent.hpp"
#include "base/text.hpp"

#include <memory>

namespace gatehouse::outgoing::wechat {
namespace {

constexpr std::int64_t wrong_code = 40029;
constexpr std::string_view send_path = "/cgi-bin/message/template/send?access_token=";
constexpr std::string_view ticket_path = "/cgi-bin/ticket/getticket?type=jsapi&access_token=";

// The stable form: asking again answers the token that stands, and nobody else's is ended by it.
std::string token_request(const account& as)
{
    std::string text;
    base::json_writer(text)
        .open_object()
        .name("grant_type")
        .text("client_credential")
        .name("appid")
        .text(as.app_id)
        .name("secret")
        .text(as.app_secret.reveal())
        .close_object();
    return text;
}

// Empty where it is none that we keep.
std::string openid_of(const spoken& answer)
{
    constexpr std::size_t most = 128;
    const std::string openid = answer.text("openid");
    return openid.size() <= most && !base::has_control(openid) ? openid : std::string();
}

std::string shown(const std::string& text, std::size_t most)
{
    return base::has_control(text) ? std::string() : ops::shortened(text, most);
}

spoken no_account()
{
    spoken answer;
    answer.end = net::outgoing_end::refused;
    answer.reason = "no WeChat account is configured";
    return answer;
}

}  // namespace

service_account::service_account(net::outgoing_client& by, const base::clock& clock, account as)
    : by_(by),
      clock_(clock),
      as_(std::move(as)),
      token_(
          "access_token",
          [this](heard done) { ask(request("/cgi-bin/stable_token", token_request(as_)), std::move(done)); },
          clock),
      ticket_(
          "ticket", [this](heard done) { ask_with_token(std::string(ticket_path), {}, std::move(done)); },
          clock)
{}

net::outgoing_request service_account::request(std::string path, std::string body) const
{
    net::outgoing_request what;
    what.url = as_.url + path;
    what.any_address = as_.url != vendors_url;
    what.deadline = std::chrono::seconds(10);
    what.method = body.empty() ? "GET" : "POST";
    if (!body.empty())
        what.headers = {"Content-Type: application/json; charset=utf-8"};
    what.body = std::move(body);
    return what;
}

void service_account::ask(net::outgoing_request what, heard done)
{
    by_.post(std::move(what),
             [done = std::move(done)](const net::outgoing_answer& answer) { done(read_answer(answer)); });
}

void service_account::ask_with_token(std::string path, std::string body, heard done, bool again)
{
    token_.get([this, path = std::move(path), body = std::move(body), done = std::move(done),
                again](const std::string& token, const spoken& got) {
        if (!got.is_right())
            return done(got);
        auto what = request(path + base::percent_encoded(token), body);
        ask(std::move(what), [this, path, body, done, again, token](spoken answer) {
            if (!again || !asks_for_token(answer))
                return done(std::move(answer));
            token_.drop(token);
            ask_with_token(path, body, done, false);
        });
    });
}

void service_account::send(const ops::notice& what, std::string_view id,
                           std::function<void(model::attempt)> done)
{
    const base::instant began = clock_.now();
    if (!is_configured())
        return done(attempt_of(no_account(), began));
    ask_with_token(
        std::string(send_path), template_message(as_, what, id),
        [done = std::move(done), began](const spoken& answer) { done(attempt_of(answer, began)); });
}

void service_account::identify(std::string_view code, identified done)
{
    if (!is_configured())
        return done(no_account());
    auto what = request("/sns/oauth2/access_token?appid=" + base::percent_encoded(as_.app_id) +
                        "&secret=" + base::percent_encoded(as_.app_secret.reveal()) +
                        "&code=" + base::percent_encoded(code) + "&grant_type=authorization_code");
    ask(std::move(what), [this, done = std::move(done)](spoken answer) {
        const std::string openid = openid_of(answer);
        if (!answer.is_right())
            return done(std::move(answer));
        // A snapshot is shown to somebody who has not said who they are.
        if (openid.empty() || answer.number("is_snapshotuser") == 1) {
            answer.errcode = openid.empty() ? 0 : wrong_code;
            answer.reason = openid.empty() ? "WeChat's answer names nobody"
                                           : "the person looks on as a guest";
            return done(std::move(answer));
        }
        if (answer.text("scope").find("snsapi_userinfo") == std::string::npos)
            return done(identity{openid, {}, {}});
        look_up(answer, done);
    });
}

// Without name and picture they are known all the same.
void service_account::look_up(const spoken& exchanged, identified done)
{
    const std::string openid = openid_of(exchanged);
    auto what = request(
        "/sns/userinfo?access_token=" + base::percent_encoded(exchanged.text("access_token")) +
        "&openid=" + base::percent_encoded(openid) + "&lang=zh_CN");
    ask(std::move(what), [openid, done = std::move(done)](const spoken& answer) {
        done(identity{openid, shown(answer.text("nickname"), 64), shown(answer.text("headimgurl"), 1024)});
    });
}

void service_account::sign(std::string_view url, page_signed done)
{
    if (!is_configured())
        return done(no_account());
    ticket_.get([this, url = std::string(url), done = std::move(done)](const std::string& ticket,
                                                                       const spoken& got) {
        if (!got.is_right())
            return done(got);
        constexpr std::size_t nonce_bytes = 8;
        page_signature made;
        made.app_id = as_.app_id;
        made.timestamp = std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count();
        made.nonce = base::to_hex(base::random_bytes(nonce_bytes));
        made.signature = sign_page(ticket, made.nonce, made.timestamp, url);
        done(std::move(made));
    });
}

void template_sender::send(ops::letter what, done when_done)
{
    if (!what.said) {
        model::attempt refused;
        refused.at = clock_.now();
        refused.end = model::attempt_end::refused;
        refused.outcome = "the message is for no person";
        return when_done(std::move(what), std::move(refused));
    }
    const auto held = std::make_shared<ops::letter>(std::move(what));
    from_.send(*held->said, held->what.message, [held, when_done = std::move(when_done)](model::attempt how) {
        when_done(*held, std::move(how));
    });
}

}  // namespace gatehouse::outgoing::wechat
