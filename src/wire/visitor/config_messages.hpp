// The visitor system's messages about what the back office sets.
#pragma once

#include "wire/visitor/messages.hpp"

namespace gatehouse::wire::visitor {

struct servers {
    std::string koala_ip;
    std::string koala_username;
    std::string koala_password;
    std::string cloud_url;
};

struct templates {
    std::string approval_reminder_to_employee_wechat_id;
    std::string approval_reminder_to_employee_sms_id;
    std::string visitor_signin_to_employee_wechat_id;
    std::string visitor_signin_to_employee_sms_id;
    std::string approval_pass_to_visitor_wechat_id;
    std::string approval_pass_to_visitor_sms_id;
    std::string signin_to_visitor_wechat_id;
    std::string signin_to_visitor_sms_id;
};

}  // namespace gatehouse::wire::visitor

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<wire::visitor::servers> = [] {
    using m = wire::visitor::servers;
    using namespace visitor_fields;
    return std::tuple{
        field{"koala_ip", &m::koala_ip, presence::required,
              "The face host: a name or an address, perhaps with a port.", "192.168.18.53", a_text},
        field{"koala_username", &m::koala_username, presence::required, "Its login.", "test@megvii.com",
              a_text},
        field{"koala_password", &m::koala_password, presence::required,
              "Its password: answered as ********, which a change takes for the one that is kept.",
              "********", constraint{0, text_most, text_form::password}},
        field{"cloud_url", &m::cloud_url, presence::required, "The cloud server.",
              "http://visitor.example.cn", a_text}};
}();

template <>
inline constexpr auto fields_of<wire::visitor::templates> = [] {
    using m = wire::visitor::templates;
    using namespace visitor_fields;
    constexpr std::string_view wechat = "399LquLmEmb7-h-_Zu1n6EEjBf0qhgjS3Dn2M2FWRmQ";
    constexpr std::string_view sms = "SMS_167041492";
    const auto row = [](std::string_view name, std::string m::*at, std::string_view meaning,
                        std::string_view example) {
        return field{name, at, presence::required, meaning, example, a_text};
    };
    return std::tuple{
        row("approval_reminder_to_employee_wechat_id", &m::approval_reminder_to_employee_wechat_id,
            "WeChat: somebody waits for the employee's word.", wechat),
        row("approval_reminder_to_employee_sms_id", &m::approval_reminder_to_employee_sms_id,
            "The same by SMS.", sms),
        row("visitor_signin_to_employee_wechat_id", &m::visitor_signin_to_employee_wechat_id,
            "WeChat: the employee's visitor has signed in.", wechat),
        row("visitor_signin_to_employee_sms_id", &m::visitor_signin_to_employee_sms_id, "The same by SMS.",
            sms),
        row("approval_pass_to_visitor_wechat_id", &m::approval_pass_to_visitor_wechat_id,
            "WeChat: the visitor may come.", wechat),
        row("approval_pass_to_visitor_sms_id", &m::approval_pass_to_visitor_sms_id, "The same by SMS.", sms),
        row("signin_to_visitor_wechat_id", &m::signin_to_visitor_wechat_id,
            "WeChat: the visitor has signed in, with the pass.", wechat),
        row("signin_to_visitor_sms_id", &m::signin_to_visitor_sms_id, "The same by SMS.", sms)};
}();

}  // namespace gatehouse::endpoint
