// Where Sewise's words and the model's meet: statuses and codes, ids, kinds of schools, types, faces, times.
#pragma once

#include "base/result.hpp"
#include "endpoint/fields_read.hpp"
#include "model/picture_format.hpp"
#include "ops/kept_tokens.hpp"
#include "ops/school_roster.hpp"
#include "wire/sewise/messages.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace gatehouse::wire::sewise {

inline constexpr std::int64_t status_done = 200;

// One row per answer: the document's statuses, and its codes where it has one.
struct status_row {
    base::errc what;
    std::int64_t status;
    std::string_view code;  // empty: none
    std::string_view sentence;
};

const status_row& status_row_of(base::errc what);
std::span<const status_row> status_rows();

// missing_parameter (402) and value_unknown (500) that name a field.
base::error lacking(std::string_view field, std::string_view why);
base::error out_of_set(std::string_view field, std::string_view why);

// Reads a message from an object's members: missing_parameter that names the first field that is absent or of
// the wrong type.
template <class Request>
base::result<Request> read_members(const endpoint::json_view& from)
{
    Request asked;
    endpoint::fault_list faults;
    endpoint::read_json(from, asked, faults, endpoint::unknown_members::ignored);
    if (faults.empty())
        return asked;
    const base::fault first = faults.take().front();
    return lacking(first.where.empty() ? "it" : std::string_view(first.where).substr(1), first.detail);
}

// 64 bits with a sign, as a number or as decimal text.
base::result<std::int64_t> read_id(std::string_view field, const endpoint::scalar& given);

base::result<ops::school_draft> read_school(const school_request& asked);
base::result<ops::class_draft> read_class(const class_request& asked);

// What `faceIn` holds: nothing, a picture as text, or where one is to be fetched.
struct face_text {
    std::string base64;
};
struct face_address {
    std::string url;
};
using face_given = std::variant<std::monostate, face_text, face_address>;

struct member_order {
    ops::member_draft who;
    face_given face;
};
base::result<member_order> read_user(const user_request& asked);

// The picture itself, without what it says of others; picture_invalid.
base::result<model::clean_picture> read_face(const face_text& given);

// missing_parameter and conflict of the roster in the words of the document.
base::error in_their_words(const base::error& why);

token_answer write_token(const ops::kept_token& from, base::instant now);

}  // namespace gatehouse::wire::sewise
