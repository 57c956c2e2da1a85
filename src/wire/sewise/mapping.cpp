#include "wire/sewise/mapping.hpp"

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "model/name_form.hpp"
#include "model/tap_time.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/scheme.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::wire::sewise {
namespace {

using base::errc;

constexpr std::array rows{
    status_row{errc::missing_parameter, 402, "", "参数错误"},
    status_row{errc::token_unknown, 403, "", "Forbidden"},
    status_row{errc::organization_unknown, 404, "40410", "学校数据不存在或数据异常"},
    status_row{errc::unit_unknown, 404, "40420", "班级数据不存在或数据异常"},
    status_row{errc::person_unknown, 404, "40430", "用户数据不存在或数据异常"},
    status_row{errc::unit_elsewhere, 500, "40420", "班级不属于该学校"},
    status_row{errc::value_unknown, 500, "", "数据验证错误"},
    status_row{errc::conflict, 500, "", "数据验证错误"},
    status_row{errc::picture_invalid, 500, "", "数据验证错误"},
    status_row{errc::card_number_taken, 500, "", "数据验证错误"},
    status_row{errc::unauthenticated, 40001, "", "不合法的凭证"},
    status_row{errc::malformed_input, 40004, "", "不合法请求"},
    status_row{errc::unknown_action, 40004, "", "不合法请求"},
    status_row{errc::internal, 404, "", "异常错误"},
};

constexpr std::size_t name_most = 64;

base::result<void> check_name(std::string_view field, std::string_view text)
{
    if (model::name_form(text).empty())
        return lacking(field, "is empty");
    if (base::has_control(text) || base::code_points(text) > name_most)
        return out_of_set(field, "must have 1 to 64 characters and no control characters");
    return {};
}

std::optional<std::int64_t> read_decimal(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && !text.empty();
    return whole ? std::optional{number} : std::nullopt;
}

// Meant as an address, be it one or not: base64 has no colon.
bool has_scheme_of_address(std::string_view text)
{
    constexpr std::size_t longest = 6;  // https:
    const std::size_t colon = text.substr(0, longest).find(':');
    if (colon == std::string_view::npos)
        return false;
    const auto scheme = boost::urls::string_to_scheme({text.data(), colon});
    return scheme == boost::urls::scheme::http || scheme == boost::urls::scheme::https;
}

bool is_address(std::string_view text)
{
    constexpr std::size_t longest = 2048;
    if (text.size() > longest)
        return false;
    const auto url = boost::urls::parse_uri({text.data(), text.size()});
    return url && !url->encoded_host().empty() && !url->has_userinfo() &&
           !(url->has_port() && url->port_number() == 0);
}

base::result<face_given> read_face_given(const std::optional<std::string>& text)
{
    // With line breaks, which are less than a twentieth; how large the picture is, is seen when it is read.
    constexpr std::size_t base64_most = model::picture_bytes_most / 3 * 4 / 20 * 21 + 4096;
    if (!text || text->empty())
        return face_given{};
    if (has_scheme_of_address(*text)) {
        if (!is_address(*text))
            return base::error{errc::picture_invalid, "faceIn is no address"};
        return face_given{face_address{*text}};
    }
    if (text->size() > base64_most)
        return base::error{errc::picture_invalid, "faceIn is longer than a picture of 2 MiB"};
    return face_given{face_text{*text}};
}

template <class Value, std::size_t Count>
base::result<std::optional<Value>> choose(std::string_view field, const std::optional<std::int64_t>& given,
                                          std::int64_t first, const std::array<Value, Count>& values)
{
    if (!given)
        return std::optional<Value>{};
    const std::int64_t at = *given < first ? -1 : *given - first;
    if (at < 0 || at >= static_cast<std::int64_t>(Count))
        return out_of_set(field, "must be " + std::to_string(first) + " to " +
                                     std::to_string(first + static_cast<std::int64_t>(Count) - 1));
    return std::optional{values[static_cast<std::size_t>(at)]};
}

base::result<std::optional<std::int64_t>> read_optional_id(std::string_view field,
                                                           const std::optional<endpoint::scalar>& given)
{
    if (!given)
        return std::optional<std::int64_t>{};
    const auto id = read_id(field, *given);
    if (!id)
        return id.error();
    return std::optional{*id};
}

}  // namespace

std::span<const status_row> status_rows()
{
    return rows;
}

const status_row& status_row_of(errc what)
{
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [what](const status_row& r) { return r.what == what; });
    return found == rows.end() ? rows.back() : *found;
}

base::error lacking(std::string_view field, std::string_view why)
{
    return {errc::missing_parameter, std::string(field).append(" ").append(why)};
}

