// A WeChat service account: messages by template, whose phone page it is, and what the page's scripts need.
// Every call may come from any thread and answers on the outgoing client's, or at once.
#pragma once

#include "ops/letter.hpp"
#include "outgoing/wechat/kept_text.hpp"

namespace gatehouse::outgoing::wechat {

inline constexpr std::string_view vendors_url = "https://api.weixin.qq.com";

struct account {
    std::string url{vendors_url};  // another one is the operator's own, and may lie anywhere
    std::string app_id;            // empty: there is no account
    base::secret app_secret;
    ops::template_fields fields;
};

// What templates are filled with unless the operator says otherwise: first, keyword1 …, remark.
ops::template_fields standard_fields();

// The body of a message; `id` keeps it from coming twice within ten minutes.
std::string template_message(const account& as, const ops::notice& what, std::string_view id);

// Who holds the phone.
struct identity {
    std::string openid;
    std::string nick;    // empty unless they let us see it
    std::string avatar;  // a URL, as nick
};

struct page_signature {
    std::string app_id;
    std::int64_t timestamp = 0;
    std::string nonce;
    std::string signature;
};

// Of the page at `url`, what follows a # left out.
std::string sign_page(std::string_view ticket, std::string_view nonce, std::int64_t timestamp,
                      std::string_view url);

// Where the browser goes to have the person's code brought to `redirect`. `state`: letters and digits.
std::string authorize_url(const account& as, std::string_view redirect, std::string_view scope,
                          std::string_view state);

class service_account {
public:
    // Both outlive it, and no call of it is under way when it ends.
    service_account(net::outgoing_client& by, const base::clock& clock, account as);

    bool is_configured() const { return !as_.app_id.empty(); }
    const account& settings() const { return as_; }

    void send(const ops::notice& what, std::string_view id, std::function<void(model::attempt)> done);
    // The code that the browser brought; it serves once. An error is a sentence for the log.
    using identified = std::function<void(std::variant<identity, spoken>)>;
    void identify(std::string_view code, identified done);
    using page_signed = std::function<void(std::variant<page_signature, spoken>)>;
    void sign(std::string_view url, page_signed done);

private:
    using heard = std::function<void(spoken)>;

    net::outgoing_request request(std::string path, std::string body = {}) const;
    void ask(net::outgoing_request what, heard done);
    // `path` ends where the token belongs. Where the token turns out to be over, asks once more with a new
    // one.
    void ask_with_token(std::string path, std::string body, heard done, bool again = true);
    void look_up(const spoken& exchanged, identified done);

    net::outgoing_client& by_;
    const base::clock& clock_;
    const account as_;
    kept_text token_;
    kept_text ticket_;
};

class template_sender final : public ops::sender {
public:
    template_sender(service_account& from, net::outgoing_client& by, const base::clock& clock)
        : from_(from),
          by_(by),
          clock_(clock)
    {}

    void send(ops::letter what, done when_done) override;
    void stop(std::chrono::milliseconds grace) override { by_.stop(grace); }

private:
    service_account& from_;
    net::outgoing_client& by_;
    const base::clock& clock_;
};

}  // namespace gatehouse::outgoing::wechat
