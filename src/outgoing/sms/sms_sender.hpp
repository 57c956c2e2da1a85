// Messages to phones through Aliyun's SendSms (dysmsapi, 2017-05-25), and what its codes mean.
#pragma once

#include "net/outgoing.hpp"
#include "ops/letter.hpp"

namespace gatehouse::outgoing::sms {

inline constexpr std::string_view vendors_url = "https://dysmsapi.aliyuncs.com";

enum class signature_version : std::uint8_t { v2, v3 };

struct account {
    std::string url{vendors_url};  // another one is the operator's own, and may lie anywhere
    std::string key_id;            // empty: no messages are sent
    base::secret key;
    std::string sign_name;  // the approved signature that stands before the text
    signature_version signature = signature_version::v2;
    std::size_t value_most = 20;  // characters of a template's field; a pass is never cut
    ops::template_fields fields;
};

// What templates are filled with unless the operator says otherwise: name, time, code.
ops::template_fields standard_fields();

// `nonce` must never come twice; `out_id` comes back in the vendor's reports.
net::outgoing_request request_of(const account& by, const ops::notice& what, std::string_view out_id,
                                 std::string_view nonce, base::instant now);

model::attempt attempt_of(const net::outgoing_answer& answer, base::instant began);

class sms_sender final : public ops::sender {
public:
    // All outlive the sender.
    sms_sender(net::outgoing_client& by, const base::clock& clock, account as)
        : by_(by),
          clock_(clock),
          as_(std::move(as))
    {}

    void send(ops::letter what, done when_done) override;
    void stop(std::chrono::milliseconds grace) override { by_.stop(grace); }

private:
    net::outgoing_client& by_;
    const base::clock& clock_;
    account as_;
};

}  // namespace gatehouse::outgoing::sms
