// What a visit has to say, as a sender gets it: to a person by a vendor's template, to a face host as an
// entry.
#pragma once

#include "model/delivery.hpp"

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gatehouse::ops {

// The placeholders that a template's fields may name, without braces: visitor_name visitor_phone interviewee
// interviewee_phone start_time end_time purpose come_from status qrcode qrcode_img_url.
using words = std::vector<std::pair<std::string_view, std::string>>;

// To one person.
struct notice {
    model::notice_kind kind = model::notice_kind::approval_reminder;
    std::string recipient;    // an openid of WeChat, or a phone
    std::string template_id;  // the vendor's
    ops::words words;
    std::string url;  // what opens at a touch, where the way can do that; empty: nothing
};

// A guest as a face host is to know them.
struct face_entry {
    bool leaves = false;  // they are taken out
    std::string host;     // as the site set it: a name or an address, perhaps with scheme and port
    std::string user;
    std::string name;
    std::string phone;
    std::string come_from;
    std::string interviewee;
    std::string remark;
    std::int64_t purpose = 0;
    base::instant starts_at;
    base::instant ends_at;
    std::string photo;  // JPEG or PNG; empty: none
    std::vector<std::int64_t>
        groups;            // of the host's, which may open what they may; none: its rule for visitors
    std::string known_as;  // what this very host called an earlier entry; empty: unknown
    std::string mark;      // this guest's of this visit, whoever else has the name, phone and times
};

// Which field of a vendor's template says what, by kind of message. The vendors' templates are made by the
// site, so their fields are configuration.
struct template_field {
    std::string key;
    std::string pattern;  // text with placeholders in braces

    friend bool operator==(const template_field&, const template_field&) = default;
};
using template_fields = std::map<model::notice_kind, std::vector<template_field>>;

// Lines "approval_pass_to_visitor.keyword1 = {visitor_name}" over `standard`: a kind that they name has the
// fields of the lines alone. What is wrong with a line, in words.
std::variant<template_fields, std::string> read_template_fields(const std::vector<std::string>& lines,
                                                                template_fields standard);

// A placeholder without a word stands for nothing.
std::string fill(std::string_view pattern, const words& with);
bool names(std::string_view pattern, std::string_view placeholder);

// The first `most` code points.
std::string shortened(std::string_view text, std::size_t most);

// Vendors' daily limits end at midnight in China.
std::chrono::seconds until_midnight_in_china(base::instant now);

}  // namespace gatehouse::ops
