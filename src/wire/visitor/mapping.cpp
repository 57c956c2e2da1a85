#include "wire/visitor/mapping.hpp"

#include "base/text.hpp"
#include "endpoint/fields_read.hpp"
#include "model/tap_time.hpp"
#include "wire/visitor/photos.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::wire::visitor {
namespace {

using base::errc;

constexpr std::array codes{
    code_row{errc::malformed_input, 400, "请求参数不正确"},
    code_row{errc::missing_parameter, 400, "缺少参数"},
    code_row{errc::unauthenticated, 401, "未登录或凭证不正确"},
    code_row{errc::not_permitted, 403, "没有权限"},
    code_row{errc::visitor_blocked, 403, "访客不允许来访"},
    code_row{errc::not_found, 404, "记录不存在"},
    code_row{errc::person_unknown, 404, "姓名或手机号码与员工信息不符"},
    code_row{errc::binding_unknown, 404, "没有该微信号绑定的用户"},
    code_row{errc::organization_unknown, 404, "没有设置访客系统所属的单位"},
    code_row{errc::conflict, 409, "操作冲突"},
    code_row{errc::nda_missing, 409, "须先阅读并同意保密协议"},
    code_row{errc::throttled, 429, "请求过于频繁，请稍后重试"},
    code_row{errc::overloaded, 500, "系统繁忙，请稍后重试"},
    code_row{errc::visit_none, -201, "今天没有预约记录"},
    code_row{errc::visit_pending, -202, "预约尚未授权"},
    code_row{errc::visit_cancelled, -203, "预约已取消"},
    code_row{errc::pass_unknown, -207, "二维码无效"},
    code_row{errc::pass_early, -208, "未到通行时间"},
    code_row{errc::pass_over, -209, "通行权限已过期"},
    code_row{errc::internal, 500, "系统异常"},
};

shown_time write_time(base::instant at, const style& as)
{
    if (as.times_as_text)
        return model::civil_text(at, as.zone);
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

std::string picture_of(std::string_view folder, std::string_view name, const style& as)
{
    return name.empty() ? "" : std::string(as.public_url).append(folder).append(name).append(".jpg");
}
std::string picture_of(std::string_view pass, const style& as)
{
    return picture_of("/qrcode/", pass, as);
}

const store::guest_photo* find_photo(const guest_photos& among, model::guest_id of)
{
    const auto found = std::find_if(among.begin(), among.end(),
                                    [of](const store::guest_photo& each) { return each.guest == of; });
    return found != among.end() ? &*found : nullptr;
}

companion_answer write_companion(const model::guest& who, const guest_photos& photos, const style& as)
{
    const store::guest_photo* const photo = find_photo(photos, who.id);
    return {who.id.value, who.name, who.phone, photo ? photo_address(photo->file, as.public_url) : "",
            who.face_host_id};
}

// The members that every answer about a visit has, of whatever kind.
template <class Answer>
Answer write_visit(const model::visit& of, const guest_photos& photos, const style& as)
{
    const model::guest& main = of.guests.front();
    Answer answer;
    answer.come_from = of.come_from;
    answer.department = of.department;
    answer.start_time = write_time(of.starts_at, as);
    answer.end_time = write_time(of.ends_at, as);
    answer.id = of.id.value;
    answer.interviewee = of.interviewee;
    answer.interviewee_phone = of.interviewee_phone;
    answer.name = main.name;
    answer.phone = main.phone;
    if (const store::guest_photo* const photo = find_photo(photos, main.id)) {
        answer.photo = photo_address(photo->file, as.public_url);
        answer.photo_id = photo->id.value;
    }
    answer.proposer = of.proposer;
    answer.purpose = of.purpose;
    answer.remark = of.remark;
    answer.subject_id = main.id.value;
    answer.koala_subject_id = main.face_host_id;
    for (std::size_t i = 1; i < of.guests.size(); ++i)
        static_cast<companion_answer&>(answer.companions.emplace_back()) = write_companion(of.guests[i],
                                                                                           photos, as);
    return answer;
}

std::int64_t is_authorised(const model::visit& of)
{
    return of.status == model::visit_status::authorised ? 1 : 0;
}

signed_in_guest write_guest(const model::visit& of, const model::guest& who, const style& as)
{
    return {who.id.value,    who.name, who.phone, model::pass_code(of.id, who.pass), picture_of(who.pass, as),
            who.face_host_id};
}

}  // namespace

std::span<const code_row> code_rows()
{
    return codes;
}

const code_row& code_row_of(errc what)
{
    const auto found = std::find_if(codes.begin(), codes.end(),
                                    [what](const code_row& r) { return r.what == what; });
    return found == codes.end() ? codes.back() : *found;
}

base::error faulty(std::string_view field, std::string_view why)
{
    return {errc::malformed_input, std::string(field).append(" ").append(why)};
}

std::optional<std::int64_t> integer_of(const endpoint::scalar& given)
{
    if (const auto* const number = std::get_if<std::int64_t>(&given))
        return *number;
    const auto* const text = std::get_if<std::string>(&given);
    if (!text || text->empty() || text->find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    return error == std::errc{} ? std::optional{number} : std::nullopt;
}

base::result<base::instant> read_time(std::string_view field, const endpoint::scalar& given,
                                      const model::time_zone& zone)
{
    const auto* const number = std::get_if<std::int64_t>(&given);
    const auto* const text = std::get_if<std::string>(&given);
    const std::string written = number ? std::to_string(*number) : text ? *text : std::string{};
    const auto at = model::read_tap_time(written, zone);
    if (!at)
        return faulty(field, "must be epoch seconds or YYYY-MM-DD HH:MM:SS");
    return *at;
}

base::result<std::string> read_phone(std::string_view field, std::string_view given, model::phone_check how)
{
    std::string phone = model::normalise_phone(given);
    if (!model::may_be_phone(phone, how))
        return faulty(field, "is no phone number");
    return phone;
}

base::result<page_span> read_page(const std::optional<std::string>& page,
                                  const std::optional<std::string>& size)
{
    constexpr std::int64_t pages_most = 1'000'000;
    page_span span;
    const auto take = [](std::string_view field, const std::optional<std::string>& text, std::int64_t most,
                         std::int64_t& into) -> base::result<void> {
        if (!given(text))
            return {};
        const auto number = integer_of(*text);
        if (!number || *number < 1 || *number > most)
            return faulty(field, "must be 1 to " + std::to_string(most));
        into = *number;
        return {};
    };
    if (auto taken = take("page", page, pages_most, span.number); !taken)
        return taken.error();
    if (auto taken = take("size", size, page_size_most, span.size); !taken)
        return taken.error();
    return span;
}

page_answer write_page(std::int64_t count, const page_span& asked)
{
    return {count, asked.number, asked.size, (count + asked.size - 1) / asked.size};
}

std::optional<std::string> given(const std::optional<std::string>& parameter)
{
    return parameter && !parameter->empty() ? parameter : std::nullopt;
}

model::visit_id read_visit_id(std::string_view text)
{
    const auto number = integer_of(std::string(text));
    return number && std::to_string(*number) == text ? model::visit_id{*number} : model::visit_id{};
}

read_code read_pass_code(std::string_view text)
{
    const std::string_view bare = base::trim(text);
    if (!bare.starts_with('{'))
        return {std::string(bare), std::nullopt};
    const auto document = endpoint::json_document::parse(bare);
    const auto root = document ? std::optional{document->root()} : std::nullopt;
    if (!root || root->kind() != endpoint::json_kind::object)
        return {};
    const auto pass = root->find("qrcode");
    const auto visit = root->find("id");
    if (!pass || pass->kind() != endpoint::json_kind::text)
        return {};
    read_code code{std::string(pass->text()), std::nullopt};
    if (!visit)
        return code;
    // An id that cannot be one fits no visit.
    endpoint::scalar id = endpoint::other_number{};
    if (visit->kind() == endpoint::json_kind::integer)
        id = visit->integer();
    else if (visit->kind() == endpoint::json_kind::text)
        id = std::string(visit->text());
    code.visit = model::visit_id{integer_of(id).value_or(0)};
    return code;
}

std::string avatar_url(std::string_view name, const style& as)
{
    return picture_of("/avatar/", name, as);
}

application_answer write_application(const model::visit& of, const guest_photos& photos, const style& as)
{
    return write_visit<application_answer>(of, photos, as);
}

auth_record write_auth_record(const model::visit& of, const guest_photos& photos, const style& as)
{
    auto answer = write_visit<auth_record>(of, photos, as);
    answer.is_auth = is_authorised(of);
    return answer;
}

visit_record write_record(const model::visit& of, const guest_photos& photos, const style& as,
                          base::instant now)
{
    auto answer = write_visit<visit_record>(of, photos, as);
    answer.is_auth = is_authorised(of);
    if (of.signed_in_at)
        answer.signin_time = write_time(*of.signed_in_at, as);
    else if (as.times_as_text)
        answer.signin_time = std::string();
    const bool is_over = of.ends_at <= now || of.signed_out_at || is_authorised(of) == 0;
    const auto pass_of = [&](std::size_t guest) {
        return is_over ? std::string_view{} : std::string_view(of.guests[guest].pass);
    };
    answer.qrcode = model::pass_code(of.id, pass_of(0));
    answer.qrcode_img_url = picture_of(pass_of(0), as);
    for (std::size_t i = 0; i < answer.companions.size(); ++i) {
        answer.companions[i].qrcode = model::pass_code(of.id, pass_of(i + 1));
        answer.companions[i].qrcode_img_url = picture_of(pass_of(i + 1), as);
    }
    return answer;
}

sign_in_answer write_sign_in(const model::visit& of, const style& as)
{
    sign_in_answer answer;
    static_cast<signed_in_guest&>(answer) = write_guest(of, of.guests.front(), as);
    answer.id = of.id.value;
    for (std::size_t i = 1; i < of.guests.size(); ++i)
        answer.companions.push_back(write_guest(of, of.guests[i], as));
    return answer;
}

}  // namespace gatehouse::wire::visitor
