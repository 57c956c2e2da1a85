// Where the visitor system's words and the model's meet: codes, times, pages, visits and passes.
#pragma once

#include "base/result.hpp"
#include "endpoint/visiting.hpp"
#include "store/guest_photos.hpp"
#include "store/visits.hpp"
#include "wire/visitor/visit_messages.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::wire::visitor {

// One row per answer: the document has -209 and 404, the others are of spec/visitor.md.
struct code_row {
    base::errc what;
    int code;
    std::string_view sentence;
};

const code_row& code_row_of(base::errc what);
std::span<const code_row> code_rows();

// malformed_input (400) that names a field.
base::error faulty(std::string_view field, std::string_view why);

// A whole number, written as one or as a text.
std::optional<std::int64_t> integer_of(const endpoint::scalar& given);
// Epoch seconds (10 digits), milliseconds (13), or a reading of the site's clock.
base::result<base::instant> read_time(std::string_view field, const endpoint::scalar& given,
                                      const model::time_zone& zone);
// Normalised; malformed_input where it cannot be one.
base::result<std::string> read_phone(std::string_view field, std::string_view given, model::phone_check how);

struct page_span {
    std::int64_t number = 1;
    std::int64_t size = page_size_usual;

    std::int64_t skipped() const { return (number - 1) * size; }
};
base::result<page_span> read_page(const std::optional<std::string>& page,
                                  const std::optional<std::string>& size);
page_answer write_page(std::int64_t count, const page_span& asked);

// An empty parameter is one that was left out: forms send all of theirs.
std::optional<std::string> given(const std::optional<std::string>& parameter);

// 0, which nothing has, for any other text than a number of ours.
model::visit_id read_visit_id(std::string_view text);

struct read_code {
    std::string pass;
    std::optional<model::visit_id> visit;
};
// The JSON text of a QR code, or its hex alone. A text that is neither is a pass that nobody has.
read_code read_pass_code(std::string_view text);

// How the operator wants answers written.
struct style {
    const model::time_zone& zone;
    bool times_as_text = false;
    std::string_view public_url;
};

// Of the name of a face; empty where there is none.
std::string avatar_url(std::string_view name, const style& as);

using guest_photos = std::vector<store::guest_photo>;
application_answer write_application(const model::visit& of, const guest_photos& photos, const style& as);
auth_record write_auth_record(const model::visit& of, const guest_photos& photos, const style& as);
// Passes that open nothing any more are not shown.
visit_record write_record(const model::visit& of, const guest_photos& photos, const style& as,
                          base::instant now);
sign_in_answer write_sign_in(const model::visit& of, const style& as);

}  // namespace gatehouse::wire::visitor