base::error out_of_set(std::string_view field, std::string_view why)
{
    return {errc::value_unknown, std::string(field).append(" ").append(why)};
}

base::result<std::int64_t> read_id(std::string_view field, const endpoint::scalar& given)
{
    if (const auto* const number = std::get_if<std::int64_t>(&given))
        return *number;
    const auto* const text = std::get_if<std::string>(&given);
    const auto number = text ? read_decimal(*text) : std::nullopt;
    if (!number)
        return lacking(field, "must be a whole number of 64 bits");
    return *number;
}

base::result<ops::school_draft> read_school(const school_request& asked)
{
    using model::school_level;
    constexpr std::array levels{school_level::primary, school_level::junior, school_level::senior,
                                school_level::university, school_level::other};
    const auto id = read_id("otherId", asked.otherId);
    if (!id)
        return id.error();
    for (const auto& [field, text] :
         {std::pair{"organName", &asked.organName}, std::pair{"provinceName", &asked.provinceName},
          std::pair{"cityName", &asked.cityName}, std::pair{"areaName", &asked.areaName}})
        if (const auto fit = check_name(field, *text); !fit)
            return fit.error();
    const auto level = choose("organKind", std::optional{asked.organKind}, 1, levels);
    if (!level)
        return level.error();
    return ops::school_draft{*id,           asked.organName, **level, asked.provinceName, asked.cityName,
                             asked.areaName};
}

base::result<ops::class_draft> read_class(const class_request& asked)
{
    const auto id = read_id("otherId", asked.otherId);
    if (!id)
        return id.error();
    const auto school = read_id("otherSchoolId", asked.otherSchoolId);
    if (!school)
        return school.error();
    for (const auto& [field, text] :
         {std::pair{"className", &asked.className}, std::pair{"gradeName", &asked.gradeName}})
        if (const auto fit = check_name(field, *text); !fit)
            return fit.error();
    return ops::class_draft{*id, *school, asked.className, asked.gradeName};
}

base::result<member_order> read_user(const user_request& asked)
{
    constexpr std::array roles{std::string_view("pupil"), std::string_view("teacher")};
    constexpr std::array sexes{model::sex::male, model::sex::female};
    const auto id = read_id("uid", asked.uid);
    if (!id)
        return id.error();
    const auto school = read_optional_id("otherSchoolId", asked.otherSchoolId);
    if (!school)
        return school.error();
    const auto unit = read_optional_id("otherClassId", asked.otherClassId);
    if (!unit)
        return unit.error();
    if (asked.username)
        if (const auto fit = check_name("username", *asked.username); !fit)
            return fit.error();
    const std::string event = asked.event.value_or("");
    if (!event.empty() && event != "new")
        return out_of_set("event", "must be new, or left out");
    const auto role = choose("type", asked.type, 1, roles);
    if (!role)
        return role.error();
    const auto sex = choose("sex", asked.sex, 0, sexes);
    if (!sex)
        return sex.error();
    auto face = read_face_given(asked.faceIn);
    if (!face)
        return face.error();
    std::optional<std::string> named;
    if (*role)
        named = std::string(**role);
    return member_order{{*id, event == "new", asked.username, named, *sex, *school, *unit}, std::move(*face)};
}

base::result<model::clean_picture> read_face(const face_text& given)
{
    const auto bytes = base::decode_base64_leniently(base::without_data_url_prefix(given.base64));
    if (!bytes)
        return base::error{errc::picture_invalid, "faceIn is neither base64 nor an address"};
    auto read = model::read_picture(*bytes);
    if (const auto* const fault = std::get_if<model::picture_fault>(&read)) {
        constexpr std::array<std::string_view, 3> faults{
            "faceIn is no JPEG or PNG", "faceIn is larger than 2 MiB", "faceIn has more than 25 megapixels"};
        return base::error{errc::picture_invalid, std::string(faults[static_cast<std::size_t>(*fault)])};
    }
    return std::get<model::clean_picture>(std::move(read));
}

base::error in_their_words(const base::error& why)
{
    if (why.code == errc::missing_parameter && why.message == "name")
        return lacking("username", "is needed");
    if (why.code == errc::missing_parameter && why.message == "school")
        return lacking("otherSchoolId", "is needed");
    if (why.code == errc::conflict)
        return {errc::conflict, "uid exists"};
    return why;
}

token_answer write_token(const ops::kept_token& from, base::instant now)
{
    return {from.text, model::civil_text(from.ends_at, *model::time_zone::find("Asia/Shanghai")),
            std::chrono::floor<std::chrono::seconds>(from.ends_at - now).count()};
}

}  // namespace gatehouse::wire::sewise
