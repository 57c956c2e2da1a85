#include "wire/visitor/invitation_page.hpp"

#include "base/text.hpp"

namespace gatehouse::wire::visitor {
namespace {

// As HTML reads it, also between quotation marks.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text)
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    return out;
}

net::reply page(unsigned status, std::string_view content)
{
    net::reply with;
    with.status = status;
    with.content_type = "text/html; charset=utf-8";
    // The address is the credential: it goes nowhere from here.
    with.headers.emplace_back("Referrer-Policy", "no-referrer");
    with.headers.emplace_back("Cache-Control", "no-store");
    with.headers.emplace_back("Content-Security-Policy",
                              "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
                              "frame-ancestors 'none'");
    with.body = R"(<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>访客邀请</title>
<link rel="stylesheet" href="/page/page.css"></head><body><main>
)";
    with.body.append(content).append("</main></body></html>\n");
    return with;
}

std::string summary(const invitation_facts& of)
{
    return "<h1>" + escaped(of.organization) + "</h1>\n<p>" + escaped(of.host) + " 邀请您来访：" +
           escaped(of.from) + " 至 " + escaped(of.until) + "</p>\n";
}

std::string input(std::string_view label, std::string_view name, std::string_view value,
                  std::string_view attributes)
{
    return "<p><label>" + std::string(label) + "<br><input name=\"" + std::string(name) + "\" value=\"" +
           escaped(value) + "\" " + std::string(attributes) + "></label></p>\n";
}

base::result<model::guest> read_guest(std::string_view name, std::string_view phone, model::phone_check how)
{
    const std::string_view trimmed = base::trim(name);
    if (trimmed.empty() || base::has_control(trimmed) || base::code_points(trimmed) > name_most)
        return base::error{base::errc::malformed_input, "请填写姓名"};
    const auto read = read_phone("phone", phone, how);
    if (!read)
        return base::error{base::errc::malformed_input, "手机号码不正确：" + std::string(trimmed)};
    return model::guest{{}, std::string(trimmed), *read, {}};
}

}  // namespace

base::result<std::vector<model::guest>> read_guests(const invited_form& from, model::phone_check how)
{
    const std::string_view come_from = base::trim(from.come_from);
    if (base::has_control(come_from) || base::code_points(come_from) > text_most)
        return base::error{base::errc::malformed_input, "单位不正确"};
    std::vector<model::guest> all;
    auto main = read_guest(from.name, from.phone, how);
    if (!main)
        return main.error();
    all.push_back(*std::move(main));
    std::string_view rest = from.companions;
    while (!rest.empty()) {
        const std::size_t end = rest.find_first_of("\r\n");
        const std::string_view line = base::trim(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (line.empty())
            continue;
        const std::size_t space = line.find_last_of(" \t");
        const bool has_both = space != std::string_view::npos;
        auto next = read_guest(line.substr(0, has_both ? space : line.size()),
                               has_both ? line.substr(space + 1) : std::string_view{}, how);
        if (!next)
            return next.error();
        all.push_back(*std::move(next));
    }
    return all;
}

net::reply show_form(const invitation_facts& of, const invited_form& sent, std::string_view fault)
{
    std::string content = summary(of);
    if (!fault.empty())
        content.append("<p role=\"alert\"><strong>").append(escaped(fault)).append("</strong></p>\n");
    content.append("<form method=\"post\">\n");
    content.append(input("姓名", "name", sent.name, "required maxlength=\"64\""));
    content.append(input("手机号码", "phone", sent.phone,
                         "required type=\"tel\" autocomplete=\"tel\" maxlength=\"20\""));
    content.append(input("单位（可不填）", "come_from", sent.come_from, "maxlength=\"200\""));
    content.append("<p><label>随行人员，每行一位：姓名 手机号码（可不填）<br>"
                   "<textarea name=\"companions\" rows=\"4\" maxlength=\"2000\">");
    content.append(escaped(sent.companions)).append("</textarea></label></p>\n");
    content.append("<p><button>确认来访</button></p></form>\n");
    return page(fault.empty() ? 200 : 400, content);
}

net::reply show_accepted(const invitation_facts& of)
{
    return page(200,
                summary(of) + "<p>登记成功。到达后请在签到机上输入手机号码签到，即可取得通行二维码。</p>\n");
}

net::reply show_nothing(unsigned status)
{
    return page(status,
                status == 404 ? "<p>邀请不存在、已使用或已过期。</p>\n" : "<p>系统繁忙，请稍后重试。</p>\n");
}

}  // namespace gatehouse::wire::visitor
